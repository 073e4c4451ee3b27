// What a rule may do in a scenario: nothing outside of the scenario's own state.
//
// Rules of Linux speak of the recording, of tasks that are just born and of whoever has a number.
// A closed system has none of these. Left out silently they would make proofs of another rule.
#pragma once

#include <string>

#include "model/system.h"

namespace sigspec {

/// Returns: in words what of the step no closed system has; empty when there is nothing.
std::string find_outside(const Step& step);

}  // namespace sigspec
