// What effects do: written once over a domain of values, as eval.h says what expressions mean.
//
// A store is a state that can be written to. It says how a place of its domain is written and a
// stack is moved, and what becomes of what concerns other tasks; everything else stands here.
#pragma once

#include <algorithm>
#include <vector>

#include "model/lower.h"

namespace sigspec {

/// The values of some nodes, all before anything is written. Valid until the next call.
template <class Store>
const typename Store::Domain::Cell* evaluate(const std::vector<const Node*>& nodes, Store& store) {
  if (store.values.size() < nodes.size()) store.values.resize(nodes.size());
  auto* value = store.values.data();
  for (const Node* node : nodes) *value++ = operand<typename Store::Domain>(*node, store.context);
  return store.values.data();
}

template <class Store>
void assign(const CompiledEffect& effect, Store& store) {
  using D = typename Store::Domain;
  bool certain = false;
  if (effect.only_if) {
    const auto holds = operand<D>(*effect.only_if, store.context);
    if (D::is_false(holds)) return;
    certain = D::is_true(holds);
  }
  const auto* value = evaluate(certain ? effect.if_so : effect.values, store);
  for (const Node* target : effect.targets) store.write(*target, *value++);
}

/// Returns: false when a stack was full. What would have been pushed is then lost.
template <class Store>
bool run_effects(const std::vector<CompiledEffect>& effects, Store& store) {
  using Kind = CompiledEffect::Kind;
  bool fine = true;
  for (const CompiledEffect& effect : effects) {
    if constexpr (requires { store.note(effect); }) store.note(effect);
    switch (effect.kind) {
      case Kind::Assign:
        if constexpr (requires { store.fill(effect); }) {
          if (!effect.constants.empty()) {
            store.fill(effect);
            break;
          }
        }
        assign(effect, store);
        break;
      case Kind::Push: fine = store.push(effect, evaluate(effect.values, store)) && fine; break;
      case Kind::Pop: store.pop(effect, evaluate(effect.values, store)); break;
      case Kind::ForEach:
        for (int i = 0; i < effect.count; ++i) {
          store.context.base[static_cast<int>(Base::Local)][effect.offset] =
              Store::member(i, effect.count);
          fine = run_effects(effect.body, store) && fine;
        }
        break;
      case Kind::Share:
      case Kind::EachTask:
      case Kind::Tell: store.concern_others(effect); break;
    }
  }
  return fine;
}

/// The store of what is partly known. `write_slot(base, slot, value)` is what writing one slot is.
template <class Derived>
struct PartlyStore {
  using Domain = Partly;
  Context<Partly>& context;
  std::vector<Cell>& values;

  static Cell member(int index, int) { return {1ULL << index, 0}; }

  void write(const Node& target, const Cell& value) {
    Cell* slot = target.op == Op::Slot ? slot_at(target.base, target.offset)
                                       : detail::find_slot<Partly>(target, context);
    if (slot) write_slot(target.base, slot, value);
    else if (target.op == Op::Indexed) write_one_of(target, value);
  }

  /// The oldest is forgotten when there is no room.
  bool push(const CompiledEffect& effect, const Cell* value) {
    Cell* depth = slot_at(effect.base, effect.offset);
    if (depth->a == static_cast<std::uint64_t>(effect.bound)) {
      std::copy(depth + 1 + effect.size, depth + 1 + effect.size * effect.bound, depth + 1);
      *depth = {depth->a - 1, 0};
    }
    Cell* element = depth + 1 + static_cast<std::ptrdiff_t>(depth->a) * effect.size;
    for (int i = 0; i < effect.size; ++i) write_slot(effect.base, element + i, value[i]);
    write_slot(effect.base, depth, {depth->a + 1, depth->b});
    return true;
  }

  void pop(const CompiledEffect& effect, const Cell* value) {
    Cell* depth = slot_at(effect.base, effect.offset);
    if (depth->a == 0) return;
    Cell* element = depth + 1 + static_cast<std::ptrdiff_t>(depth->a - 1) * effect.size;
    for (int i = 0; i < effect.size; ++i) write_slot(effect.base, element + i, value[i]);
    write_slot(effect.base, depth, {depth->a - 1, depth->b});
  }

 protected:
  Cell* slot_at(Base base, int offset) { return context.base[static_cast<int>(base)] + offset; }

 private:
  void write_slot(Base base, Cell* slot, const Cell& value) {
    static_cast<Derived*>(this)->write_slot(base, slot, value);
  }
  /// Which of several it is nobody knows: each may be as it was, or as it is now.
  void write_one_of(const Node& target, const Cell& value) {
    for (std::uint64_t rest = operand<Partly>(*target.a, context).a; rest != 0; rest &= rest - 1) {
      Cell* slot = slot_at(target.base, target.offset + __builtin_ctzll(rest) * target.stride);
      write_slot(target.base, slot, Partly::join(target.kind, *slot, value));
    }
  }
};

}  // namespace sigspec
