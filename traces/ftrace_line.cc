// From a line to its columns; see ftrace_line.h.
#include "traces/ftrace_line.h"

#include <limits>

#include "traces/chars.h"

namespace sigspec::traces {
namespace {

// The command is printed in a column of this width, and is never longer: 15 bytes and a zero.
constexpr std::size_t kCommWidth = 16;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;
// A fraction has microseconds, or nanoseconds.
constexpr int kFractionDigits = 9;
// More than any machine has.
constexpr std::uint64_t kProcessorsMax = 1 << 14;

// Of a line that begins "CPU:1 " or so.  Returns: -1 when it does not.
int processor_behind(std::string_view line, std::string_view head) {
  if (!line.starts_with(head)) return -1;
  std::uint64_t number = 0;
  const char* begin = line.data() + head.size();
  const char* end = line.data() + line.size();
  const char* digits = scan_decimal(begin, end, number);
  return digits > begin && number <= kProcessorsMax ? static_cast<int>(number) : -1;
}

bool is_lost(std::string_view line, int& processor) {
  processor = processor_behind(line, "##### CPU ");
  if (processor >= 0) return true;  // of this processor the beginning is missing
  processor = processor_behind(line, "CPU:");
  if (processor < 0) return false;
  return line.find("[LOST ") != line.npos || line.find("EVENTS DROPPED]") != line.npos;
}

bool is_neutral(std::string_view line) {
  return line.empty() || line[0] == '#' || line.starts_with("cpus=");
}

// "(  12345) " or "(-------) ": the process, where it is recorded.  Returns: behind it.
const char* scan_group(const char* p, const char* end, Tid& out) {
  if (p == end || *p != '(') return p;
  const char* close = skip_spaces(p + 1, end);
  while (close < end && *close == '-') ++close;
  std::uint64_t group = 0;
  close = scan_decimal(close, end, group);
  if (close == end || *close != ')') return p;
  if (group <= kTidMax) out = Tid{static_cast<std::int32_t>(group)};
  return skip_spaces(close + 1, end);
}

// "[001]".  Returns: null when there is none.
const char* scan_processor(const char* p, const char* end, int& out) {
  if (p == end || *p != '[') return nullptr;
  std::uint64_t number = 0;
  const char* digits = scan_decimal(p + 1, end, number);
  if (digits == p + 1 || digits == end || *digits != ']' || number > kProcessorsMax) return nullptr;
  out = static_cast<int>(number);
  return skip_spaces(digits + 1, end);
}

// "879.765463:", or a clock that only counts: "879765463:".  Returns: null when there is none.
const char* scan_time(const char* p, const char* end, std::int64_t& out) {
  std::uint64_t number = 0;
  const char* digits = scan_decimal(p, end, number);
  if (digits == p || digits - p > 18) return nullptr;
  auto time = static_cast<std::int64_t>(number);
  if (digits < end && *digits == '.') {
    if (time > std::numeric_limits<std::int64_t>::max() / kNsPerSecond - 1) return nullptr;
    std::int64_t fraction = 0;
    const char* begin = ++digits;
    while (digits < end && is_digit(*digits) && digits - begin < kFractionDigits)
      fraction = fraction * 10 + (*digits++ - '0');
    for (auto size = digits - begin; size < kFractionDigits; ++size) fraction *= 10;
    time = time * kNsPerSecond + fraction;
  }
  if (digits == end || *digits != ':') return nullptr;
  out = time;
  return digits + 1;
}

// "bash-10965   [001] d..2.   879.765463: sys_exit: NR 0 = 1"
bool split_columns(std::string_view line, FtraceLine& out) {
  if (line.size() <= kCommWidth || line[kCommWidth] != '-') return false;
  const char* begin = line.data();
  const char* end = begin + line.size();
  std::uint64_t tid = 0;
  const char* p = begin + kCommWidth + 1;
  const char* digits = scan_decimal(p, end, tid);
  if (digits == p || digits - p > 7 || tid > kTidMax || digits == end || *digits != ' ')
    return false;
  p = scan_processor(scan_group(skip_spaces(digits, end), end, out.group), end, out.processor);
  if (p == nullptr) return false;
  if (p < end && !is_digit(*p)) {  // the flags: interrupts off, in an interrupt ...
    while (p < end && *p != ' ') ++p;
    p = skip_spaces(p, end);
  }
  const char* time = p;
  p = scan_time(p, end, out.time_ns);
  if (p == nullptr) return false;
  out.time = view(time, p - 1);
  p = skip_spaces(p, end);
  const char* colon = p;
  while (colon < end && is(*colon, kWord)) ++colon;
  if (colon == p || colon == end || *colon != ':') return false;
  out.tid = Tid{static_cast<std::int32_t>(tid)};
  const char* comm = skip_spaces(begin, begin + kCommWidth);
  out.comm = view(comm, begin + kCommWidth);
  out.event = view(p, colon);
  out.fields = view(skip_spaces(colon + 1, end), end);
  while (out.fields.ends_with(' ')) out.fields.remove_suffix(1);
  return true;
}

std::string_view field_at(std::string_view fields, std::size_t at, std::size_t key_size) {
  if (at == fields.npos || (at > 0 && fields[at - 1] != ' ')) return {};
  fields.remove_prefix(at + key_size);
  return fields.substr(0, fields.find(' '));
}

}  // namespace

void split_ftrace_line(std::string_view line, FtraceLine& out) {
  out = FtraceLine{};
  if (split_columns(line, out)) out.kind = FtraceKind::Event;
  else if (is_lost(line, out.processor)) out.kind = FtraceKind::Lost;
  else if (is_neutral(line)) out.kind = FtraceKind::Neutral;
}

std::string_view last_field(std::string_view fields, std::string_view key) {
  std::size_t at = fields.rfind(key);
  while (at != fields.npos && at > 0 && fields[at - 1] != ' ') at = fields.rfind(key, at - 1);
  return field_at(fields, at, key.size());
}

std::string_view first_field(std::string_view fields, std::string_view key) {
  std::size_t at = fields.find(key);
  while (at != fields.npos && at > 0 && fields[at - 1] != ' ') at = fields.find(key, at + 1);
  return field_at(fields, at, key.size());
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::uint64_t bits = 0;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const char* end = text.data() + text.size();
  if (text.empty() || text.size() > 19 || scan_decimal(text.data(), end, bits) != end)
    return std::nullopt;
  return static_cast<std::int64_t>(negative ? 0 - bits : bits);
}

Tid task_number(std::string_view text) {
  const auto value = whole_number(text);
  if (!value || *value <= 0 || *value > static_cast<std::int64_t>(kTidMax)) return Tid{};
  return Tid{static_cast<std::int32_t>(*value)};
}

}  // namespace sigspec::traces
