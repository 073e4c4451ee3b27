// Sorts lines by time and keeps those that are about the recorded program.
#include "checker/ftrace_merge.h"

#include <algorithm>

namespace sigspec {

namespace {

using traces::FtraceKind;
using traces::FtraceLine;
using traces::Tid;

std::int32_t task_in(const FtraceLine& line, std::string_view key) {
  return static_cast<std::int32_t>(traces::task_number(traces::last_field(line.fields, key)));
}

/// How the kernel prints a command whose name it does not know.
constexpr std::string_view kNoName = "           <...>";

}  // namespace

void FtraceMerge::add(Source source, std::string_view bytes) {
  std::string& rest = inputs_[index(source)].rest;
  for (std::size_t feed; (feed = bytes.find('\n')) != bytes.npos; bytes.remove_prefix(feed + 1)) {
    if (rest.empty()) {
      add_line(source, bytes.substr(0, feed));
    } else {
      rest.append(bytes.substr(0, feed));
      add_line(source, std::exchange(rest, {}));
    }
  }
  rest.append(bytes);
}

void FtraceMerge::add_line(Source source, std::string_view line) {
  Input& input = inputs_[index(source)];
  FtraceLine columns;
  traces::split_ftrace_line(line, columns);
  if (columns.kind == FtraceKind::Lost) {
    lost_ = true;
    input.lost.append(line).push_back('\n');
    return;
  }
  if (columns.kind != FtraceKind::Event) return;
  input.last_time_ns = columns.time_ns;
  const std::size_t begin = held_text_.size();
  held_text_.append(std::exchange(input.lost, {})).append(line);
  held_.push_back({columns.time_ns, source, order_++, begin, held_text_.size() - begin});
}

void FtraceMerge::release(std::int64_t until_ns, std::string& out) {
  std::sort(held_.begin(), held_.end());
  auto at = held_.begin();
  for (; at != held_.end() && at->time_ns <= until_ns; ++at)
    give(at->source, std::string_view(held_text_).substr(at->begin, at->size), out);
  std::string text;
  for (auto kept = at; kept != held_.end(); ++kept) {
    const std::size_t begin = text.size();
    text.append(held_text_, kept->begin, kept->size);
    kept->begin = begin;
  }
  held_.erase(held_.begin(), at);
  held_text_ = std::move(text);
}

void FtraceMerge::give(Source source, std::string_view line, std::string& out) {
  // Lost lines are missing whether or not the next one is kept.
  const std::size_t feed = line.rfind('\n');
  if (feed != line.npos && started_) out.append(line.substr(0, feed + 1));
  if (feed != line.npos) line.remove_prefix(feed + 1);
  FtraceLine columns;
  traces::split_ftrace_line(line, columns);
  if (!started_ && columns.event == "sys_enter" && live_.contains(number(columns.tid))) {
    started_ = true;
    out.append(traces::kEverySender).push_back('\n');
  }
  if (!is_kept(source, columns)) return;
  if (source == Source::Others) {
    out.append(kNoName);
    line.remove_prefix(kNoName.size());
  }
  out.append(line).push_back('\n');
}

bool FtraceMerge::is_kept(Source source, const FtraceLine& line) {
  if (!started_) return false;
  if (line.event == "signal_generate") {
    const std::int32_t target = task_in(line, "pid=");
    return live_.contains(target) || ended_leaders_.contains(target);
  }
  if (source == Source::Others) return false;
  if (line.event == "sched_process_exec") take_over(line);
  const bool ours = live_.contains(number(line.tid));
  if (line.event == "sched_process_fork" && ours) live_.insert(task_in(line, "child_pid="));
  if (line.event == "sched_process_exit" && ours) end(line);
  return ours;
}

/// A thread goes on under the number of its leader, which has ended.
void FtraceMerge::take_over(const FtraceLine& line) {
  const std::int32_t before = task_in(line, "old_pid=");
  if (live_.erase(before) == 0) return;
  live_.insert(number(line.tid));
  ended_leaders_.erase(number(line.tid));
}

void FtraceMerge::end(const FtraceLine& line) {
  live_.erase(number(line.tid));
  const bool last = traces::last_field(line.fields, "group_dead=") == "true";
  if (last) ended_leaders_.erase(number(line.group));
  else if (line.group == line.tid) ended_leaders_.insert(number(line.tid));
}

void FtraceMerge::follow(const std::vector<Tid>& tasks) {
  for (const Tid tid : tasks) live_.insert(number(tid));
}

void FtraceMerge::follow_only(const std::vector<Tid>& tasks) {
  std::unordered_set<std::int32_t> kept;
  for (const Tid tid : tasks)
    if (live_.contains(number(tid))) kept.insert(number(tid));
  live_ = std::move(kept);
}

}  // namespace sigspec
