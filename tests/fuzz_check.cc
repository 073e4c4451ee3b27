// Fuzzes everything between the bytes of a recording and the verdict about it, as `check` does:
// read ahead, then judged.
//
// seeds: tests/goldens/explain/*.strace tests/goldens/ftrace/*.txt traces/recorded/attach-s*.xz
// seeds: traces/recorded/read-restart.*.xz traces/recorded/nested-handlers.*.xz
// seeds: traces/recorded/masked-continue.*.xz traces/recorded/frames-changed.*.xz
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "checker/check.h"
#include "checker/spec_source.h"
#include "tests/support/fuzz_input.h"
#include "traces/dialect.h"
#include "traces/trace.h"

namespace sigspec {
namespace {

const Model& model() {
  static const std::unique_ptr<Model> kModel = [] {
    Diagnostics diagnostics;
    return load_model(read_spec_source("").texts, std::make_shared<SourceMap>(), diagnostics,
                      Checking::WasDone);
  }();
  return *kModel;
}

std::unique_ptr<traces::Trace> read(const std::string& text, traces::InputLimits limits) {
  const auto dialect = traces::recognise_dialect(text).value_or(traces::Dialect::Strace);
  return read_trace(std::make_unique<traces::Input>(traces::make_text_source(text), limits),
                    dialect);
}

void judge(const std::string& text, traces::InputLimits limits) {
  CheckOptions options;
  options.divergences_max = 10;
  // Compiling takes longer than judging. A fault of what is remembered needs the inputs before it.
  static Programs programs(model(), options);
  const std::vector<Cell> shown = look_ahead(programs, *read(text, limits), options);
  FileReport report;
  judge_trace(programs, *read(text, limits), options, shown, report);
  if (report.divergences.size() > options.divergences_max) std::abort();
}

}  // namespace
}  // namespace sigspec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  sigspec::traces::InputLimits limits;
  limits.block_bytes = 16 + data[0];
  limits.line_bytes_max = 512;
  sigspec::judge(sigspec::test::recording_in(data, size), limits);
  return 0;
}
