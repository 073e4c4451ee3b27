// Runs that never get where they should: found among the states that an explorer has found.
//
// `p leads to q` fails when a state of p is reached from which a run goes on for ever without q,
// and the run is fair: no class of steps could be taken all the time and never is. A run may also
// end where nothing has to happen; that is a loop of no steps.
#pragma once

#include <optional>

#include "prove/explorer.h"

namespace sigspec::prove {

/// What a property promises: `leads to`, or `eventually`, which is promised at the beginning.
const Node* goal_of(const SystemProperty& property);

/// Pre: explored; the property promises something. Returns: the run with the shortest stem.
std::optional<Run> find_lasso(Explorer& explorer, const SystemProperty& property);

/// Why there is no such run. Of the states where the goal is still to come: how many components
/// are at most ahead, and the class of steps that cannot be taken without leaving the component,
/// and can be taken in all of it. So every step that does not reach the goal leads to a lower rank,
/// or keeps the rank and is of another class.
struct Response {
  static constexpr std::uint32_t kNotDue = ~0U;
  std::vector<std::uint32_t> rank;  // by state
  std::vector<int> helpful;         // by rank: a class
};

/// Pre: explored, and find_lasso finds nothing.
Response find_response(Explorer& explorer, const SystemProperty& property);

/// `p until q`: a step from p to a state with neither. Pre: explored.
std::optional<Run> find_break(Explorer& explorer, const SystemProperty& property);

}  // namespace sigspec::prove
