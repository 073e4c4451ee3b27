// Proofs without bounds: the invariants that a scenario states hold at the beginning, every rule
// keeps them, and they imply the property.
//
// Each of these is a question to Z3 of its own, so that a failure names the rule. What was found
// unsatisfiable is also kept as SMT-LIB 2 text, for another solver to check.
#pragma once

#include <string>
#include <vector>

#include "prove/symbolic_system.h"
#include "prove/watch.h"

namespace sigspec::prove {

/// A question whose answer `unsat` is a part of a proof.
struct Condition {
  std::string name;  // "rule stream.copies keeps accounts"
  std::string smt;   // the question as SMT-LIB 2
  std::string logic = "ALL";
  static constexpr const char* kBits = "QF_BV";  // the logic where all are bit-vectors
};

struct Induction {
  enum class Answer : std::uint8_t { Proved, Fails, Unknown };
  Answer answer = Answer::Unknown;
  std::string failed;  // the first condition that fails, or that nobody could decide
  std::vector<Condition> conditions;
};

/// The part that all properties share: the invariants hold in every reachable state.
Induction prove_invariants(const System& system, const Watch& watch);
/// Names a step: `rule stream.reads true`.
std::string name_of_step(const Step& step);
/// Asks whether `refuted` can be true; if not, that is one more condition of the proof. Returns:
/// false when it is not certain that it cannot. Then `proof` names the condition.
bool ask(SymbolicSystem& symbolic, const std::string& name, const z3::expr& refuted,
         const Watch& watch, Induction& proof);

/// Pre: the invariants hold. Do they imply the property (`always`, `never`)?
Induction prove_implied(const System& system, const SystemProperty& property, const Watch& watch);

}  // namespace sigspec::prove
