// Events of the kernel's tracepoints; see ftrace_reader.h.
#include "traces/ftrace_reader.h"

#include "traces/chars.h"

namespace sigspec::traces {
namespace {

// A register has at most this many hexadecimal digits; what has more than half of them is wide.
constexpr std::ptrdiff_t kDigitsMax = 16, kDigitsNarrow = 8;

// What sys_exit prints for a call that gave back another one's registers.
constexpr std::int64_t kNoNumber = -1;

void begin_event(Event& event) {
  event.reset();
  event.kind = EventKind::NotUnderstood;
  event.whole = false;
  event.head_missing = false;
  event.truncated = false;
  event.numbered = true;
  event.wide_arguments = false;
  event.executed = false;
}

// "NR 13 "  Returns: behind it, or null.
const char* scan_call_number(const char* p, const char* end, std::int64_t& out) {
  if (!starts_with(p, end, "NR ")) return nullptr;
  p += 3;
  const bool negative = p < end && *p == '-';
  if (negative) ++p;
  std::uint64_t number = 0;
  const char* behind = scan_decimal(p, end, number);
  if (behind == p || behind - p > 10 || behind == end || *behind != ' ') return nullptr;
  out = static_cast<std::int64_t>(negative ? 0 - number : number);
  return behind + 1;
}

bool is_wide(const char* digits, const char* behind) {
  while (digits < behind && *digits == '0') ++digits;
  return behind - digits > kDigitsNarrow;
}

bool is_number(std::string_view text) { return whole_number(text).has_value(); }

// A signal's fields that all its events begin with.  Returns: false when one is missing.
bool put_siginfo(std::string_view fields, std::string& out) {
  out.assign("{");
  struct Field {
    std::string_view key, name;
  };
  static constexpr Field kFields[] = {
      {"sig=", "si_signo="}, {"errno=", ", si_errno="}, {"code=", ", si_code="}};
  for (const Field& field : kFields) {
    const std::string_view value = first_field(fields, field.key);
    if (!is_number(value)) return false;
    out.append(field.name).append(value);
  }
  return true;
}

}  // namespace

ReaderStats FtraceReader::stats() const {
  ReaderStats out = stats_;
  out.lines = line_count_;
  return out;
}

// The task's calls do not pair: lines are missing that nobody marked.
void FtraceReader::lose_task(const Event& event) {
  held_ = event;
  holds_ = true;
}

FtraceReader::Made FtraceReader::enter(const FtraceLine& line, Event& event) {
  const char* end = line.fields.data() + line.fields.size();
  std::int64_t number = 0;
  const char* p = scan_call_number(line.fields.data(), end, number);
  if (p == nullptr || p == end || *p != '(' || line.tid == Tid{}) return Made::NotUnderstood;
  text_.clear();
  bool wide = false;
  for (++p; p < end && *p != ')';) {
    const char* digits = p;
    while (p < end && is(*p, kHex)) ++p;
    if (p == digits || p - digits > kDigitsMax || p == end) return Made::NotUnderstood;
    wide = wide || is_wide(digits, p);
    if (!text_.empty()) text_.append(", ");
    text_.append("0x").append(digits, p);
    if (*p == ',') p = skip_spaces(p + 1, end);
    else if (*p != ')') return Made::NotUnderstood;
  }
  if (p == end || p + 1 != end) return Made::NotUnderstood;
  any_call_ = true;
  OpenCall& call = tasks_.make(event.tid);
  event.kind = EventKind::Entered;
  event.previous_lost = call.open;
  event.wide_arguments = wide;
  event.call_number = number;
  call.open = true;
  call.executed = false;
  call.truncated = false;
  call.entry_line = event.line;
  call.number = number;
  call.text.clear();
  call.name_size = 0;
  tasks_.append(call, text_);
  event.args = call.args();
  if (event.previous_lost) lose_task(event);
  return Made::Event;
}

FtraceReader::Made FtraceReader::leave(const FtraceLine& line, Event& event) {
  const char* end = line.fields.data() + line.fields.size();
  const char* p = scan_call_number(line.fields.data(), end, event.end_number);
  if (p == nullptr || !starts_with(p, end, "= ") || line.tid == Tid{}) return Made::NotUnderstood;
  ResultText& result = event.result;
  result.text = view(p + 2, end);
  const auto value = whole_number(result.text);
  if (!value) return Made::NotUnderstood;
  result.kind = ResultKind::Register;
  result.value = static_cast<std::uint64_t>(*value);
  result.negative = *value < 0;
  event.kind = EventKind::Returned;
  event.call_number = event.end_number;
  event.head_missing = true;
  OpenCall* call = tasks_.find(event.tid);
  if (call == nullptr || !call->open) return Made::Event;
  call->open = false;
  const bool pairs =
      call->number == event.end_number || call->executed || event.end_number == kNoNumber;
  if (!pairs) {
    lose_task(event);
    return Made::Event;
  }
  event.head_missing = false;
  event.call_number = call->number;
  event.executed = call->executed;
  event.entry_line = call->entry_line;
  event.args = call->args();
  return Made::Event;
}

// "sig=17 errno=0 code=6 comm=bash pid=10961 grp=1 res=0"
FtraceReader::Made FtraceReader::generate(const FtraceLine& line, Event& event) {
  const std::string_view group = last_field(line.fields, "grp="),
                         result = last_field(line.fields, "res=");
  event.other = task_number(last_field(line.fields, "pid="));
  if (!put_siginfo(line.fields, text_) || event.other == Tid{} || !is_number(group) ||
      !is_number(result))
    return Made::NotUnderstood;
  text_.append(", grp=").append(group).append(", res=").append(result).append("}");
  event.kind = EventKind::Generated;
  event.name = first_field(line.fields, "sig=");
  event.args = text_;
  return Made::Event;
}

// "sig=14 errno=0 code=128 sa_handler=5584a0bd91d9 sa_flags=14000000"
FtraceReader::Made FtraceReader::deliver(const FtraceLine& line, Event& event) {
  if (!put_siginfo(line.fields, text_)) return Made::NotUnderstood;
  for (const std::string_view key : {"sa_handler=", "sa_flags="}) {
    const std::string_view value = last_field(line.fields, key);
    if (value.empty()) return Made::NotUnderstood;
    for (const char c : value)
      if (!is(c, kHex)) return Made::NotUnderstood;
    text_.append(", ").append(key).append("0x").append(value);
  }
  text_.append("}");
  event.kind = EventKind::Delivered;
  event.name = first_field(line.fields, "sig=");
  event.args = text_;
  return Made::Event;
}

// "pid=7 comm=bash clone_flags=1200000 oom_score_adj=0"
FtraceReader::Made FtraceReader::make_task(const FtraceLine& line, Event& event) {
  event.other = task_number(first_field(line.fields, "pid="));
  const std::string_view flags = last_field(line.fields, "clone_flags=");
  if (event.other == Tid{} || flags.empty()) return Made::NotUnderstood;
  text_.assign("0x").append(flags);
  event.kind = EventKind::Making;
  event.args = text_;
  return Made::Event;
}

// "comm=bash pid=6 child_comm=bash child_pid=7"
FtraceReader::Made FtraceReader::born(const FtraceLine& line, Event& event) {
  event.other = task_number(last_field(line.fields, "child_pid="));
  if (event.other == Tid{}) return Made::NotUnderstood;
  tasks_.drop(event.other);
  event.kind = EventKind::Born;
  return Made::Event;
}

// "filename=/bin/true pid=7 old_pid=8": task 8 is 7 from here on, and 7 is no more.
FtraceReader::Made FtraceReader::execute(const FtraceLine& line, Event& event) {
  event.other = task_number(last_field(line.fields, "old_pid="));
  if (event.other == Tid{}) return Made::NotUnderstood;
  const bool by_another = event.other != event.tid;
  if (by_another) tasks_.move(event.other, event.tid);
  if (OpenCall* call = tasks_.find(event.tid)) call->executed = true;
  event.kind = EventKind::Superseded;
  return by_another ? Made::Event : Made::Nothing;
}

FtraceReader::Made FtraceReader::make_event(const FtraceLine& line, Event& event) {
  if (line.event == "sys_enter") return enter(line, event);
  if (line.event == "sys_exit") return leave(line, event);
  if (line.event == "signal_generate") return generate(line, event);
  if (line.event == "signal_deliver") return deliver(line, event);
  if (line.event == "task_newtask") return make_task(line, event);
  if (line.event == "sched_process_fork") return born(line, event);
  if (line.event == "sched_process_exec") return execute(line, event);
  if (line.event == "sched_process_exit") {
    tasks_.drop(event.tid);
    event.kind = EventKind::Ended;
    return Made::Event;
  }
  ++stats_.messages;
  return Made::Nothing;
}

// Returns: false when the line makes no event.
bool FtraceReader::next_line(Event& out) {
  FtraceLine line;
  split_ftrace_line(out.text, line);
  out.tid = line.tid;
  out.comm = line.comm;
  out.processor = line.processor;
  out.clock = Clock::SinceSomeMoment;
  out.time_ns = line.time_ns;
  Made made = Made::Nothing;
  switch (line.kind) {
    case FtraceKind::Neutral:
      every_sender_ = every_sender_ || out.text == kEverySender;
      return false;
    case FtraceKind::Lost:
      ++stats_.messages;
      if (any_call_) tasks_ = TaskTable();
      any_call_ = false;
      out.kind = EventKind::Lost;
      return true;
    case FtraceKind::Event: made = make_event(line, out); break;
    case FtraceKind::NotUnderstood: made = Made::NotUnderstood; break;
  }
  if (made == Made::NotUnderstood) {
    ++stats_.not_understood;
    if (stats_.lost.size() < options_.not_understood_kept_max)
      stats_.lost.push_back(
          {0, out.line, std::string(out.text.substr(0, options_.text_bytes_kept_max))});
    out.kind = EventKind::NotUnderstood;
  }
  return made != Made::Nothing;
}

bool FtraceReader::next(Event& out) {
  if (holds_) {
    holds_ = false;
    out = held_;
    ++stats_.events;
    return true;
  }
  Line line;
  while (input_.next(line)) {
    begin_event(out);
    out.line = out.entry_line = LineNo{++line_count_};
    out.text = line.text;
    out.every_sender = every_sender_;
    // Half a line is a line with other numbers.
    stats_.cut_short = stats_.cut_short || line.unterminated;
    if (line.unterminated) continue;
    if (!next_line(out)) continue;
    if (holds_) {
      out.kind = EventKind::Lost;
      out.args = {};
    }
    if (out.kind < EventKind::Frame) ++stats_.events;
    return true;
  }
  return false;
}

bool looks_like_ftrace(std::string_view first_bytes) {
  constexpr int kLinesMax = 20;
  FtraceLine line;
  for (int n = 0; n < kLinesMax && !first_bytes.empty(); ++n) {
    const std::size_t feed = first_bytes.find('\n');
    const std::string_view text = first_bytes.substr(0, feed);
    split_ftrace_line(text, line);
    if (line.kind == FtraceKind::Event || line.kind == FtraceKind::Lost ||
        text.starts_with("# tracer:"))
      return true;
    if (line.kind == FtraceKind::NotUnderstood || feed == std::string_view::npos) return false;
    first_bytes.remove_prefix(feed + 1);
  }
  return false;
}

}  // namespace sigspec::traces
