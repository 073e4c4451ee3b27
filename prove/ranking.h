// Liveness without bounds: a rank that the scenario states, and where which class is helpful.
//
// The rule is that of just response (Manna and Pnueli). Where something is due some class is
// helpful. A helpful class can be taken. Every step reaches the goal, or lowers the rank and leaves
// some class helpful, or keeps the rank and the class helpful; a step of that class itself must not
// only keep it. Ranks never fall below 0. So a fair run cannot do without the goal: with the rank
// at its last value one class would be possible all the time and never taken.
#pragma once

#include "prove/induction.h"

namespace sigspec::prove {

/// Does the scenario state a rank for it?
bool has_rank(const System& system, const SystemProperty& property);

/// Pre: the invariants hold; the property is `eventually` or `leads to` and has a rank, or `until`,
/// which needs none. Several ranks are compared in their order. Where nothing is called helpful,
/// every class is, as long as it can be taken.
Induction prove_ranked(const System& system, const SystemProperty& property, const Watch& watch);

}  // namespace sigspec::prove
