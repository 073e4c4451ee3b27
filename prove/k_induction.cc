// Two questions for each k: one from the beginning, one from anywhere.
#include "prove/k_induction.h"

#include <fmt/format.h>

#include "prove/cone.h"

namespace sigspec::prove {

namespace {

class Prover {
 public:
  Prover(const System& system, const SystemProperty& property, bool invariants, const Watch& watch)
      : system_(system),
        property_(property),
        invariants_(invariants),
        watch_(watch),
        cone_(find_cone(system)),
        symbolic_(system) {}

  KInduction run(std::size_t k_max) {
    KInduction made;
    for (made.k = 1; made.k <= k_max; ++made.k) {
      if (!begins_well(made.k - 1, made.proof)) return made;
      Induction step = made.proof;
      if (ask(symbolic_, fmt::format("after {} states with it comes one with it", made.k),
              leads_out(made.k), watch_, step)) {
        made.proof = std::move(step);
        made.proof.answer = Induction::Answer::Proved;
        return made;
      }
      if (watch_.stopped() || step.answer == Induction::Answer::Unknown) break;
    }
    made.proof.failed = fmt::format("not inductive up to k={}", k_max);
    return made;
  }

 private:
  z3::expr holds(std::vector<Term>& state) {
    const z3::expr left = symbolic_.truth(property_.left, state);
    return property_.declaration->kind == "always" ? left : !left;
  }

  /// From the beginning no way of `depth` steps violates it.
  bool begins_well(std::size_t depth, Induction& proof) {
    z3::expr way = symbolic_.context().bool_val(true);
    std::vector<Term> state = symbolic_.after(system_.initial, symbolic_.nothing(), way, "i");
    way = way && symbolic_.constants(state);
    for (std::size_t i = 0; i < depth; ++i) state = next(state, "b", i, way);
    return ask(symbolic_, fmt::format("{} steps from the beginning it holds", depth),
               way && !holds(state), watch_, proof);
  }

  z3::expr leads_out(std::size_t k) {
    std::vector<Term> state = symbolic_.state();
    z3::expr way = symbolic_.typed(state);
    for (std::size_t i = 0; i < k; ++i) {
      way = way && holds(state);
      if (invariants_) way = way && symbolic_.invariants(state);
      state = next(state, "k", i, way);
    }
    return way && !holds(state);
  }

  std::vector<Term> next(std::vector<Term>& state, const std::string& name, std::size_t at,
                         z3::expr& way) {
    const std::string suffix = fmt::format("{}{}_", name, at);
    std::vector<Term> after = symbolic_.fresh("s" + suffix);
    way = way && symbolic_.leads_on(state, after, cone_.state, "e" + suffix);
    return after;
  }

  const System& system_;
  const SystemProperty& property_;
  bool invariants_;
  const Watch& watch_;
  Cone cone_;
  SymbolicSystem symbolic_;
};

}  // namespace

KInduction prove_k_inductive(const System& system, const SystemProperty& property,
                             std::size_t k_max, bool invariants, const Watch& watch) {
  try {
    return Prover(system, property, invariants, watch).run(k_max);
  } catch (const z3::exception& error) {
    KInduction failed;
    failed.proof.failed = error.msg();
    return failed;
  }
}

}  // namespace sigspec::prove
