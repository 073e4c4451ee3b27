// Fuzzes what reads the kernel's own tracing, and what merges it of two sources.
//
// seeds: tests/goldens/ftrace/*.txt
#include <cstddef>
#include <cstdint>
#include <string>

#include "checker/ftrace_merge.h"
#include "tests/support/fuzz_input.h"
#include "traces/arguments.h"
#include "traces/dialect.h"
#include "traces/ftrace_reader.h"

namespace sigspec {
namespace {

void read_all(std::string text, traces::InputLimits limits) {
  traces::Input input(traces::make_text_source(std::move(text)), limits);
  traces::FtraceReader reader(input);
  for (traces::Event event; reader.next(event);) traces::split_arguments(event.args);
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
  std::string text = sigspec::test::recording_in(data + 1, size - 1);
  sigspec::traces::recognise_dialect(text);
  sigspec::merge(text);
  sigspec::read_all(std::move(text), limits);
  return 0;
}
