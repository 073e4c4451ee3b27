// Makes the verification conditions and asks Z3.
#include "prove/induction.h"

#include <fmt/format.h>

#include "prove/symbolic.h"

namespace sigspec::prove {

namespace {

constexpr unsigned kTimeoutMs = 10'000;  // for one condition

/// One state as unknown terms, and what is evaluated in it.
class SymbolicSystem {
 public:
  explicit SymbolicSystem(const System& system) : system_(system) {
    Symbolic::context = &context_;
    Symbolic::failed = false;
    locals_.resize(kLocalSlots);
    for (std::size_t i = 0; i < system.slots.size(); ++i) {
      const Leaf& leaf = system.slots[i];
      state_.emplace_back(context_.constant(fmt::format("x{}", i).c_str(),
                                            Symbolic::sort_of(leaf.kind, leaf.choices)));
    }
  }
  ~SymbolicSystem() { Symbolic::context = nullptr; }
  SymbolicSystem(const SymbolicSystem&) = delete;
  SymbolicSystem& operator=(const SymbolicSystem&) = delete;

  z3::context& context() { return context_; }
  const std::vector<Term>& state() const { return state_; }

  z3::expr truth(const Node* node, std::vector<Term>& state) {
    return *operand<Symbolic>(*node, at(state));
  }

  /// Every cell has a value of its leaf, and constants are as large as the scenario says.
  z3::expr typed(std::vector<Term>& state) {
    z3::expr all = context_.bool_val(true);
    for (std::size_t i = 0; i < system_.slots.size(); ++i) {
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
      all = all && value >= context_.int_val(constant.low);
      if (constant.high) all = all && value <= context_.int_val(*constant.high);
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
  std::vector<Term> after(const Step& step, std::vector<Term> state, z3::expr& may) {
    event_.assign(static_cast<std::size_t>(system_.event_slots) + 1, Term());
    for (const OpenSlot& open : step.open) {
      const z3::expr value =
          context_.constant(fmt::format("e{}", open.slot).c_str(),
                            Symbolic::sort_of(open.leaf.kind, open.leaf.choices));
      event_[static_cast<std::size_t>(open.slot)] = value;
      may = may && Symbolic::in_domain(open.leaf, system_.choices(open.leaf), value);
      // A constant of the scenario is as large as it likes; other numbers have bounds.
      if (!open.low || &step == &system_.initial) continue;
      may = may && value >= truth(open.low, state) && value <= truth(open.high, state);
    }
    for (const Node* guard : step.guards) may = may && truth(guard, state);
    run_effects<SymbolicWriter>(step.effects, at(state));
    return state;
  }

  std::vector<Term> nothing() {
    std::vector<Term> state;
    for (const Leaf& leaf : system_.slots)
      state.push_back(leaf.kind == LeafKind::Choice ? Symbolic::member(0, leaf.choices)
                                                    : Symbolic::unknown(leaf.kind, leaf.choices));
    return state;
  }

  const System& system() const { return system_; }

 private:
  Context<Symbolic>& at(std::vector<Term>& state) {
    evaluation_.base[static_cast<int>(Base::Task)] = state.data();
    evaluation_.base[static_cast<int>(Base::Event)] = event_.data();
    evaluation_.base[static_cast<int>(Base::Local)] = locals_.data();
    return evaluation_;
  }

  const System& system_;
  z3::context context_;
  std::vector<Term> state_, event_, locals_;
  Context<Symbolic> evaluation_;
};

/// Asks whether `refuted` can be true. Returns: false when it is not certain that it cannot.
bool ask(SymbolicSystem& symbolic, const std::string& name, const z3::expr& refuted,
         Induction& result) {
  if (Symbolic::failed) {
    result.answer = Induction::Answer::Unknown;
    result.failed = "stacks have no terms";
    return false;
  }
  z3::solver solver(symbolic.context());
  solver.set("timeout", kTimeoutMs);
  solver.add(refuted);
  const z3::check_result answer = solver.check();
  if (answer == z3::unsat) {
    result.conditions.push_back({name, solver.to_smt2()});
    return true;
  }
  result.answer = answer == z3::sat ? Induction::Answer::Fails : Induction::Answer::Unknown;
  result.failed = name;
  return false;
}

std::string name_of_step(const Step& step) {
  std::string name = "rule " + step.name;
  for (const Binding& binding : step.bindings) name += " " + binding.value;
  return name;
}

}  // namespace

Induction prove_invariants(const System& system) {
  Induction result;
  try {
    SymbolicSystem symbolic(system);
    z3::expr may = symbolic.context().bool_val(true);
    std::vector<Term> begin = symbolic.after(system.initial, symbolic.nothing(), may);
    may = may && symbolic.constants(begin);
    if (!ask(symbolic, "the beginning", may && !symbolic.invariants(begin), result)) return result;
    for (const Step& step : system.steps) {
      std::vector<Term> state = symbolic.state();
      z3::expr before = symbolic.typed(state) && symbolic.invariants(state);
      std::vector<Term> next = symbolic.after(step, symbolic.state(), before);
      if (!ask(symbolic, name_of_step(step), before && !symbolic.invariants(next), result))
        return result;
    }
    result.answer = Induction::Answer::Proved;
  } catch (const z3::exception& error) {
    result.failed = error.msg();
  }
  return result;
}

Induction prove_implied(const System& system, const SystemProperty& property) {
  Induction result;
  try {
    SymbolicSystem symbolic(system);
    std::vector<Term> state = symbolic.state();
    const z3::expr holds = symbolic.truth(property.left, state);
    const z3::expr wrong = property.declaration->kind == "always" ? !holds : holds;
    const std::string name = "the invariants imply " + property.declaration->name.text;
    if (ask(symbolic, name, symbolic.typed(state) && symbolic.invariants(state) && wrong, result))
      result.answer = Induction::Answer::Proved;
  } catch (const z3::exception& error) {
    result.failed = error.msg();
  }
  return result;
}

}  // namespace sigspec::prove
