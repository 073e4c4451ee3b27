// Faults in what stops a process.
#include "tests/support/mutate.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;

constexpr const char* kStops[] = {"SIGTSTP", "SIGTTIN", "SIGTTOU"};

std::string stopped_by(const std::string& name) { return "--- stopped by " + name + " ---"; }

/// Alone in its process, and not killed then: what is seen last of such a task may be misread.
bool alone(const Recording& recording, const Step& step) {
  const Step* next = recording.step(step.next);
  return step.certain && step.complete && !recording.process(step).threaded && next &&
         next->kind != Kind::Killed;
}

void stop_without_signal(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!alone(recording, step) || !quiet_after(recording, step)) continue;
    if (const auto line = in_place_of(recording, step, stopped_by(kStops[places.choose(3)])))
      places.insert_after(step.line, *line);
  }
}

/// The signal that was taken just before is the one that stops.
void stopped_by_other(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* taken = recording.step(step.previous);
    if (step.kind != Kind::Stopped || !alone(recording, step) || !taken) continue;
    if (taken->kind != Kind::Delivered || taken->name != step.name) continue;
    const std::string other = kStops[places.choose(3)];
    if (other == step.name) continue;
    if (const auto line = in_place_of(recording, step, stopped_by(other)))
      places.replace(step.line, *line);
  }
}

void stopped_by_plain_signal(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.kind != Kind::Stopped || !alone(recording, step)) continue;
    const char* other = places.choose(2) ? "SIGINT" : "SIGCONT";
    if (const auto line = in_place_of(recording, step, stopped_by(other)))
      places.replace(step.line, *line);
  }
}

/// A signal with a handler, or none that stops: it does not stop.
void stop_of_other_action(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.kind != Kind::Delivered || !alone(recording, step)) continue;
    const Step* next = recording.step(step.next);
    if (next->kind == Kind::Stopped) continue;
    const bool caught = step.action.is_caught();
    if (!caught && step.action.is != KnownAction::Is::Exact) continue;
    if (!caught && step.action.is_default()) continue;
    const bool stops = step.name == kStops[0] || step.name == kStops[1] || step.name == kStops[2];
    const std::string by = stops ? step.name : kStops[places.choose(3)];
    if (const auto line = in_place_of(recording, step, stopped_by(by)))
      places.insert_after(step.line, *line);
  }
}

}  // namespace

std::vector<Operator> stop_operators() {
  const std::vector<std::string> stop = {"stop.*"};
  return {
      {"stop_without_signal", "nothing has stopped it", stop, stop_without_signal},
      {"stopped_by_other", "another signal was taken", stop, stopped_by_other},
      {"stopped_by_plain_signal", "this signal stops nobody", stop, stopped_by_plain_signal},
      {"stop_of_other_action", "the signal has another action", stop, stop_of_other_action},
  };
}

}  // namespace sigspec::test
