// Lists the states that were found, and asks of the steps whether they lead anywhere else.
#include "prove/reached.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "prove/packing.h"

namespace sigspec::prove {

namespace {

constexpr std::size_t kStatesToACondition = 256;

class Reached {
 public:
  Reached(const System& system, Explorer& explorer, const Watch& watch)
      : system_(system), explorer_(explorer), watch_(watch) {}

  std::vector<Condition> lead_nowhere_else() {
    std::vector<Condition> made{beginning()};
    for_each_chunk([&](std::span<const StateId> states) { made.push_back(lead_on(states)); });
    return made;
  }

  std::vector<Condition> keep(const SystemProperty& property) {
    std::vector<Condition> made;
    for_each_chunk([&](std::span<const StateId> states) {
      begin_condition();
      const Packing packing(system_, explorer_, states);
      std::vector<Term> state = unpacked(packing);
      made.push_back(question(
          fmt::format("{} states keep {}", states.size(), property.declaration->name.text),
          is_broken(property, state), {state_of("now", packing)},
          "(assert " + one_of("now", packing, states) + ")\n"));
    });
    return made;
  }

 private:
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
    for (StateId state = 0; state < explorer_.size(); ++state) {
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

  z3::expr state_of(const std::string& name, const Packing& packing) {
    return context().bv_const(name.c_str(), packing.bits());
  }
  z3::expr known() { return context().bool_const("known"); }
  std::vector<Term> unpacked(const Packing& packing) {
    std::vector<Term> state = terms_->nothing();
    packing.unpack(state_of("now", packing), state);
    return state;
  }

  /// Lists of states are written as text: terms of that many parts take long to print.
  std::string one_of(const std::string& name, const Packing& packing,
                     std::span<const StateId> states) {
    std::string text = "(or false";
    for (const StateId one : states)
      text += fmt::format("\n (= {} {})", name, packing.numeral(one));
    return text + ")";
  }

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
    z3::expr all = context().bool_val(true);
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
      z3::expr any = bit_of(value) == (~taken & (taken + bits(1)));  // the least
      for (const z3::expr& other : may_equal) any = any || value == other;
      all = all && any && z3::ult(value, bits(64));
      may_equal.push_back(value);
      taken = taken | bit_of(value);
    }
    return all;
  }

  /// In a state of a chunk the property does not hold, or is broken by a step from it.
  z3::expr is_broken(const SystemProperty& property, std::vector<Term>& state) {
    const z3::expr left = terms_->truth(property.left, state);
    if (property.declaration->kind == "always") return !left;
    if (property.declaration->kind == "never") return left;
    z3::expr_vector breaks(context());
    for_each_step(state, [&](std::vector<Term>& after, const z3::expr& may) {
      breaks.push_back(may && !terms_->truth(property.left, after) &&
                       !terms_->truth(property.right, after));
    });
    return left && !terms_->truth(property.right, state) && z3::mk_or(breaks);
  }

  /// What each step makes of a state, and where it `may` be taken.
  void for_each_step(const std::vector<Term>& state,
                     const std::function<void(std::vector<Term>&, const z3::expr&)>& visit) {
    for (const Step& step : system_.steps) {
      z3::expr may = has_identities(step, state, "e");
      std::vector<Term> after = terms_->after(step, state, may);
      may = may.simplify();
      if (!may.is_false()) visit(after, may);
    }
  }

  /// A step from one of the states leads to one that the explorer did not come to from them.
  Condition lead_on(std::span<const StateId> from) {
    begin_condition();
    std::vector<StateId> to;
    for (const StateId state : from)
      explorer_.successors(state, [&](std::size_t, StateId next) { to.push_back(next); });
    std::sort(to.begin(), to.end());
    to.erase(std::unique(to.begin(), to.end()), to.end());
    const Packing packing(system_, explorer_, from), next(system_, explorer_, to);
    z3::expr_vector astray(context()), leads(context());
    for_each_step(unpacked(packing), [&](std::vector<Term>& after, const z3::expr& may) {
      if (to.empty() || !terms_->fits()) astray.push_back(may);
      else leads_to(after, may, next, leads, astray);
    });
    std::string asked = "(assert " + one_of("now", packing, from) + ")\n";
    if (!to.empty()) asked += "(assert (= known " + one_of("next", next, to) + "))\n";
    return question(fmt::format("{} states lead to {}", from.size(), to.size()),
                    strays(leads, astray), {state_of("now", packing), state_of("next", next), known()},
                    asked);
  }

  void leads_to(const std::vector<Term>& after, const z3::expr& may, const Packing& to,
                z3::expr_vector& leads, z3::expr_vector& astray) {
    z3::expr_vector fits(context());
    leads.push_back(may && state_of("next", to) == to.pack(after, fits));
    astray.push_back(may && !z3::mk_and(fits));
  }
  z3::expr strays(const z3::expr_vector& leads, const z3::expr_vector& astray) {
    return z3::mk_or(astray) || (z3::mk_or(leads) && !known());
  }

  Condition beginning() {
    begin_condition();
    std::vector<StateId> first;
    for (StateId state = 0; state < explorer_.size(); ++state)
      if (explorer_.parent(state) == kNoState) first.push_back(state);
    const Packing packing(system_, explorer_, first);
    const std::vector<Term> nothing = terms_->nothing();
    z3::expr may = has_identities(system_.initial, nothing, "i");
    std::vector<Term> begin = terms_->after(system_.initial, nothing, may, "i");
    may = may && terms_->constants(begin);
    z3::expr_vector astray(context()), leads(context());
    leads_to(begin, may, packing, leads, astray);
    return question("the beginning", strays(leads, astray),
                    {state_of("next", packing), known()},
                    "(assert (= known " + one_of("next", packing, first) + "))\n");
  }

  const System& system_;
  Explorer& explorer_;
  const Watch& watch_;
  std::optional<SymbolicSystem> terms_;  // of the condition at hand
};

}  // namespace

bool can_be_certified(const SystemProperty& property) {
  return property.is_safety() || property.declaration->kind == "until";
}

std::vector<Condition> conditions_of_reached(const System& system, Explorer& explorer,
                                             const Watch& watch) {
  return Reached(system, explorer, watch).lead_nowhere_else();
}

std::vector<Condition> conditions_of_property(const System& system, Explorer& explorer,
                                              const SystemProperty& property, const Watch& watch) {
  return Reached(system, explorer, watch).keep(property);
}

}  // namespace sigspec::prove
