// The line splitter; see splitter.h.
#include "traces/splitter.h"

#include "traces/chars.h"
#include "traces/message.h"
#include "traces/result_text.h"
#include "traces/walk.h"

namespace sigspec::traces {
namespace {

constexpr std::string_view kUnfinished = " <unfinished ...>";
constexpr std::size_t kRoom = 16;
constexpr std::string_view kDetached = " <detached ...>";

// Returns: the first space of the rightmost " = " in [begin, end), or null. `line` is where the
// readable text begins: results are short, so that one look at the last 32 bytes mostly does it.
const char* find_last_equals(const char* line, const char* begin, const char* end) {
#if defined(__SSE2__)
  const __m128i space = _mm_set1_epi8(' '), equals = _mm_set1_epi8('=');
  const auto find16 = [&](const char* p) {
    return mask_of(_mm_and_si128(
        _mm_cmpeq_epi8(load16(p + 1), equals),
        _mm_and_si128(_mm_cmpeq_epi8(load16(p), space), _mm_cmpeq_epi8(load16(p + 2), space))));
  };
  for (; end - line >= 34 && end > begin; end -= 32) {
    const char* p = end - 34;
    const unsigned mask = find16(p) | find16(p + 16) << 16;
    if (mask == 0) continue;
    const char* found = p + (31 - __builtin_clz(mask));
    return found >= begin ? found : nullptr;
  }
#else
  (void)line;
#endif
  for (const char* p = end - 3; p >= begin; --p) {
    if (p[0] == ' ' && p[1] == '=' && p[2] == ' ') return p;
  }
  return nullptr;
}

// Behind the ')' of an argument list: spaces, "= " and exactly a result.
bool parse_after_close(const char* close, const char* end, Record& out) {
  const char* p = skip_spaces(close + 1, end);
  return p > close + 1 && starts_with(p, end, "= ") && parse_result(p + 2, end, out);
}

// The long way: through the arguments, bracket by bracket.
bool split_by_walking(const char* begin, const char* end, Record& out) {
  const char* close = find_close(begin, end);
  if (close == nullptr || !parse_after_close(close, end, out)) return false;
  out.args = view(begin, close);
  return true;
}

// The short way: the rightmost " = " is the one, if a result and nothing else follows it. It can
// only lie in the arguments when the line was cut, and only in a result's text when that text
// has quotes; both take the long way.
bool split_at_last_equals(const char* line, const char* begin, const char* end, Record& out) {
  const char* equals = find_last_equals(line, begin, end);
  if (equals == nullptr) return false;
  const char* close = equals;
  while (close > begin && close[-1] == ' ') --close;
  if (close == begin || *--close != ')' || !parse_result(equals + 3, end, out)) return false;
  if (out.result.aux.find('"') != std::string_view::npos) return false;
  out.args = view(begin, close);
  return true;
}

bool drop_ending(std::string_view& text, std::string_view ending) {
  if (text.size() < ending.size() ||
      !is_same(text.substr(text.size() - ending.size()), ending))
    return false;
  text.remove_suffix(ending.size());
  return true;
}

// With -ff, where another thread's execve goes on in the file of its leader.
bool drop_changed_pid(std::string_view& text) {
  constexpr std::string_view kHead = " <pid changed to ", kTail = " ...>";
  std::string_view rest = text;
  if (!drop_ending(rest, kTail)) return false;
  const std::size_t number = rest.find_last_not_of("0123456789") + 1;
  if (number == rest.size()) return false;
  rest.remove_suffix(rest.size() - number);
  if (!drop_ending(rest, kHead)) return false;
  text = rest;
  return true;
}

// What follows the '(' of a call or the "resumed>": arguments and an ending.
bool split_rest(const char* line, const char* begin, const char* end, LineEnd line_end, Record& out,
                RecordKind complete, RecordKind unfinished) {
  if (end > begin && end[-1] == '>' && end[-2] == '.') {  // and no duration
    std::string_view text = view(begin, end);
    if (drop_ending(text, kUnfinished) || drop_changed_pid(text)) {
      out.record = unfinished;
      out.args = text;
      return true;
    }
    if (drop_ending(text, kDetached)) {
      out.record = RecordKind::Detached;
      out.args = text;
      return true;
    }
  }
  const bool found = (line_end == LineEnd::Whole && split_at_last_equals(line, begin, end, out)) ||
                     split_by_walking(begin, end, out);
  if (!found) return false;
  out.record = complete;
  out.cut = out.args.size() >= kUnfinished.size() - 1 && out.args.back() == '>' &&
            (drop_ending(out.args, kUnfinished) || out.args == kUnfinished.substr(1));
  if (out.cut && out.args == kUnfinished.substr(1)) out.args = {};
  return true;
}

// "name(...": a name is letters, digits and '_', or "???", of which old versions print one more.
bool split_call(const char* line, const char* p, const char* end, LineEnd line_end, Record& out) {
  const char* name = p;
  p = *p == '?' ? (starts_with(p, end, "???") ? p + 3 : p) : scan_word(p, end);
  if (p == end || *p != '(' || p == name) return false;
  if (*name == '?' && p + 1 != end && p[1] != ')' && p[1] != ' ') return false;
  out.name = view(name, p);
  return split_rest(line, p + 1, end, line_end, out, RecordKind::Call, RecordKind::Unfinished);
}

// "<... name resumed>..."
bool split_resumed(const char* line, const char* p, const char* end, LineEnd line_end,
                   Record& out) {
  const char* name = p + 5;
  if (starts_with(name, end, "????")) ++name;
  p = starts_with(name, end, "???") ? name + 3 : scan_word(name, end);
  if (p == name || !starts_with(p, end, " resumed>")) return false;
  out.name = view(name, p);
  return split_rest(line, p + 9, end, line_end, out, RecordKind::Resumed,
                    RecordKind::ResumedUnfinished);
}

// "--- NAME {...} ---", "--- NAME ---", "--- stopped by NAME ---"
bool split_signal(const char* p, const char* end, Record& out) {
  if (!ends_with(p, end, " ---") || end - p < 9) return false;
  p += 4;
  end -= 4;
  out.record = RecordKind::Signal;
  if (starts_with(p, end, "stopped by ")) {
    out.record = RecordKind::Stopped;
    p += 11;
  }
  const char* behind = scan_word(p, end);
  if (behind == p) return false;
  out.name = view(p, behind);
  if (starts_with(behind, end, " /* ")) {  // -X verbose
    behind = skip_comment(behind + 1, end);
    if (behind == nullptr) return false;
  }
  if (behind == end) return true;
  if (*behind != ' ' || out.record == RecordKind::Stopped) return false;
  out.args = view(behind + 1, end);
  return true;
}

// "+++ exited with N +++", "+++ killed by NAME (core dumped) +++", "+++ superseded by ... +++"
bool split_ended(const char* p, const char* end, Record& out) {
  if (!ends_with(p, end, " +++") || end - p < 9) return false;
  p += 4;
  end -= 4;
  if (starts_with(p, end, "exited with ")) {
    out.record = RecordKind::Exited;
    p += 12;
    const char* behind = scan_decimal(p, end, out.value);
    return behind == end && behind > p;
  }
  if (starts_with(p, end, "killed by ")) {
    out.record = RecordKind::Killed;
    p += 10;
    const char* behind = scan_word(p, end);
    out.name = view(p, behind);
    out.core_dumped = view(behind, end) == " (core dumped)";
    return behind > p && (behind == end || out.core_dumped);
  }
  if (starts_with(p, end, "superseded by execve in pid ")) {
    out.record = RecordKind::Superseded;
    p += 28;
    std::uint64_t tid = 0;
    const char* behind = scan_decimal(p, end, tid);
    out.other = Tid{static_cast<std::int32_t>(tid)};
    // With -Y the number is followed by the name of the task.
    return behind > p && tid <= kTidMax && (behind == end || *behind == '<');
  }
  return false;
}

// "[ Process PID=N runs in M mode. ]"
bool split_personality(const char* p, const char* end, Record& out) {
  if (!starts_with(p, end, "[ Process PID=") || !ends_with(p, end, " mode. ]")) return false;
  std::uint64_t tid = 0;
  p = scan_decimal(p + 14, end, tid);
  if (tid > kTidMax || !starts_with(p, end, " runs in ")) return false;
  out.record = RecordKind::Personality;
  out.other = Tid{static_cast<std::int32_t>(tid)};
  out.name = p + 9 < end - 8 ? view(p + 9, end - 8) : std::string_view{};
  return true;
}

bool split_at(const char* line, const char* p, const char* end, LineEnd line_end, Record& out) {
  if (p == end) return false;
  if (is(*p, kWord) && !is_digit(*p)) return split_call(line, p, end, line_end, out);
  switch (*p) {
    case '<': return starts_with(p, end, "<... ") && split_resumed(line, p, end, line_end, out);
    case '-': return starts_with(p, end, "--- ") && split_signal(p, end, out);
    case '+': return starts_with(p, end, "+++ ") && split_ended(p, end, out);
    case '[': return split_personality(p, end, out);
    case '?': return split_call(line, starts_with(p, end, "????") ? p + 1 : p, end, line_end, out);
    default: return false;
  }
}

void strip_escapes(std::string_view line, std::string& out) {
  out.clear();
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] != '\033' || at + 1 == line.size() || line[at + 1] != '[') {
      out.push_back(line[at]);
      continue;
    }
    at += 2;
    while (at < line.size() && (is_digit(line[at]) || line[at] == ';')) ++at;
    if (at < line.size() && line[at] != 'm') --at;  // not a colour: keep what ended it
  }
}

}  // namespace

// Flattened: a line is worth some 70 ns, and each call on its way two or three of them.
[[gnu::flatten]] bool Splitter::split_event(std::string_view line, Record& out, LineEnd line_end) {
  // The short ways load a few words at once; what they read must lie inside the text.
  if (line.size() < kRoom) [[unlikely]] {
    short_.assign(kRoom, ' ');
    short_.append(line);
    line = std::string_view(short_).substr(kRoom);
  }
  const char* begin = line.data();
  const char* end = begin + line.size();
  out.reset();
  if (split_at(begin, prefix_.parse(begin, end, out), end, line_end, out)) return true;
  out.reset();
  return false;
}

bool Splitter::begins_event(std::string_view line) {
  Record ignored;
  const char* end = line.data() + line.size();
  const char* p = prefix_.parse(line.data(), end, ignored);
  if (starts_with(p, end, "<... ")) return view(p, end).find(" resumed>") < 80;
  const char* behind = scan_word(p, end);
  return behind > p && behind < end && *behind == '(' && !is_digit(*p);
}

bool Splitter::split_bare_end(std::string_view line, Record& out) {
  const char* begin = line.data();
  out.reset();
  if (line.size() < kBeforeEnd) return false;  // strace fills it up
  return split_rest(begin, begin, begin + line.size(), LineEnd::Whole, out, RecordKind::Resumed,
                    RecordKind::ResumedUnfinished) &&
         out.record == RecordKind::Resumed;
}

bool Splitter::is_rest_of_event(std::string_view text) {
  for (const std::string_view tail : {" ---", " +++", "<unfinished ...>"}) {
    if (text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail) return true;
  }
  return text.substr(0, 2) == "= " || text.find(" = ") != std::string_view::npos;
}

bool Splitter::is_cut_event(std::string_view text) {
  Record ignored;
  const char* end = text.data() + text.size();
  const char* p = prefix_.parse(text.data(), end, ignored);
  const std::string_view rest = view(p, end);
  for (const std::string_view head : {"<... ", "--- ", "+++ ", "[ Process PID=", "?\?\?("}) {
    if (rest.substr(0, head.size()) == head.substr(0, rest.size())) return true;
  }
  if (rest.find_first_not_of("[pid 0123456789.:(+)]") == std::string_view::npos) return true;
  const char* behind = scan_word(p, end);
  return behind > p && (behind == end || *behind == '(') && !is_digit(*p);
}

bool Splitter::split_stripped(std::string_view line, Record& out, LineEnd line_end) {
  if (line.find('\033') == std::string_view::npos) return false;
  coloured_ = true;
  strip_escapes(line, scratch_);
  return split_event(scratch_, out, line_end) || split_message(scratch_, out);
}

// Where calls are held back and a task is killed in one, the half that was kept stands before its
// end, on the same line: "9 exit(09 +++ killed by SIGKILL +++". So it does where a thread's execve
// comes right behind a call of the leader that is shown in halves. What began is lost.
bool Splitter::split_lost_call(std::string_view line, Record& out) {
  if (!ends_with(line.data(), line.data() + line.size(), " +++")) return false;
  const std::string_view task = line.substr(0, line.find(' ') + 1);
  const std::size_t end = line.rfind(task, line.rfind(" +++ "));
  return end != std::string_view::npos && end > 0 &&
         split_event(line.substr(end), out, LineEnd::Whole) &&
         (out.record == RecordKind::Exited || out.record == RecordKind::Killed ||
          out.record == RecordKind::Superseded);
}

// There a call that could not be read has no end of its line either: what another task does stands
// behind it, "190 ???(75 pause() = ? ERESTARTNOHAND (...)". Of such a call nothing is known.
bool Splitter::split_behind_unread_call(std::string_view line, Record& out) {
  constexpr std::string_view kUnread = "?\?\?(";
  constexpr int kMax = 8;  // on one line
  std::size_t at = line.find(kUnread);
  for (int n = 0; n < kMax && at != std::string_view::npos; ++n, at = line.find(kUnread)) {
    line.remove_prefix(at + kUnread.size());
    if (split_event(line, out, LineEnd::Whole)) return true;
  }
  return false;
}

// `strace -k` may let go of a task in the middle of a line, and print frames behind what there is:
// "9 read(3 > /lib/libc.so.6(read+0xd) [0xfc40d]".
bool Splitter::split_call_before_frame(std::string_view line, Record& out) {
  const std::size_t end = line.rfind(" > ");
  if (line.empty() || line.back() != ']' || end == std::string_view::npos) return false;
  if (line.find(" [0x", end) == std::string_view::npos) return false;
  scratch_ = line.substr(0, end);
  scratch_ += kUnfinished;
  return split_event(scratch_, out, LineEnd::Whole) &&
         (out.record == RecordKind::Unfinished || out.record == RecordKind::ResumedUnfinished);
}

void Splitter::split_rare(std::string_view line, Record& out, LineEnd line_end) {
  if (coloured_ && (split_stripped(line, out, line_end) || split_event(line, out, line_end)))
    return;
  if (!line.empty() && line.back() == '\r' &&
      split_event(line.substr(0, line.size() - 1), out, line_end))
    return;
  if (split_summary(line, in_summary_, out) || split_message(line, out)) return;
  if (split_stripped(line, out, line_end) || split_lost_call(line, out)) return;
  if (split_call_before_frame(line, out) || split_behind_unread_call(line, out)) return;
  out.reset();
  out.record = RecordKind::NotUnderstood;
  out.args = line;
}

}  // namespace sigspec::traces
