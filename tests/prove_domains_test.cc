// Whole steps in three domains: concrete, partly known and symbolic. What a rule asks and does is
// the same in each of them.
//
// RC_PARAMS="seed=N" repeats a run of the random tests.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <random>

#include "model/learn.h"
#include "prove/symbolic_system.h"
#include "tests/support/random_scenario.h"
#include "tests/support/small_scenario.h"

namespace sigspec {
namespace {

using prove::Cells;
using prove::ConcreteStore;
using prove::Symbolic;
using prove::SymbolicSystem;
using prove::Term;

/// What is partly known of a closed state.
struct KnownStore : PartlyStore<KnownStore> {
  explicit KnownStore(Context<Partly>& of, std::vector<Cell>& room) : PartlyStore{of, room} {}
  static void write_slot(Base, Cell* slot, const Cell& value) { *slot = value; }
  void concern_others(const CompiledEffect&) {}
};

/// One step of one system in the three domains.
class Domains {
 public:
  explicit Domains(const System& system)
      : system_(system),
        event_(static_cast<std::size_t>(system.event_slots) + 1),
        locals_(kLocalSlots),
        known_event_(event_.size()),
        known_locals_(kLocalSlots),
        symbolic_(system),
        has_stacks_(std::any_of(system.slots.begin(), system.slots.end(), [](const Leaf& leaf) {
          return leaf.kind == LeafKind::Depth;
        })) {}

  /// The state at the beginning, with these choices.
  Cells beginning(std::mt19937_64& random) {
    Cells state(system_.slots.size(), 0);
    choose(system_.initial, state, random);
    run_concrete(system_.initial, state);
    return state;
  }

  /// Fills in what the step leaves open.
  void choose(const Step& step, Cells& state, std::mt19937_64& random) {
    std::fill(event_.begin(), event_.end(), 0);
    for (const OpenSlot& open : step.open)
      event_[static_cast<std::size_t>(open.slot)] = any_value(open, state, random);
  }

  /// The same, in every way there is.
  void each_choice(const Step& step, Cells& state, const std::function<void()>& then,
                   std::size_t next = 0) {
    if (next == step.open.size()) return then();
    const OpenSlot& open = step.open[next];
    const std::uint64_t choices = system_.choices(open.leaf);
    const auto with = [&](std::uint64_t value) {
      event_[static_cast<std::size_t>(open.slot)] = value;
      each_choice(step, state, then, next + 1);
    };
    if (open.leaf.kind == LeafKind::Choice) {
      for (std::uint64_t rest = choices; rest != 0; rest &= rest - 1)
        with(static_cast<std::uint64_t>(std::countr_zero(rest)));
    } else {
      ASSERT_TRUE(open.low) << open.name;
      const auto high = static_cast<std::int64_t>(operand<Concrete>(*open.high, at(state)));
      for (auto n = static_cast<std::int64_t>(operand<Concrete>(*open.low, at(state)));
           n <= high; ++n)
        with(static_cast<std::uint64_t>(n));
    }
  }

  /// Takes the step in the concrete domain, and compares the others. Returns: what is wrong; the
  /// state is the next one, where the step may be taken.
  std::string take(const Step& step, Cells& state, std::mt19937_64& random) {
    const bool may = may_be_taken(step, state);
    Cells next = state;
    const bool fits = !may || run_concrete(step, next);
    std::string fault = compare_partly(step, state, may && fits ? &next : nullptr, may, random);
    if (fault.empty() && !has_stacks_) fault = compare_symbolic(step, state, next, may);
    if (may && fits) state = next;
    return fault;
  }

  bool may_be_taken(const Step& step, Cells& state) {
    return std::all_of(step.guards.begin(), step.guards.end(), [&](const Node* guard) {
      return operand<Concrete>(*guard, at(state)) != 0;
    });
  }

 private:
  Context<Concrete>& at(Cells& state) {
    context_.base[static_cast<int>(Base::Task)] = state.data();
    context_.base[static_cast<int>(Base::Event)] = event_.data();
    context_.base[static_cast<int>(Base::Local)] = locals_.data();
    return context_;
  }
  bool run_concrete(const Step& step, Cells& state) {
    ConcreteStore store(at(state));
    return run_effects(step.effects, store);
  }

  std::uint64_t any_value(const OpenSlot& open, Cells& state, std::mt19937_64& random) {
    const std::uint64_t choices = system_.choices(open.leaf);
    switch (open.leaf.kind) {
      case LeafKind::Choice: {
        std::uint64_t rest = choices;
        for (auto skip = random() % static_cast<unsigned>(std::popcount(choices)); skip > 0; --skip)
          rest &= rest - 1;
        return static_cast<std::uint64_t>(std::countr_zero(rest));
      }
      case LeafKind::Set: return random() & choices;
      case LeafKind::Number: {
        if (!open.low) return random() % 4;
        const auto low = static_cast<std::int64_t>(operand<Concrete>(*open.low, at(state)));
        const auto high = static_cast<std::int64_t>(operand<Concrete>(*open.high, at(state)));
        const auto count = static_cast<std::uint64_t>(std::max<std::int64_t>(0, high - low) + 1);
        return static_cast<std::uint64_t>(low) + random() % count;
      }
      default: return random() % 3;
    }
  }

  /// A cell that admits the value, and as a rule some more.
  Cell around(const Leaf& leaf, std::uint64_t value, std::mt19937_64& random) {
    const std::uint64_t more = random() % 3 == 0 ? random() : 0;
    switch (leaf.kind) {
      case LeafKind::Choice: return {(1ULL << value) | (more & leaf.choices), 0};
      case LeafKind::Set: return {value & ~more, (value | more) & leaf.choices};
      case LeafKind::Number:
        return {static_cast<std::uint64_t>(static_cast<std::int64_t>(value) -
                                           static_cast<std::int64_t>(more % 3)),
                value + (more >> 8) % 3};
      case LeafKind::Opaque: return more == 0 ? Cell{value, 1} : Cell{};
      case LeafKind::Depth: return {value, 1};
    }
    return {};
  }

  static bool admits(const Leaf& leaf, Cell cell, std::uint64_t value) {
    switch (leaf.kind) {
      case LeafKind::Choice: return ((cell.a >> value) & 1) != 0;
      case LeafKind::Set: return (cell.a & ~value) == 0 && (value & ~cell.b) == 0;
      case LeafKind::Number:
        return static_cast<std::int64_t>(cell.a) <= static_cast<std::int64_t>(value) &&
               static_cast<std::int64_t>(value) <= static_cast<std::int64_t>(cell.b);
      case LeafKind::Opaque: return cell.b == 0 || cell.a == value;
      case LeafKind::Depth: return cell.a == value;
    }
    return false;
  }

  /// What is known admits the state; after the step it admits the next one. What may be taken is
  /// not refused, and what is known entirely is answered entirely.
  std::string compare_partly(const Step& step, const Cells& state, const Cells* next, bool may,
                             std::mt19937_64& random) {
    known_.resize(state.size());
    for (std::size_t i = 0; i < state.size(); ++i)
      known_[i] = around(system_.slots[i], state[i], random);
    for (const OpenSlot& open : step.open) {
      const auto slot = static_cast<std::size_t>(open.slot);
      known_event_[slot] = around(open.leaf, event_[slot], random);
    }
    trail_.clear();
    partly_.trail = &trail_;
    partly_.base[static_cast<int>(Base::Task)] = known_.data();
    partly_.base[static_cast<int>(Base::Event)] = known_event_.data();
    partly_.base[static_cast<int>(Base::Local)] = known_locals_.data();
    for (const Node* guard : step.guards) {
      const Cell truth = operand<Partly>(*guard, partly_);
      if (may && Partly::is_false(truth)) return "partly known: it is refused";
      if (may && !assume(*guard, true, partly_)) return "partly known: it cannot be assumed";
    }
    if (!may && std::all_of(step.guards.begin(), step.guards.end(), [&](const Node* guard) {
          return Partly::is_true(operand<Partly>(*guard, partly_));
        }))
      return "partly known: it is certain, and may not be taken";
    if (!next) return "";
    trail_.clear();
    KnownStore store(partly_, room_);
    run_effects(step.effects, store);
    for (std::size_t i = 0; i < next->size(); ++i)
      if (!admits(system_.slots[i], known_[i], (*next)[i]))
        return "partly known: slot " + std::to_string(i) + " does not admit what it is";
    return "";
  }

  std::string compare_symbolic(const Step& step, const Cells& state, const Cells& next, bool may) {
    std::vector<Term> terms;
    for (std::size_t i = 0; i < state.size(); ++i)
      terms.push_back(term_of(system_.slots[i], state[i]));
    z3::expr taken = symbolic_.context().bool_val(true);
    z3::expr_vector open(symbolic_.context()), chosen(symbolic_.context());
    for (const OpenSlot& slot : step.open) {
      open.push_back(symbolic_.open_value(slot, "e"));
      chosen.push_back(*term_of(slot.leaf, event_[static_cast<std::size_t>(slot.slot)]));
    }
    std::vector<Term> after = symbolic_.after(step, std::move(terms), taken);
    const auto value = [&](z3::expr term) {
      return Symbolic::value(term.substitute(open, chosen).simplify());
    };
    if (value(taken) != std::optional<std::uint64_t>(may)) return "symbolic: whether it may be";
    for (std::size_t i = 0; may && i < next.size(); ++i)
      if (value(*after[i]) != std::optional<std::uint64_t>(next[i]))
        return "symbolic: slot " + std::to_string(i) + " has another value";
    return "";
  }

  static Term term_of(const Leaf& leaf, std::uint64_t value) {
    switch (leaf.kind) {
      case LeafKind::Choice: return Symbolic::member(value, leaf.choices);
      case LeafKind::Set: return Symbolic::context->bv_val(value, 64);
      default: return Symbolic::context->int_val(static_cast<std::int64_t>(value));
    }
  }

  const System& system_;
  Cells event_, locals_;
  std::vector<Cell> known_, known_event_, known_locals_, room_;
  std::vector<TrailEntry> trail_;
  Context<Concrete> context_;
  Context<Partly> partly_;
  SymbolicSystem symbolic_;
  bool has_stacks_;
};

/// A walk of so many steps, those that may be taken and those that may not. Returns: what is wrong.
std::string walk(const System& system, int steps, std::uint64_t seed) {
  constexpr int kFromOneBeginning = 60;
  std::mt19937_64 random(seed);
  Domains domains(system);
  Cells state;
  for (int i = 0; i < steps; ++i) {
    if (i % kFromOneBeginning == 0) state = domains.beginning(random);
    const Step& step = system.steps[random() % system.steps.size()];
    domains.choose(step, state, random);
    if (std::string fault = domains.take(step, state, random); !fault.empty())
      return fault + " in rule " + step.name;
  }
  return "";
}

RC_GTEST_PROP(Steps, AreTheSameInEveryDomain, (unsigned seed)) {
  constexpr int kStepsPerCase = 1'000;  // of each of 100 cases
  const std::string text = test::random_scenario(seed);
  const test::Loaded loaded = test::load_scenario(text);
  RC_ASSERT(loaded.model);
  const System system = lower_scenario(*loaded.model, loaded.model->scenarios[0], "", {}, nullptr);
  if (const std::string fault = walk(system, kStepsPerCase, seed); !fault.empty())
    RC_FAIL(fault + "\n" + text);
}

/// The rules of Linux, and those of every scenario.
TEST(Steps, OfTheSpecificationAreTheSameInEveryDomain) {
  constexpr int kStepsOfEach = 1'000;
  const Model& model = test::linux_model();
  for (const ScenarioInfo& scenario : model.scenarios) {
    const std::string variant =
        scenario.declaration->variants.empty() ? "" : scenario.declaration->variants[0].text;
    const System system = lower_scenario(model, scenario, variant, model.kernel_high, nullptr);
    EXPECT_EQ(walk(system, kStepsOfEach, 1), "") << scenario.declaration->name.text;
  }
}

/// Every state of a small system, every step and every choice.
TEST(Steps, OfASmallScopeAreTheSameInEveryDomain) {
  const test::Loaded loaded = test::load_scenario(R"sig(
    object Box { a: bool, c: Hue, s: set Hue, n: 0 .. 2, t: array Hue of bool }
    rule swaps (h: Hue) cites rule X1 when box.a or h in box.s
      do box.t[h] := not box.a; box.s := box.s - {h}; box.a := h in box.s
    rule picks cites rule X1 when box.s != {}
      do box.c := first(box.s); box.t[box.c] := box.a; box.n := if box.a then 2 else box.n
    rule counts (k: 0 .. 2) cites rule X1 when box.n + k <= 2, box.t[box.c]
      do if box.t[red] then { box.n := box.n + k; box.a := k = 1 } else { box.n := 0 }
    rule each cites rule X1
      do for h: Hue where h in box.s do { box.t[h] := box.a; box.a := not box.a }
    rule open cites rule X1 when exists h: Hue where box.t[h]. h not in box.s
      do box.c := unknown; box.s := box.s + (if unknown then {red} else {})
  )sig");
  ASSERT_TRUE(loaded.model) << loaded.messages();
  const System system = lower_scenario(*loaded.model, loaded.model->scenarios[0], "", {}, nullptr);
  ASSERT_EQ(system.slots.size(), 7U);  // a, c, s, n, and three of t
  Domains domains(system);
  std::mt19937_64 random(1);
  for (std::uint64_t bits = 0; bits < 2 * 3 * 8 * 3 * 8; ++bits) {
    std::uint64_t rest = bits;
    const auto next = [&](std::uint64_t count) {
      const std::uint64_t digit = rest % count;
      rest /= count;
      return digit;
    };
    Cells state{next(2), next(3), next(8), next(3), next(2), next(2), next(2)};
    for (const Step& step : system.steps)
      domains.each_choice(step, state, [&] {
        Cells at = state;
        EXPECT_EQ(domains.take(step, at, random), "") << step.name;
      });
  }
}

}  // namespace
}  // namespace sigspec
