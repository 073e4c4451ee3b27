// Which slots of a system's state matter: those that some guard or property reads, and those that
// their values come from. The others are left out of states, so that there are fewer of these.
#pragma once

#include <functional>
#include <vector>

#include "model/system.h"

namespace sigspec::prove {

struct Cone {
  std::vector<bool> state;  // by slot
  /// Of each step, and of the initial one behind them: the event's slots that it looks at.
  std::vector<std::vector<bool>> event;
};

Cone find_cone(const System& system);

/// What steps do to slots that do not matter costs time in every state, and terms without end.
void leave_out_what_nothing_reads(System& system);

/// Calls `visit(slot)` for every slot of the state that the place may be.
void for_each_state_slot(const System& system, const Node& place,
                         const std::function<void(int)>& visit);

}  // namespace sigspec::prove
