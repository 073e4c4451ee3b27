// Faults in what fork, vfork and execve hand on.
#include <algorithm>

#include "tests/support/mutate.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

bool is_exec(const Step& step) {
  return step.certain && step.complete && step.returns(Result::Value) &&
         step.name.starts_with("execve");
}

void insert(const Recording& recording, const Step& step, const std::string& text, Places& places) {
  if (const auto line = in_place_of(recording, step, text)) places.insert_after(step.line, *line);
}

std::string asks_for_mask(SignalSet shown) {
  return "rt_sigprocmask(SIG_BLOCK, NULL, " + print_set(shown) + ", 8) = 0";
}

std::string asks_for_default(int signal) {
  return "rt_sigaction(" + signal_name(signal) +
         ", NULL, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = 0";
}

SignalSet as_set(const std::vector<PendingSeen>& pending) {
  SignalSet set = 0;
  for (const PendingSeen& one : pending) set |= bit(one.signal);
  return set;
}

void exec_clears_mask(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps)
    if (is_exec(step) && step.masks_shown && step.mask && *step.mask != 0)
      insert(recording, step, asks_for_mask(0), places);
}

std::vector<int> ignored_before(const Step& step) {
  std::vector<int> signals;
  for (int signal = 1; signal <= 64; ++signal) {
    const KnownAction& action = step.actions_before(signal);
    if (action.is == KnownAction::Is::Exact && action.is_ignored()) signals.push_back(signal);
  }
  return signals;
}

void exec_forgets_ignored(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!is_exec(step)) continue;
    const auto ignored = ignored_before(step);
    if (!ignored.empty())
      insert(recording, step, asks_for_default(ignored[places.choose(ignored.size())]), places);
  }
}

void child_forgets_ignored(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.certain || !step.complete || !step.first_of_child || !step.whole) continue;
    if (!step.returns(Result::Value) || step.name == "rt_sigaction" || is_exec(step)) continue;
    const auto ignored = ignored_before(step);
    if (!ignored.empty())
      insert(recording, step, asks_for_default(ignored[places.choose(ignored.size())]), places);
  }
}

void exec_drops_pending(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps)
    if (is_exec(step) && !step.pending.empty())
      insert(recording, step, "rt_sigpending([], 8) = 0", places);
}

/// Nobody has sent the child anything yet.
void child_inherits_pending(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.certain || !step.complete || !step.first_of_child || step.of_maker.empty()) continue;
    if (!step.whole || !step.returns(Result::Value) || step.name == "rt_sigpending") continue;
    const auto& sends = recording.families.sends;
    const bool may_be_sent = std::any_of(sends.begin(), sends.end(), [&](const Send& send) {
      return send.target == step.tid || send.kind == Send::Kind::Group ||
             send.kind == Send::Kind::Descriptor;
    });
    if (may_be_sent || !step.mask) continue;
    const SignalSet shown = as_set(step.of_maker) & *step.mask;
    if (shown) insert(recording, step, "rt_sigpending(" + print_set(shown) + ", 8) = 0", places);
  }
}

/// The call that made the child comes back when the child has made its first call only, or none.
void vfork_maker_runs(const Recording& recording, Places& places) {
  for (const ProcessFacts& child : recording.families.processes) {
    if (!child.vforked || !child.certain) continue;
    const TaskFacts& leader = recording.families.tasks[child.leader];
    const Step& made = recording.steps[leader.made_by];
    const Step* first = recording.step(leader.first);
    if (made.whole || !made.complete || !first->begins_call() || !first->whole) continue;
    if (first->name.starts_with("execve")) continue;
    int calls = 0;  // of the child, before its maker goes on
    for (const Step* at = first; at && at->line < made.line; at = recording.step(at->next)) {
      if (at->name.starts_with("exec") || at->name.starts_with("exit")) break;
      calls += at->begins_call();
    }
    if (calls < 3) continue;
    for (const std::size_t after : {first->line, first->line - 1})
      places.offer({{{Edit::How::InsertAfter, after, recording.line(made.line)},
                     {Edit::How::Delete, made.line, {}}},
                    {}});
  }
}

}  // namespace

std::vector<Operator> birth_operators() {
  const std::string action = "rt_sigaction.changes_action";
  return {
      {"exec_clears_mask",
       "the mask outlives the program",
       {"rt_sigprocmask.changes_mask"},
       exec_clears_mask},
      {"exec_forgets_ignored", "what is ignored stays so", {action}, exec_forgets_ignored},
      {"child_forgets_ignored",
       "a child begins with its maker's actions",
       {action},
       child_forgets_ignored},
      {"exec_drops_pending",
       "pending signals outlive the program",
       {"rt_sigpending.*"},
       exec_drops_pending},
      {"child_inherits_pending",
       "a child begins with nothing pending",
       {"rt_sigpending.*"},
       child_inherits_pending},
      {"vfork_maker_runs",
       "it waits until the child runs a program or ends",
       {"call.entered"},
       vfork_maker_runs},
  };
}

}  // namespace sigspec::test
