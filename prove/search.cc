// Unrolls the steps: at each depth some step leads from one unknown state to the next.
#include "prove/search.h"

#include "prove/cone.h"
#include "prove/symbolic_system.h"

namespace sigspec::prove {

namespace {

constexpr unsigned kTimeoutMs = 20'000;

class Unroller {
 public:
  Unroller(const System& system, const SystemProperty& property)
      : system_(system),
        property_(property),
        cone_(find_cone(system)),
        symbolic_(system),
        solver_(symbolic_.context()) {
    solver_.set("timeout", kTimeoutMs);
  }

  Search run(std::size_t depth_max) {
    Search result;
    z3::expr may = symbolic_.context().bool_val(true);
    std::vector<Term> now = symbolic_.after(system_.initial, symbolic_.nothing(), may, "i");
    solver_.add(may && explored_sizes(now));
    for (std::size_t depth = 0;; ++depth) {
      z3::expr_vector wrong(symbolic_.context());
      const z3::expr holds = symbolic_.truth(property_.left, now);
      wrong.push_back(property_.declaration->kind == "always" ? !holds : holds);
      const z3::check_result answer = solver_.check(wrong);
      if (answer == z3::sat) result.depth = depth;
      if (answer == z3::unknown) result.unknown = true;
      if (answer != z3::unsat || depth == depth_max) return result;
      now = step(std::move(now), depth);
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

  std::vector<Term> step(std::vector<Term> now, std::size_t depth) {
    const std::string at = std::to_string(depth);
    std::vector<Term> next = symbolic_.fresh("s" + at + "_");
    z3::expr any = symbolic_.context().bool_val(false);
    for (const Step& step : system_.steps) {
      z3::expr taken = symbolic_.context().bool_val(true);
      const std::vector<Term> made = symbolic_.after(step, now, taken, "e" + at + "_");
      if (taken.is_false()) continue;
      for (std::size_t i = 0; i < made.size(); ++i)
        if (cone_.state[i]) taken = taken && *next[i] == *made[i];
      any = any || taken;
    }
    solver_.add(any);
    return next;
  }

  const System& system_;
  const SystemProperty& property_;
  Cone cone_;
  SymbolicSystem symbolic_;
  z3::solver solver_;
};

}  // namespace

Search search_violation(const System& system, const SystemProperty& property,
                        std::size_t depth_max) {
  try {
    return Unroller(system, property).run(depth_max);
  } catch (const z3::exception&) {
    return {std::nullopt, true};
  }
}

}  // namespace sigspec::prove
