// Binds when an event was, and how long a call took, to the slots of rules that ask.
//
// The observer's times are cut off at their last digit, and it looks a little before a call begins
// and a little after it ends. So a time is an interval: from what was printed to the most that it
// can have been.
#include <algorithm>

#include "checker/conform.h"

namespace sigspec {

namespace {

/// The kernel and the observer read their clocks in ways that may differ by less than this.
constexpr std::int64_t kUnitMin = 1'000;

Cell not_known() { return Partly::unknown(LeafKind::Number, 0); }

Cell printed(std::int64_t time_ns) {
  return Partly::interval(time_ns, time_ns + std::max(kUnitMin, traces::time_unit_ns(time_ns)));
}

std::string_view clock_word(traces::Clock clock) {
  switch (clock) {
    case traces::Clock::Epoch: return "epoch";
    case traces::Clock::TimeOfDay: return "time of day";
    case traces::Clock::SincePreviousLine:
    case traces::Clock::SinceSomeMoment: return "monotonic";
    case traces::Clock::None: break;
  }
  return "";
}

}  // namespace

Conform::Times Conform::times_of(int observation) const {
  Times times;
  if (observation < 0) return times;
  const ObservationInfo& info = model_.observations[static_cast<std::size_t>(observation)];
  for (std::size_t i = 0; i < info.parameters.size(); ++i) {
    const std::string& name = info.declaration->params[i].name.text;
    const int offset = info.offsets[i];
    if (name == "began") times.began = offset;
    if (name == "seen") times.seen = offset;
    if (name == "spent") times.spent = offset;
    if (name == "amount") times.amount = offset;
    if (name == "numbered") {
      times.numbered = offset;
      times.numbered_type = info.parameters[i];
    }
    if (name == "clock") {
      times.clock = offset;
      times.clock_type = info.parameters[i];
    }
  }
  return times;
}

/// The end of a call told on one line is not printed: it began, and lasted so long at least.
void Conform::bind_times(const TracedTask& task, const Times& times,
                         const EventClass::Looks& looks, const traces::Event& event) {
  const auto read = [&](int offset) {
    return offset >= 0 && looks.slots[static_cast<std::size_t>(offset)];
  };
  const auto at = [&](int offset) -> Cell& { return slots_[static_cast<std::size_t>(offset)]; };
  const bool timed = event.clock != traces::Clock::None;
  const bool ended_on_its_line =
      event.kind == traces::EventKind::Returned && event.record == traces::RecordKind::Call;
  const bool measured = event.duration_ns != traces::kNoDuration;
  const std::int64_t began = ended_on_its_line && timed ? event.time_ns : task.entered_ns;
  if (read(times.began)) at(times.began) = began == kNoTime ? not_known() : printed(began);
  if (read(times.seen)) {
    Cell& seen = at(times.seen);
    seen = timed ? printed(event.time_ns) : not_known();
    if (timed && ended_on_its_line && measured)
      seen = Partly::add(seen, printed(event.duration_ns));
    else if (timed && ended_on_its_line) seen = Partly::interval(event.time_ns, kHighest);
  }
  if (read(times.spent)) {
    const bool from_stamps = timed && !ended_on_its_line && task.entered_ns != kNoTime &&
                             event.clock == traces::Clock::SincePreviousLine;
    at(times.spent) = measured      ? printed(event.duration_ns)
                      : from_stamps ? Partly::subtract(printed(event.time_ns), printed(began))
                                    : not_known();
  }
  if (read(times.amount)) {
    at(times.amount) = amount_of(event);
  }
  if (read(times.numbered))
    binder_.bind(times.numbered_type, std::to_string(event.result.value), &at(times.numbered));
  if (read(times.clock)) binder_.bind(times.clock_type, clock_word(event.clock), &at(times.clock));
}

}  // namespace sigspec
