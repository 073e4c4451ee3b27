// A system's states as terms, and what each step makes of them.
#pragma once

#include <fmt/format.h>

#include <cctype>
#include <string>

#include "model/system.h"
#include "prove/cone.h"
#include "prove/symbolic.h"

namespace sigspec::prove {

/// One state as unknown terms, and what is evaluated in it.
class SymbolicSystem {
 public:
  explicit SymbolicSystem(const System& system, NumberSort numbers = NumberSort::Unbounded)
      : system_(system), cone_(find_cone(system)) {
    Symbolic::numbers = numbers;
    Symbolic::context = &context_;
    state_ = fresh("x");
    locals_.resize(kLocalSlots);
  }
  ~SymbolicSystem() {
    Symbolic::context = nullptr;
    Symbolic::numbers = NumberSort::Unbounded;
  }
  SymbolicSystem(const SymbolicSystem&) = delete;
  SymbolicSystem& operator=(const SymbolicSystem&) = delete;

  z3::context& context() { return context_; }
  const std::vector<Term>& state() const { return state_; }

  /// A state of which nothing is known. `name` tells its terms from those of others.
  std::vector<Term> fresh(const std::string& name) {
    std::vector<Term> state;
    for (std::size_t i = 0; i < system_.slots.size(); ++i) {
      const Leaf& leaf = system_.slots[i];
      state.emplace_back(context_.constant(fmt::format("{}{}", name, i).c_str(),
                                           Symbolic::sort_of(leaf.kind, leaf.choices)));
    }
    return state;
  }

  z3::expr value(const Node* node, std::vector<Term>& state) {
    return *operand<Symbolic>(*node, at(state));
  }
  z3::expr truth(const Node* node, std::vector<Term>& state) { return value(node, state); }

  /// Every cell that matters has a value of its leaf, and constants are as large as the scenario
  /// says.
  z3::expr typed(std::vector<Term>& state) {
    z3::expr all = context_.bool_val(true);
    for (std::size_t i = 0; i < system_.slots.size(); ++i) {
      if (!cone_.state[i]) continue;
      const z3::expr one =
          Symbolic::in_domain(system_.slots[i], system_.slots[i].choices, *state[i]);
      if (!one.is_true()) all = all && one;
    }
    return all && constants(state);
  }

  z3::expr constants(std::vector<Term>& state) {
    z3::expr all = context_.bool_val(true);
    for (const Instances::Constant& constant : system_.scenario->instances.constants) {
      const z3::expr& value = *state[static_cast<std::size_t>(constant.offset)];
      all = all && value >= Symbolic::number(constant.low);
      if (constant.high) all = all && value <= Symbolic::number(*constant.high);
    }
    return all;
  }

  z3::expr invariants(std::vector<Term>& state) {
    z3::expr all = context_.bool_val(true);
    for (const SystemHint& hint : system_.hints)
      if (hint.declaration->kind == "invariant") all = all && truth(hint.node, state);
    return all;
  }

  /// The state after a step; `may`: that it can be taken, with what it leaves open.
  std::vector<Term> after(const Step& step, std::vector<Term> state, z3::expr& may,
                          const std::string& event = "e") {
    event_.assign(static_cast<std::size_t>(system_.event_slots) + 1, Term());
    for (const OpenSlot& open : step.open) {
      const z3::expr value = open_value(open, event);
      event_[static_cast<std::size_t>(open.slot)] = value;
      may = may && Symbolic::in_domain(open.leaf, system_.choices(open.leaf), value);
      // A constant of the scenario is as large as it likes; other numbers have bounds.
      if (!open.low || &step == &system_.initial) continue;
      may = may && value >= truth(open.low, state) && value <= truth(open.high, state);
    }
    for (const Node* guard : step.guards) {
      const z3::expr holds = truth(guard, state);
      if (holds.is_false()) {
        may = holds;
        return state;
      }
      may = may && holds;
    }
    TermStore<Symbolic> store(at(state));
    fits_ = run_effects(step.effects, store);
    return state;
  }

  /// Had the stacks room for what the last step pushed?
  bool fits() const { return fits_; }

  /// Some step leads from one state to the other, as far as the slots that matter tell. `which`,
  /// where given, is its number.
  z3::expr leads_on(std::vector<Term>& now, std::vector<Term>& next,
                    const std::vector<bool>& matters, const std::string& event,
                    const z3::expr* which = nullptr) {
    z3::expr any = context_.bool_val(false);
    for (std::size_t number = 0; number < system_.steps.size(); ++number) {
      z3::expr taken =
          which ? *which == context_.int_val(static_cast<int>(number)) : context_.bool_val(true);
      const std::vector<Term> made = after(system_.steps[number], now, taken, event);
      for (std::size_t i = 0; i < made.size(); ++i)
        if (matters[i]) taken = taken && *next[i] == *made[i];
      any = any || taken;
    }
    return any;
  }

  /// Can the step be taken, whatever is chosen?
  z3::expr enabled(const Step& step, std::vector<Term>& state) {
    z3::expr may = context_.bool_val(true);
    after(step, state, may, "a");
    z3::expr_vector open(context_);
    for (const OpenSlot& slot : step.open) open.push_back(open_value(slot, "a"));
    const z3::expr simple = may.simplify();
    return open.empty() ? simple : z3::exists(open, simple);
  }

  /// What a step leaves open, chosen at the event of this name. In the steps a slot has different
  /// sorts, and no two constants of a certificate may have one name.
  z3::expr open_value(const OpenSlot& open, const std::string& event) {
    const z3::sort sort = Symbolic::sort_of(open.leaf.kind, open.leaf.choices);
    std::string name = fmt::format("{}{}", event, open.slot);
    for (const char c : sort.to_string())
      if (std::isalnum(static_cast<unsigned char>(c))) name += c;
    return context_.constant(name.c_str(), sort);
  }

  std::vector<Term> nothing() {
    std::vector<Term> state;
    for (const Leaf& leaf : system_.slots)
      state.push_back(leaf.kind == LeafKind::Choice ? Symbolic::member(0, leaf.choices)
                                                    : Symbolic::unknown(leaf.kind, leaf.choices));
    return state;
  }

 private:
  Context<Symbolic>& at(std::vector<Term>& state) {
    evaluation_.base[static_cast<int>(Base::Task)] = state.data();
    evaluation_.base[static_cast<int>(Base::Event)] = event_.data();
    evaluation_.base[static_cast<int>(Base::Local)] = locals_.data();
    return evaluation_;
  }

  const System& system_;
  const Cone cone_;
  z3::context context_;  // before the terms, which live in it
  std::vector<Term> state_, event_, locals_;
  Context<Symbolic> evaluation_;
  bool fits_ = true;
};

}  // namespace sigspec::prove
