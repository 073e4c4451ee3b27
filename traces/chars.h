// Character classes and number scanning for the line splitter, made to be inlined.
//
// <cctype> asks the locale and std::from_chars re-checks what the splitter knows already; at ten
// million lines a second each of these shows.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace sigspec::traces {

enum CharClass : std::uint8_t { kDigit = 1, kWord = 2, kUpper = 4, kHex = 8 };

namespace detail {
constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> out{};
  for (int c = '0'; c <= '9'; ++c) out[static_cast<std::size_t>(c)] = kDigit | kWord | kHex;
  for (int c = 'a'; c <= 'z'; ++c) out[static_cast<std::size_t>(c)] = kWord;
  for (int c = 'A'; c <= 'Z'; ++c) out[static_cast<std::size_t>(c)] = kWord | kUpper;
  for (int c = 'a'; c <= 'f'; ++c) out[static_cast<std::size_t>(c)] |= kHex;
  for (int c = 'A'; c <= 'F'; ++c) out[static_cast<std::size_t>(c)] |= kHex;
  out['_'] = kWord;
  return out;
}
inline constexpr std::array<std::uint8_t, 256> kClasses = make_classes();
}  // namespace detail

inline bool is(char c, std::uint8_t classes) {
  return (detail::kClasses[static_cast<unsigned char>(c)] & classes) != 0;
}
inline bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

inline const char* skip_spaces(const char* p, const char* end) {
  while (p < end && *p == ' ') ++p;
  return p;
}

/// Reads decimal digits; a number beyond 64 bits wraps.  Returns: the first other character.
inline const char* scan_decimal(const char* p, const char* end, std::uint64_t& out) {
  std::uint64_t n = 0;
  while (p < end && is_digit(*p)) n = n * 10 + static_cast<std::uint64_t>(*p++ - '0');
  out = n;
  return p;
}

#if defined(__SSE2__)
/// Which of the sixteen bytes lie in [first, first + count): 0xff there.
inline __m128i bytes_within(__m128i bytes, char first, int count) {
  const __m128i offset = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
  const __m128i last = _mm_set1_epi8(static_cast<char>(count - 1));
  return _mm_cmpeq_epi8(_mm_min_epu8(offset, last), offset);
}
inline unsigned mask_of(__m128i bytes) { return static_cast<unsigned>(_mm_movemask_epi8(bytes)); }
inline __m128i load16(const char* p) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
}
#endif

/// Returns: behind the letters, digits and '_' that begin at `p`.
inline const char* scan_word(const char* p, const char* end) {
#if defined(__SSE2__)
  // Names differ in length from line to line; a loop over characters would be mispredicted.
  if (end - p >= 16) {
    const __m128i text = load16(p);
    const __m128i lower = _mm_or_si128(text, _mm_set1_epi8(0x20));
    const __m128i word =
        _mm_or_si128(_mm_or_si128(bytes_within(lower, 'a', 26), bytes_within(text, '0', 10)),
                     _mm_cmpeq_epi8(text, _mm_set1_epi8('_')));
    const unsigned others = ~mask_of(word) & 0xffff;
    if (others != 0) return p + __builtin_ctz(others);
    p += 16;
  }
#endif
  while (p < end && is(*p, kWord)) ++p;
  return p;
}

inline std::uint64_t load8(const char* p) {
  std::uint64_t bytes;
  std::memcpy(&bytes, p, sizeof bytes);
  return bytes;
}

/// A text of at most eight bytes as one number; others of its size have other numbers.
inline std::uint64_t load_short(std::string_view text) {
  const char* p = text.data();
  const std::size_t size = text.size();
  std::uint32_t head = 0, tail = 0;
  if (size == 8) return load8(p);
  if (size >= 4) {
    std::memcpy(&head, p, sizeof head);
    std::memcpy(&tail, p + size - sizeof tail, sizeof tail);
  } else if (size > 0) {  // the three may be one and the same
    head = static_cast<unsigned char>(p[0]);
    tail = static_cast<std::uint32_t>(static_cast<unsigned char>(p[size / 2]) << 8 |
                                      static_cast<unsigned char>(p[size - 1]));
  }
  return std::uint64_t{tail} << 32 | head;
}

/// Are two texts equal?  Short ones are compared without a call.
inline bool is_same(std::string_view x, std::string_view y) {
  const std::size_t size = x.size();
  if (size != y.size()) return false;
  if (size <= 8) return load_short(x) == load_short(y);
  const auto same8 = [&](std::size_t at) { return load8(x.data() + at) == load8(y.data() + at); };
  if (!same8(0) || !same8(size - 8)) return false;
  return size <= 16 || (size <= 32 ? same8(8) && same8(size - 16) : x == y);
}

/// True when all eight bytes are decimal digits.
inline bool are_digits8(std::uint64_t bytes) {
  return ((bytes & 0xf0f0f0f0f0f0f0f0) |
          ((bytes + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4) == 0x3333333333333333;
}

/// The number that eight digits write, the first in memory being the highest.  Pre: little
/// endian, are_digits8.  Three multiplications instead of a loop whose length nobody can predict.
inline std::uint64_t value_of_digits8(std::uint64_t bytes) {
  bytes -= 0x3030303030303030;
  bytes = bytes * 10 + (bytes >> 8);
  return ((bytes & 0x000000ff000000ff) * 0x000f424000000064 +
          ((bytes >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
         32;
}

/// The number written by the first `count` of eight bytes; digits8 gives them as eight digits,
/// with zeros in front.  Pre: 1 <= count <= 8.
inline std::uint64_t first_digits8(std::uint64_t bytes, unsigned count) {
  if (count == 8) return bytes;
  return bytes << (64 - 8 * count) | 0x3030303030303030 >> (8 * count);
}

inline std::string_view view(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

/// True when [begin, end) ends with the literal.  Constant sizes compile to a few loads.
template <std::size_t N>
bool ends_with(const char* begin, const char* end, const char (&literal)[N]) {
  return end - begin >= static_cast<std::ptrdiff_t>(N - 1) &&
         std::memcmp(end - (N - 1), literal, N - 1) == 0;
}
template <std::size_t N>
bool starts_with(const char* begin, const char* end, const char (&literal)[N]) {
  return end - begin >= static_cast<std::ptrdiff_t>(N - 1) &&
         std::memcmp(begin, literal, N - 1) == 0;
}

/// Reads a number as strace writes it: 12, 0x1f, 022 (octal), -5.  The bits of a negative number
/// are its two's complement.  Returns: the first character behind, or `p` when there is none.
inline const char* scan_number(const char* p, const char* end, std::uint64_t& out, bool& negative) {
  const char* begin = p;
  negative = p < end && *p == '-';
  if (negative) ++p;
  if (p == end || !is_digit(*p)) return begin;
  std::uint64_t n = 0;
  if (*p == '0' && p + 1 < end && (p[1] == 'x' || p[1] == 'X')) {
    p += 2;
    const char* digits = p;
    for (; p < end && is(*p, kHex); ++p) {
      const auto c = static_cast<unsigned char>(*p);
      n = n << 4 | static_cast<std::uint64_t>(is_digit(*p) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    if (p == digits) return begin;
  } else if (*p == '0' && p + 1 < end && is_digit(p[1])) {
    for (++p; p < end && is_digit(*p); ++p) n = n << 3 | static_cast<std::uint64_t>(*p - '0');
  } else {
    p = scan_decimal(p, end, n);
  }
  out = negative ? 0 - n : n;
  return p;
}

/// Bytes behind a text that find_line_feed may read.
inline constexpr std::size_t kFeedPadding = 64;

/// Returns: the next line feed.  Pre: there is one at or behind `p`, with kFeedPadding readable
/// bytes behind it.  Lines end anywhere: few, long steps are mispredicted less than short ones.
inline const char* find_line_feed(const char* p) {
#if defined(__SSE2__)
  const __m128i feed = _mm_set1_epi8('\n');
  for (;; p += 64) {
    const __m128i a = _mm_cmpeq_epi8(load16(p), feed);
    const __m128i b = _mm_cmpeq_epi8(load16(p + 16), feed);
    const __m128i c = _mm_cmpeq_epi8(load16(p + 32), feed);
    const __m128i d = _mm_cmpeq_epi8(load16(p + 48), feed);
    const std::uint64_t mask = mask_of(a) | std::uint64_t{mask_of(b)} << 16 |
                               std::uint64_t{mask_of(c)} << 32 | std::uint64_t{mask_of(d)} << 48;
    if (mask != 0) return p + __builtin_ctzll(mask);
  }
#else
  return static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(-1) >> 1));
#endif
}

}  // namespace sigspec::traces
