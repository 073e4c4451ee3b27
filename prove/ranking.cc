// Makes the verification conditions of ranks: one for each instance of a rule, and a few more.
#include "prove/ranking.h"

#include <algorithm>

namespace sigspec::prove {

namespace {

class Ranking {
 public:
  Ranking(const System& system, const SystemProperty& property, const Watch& watch)
      : system_(system), property_(property), watch_(watch), symbolic_(system) {
    for (const SystemHint& hint : system.hints) {
      if (!hint.is_for(property)) continue;
      if (hint.declaration->kind == "rank") ranks_.push_back(&hint);
      if (hint.declaration->kind != "helpful") continue;
      explicit_ = true;
      if (hint.fair_class >= 0) helpful_.push_back({hint.fair_class, &hint});
    }
    for (int i = 0; !explicit_ && i < static_cast<int>(system.fair_classes.size()); ++i)
      helpful_.push_back({i, nullptr});
  }

  Induction prove() {
    const bool done = property_.declaration->kind == "until"
                          ? keeps_until()
                          : something_is_helpful() && helpful_can_be_taken() && steps_lead_on();
    if (done) proof_.answer = Induction::Answer::Proved;
    return std::move(proof_);
  }

 private:
  struct Helpful {
    int fair_class;
    const SystemHint* where;  // none: wherever it can be taken
  };

  bool ask(const std::string& name, const z3::expr& refuted) {
    return sigspec::prove::ask(symbolic_, property_.declaration->name.text + ": " + name, refuted,
                               watch_, proof_);
  }

  z3::expr truth(bool value) { return symbolic_.context().bool_val(value); }
  bool is_eventually() const { return property_.declaration->kind == "eventually"; }
  z3::expr goal(std::vector<Term>& state) {
    return symbolic_.truth(is_eventually() ? property_.left : property_.right, state);
  }
  z3::expr reachable(std::vector<Term>& state) {
    return symbolic_.typed(state) && symbolic_.invariants(state);
  }

  z3::expr can_be_taken(int fair_class, std::vector<Term>& state) {
    z3::expr any = truth(false);
    for (const Step& step : system_.steps)
      if (step.fair_class == fair_class) any = any || symbolic_.enabled(step, state);
    return any;
  }
  z3::expr is_helpful(const Helpful& helpful, std::vector<Term>& state) {
    return helpful.where ? symbolic_.truth(helpful.where->node, state)
                         : can_be_taken(helpful.fair_class, state);
  }
  z3::expr some_is_helpful(std::vector<Term>& state) {
    z3::expr any = truth(false);
    for (const Helpful& helpful : helpful_) any = any || is_helpful(helpful, state);
    return any;
  }

  std::vector<z3::expr> ranks(std::vector<Term>& state) {
    std::vector<z3::expr> values;
    for (const SystemHint* hint : ranks_) values.push_back(symbolic_.value(hint->node, state));
    return values;
  }
  z3::expr equal(const std::vector<z3::expr>& x, const std::vector<z3::expr>& y) {
    z3::expr all = truth(true);
    for (std::size_t i = 0; i < x.size(); ++i) all = all && x[i] == y[i];
    return all;
  }
  /// The first that differs is less.
  z3::expr lower(const std::vector<z3::expr>& x, const std::vector<z3::expr>& y) {
    z3::expr less = truth(false);
    for (std::size_t i = x.size(); i-- > 0;) less = x[i] < y[i] || (x[i] == y[i] && less);
    return less;
  }

  bool something_is_helpful() {
    std::vector<Term> state = symbolic_.state();
    z3::expr due = truth(true);
    if (is_eventually()) {
      state = symbolic_.after(system_.initial, symbolic_.nothing(), due, "i");
      due = due && symbolic_.constants(state);
    } else {
      due = reachable(state) && symbolic_.truth(property_.left, state);
    }
    return ask("something is helpful where it is due",
               due && !goal(state) && !some_is_helpful(state));
  }

  bool helpful_can_be_taken() {
    for (const Helpful& helpful : helpful_) {
      std::vector<Term> state = symbolic_.state();
      const std::string& name = system_.fair_classes[static_cast<std::size_t>(helpful.fair_class)];
      const z3::expr here = reachable(state) && !goal(state) && is_helpful(helpful, state);
      if (helpful.where && !ask("'" + name + "' can be taken where it is helpful",
                                here && !can_be_taken(helpful.fair_class, state)))
        return false;
      z3::expr below = truth(false);
      for (const z3::expr& rank : ranks(state)) below = below || rank < 0;
      if (!ask("the rank is not below 0 where '" + name + "' is helpful", here && below))
        return false;
    }
    return true;
  }

  bool steps_lead_on() {
    for (const Step& step : system_.steps) {
      std::vector<Term> state = symbolic_.state();
      z3::expr may = reachable(state) && !goal(state);
      std::vector<Term> next = symbolic_.after(step, state, may);
      const auto before = ranks(state), after = ranks(next);
      const z3::expr lowers = lower(after, before) && some_is_helpful(next);
      z3::expr wrong = truth(false);
      for (const Helpful& helpful : helpful_) {
        z3::expr leads_on = lowers;
        if (step.fair_class != helpful.fair_class)
          leads_on = leads_on || (equal(after, before) && is_helpful(helpful, next));
        wrong = wrong || (is_helpful(helpful, state) && !leads_on);
      }
      if (!ask(name_of_step(step) + " lowers the rank or stays out of the way",
               may && !goal(next) && wrong))
        return false;
    }
    return true;
  }

  bool keeps_until() {
    for (const Step& step : system_.steps) {
      std::vector<Term> state = symbolic_.state();
      z3::expr may = reachable(state) && symbolic_.truth(property_.left, state) && !goal(state);
      std::vector<Term> next = symbolic_.after(step, state, may);
      if (!ask(name_of_step(step) + " keeps it up to its end",
               may && !symbolic_.truth(property_.left, next) && !goal(next)))
        return false;
    }
    return true;
  }

  const System& system_;
  const SystemProperty& property_;
  const Watch& watch_;
  SymbolicSystem symbolic_;
  Induction proof_;
  std::vector<const SystemHint*> ranks_;
  std::vector<Helpful> helpful_;
  bool explicit_ = false;  // the scenario says what is helpful
};

}  // namespace

bool has_rank(const System& system, const SystemProperty& property) {
  return std::any_of(system.hints.begin(), system.hints.end(), [&](const SystemHint& hint) {
    return hint.declaration->kind == "rank" && hint.is_for(property);
  });
}

Induction prove_ranked(const System& system, const SystemProperty& property, const Watch& watch) {
  try {
    return Ranking(system, property, watch).prove();
  } catch (const z3::exception& error) {
    Induction failed;
    failed.failed = error.msg();
    return failed;
  }
}

}  // namespace sigspec::prove
