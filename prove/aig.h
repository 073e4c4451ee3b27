// The domain of bits: every leaf is a few literals of an and-inverter graph, for model checkers of
// hardware.
//
// A Choice is the index of its value in binary: one literal where there are two, else kChoiceBits.
// A Set has a literal for each of 64 members, a Number is in two's complement, as wide as it must
// be. Numbers outside of their bounds are told (`fits`), never cut off silently. Stacks are not in
// it.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "prove/effects.h"

namespace sigspec::prove {

/// 2 * variable, or that plus 1 for the contrary; 0 is false, 1 is true.
using Literal01 = std::uint32_t;

/// An and-inverter graph: inputs and latches first, then gates, each made once.
class Aig {
 public:
  /// Pre: no gate was made yet.
  Literal01 input();
  Literal01 latch();
  Literal01 both(Literal01 x, Literal01 y);
  Literal01 one_of(Literal01 x, Literal01 y) { return both(x ^ 1, y ^ 1) ^ 1; }
  Literal01 choose(Literal01 c, Literal01 x, Literal01 y) {
    if (x == y) return x;
    return one_of(both(c, x), both(c ^ 1, y));
  }
  Literal01 same(Literal01 x, Literal01 y) { return choose(x, y, y ^ 1); }

  /// The literal of the latch that was made as the `i`th.
  Literal01 latch_at(std::size_t i) const {
    return static_cast<Literal01>(2 * (1 + inputs_ + i));
  }
  /// The graph in SMT-LIB 2: every variable is declared, and every gate asserted.
  std::string smt() const;
  static std::string smt(Literal01 literal);

  /// The graph in binary AIGER. `next`: of each latch, all of which begin with 0.
  std::string text(const std::vector<Literal01>& next, Literal01 bad) const;

 private:
  std::uint32_t inputs_ = 0, latches_ = 0;
  std::vector<std::pair<Literal01, Literal01>> gates_;
  std::unordered_map<std::uint64_t, Literal01> known_;
};

struct Bits {
  using Cell = std::vector<Literal01>;

  static constexpr std::size_t kChoiceBits = 6, kSetBits = 64, kOpaqueBits = 16;
  static constexpr std::size_t kNumberBits = 12, kWideBits = 24;  // in a state; at all
  static thread_local Aig* aig;  // of this thread. Pre: set before anything is evaluated
  struct NoTerm : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  [[noreturn]] static Cell no_term() { throw NoTerm("stacks have no bits"); }
  [[noreturn]] static std::uint64_t depth(const Cell&) { throw NoTerm("stacks have no bits"); }

  static Cell truth(bool value) { return {value ? 1U : 0U}; }
  /// How many literals a cell of a leaf has, and how many of them may ever be 1.
  static std::size_t width(LeafKind kind, std::uint64_t choices);
  static std::size_t used(LeafKind kind, std::uint64_t choices);
  static Cell number(std::int64_t value, std::size_t bits);
  static Cell member(std::uint64_t index, std::uint64_t choices);
  static Cell literal(const Node& n);
  static Cell members(const Node& n);
  static Cell unknown(LeafKind kind, std::uint64_t choices);
  static Cell choose(const Cell& condition, const Cell& then, const Cell& otherwise);

  static bool is_true(const Cell& c) { return c[0] == 1; }
  static bool is_false(const Cell& c) { return c[0] == 0; }
  static Cell negate(const Cell& c) { return {c[0] ^ 1}; }
  static Cell both(const Cell& x, const Cell& y) { return {aig->both(x[0], y[0])}; }
  static Cell one_of(const Cell& x, const Cell& y) { return {aig->one_of(x[0], y[0])}; }
  static Cell equal(LeafKind kind, const Cell& x, const Cell& y);
  static Cell less(const Cell& x, const Cell& y);
  static Cell in(const Cell& element, const Cell& set);
  static Cell subset(const Cell& x, const Cell& y);
  static Cell unite(const Cell& x, const Cell& y);
  static Cell minus(const Cell& x, const Cell& y);
  static Cell meet_sets(const Cell& x, const Cell& y);
  static Cell complement(std::uint64_t all, const Cell& x);
  static Cell singleton(const Cell& element);
  static Cell first(const Cell& set);
  static Cell add(const Cell& x, const Cell& y);
  static Cell subtract(const Cell& x, const Cell& y);
  static Cell multiply(const Cell& x, const Cell& y);

  /// Is it a value that a cell of this leaf may have?
  static Literal01 in_domain(LeafKind kind, std::uint64_t choices, const Cell& value);
  /// Is the number one of kNumberBits?
  static Literal01 fits(const Cell& number);
};

}  // namespace sigspec::prove
