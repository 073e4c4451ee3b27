// Makes the verification conditions and asks Z3.
#include "prove/induction.h"

#include <fmt/format.h>

#include "prove/decide.h"

namespace sigspec::prove {

namespace {

constexpr unsigned kConditionMs = 10'000;  // for one condition

}  // namespace

bool ask(SymbolicSystem& symbolic, const std::string& name, const z3::expr& refuted,
         const Watch& watch, Induction& result) {
  watch.tell(name);
  z3::solver solver(symbolic.context());
  solver.add(refuted);
  const z3::check_result answer = decide(solver, kConditionMs, watch);
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

Induction prove_invariants(const System& system, const Watch& watch) {
  Induction result;
  try {
    SymbolicSystem symbolic(system);
    z3::expr may = symbolic.context().bool_val(true);
    std::vector<Term> begin = symbolic.after(system.initial, symbolic.nothing(), may);
    may = may && symbolic.constants(begin);
    if (!ask(symbolic, "the beginning", may && !symbolic.invariants(begin), watch, result))
      return result;
    for (const Step& step : system.steps) {
      std::vector<Term> state = symbolic.state();
      z3::expr before = symbolic.typed(state) && symbolic.invariants(state);
      std::vector<Term> next = symbolic.after(step, symbolic.state(), before);
      if (!ask(symbolic, name_of_step(step), before && !symbolic.invariants(next), watch, result))
        return result;
    }
    result.answer = Induction::Answer::Proved;
  } catch (const z3::exception& error) {
    result.failed = error.msg();
  }
  return result;
}

Induction prove_implied(const System& system, const SystemProperty& property, const Watch& watch) {
  Induction result;
  try {
    SymbolicSystem symbolic(system);
    std::vector<Term> state = symbolic.state();
    const z3::expr holds = symbolic.truth(property.left, state);
    const z3::expr wrong = property.declaration->kind == "always" ? !holds : holds;
    const std::string name = "the invariants imply " + property.declaration->name.text;
    if (ask(symbolic, name, symbolic.typed(state) && symbolic.invariants(state) && wrong, watch,
            result))
      result.answer = Induction::Answer::Proved;
  } catch (const z3::exception& error) {
    result.failed = error.msg();
  }
  return result;
}

}  // namespace sigspec::prove
