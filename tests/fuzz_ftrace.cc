// Fuzzes everything between the bytes of the kernel's own tracing and the verdict about them.
//
// seeds: tests/goldens/ftrace/*.txt
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "checker/conform.h"
#include "checker/ftrace_merge.h"
#include "checker/spec_source.h"
#include "traces/dialect.h"
#include "traces/ftrace_reader.h"

namespace sigspec {
namespace {

const Model& model() {
  static const std::unique_ptr<Model> kModel = [] {
    Diagnostics diagnostics;
    return load_model(read_spec_source("").texts, std::make_shared<SourceMap>(), diagnostics);
  }();
  return *kModel;
}

void judge(std::string text, traces::InputLimits limits) {
  traces::Input input(traces::make_text_source(std::move(text)), limits);
  traces::FtraceReader reader(input);
  FileReport report;
  Program program(model(), model().kernel_high, "ftrace");
  Conform conform(program, report, 10);
  for (traces::Event event; reader.next(event);) conform.feed(event);
  conform.finish();
}

void merge(std::string_view text) {
  FtraceMerge merge(traces::Tid{7});
  const std::size_t followed = merge.add_input(FtraceMerge::Source::Followed),
                    others = merge.add_input(FtraceMerge::Source::Others);
  const std::size_t half = text.size() / 2;
  merge.add(followed, text.substr(0, half));
  merge.add(others, text.substr(half));
  std::string out;
  merge.release(out);
  merge.add(followed, text.substr(half));
  merge.finish(out);
}

}  // namespace
}  // namespace sigspec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  sigspec::traces::InputLimits limits;
  limits.block_bytes = 16 + data[0];
  limits.line_bytes_max = 512;
  // The goldens' lines begin with "> ".
  std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  for (std::size_t at = 0; (at = text.find("\n> ", at)) != text.npos;) text.erase(at + 1, 2);
  sigspec::traces::recognise_dialect(text);
  sigspec::merge(text);
  sigspec::judge(std::move(text), limits);
  return 0;
}
