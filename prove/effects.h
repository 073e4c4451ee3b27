// Where compiled effects write in a closed system: a state is one run of cells.
#pragma once

#include <cstdlib>

#include "model/effects.h"

namespace sigspec::prove {

/// What all stores of closed systems have: there is nobody else.
template <class D>
struct ClosedStore {
  using Domain = D;
  Context<D>& context;
  std::vector<typename D::Cell> values;

  explicit ClosedStore(Context<D>& of) : context(of) {}
  void concern_others(const CompiledEffect&) {}

 protected:
  typename D::Cell* slot_at(Base base, int offset) {
    return context.base[static_cast<int>(base)] + offset;
  }
};

struct ConcreteStore : ClosedStore<Concrete> {
  using Cell = Concrete::Cell;
  using ClosedStore::ClosedStore;
  static Cell member(int index, int) { return static_cast<Cell>(index); }
  void write(const Node& target, Cell value) {
    if (Cell* slot = detail::find_slot<Concrete>(target, context)) *slot = value;
  }
  bool push(const CompiledEffect& effect, const Cell* value) {
    Cell* depth = slot_at(effect.base, effect.offset);
    if (*depth == static_cast<Cell>(effect.bound)) return false;
    write_element(effect, depth, value);
    ++*depth;
    return true;
  }
  void pop(const CompiledEffect& effect, const Cell* value) {
    Cell* depth = slot_at(effect.base, effect.offset);
    if (*depth == 0) return;
    --*depth;
    write_element(effect, depth, value);
  }

 private:
  static void write_element(const CompiledEffect& effect, Cell* depth, const Cell* value) {
    std::copy_n(value, effect.size, depth + 1 + static_cast<std::ptrdiff_t>(*depth) * effect.size);
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
    Cell* base = this->slot_at(target.base, 0);
    if (target.op == Op::Slot) {
      base[target.offset] = value;
      return;
    }
    if (target.op != Op::Indexed) D::no_term();
    const Cell index = operand<D>(*target.a, this->context);
    for (std::uint64_t rest = target.a->choices; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::uint64_t>(__builtin_ctzll(rest));
      Cell& slot = base[target.offset + static_cast<int>(i) * target.stride];
      const Cell here = D::equal(target.a->kind, index, D::member(i, target.a->choices));
      slot = D::choose(here, value, slot);
    }
  }
  [[noreturn]] static bool push(const CompiledEffect&, const Cell*) { no_stacks(); }
  [[noreturn]] static void pop(const CompiledEffect&, const Cell*) { no_stacks(); }

 private:
  [[noreturn]] static void no_stacks() {
    D::no_term();
    std::abort();
  }
};

}  // namespace sigspec::prove
