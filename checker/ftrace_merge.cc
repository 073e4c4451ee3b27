// Sorts lines by time and keeps those that are about the recorded program.
#include "checker/ftrace_merge.h"

#include <algorithm>
#include <limits>

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

std::size_t FtraceMerge::add_input(Source source) {
  inputs_.push_back({source, {}, 0});
  return inputs_.size() - 1;
}

void FtraceMerge::add(std::size_t at, std::string_view bytes) {
  Input& input = inputs_[at];
  for (std::size_t feed; (feed = bytes.find('\n')) != bytes.npos; bytes.remove_prefix(feed + 1)) {
    if (input.rest.empty()) {
      add_line(input, bytes.substr(0, feed));
    } else {
      input.rest.append(bytes.substr(0, feed));
      add_line(input, std::exchange(input.rest, {}));
    }
  }
  input.rest.append(bytes);
}

void FtraceMerge::complete(std::size_t at, std::int64_t until) {
  std::int64_t& known = inputs_[at].complete_until;
  known = std::max(known, until);
}

void FtraceMerge::add_line(Input& input, std::string_view line) {
  FtraceLine columns;
  traces::split_ftrace_line(line, columns);
  const bool lost = columns.kind == FtraceKind::Lost;
  if (!lost && columns.kind != FtraceKind::Event) return;
  lost_ = lost_ || lost;
  // What is missing would have come next.
  if (lost) columns.time_ns = input.complete_until;
  input.complete_until = std::max(input.complete_until, columns.time_ns);
  held_.push_back({columns.time_ns, input.source, order_++, held_text_.size(), line.size()});
  held_text_.append(line);
}

void FtraceMerge::release(std::string& out) {
  std::int64_t until = std::numeric_limits<std::int64_t>::max();
  for (const Input& input : inputs_) until = std::min(until, input.complete_until);
  release_until(until, out);
}

void FtraceMerge::finish(std::string& out) {
  release_until(std::numeric_limits<std::int64_t>::max(), out);
}

void FtraceMerge::release_until(std::int64_t until, std::string& out) {
  std::sort(held_.begin(), held_.end());
  auto at = held_.begin();
  for (; at != held_.end() && at->time <= until; ++at)
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
  FtraceLine columns;
  traces::split_ftrace_line(line, columns);
  if (!started_ && columns.event == "sys_enter" && live_.contains(number(columns.tid))) {
    started_ = true;
    out.append(traces::kEverySender).push_back('\n');
  }
  if (!is_kept(source, columns)) return;
  const bool is_event = columns.kind == FtraceKind::Event;
  if (source == Source::Others && is_event) {
    out.append(kNoName);
    line.remove_prefix(kNoName.size());
  }
  if (seconds_ && is_event) {
    const auto before = static_cast<std::size_t>(columns.time.data() - line.data());
    out.append(line.substr(0, before)).append(seconds_(columns.time_ns));
    line.remove_prefix(before + columns.time.size());
  }
  out.append(line).push_back('\n');
}

bool FtraceMerge::is_kept(Source source, const FtraceLine& line) {
  if (!started_) return false;
  if (line.kind == FtraceKind::Lost) return true;
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
