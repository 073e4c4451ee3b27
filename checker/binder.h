// Turns the text of arguments into values, as the declared types say.
//
// The reader splits text; what a piece means is part of the call's declaration in spec/calls. A
// pointer printed instead of its content, or a word nobody declared, is an unknown value: never an
// error, never a guess.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/describe.h"
#include "traces/signal_text.h"

namespace sigspec {

/// The fields of a record that stand for a descriptor: its number and what the decoration says.
inline constexpr std::string_view kNumberText = "#", kDecorationText = "<>", kPartEnd = "*>";
/// An argument that is the last one, whatever its position.
inline constexpr std::string_view kLastText = "$";

/// At most this many texts of opaque values are remembered.
inline constexpr std::size_t kTextsMax = 100'000;

class Binder {
 public:
  explicit Binder(const Model& model);

  /// Writes one cell for each leaf of `type`.
  void bind(const Type* type, std::string_view text, Cell* out) const;
  /// The candidates of an enum for one text; 0: nobody declared it.
  std::uint64_t word(const Type* type, std::string_view text) const;
  /// From here on remembers how opaque values are written, within bounds.
  void keep_texts(OpaqueTexts& texts) { texts_ = &texts; }
  /// Words that a set's declaration does not know, counted for the report.
  std::uint64_t unknown_words() const { return unknown_words_; }

 private:
  struct Pattern {
    std::string text;       // with wildcards
    std::size_t literals;   // characters that are no wildcard: the most specific pattern wins
    std::uint64_t members;
  };
  struct Words {
    std::unordered_map<std::string_view, std::uint64_t> exact;
    std::vector<Pattern> patterns;
    std::unordered_map<std::int64_t, std::uint64_t> numbers;
    std::uint64_t otherwise = 0;
    bool are_flags = false;    // the numbers are bits: no two members share one
    bool all_numbered = true;  // a number that is not declared is none of the members
  };

  void learn_words(const Type* type);
  void bind_set(const Type* type, std::string_view text, Cell* out) const;
  void bind_record(const Type* type, std::string_view text, Cell* out) const;
  void bind_decorated(const Type* type, std::string_view text, Cell* out) const;
  void bind_decoration(const Type* type, std::string_view text, Cell* out) const;
  void bind_union(const Type* type, std::string_view text, Cell* out) const;
  void bind_int(std::string_view text, Cell* out) const;
  static std::uint64_t named(const Words& words, std::string_view text);
  static std::uint64_t named(const Words& words, const traces::Constant& constant);
  static bool add_flags(const Words& words, std::string_view text, std::uint64_t& bits);
  static bool add_flag(const Words& words, const traces::Constant& flag, std::uint64_t& bits);

  const Words* words_of(const Type* type) const {
    return type->id < words_.size() ? words_[type->id].get() : nullptr;
  }
  std::vector<std::unique_ptr<Words>> words_;  // by the type's id; only enums have some
  mutable std::uint64_t unknown_words_ = 0;
  OpaqueTexts* texts_ = nullptr;
};

/// Is it an address, where strace did not look behind it?
bool is_pointer(std::string_view text);

/// The identity of a text: equal texts are equal values.
std::uint64_t identity_of(std::string_view text);

/// Does `text` match `pattern`, where `*` is any run of bytes? Cost: linear in most cases.
bool matches_wildcards(std::string_view text, std::string_view pattern);

}  // namespace sigspec
