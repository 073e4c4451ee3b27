// Judges one trace from its path: opens it, recognises its dialect, feeds its events to the model.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "checker/call_table.h"
#include "checker/report.h"
#include "checker/watched_line.h"
#include "model/program.h"
#include "traces/dialect.h"
#include "traces/trace.h"

namespace sigspec {

struct CheckOptions {
  Version kernel;
  std::optional<traces::Dialect> dialect;  // nothing: told by the first bytes
  std::size_t divergences_max = 100;
  std::function<void(std::uint64_t lines)> progress;  // called now and then; may be empty
  const std::atomic<bool>* interrupted = nullptr;     // set: print what there is
  Rows rows = Rows::Unknown;                          // Known: counts rows, and takes longer
  WatchedLine* watched = nullptr;  // a line to be explained: little is judged that lies behind it
};

/// Programs of a model, by view. Traces that are judged one after the other share what has been
/// compiled for the first of them. For one thread: a model grows while it is used.
class Programs {
 public:
  Programs(const Model& model, const CheckOptions& options)
      : model_(model),
        kernel_(options.kernel.given() ? options.kernel : model.kernel_high),
        rows_(options.rows),
        reading_(reader_options(model)) {}
  Program& of(const std::string& view);
  /// How the recordings are read.
  traces::ReaderOptions reading() const { return reading_; }

 private:
  const Model& model_;
  Version kernel_;
  Rows rows_;
  traces::ReaderOptions reading_;
  std::map<std::string, Program> by_view_;
};

/// How far a recording is read ahead; to its end if something seems to diverge.
inline constexpr std::uint64_t kEventsAhead = 5000;

/// What the beginning of a recording shows of how it was made: whether calls or signals were left
/// out. Known from the first line on, it is held against that one, too. `shown`: what it has shown
/// when it was read ahead before; may be empty.
std::vector<Cell> look_ahead(Programs& programs, traces::Trace& trace, const CheckOptions& options,
                             std::uint64_t events = kEventsAhead,
                             const std::vector<Cell>& shown = {});

/// Judges what comes out of `trace`. `shown`: what another reading of it has shown; may be empty.
void judge_trace(Programs& programs, traces::Trace& trace, const CheckOptions& options,
                 const std::vector<Cell>& shown, FileReport& report);

/// Judges a file, '-' for standard input, or a folder or prefix of `strace -ff` files.
/// Errors: in the report. Cost: one pass, and a short one ahead of it over what can be read twice;
/// both once more, the other one whole, if something diverges. Memory by live tasks, not by length.
FileReport check_trace(Programs& programs, const std::string& path, const CheckOptions& options);
FileReport check_trace(const Model& model, const std::string& path, const CheckOptions& options);

}  // namespace sigspec
