// Cuts a spec's text into words: names, keywords, numbers, versions, texts, docs, punctuation.
//
// Made by hand, because it is the only part of the parser that looks at every byte. Whatever is no
// text at all (NUL bytes, broken UTF-8, megabytes of it) ends here with one message.
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "model/parser_tokens.h"

namespace sigspec::parser {
namespace {

constexpr std::size_t kTextBytesMax = 32U << 20U;
constexpr std::size_t kErrorsMax = 50;

#define SIGSPEC_SPELLING(name, spelling) spelling,
constexpr std::array<std::string_view, static_cast<std::size_t>(Kind::kCount)> kSpellings{
    "the end of the file", "", "a doc comment", "a name", "a text", "a number", "a version",
    SIGSPEC_PUNCTUATION(SIGSPEC_SPELLING) SIGSPEC_KEYWORDS(SIGSPEC_SPELLING)
        SIGSPEC_SOFT_WORDS(SIGSPEC_SPELLING) SIGSPEC_LABELS(SIGSPEC_SPELLING)};
#undef SIGSPEC_SPELLING

constexpr std::uint32_t hash(std::string_view word) {
  std::uint32_t value = 0;
  for (const char c : word) value = value * 31 + static_cast<unsigned char>(c);
  return value ^ value >> 9U;
}

/// Keywords by hash, open addressing; End marks a free place.
constexpr std::size_t kPlaces = 512;
constexpr auto kKeywordTable = [] {
  std::array<Kind, kPlaces> table{};
  for (auto i = static_cast<std::size_t>(Kind::Kernel); i <= static_cast<std::size_t>(Kind::Makes);
       ++i) {
    std::size_t at = hash(kSpellings[i]) % kPlaces;
    while (table[at] != Kind::End) at = (at + 1) % kPlaces;
    table[at] = static_cast<Kind>(i);
  }
  return table;
}();

enum CharClass : std::uint8_t { kOther = 0, kLetter = 1, kDigit = 2 };
constexpr auto kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (unsigned c = 'a'; c <= 'z'; ++c) classes[c] = classes[c - 'a' + 'A'] = kLetter;
  for (unsigned c = '0'; c <= '9'; ++c) classes[c] = kDigit;
  classes['_'] = kLetter;
  return classes;
}();

bool is_letter(char c) { return kClasses[static_cast<unsigned char>(c)] == kLetter; }
bool is_digit(char c) { return kClasses[static_cast<unsigned char>(c)] == kDigit; }
bool is_name_char(char c) { return kClasses[static_cast<unsigned char>(c)] != kOther; }

/// Are eight bytes all ASCII, and none of them NUL?
bool is_ascii8(const char* text) {
  std::uint64_t bytes;
  std::memcpy(&bytes, text, sizeof bytes);
  return ((bytes | (bytes - 0x0101010101010101)) & 0x8080808080808080) == 0;
}

/// The offset of the first byte that is not UTF-8 or is NUL, or npos.
std::size_t find_junk(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (text.size() - at >= 8 && is_ascii8(text.data() + at)) {
      at += 8;
      continue;
    }
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead == 0 || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4) return at;
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (text.size() - at < bytes) return at;
    for (std::size_t i = 1; i < bytes; ++i) {
      if ((static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80) return at;
    }
    at += bytes;
  }
  return std::string_view::npos;
}

class Reader {
 public:
  Reader(FileId id, std::string_view text, std::vector<ast::Comment>& comments, Diagnostics& out)
      : id_(id), text_(text), comments_(comments), out_(out) {}

  std::vector<Token> read() {
    tokens_.reserve(text_.size() / 5 + 8);
    if (is_text()) {
      if (text_.starts_with("\xEF\xBB\xBF")) at_ = line_start_ = 3;
      while (skip_blanks()) read_token();
    }
    const auto end = static_cast<std::uint32_t>(std::min(text_.size(), at_));
    tokens_.push_back({Kind::End, true, false, end, end});
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void error(std::size_t begin, std::size_t end, std::string message, std::string note = {}) {
    if (++errors_ > kErrorsMax) return;
    const Span span{id_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    out_.push_back({Severity::Error, span, std::move(message), std::move(note), {}});
  }

  bool is_text() {
    if (text_.size() > kTextBytesMax) {
      error(0, 0, "found a file of " + std::to_string(text_.size()) + " bytes, expected at most " +
                      std::to_string(kTextBytesMax));
      return false;
    }
    const std::size_t junk = find_junk(text_);
    if (junk == std::string_view::npos) return true;
    const bool nul = text_[junk] == '\0';
    error(junk, junk + 1, nul ? "found a NUL byte, expected text"
                              : "found a byte that is not UTF-8, expected text",
          "is this a spec file?");
    return false;
  }

  /// Returns: whether a token follows.
  bool skip_blanks() {
    for (;; ++at_) {
      if (at_ >= text_.size()) return false;
      const char c = text_[at_];
      if (c == '\n') {
        line_start_ = at_ + 1;
        fresh_line_ = true;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return true;
      }
    }
  }

  void add(Kind kind, std::size_t begin) {
    tokens_.push_back({kind, fresh_line_, begin == line_start_, static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(at_)});
    fresh_line_ = false;
  }

  void read_token() {
    const char c = text_[at_];
    if (is_letter(c)) return read_word();
    if (is_digit(c)) return read_number();
    if (c == '"') return read_text();
    if (c == '/' && peek(1) == '/') return read_comment();
    read_punctuation();
  }

  void read_word() {
    const std::size_t begin = at_;
    const auto end = std::find_if_not(text_.begin() + begin, text_.end(), is_name_char);
    at_ = static_cast<std::size_t>(end - text_.begin());
    const std::string_view word = text_.substr(begin, at_ - begin);
    add(word == "_" ? Kind::Underscore : keyword(word), begin);
  }

  void read_number() {
    const std::size_t begin = at_;
    Kind kind = Kind::Number;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      at_ += 2;
      const std::size_t digits = at_;
      while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
      const std::string_view hex = text_.substr(digits, at_ - digits);
      const bool good = hex.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
      if (hex.empty() || !good) return bad(begin, "expected a hexadecimal number");
      const std::size_t first = std::min(hex.find_first_not_of('0'), hex.size());
      if (hex.size() - first > 16) return bad(begin, "expected a number of at most 64 bits");
      return add(kind, begin);
    }
    while (is_digit(peek())) ++at_;
    if (!fits_64_bits(text_.substr(begin, at_ - begin))) {
      return bad(begin, "expected a number of at most 64 bits");
    }
    while (peek() == '.' && is_digit(peek(1))) {
      kind = Kind::Version;
      ++at_;
      while (is_digit(peek())) ++at_;
    }
    if (is_letter(peek())) {
      while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
      return bad(begin, "expected a number or a name (names start with a letter)");
    }
    add(kind, begin);
  }

  static bool fits_64_bits(std::string_view digits) {
    std::uint64_t value = 0;
    for (const char c : digits) {
      const auto digit = static_cast<std::uint64_t>(c - '0');
      constexpr auto kMax = std::numeric_limits<std::uint64_t>::max();
      if (value > (kMax - digit) / 10) return false;
      value = value * 10 + digit;
    }
    return true;
  }

  void bad(std::size_t begin, const std::string& expected) {
    std::string found(text_.substr(begin, std::min<std::size_t>(at_ - begin, 40)));
    error(begin, at_, "found '" + found + "', " + expected);
    add(Kind::Bad, begin);
  }

  void read_text() {
    const std::size_t begin = at_++;
    for (;; ++at_) {
      if (at_ >= text_.size() || text_[at_] == '\n') {
        error(begin, begin + 1, "found the end of the line, expected '\"'",
              "the text that begins here is not closed");
        return add(Kind::Text, begin);
      }
      const char c = text_[at_];
      if (c == '"') break;
      if (c != '\\') continue;
      if (peek(1) == '"' || peek(1) == '\\') {
        ++at_;
      } else {
        error(at_, at_ + 2, "found a backslash, expected \\\" or \\\\",
              "a text knows no other escapes");
      }
    }
    ++at_;
    add(Kind::Text, begin);
  }

  std::size_t line_end() const { return std::min(text_.find('\n', at_), text_.size()); }

  void read_comment() {
    const std::size_t begin = at_;
    const bool doc = peek(2) == '/' && peek(3) != '/';
    std::size_t end = at_ = line_end();
    while (end > begin && (text_[end - 1] == '\r' || text_[end - 1] == ' ' ||
                           text_[end - 1] == '\t')) {
      --end;
    }
    if (!doc) {
      const Span span{id_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
      comments_.push_back({std::string(text_.substr(begin + 2, end - begin - 2)), span,
                           !fresh_line_});
      return;
    }
    if (!fresh_line_) {
      return error(begin, end, "found a doc comment, expected '//'",
                   "a doc comment (///) stands on lines of its own, before what it describes");
    }
    // Lines of docs that follow one another are one token, whatever comments stand between them.
    if (!tokens_.empty() && tokens_.back().kind == Kind::Doc) {
      tokens_.back().end = static_cast<std::uint32_t>(end);
      return;
    }
    at_ = end;
    add(Kind::Doc, begin);
    fresh_line_ = true;
  }

  void read_punctuation() {
    const std::size_t begin = at_;
    const Kind kind = punctuation(text_[at_], peek(1), peek(2));
    if (kind == Kind::Bad) return read_unknown(begin);
    at_ += spelling(kind).size();
    add(kind, begin);
  }

  static Kind punctuation(char c, char next, char after) {
    switch (c) {
      case '{': return Kind::LeftBrace;
      case '}': return Kind::RightBrace;
      case '(': return Kind::LeftParen;
      case ')': return Kind::RightParen;
      case '[': return Kind::LeftBracket;
      case ']': return Kind::RightBracket;
      case ',': return Kind::Comma;
      case ';': return Kind::Semicolon;
      case ':': return next == '=' ? Kind::Assign : Kind::Colon;
      case '=': return next == '>' ? Kind::FatArrow : Kind::Equal;
      case '!': return next == '=' ? Kind::NotEqual : Kind::Bad;
      case '<': return next == '=' ? Kind::LessEqual : Kind::Less;
      case '>': return next == '=' ? Kind::GreaterEqual : Kind::Greater;
      case '+': return Kind::Plus;
      case '-': return next == '>' ? Kind::Arrow : Kind::Minus;
      case '&': return Kind::Ampersand;
      case '*': return Kind::Star;
      case '~': return Kind::Tilde;
      case '|': return Kind::Bar;
      case '.': return next != '.' ? Kind::Dot : after == '.' ? Kind::Ellipsis : Kind::Range;
      default: return Kind::Bad;
    }
  }

  void read_unknown(std::size_t begin) {
    ++at_;
    while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80) ++at_;
    const std::string_view found = text_.substr(begin, at_ - begin);
    const bool printable = static_cast<unsigned char>(found[0]) > 0x20;
    std::string what = printable ? "'" + std::string(found) + "'" : "a control character";
    const std::string note = found == "'" ? "texts stand in double quotes" : "";
    error(begin, at_, "found " + what + ", which the language does not use", note);
    add(Kind::Bad, begin);
  }

  FileId id_;
  std::string_view text_;
  std::vector<ast::Comment>& comments_;
  Diagnostics& out_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::size_t errors_ = 0;
  bool fresh_line_ = true;  // no token on this line yet
};

}  // namespace

std::string_view spelling(Kind kind) { return kSpellings[static_cast<std::size_t>(kind)]; }

Kind keyword(std::string_view text) {
  for (std::size_t at = hash(text) % kPlaces; kKeywordTable[at] != Kind::End;
       at = (at + 1) % kPlaces) {
    if (spelling(kKeywordTable[at]) == text) return kKeywordTable[at];
  }
  return Kind::Name;
}

std::vector<Token> read_tokens(FileId id, std::string_view text,
                               std::vector<ast::Comment>& comments, Diagnostics& out) {
  return Reader(id, text, comments, out).read();
}

std::string unquote(std::string_view quoted) {
  quoted.remove_prefix(1);
  if (quoted.ends_with('"')) quoted.remove_suffix(1);
  std::string text;
  text.reserve(quoted.size());
  for (std::size_t at = 0; at < quoted.size(); ++at) {
    if (quoted[at] == '\\' && at + 1 < quoted.size()) ++at;
    text += quoted[at];
  }
  return text;
}

std::string doc_text(std::string_view raw) {
  std::string doc;
  bool first = true;
  while (!raw.empty()) {
    std::string_view line = raw.substr(0, raw.find('\n'));
    raw.remove_prefix(std::min(line.size() + 1, raw.size()));
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    const bool blank = line.empty();
    if (!blank && (!line.starts_with("///") || line.starts_with("////"))) continue;  // a comment
    if (!blank) line.remove_prefix(3);
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (!first) doc += '\n';
    doc += line;
    first = false;
  }
  return doc;
}

}  // namespace sigspec::parser
