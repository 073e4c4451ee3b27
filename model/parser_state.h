// What the parser knows besides its position: how far it came, what would have fitted there, and
// how deep it stands.
//
// Every failed test of a token is noted here. When the grammar gives up, the furthest token that
// was looked at and the set of words that would have fitted make the message; the place where the
// grammar gave up does not matter.
#pragma once

#include <array>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "model/parser_tokens.h"

namespace sigspec::parser {

constexpr unsigned kNestingMax = 200;
constexpr std::size_t kErrorsMax = 100;

/// A set of kinds.
class Kinds {
 public:
  void add(Kind kind) { words_[index(kind)] |= bit(kind); }
  bool has(Kind kind) const { return (words_[index(kind)] & bit(kind)) != 0; }
  void add(const Kinds& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }

 private:
  static std::size_t index(Kind kind) { return static_cast<std::size_t>(kind) / 64; }
  static std::uint64_t bit(Kind kind) {
    return std::uint64_t{1} << static_cast<std::size_t>(kind) % 64;
  }
  std::array<std::uint64_t, 4> words_{};
};
static_assert(static_cast<std::size_t>(Kind::kCount) <= 256);

/// Thrown where parsing cannot go on and the message is already made.
struct Abandoned : std::exception {};

struct State {
  State(const SourceMap& sources, FileId file, Diagnostics& out)
      : sources(sources), file(file), text(sources.text(file)), out(out) {}

  std::string_view text_of(const Token& token) const {
    return text.substr(token.begin, token.end - token.begin);
  }
  Span span(const Token* begin, const Token* end) const {
    return {file, begin->begin, end > begin ? (end - 1)->end : begin->begin};
  }

  /// Notes that `kind` would have fitted at `at`.
  void missed(const Token* at, Kind kind) {
    if (at < furthest) return;
    if (at > furthest) start_expecting(at);
    expected.add(kind);
  }
  /// As `missed`, but only for "did you mean".
  void missed_quietly(const Token* at, Kind kind) {
    if (at < furthest) return;
    if (at > furthest) start_expecting(at);
    meant.add(kind);
  }
  void start_expecting(const Token* at) {
    furthest = at;
    expected = meant = {};
  }

  /// Reports "found X, expected Y" at the furthest token, once for each token.
  /// `open`: the brace that is not closed yet, for a message about the end of the file.
  void report(const Token* open = nullptr);
  /// Reports `message` at `at` and gives up what is being parsed.
  [[noreturn]] void abandon(const Token* at, std::string message, std::string note = {});
  /// Reports without giving up.
  void complain(Span span, std::string message, std::string note = {});

  const SourceMap& sources;
  FileId file;
  std::string_view text;
  Diagnostics& out;
  std::vector<Token> tokens;

  const Token* furthest = nullptr;
  Kinds expected, meant;
  const Token* reported = nullptr;
  std::size_t errors = 0;

  unsigned depth = 0;   // of nodes that are open
  unsigned height = 0;  // of the tallest finished child of the node that is open
};

/// How the next item of a block is known.
enum class Resume : std::uint8_t {
  AfterComma,  // members, fields, alternatives
  AtLine,      // table rows: a line that does not go on with the one before
  AtKeyword,   // rows, rules, properties: a doc or a word such as `rule`
};

/// Returns: where the next item of the block begins, after an item that began at `begin` and
///   failed at the furthest token; or the block's closing brace.
/// Errors: throws Abandoned when the block was never closed and a declaration begins.
const Token* next_item(State& state, const Token* begin, Resume resume);

/// Returns: where the next declaration begins, after one that began at `begin` and failed.
const Token* next_declaration(const State& state, const Token* begin);

}  // namespace sigspec::parser
