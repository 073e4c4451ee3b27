// The tasks of one run.
#pragma once

#include "litmus/runner/shared.h"

namespace runner {

/// Ends whatever is left of a run.
constexpr long kFinalSignal = 9;

/// Makes the tasks, waits until the run is over, prints what it came to, and ends them.
/// Returns: 0, or 1 when the run could not be made.
int supervise(const Shared& program);

}  // namespace runner
