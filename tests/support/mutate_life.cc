// Faults in how tasks stop and end.
#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

constexpr const char* kAnyCall = "getpgrp() = 77";

void insert_call(const Recording& recording, const Step& after, Places& places) {
  if (const auto line = in_place_of(recording, after, kAnyCall))
    places.insert_after(after.line, *line);
}

bool ends(const Step& step) { return step.kind == Kind::Exited || step.kind == Kind::Killed; }

/// The lines of a recording without task numbers end with their only task.
void call_after_death(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!ends(step) || !step.complete || step.tid == 0) continue;
    const auto prefix = prefix_of(recording, step);
    if (!prefix || prefix->find(std::to_string(step.tid)) == std::string::npos) continue;
    insert_call(recording, step, places);
  }
}

/// After a stop of a task that does not block SIGCONT, that signal comes first.
bool stops_alone(const Step& step) {
  return step.kind == Kind::Stopped && step.certain && step.complete && step.mask &&
         !(*step.mask & bit(18));
}

void call_while_stopped(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!stops_alone(step)) continue;
    const Step* woken = recording.step(step.next);
    if (!woken || woken->kind != Kind::Delivered || woken->name != "SIGCONT") continue;
    const Step* call = recording.step(woken->next);
    if (call && call->whole && (step.code != kNoStep || places.choose(2)))
      places.remove(woken->line, call->line);
    else if (step.code == kNoStep) insert_call(recording, step, places);
  }
}

/// A signal that ended its task at once.
bool was_fatal(const Recording& recording, const Step& step) {
  if (step.kind != Kind::Delivered || !step.certain || !step.complete) return false;
  if (!step.actions_shown || recording.has_init || step.action.is_caught()) return false;
  if (step.name == "SIGSYS") return false;  // a seccomp filter kills so without a signal line
  const Step* end = recording.step(step.next);
  return end && end->kind == Kind::Killed && end->name == step.name;
}

void call_after_fatal(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps)
    if (was_fatal(recording, step) && step.code == kNoStep) {
      const auto line = in_place_of(recording, step, kAnyCall);
      // Where the signal might be ignored, the call is no lie: its death then is one.
      const bool sure = step.action.is == KnownAction::Is::Exact;
      const std::size_t death = recording.steps[step.next].line;
      if (line)
        places.offer({{{Edit::How::InsertAfter, step.line, *line}},
                      sure ? std::vector<std::size_t>{} : std::vector<std::size_t>{death}});
    }
}

void other_killer(const Recording& recording, Places& places) {
  static constexpr int kFatal[] = {1, 2, 3, 6, 8, 10, 11, 12, 13, 14, 15, 34, 50};
  for (const Step& step : recording.steps) {
    if (!was_fatal(recording, step)) continue;
    const Step& end = recording.steps[step.next];
    const std::string other = signal_name(kFatal[places.choose(std::size(kFatal))]);
    if (auto line = with_piece(recording, end, "by " + end.name, "by " + other))
      places.replace(end.line, std::move(*line));
  }
}

void other_status(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* call = recording.step(step.previous);
    if (step.kind != Kind::Exited || !step.certain || !step.complete || !call) continue;
    if (call->name != "exit_group" || call->args != std::to_string(step.value)) continue;
    const std::string other = std::to_string((step.value + 1 + places.choose(254)) % 256);
    if (auto line = with_piece(recording, step, "with " + call->args + " ", "with " + other + " "))
      places.replace(step.line, std::move(*line));
  }
}

/// What a task ignores, or what is ignored by default, ends nobody.
void killed_by_ignored(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.kind != Kind::Delivered || !step.certain || !step.complete) continue;
    const Step* next = recording.step(step.next);
    if (!next || step.action.is != KnownAction::Is::Exact || !step.action.is_ignored()) continue;
    if (bit(signal_number(step.name)) & kSynchronous) continue;
    if (const auto line = in_place_of(recording, step, "+++ killed by " + step.name + " +++"))
      places.insert_after(step.line, *line);
  }
}

}  // namespace

std::vector<Operator> life_operators() {
  const std::string enters = "call.entered*";
  return {
      {"call_after_death", "a task that has ended makes no calls", {enters}, call_after_death},
      {"call_while_stopped", "SIGCONT comes first", {enters}, call_while_stopped},
      {"call_after_fatal",
       "the default action ends the process",
       {enters, "exit.killed_by_signal"},
       call_after_fatal},
      {"other_killer",
       "the signal that was taken is the one that kills",
       {"exit.killed_by_signal"},
       other_killer},
      {"other_status", "the status is the argument of exit_group", {"exit.exited"}, other_status},
      {"killed_by_ignored",
       "an ignored signal is dropped",
       {"exit.killed_by_signal"},
       killed_by_ignored},
  };
}

}  // namespace sigspec::test
