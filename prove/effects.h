// Runs compiled effects over a closed state, in whatever domain of values.
//
// The interpreter has its own way, for its states are shared between candidates. Here a state is
// one run of cells. What an expression means says eval.h alone.
#pragma once

#include <cstdlib>
#include <vector>

#include "model/lower.h"

namespace sigspec::prove {

/// A Writer says how its Domain's states are changed.
/// Returns: false when a stack was full. What would have been pushed is then lost.
template <class Writer>
bool run_effects(const std::vector<CompiledEffect>& effects,
                 Context<typename Writer::Domain>& context) {
  using D = typename Writer::Domain;
  using Kind = CompiledEffect::Kind;
  bool fine = true;
  std::vector<typename D::Cell> values;
  for (const CompiledEffect& effect : effects) {
    switch (effect.kind) {
      case Kind::Assign: {
        if (effect.only_if && D::is_false(operand<D>(*effect.only_if, context))) break;
        values.clear();
        for (const Node* value : effect.values) values.push_back(operand<D>(*value, context));
        for (std::size_t i = 0; i < effect.targets.size(); ++i)
          Writer::write(*effect.targets[i], context, values[i]);
        break;
      }
      case Kind::Push:
      case Kind::Pop: {
        values.clear();
        for (const Node* value : effect.values) values.push_back(operand<D>(*value, context));
        fine = Writer::move_stack(effect, values, context) && fine;
        break;
      }
      case Kind::ForEach:
        for (int i = 0; i < effect.count; ++i) {
          context.base[static_cast<int>(Base::Local)][effect.offset] =
              Writer::member(static_cast<std::uint64_t>(i), first_bits(effect.count));
          fine = run_effects<Writer>(effect.body, context) && fine;
        }
        break;
      case Kind::Share:
      case Kind::EachTask:
      case Kind::Tell: break;  // a closed system tells nobody else
    }
  }
  return fine;
}

struct ConcreteWriter {
  using Domain = Concrete;
  using Cell = Concrete::Cell;
  static Cell member(std::uint64_t index, std::uint64_t) { return index; }
  static void write(const Node& target, Context<Concrete>& context, Cell value) {
    if (Cell* slot = detail::find_slot<Concrete>(target, context)) *slot = value;
  }
  static bool move_stack(const CompiledEffect& effect, const std::vector<Cell>& values,
                         Context<Concrete>& context) {
    Cell* depth = context.base[static_cast<int>(effect.base)] + effect.offset;
    const bool push = effect.kind == CompiledEffect::Kind::Push;
    if (push ? *depth == static_cast<Cell>(effect.bound) : *depth == 0) return !push;
    if (!push) --*depth;
    Cell* element = depth + 1 + static_cast<std::ptrdiff_t>(*depth) * effect.size;
    for (int i = 0; i < effect.size; ++i) element[i] = values[static_cast<std::size_t>(i)];
    if (push) ++*depth;
    return true;
  }
};

/// Of a domain whose values are terms: what may be written is chosen between with what was there.
template <class D>
struct TermWriter {
  using Domain = D;
  using Cell = typename D::Cell;
  static Cell member(std::uint64_t index, std::uint64_t choices) {
    return D::member(index, choices);
  }
  static void write(const Node& target, Context<D>& context, const Cell& value) {
    Cell* base = context.base[static_cast<int>(target.base)];
    if (target.op == Op::Slot) {
      base[target.offset] = value;
      return;
    }
    if (target.op != Op::Indexed) D::no_term();
    const Cell index = operand<D>(*target.a, context);
    for (std::uint64_t rest = target.a->choices; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::uint64_t>(__builtin_ctzll(rest));
      Cell& slot = base[target.offset + static_cast<int>(i) * target.stride];
      const Cell here = D::equal(target.a->kind, index, D::member(i, target.a->choices));
      slot = D::choose(here, value, slot);
    }
  }
  [[noreturn]] static bool move_stack(const CompiledEffect&, const std::vector<Cell>&,
                                      Context<D>&) {
    D::no_term();
    std::abort();
  }
};

}  // namespace sigspec::prove
