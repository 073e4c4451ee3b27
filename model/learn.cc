// Learning goes down a node with a polarity; every write is on the trail.
#include "model/learn.h"

#include <vector>

namespace sigspec {

namespace {

using C = Context<Partly>;

void write(Cell* slot, Cell value, LeafKind kind, Base base, C& x) {
  if (*slot == value) return;
  x.trail->push_back({slot, *slot, kind, base});
  *slot = value;
}

/// A slot that an assumption narrowed, and to what.
struct Narrowed {
  Cell* slot;
  Cell value;
  LeafKind kind;
  Base base;
};

bool is_place(const Node& n) {
  return n.op == Op::Slot || n.op == Op::Indexed || n.op == Op::Top;
}

/// Assumes `first`, or `second`, and keeps what both leave possible.
template <class First, class Second>
bool assume_one(C& x, First&& first, Second&& second) {
  const auto mark = x.trail->size();
  const auto collect = [&] {
    std::vector<Narrowed> narrowed;
    for (auto i = mark; i < x.trail->size(); ++i) {
      const TrailEntry& entry = (*x.trail)[i];
      narrowed.push_back({entry.slot, *entry.slot, entry.kind, entry.base});
    }
    return narrowed;
  };
  const bool first_possible = first();
  const auto after_first = first_possible ? collect() : std::vector<Narrowed>{};
  undo(x, mark);
  const bool second_possible = second();
  if (!first_possible) return second_possible;  // keeps what `second` taught
  if (!second_possible) {
    undo(x, mark);
    for (const Narrowed& n : after_first) write(n.slot, n.value, n.kind, n.base, x);
    return true;
  }
  const auto after_second = collect();
  undo(x, mark);
  // A slot that only one side narrowed may still have its old value: nothing to keep.
  for (const Narrowed& n : after_first)
    for (const Narrowed& other : after_second)
      if (n.slot == other.slot)
        write(n.slot, Partly::join(n.kind, n.value, other.value), n.kind, n.base, x);
  return true;
}

bool assume_in(const Node& n, bool value, C& x) {
  const Cell element = eval<Partly>(*n.a, x), set = eval<Partly>(*n.b, x);
  const std::uint64_t possible = value ? element.a & set.b : element.a & ~set.a;
  if (possible == 0) return false;
  if (!assume_equal(*n.a, {possible, 0}, x)) return false;
  if (!Partly::single(possible)) return true;
  const std::uint64_t all = n.b->choices;
  return assume_equal(*n.b, value ? Cell{possible, all} : Cell{0, all & ~possible}, x);
}

bool assume_among(const Node& n, bool value, C& x) {
  const std::uint64_t now = eval<Partly>(*n.a, x).a, members = n.constant.a;
  const std::uint64_t possible = value ? now & members : now & ~members;
  return possible != 0 && assume_equal(*n.a, {possible, 0}, x);
}

bool assume_equality(const Node& n, bool value, C& x) {
  const LeafKind kind = n.a->kind;
  const Cell left = eval<Partly>(*n.a, x), right = eval<Partly>(*n.b, x);
  if (value) {
    Cell both{};
    if (!Partly::meet(kind, left, right, both)) return false;
    return assume_equal(*n.a, both, x) && assume_equal(*n.b, both, x);
  }
  if (Partly::is_true(Partly::equal(kind, left, right))) return false;
  if (kind != LeafKind::Choice) return true;
  if (Partly::single(right.a) && !assume_equal(*n.a, {left.a & ~right.a, 0}, x)) return false;
  if (Partly::single(left.a) && !assume_equal(*n.b, {right.a & ~left.a, 0}, x)) return false;
  return true;
}

bool assume_less(const Node& n, bool value, C& x) {
  const Cell left = eval<Partly>(*n.a, x), right = eval<Partly>(*n.b, x);
  const auto below = [](std::int64_t v) { return v == kLowest || v == kHighest ? v : v - 1; };
  const auto above = [](std::int64_t v) { return v == kLowest || v == kHighest ? v : v + 1; };
  if (value)
    return assume_equal(*n.a, Partly::interval(kLowest, below(Partly::high(right))), x) &&
           assume_equal(*n.b, Partly::interval(above(Partly::low(left)), kHighest), x);
  return assume_equal(*n.a, Partly::interval(Partly::low(right), kHighest), x) &&
         assume_equal(*n.b, Partly::interval(kLowest, Partly::high(left)), x);
}

bool assume_junction(const Node& n, bool value, C& x) {
  const bool needs_both = (n.op == Op::And) == value;
  if (needs_both) return assume(*n.a, value, x) && assume(*n.b, value, x);
  return assume_one(
      x, [&] { return assume(*n.a, value, x); }, [&] { return assume(*n.b, value, x); });
}

bool assume_subset(const Node& n, bool value, C& x) {
  const Cell left = eval<Partly>(*n.a, x), right = eval<Partly>(*n.b, x);
  if (!value) return !Partly::is_true(Partly::subset(left, right));
  return assume_equal(*n.a, {0, right.b}, x) && assume_equal(*n.b, {left.a, n.b->choices}, x);
}

}  // namespace

void undo(C& context, std::size_t mark) {
  auto& trail = *context.trail;
  while (trail.size() > mark) {
    *trail.back().slot = trail.back().before;
    trail.pop_back();
  }
}

bool assume_equal(const Node& node, Cell value, C& x) {
  Cell narrowed{};
  if (!Partly::meet(node.kind, eval<Partly>(node, x), value, narrowed)) return false;
  if (is_place(node)) {
    if (Cell* slot = detail::find_slot<Partly>(node, x))
      write(slot, narrowed, node.kind, node.base, x);
    return true;
  }
  switch (node.op) {
    case Op::If: {
      const Cell condition = eval<Partly>(*node.a, x);
      if (Partly::is_true(condition)) return assume_equal(*node.b, value, x);
      if (Partly::is_false(condition)) return assume_equal(*node.c, value, x);
      return assume_one(
          x, [&] { return assume(*node.a, true, x) && assume_equal(*node.b, value, x); },
          [&] { return assume(*node.a, false, x) && assume_equal(*node.c, value, x); });
    }
    case Op::Either: {
      if (Partly::is_false(eval<Partly>(*node.a, x))) return assume_equal(*node.b, value, x);
      return true;
    }
    case Op::Minus: {
      // s - k = v with k known: what v must hold is in s; what it may not hold, and k has not
      // taken away, is not in s.
      // What s must hold and v may not, k has taken away.
      const Cell taken = eval<Partly>(*node.b, x);
      if (!assume_equal(*node.a, {value.a, value.b | taken.b}, x)) return false;
      const Cell whole = eval<Partly>(*node.a, x);
      return assume_equal(*node.b, {whole.a & ~value.b, node.b->choices}, x);
    }
    case Op::Meet: {
      // What one side must hold, and is not in both, is not in the other.
      const Cell left = eval<Partly>(*node.a, x), right = eval<Partly>(*node.b, x);
      return assume_equal(*node.a, {value.a, value.b | (node.a->choices & ~right.a)}, x) &&
             assume_equal(*node.b, {value.a, value.b | (node.b->choices & ~left.a)}, x);
    }
    case Op::Unite: {
      const Cell left = eval<Partly>(*node.a, x), right = eval<Partly>(*node.b, x);
      return assume_equal(*node.a, {value.a & ~right.b, value.b}, x) &&
             assume_equal(*node.b, {value.a & ~left.b, value.b}, x);
    }
    case Op::Singleton:
      if (value.a) return assume_equal(*node.a, {value.a, 0}, x);
      return assume_equal(*node.a, {value.b, 0}, x);
    case Op::Not:
      if (narrowed.a != kTrue && narrowed.a != kFalse) return true;
      return assume(*node.a, narrowed.a == kFalse, x);
    case Op::And: case Op::Or: case Op::Equal: case Op::Less: case Op::In: case Op::Among:
    case Op::Subset: case Op::StackEmpty:
      if (narrowed.a != kTrue && narrowed.a != kFalse) return true;
      return assume(node, narrowed.a == kTrue, x);
    default:
      return true;  // nothing is learned: sound, weaker
  }
}

bool assume(const Node& n, bool value, C& x) {
  const Cell now = eval<Partly>(n, x);
  if (Partly::is_true(now)) return value;
  if (Partly::is_false(now)) return !value;
  switch (n.op) {
    case Op::Slot:
    case Op::Indexed:
    case Op::Top:
    case Op::If:
    case Op::Either:
      return assume_equal(n, Partly::truth(value ? kTrue : kFalse), x);
    case Op::Not: return assume(*n.a, !value, x);
    case Op::And:
    case Op::Or: return assume_junction(n, value, x);
    case Op::Equal: return assume_equality(n, value, x);
    case Op::Less: return assume_less(n, value, x);
    case Op::In: return assume_in(n, value, x);
    case Op::Among: return assume_among(n, value, x);
    case Op::Subset: return assume_subset(n, value, x);
    case Op::StackEmpty: {
      if (!value) return true;  // something lies below the known part: not representable
      Cell* depth = x.base[static_cast<int>(n.base)] + n.offset;
      write(depth, {depth->a, 1}, LeafKind::Depth, n.base, x);
      return true;
    }
    default: return true;
  }
}

Cell evaluate_by_cases(const Node& node, C& x) {
  // Constant arms do not depend on what the condition teaches.
  if (node.b->op == Op::Const && node.c->op == Op::Const)
    return Partly::join(node.kind, node.b->constant, node.c->constant);
  const auto mark = x.trail->size();
  Cell result{};
  bool any = false;
  for (const bool condition : {true, false}) {
    if (assume(*node.a, condition, x)) {
      const Cell arm = eval<Partly>(condition ? *node.b : *node.c, x);
      result = any ? Partly::join(node.kind, result, arm) : arm;
      any = true;
    }
    undo(x, mark);
    if (any && result == Partly::unknown(node.kind, node.choices)) break;  // so it stays
  }
  return any ? result : Partly::unknown(node.kind, node.choices);
}

}  // namespace sigspec
