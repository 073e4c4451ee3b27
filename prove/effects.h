// Where compiled effects write in a closed system: a state is one run of cells.
#pragma once

#include <algorithm>

#include "model/effects.h"

namespace sigspec::prove {

/// What all stores of closed systems have: there is nobody else. Stacks do not forget.
template <class D>
struct ClosedStore {
  using Domain = D;
  using Value = typename D::Cell;
  Context<D>& context;
  std::vector<typename D::Cell> values;

  explicit ClosedStore(Context<D>& of) : context(of) {}
  void concern_others(const CompiledEffect&) {}
  bool push(const CompiledEffect& effect, const Value* value) {
    const std::uint64_t depth = depth_of(effect);
    if (depth == static_cast<std::uint64_t>(effect.bound)) return false;
    write_element(effect, depth, value);
    write_depth(effect, depth + 1);
    return true;
  }
  void pop(const CompiledEffect& effect, const Value* value) {
    const std::uint64_t depth = depth_of(effect);
    if (depth == 0) return;
    write_element(effect, depth - 1, value);
    write_depth(effect, depth - 1);
  }

 protected:
  typename D::Cell* slot_at(Base base, int offset) {
    return context.base[static_cast<int>(base)] + offset;
  }

 private:
  std::uint64_t depth_of(const CompiledEffect& effect) {
    return detail::depth_of<D>(*slot_at(effect.base, effect.offset));
  }
  void write_depth(const CompiledEffect& effect, std::uint64_t depth) {
    Node literal;
    literal.kind = LeafKind::Depth;
    literal.constant = {depth, 1};
    *slot_at(effect.base, effect.offset) = D::literal(literal);
  }
  void write_element(const CompiledEffect& effect, std::uint64_t at, const Value* value) {
    const int offset = effect.offset + 1 + static_cast<int>(at) * effect.size;
    std::copy_n(value, effect.size, slot_at(effect.base, offset));
  }
};

struct ConcreteStore : ClosedStore<Concrete> {
  using Cell = Concrete::Cell;
  using ClosedStore::ClosedStore;
  static Cell member(int index, int) { return static_cast<Cell>(index); }
  void write(const Node& target, Cell value) {
    if (Cell* slot = detail::find_slot<Concrete>(target, context)) *slot = value;
  }
};

/// Of a domain whose values are terms: what may be written is chosen between with what was there.
template <class D>
struct TermStore : ClosedStore<D> {
  using Cell = typename D::Cell;
  using ClosedStore<D>::ClosedStore;
  static Cell member(int index, int count) {
    return D::member(static_cast<std::uint64_t>(index), first_bits(count));
  }
  void write(const Node& target, const Cell& value) {
    if (target.op != Op::Indexed) {
      if (Cell* slot = detail::find_slot<D>(target, this->context)) *slot = value;
      return;
    }
    Cell* base = this->slot_at(target.base, 0);
    const Cell index = operand<D>(*target.a, this->context);
    for (std::uint64_t rest = target.a->choices; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::uint64_t>(__builtin_ctzll(rest));
      Cell& slot = base[target.offset + static_cast<int>(i) * target.stride];
      const Cell here = D::equal(target.a->kind, index, D::member(i, target.a->choices));
      slot = D::choose(here, value, slot);
    }
  }
};

}  // namespace sigspec::prove
