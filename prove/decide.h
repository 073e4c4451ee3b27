// Asks Z3 so that an interrupt is heard: its own handler of SIGINT would keep it to itself.
#pragma once

#include <z3++.h>

#include "prove/watch.h"

namespace sigspec::prove {

/// Returns: unknown as well when it took too long, or the work is to stop.
z3::check_result decide(z3::solver& solver, unsigned timeout_ms, const Watch& watch);

}  // namespace sigspec::prove
