// Binds when an event was, and how long a call took, to the slots of rules that ask; asks again
// about a call whose end is bounded only by the task's next line.
//
// The observer's times are cut off at their last digit, and it looks a little before a call begins
// and a little after it ends. So a time is an interval: from what was printed to the most that it
// can have been.
#include <algorithm>

#include "checker/conform.h"
#include "checker/divergence.h"

namespace sigspec {

namespace {

/// The kernel and the observer read their clocks in ways that may differ by less than this.
constexpr std::int64_t kUnitMin = 1'000;

Cell not_known() { return Partly::unknown(LeafKind::Number, 0); }

Cell printed(std::int64_t time_ns) {
  return Partly::interval(time_ns, time_ns + std::max(kUnitMin, traces::time_unit_ns(time_ns)));
}

/// No more than what passed between the two. A clock that can be set may have been set back by the
/// margin.
Cell between(std::int64_t began, std::int64_t end, traces::Clock clock, std::int64_t margin) {
  const bool can_be_set = clock != traces::Clock::SincePreviousLine;
  if (can_be_set && end < began) return not_known();  // it was
  const Cell passed = Partly::subtract(printed(end), printed(began));
  return can_be_set ? Partly::add(passed, Partly::interval(0, margin)) : passed;
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
    const bool from_stamps = timed && !ended_on_its_line && began != kNoTime;
    at(times.spent) = measured      ? printed(event.duration_ns)
                      : from_stamps ? between(began, event.time_ns, event.clock,
                                              words_.stamp_margin)
                                    : not_known();
  }
  if (read(times.amount)) {
    at(times.amount) = amount_of(event);
  }
  if (read(times.numbered))
    binder_.bind(times.numbered_type, std::to_string(event.result.value), &at(times.numbered));
  if (read(times.clock)) binder_.bind(times.clock_type, clock_word(event.clock), &at(times.clock));
}

/// That the call came to its end before its time shows with the task's next line. It is kept for
/// that if no time at all would be too short. Pre: it is bound, and was not judged yet.
std::unique_ptr<Conform::Unmeasured> Conform::unmeasured(TracedTask& task,
                                                         EventClass& event_class,
                                                         const traces::Event& event) {
  if (!asks_when_ended(event_class) || !has_order(event.clock)) return nullptr;
  std::vector<Cell> slots = slots_;
  bind_end(event_class, event, event.time_ns, slots);
  if (interpreter_.may_be_explained(event_class, task.state, slots.data())) return nullptr;
  auto kept = std::make_unique<Unmeasured>(event, event_class, slots_);
  return kept;
}

/// The task goes on: the call that it made before has ended by now. Who is killed may have been
/// misread, and then what it begins as well.
void Conform::measure(TracedTask& task, const traces::Event& next) {
  using Kind = traces::EventKind;
  const std::unique_ptr<Unmeasured> call = std::move(task.unmeasured);
  const traces::Event& event = call->event.event;
  const bool begins = next.kind == Kind::Entered;
  const bool goes_on = next.kind == Kind::Delivered ||
                       (next.kind == Kind::Returned &&
                        next.result.kind != traces::ResultKind::Never);
  if (next.clock != event.clock || !has_order(event.clock) || (!begins && !goes_on)) return;
  EventClass& event_class = *call->event_class;
  // What the rules make of it otherwise may have changed since.
  if (!interpreter_.may_be_explained(event_class, task.state, call->slots.data())) return;
  bind_end(event_class, event, next.time_ns, call->slots);
  if (interpreter_.may_be_explained(event_class, task.state, call->slots.data())) return;
  const Failure failure = interpreter_.diagnose(event_class, task.state, call->slots.data());
  auto divergence = std::make_unique<Divergence>(
      make_divergence(model_, interpreter_, failure, call->slots.data(), event));
  if (goes_on || task.doubt) return report(std::move(*divergence));
  task.doubt = std::move(divergence);
  task.doubts_result = true;
}

/// Do the stamps of one task follow each other? Where calls are held back until they have ended
/// (strace -z), lines of several tasks do not stand in the order that -r counts in.
bool Conform::has_order(traces::Clock clock) const {
  return clock != traces::Clock::SincePreviousLine ||
         (tasks_.size() == 1 && orphans_.empty() && unseen_.empty());
}

bool Conform::asks_when_ended(const EventClass& event_class) const {
  const Times& times = words_.returned_times;
  const auto asks = [&](int offset) {
    return offset >= 0 && event_class.looks.slots[static_cast<std::size_t>(offset)];
  };
  return asks(times.spent) || asks(times.seen);
}

/// The call of the event ended at that time, or before.
void Conform::bind_end(const EventClass& event_class, const traces::Event& event,
                       std::int64_t end_ns, std::vector<Cell>& slots) const {
  const Times& times = words_.returned_times;
  const auto bind = [&](int offset, Cell value) {
    if (offset < 0 || !event_class.looks.slots[static_cast<std::size_t>(offset)]) return;
    slots[static_cast<std::size_t>(offset)] = value;
  };
  bind(times.spent, between(event.time_ns, end_ns, event.clock, words_.stamp_margin));
  if (end_ns >= event.time_ns) bind(times.seen, printed(end_ns));
}

}  // namespace sigspec
