// The one evaluator: what a node means, written once over an abstract domain of values.
//
// A domain is a bag of static functions over its Cell (partly.h, concrete.h; the symbolic one comes
// with the proofs). Nothing here knows Linux.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "model/concrete.h"
#include "model/node.h"
#include "model/partly.h"

namespace sigspec {

/// The numbers of calls by ABI: [abi][call id], negative when the ABI has no such call.
struct CallNumbers {
  std::vector<std::vector<std::int64_t>> of_abi;
};

/// Who has which number among the tasks that are followed. Identities are never used again; 0 is
/// nobody.
struct Directory {
  struct Entry {
    std::uint64_t task = 0, process = 0;
  };
  std::unordered_map<std::int64_t, Entry> by_number;
  std::uint64_t find(std::int64_t number, bool task) const {
    const auto known = by_number.find(number);
    if (known == by_number.end()) return 0;
    return task ? known->second.task : known->second.process;
  }
};

/// A call in a state, its first leaf: which one (high bits) and its arguments at entry (low bits).
inline constexpr int kCallKeyBits = 48;

/// One undone write: partly known evaluation narrows slots and takes it back.
struct TrailEntry {
  Cell* slot;
  Cell before;
  LeafKind kind;
  Base base;
};

/// Where slots live during one evaluation.
template <class D>
struct Context {
  typename D::Cell* base[kBases] = {};
  const CallNumbers* numbers = nullptr;
  const Directory* directory = nullptr;      // none: nobody has a number
  std::vector<TrailEntry>* trail = nullptr;  // partly known only
};

/// Evaluates both arms, each under its assumption, and joins them (learn.cc).
Cell evaluate_by_cases(const Node& node, Context<Partly>& context);

/// A domain whose values are terms: it chooses between two (`choose`), and of stacks it has those
/// whose depth is a known term.
template <class D>
inline constexpr bool is_symbolic = requires { D::no_term(); };

namespace detail {

template <class D>
std::uint64_t depth_of(const typename D::Cell& c) {
  if constexpr (std::is_same_v<D, Partly>) return c.a;
  else if constexpr (is_symbolic<D>) return D::depth(c);
  else return c;
}
template <class D>
bool bottom_known(const typename D::Cell& c) {
  if constexpr (std::is_same_v<D, Partly>) return c.b != 0;
  else return true;
}

/// The cell of a Slot, an Indexed with a known index, or a Top of a known element; else nullptr.
template <class D>
typename D::Cell* find_slot(const Node& n, Context<D>& x);

template <class D>
typename D::Cell indexed(const Node& n, Context<D>& x);

}  // namespace detail

template <class D>
typename D::Cell eval(const Node& n, Context<D>& x);

/// As eval. Most operands are constants or slots: those need no call.
template <class D>
inline typename D::Cell operand(const Node& n, Context<D>& x) {
  if (n.op == Op::Const) return D::literal(n);
  if (n.op == Op::Slot) return x.base[static_cast<int>(n.base)][n.offset];
  return eval<D>(n, x);
}

template <class D>
typename D::Cell eval(const Node& n, Context<D>& x) {
  using Value = typename D::Cell;
  const auto a = [&] { return operand<D>(*n.a, x); };
  const auto b = [&] { return operand<D>(*n.b, x); };
  switch (n.op) {
    case Op::Const: return D::literal(n);
    case Op::Slot: return x.base[static_cast<int>(n.base)][n.offset];
    case Op::Indexed: return detail::indexed<D>(n, x);
    case Op::Top: {
      const Value* slot = detail::find_slot<D>(n, x);
      return slot ? *slot : D::unknown(n.kind, n.choices);
    }
    case Op::StackEmpty: {
      const Value depth = x.base[static_cast<int>(n.base)][n.offset];
      if (detail::depth_of<D>(depth) > 0) return D::literal(*n.a);
      return detail::bottom_known<D>(depth) ? D::literal(*n.b) : D::literal(*n.c);
    }
    case Op::Not: return D::negate(a());
    case Op::And: {
      const Value left = a();
      return D::is_false(left) ? left : D::both(left, b());
    }
    case Op::Or: {
      const Value left = a();
      return D::is_true(left) ? left : D::one_of(left, b());
    }
    case Op::Equal: return D::equal(n.a->kind, a(), b());
    case Op::Less: return D::less(a(), b());
    case Op::In: return D::in(a(), b());
    case Op::Among: return D::in(a(), D::members(n));
    case Op::Subset: return D::subset(a(), b());
    case Op::Unite: return D::unite(a(), b());
    case Op::Minus: return D::minus(a(), b());
    case Op::Meet: return D::meet_sets(a(), b());
    case Op::Complement: return D::complement(n.choices, a());
    case Op::Singleton: return D::singleton(a());
    case Op::First: return D::first(a());
    case Op::Add: return D::add(a(), b());
    case Op::Subtract: return D::subtract(a(), b());
    case Op::Multiply: return D::multiply(a(), b());
    case Op::If: {
      const Value condition = a();
      if (D::is_true(condition)) return b();
      if (D::is_false(condition)) return operand<D>(*n.c, x);
      if constexpr (std::is_same_v<D, Partly>) return evaluate_by_cases(n, x);
      if constexpr (is_symbolic<D>) return D::choose(condition, b(), operand<D>(*n.c, x));
      return b();
    }
    case Op::Either: {
      const Value reason = a();
      if constexpr (std::is_same_v<D, Partly>) {
        if (!D::is_false(reason)) return Partly::join(n.kind, b(), operand<D>(*n.c, x));
      }
      return b();
    }
    case Op::CallNumber: {
      const Value call = a();
      if constexpr (std::is_same_v<D, Partly>) {
        if (!call.b) return {};
        const auto& numbers = x.numbers->of_abi[static_cast<std::size_t>(n.offset)];
        const auto id = call.a >> kCallKeyBits;
        if (id >= numbers.size() || numbers[id] < 0) return {};
        return {static_cast<std::uint64_t>(numbers[id]), 1};
      } else if constexpr (is_symbolic<D>) {
        return D::no_term();
      } else {
        return static_cast<Value>(
            x.numbers->of_abi[static_cast<std::size_t>(n.offset)][call >> kCallKeyBits]);
      }
    }
    case Op::WhoIs: {
      const Value number = a();
      const auto find = [&](std::int64_t of) {
        return x.directory ? x.directory->find(of, n.stride != 0) : 0;
      };
      if constexpr (std::is_same_v<D, Partly>) {
        if (!Partly::known(n.a->kind, number)) return {};
        return {find(static_cast<std::int64_t>(number.a)), 1};
      } else if constexpr (is_symbolic<D>) {
        return D::no_term();
      } else {
        return static_cast<Value>(find(static_cast<std::int64_t>(number)));
      }
    }
  }
  return {};
}

namespace detail {

template <class D>
typename D::Cell* find_slot(const Node& n, Context<D>& x) {
  auto* base = x.base[static_cast<int>(n.base)];
  switch (n.op) {
    case Op::Slot: return base + n.offset;
    case Op::Indexed: {
      const auto index = operand<D>(*n.a, x);
      if constexpr (std::is_same_v<D, Partly>) {
        if (!Partly::single(index.a)) return nullptr;
        return base + n.offset + __builtin_ctzll(index.a) * n.stride;
      } else if constexpr (is_symbolic<D>) {
        return nullptr;
      } else {
        return base + n.offset + static_cast<std::ptrdiff_t>(index) * n.stride;
      }
    }
    case Op::Top: {
      const auto depth = depth_of<D>(base[n.offset]);
      if (depth == 0) return nullptr;
      return base + n.offset + 1 + static_cast<std::ptrdiff_t>(depth - 1) * n.size + n.stride;
    }
    default: return nullptr;
  }
}

template <class D>
typename D::Cell indexed(const Node& n, Context<D>& x) {
  if (auto* slot = find_slot<D>(n, x)) return *slot;
  if constexpr (std::is_same_v<D, Partly>) {
    const auto index = operand<D>(*n.a, x);
    const auto* base = x.base[static_cast<int>(n.base)] + n.offset;
    Cell result{};
    bool first = true;
    for (std::uint64_t rest = index.a; rest != 0; rest &= rest - 1) {
      const Cell element = base[__builtin_ctzll(rest) * n.stride];
      result = first ? element : Partly::join(n.kind, result, element);
      first = false;
    }
    return result;
  }
  if constexpr (is_symbolic<D>) {
    const auto index = operand<D>(*n.a, x);
    const auto* base = x.base[static_cast<int>(n.base)] + n.offset;
    auto result = base[__builtin_ctzll(n.a->choices) * n.stride];
    for (std::uint64_t rest = n.a->choices & (n.a->choices - 1); rest != 0; rest &= rest - 1) {
      const int i = __builtin_ctzll(rest);
      const auto is_this = D::equal(n.a->kind, index, D::member(i, n.a->choices));
      result = D::choose(is_this, base[i * n.stride], result);
    }
    return result;
  }
  return {};
}

}  // namespace detail
}  // namespace sigspec
