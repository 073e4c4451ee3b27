// The life of a signal as the rules have it: what becomes of one that is sent, in every state in
// which a process may meet it.
#pragma once

#include "checker/diagrams.h"

namespace sigspec {

/// Empty where the specification does not say what /proc shows of a task.
Diagram draw_signal_life(const Model& model, Version kernel);

}  // namespace sigspec
