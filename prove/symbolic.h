// The symbolic domain: every leaf is a term of Z3, so that one evaluation speaks of all states.
//
// A Choice of two is a Bool, of more a bit-vector of 8; a Set is a bit-vector of 64, its bits the
// members; numbers and opaque values are integers without bounds, or words as the interpreter's.
// Of stacks only those are in it whose depth is known.
#pragma once

#include <z3++.h>

#include <optional>

#include "prove/effects.h"

namespace sigspec::prove {

/// A term; evaluators make empty ones.
struct Term {
  std::optional<z3::expr> of;

  Term() = default;
  Term(z3::expr e) : of(std::move(e)) {}  // NOLINT: a term is what it holds
  const z3::expr& operator*() const { return *of; }
};

/// What a number is to the solver.
enum class NumberSort : std::uint8_t { Unbounded, Words };

struct Symbolic {
  using Cell = Term;
  static constexpr unsigned kChoiceBits = 8, kSetBits = 64, kWordBits = 64;

  /// The solver's context of this thread. Pre: set before anything is evaluated.
  static thread_local z3::context* context;
  static thread_local NumberSort numbers;
  /// Something was met that has no term, such as a stack.
  [[noreturn]] static Term no_term() { throw z3::exception("stacks have no terms"); }
  static bool is_bool(std::uint64_t choices) { return choices <= 3; }
  static z3::sort sort_of(LeafKind kind, std::uint64_t choices);
  static Term member(std::uint64_t index, std::uint64_t choices);
  static Term literal(const Node& n);
  static z3::expr number(std::int64_t value);
  static Term members(const Node& n);
  /// The depth of a stack. Throws: it is not known.
  static std::uint64_t depth(const Term& t);
  static Term unknown(LeafKind kind, std::uint64_t choices);
  static Term choose(const Term& condition, const Term& then, const Term& otherwise);

  static bool is_true(const Term& t) { return (*t).is_true(); }
  static bool is_false(const Term& t) { return (*t).is_false(); }
  static Term negate(const Term& x);
  static Term both(const Term& x, const Term& y);
  static Term one_of(const Term& x, const Term& y);
  static Term equal(LeafKind kind, const Term& x, const Term& y);
  static Term less(const Term& x, const Term& y) { return *x < *y; }
  static Term in(const Term& element, const Term& set);
  static Term subset(const Term& x, const Term& y);
  static Term unite(const Term& x, const Term& y) { return *x | *y; }
  static Term minus(const Term& x, const Term& y) { return *x & ~*y; }
  static Term meet_sets(const Term& x, const Term& y) { return *x & *y; }
  static Term complement(std::uint64_t all, const Term& x);
  static Term singleton(const Term& element);
  static Term first(const Term& set);
  static Term add(const Term& x, const Term& y) { return *x + *y; }
  static Term subtract(const Term& x, const Term& y) { return *x - *y; }
  static Term multiply(const Term& x, const Term& y) { return *x * *y; }

  /// The concrete value of a term without unknowns; nullopt: it has some.
  static std::optional<std::uint64_t> value(const z3::expr& term);
  /// Is it a value that a cell of this leaf may have?
  static z3::expr in_domain(const Leaf& leaf, std::uint64_t choices, const z3::expr& value);
};

}  // namespace sigspec::prove
