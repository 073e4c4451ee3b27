// A counterexample as an engine claims it: the steps, what each left open, and the states between.
//
// Whichever engine found it, it is believed only when the concrete interpreter, which knows nothing
// of that engine, goes the same way (`replay`).
#pragma once

#include <string>
#include <vector>

#include "model/system.h"

namespace sigspec::prove {

using Cells = std::vector<std::uint64_t>;

struct Counterexample {
  struct Taken {
    std::size_t step = 0;  // among the system's steps
    Cells open;            // the event's slots, as chosen
    Cells after;           // the state that it leads to
  };
  Cells open, begin;  // of the beginning
  std::vector<Taken> steps;
  bool lasso = false;    // a run that never ends; without steps to repeat: it stays where it is
  std::size_t loop = 0;  // steps from here on are repeated for ever, when `lasso`
};

struct Replay {
  std::string fault;          // where the interpreter comes to something else; empty: nowhere
  std::vector<Cells> states;  // the beginning, and after each step; whole, as far as it got
};

/// Takes every step again, compares the states, and asks whether the run violates the property:
/// a lasso must come round, be fair, and stay without the goal.
/// `tracked`: the slots of the state that the engine speaks of.
Replay replay(const System& system, const SystemProperty& property,
              const Counterexample& counterexample, const std::vector<bool>& tracked);

}  // namespace sigspec::prove
