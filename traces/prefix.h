// Reads what strace prints in front of an event: task, command name, times, call number, address.
//
// Every part is optional and the order is fixed, so that one left-to-right pass reads all option
// combinations (-f, -Y, --secontext, -t.., -r, -n, -i) without being told which were used. The
// common ones (a task, a time in microseconds) have a short way that remembers the last second.
#pragma once

#include <cstdint>

#include "traces/chars.h"
#include "traces/record.h"

namespace sigspec::traces {

class PrefixParser {
 public:
  /// Fills tid, bracketed, comm, clock and time_ns.  Pre: [begin, end) is one line.
  /// Returns: where the event begins; `begin` when there is no prefix.  What follows decides
  /// whether the line was an event at all.
  const char* parse(const char* begin, const char* end, Record& record) {
    if (end - begin < kShortest) return parse_any(begin, end, record);
    const char* p = begin;
    // A tid is digits and spaces; a time of day or an epoch second is not.
    const auto [digits, spaces] = measure_tid(begin);
    if (spaces > 0 && digits > 0) {
      if (digits > 7) return parse_any(begin, end, record);
      const std::uint64_t tid = value_of_digits8(first_digits8(load8(begin), digits));
      if (tid > kTidMax) return parse_any(begin, end, record);
      record.tid = Tid{static_cast<std::int32_t>(tid)};
      p = begin + digits + spaces;
    }
    // Digits, brackets and a comm are for the long way; an event begins with none of them.
    if (is_digit(*p)) {
      const char* behind = parse_cached_time(p, end, record);
      if (behind == nullptr) return parse_any(begin, end, record);
      p = behind;
    }
    return *p == '[' || *p == ' ' || *p == '(' ? parse_any(begin, end, record) : p;
  }

 private:
  // Room for the sixteen bytes of a tid and its spaces, a time, and a character behind.
  static constexpr std::ptrdiff_t kShortest = 16 + 10 + 8 + 1;

  struct TidSize {
    unsigned digits, spaces;
  };
  // How many digits begin the line and how many spaces follow them, in the first 16 bytes.
  static TidSize measure_tid(const char* p) {
#if defined(__SSE2__)
    const __m128i text = load16(p);
    const unsigned others = ~mask_of(bytes_within(text, '0', 10)) | 1u << 15;
    const auto digits = static_cast<unsigned>(__builtin_ctz(others));
    const unsigned spaces = mask_of(_mm_cmpeq_epi8(text, _mm_set1_epi8(' '))) >> digits;
    return {digits, static_cast<unsigned>(__builtin_ctz(~spaces))};
#else
    TidSize size{};
    while (size.digits < 15 && is_digit(p[size.digits])) ++size.digits;
    while (size.digits + size.spaces < 16 && p[size.digits + size.spaces] == ' ') ++size.spaces;
    return size;
#endif
  }

  const char* parse_any(const char* begin, const char* end, Record& record);

  // "SECOND.ffffff " where SECOND is the text of the last line's second.  Returns: null if not.
  const char* parse_cached_time(const char* p, const char*, Record& record) const {
    const std::ptrdiff_t size = second_size_;
    if (size == 0 || load8(p) != second_head_) return nullptr;
    if (size == 10 && (p[8] != second_tail_[0] || p[9] != second_tail_[1])) return nullptr;
    if (p[size] != '.' || p[size + 7] != ' ') return nullptr;
    // Six digits, with "00" put in front of them.
    const std::uint64_t fraction = (load8(p + size - 1) & ~std::uint64_t{0xffff}) | 0x3030;
    if (!are_digits8(fraction)) return nullptr;
    record.clock = second_clock_;
    record.time_ns = second_ns_ + static_cast<std::int64_t>(value_of_digits8(fraction)) * 1000;
    return p + size + 8;
  }
  void remember_second(const char* text, std::ptrdiff_t size, const Record& record);

  // The text of the last second seen with microseconds, and what it is worth.
  std::ptrdiff_t second_size_ = 0;  // 8: HH:MM:SS, 10: an epoch second
  std::uint64_t second_head_ = 0;
  char second_tail_[2] = {};
  Clock second_clock_ = Clock::None;
  std::int64_t second_ns_ = 0;
};

}  // namespace sigspec::traces
