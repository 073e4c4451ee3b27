// The concrete domain: every leaf is one known 64-bit value.
//
// A Choice is the index of its value, a Set its bits, a Number its two's complement, an Opaque its
// identity. The explorer and the litmus outcomes run on it; the partly known domain is tested
// against it.
#pragma once

#include <cstdint>

#include "model/node.h"

namespace sigspec {

struct Concrete {
  using Cell = std::uint64_t;

  static constexpr bool is_true(Cell c) { return c != 0; }
  static constexpr bool is_false(Cell c) { return c == 0; }
  static constexpr Cell unknown(LeafKind, std::uint64_t) { return 0; }

  static constexpr Cell literal(const Node& n) {
    switch (n.kind) {
      case LeafKind::Choice: return static_cast<Cell>(__builtin_ctzll(n.constant.a | (1ULL << 63)));
      // Unknown is the payload of another alternative: whatever it is, it is always the same.
      case LeafKind::Number: return n.constant.a == n.constant.b ? n.constant.a : 0;
      default: return n.constant.a;
    }
  }
  static constexpr Cell members(const Node& n) { return n.constant.a; }
  static constexpr Cell negate(Cell c) { return c == 0; }
  static constexpr Cell both(Cell x, Cell y) { return x && y; }
  static constexpr Cell one_of(Cell x, Cell y) { return x || y; }
  static constexpr Cell equal(LeafKind, Cell x, Cell y) { return x == y; }
  static constexpr Cell less(Cell x, Cell y) {
    return static_cast<std::int64_t>(x) < static_cast<std::int64_t>(y);
  }
  static constexpr Cell in(Cell element, Cell set) { return (set >> element) & 1; }
  static constexpr Cell subset(Cell x, Cell y) { return (x & ~y) == 0; }
  static constexpr Cell unite(Cell x, Cell y) { return x | y; }
  static constexpr Cell minus(Cell x, Cell y) { return x & ~y; }
  static constexpr Cell meet_sets(Cell x, Cell y) { return x & y; }
  static constexpr Cell complement(std::uint64_t all, Cell x) { return all & ~x; }
  static constexpr Cell singleton(Cell element) { return 1ULL << element; }
  static constexpr Cell first(Cell set) {
    return set == 0 ? 0 : static_cast<Cell>(__builtin_ctzll(set));
  }
  static constexpr Cell add(Cell x, Cell y) { return x + y; }
  static constexpr Cell subtract(Cell x, Cell y) { return x - y; }
  static constexpr Cell multiply(Cell x, Cell y) { return x * y; }
};

}  // namespace sigspec
