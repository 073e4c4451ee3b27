// Faults in how tasks end, and in what follows when they should have.
#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

constexpr const char* kAnyCall = "getpgrp() = 77";

bool is_sure(const Step& step) { return step.certain && step.complete; }

/// The call with which the task left: exit or exit_group, and nothing came between it and the end.
const Step* exit_before(const Recording& recording, const Step& end) {
  const Step* call = recording.step(end.previous);
  if (end.kind != Kind::Exited || !is_sure(end) || !call) return nullptr;
  return call->name == "exit_group" && call->returns(Result::Never) ? call : nullptr;
}

void end_twice(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if ((step.kind != Kind::Exited && step.kind != Kind::Killed) || !step.complete) continue;
    const auto prefix = prefix_of(recording, step);
    // The last lines of a recording without ids may be anybody's.
    if (step.tid == 0 || !prefix || prefix->find(std::to_string(step.tid)) == std::string::npos)
      continue;
    places.insert_after(step.line, recording.line(step.line));
  }
}

void call_after_exit(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps)
    if (const Step* call = exit_before(recording, step))
      if (const auto line = in_place_of(recording, *call, kAnyCall))
        places.insert_after(call->line, *line);
}

void exit_returns(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps)
    if (const Step* call = exit_before(recording, step))
      if (const auto line = with_result(recording, *call, "0")) places.replace(call->line, *line);
}

/// Its end was settled by exit_group; only SIGKILL could come before that.
void exit_as_death(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!exit_before(recording, step)) continue;
    const char* killer = places.choose(2) ? "SIGTERM" : "SIGSEGV";
    if (const auto line =
            in_place_of(recording, step, "+++ killed by " + std::string(killer) + " +++"))
      places.replace(step.line, *line);
  }
}

/// A signal with the default action was taken: the process does not exit by itself any more.
void death_as_exit(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* taken = recording.step(step.previous);
    if (step.kind != Kind::Killed || !is_sure(step) || !taken) continue;
    if (taken->kind != Kind::Delivered || taken->name != step.name || recording.has_init) continue;
    if (const auto line = in_place_of(recording, step, "+++ exited with 0 +++"))
      places.replace(step.line, *line);
  }
}

/// Of the signals that end a process only some dump core.
void core_of_other(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.kind != Kind::Killed || !step.complete) continue;
    for (const char* plain : {"SIGTERM", "SIGKILL", "SIGINT", "SIGHUP", "SIGPIPE", "SIGALRM"})
      if (step.name == plain)
        if (auto line =
                with_piece(recording, step, step.name + " +++", step.name + " (core dumped) +++"))
          places.replace(step.line, std::move(*line));
  }
}

/// All threads of a process end with its status.
void other_group_status(const Recording& recording, Places& places) {
  for (const ProcessFacts& process : recording.families.processes) {
    if (!process.threaded || !process.certain || process.tasks.size() < 2) continue;
    const Step* exit = nullptr;
    for (const std::size_t task : process.tasks) {
      const Step* end = recording.step(recording.families.tasks[task].death);
      const Step* call = end ? recording.step(end->previous) : nullptr;
      if (call && call->name == "exit_group" && call->returns(Result::Never)) exit = call;
    }
    if (!exit || !exit->complete) continue;
    for (const std::size_t task : process.tasks) {
      const Step* end = recording.step(recording.families.tasks[task].death);
      if (!end || end->kind != Kind::Exited || end->line < exit->line) continue;
      const Step* call = recording.step(end->previous);
      if (!call || call->name == "exit" || call->name == "exit_group") continue;
      if (exit->args != std::to_string(end->value)) continue;
      const std::string other = std::to_string((end->value + 1 + places.choose(254)) % 256);
      if (auto line =
              with_piece(recording, *end, "with " + exit->args + " ", "with " + other + " "))
        places.replace(end->line, std::move(*line));
    }
  }
}

/// It goes on after a traced process killed it: its open call returns, and two more follow.
void sigkill_survived(const Recording& recording, Places& places) {
  if (!recording.families.certain || recording.has_init) return;
  for (const Send& send : recording.families.sends) {
    if (!send.worked || send.signal != 9 || send.kind != Send::Kind::Kill) continue;
    for (std::size_t i = 0; i < recording.families.processes.size(); ++i) {
      const ProcessFacts& target = recording.families.processes[i];
      if (target.pid != send.target || i == send.sender || target.threaded || !target.certain)
        continue;
      const Step* end = recording.step(recording.families.tasks[target.leader].death);
      const Step* call = end ? recording.step(end->previous) : nullptr;
      if (!call || end->kind != Kind::Killed || end->line < send.line) continue;
      if (!is_sure(*call) || !call->returns(Result::Never) || call->line < send.line) continue;
      if (call->name.starts_with("exit")) continue;
      const auto returned = with_result(recording, *call, "0");
      const auto next = in_place_of(recording, *end, kAnyCall);
      if (!returned || !next) continue;
      Mutant mutant;
      mutant.edits = {{Edit::How::Replace, call->line, *returned},
                      {Edit::How::InsertAfter, call->line, *next},
                      {Edit::How::InsertAfter, call->line, *next}};
      places.offer(std::move(mutant));
    }
  }
}

}  // namespace

std::vector<Operator> end_operators() {
  const std::string enters = "call.entered*";
  return {
      {"end_twice", "a task ends once", {"exit.*"}, end_twice},
      {"call_after_exit", "exit_group does not come back", {enters}, call_after_exit},
      {"exit_returns", "exit_group does not come back", {"return.*", "exit*"}, exit_returns},
      {"exit_as_death", "exit_group has settled it", {"exit.*"}, exit_as_death},
      {"death_as_exit", "the signal ends the process", {"exit.*"}, death_as_exit},
      {"core_of_other", "the signal dumps no core", {"exit.*"}, core_of_other},
      {"other_group_status", "the status is the process's", {"exit.*"}, other_group_status},
      {"sigkill_survived",
       "SIGKILL was sent",
       {enters, "pause.*", "rt_sigsuspend.*"},
       sigkill_survived},
  };
}

}  // namespace sigspec::test
