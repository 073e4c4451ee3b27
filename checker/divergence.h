// Says in words why an event has no explanation.
#pragma once

#include "checker/report.h"
#include "model/interpreter.h"
#include "traces/event.h"

namespace sigspec {

/// Pre: `failure` is what `interpreter` diagnosed for the event just now.
Divergence make_divergence(const Model& model, Interpreter& interpreter, const Failure& failure,
                           Cell* slots, const traces::Event& event);

}  // namespace sigspec
