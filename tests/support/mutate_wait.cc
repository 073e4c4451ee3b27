// Faults in what a wait says of a child.
#include <algorithm>
#include <cstdlib>

#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

constexpr const char* kExited = "WIFEXITED(s) && WEXITSTATUS(s) == ";
constexpr const char* kSignaled = "WIFSIGNALED(s) && WTERMSIG(s) == ";
constexpr const char* kStopped = "WIFSTOPPED(s) && WSTOPSIG(s) == ";

/// The last one that there can be.
constexpr std::int64_t kNobodysPid = 4194303;

bool is_wait(const Step& step) {
  return step.name == "wait4" && step.certain && step.complete && step.returns(Result::Value) &&
         step.value != 0;
}

/// The child that a wait speaks of, if all of its life is in the recording.
const ProcessFacts* child_of_wait(const Recording& recording, const Step& step) {
  if (!recording.families.certain || !is_wait(step)) return nullptr;
  const ProcessFacts* child =
      recording.process_with_id(static_cast<std::int64_t>(step.value), step.line);
  if (!child || child->threaded || child->parent != recording.task(step).process) return nullptr;
  return child;
}

const Step* end_of(const Recording& recording, const ProcessFacts& process) {
  return recording.step(recording.families.tasks[process.leader].death);
}

void offer(const Recording& recording, const Step& step, const std::string& from,
           const std::string& to, Places& places) {
  if (auto line = with_piece(recording, step, from, to))
    places.replace(step.line, std::move(*line));
}

void other_wait_status(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const ProcessFacts* child = child_of_wait(recording, step);
    const Step* end = child ? end_of(recording, *child) : nullptr;
    if (!end || end->kind != Kind::Exited) continue;
    const std::string status = kExited + std::to_string(end->value);
    const std::uint64_t other = (end->value + 1 + places.choose(254)) % 256;
    offer(recording, step, status + "}", kExited + std::to_string(other) + "}", places);
  }
}

void other_wait_end(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const ProcessFacts* child = child_of_wait(recording, step);
    const Step* end = child ? end_of(recording, *child) : nullptr;
    if (!end) continue;
    if (end->kind == Kind::Exited)
      offer(recording, step, kExited + std::to_string(end->value),
            kSignaled + std::string("SIGTERM"), places);
    if (end->kind == Kind::Killed)
      offer(recording, step, kSignaled + end->name, kExited + std::string("0"), places);
  }
}

void other_wait_killer(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const ProcessFacts* child = child_of_wait(recording, step);
    const Step* end = child ? end_of(recording, *child) : nullptr;
    if (!end || end->kind != Kind::Killed) continue;
    const std::string other = end->name == "SIGINT" ? "SIGHUP" : "SIGINT";
    offer(recording, step, kSignaled + end->name, kSignaled + other, places);
  }
}

void other_wait_stop(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const ProcessFacts* child = child_of_wait(recording, step);
    if (!child) continue;
    const Step* stop = recording.step(recording.families.tasks[child->leader].first);
    std::vector<std::string> stops;  // all that it ever had, so none of them is meant
    for (; stop; stop = recording.step(stop->next))
      if (stop->kind == Kind::Stopped) stops.push_back(stop->name);
    for (const char* other : {"SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGSTOP"}) {
      if (std::find(stops.begin(), stops.end(), other) != stops.end()) continue;
      for (const std::string& name : stops)
        if (with_piece(recording, step, kStopped + name, kStopped + std::string(other))) {
          offer(recording, step, kStopped + name, kStopped + std::string(other), places);
          break;
        }
      break;
    }
  }
}

std::string waits(const std::string& pid, const std::string& status, const char* options,
                  std::int64_t result) {
  return "wait4(" + pid + ", " + status + ", " + options + ", NULL) = " + std::to_string(result);
}

void insert(const Recording& recording, const Step& step, const std::string& text, Places& places) {
  if (const auto line = in_place_of(recording, step, text)) places.insert_after(step.line, *line);
}

/// A child of the step's process that enters some calls more.
const ProcessFacts* living_child(const Recording& recording, const Step& step) {
  if (!recording.families.certain) return nullptr;
  for (const std::size_t id : recording.process(step).children) {
    const ProcessFacts& child = recording.families.processes[id];
    const TaskFacts& leader = recording.families.tasks[child.leader];
    if (!child.certain || child.threaded || !child.tells_by_sigchld ||
        recording.steps[leader.first].line > step.line)
      continue;
    int calls = 0;
    for (const Step* at = recording.step(leader.last); at && at->line > step.line;
         at = recording.step(at->previous))
      calls += at->begins_call();
    if (calls >= 2) return &child;
  }
  return nullptr;
}

void wait_of_living(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!quiet_after(recording, step)) continue;
    if (const ProcessFacts* child = living_child(recording, step))
      insert(recording, step,
             waits("-1", "[{WIFEXITED(s) && WEXITSTATUS(s) == 0}]", "WNOHANG", child->pid), places);
  }
}

void wait_denies_child(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!quiet_after(recording, step)) continue;
    if (const ProcessFacts* child = living_child(recording, step))
      insert(recording, step,
             "wait4(" + std::to_string(child->pid) +
                 ", 0x7ffd51c0, WNOHANG, NULL) = -1 ECHILD (No child processes)",
             places);
  }
}

/// A child is reaped once.
void waited_twice(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const ProcessFacts* child = child_of_wait(recording, step);
    const Step* end = child ? end_of(recording, *child) : nullptr;
    if (!end || end->line > step.line || !quiet_after(recording, step)) continue;
    if (step.args.find("WIFSTOPPED") != std::string::npos ||
        step.args.find("WIFCONTINUED") != std::string::npos)
      continue;
    const std::string status(traces::LazyArguments(step.args)[1]);
    insert(recording, step, waits("-1", status, "WNOHANG", child->pid), places);
  }
}

/// The process itself, or its parent: neither is its child.
void wait_of_stranger(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const ProcessFacts* child = child_of_wait(recording, step);
    if (!child || !step.whole) continue;
    const ProcessFacts& process = recording.process(step);
    std::int64_t stranger = process.pid;
    if (process.parent != kNobody && places.choose(2))
      stranger = recording.families.processes[process.parent].pid;
    else if (places.choose(2)) stranger = kNobodysPid;
    if (stranger == 0) continue;
    if (const auto line = with_result(recording, step, std::to_string(stranger)))
      places.replace(step.line, *line);
  }
}

/// WNOHANG finds nothing, and a child has ended whom it reaps only later.
void wait_overlooks(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const ProcessFacts* child = child_of_wait(recording, step);
    const Step* end = child ? end_of(recording, *child) : nullptr;
    if (!end || end->line > step.line) continue;
    for (const Step* at = recording.step(step.previous); at && at->line > end->line;
         at = recording.step(at->previous))
      if (quiet_after(recording, *at) && !makes_task(at->name) && at->name != "wait4") {
        insert(recording, *at, waits(std::to_string(child->pid), "0x7ffd51c0", "WNOHANG", 0),
               places);
        break;
      }
  }
}

void other_waitid_status(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.name != "waitid" || !step.certain || !step.complete || !step.returns(Result::Value))
      continue;
    const std::string info(traces::LazyArguments(step.args)[2]);
    const std::string pid(field_of(info, "si_pid")), status(field_of(info, "si_status"));
    if (pid.empty() || !recording.families.certain) continue;
    const ProcessFacts* child =
        recording.process_with_id(std::strtoll(pid.c_str(), nullptr, 10), step.line);
    const Step* end = child && !child->threaded ? end_of(recording, *child) : nullptr;
    if (!end || end->kind != Kind::Exited || status != std::to_string(end->value)) continue;
    offer(recording, step, "si_status=" + status,
          "si_status=" + std::to_string((end->value + 7) % 256), places);
  }
}

}  // namespace

std::vector<Operator> wait_operators() {
  const std::vector<std::string> wait = {"exit.waited", "exit.came_back"};
  return {
      {"other_wait_status", "the child ended with another status", wait, other_wait_status},
      {"other_wait_end", "the child ended otherwise", wait, other_wait_end},
      {"other_wait_killer", "another signal ended the child", wait, other_wait_killer},
      {"other_wait_stop", "another signal stopped the child", wait, other_wait_stop},
      {"other_waitid_status",
       "the child ended with another status",
       {"exit.reported"},
       other_waitid_status},
      {"wait_of_living", "the child lives on", wait, wait_of_living},
      {"wait_of_stranger",
       "it is no child",
       {"exit.waited", "exit.came_back", "exit.child_taken", "wait4.returns"},
       wait_of_stranger},
      {"wait_denies_child", "it has a child", {"exit.denied"}, wait_denies_child},
      {"wait_overlooks", "a child has ended", {"exit.overlooked"}, wait_overlooks},
      {"waited_twice", "a child is reaped once", wait, waited_twice},
  };
}

}  // namespace sigspec::test
