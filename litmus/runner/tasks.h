// The tasks of one run.
#pragma once

#include "litmus/runner/shared.h"

namespace runner {

/// Ends whatever is left of a run.
constexpr long kFinalSignal = 9;

/// Words of a command line: --goes-on MEMORY TASK INSTRUCTION.
constexpr const char* kGoesOn = "--goes-on";

/// A task goes on from an instruction after it has run the program anew. `fd`: the memory of the
/// run. Comes back only with an error.
int go_on(int fd, int thread, int from);

/// Makes the tasks, waits until the run is over, prints what it came to, and ends them.
/// Returns: 0, or 1 when the run could not be made.
int supervise(const Shared& program);

}  // namespace runner
