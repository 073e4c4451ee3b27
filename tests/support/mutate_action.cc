// Faults in the actions of signals that sigaction shows.
#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

std::string asks_for_action(int signal, const KnownAction& shown) {
  return "rt_sigaction(" + signal_name(signal) + ", NULL, " + shown.text + ", 8) = 0";
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// Another handler, other flags or another mask.
std::string another_action(const KnownAction& action, Places& places) {
  if (!action.is_caught())
    return changed(action.text, action.handler, action.is_default() ? "SIG_IGN" : "SIG_DFL");
  switch (places.choose(3)) {
    case 0: return changed(action.text, action.handler, "0x123450");
    case 1:
      if (action.flags & kRestart) return changed(action.text, "|SA_RESTART", "");
      return changed(action.text, "sa_flags=", "sa_flags=SA_RESTART|");
    default:
      return changed(action.text, "sa_mask=" + print_set(action.mask),
                     "sa_mask=" + print_set(altered(action.mask, places)));
  }
}

void old_action(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.certain || !step.complete || step.name != "rt_sigaction") continue;
    if (!step.returns(Result::Value) || step.action.is != KnownAction::Is::Exact) continue;
    const auto old = traces::split_arguments(step.args)[2];
    if (old == "NULL" || !read_action(old)) continue;
    const std::string other = another_action(*read_action(old), places);
    if (auto line = with_piece(recording, step, std::string(old) + ", 8)", other + ", 8)"))
      places.replace(step.line, std::move(*line));
  }
}

void exec_keeps_handler(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.certain || !step.complete || !step.returns(Result::Value)) continue;
    if (!step.name.starts_with("execve")) continue;
    for (const auto& [signal, action] : step.handlers)
      if (const auto line = in_place_of(recording, step, asks_for_action(signal, action)))
        places.insert_after(step.line, *line);
  }
}

void child_loses_handler(const Recording& recording, Places& places) {
  // Two steps with the same action before them: the child's first, and its maker's.
  for (const Step& step : recording.steps) {
    if (!step.certain || !step.complete || !step.first_of_child || !step.whole) continue;
    if (!step.returns(Result::Value) || step.name == "rt_sigaction") continue;
    if (step.name.starts_with("execve")) continue;
    for (const auto& [signal, action] : step.handlers) {
      KnownAction none;
      none.text = "{sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}";
      if (const auto line = in_place_of(recording, step, asks_for_action(signal, none)))
        places.insert_after(step.line, *line);
    }
  }
}

void reset_handler_stays(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.kind != Kind::Delivered || !step.certain || !step.complete) continue;
    if (!step.action.is_caught() || !(step.action.flags & kResetHand)) continue;
    const auto line =
        in_place_of(recording, step, asks_for_action(signal_number(step.name), step.action));
    if (line) places.insert_after(step.line, *line);
  }
}

/// A call that shows an action which was asked for before.
bool shows_old(const Step& step) {
  return step.complete && step.name == "rt_sigaction" && step.returns(Result::Value) &&
         read_action(traces::split_arguments(step.args)[2]);
}

void offer_old(const Recording& recording, const Step& step, const std::string& from,
               const std::string& to, Places& places) {
  const std::string old(traces::split_arguments(step.args)[2]);
  std::string other = changed(old, from, to);
  if (auto line = with_piece(recording, step, old + ", 8)", other + ", 8)"))
    places.replace(step.line, std::move(*line));
}

/// Flags that the kernel does not know are not kept.
void unknown_flag_kept(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps)
    if (shows_old(step) && step.certain && step.action.is == KnownAction::Is::Exact)
      offer_old(recording, step, "sa_flags=", "sa_flags=0x400|", places);
}

void unblockable_in_action(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!shows_old(step)) continue;
    const auto action = read_action(traces::split_arguments(step.args)[2]);
    offer_old(recording, step, "sa_mask=" + print_set(action->mask),
              "sa_mask=" + print_set(action->mask | bit(places.choose(2) ? 9 : 19)), places);
  }
}

void action_of_unchangeable(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!quiet_after(recording, step)) continue;
    const std::string signal = places.choose(2) ? "SIGKILL" : "SIGSTOP";
    const auto line = in_place_of(
        recording, step,
        "rt_sigaction(" + signal + ", {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8) = 0");
    if (line) places.insert_after(step.line, *line);
  }
}

/// A signal without a handler has nothing that could return.
void ignored_runs_handler(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.kind != Kind::Delivered || !step.certain || !step.complete || !step.mask) continue;
    const Step* next = recording.step(step.next);
    if (step.action.is != KnownAction::Is::Exact || !step.action.is_ignored() || step.depth != 0)
      continue;
    if (!next || !next->begins_call() || step.code != kNoStep) continue;
    const auto line =
        in_place_of(recording, step, "rt_sigreturn({mask=" + print_set(*step.mask) + "}) = 0");
    if (line) places.insert_after(step.line, *line);
  }
}

}  // namespace

std::vector<Operator> action_operators() {
  const std::string action = "rt_sigaction.changes_action";
  return {
      {"old_action", "only the process itself changes an action", {action}, old_action},
      {"exec_keeps_handler", "a handler goes with its program", {action}, exec_keeps_handler},
      {"child_loses_handler",
       "a child begins with its maker's actions",
       {action},
       child_loses_handler},
      {"reset_handler_stays",
       "SA_RESETHAND sets the default before the handler runs",
       {action},
       reset_handler_stays},
      {"unknown_flag_kept", "unknown flags are not kept", {action}, unknown_flag_kept},
      {"unblockable_in_action",
       "SIGKILL and SIGSTOP are in no mask",
       {action},
       unblockable_in_action},
      {"action_of_unchangeable",
       "SIGKILL and SIGSTOP keep their actions",
       {"rt_sigaction.*"},
       action_of_unchangeable},
      {"ignored_runs_handler",
       "it has no handler",
       {"rt_sigreturn.from_handler"},
       ignored_runs_handler},
  };
}

}  // namespace sigspec::test
