// What an exploration has proved, as questions to another solver.
//
// A certificate lists the states that were found, in chunks. Its conditions say that the scenario
// begins in some of them, that whatever step is taken in a state of a chunk leads to one of those
// that are named beside it, and that the property holds. That those beside a chunk are listed as
// well is plain to see: every `(= next X)` has its `(= now X)`. Where something is to happen each
// state has a rank, as lasso.h says. States are bit-vectors as the explorer packs them, less what
// all have in common; within a chunk what its states have in common is known, so that solvers of
// SAT decide it.
#pragma once

#include "prove/explorer.h"
#include "prove/induction.h"

namespace sigspec::prove {

/// The part that all properties share: the beginning, and every step. After an interrupt: nothing.
/// Pre: explored to the end, and no state stands for others. Cost: the terms of all steps, for
/// every kStatesToACondition states.
std::vector<Condition> conditions_of_reached(const System& system, Explorer& explorer,
                                             const Watch& watch);

/// That a property holds of all states, which it must do. Pre: as above.
std::vector<Condition> conditions_of_property(const System& system, Explorer& explorer,
                                              const SystemProperty& property, const Watch& watch);

}  // namespace sigspec::prove
