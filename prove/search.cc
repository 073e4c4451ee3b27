// Unrolls the steps: at each depth some step leads from one unknown state to the next.
#include "prove/search.h"

#include <fmt/format.h>

#include "prove/cone.h"
#include "prove/decide.h"
#include "prove/symbolic_system.h"

namespace sigspec::prove {

namespace {

constexpr unsigned kSearchMs = 20'000;

class Unroller {
 public:
  Unroller(const System& system, const SystemProperty& property, const Watch& watch)
      : system_(system),
        property_(property),
        cone_(find_cone(system)),
        symbolic_(system),
        watch_(watch),
        solver_(symbolic_.context()) {}

  Search run(std::size_t depth_max) {
    Search result;
    z3::expr may = symbolic_.context().bool_val(true);
    states_ = {symbolic_.after(system_.initial, symbolic_.nothing(), may, "i")};
    solver_.add(may && explored_sizes(states_[0]));
    for (std::size_t depth = 0;; ++depth) {
      watch_.tell(fmt::format("Z3 at depth {}", depth));
      const z3::expr holds = symbolic_.truth(property_.left, states_.back());
      solver_.push();
      solver_.add(property_.declaration->kind == "always" ? !holds : holds);
      const z3::check_result answer = decide(solver_, kSearchMs, watch_);
      if (answer == z3::sat) result.counterexample = read_model();
      result.depth = depth;
      if (answer == z3::unknown) result.unknown = solver_.reason_unknown();
      if (answer != z3::unsat || depth == depth_max) return result;
      solver_.pop();
      step(depth);
    }
  }

 private:
  /// A constant without a bound is as large as the explorer makes it.
  z3::expr explored_sizes(std::vector<Term>& state) {
    z3::expr all = symbolic_.constants(state);
    for (const OpenSlot& open : system_.initial.open) {
      if (!open.low) continue;
      const z3::expr value = symbolic_.context().constant(fmt::format("i{}", open.slot).c_str(),
                                                          symbolic_.context().int_sort());
      all = all && value >= symbolic_.truth(open.low, state) &&
            value <= symbolic_.truth(open.high, state);
    }
    return all;
  }

  /// One of all steps leads on. Which one, a number says, so that a model tells it.
  void step(std::size_t depth) {
    const std::string at = std::to_string(depth);
    const z3::expr which = chosen_step(depth);
    states_.push_back(symbolic_.fresh("s" + at + "_"));
    std::vector<Term>& next = states_.back();
    solver_.add(symbolic_.leads_on(states_[depth], next, cone_.state, "e" + at + "_", &which));
  }

  z3::expr chosen_step(std::size_t depth) {
    return symbolic_.context().int_const(fmt::format("step{}", depth).c_str());
  }

  Counterexample read_model() {
    const z3::model model = solver_.get_model();
    Counterexample made;
    made.open = read_open(model, system_.initial, "i");
    made.begin = read_state(model, states_[0]);
    for (std::size_t i = 1; i < states_.size(); ++i) {
      const auto which = static_cast<std::size_t>(
          Symbolic::value(model.eval(chosen_step(i - 1), true)).value_or(0));
      made.steps.push_back({which,
                            read_open(model, system_.steps.at(which), fmt::format("e{}_", i - 1)),
                            read_state(model, states_[i])});
    }
    return made;
  }

  Cells read_state(const z3::model& model, const std::vector<Term>& state) {
    Cells cells;
    for (const Term& term : state)
      cells.push_back(Symbolic::value(model.eval(*term, true)).value_or(0));
    return cells;
  }

  Cells read_open(const z3::model& model, const Step& step, const std::string& event) {
    Cells cells(static_cast<std::size_t>(system_.event_slots) + 1, 0);
    for (const OpenSlot& open : step.open)
      cells[static_cast<std::size_t>(open.slot)] =
          Symbolic::value(model.eval(symbolic_.open_value(open, event), true)).value_or(0);
    return cells;
  }

  const System& system_;
  const SystemProperty& property_;
  Cone cone_;
  SymbolicSystem symbolic_;
  const Watch& watch_;
  z3::solver solver_;
  std::vector<std::vector<Term>> states_;
};

}  // namespace

Search search_violation(const System& system, const SystemProperty& property, std::size_t depth_max,
                        const Watch& watch) {
  try {
    return Unroller(system, property, watch).run(depth_max);
  } catch (const z3::exception& error) {
    return {std::nullopt, 0, error.msg()};
  }
}

}  // namespace sigspec::prove
