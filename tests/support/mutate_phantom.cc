// Faults in where signals come from: deliveries that nobody and nothing brought about.
#include <algorithm>

#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

constexpr int kKill = 9, kPipe = 13, kAlarm = 14, kChild = 17, kUrgent = 23, kVirtual = 26,
              kProfile = 27, kWindow = 28;

bool is_open_to(const Step& step, int signal) { return step.mask && !(*step.mask & bit(signal)); }

/// Ready to take a signal that changes nothing: ignored by default, and without a handler.
bool takes_quietly(const Recording& recording, const Step& step, int signal) {
  if (!quiet_after(recording, step) || !is_open_to(step, signal)) return false;
  const KnownAction& action = step.actions_before(signal);
  return action.is == KnownAction::Is::DefaultOrIgnored ||
         (action.is == KnownAction::Is::Exact && !action.is_caught());
}

void insert(const Recording& recording, const Step& step, const std::string& text, Places& places) {
  if (const auto line = in_place_of(recording, step, text)) places.insert_after(step.line, *line);
}

bool sends_anything(const Recording& recording, std::size_t process) {
  const auto& sends = recording.families.sends;
  return std::any_of(sends.begin(), sends.end(),
                     [&](const Send& send) { return send.sender == process; });
}

/// Processes that are alive at a line, were before and go on to be: none of them has sent anything.
std::vector<std::int64_t> silent_neighbours(const Recording& recording, const Step& step) {
  std::vector<std::int64_t> pids;
  const Families& families = recording.families;
  for (std::size_t i = 0; i < families.processes.size(); ++i) {
    const ProcessFacts& process = families.processes[i];
    const TaskFacts& leader = families.tasks[process.leader];
    if (!process.certain || process.pid == 0 || leader.process == recording.task(step).process)
      continue;
    if (recording.steps[leader.first].line > step.line) continue;
    if (recording.steps[leader.last].line < step.line || sends_anything(recording, i)) continue;
    pids.push_back(process.pid);
  }
  return pids;
}

void phantom_sender(const Recording& recording, Places& places) {
  if (!recording.families.certain) return;
  for (const Step& step : recording.steps) {
    const int signal = places.choose(2) ? kUrgent : kWindow;
    if (!shows_sends(recording, Send::Kind::Kill, step.line)) continue;
    if (!takes_quietly(recording, step, signal)) continue;
    const auto pids = silent_neighbours(recording, step);
    if (pids.empty()) continue;
    insert(recording, step, delivery_of(signal, "SI_USER", pids[places.choose(pids.size())]),
           places);
  }
}

/// From itself, by tkill, which it has never called.
void phantom_own_signal(const Recording& recording, Places& places) {
  if (!recording.families.certain) return;
  for (const Step& step : recording.steps) {
    if (!shows_sends(recording, Send::Kind::Thread, step.line)) continue;
    if (!takes_quietly(recording, step, kWindow)) continue;
    const ProcessFacts& process = recording.process(step);
    if (process.pid == 0 || process.threaded || !process.certain) continue;
    if (sends_anything(recording, recording.task(step).process)) continue;
    insert(recording, step, delivery_of(kWindow, "SI_TKILL", process.pid), places);
  }
}

std::string child_told(const char* code, std::int64_t pid, int status) {
  return "--- SIGCHLD {si_signo=SIGCHLD, si_code=" + std::string(code) +
         ", si_pid=" + std::to_string(pid) + ", si_uid=0, si_status=" + std::to_string(status) +
         ", si_utime=0, si_stime=0} ---";
}

/// Of a child that lives on: it enters two calls more.
void phantom_child_end(const Recording& recording, Places& places) {
  if (!recording.families.certain) return;
  for (const Step& step : recording.steps) {
    if (!takes_quietly(recording, step, kChild)) continue;
    for (const std::size_t id : recording.process(step).children) {
      const ProcessFacts& child = recording.families.processes[id];
      const TaskFacts& leader = recording.families.tasks[child.leader];
      if (!child.certain || child.threaded || recording.steps[leader.first].line > step.line)
        continue;
      int calls = 0;
      const Step* at = recording.step(leader.last);
      for (; at && at->line > step.line; at = recording.step(at->previous))
        calls += at->begins_call();
      if (calls < 2) continue;
      insert(recording, step, child_told("CLD_EXITED", child.pid, 0), places);
      break;
    }
  }
}

/// SIGCHLD of a process that is no child: the task itself.
void phantom_own_end(const Recording& recording, Places& places) {
  if (!recording.families.certain) return;
  for (const Step& step : recording.steps) {
    if (!takes_quietly(recording, step, kChild)) continue;
    const ProcessFacts& process = recording.process(step);
    if (process.pid != 0 && process.certain)
      insert(recording, step, child_told("CLD_KILLED", process.pid, kKill), places);
  }
}

bool sets_timer(const Step& step) {
  return step.name == "alarm" || step.name == "setitimer" || step.name == "timer_create" ||
         step.name == "timer_settime";
}

/// A timer's signal where no timer was ever set, by nobody in the recording.
void phantom_timer(const Recording& recording, Places& places) {
  if (std::any_of(recording.steps.begin(), recording.steps.end(), sets_timer)) return;
  for (const Step& step : recording.steps) {
    if (!quiet_after(recording, step)) continue;
    const int signal = std::vector{kAlarm, kVirtual, kProfile}[places.choose(3)];
    const KnownAction& action = step.actions_before(signal);
    if (!is_open_to(step, signal) || action.is != KnownAction::Is::Exact || action.is_default())
      continue;
    const bool by_timer_create = places.choose(2);
    insert(recording, step,
           by_timer_create ? "--- " + signal_name(signal) + " {si_signo=" + signal_name(signal) +
                                 ", si_code=SI_TIMER, si_timerid=0, si_overrun=0, si_int=0, "
                                 "si_ptr=NULL} ---"
                           : delivery_of(signal, "SI_KERNEL", 0),
           places);
  }
}

/// SIGPIPE of its own making behind a call that did not fail.
void phantom_sigpipe(const Recording& recording, Places& places) {
  if (!recording.families.certain) return;
  for (const Step& step : recording.steps) {
    if (!quiet_after(recording, step) || !is_open_to(step, kPipe)) continue;
    const KnownAction& action = step.actions_before(kPipe);
    const ProcessFacts& process = recording.process(step);
    if (action.is != KnownAction::Is::Exact || action.is_default() || process.pid == 0) continue;
    if (process.threaded || sends_anything(recording, recording.task(step).process)) continue;
    if (step.name.find("write") == std::string::npos) continue;
    insert(recording, step, delivery_of(kPipe, "SI_USER", process.pid), places);
  }
}

/// EPIPE of a pipe comes with its signal.
void lost_sigpipe(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* delivery = recording.step(step.next);
    if (!delivery || delivery->kind != Kind::Delivered || delivery->name != "SIGPIPE") continue;
    if (!delivery->certain || !delivery->complete || !is_open_to(step, kPipe)) continue;
    if (!step.returns(Result::Error) || step.result_name != "EPIPE") continue;
    if (step.name != "write" || recording.process(step).threaded) continue;
    if (traces::LazyArguments(step.args)[0].find("<pipe:") == std::string::npos) continue;
    const Step* next = recording.step(delivery->next);
    if (!next || delivery->action.is_caught()) continue;
    if (next->kind == Kind::Killed) {
      // It is as if another program had written: it goes on.
      const auto line = in_place_of(recording, step, "getpgrp() = 77");
      if (line) places.offer({{{Edit::How::Replace, delivery->line, *line}}, {next->line}});
    } else if (next->begins_call()) {
      places.remove(delivery->line, next->line);
    }
  }
}

/// strace never sees SIGKILL delivered: the task just ends.
void delivered_sigkill(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.kind != Kind::Killed || step.name != "SIGKILL" || !step.certain || !step.complete)
      continue;
    const auto line = in_place_of(recording, step, delivery_of(kKill, "SI_USER", 1));
    const Step* before = recording.step(step.previous);
    if (line && before && before->kind == Kind::Returned) places.insert_after(before->line, *line);
  }
}

}  // namespace

std::vector<Operator> phantom_operators() {
  const std::vector<std::string> taken = {"deliver.taken", "send.named"};
  return {
      {"phantom_sender", "a process that sends nothing is named", taken, phantom_sender},
      {"phantom_own_signal", "the process has sent itself nothing", taken, phantom_own_signal},
      {"phantom_child_end", "the child lives on", {"exit.reported"}, phantom_child_end},
      {"phantom_own_end", "nobody is its own child", {"exit.reported"}, phantom_own_end},
      {"phantom_timer", "no timer was ever set", taken, phantom_timer},
      {"phantom_sigpipe", "the call did not fail", taken, phantom_sigpipe},
      {"lost_sigpipe",
       "EPIPE of a pipe comes with SIGPIPE",
       {"call.entered", "exit.killed_by_signal"},
       lost_sigpipe},
      {"delivered_sigkill", "SIGKILL is not shown to tracers", taken, delivered_sigkill},
  };
}

}  // namespace sigspec::test
