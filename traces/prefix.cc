// The prefix of a line; see prefix.h.
#include "traces/prefix.h"

#include <cstring>

#include "traces/chars.h"

namespace sigspec::traces {
namespace {

// A time of fewer digits counts from the line before (-r); of more it is an epoch time.
constexpr std::ptrdiff_t kEpochDigits = 9;
// Later seconds are no time of a recording; in nanoseconds they would overflow.
constexpr std::uint64_t kSecondsMax = 0xffff'ffff;

// ".FRACTION" of 3, 6 or 9 digits; `p` unchanged when there is none.  Returns: null for others.
const char* scan_fraction(const char* p, const char* end, std::int64_t& ns) {
  if (p == end || *p != '.') return p;
  std::uint64_t fraction = 0;
  const char* behind = scan_decimal(p + 1, end, fraction);
  switch (behind - p - 1) {
    case 3: ns += static_cast<std::int64_t>(fraction) * 1'000'000; return behind;
    case 6: ns += static_cast<std::int64_t>(fraction) * 1'000; return behind;
    case 9: ns += static_cast<std::int64_t>(fraction); return behind;
    default: return nullptr;
  }
}

// HH:MM:SS, EPOCH or SECONDS since the line before, then a fraction and a space.
// Returns: behind the space, or `begin` when no time stands here.
const char* scan_time(const char* begin, const char* end, Record& record) {
  std::uint64_t number = 0;
  const char* p = scan_decimal(begin, end, number);
  if (p == begin || p - begin > 10 || number > kSecondsMax) return begin;
  Clock clock = p - begin >= kEpochDigits ? Clock::Epoch : Clock::SincePreviousLine;
  auto ns = static_cast<std::int64_t>(number) * kSecondNs;
  if (p < end && *p == ':') {
    if (end - p < 6 || number > 24 || p[3] != ':' || !is_digit(p[1]) || !is_digit(p[2]) ||
        !is_digit(p[4]) || !is_digit(p[5]))
      return begin;
    const int minutes = (p[1] - '0') * 10 + (p[2] - '0');
    const int seconds = (p[4] - '0') * 10 + (p[5] - '0');
    ns = (static_cast<std::int64_t>(number) * 3600 + minutes * 60 + seconds) * kSecondNs;
    clock = Clock::TimeOfDay;
    p += 6;
  }
  p = scan_fraction(p, end, ns);
  if (p == nullptr || p == end || *p != ' ') return begin;
  record.clock = clock;
  record.time_ns = ns;
  return p + 1;
}

// "<comm>" as escaped by strace: the first '>' ends it.
const char* scan_comm(const char* p, const char* end, Record& record) {
  const auto* close =
      static_cast<const char*>(std::memchr(p, '>', static_cast<std::size_t>(end - p)));
  if (close == nullptr) return p;
  record.comm = view(p + 1, close);
  return close + 1;
}

// "[pid  123] " or "[pid  123<comm>] ".  Returns: behind it, or `begin`.
const char* scan_bracketed_pid(const char* begin, const char* end, Record& record) {
  std::uint64_t tid = 0;
  const char* digits = skip_spaces(begin + 5, end);
  const char* p = scan_decimal(digits, end, tid);
  if (p == digits || tid > kTidMax) return begin;
  if (p < end && *p == '<') p = scan_comm(p, end, record);
  if (!starts_with(p, end, "] ")) return begin;
  record.tid = Tid{static_cast<std::int32_t>(tid)};
  record.bracketed = true;
  return p + 2;
}

// "123   " or "123<comm> ".  Returns: behind it, or `begin`.
const char* scan_plain_pid(const char* begin, const char* end, Record& record) {
  std::uint64_t tid = 0;
  const char* p = scan_decimal(begin, end, tid);
  if (p == end || tid > kTidMax || p - begin > 9) return begin;
  if (*p == '<') p = scan_comm(p, end, record);
  if (p == end || *p != ' ') return begin;
  record.tid = Tid{static_cast<std::int32_t>(tid)};
  return skip_spaces(p, end);
}

// "[ 230] ", "[????] ", "[00007fc20fb8538d] ", "[context] ".  "[ Process" is an event.
const char* skip_brackets(const char* p, const char* end) {
  while (p < end && *p == '[' && !starts_with(p, end, "[ Process PID=")) {
    const auto* close =
        static_cast<const char*>(std::memchr(p, ']', static_cast<std::size_t>(end - p)));
    if (close == nullptr || close + 1 == end || close[1] != ' ') return p;
    p = close + 2;
  }
  return p;
}

const char* scan_relative(const char* p, const char* end, Record& record) {
  // With -t and -r both, the absolute time is the one that orders tasks.
  const Clock clock = record.clock;
  const std::int64_t time_ns = record.time_ns;
  const char* digits = skip_spaces(p + 2, end);
  std::uint64_t seconds = 0;
  std::int64_t ns = 0;
  const char* behind = scan_fraction(scan_decimal(digits, end, seconds), end, ns);
  if (behind == nullptr || behind == digits || !starts_with(behind, end, ") ")) return p;
  record.clock = clock;
  record.time_ns = time_ns;
  return behind + 2;
}

}  // namespace

void PrefixParser::remember_second(const char* text, std::ptrdiff_t size, const Record& record) {
  // Behind the second: '.', six digits, a space.
  if ((size != 8 && size != 10) || text[size] != '.' || text[size + 7] != ' ') return;
  second_size_ = size;
  second_head_ = load8(text);
  if (size == 10) std::memcpy(second_tail_, text + 8, 2);
  second_clock_ = record.clock;
  second_ns_ = record.time_ns / kSecondNs * kSecondNs;
}

const char* PrefixParser::parse_any(const char* begin, const char* end, Record& record) {
  record.tid = Tid{};
  record.clock = Clock::None;
  record.time_ns = 0;
  const char* p = begin;
  if (p == end) return p;
  if (is_digit(*p)) {
    p = scan_plain_pid(p, end, record);
  } else if (*p == '[' && starts_with(p, end, "[pid ")) {
    p = scan_bracketed_pid(p, end, record);
  }
  if (p < end && *p == '[') p = skip_brackets(p, end);
  if (p < end && (is_digit(*p) || *p == ' ')) {
    const char* digits = skip_spaces(p, end);
    const char* behind = scan_time(digits, end, record);
    if (behind != digits) {
      p = behind;
      if (behind - digits > 8) remember_second(digits, behind - digits - 8, record);
    }
  }
  if (p < end && *p == '(' && starts_with(p, end, "(+")) p = scan_relative(p, end, record);
  if (p < end && *p == '[') p = skip_brackets(p, end);
  return p;
}

}  // namespace sigspec::traces
