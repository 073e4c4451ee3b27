// Lists the states that were found, and asks of the steps whether they lead anywhere else.
#include "prove/reached.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "prove/lasso.h"
#include "prove/packing.h"

namespace sigspec::prove {

namespace {

constexpr std::size_t kStatesToACondition = 256;

class Reached {
 public:
  Reached(const System& system, Explorer& explorer, const Watch& watch)
      : system_(system),
        explorer_(explorer),
        watch_(watch),
        states_(all_of(explorer)),
        packing_(system, explorer, states_) {}

  std::vector<Condition> lead_nowhere_else() {
    std::vector<Condition> made{beginning()};
    for_each_chunk([&](std::span<const StateId> states) { made.push_back(lead_on(states)); });
    return made;
  }

  std::vector<Condition> keep(const SystemProperty& property) {
    std::vector<Condition> made;
    const std::string& name = property.declaration->name.text;
    for_each_chunk([&](std::span<const StateId> states) {
      made.push_back(in_each(fmt::format("{} states keep {}", states.size(), name), states,
                             [&](auto& state) { return is_broken(property, state); }));
    });
    return made;
  }

  std::vector<Condition> respond(const SystemProperty& property) {
    const Response response = find_response(explorer_, property);
    std::vector<Condition> made;
    const std::string& name = property.declaration->name.text;
    for_each_chunk([&](std::span<const StateId> states) {
      std::vector<StateId> idle, due;
      for (const StateId state : states)
        (response.rank[state] == Response::kNotDue ? idle : due).push_back(state);
      if (!property.right)  // `eventually` is due at the beginning
        std::erase_if(idle, [&](StateId state) { return explorer_.parent(state) != kNoState; });
      if (!idle.empty())
        made.push_back(in_each(fmt::format("{} states owe no {}", idle.size(), name), idle,
                               [&](auto& state) { return is_due(property, state); }));
      if (due.empty()) return;
      made.push_back(draw_nearer(property, response, due));
      for (Condition& condition : can_help(property, response, due))
        made.push_back(std::move(condition));
    });
    return made;
  }

 private:
  static std::vector<StateId> all_of(const Explorer& explorer) {
    std::vector<StateId> states(explorer.size());
    std::iota(states.begin(), states.end(), 0);
    return states;
  }

  /// For each condition anew: a context of many terms takes long to be given up.
  void begin_condition() {
    terms_.reset();
    terms_.emplace(system_, NumberSort::Words);
  }
  z3::context& context() { return terms_->context(); }
  z3::expr bits(std::uint64_t value) { return context().bv_val(value, 64); }

  /// States that are much alike; the stacks of all are as deep.
  void for_each_chunk(const std::function<void(std::span<const StateId>)>& visit) {
    std::map<std::vector<std::uint64_t>, std::vector<StateId>> by_depths;
    Cells cells;
    for (const StateId state : states_) {
      explorer_.load(state, cells);
      std::vector<std::uint64_t> depths;
      for (const Explorer::Field& field : explorer_.fields()) {
        const auto slot = static_cast<std::size_t>(field.slot);
        if (system_.slots[slot].kind == LeafKind::Depth) depths.push_back(cells[slot]);
      }
      by_depths[depths].push_back(state);
    }
    for (auto& [depths, states] : by_depths) {
      std::sort(states.begin(), states.end(), [&](StateId x, StateId y) {
        const auto a = explorer_.packed(x), b = explorer_.packed(y);
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
      });
      for (std::size_t at = 0; at < states.size() && !watch_.stopped(); at += kStatesToACondition)
        visit(std::span(states).subspan(at, std::min(states.size() - at, kStatesToACondition)));
    }
  }

  z3::expr state_named(const char* name) {
    return context().bv_const(name, packing_.bits());
  }
  z3::expr now() { return state_named("now"); }
  z3::expr next() { return state_named("next"); }
  z3::expr truth(bool value) { return context().bool_val(value); }
  z3::expr known() { return context().bool_const("known"); }

  struct Chunk {
    std::vector<Term> state;  // any of some states: what these have in common is known
    z3::expr is_now;          // it is `now`
  };
  Chunk chunk_of(std::span<const StateId> states) {
    const Packing packing(system_, explorer_, states);
    std::vector<Term> state = terms_->nothing();
    packing.unpack(context().bv_const("free", packing.bits()), state);
    z3::expr_vector fits(context());
    const z3::expr is_now = now() == packing_.pack(state, fits);
    return {std::move(state), is_now};
  }

  /// Lists of states are written as text: terms of that many parts take long to print.
  std::string one_of(const char* name, std::span<const StateId> states) {
    std::string text = "(or false";
    for (const StateId one : states) text += fmt::format("\n (= {} {})", name, literal(one));
    return text + ")";
  }
  std::string literal(StateId state) const { return packing_.numeral(state); }

  /// The question whether `refuted` can be true, and what is `asked` of the constants as well.
  Condition question(const std::string& name, const z3::expr& refuted,
                     const std::vector<z3::expr>& constants, const std::string& asked) {
    std::string text = Z3_benchmark_to_smtlib_string(context(), "", "", "unknown", "", 0, nullptr,
                                                     refuted.simplify());
    std::string declared;
    for (const z3::expr& constant : constants) {
      const std::string one = fmt::format("(declare-fun {} () {})\n", constant.to_string(),
                                          constant.get_sort().to_string());
      if (const auto at = text.find(one); at != std::string::npos) text.erase(at, one.size());
      declared += one;
    }
    text.insert(text.rfind("(check-sat)"), asked);
    return {name, declared + text, Condition::kBits};
  }

  /// The set of one small number; of others the empty one.
  z3::expr bit_of(const z3::expr& number) { return z3::shl(bits(1), number); }

  /// What has nothing but identity and is left open is one of those that the explorer lets stand
  /// for all.
  z3::expr has_identities(const Step& step, const std::vector<Term>& state,
                          const std::string& event) {
    z3::expr all = truth(true);
    const Explorer::Identities identities = explorer_.identities_of(step);
    std::vector<z3::expr> may_equal;
    z3::expr taken = bits(0);
    for (const std::uint64_t value : identities.literals) {
      may_equal.push_back(bits(value));
      taken = taken | bit_of(bits(value));
    }
    for (const int slot : identities.compared)
      may_equal.push_back(*state[static_cast<std::size_t>(slot)]);
    for (const int slot : explorer_.opaque_slots())
      taken = taken | bit_of(*state[static_cast<std::size_t>(slot)]);
    for (const int slot : identities.open) {
      const auto open = std::find_if(step.open.begin(), step.open.end(),
                                     [&](const OpenSlot& one) { return one.slot == slot; });
      const z3::expr value = terms_->open_value(*open, event);
      if (!explorer_.tells_identities()) {
        all = all && value == bits(0);
        continue;
      }
      z3::expr any = z3::ult(value, bits(64)) && bit_of(value) == (~taken & (taken + bits(1)));
      for (const z3::expr& other : may_equal) any = any || value == other;
      all = all && any;
      may_equal.push_back(value);
      taken = taken | bit_of(value);
    }
    return all;
  }

  /// In one of the states something is true.
  template <class Refuted>
  Condition in_each(const std::string& name, std::span<const StateId> states,
                    const Refuted& refuted) {
    begin_condition();
    Chunk chunk = chunk_of(states);
    return question(name, chunk.is_now && refuted(chunk.state), {now()},
                    "(assert " + one_of("now", states) + ")\n");
  }

  z3::expr is_due(const SystemProperty& property, std::vector<Term>& state) {
    const z3::expr open = !terms_->truth(goal_of(property), state);
    return property.right ? terms_->truth(property.left, state) && open : open;
  }

  /// A step without the goal leads to no lower rank, nor does it keep it and is of another class
  /// than the helpful one.
  Condition draw_nearer(const SystemProperty& property, const Response& response,
                        std::span<const StateId> due) {
    begin_condition();
    std::vector<StateId> to = successors(due);
    std::erase_if(to, [&](StateId s) { return response.rank[s] == Response::kNotDue; });
    const z3::expr rank = context().bv_const("rank", 32),
                   helpful = context().bv_const("helpful", 8),
                   lower = context().bool_const("lower"), same = context().bool_const("same");
    const Chunk chunk = chunk_of(due);
    z3::expr_vector astray(context());
    for_each_step(chunk.state, [&](std::vector<Term>& after, const z3::expr& may,
                                   const Step& step) {
      z3::expr_vector fits(context());
      const z3::expr goes_on = may && !terms_->truth(goal_of(property), after);
      const z3::expr leads = next() == packing_.pack(after, fits);
      const z3::expr other = helpful != context().bv_val(step.fair_class & 0xFF, 8);
      astray.push_back(goes_on && (!z3::mk_and(fits) || (leads && !lower && !(same && other))));
    });
    std::string asked = "(assert (or false";
    for (const StateId one : due)
      asked += fmt::format("\n (and (= now {}) (= rank #x{:08x}) (= helpful #x{:02x}))",
                           literal(one), response.rank[one], response.helpful[response.rank[one]]);
    const auto among = [&](const char* name, const char* compares) {
      asked += fmt::format("))\n(assert (= {} (or false", name);
      for (const StateId one : to)
        asked += fmt::format("\n (and (= next {}) ({} #x{:08x} rank))", literal(one), compares,
                             response.rank[one]);
      asked += ")";
    };
    among("lower", "bvult");
    among("same", "=");
    return question(fmt::format("{} states come nearer to {}", due.size(),
                                property.declaration->name.text),
                    chunk.is_now && z3::mk_or(astray),
                    {now(), next(), rank, helpful, lower, same},
                    asked + "))\n");
  }

  /// The helpful class can be taken: by this step, with this left open. A question for each step.
  std::vector<Condition> can_help(const SystemProperty& property, const Response& response,
                                  std::span<const StateId> due) {
    std::map<std::size_t, std::vector<std::pair<StateId, Cells>>> by_step;
    bool helped = true;
    for (const StateId state : due) {
      bool found = false;
      explorer_.successors(state, [&](std::size_t step, StateId) {
        if (found || system_.steps[step].fair_class != response.helpful[response.rank[state]])
          return;
        found = true;
        by_step[step].emplace_back(state, explorer_.event());
      });
      helped = helped && found;
    }
    std::vector<Condition> made;
    begin_condition();
    if (!helped) made.push_back(question("nothing helps", truth(true), {}, ""));
    for (const auto& [number, ways] : by_step) {
      begin_condition();
      const Step& step = system_.steps[number];
      const Chunk chunk = chunk_of(due);
      z3::expr may = truth(true);
      terms_->after(step, chunk.state, may);
      std::vector<z3::expr> constants{now()};
      for (const OpenSlot& open : step.open) constants.push_back(terms_->open_value(open, "e"));
      std::string asked = "(assert (or false";
      for (const auto& [state, event] : ways) {
        asked += fmt::format("\n (and (= now {})", literal(state));
        for (std::size_t i = 0; i < step.open.size(); ++i)
          asked += fmt::format(" (= {} {})", constants[i + 1].to_string(),
                               value_text(step.open[i].leaf, event[static_cast<std::size_t>(
                                                              step.open[i].slot)]));
        asked += ")";
      }
      made.push_back(question(fmt::format("{} states can take {} for {}", ways.size(),
                                          name_of_step(step), property.declaration->name.text),
                              chunk.is_now && !may, constants, asked + "))\n"));
    }
    return made;
  }

  std::string value_text(const Leaf& leaf, std::uint64_t value) {
    const z3::expr term = leaf.kind == LeafKind::Choice ? *Symbolic::member(value, leaf.choices)
                                                        : bits(value);
    return term.to_string();
  }

  /// In a state of a chunk the property does not hold, or is broken by a step from it.
  z3::expr is_broken(const SystemProperty& property, std::vector<Term>& state) {
    const z3::expr left = terms_->truth(property.left, state);
    if (property.declaration->kind == "always") return !left;
    if (property.declaration->kind == "never") return left;
    z3::expr_vector breaks(context());
    for_each_step(state, [&](std::vector<Term>& after, const z3::expr& may, const Step&) {
      breaks.push_back(may && !terms_->truth(property.left, after) &&
                       !terms_->truth(property.right, after));
    });
    return left && !terms_->truth(property.right, state) && z3::mk_or(breaks);
  }

  /// What each step makes of a state, and where it `may` be taken.
  void for_each_step(const std::vector<Term>& state,
                     const std::function<void(std::vector<Term>&, const z3::expr&, const Step&)>&
                         visit) {
    for (const Step& step : system_.steps) {
      z3::expr may = has_identities(step, state, "e");
      std::vector<Term> after = terms_->after(step, state, may);
      may = may.simplify();
      if (!may.is_false()) visit(after, may, step);
    }
  }

  std::vector<StateId> successors(std::span<const StateId> from) {
    std::vector<StateId> to;
    for (const StateId state : from)
      explorer_.successors(state, [&](std::size_t, StateId next) { to.push_back(next); });
    std::sort(to.begin(), to.end());
    to.erase(std::unique(to.begin(), to.end()), to.end());
    return to;
  }

  /// A step from one of the states leads to one that the explorer did not come to from them.
  Condition lead_on(std::span<const StateId> from) {
    begin_condition();
    const std::vector<StateId> to = successors(from);
    const Chunk chunk = chunk_of(from);
    z3::expr_vector astray(context());
    for_each_step(chunk.state,
                  [&](std::vector<Term>& after, const z3::expr& may, const Step&) {
                    astray.push_back(may && leads_astray(after));
                  });
    return question(fmt::format("{} states lead to {}", from.size(), to.size()),
                    chunk.is_now && z3::mk_or(astray), {now(), next(), known()},
                    "(assert " + one_of("now", from) + ")\n(assert (= known " +
                        one_of("next", to) + "))\n");
  }

  z3::expr leads_astray(const std::vector<Term>& after) {
    if (!terms_->fits()) return truth(true);
    z3::expr_vector fits(context());
    const z3::expr leads = next() == packing_.pack(after, fits);
    return !z3::mk_and(fits) || (leads && !known());
  }

  Condition beginning() {
    begin_condition();
    std::vector<StateId> first;
    for (const StateId state : states_)
      if (explorer_.parent(state) == kNoState) first.push_back(state);
    const std::vector<Term> nothing = terms_->nothing();
    z3::expr may = has_identities(system_.initial, nothing, "i");
    std::vector<Term> begin = terms_->after(system_.initial, nothing, may, "i");
    may = may && terms_->constants(begin);
    return question("the beginning", may && leads_astray(begin), {next(), known()},
                    "(assert (= known " + one_of("next", first) + "))\n");
  }

  const System& system_;
  Explorer& explorer_;
  const Watch& watch_;
  std::vector<StateId> states_;
  Packing packing_;  // of all of them
  std::optional<SymbolicSystem> terms_;  // of the condition at hand
};

}  // namespace

std::vector<Condition> conditions_of_reached(const System& system, Explorer& explorer,
                                             const Watch& watch) {
  return Reached(system, explorer, watch).lead_nowhere_else();
}

std::vector<Condition> conditions_of_property(const System& system, Explorer& explorer,
                                              const SystemProperty& property, const Watch& watch) {
  Reached reached(system, explorer, watch);
  const bool promises = !property.is_safety() && property.declaration->kind != "until";
  return promises ? reached.respond(property) : reached.keep(property);
}

}  // namespace sigspec::prove
