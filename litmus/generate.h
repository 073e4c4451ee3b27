// Tests made of the situations in spec/litmus: signals come before, while and after a call waits.
#pragma once

#include <functional>
#include <string>

#include "litmus/prepare.h"

namespace sigspec::litmus {

/// Calls `tell(name, text)` for each test: every situation with every way to treat a signal, at
/// every time, one signal and two; and what masks, flags and queues do to signals that are pending
/// at once. Cost: no test is explored.
void generate(const Model& model, const Library& library,
              const std::function<void(const std::string& name, const std::string& text)>& tell);

}  // namespace sigspec::litmus
