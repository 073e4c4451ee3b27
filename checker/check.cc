// From a path to a report.
#include "checker/check.h"

#include <filesystem>
#include <limits>

#include "checker/conform.h"
#include "traces/trace.h"

namespace sigspec {

namespace {

/// Events between two looks at the clock of progress and at an interruption.
constexpr std::uint64_t kEventsBetweenLooks = 1 << 16;

Verdict verdict_of(const FileReport& report, bool interrupted) {
  if (report.divergence_count > 0) return Verdict::Diverges;
  const bool understood = report.unparsed_count == 0 && report.times_capped == 0 &&
                          report.times_lost == 0 && report.error.empty();
  return understood && !interrupted ? Verdict::Conforms : Verdict::Inconclusive;
}

/// Pipes and terminals cannot. A path of no file is the common head of several.
bool can_be_read_twice(const std::string& path) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  return path != "-" && (std::filesystem::is_regular_file(status) ||
                         std::filesystem::is_directory(status) || !std::filesystem::exists(status));
}

Program& program_for(Programs& programs, const traces::Trace& trace) {
  return programs.of(std::string(traces::name_of(trace.dialect())));
}

/// Tells when nothing more can come of a watched line. That may be long behind it, so it is asked
/// ever more seldom.
class EndOfWatch {
 public:
  EndOfWatch(const WatchedLine* watched, traces::Order order)
      : watched_(order == traces::Order::Recorded ? watched : nullptr),
        look_at_(watched ? watched->line + 1 : 0) {}

  bool is_reached(const traces::Event& next, const Conform& conform) {
    const auto line = static_cast<std::uint64_t>(next.line);
    if (!watched_ || line < look_at_) return false;
    look_at_ = line + (line - watched_->line);
    return !conform.is_watched_line_open();
  }

 private:
  const WatchedLine* watched_;
  std::uint64_t look_at_;
};

/// How the beginning of a recording is read before it is judged.
struct Ahead {
  std::uint64_t events;
  int times;
};

/// Judges a file, after its beginning has been read ahead.
FileReport judge_file(Programs& programs, const std::string& path, const CheckOptions& options,
                      Ahead beginning) {
  FileReport report;
  report.path = path;
  auto opened = traces::open_trace(path, programs.reading(), options.dialect);
  if (!opened) {
    report.error = opened.error();
    report.verdict = Verdict::Inconclusive;
    return report;
  }
  std::vector<Cell> shown;
  for (int i = 0; i < beginning.times && can_be_read_twice(path); ++i) {
    if (auto ahead = traces::open_trace(path, programs.reading(), options.dialect))
      shown = look_ahead(programs, **ahead, options, beginning.events, shown);
  }
  judge_trace(programs, **opened, options, shown, report);
  return report;
}

}  // namespace

Verdict overall(const CheckReport& report) {
  Verdict worst = Verdict::Conforms;
  for (const FileReport& file : report.files) {
    if (file.verdict == Verdict::Diverges) return Verdict::Diverges;
    if (file.verdict == Verdict::Inconclusive) worst = Verdict::Inconclusive;
  }
  return worst;
}

Program& Programs::of(const std::string& view) {
  return by_view_.try_emplace(view, model_, kernel_, view, rows_).first->second;
}

FileReport check_trace(const Model& model, const std::string& path, const CheckOptions& options) {
  Programs programs(model, options);
  return check_trace(programs, path, options);
}

FileReport check_trace(Programs& programs, const std::string& path, const CheckOptions& options) {
  FileReport report = judge_file(programs, path, options, {kEventsAhead, 1});
  if (report.verdict != Verdict::Diverges || report.interrupted || !can_be_read_twice(path))
    return report;
  // How it was made may show so late that the calls or signals left out before seem to be wrong;
  // and that some are left out counts only once it is known that others are not.
  if (options.watched) {
    const std::uint64_t line = options.watched->line;
    *options.watched = {};
    options.watched->line = line;
  }
  return judge_file(programs, path, options, {std::numeric_limits<std::uint64_t>::max(), 2});
}

std::vector<Cell> look_ahead(Programs& programs, traces::Trace& trace, const CheckOptions& options,
                             std::uint64_t events, const std::vector<Cell>& shown) {
  FileReport report;
  Conform conform(program_for(programs, trace), report, 0);
  if (!shown.empty()) conform.begin_again(shown);
  conform.begin_ahead();
  if (trace.order() != traces::Order::Recorded) conform.tasks_are_unordered();
  traces::Event event;
  for (std::uint64_t i = 0; i < events && trace.next(event); ++i) {
    if (options.interrupted && *options.interrupted) break;
    conform.feed(event);
  }
  conform.finish();
  return conform.shown();
}

void judge_trace(Programs& programs, traces::Trace& trace, const CheckOptions& options,
                 const std::vector<Cell>& shown, FileReport& report) {
  Conform conform(program_for(programs, trace), report, options.divergences_max);
  if (!shown.empty()) conform.begin_again(shown);
  // Times of entry do not tell which of two overlapping calls took effect first.
  if (trace.order() != traces::Order::Recorded) {
    conform.tasks_are_unordered();
    report.notes.push_back("one file a task: what threads share is not followed");
  }
  if (options.watched) conform.watch(*options.watched);
  EndOfWatch end_of_watch(options.watched, trace.order());
  traces::Event event;
  std::uint64_t since_look = 0;
  bool interrupted = false;
  while (trace.next(event)) {
    if (end_of_watch.is_reached(event, conform)) break;
    conform.feed(event);
    if (++since_look < kEventsBetweenLooks) continue;
    since_look = 0;
    if (options.progress) options.progress(trace.stats().lines);
    interrupted = options.interrupted && *options.interrupted;
    if (interrupted) break;
  }
  conform.finish();
  const traces::ReaderStats stats = trace.stats();
  report.lines = stats.lines;
  report.unparsed_count = stats.not_understood;
  for (const traces::LostLine& lost : stats.lost)
    report.unparsed.push_back({static_cast<std::uint64_t>(lost.line), lost.text});
  if (stats.begins_cut)
    report.notes.push_back("the recording begins in the middle of a line");
  if (stats.cut_short) report.notes.push_back("the recording ends in the middle of a line");
  report.error = trace.failure();
  report.interrupted = interrupted;
  if (interrupted)
    report.notes.push_back("interrupted after " + std::to_string(stats.lines) + " lines");
  if (report.times_lost > 0)
    report.notes.push_back("the recorder lost lines " + std::to_string(report.times_lost) +
                           " times: what was known before is not held against what follows");
  if (report.times_capped > 0)
    report.notes.push_back("the number of candidates met its bound " +
                           std::to_string(report.times_capped) + " times: knowledge was given up");
  report.verdict = verdict_of(report, interrupted);
}

}  // namespace sigspec
