// Delta debugging over the lines of a recording.
#include "checker/cut.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "traces/input.h"

namespace sigspec {

namespace {

using Clock = std::chrono::steady_clock;

/// The lines of one event: one, or the halves of a call. They go together.
struct Unit {
  std::vector<std::uint32_t> lines;  // from 0
  std::int64_t task = 0;             // 0: of no task, such as the observer's own messages
};

class Cutter {
 public:
  Cutter(const Model& model, const CheckOptions& options,
         const std::function<void(std::uint64_t)>& progress)
      : programs_(model, options), options_(options), progress_(progress) {}

  Cut run(const std::string& path, std::uint64_t line) {
    Cut out;
    std::vector<std::size_t> kept;
    // What is read ahead may be what is held against the line.
    for (const std::uint64_t behind : {std::uint64_t{0}, kEventsAhead}) {
      out.error = read(path, line, behind);
      if (!out.error.empty()) return out;
      kept.resize(units_.size());
      std::iota(kept.begin(), kept.end(), 0);
      std::erase(kept, target_);
      if (learn_divergence(kept)) break;
    }
    if (rule_.empty()) {
      out.error = "line " + std::to_string(line) + " does not diverge";
      return out;
    }
    drop_tasks(kept);
    drop_units(kept);
    out.lines_before = lines_.size();
    out.text = text_of(kept, &out.lines);
    out.rule = rule_;
    out.smallest = !is_late();
    return out;
  }

 private:
  /// The lines up to the one that diverges, and so many behind it, and what belongs together.
  /// Returns: an error's text.
  std::string read(const std::string& path, std::uint64_t line, std::uint64_t behind) {
    lines_.clear();
    units_.clear();
    also_diverge_.clear();
    diverging_ = static_cast<std::uint32_t>(line) - 1;
    auto opened = traces::open_trace(path, programs_.reading(), options_.dialect);
    if (!opened) return opened.error();
    traces::Trace& trace = **opened;
    auto input = traces::open_input(path);
    if (path == "-" || !input || trace.order() != traces::Order::Recorded)
      return "only a recording in one file can be cut";
    dialect_ = trace.dialect();
    std::size_t bytes = 0;
    for (traces::Line text; lines_.size() < line + behind && (*input)->next(text);) {
      bytes += text.text.size();
      if (bytes > kCutBytesMax) return "too much stands before that line";
      lines_.emplace_back(text.text);
    }
    if (lines_.size() < line) return "the recording is shorter";
    std::vector<std::size_t> unit_of(lines_.size(), kNone);
    traces::Event event;
    while (trace.next(event)) {
      const auto at = static_cast<std::size_t>(event.line) - 1;
      if (at >= lines_.size()) break;
      const auto entry = static_cast<std::size_t>(event.entry_line) - 1;
      std::size_t unit = entry < at ? unit_of[entry] : unit_of[at];
      if (unit == kNone) {
        unit = units_.size();
        units_.push_back({{}, static_cast<std::int64_t>(event.tid)});
      }
      if (unit_of[at] == kNone) units_[unit].lines.push_back(static_cast<std::uint32_t>(at));
      unit_of[at] = unit;
    }
    for (std::size_t at = 0; at < lines_.size(); ++at)
      if (unit_of[at] == kNone) {
        unit_of[at] = units_.size();
        units_.push_back({{static_cast<std::uint32_t>(at)}, 0});
      }
    target_ = unit_of[diverging_];
    return {};
  }

  std::vector<std::uint32_t> lines_of(const std::vector<std::size_t>& kept) const {
    std::vector<std::uint32_t> lines = units_[target_].lines;
    for (const std::size_t unit : kept)
      lines.insert(lines.end(), units_[unit].lines.begin(), units_[unit].lines.end());
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  std::string text_of(const std::vector<std::size_t>& kept, std::uint64_t* count = nullptr) const {
    std::string text;
    const std::vector<std::uint32_t> lines = lines_of(kept);
    for (const std::uint32_t line : lines) text.append(lines_[line]) += '\n';
    if (count) *count = lines.size();
    return text;
  }

  FileReport judge(const std::vector<std::size_t>& kept) {
    FileReport report;
    const std::string text = text_of(kept);
    const auto read = [&] {
      return traces::read_trace(
          std::make_unique<traces::Input>(traces::make_text_source(text)), dialect_, {},
          programs_.reading());
    };
    CheckOptions options;
    options.divergences_max = std::numeric_limits<std::size_t>::max();
    options.interrupted = options_.interrupted;
    const std::vector<Cell> shown = look_ahead(programs_, *read(), options);
    judge_trace(programs_, *read(), options, shown, report);
    progress_(report.lines);
    return report;
  }

  /// What the line breaks, and which others break something as well.
  bool learn_divergence(const std::vector<std::size_t>& all) {
    for (const Divergence& d : judge(all).divergences)
      if (d.line == diverging_ + 1) {
        rule_ = d.rule;
        allowed_ = d.allowed;
      } else {
        also_diverge_.insert(static_cast<std::uint32_t>(d.line) - 1);
      }
    return !rule_.empty();
  }

  bool shows_it(const std::vector<std::size_t>& kept) {
    const std::vector<std::uint32_t> lines = lines_of(kept);
    const auto at = std::lower_bound(lines.begin(), lines.end(), diverging_) - lines.begin();
    bool shown = false;
    for (const Divergence& d : judge(kept).divergences) {
      if (d.line == static_cast<std::uint64_t>(at) + 1)
        shown = shown || (d.rule == rule_ && d.allowed == allowed_);
      else if (!also_diverge_.contains(lines[d.line - 1])) return false;  // made by the cut
    }
    return shown;
  }

  bool is_late() const {
    return Clock::now() > deadline_ || (options_.interrupted && *options_.interrupted);
  }

  /// Leaves out what can be left out of `parts`, in runs that become ever shorter. `kept`: how the
  /// units come out of the parts.
  template <class Part, class Kept>
  void minimise(std::vector<Part>& parts, Kept&& kept) {
    for (std::size_t size = std::max<std::size_t>(1, parts.size()); !parts.empty();) {
      bool any = false;
      for (std::size_t begin = 0; begin < parts.size() && !is_late();) {
        std::vector<Part> fewer = parts;
        const auto from = fewer.begin() + static_cast<std::ptrdiff_t>(begin);
        const std::size_t count = std::min(size, parts.size() - begin);
        fewer.erase(from, from + static_cast<std::ptrdiff_t>(count));
        if (shows_it(kept(fewer))) {
          parts = std::move(fewer);
          any = true;
        } else {
          begin += size;
        }
      }
      if (is_late() || (size == 1 && !any)) return;
      size = std::max<std::size_t>(1, std::min(size, parts.size() + 1) / 2);
    }
  }

  void drop_tasks(std::vector<std::size_t>& kept) {
    std::map<std::int64_t, std::vector<std::size_t>> by_task;
    for (const std::size_t unit : kept) by_task[units_[unit].task].push_back(unit);
    const std::vector<std::size_t> own = by_task[units_[target_].task];
    by_task.erase(units_[target_].task);
    std::vector<std::vector<std::size_t>> tasks;
    for (auto& [task, units] : by_task) tasks.push_back(std::move(units));
    const auto units_of = [&](const std::vector<std::vector<std::size_t>>& some) {
      std::vector<std::size_t> units = own;
      for (const auto& of_task : some) units.insert(units.end(), of_task.begin(), of_task.end());
      return units;
    };
    minimise(tasks, units_of);
    kept = units_of(tasks);
    std::sort(kept.begin(), kept.end());
  }

  void drop_units(std::vector<std::size_t>& kept) {
    minimise(kept, [](const std::vector<std::size_t>& some) { return some; });
  }

  static constexpr std::size_t kNone = ~0UL;
  Programs programs_;
  const CheckOptions& options_;
  const std::function<void(std::uint64_t)>& progress_;
  traces::Dialect dialect_{};
  std::vector<std::string> lines_;
  std::vector<Unit> units_;
  std::size_t target_ = 0;
  std::uint32_t diverging_ = 0;  // its line, from 0
  std::string rule_;
  std::vector<std::string> allowed_;
  std::set<std::uint32_t> also_diverge_;
  Clock::time_point deadline_ = Clock::now() + std::chrono::seconds(kCutSecondsMax);
};

}  // namespace

Cut cut_trace(const Model& model, const std::string& path, std::uint64_t line,
              const CheckOptions& options, const std::function<void(std::uint64_t)>& progress) {
  return Cutter(model, options, progress).run(path, line);
}

}  // namespace sigspec
