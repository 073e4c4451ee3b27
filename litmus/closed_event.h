// Events of a closed system that are about a task and at most some numbers, members and one record:
// of a signal that is sent or taken.
#pragma once

#include <vector>

#include "model/program.h"

namespace sigspec::litmus {

inline constexpr std::string_view kClosedView = "closed";

/// The cells of an event of which nothing is known.
std::vector<Cell> unknown_event(const EventClass& event_class, const ObservationInfo& info);

/// What is known of it.
struct ClosedEvent {
  std::vector<std::int64_t> values;  // signals and statuses, in the order of the parameters
  std::int64_t fate = -1;            // of a signal that is sent
  bool shared = true;                // is it sent to the process?
  std::uint64_t members = 0;         // of a set
  std::string_view why = {};         // of a signal that nobody sends: a constant
};

std::vector<Cell> closed_event(const Model& model, const EventClass& event_class,
                               const ObservationInfo& info, const ClosedEvent& event);

}  // namespace sigspec::litmus
