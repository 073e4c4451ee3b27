// Arguments, fields, numbers; see arguments.h.
#include "traces/arguments.h"

#include <algorithm>

#include "traces/chars.h"
#include "traces/walk.h"

namespace sigspec::traces {
namespace {

// Brackets deeper than this are nobody's struct.
constexpr std::size_t kDepthMax = 64;

// All other characters mean nothing here.
constexpr std::string_view kStops = "\"()[]{}</,";

constexpr std::array<bool, 256> make_stops() {
  std::array<bool, 256> out{};
  for (const char c : kStops) out[static_cast<unsigned char>(c)] = true;
  return out;
}
constexpr std::array<bool, 256> kIsStop = make_stops();

constexpr std::ptrdiff_t kRun = 16;

// Which of the next kRun characters are stops, or of all up to `end` if they are fewer: a bit for
// each.  Pre: `begin` is where the text begins.
unsigned find_stops(const char* begin, const char* p, const char* end) {
  const std::ptrdiff_t left = end - p;
#if defined(__SSE2__)
  const auto stops = [](const char* at) {
    const __m128i text = load16(at), folded = _mm_or_si128(text, _mm_set1_epi8(0x20));
    __m128i found = bytes_within(text, '(', 2);
    for (const char c : {'{', '}'})  // and [ and ]
      found = _mm_or_si128(found, _mm_cmpeq_epi8(folded, _mm_set1_epi8(c)));
    for (const char c : {'"', '<', '/', ','})
      found = _mm_or_si128(found, _mm_cmpeq_epi8(text, _mm_set1_epi8(c)));
    return mask_of(found);
  };
  if (left >= kRun) return stops(p);
  if (end - begin >= kRun) return stops(end - kRun) >> (kRun - left);
#endif
  unsigned found = 0;
  for (std::ptrdiff_t i = 0; i < std::min(left, kRun); ++i)
    found |= unsigned{kIsStop[static_cast<unsigned char>(p[i])]} << i;
  return found;
}

std::string_view trim(const char* begin, const char* end) {
  begin = skip_spaces(begin, end);
  while (end > begin && end[-1] == ' ') --end;
  return view(begin, end);
}

char closing(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

// The end of the piece that begins at `p`: the comma behind it, or `end`.  null: brackets do not
// match. Unclosed ones are fine, the text of a first half stops anywhere.
const char* find_piece_end(const char* begin, const char* p, const char* end) {
  char open[kDepthMax];
  std::size_t depth = 0;
  while (p < end) {
    const char* next = p + kRun;
    for (unsigned stops = find_stops(begin, p, end); stops != 0; stops &= stops - 1) {
      const char* at = p + __builtin_ctz(stops);
      const char c = *at;
      if (c == ',') {
        if (depth == 0) return at;
      } else if (c == '(' || c == '[' || c == '{') {
        if (depth == kDepthMax) return nullptr;
        open[depth++] = closing(c);
      } else if (c == ')' || c == ']' || c == '}') {
        if (depth == 0 || open[--depth] != c) return nullptr;
      } else {
        next = skip_piece(begin, at, end);
        if (next == nullptr) return nullptr;
        break;
      }
    }
    p = next;
  }
  return end;
}

// "in => out" with the arrow outside of all brackets.
std::optional<InOut> split_at_arrow(std::string_view text) {
  const char* begin = text.data();
  const char* end = begin + text.size();
  std::size_t depth = 0;
  for (const char* p = begin; p != nullptr && p < end; p = skip_piece(begin, p, end)) {
    if (*p == '{' || *p == '[' || *p == '(') ++depth;
    if (*p == '}' || *p == ']' || *p == ')') --depth;
    if (depth == 0 && starts_with(p, end, " => "))
      return InOut{trim(begin, p), trim(p + 4, end), true};
  }
  return std::nullopt;
}

}  // namespace

bool PieceCursor::next(std::string_view& piece) {
  if (at_ >= end_) return false;
  const char* stop = find_piece_end(begin_, at_, end_);
  damaged_ |= stop == nullptr;
  if (stop == nullptr) stop = end_;
  piece = trim(at_, stop);
  at_ = stop == end_ ? end_ : stop + 1;
  // "read(3,  <unfinished" leaves a comma with nothing behind it.
  return !(piece.empty() && at_ == end_);
}

bool LazyArguments::find_next() {
  std::string_view piece;
  const bool found = cursor_.next(piece);
  const bool too_many = found && found_.count == Arguments::kMax;
  found_.complete &= !too_many && !cursor_.damaged();
  if (!found || too_many) return false;
  found_.items[found_.count++] = piece;
  return true;
}

Arguments split_arguments(std::string_view args) { return LazyArguments(args).all(); }

bool split_name(std::string_view piece, std::string_view& name, std::string_view& value) {
  const char* begin = piece.data();
  const char* end = begin + piece.size();
  const char* p = begin;
  if (p == end || is_digit(*p)) return false;
  // "c_cc[3]" and "a.b" are names too; "a == b" is none.
  while (p < end && (is(*p, kWord | kDigit) || *p == '.')) ++p;
  if (p == begin || p == end || *p != '=') return false;
  if (p + 1 < end && (p[1] == '=' || p[1] == '>')) return false;
  name = view(begin, p);
  value = view(p + 1, end);
  return true;
}

std::string_view last_word(std::string_view args) {
  std::size_t at = args.size();
  while (at > 0 && is(args[at - 1], kWord)) --at;
  return args.substr(0, at).ends_with(", ") ? args.substr(at) : std::string_view{};
}

std::optional<std::string_view> inside(std::string_view text, char open, char close) {
  if (text.size() < 2 || text.front() != open || text.back() != close) return std::nullopt;
  return text.substr(1, text.size() - 2);
}

InOut split_in_out(std::string_view value) {
  if (const auto pair = split_at_arrow(value)) return *pair;
  if (const auto content = inside(value, '[', ']'))
    if (const auto pair = split_at_arrow(*content)) return *pair;
  return {value, value, false};
}

std::optional<NumberText> parse_number(std::string_view text) {
  NumberText out;
  const char* end = text.data() + text.size();
  const char* p = scan_number(text.data(), end, out.bits, out.negative);
  if (p == text.data()) return std::nullopt;
  if (p < end && *p == '<') {
    const char* behind = skip_decoration(p, end);
    if (behind == nullptr) return std::nullopt;
    out.has_decoration = true;
    out.decoration = view(p + 1, behind - 1);
    p = behind;
    if (starts_with(p, end, "(deleted)")) {
      out.deleted = true;
      p += 9;
    }
  }
  if (starts_with(p, end, " [") && end[-1] == ']') p = end;  // a security context
  if (starts_with(p, end, " /* ")) {
    const char* behind = skip_comment(p + 1, end);
    if (behind == nullptr) return std::nullopt;
    out.comment = trim(p + 3, behind - 2);
    p = behind;
  }
  return p == end ? std::optional(out) : std::nullopt;
}

}  // namespace sigspec::traces
