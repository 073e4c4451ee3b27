// The results of calls; see result_text.h.
#include "traces/result_text.h"

#include <string.h>

#include "traces/chars.h"
#include "traces/walk.h"

namespace sigspec::traces {
namespace {


// Nanoseconds of `digits` decimals.
std::int64_t scale_fraction(std::uint64_t fraction, std::ptrdiff_t digits) {
  static constexpr std::int64_t kScale[] = {kSecondNs, 100000000, 10000000, 1000000, 100000,
                                            10000,   1000,      100,      10,      1};
  return static_cast<std::int64_t>(fraction) * kScale[digits];
}

// Takes " <SECONDS.FRACTION>" off the end.  A decoration ends in '>' too, but never looks so.
const char* take_duration(const char* begin, const char* end, std::int64_t& out) {
  const char* p = end - 1;
  while (p > begin && is_digit(p[-1])) --p;
  std::uint64_t fraction = 0;
  const std::ptrdiff_t digits = end - 1 - p;
  if (p == begin || digits == 0) return end;
  if (p[-1] == '.') {
    if (digits > 9) return end;
    scan_decimal(p, end - 1, fraction);
    const char* point = --p;
    while (p > begin && is_digit(p[-1])) --p;
    if (p == point) return end;
  }
  if (p - begin < 1 || p[-1] != '<') return end;
  if (p - begin >= 2 && p[-2] != ' ') return end;
  std::uint64_t seconds = 0;
  const char* point = scan_decimal(p, end - 1, seconds);
  if (point - p > 9) return end;
  out = static_cast<std::int64_t>(seconds) * kSecondNs;
  if (*point == '.') out += scale_fraction(fraction, end - 1 - (point + 1));
  return p - begin >= 2 ? p - 2 : begin;
}

// Takes " (DELAYED)" and " (INJECTED)" or " (INJECTED: ...)" off the end.
const char* take_marks(const char* begin, const char* end, ResultText& out) {
  if (ends_with(begin, end, " (DELAYED)")) {
    out.delayed = true;
    end -= 10;
  }
  if (end == begin || end[-1] != ')') return end;
  const auto* open =
      static_cast<const char*>(memrchr(begin, '(', static_cast<std::size_t>(end - begin)));
  if (open == nullptr || open == begin || open[-1] != ' ') return end;
  if (!starts_with(open, end, "(INJECTED)") && !starts_with(open, end, "(INJECTED:")) return end;
  out.injected = true;
  return open - 1;
}

// " (TEXT)" up to the very end.  A quote in it may have hidden a whole false result.
bool take_aux(const char* p, const char* end, ResultText& out) {
  if (end - p < 3 || p[0] != ' ' || p[1] != '(' || end[-1] != ')') return false;
  out.aux = view(p + 2, end - 1);
  return true;
}

// A kernel code that libc has no message for is shown as "Unknown error N", in any language.
bool ends_in_number(std::string_view text, std::uint64_t& out) {
  std::size_t at = text.size();
  while (at > 0 && is_digit(text[at - 1])) --at;
  if (at == text.size() || at == 0 || text[at - 1] != ' ') return false;
  scan_decimal(text.data() + at, text.data() + text.size(), out);
  return true;
}

// "-1 NAME (text)", "-1 NAME", "-1 (errno 529)".  Pre: p is behind "-1".
bool parse_error(const char* p, const char* end, ResultText& out) {
  if (starts_with(p, end, " (errno ") && end[-1] == ')') {
    const char* behind = scan_decimal(p + 8, end, out.value);
    out.kind = ResultKind::Error;
    out.negative = false;
    out.name = view(p + 8, behind);  // no name is known: the number stands for it
    out.aux = view(p + 2, end - 1);
    return behind == end - 1 && behind > p + 8;
  }
  if (end - p < 2 || p[0] != ' ' || !is(p[1], kUpper)) return false;
  const char* behind = scan_word(p + 1, end);
  out.name = view(p + 1, behind);
  out.kind = ResultKind::Error;
  out.negative = false;
  out.value = 0;
  if (behind == end) return true;
  if (!take_aux(behind, end, out)) return false;
  if (ends_in_number(out.aux, out.value)) out.kind = ResultKind::Code;
  return true;
}

bool parse_question(const char* p, const char* end, ResultText& out) {
  if (p == end) {
    out.kind = ResultKind::Never;
    return true;
  }
  if (view(p, end) == " <unavailable>") {
    out.kind = ResultKind::Unavailable;
    return true;
  }
  if (end - p < 2 || p[0] != ' ' || !is(p[1], kUpper)) return false;
  const char* behind = scan_word(p + 1, end);
  out.kind = ResultKind::Code;
  out.name = view(p + 1, behind);
  return behind == end || take_aux(behind, end, out);
}

// What may follow a number: <decoration>, (deleted), [context], /* comment */, (aux).
bool parse_tail(const char* p, const char* end, ResultText& out) {
  if (*p == '<') {
    const char* behind = skip_decoration(p, end);
    if (behind == nullptr) return false;
    out.decoration = view(p + 1, behind - 1);
    p = behind;
    if (starts_with(p, end, "(deleted)")) p += 9;
  }
  if (p < end && starts_with(p, end, " [")) {
    const auto* close =
        static_cast<const char*>(std::memchr(p, ']', static_cast<std::size_t>(end - p)));
    if (close != nullptr) p = close + 1;
  }
  // "4294967274 EINVAL (Invalid argument)": a call whose error the kernel cut to 32 bits.
  if (end - p >= 2 && p[0] == ' ' && is(p[1], kUpper)) {
    const char* behind = scan_word(p + 1, end);
    out.kind = ResultKind::Error;
    out.name = view(p + 1, behind);
    return behind == end || take_aux(behind, end, out);
  }
  if (starts_with(p, end, " /*")) {
    p = skip_comment(p + 1, end);
    if (p == nullptr) return false;
  }
  return p == end || take_aux(p, end, out);
}

}  // namespace

bool detail::parse_any_result(const char* begin, const char* end, Record& record) {
  ResultText& out = record.result;
  out = ResultText{};
  record.duration_ns = kNoDuration;
  if (begin == end) return false;
  if (end[-1] == '>') end = take_duration(begin, end, record.duration_ns);
  if (begin == end) return false;
  out.text = view(begin, end);
  const char* p = begin;
  if (is_digit(*p)) {
    p = scan_number(p, end, out.value, out.negative);
    out.kind = ResultKind::Value;
    if (p == end) return true;
  }
  if (end[-1] == ')') end = take_marks(begin, end, out);
  if (p > end) return false;
  if (p == begin && *p == '?') return parse_question(p + 1, end, out);
  if (p == begin) {
    p = scan_number(p, end, out.value, out.negative);
    if (p == begin) return false;
    out.kind = ResultKind::Value;
    if (p == end) return true;
    if (view(begin, p) == "-1") return parse_error(p, end, out);
  }
  return p == end || parse_tail(p, end, out);
}

}  // namespace sigspec::traces
