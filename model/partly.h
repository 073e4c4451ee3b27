// The partly known domain: what a trace has shown so far, and no more.
//
// A Choice is the set of its candidates (a: one bit each). A Set has the members it must hold (a)
// and may hold (b). A Number is an interval [a, b] of signed integers. An Opaque is a value (a)
// that is known (b = 1) or not (b = 0). A truth value is a Choice of false (bit 0), true (bit 1).
// A Depth counts the known elements of a stack (a); b = 1: nothing lies below them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "model/node.h"

namespace sigspec {

inline constexpr std::uint64_t kFalse = 1, kTrue = 2, kMaybe = 3;
inline constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

struct Partly {
  using Cell = sigspec::Cell;

  static constexpr Cell truth(std::uint64_t mask) { return {mask, 0}; }
  static constexpr Cell truth(bool may_be_false, bool may_be_true) {
    return {(may_be_false ? kFalse : 0) | (may_be_true ? kTrue : 0), 0};
  }
  static constexpr bool is_true(Cell c) { return c.a == kTrue; }
  static constexpr bool is_false(Cell c) { return c.a == kFalse; }
  // std::has_single_bit counts all bits, for which the oldest x86-64 has no instruction.
  static constexpr bool single(std::uint64_t mask) {
    return mask != 0 && (mask & (mask - 1)) == 0;
  }

  static constexpr Cell unknown(LeafKind kind, std::uint64_t choices) {
    switch (kind) {
      case LeafKind::Choice: return {choices, 0};
      case LeafKind::Set: return {0, choices};
      case LeafKind::Number:
        return {static_cast<std::uint64_t>(kLowest), static_cast<std::uint64_t>(kHighest)};
      case LeafKind::Opaque:
      case LeafKind::Depth: return {0, 0};
    }
    return {};
  }
  static constexpr bool known(LeafKind kind, Cell c) {
    switch (kind) {
      case LeafKind::Choice: return single(c.a);
      case LeafKind::Set:
      case LeafKind::Number: return c.a == c.b;
      case LeafKind::Opaque: return c.b == 1;
      case LeafKind::Depth: return true;
    }
    return false;
  }
  static constexpr Cell literal(const Node& n) { return n.constant; }
  static constexpr Cell members(const Node& n) { return n.constant; }

  static constexpr Cell negate(Cell c) {
    return truth((c.a & kTrue ? kFalse : 0) | (c.a & kFalse ? kTrue : 0));
  }
  static constexpr Cell both(Cell x, Cell y) {
    return truth((x.a & kFalse) || (y.a & kFalse), (x.a & kTrue) && (y.a & kTrue));
  }
  static constexpr Cell one_of(Cell x, Cell y) {
    return truth((x.a & kFalse) && (y.a & kFalse), (x.a & kTrue) || (y.a & kTrue));
  }
  static constexpr Cell equal(LeafKind kind, Cell x, Cell y) {
    switch (kind) {
      case LeafKind::Choice:
        return truth(!(x.a == y.a && single(x.a)), (x.a & y.a) != 0);
      case LeafKind::Set:
        if ((x.a & ~y.b) || (y.a & ~x.b)) return truth(kFalse);
        return truth(x.a == x.b && y.a == y.b ? kTrue : kMaybe);
      case LeafKind::Number:
        if (high(x) < low(y) || high(y) < low(x)) return truth(kFalse);
        return truth(x.a == x.b && y.a == y.b ? kTrue : kMaybe);
      default:
        if (!x.b || !y.b) return truth(kMaybe);
        return truth(x.a == y.a ? kTrue : kFalse);
    }
  }
  static constexpr Cell less(Cell x, Cell y) {
    return truth(high(x) >= low(y), low(x) < high(y));
  }
  static constexpr Cell in(Cell element, Cell set) {
    return truth((element.a & ~set.a) != 0, (element.a & set.b) != 0);
  }
  static constexpr Cell subset(Cell x, Cell y) {
    return truth((x.b & ~y.a) != 0, (x.a & ~y.b) == 0);
  }
  static constexpr Cell unite(Cell x, Cell y) { return {x.a | y.a, x.b | y.b}; }
  static constexpr Cell minus(Cell x, Cell y) { return {x.a & ~y.b, x.b & ~y.a}; }
  static constexpr Cell meet_sets(Cell x, Cell y) { return {x.a & y.a, x.b & y.b}; }
  static constexpr Cell complement(std::uint64_t all, Cell x) { return {all & ~x.b, all & ~x.a}; }
  static constexpr Cell singleton(Cell element) {
    return {single(element.a) ? element.a : 0, element.a};
  }
  /// Everything it may hold up to the first that it must hold; of the empty set the first there is.
  static constexpr Cell first(Cell set) {
    if (set.a == 0) return {set.b | 1, 0};
    return {set.b & (set.a ^ (set.a - 1)), 0};
  }
  static constexpr Cell add(Cell x, Cell y) {
    return interval(saturated(low(x), low(y)), saturated(high(x), high(y)));
  }
  static constexpr Cell subtract(Cell x, Cell y) {
    return interval(saturated(low(x), negated(high(y))), saturated(high(x), negated(low(y))));
  }

  static constexpr Cell multiply(Cell x, Cell y) {
    const std::int64_t ends[] = {product(low(x), low(y)), product(low(x), high(y)),
                                 product(high(x), low(y)), product(high(x), high(y))};
    return interval(*std::min_element(ends, ends + 4), *std::max_element(ends, ends + 4));
  }

  /// Anything that x or y may be.
  static constexpr Cell join(LeafKind kind, Cell x, Cell y) {
    switch (kind) {
      case LeafKind::Choice: return {x.a | y.a, 0};
      case LeafKind::Set: return {x.a & y.a, x.b | y.b};
      case LeafKind::Number: return interval(std::min(low(x), low(y)), std::max(high(x), high(y)));
      case LeafKind::Opaque: return x == y ? x : Cell{0, 0};
      case LeafKind::Depth: return x == y ? x : Cell{0, 0};
    }
    return x;
  }
  /// What is both x and y; false when nothing can be.
  static constexpr bool meet(LeafKind kind, Cell x, Cell y, Cell& out) {
    switch (kind) {
      case LeafKind::Choice:
        out = {x.a & y.a, 0};
        return out.a != 0;
      case LeafKind::Set:
        out = {x.a | y.a, x.b & y.b};
        return (out.a & ~out.b) == 0;
      case LeafKind::Number:
        out = interval(std::max(low(x), low(y)), std::min(high(x), high(y)));
        return low(out) <= high(out);
      case LeafKind::Opaque:
        out = x.b ? x : y;
        return !x.b || !y.b || x.a == y.a;
      case LeafKind::Depth:
        out = x;
        return true;
    }
    return true;
  }
  /// Does x admit every value that y admits?
  static constexpr bool covers(LeafKind kind, Cell x, Cell y) {
    return join(kind, x, y) == x;
  }

  static constexpr std::int64_t low(Cell c) { return static_cast<std::int64_t>(c.a); }
  static constexpr std::int64_t high(Cell c) { return static_cast<std::int64_t>(c.b); }
  static constexpr Cell interval(std::int64_t lo, std::int64_t hi) {
    return {static_cast<std::uint64_t>(lo), static_cast<std::uint64_t>(hi)};
  }
  /// Is there no number between two intervals?
  static constexpr bool adjoin(Cell x, Cell y) {
    const std::int64_t end = std::min(high(x), high(y)), next = std::max(low(x), low(y));
    return end == kHighest || next <= end + 1;
  }
  static constexpr Cell number(std::int64_t value) { return interval(value, value); }

 private:
  static constexpr std::int64_t negated(std::int64_t v) {
    return v == kLowest ? kHighest : v == kHighest ? kLowest : -v;
  }
  static constexpr std::int64_t product(std::int64_t x, std::int64_t y) {
    std::int64_t product = 0;
    const bool bounded = x != kLowest && x != kHighest && y != kLowest && y != kHighest;
    if (x == 0 || y == 0) return 0;
    if (bounded && !__builtin_mul_overflow(x, y, &product)) return product;
    return (x < 0) == (y < 0) ? kHighest : kLowest;
  }
  /// The ends of the line stand for "no bound" and absorb.
  static constexpr std::int64_t saturated(std::int64_t x, std::int64_t y) {
    if (x == kLowest || y == kLowest) return kLowest;
    if (x == kHighest || y == kHighest) return kHighest;
    std::int64_t sum = 0;
    if (__builtin_add_overflow(x, y, &sum)) return x < 0 ? kLowest : kHighest;
    return sum;
  }
};

/// Lets nothing be known of a value of that type, whose leaves begin at `out`. An entity has none.
inline void forget(const Type& type, Cell* out) {
  if (type.kind == TypeKind::Entity) return;
  for (const Leaf& leaf : type.leaves) *out++ = Partly::unknown(leaf.kind, leaf.choices);
}

}  // namespace sigspec
