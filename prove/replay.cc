// The concrete interpreter of steps: one state, one step, no packing and no cone.
#include <fmt/format.h>

#include <algorithm>

#include "prove/counterexample.h"
#include "prove/effects.h"

namespace sigspec::prove {

namespace {

class Interpreter {
 public:
  explicit Interpreter(const System& system) : system_(system) {
    event_.resize(static_cast<std::size_t>(system.event_slots) + 1);
    locals_.resize(kLocalSlots);
    context_.base[static_cast<int>(Base::Event)] = event_.data();
    context_.base[static_cast<int>(Base::Local)] = locals_.data();
  }

  std::uint64_t value(const Node* node, Cells& state) {
    context_.base[static_cast<int>(Base::Task)] = state.data();
    return operand<Concrete>(*node, context_);
  }

  /// Takes the step with these choices. Returns: what is wrong; empty when nothing is.
  std::string take(const Step& step, const Cells& open, Cells& state) {
    if (open.size() < event_.size()) return "not every choice is told";
    std::copy_n(open.begin(), event_.size(), event_.begin());
    for (const OpenSlot& slot : step.open)
      if (!is_allowed(slot, event_[static_cast<std::size_t>(slot.slot)], state))
        return "a choice is none of those there are";
    for (const Node* guard : step.guards)
      if (!value(guard, state)) return "a condition does not hold";
    context_.base[static_cast<int>(Base::Task)] = state.data();
    return run_effects(step.effects, store_) ? "" : "a stack is full";
  }

  /// Can the step be taken, whatever is chosen?
  bool is_possible(const Step& step, Cells& state) { return choose(step, 0, state); }

 private:
  bool is_allowed(const OpenSlot& open, std::uint64_t chosen, Cells& state) {
    const std::uint64_t choices = system_.choices(open.leaf);
    switch (open.leaf.kind) {
      case LeafKind::Choice: return chosen < 64 && ((choices >> chosen) & 1) != 0;
      case LeafKind::Set: return (chosen & ~choices) == 0;
      case LeafKind::Number:
        return !open.low || (static_cast<std::int64_t>(value(open.low, state)) <=
                                 static_cast<std::int64_t>(chosen) &&
                             static_cast<std::int64_t>(chosen) <=
                                 static_cast<std::int64_t>(value(open.high, state)));
      default: return true;
    }
  }

  /// Tries every value of the `at`th open slot and of those after it.
  bool choose(const Step& step, std::size_t at, Cells& state) {
    if (at == step.open.size())
      return std::all_of(step.guards.begin(), step.guards.end(),
                         [&](const Node* guard) { return value(guard, state) != 0; });
    const OpenSlot& open = step.open[at];
    std::uint64_t& slot = event_[static_cast<std::size_t>(open.slot)];
    const std::uint64_t choices = system_.choices(open.leaf);
    const auto with = [&](std::uint64_t chosen) {
      slot = chosen;
      return choose(step, at + 1, state);
    };
    const bool read = std::any_of(step.guards.begin(), step.guards.end(), [&](const Node* guard) {
      bool found = false;
      for_each_read(guard, [&](const Node& place) {
        found = found || (place.base == Base::Event && place.offset == open.slot);
      });
      return found;
    });
    if (open.leaf.kind == LeafKind::Number && open.low) {
      const auto low = static_cast<std::int64_t>(value(open.low, state));
      const auto high = static_cast<std::int64_t>(value(open.high, state));
      for (std::int64_t n = low; n <= high; ++n)
        if (with(static_cast<std::uint64_t>(n))) return true;
      return false;
    }
    if (!read) return with(open.leaf.kind == LeafKind::Choice ? Concrete::first(choices) : 0);
    if (open.leaf.kind == LeafKind::Choice) {
      for (std::uint64_t rest = choices; rest != 0; rest &= rest - 1)
        if (with(Concrete::first(rest))) return true;
      return false;
    }
    if (open.leaf.kind != LeafKind::Set) return with(0);
    std::uint64_t subset = 0;
    do {
      if (with(subset)) return true;
      subset = (subset - choices) & choices;
    } while (subset != 0);
    return false;
  }

  const System& system_;
  Cells event_, locals_;
  Context<Concrete> context_;
  ConcreteStore store_{context_};
};

class Replayer {
 public:
  Replayer(const System& system, const SystemProperty& property, const Counterexample& claimed,
           const std::vector<bool>& tracked)
      : system_(system),
        property_(property),
        claimed_(claimed),
        tracked_(tracked),
        interpreter_(system) {}

  Replay run() {
    Replay made;
    made.fault = go(made.states);
    if (made.fault.empty()) made.fault = violates(made.states);
    return made;
  }

 private:
  std::string go(std::vector<Cells>& states) {
    Cells state(system_.slots.size(), 0);
    if (std::string fault = step(system_.initial, claimed_.open, claimed_.begin, state, 0);
        !fault.empty())
      return fault;
    states.push_back(state);
    for (std::size_t i = 0; i < claimed_.steps.size(); ++i) {
      const Counterexample::Taken& taken = claimed_.steps[i];
      if (taken.step >= system_.steps.size()) return fmt::format("step {} is no step", i + 1);
      if (std::string fault =
              step(system_.steps[taken.step], taken.open, taken.after, state, i + 1);
          !fault.empty())
        return fault;
      states.push_back(state);
    }
    return "";
  }

  std::string step(const Step& step, const Cells& open, const Cells& after, Cells& state,
                   std::size_t number) {
    const std::string where =
        number == 0 ? "at the beginning" : fmt::format("in step {}, {}", number, step.name);
    if (const std::string why = interpreter_.take(step, open, state); !why.empty())
      return where + ", " + why;
    for (const SystemPlace& place : system_.places)
      for (int i = place.offset; i < place.offset + place.type->size(); ++i) {
        const auto slot = static_cast<std::size_t>(i);
        if (tracked_[slot] && (slot >= after.size() || state[slot] != after[slot]))
          return where + ", " + place.name + " comes to another value";
      }
    return "";
  }

  bool holds(const Node* condition, Cells& state) {
    return interpreter_.value(condition, state) != 0;
  }

  /// Returns: why the run is no counterexample of the property; empty when it is one.
  std::string violates(std::vector<Cells>& states) {
    const std::string& kind = property_.declaration->kind;
    if (property_.is_safety())
      return holds(property_.left, states.back()) == (kind == "always")
                 ? "the property holds in the last state"
                 : "";
    if (kind == "until") {
      if (states.size() < 2) return "the run has no step";
      Cells& before = states[states.size() - 2];
      const bool broken = holds(property_.left, before) && !holds(property_.right, before) &&
                          !holds(property_.left, states.back()) &&
                          !holds(property_.right, states.back());
      return broken ? "" : "the last step breaks nothing";
    }
    return stays_without_goal(states);
  }

  std::string stays_without_goal(std::vector<Cells>& states) {
    if (!claimed_.lasso || claimed_.loop > claimed_.steps.size()) return "the run ends";
    const bool eventually = property_.declaration->kind == "eventually";
    const Node* goal = eventually ? property_.left : property_.right;
    bool pending = false;
    for (std::size_t i = 0; i < states.size(); ++i) {
      const bool asked = eventually ? i == 0 : holds(property_.left, states[i]);
      if (i <= claimed_.loop) pending = pending || asked;
      if (holds(goal, states[i])) pending = false;
      if (i > claimed_.loop && !pending) return "the goal is reached in the loop";
    }
    if (!pending) return "nothing is due";
    for (std::size_t slot = 0; slot < system_.slots.size(); ++slot)
      if (tracked_[slot] && states[claimed_.loop][slot] != states.back()[slot])
        return "the loop does not come round";
    return is_unfair(states);
  }

  /// Returns: a class that could be taken all the time and never is.
  std::string is_unfair(std::vector<Cells>& states) {
    for (std::size_t fair = 0; fair < system_.fair_classes.size(); ++fair) {
      const auto is_of = [&](const Step& step) {
        return step.fair_class == static_cast<int>(fair);
      };
      const bool taken = std::any_of(
          claimed_.steps.begin() + static_cast<std::ptrdiff_t>(claimed_.loop), claimed_.steps.end(),
          [&](const Counterexample::Taken& t) { return is_of(system_.steps[t.step]); });
      if (taken) continue;
      const bool always_possible = std::all_of(
          states.begin() + static_cast<std::ptrdiff_t>(claimed_.loop), states.end(),
          [&](Cells& state) {
            return std::any_of(system_.steps.begin(), system_.steps.end(), [&](const Step& step) {
              return is_of(step) && interpreter_.is_possible(step, state);
            });
          });
      if (always_possible)
        return fmt::format("'{}' could be taken all the time and is not",
                           system_.fair_classes[fair]);
    }
    return "";
  }

  const System& system_;
  const SystemProperty& property_;
  const Counterexample& claimed_;
  const std::vector<bool>& tracked_;
  Interpreter interpreter_;
};

}  // namespace

Replay replay(const System& system, const SystemProperty& property,
              const Counterexample& counterexample, const std::vector<bool>& tracked) {
  return Replayer(system, property, counterexample, tracked).run();
}

}  // namespace sigspec::prove
