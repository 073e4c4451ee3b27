// A finite scenario as a circuit, with one output that is true when a property is violated.
//
// Latches hold the state, inputs choose the step and what it leaves open. What cannot be done
// leaves the state as it is. A property that something happens becomes one that nothing bad does
// (Biere, Artho and Schuppan): some time the state is saved; when it comes back, fairly and without
// the goal in between, a run has been found that never gets there.
#pragma once

#include <optional>
#include <string>

#include "prove/aig.h"
#include "prove/counterexample.h"

namespace sigspec::prove {

struct Circuit {
  std::string why;    // none was made: what has no bits
  std::string aiger;  // binary
  Aig graph;
  std::vector<Literal01> next;  // of each latch, all of which begin with 0
  Literal01 bad = 0;
};

/// What a number that leaves its bits counts for: as a violation, so that a proof includes that
/// none does; or as nothing, so that a violation is one.
enum class Overflow : std::uint8_t { Violates, Ends };

Circuit make_circuit(const System& system, const SystemProperty& property, Overflow overflow);

}  // namespace sigspec::prove
