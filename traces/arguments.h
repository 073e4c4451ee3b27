// Takes the text of a call's arguments apart: arguments, fields, in-out pairs, descriptors.
//
// The reader only knows where pieces end, never what they mean: a declared call says which
// argument is a signal set. Everything is a view into the event's text; nothing allocates, and
// only what is asked for is looked at (most calls are asked for one argument or none).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "traces/chars.h"

namespace sigspec::traces {

/// Steps through pieces separated by ", " on one level: arguments, fields, elements.
class PieceCursor {
 public:
  explicit PieceCursor(std::string_view text) : begin_(text.data()), end_(begin_ + text.size()) {
    at_ = begin_;
  }
  /// Returns: false behind the last piece.  Pieces are without surrounding spaces.
  bool next(std::string_view& piece);
  /// A string, decoration or bracket did not end, or brackets do not match.
  bool damaged() const { return damaged_; }

 private:
  const char* begin_;
  const char* end_;
  const char* at_;
  bool damaged_ = false;
};

/// The arguments of one call.  strace prints six at most, and names a few more on its own.
struct Arguments {
  static constexpr std::size_t kMax = 16;
  std::array<std::string_view, kMax> items;
  std::size_t count = 0;
  bool complete = true;  // false: more than kMax, or a bracket that does not match

  /// Returns: empty when there are fewer.
  std::string_view operator[](std::size_t n) const {
    return n < count ? items[n] : std::string_view{};
  }
};

Arguments split_arguments(std::string_view args);

/// The same, taken apart only as far as somebody asks.
class LazyArguments {
 public:
  explicit LazyArguments(std::string_view args = {}) : cursor_(args) {}
  /// As a new one, without touching what was found of the last.
  void begin(std::string_view args) {
    cursor_ = PieceCursor(args);
    found_.count = 0;
    found_.complete = true;
  }
  /// Returns: empty when there are fewer.
  std::string_view operator[](std::size_t n) {
    while (found_.count <= n && find_next()) {
    }
    return found_[n];
  }
  const Arguments& all() {
    while (find_next()) {
    }
    return found_;
  }

 private:
  bool find_next();
  PieceCursor cursor_;
  Arguments found_;
};

/// Returns: the last argument, if it is a word or a number without a name; else nothing.  Cost: its
/// length.
std::string_view last_word(std::string_view args);

/// `name=value` as in "flags=17" or with -N: the parts.  Returns: false without a name.
bool split_name(std::string_view piece, std::string_view& name, std::string_view& value);

/// Returns: the value without its printed name, if it has one.
inline std::string_view drop_name(std::string_view piece) {
  std::string_view name, value;
  if (piece.empty() || is_digit(piece[0])) return piece;  // most are numbers
  return split_name(piece, name, value) ? value : piece;
}

/// What stands inside the outermost {} or [].  Returns: nothing when there are none.
std::optional<std::string_view> inside(std::string_view text, char open, char close);

/// "[in => out]" and "in => out": a value changed by the call.
struct InOut {
  std::string_view before, after;
  bool changed = false;  // false: one value, given as both
};
InOut split_in_out(std::string_view value);

/// A number with what may follow it: 3</tmp/x>(deleted), 19603 /* comment */, 0x10.
struct NumberText {
  std::uint64_t bits = 0;
  bool negative = false;
  bool deleted = false;
  bool has_decoration = false;
  std::string_view decoration;  // a path, a socket, the name of a process
  std::string_view comment;     // without /* */

  std::int64_t number() const { return static_cast<std::int64_t>(bits); }
};

/// Returns: nothing when the text is not one number so decorated.
std::optional<NumberText> parse_number(std::string_view text);

}  // namespace sigspec::traces
