// Bounded search by Z3: is there a way of so many steps to a state that violates a property?
//
// The explorer answers the same for states it can list; where both reach, they must agree.
#pragma once

#include <optional>

#include "prove/counterexample.h"
#include "prove/watch.h"

namespace sigspec::prove {

struct Search {
  std::optional<Counterexample> counterexample;  // the nearest; none: there is none so near
  std::size_t depth = 0;                         // its steps
  std::string unknown;                           // why nobody could tell; empty: it is known
};

/// Pre: the property is `always` or `never`. Numbers that the explorer bounds are bounded alike.
Search search_violation(const System& system, const SystemProperty& property, std::size_t depth_max,
                        const Watch& watch);

}  // namespace sigspec::prove
