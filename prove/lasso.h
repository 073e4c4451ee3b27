// Runs that never get where they should: found among the states that an explorer has found.
//
// `p leads to q` fails when a state of p is reached from which a run goes on for ever without q,
// and the run is fair: no class of steps could be taken all the time and never is. A run may also
// end where nothing has to happen; that is a loop of no steps.
#pragma once

#include <optional>

#include "prove/explorer.h"

namespace sigspec::prove {

/// Pre: explored. `from`, `to`: conditions on states. Returns: the run with the shortest stem.
std::optional<Run> find_lasso(Explorer& explorer, const Node* from, const Node* to);

/// `p until q`: a step from p to a state with neither. Pre: explored.
std::optional<Run> find_break(Explorer& explorer, const Node* holds, const Node* until);

}  // namespace sigspec::prove
