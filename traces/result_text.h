// Reads what stands behind the `=` of a call: value, error, kernel code, suffixes, duration.
//
// It is strict on purpose. The splitter proposes the rightmost " = " of a line; only because text
// that is no result is refused here may it do so (a path can hold ") = 4").
#pragma once

#include <cstddef>
#include <cstdint>

#include "traces/chars.h"
#include "traces/record.h"

namespace sigspec::traces {

/// What must stand before the end of a line whose result is read: so much is loaded at once.
inline constexpr std::size_t kBeforeEnd = 16;

/// Pre: `begin` is behind "= ", and kBeforeEnd characters of the line stand before `end`.
/// Fills record.result and record.duration_ns.
/// Returns: false when the text is not exactly a result; the record is then half filled.
inline bool parse_result(const char* begin, const char* end, Record& record);

namespace detail {

bool parse_any_result(const char* begin, const char* end, Record& record);

// " <0.ffffff>" at the end.  Returns: where it begins, or `end` when there is none.
inline const char* take_short_duration(const char* end, std::int64_t& out) {
  if (end[-11] != ' ' || end[-10] != '<' || end[-9] != '0' || end[-8] != '.') return end;
  // The point is behind the digit of the second; both are taken for leading zeros.
  const std::uint64_t fraction = (load8(end - 9) & ~std::uint64_t{0xffff}) | 0x3030;
  if (!are_digits8(fraction)) return end;
  out = static_cast<std::int64_t>(value_of_digits8(fraction)) * 1000;
  return end - 11;
}

}  // namespace detail

// The short way: a decimal number of less than eight digits is the whole result.
inline bool parse_result(const char* begin, const char* end, Record& record) {
  const char* last = end;
  if (end - begin > 11 && end[-1] == '>')
    last = detail::take_short_duration(end, record.duration_ns);
  const std::ptrdiff_t size = last - begin;
  if (size < 1 || size > 7 || (*begin == '0' && size > 1))
    return detail::parse_any_result(begin, end, record);
  // The digits are the highest bytes of the eight that end with them: zeros go below.
  const unsigned below = static_cast<unsigned>(8 - size) * 8;
  const std::uint64_t digits =
      (load8(last - 8) >> below << below) | (0x3030303030303030 >> (64 - below));
  if (!are_digits8(digits)) return detail::parse_any_result(begin, end, record);
  record.result.kind = ResultKind::Value;
  record.result.value = value_of_digits8(digits);
  record.result.text = view(begin, last);
  return true;
}

}  // namespace sigspec::traces
