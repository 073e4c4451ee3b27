// Faults in signal masks: what calls, frames and deliveries show of them.
#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

void offer(Places& places, const Step& step, std::optional<std::string> line) {
  if (line) places.replace(step.line, std::move(*line));
}

std::string asks_for_mask(SignalSet shown) {
  return "rt_sigprocmask(SIG_BLOCK, NULL, " + print_set(shown) + ", 8) = 0";
}

bool gives_back_mask(const Step& step) {
  return step.certain && step.complete && step.whole && step.frame && step.depth == 1 &&
         !step.frame->editable && step.frame->mask;
}

void frame_mask(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!gives_back_mask(step)) continue;
    const auto shown = field_of(step.args, "mask");
    offer(places, step,
          with_piece(recording, step, "mask=" + std::string(shown),
                     "mask=" + print_set(altered(*step.frame->mask, places))));
  }
}

/// The mask that a call has while it waits.
std::optional<SignalSet> temporary_mask(const Step& call) {
  const auto args = traces::split_arguments(call.args);
  if (call.name == "rt_sigsuspend") return read_set(args[0]);
  if (call.name == "ppoll") return read_set(args[3]);
  if (call.name == "epoll_pwait" || call.name == "epoll_pwait2") return read_set(args[4]);
  if (call.name == "pselect6") return read_set(field_of(args[5], "sigmask"));
  return std::nullopt;
}

void temporary_mask_stays(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!gives_back_mask(step)) continue;
    const Step* call = recording.step(step.frame->call);
    if (!call) continue;
    const auto temporary = temporary_mask(*call);
    if (!temporary || *temporary == *step.frame->mask) continue;
    const auto shown = field_of(step.args, "mask");
    offer(
        places, step,
        with_piece(recording, step, "mask=" + std::string(shown), "mask=" + print_set(*temporary)));
  }
}

void old_mask(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.certain || !step.complete || step.name != "rt_sigprocmask" || !step.mask) continue;
    if (!step.returns(Result::Value)) continue;
    const auto old = traces::split_arguments(step.args)[2];
    if (old == "NULL" || !read_set(old)) continue;
    offer(places, step,
          with_piece(recording, step, std::string(old) + ", 8)",
                     print_set(altered(*step.mask, places)) + ", 8)"));
  }
}

void blocked_delivery(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!quiet_after(recording, step) || !step.mask || !step.masks_shown) continue;
    if (step.depth != 0 && !step.returns_shown) continue;
    const SignalSet blocked = *step.mask & ~kSynchronous;
    if (blocked == 0) continue;
    int signal = 0;
    do signal = 1 + static_cast<int>(places.choose(64));
    while (!(blocked & bit(signal)));
    if (const auto line = in_place_of(recording, step, delivery_of(signal, "SI_USER", 1)))
      places.insert_after(step.line, *line);
  }
}

bool blocks_itself(const Step& step) {
  return step.kind == Kind::Delivered && step.certain && step.complete && step.action.is_caught() &&
         !(step.action.flags & kNoDefer) && !(bit(signal_number(step.name)) & kSynchronous);
}

/// Once more at once, or after the first call of its handler.
void repeated_delivery(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!blocks_itself(step) || !step.masks_shown || !step.returns_shown) continue;
    const Step* at = &step;
    const Step* next = recording.step(step.next);
    if (next && quiet_after(recording, *next) && places.choose(2)) at = next;
    places.insert_after(at->line, recording.line(step.line));
  }
}

void handler_mask_missing(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.kind != Kind::Delivered || !step.certain || !step.complete || !step.mask) continue;
    if (!step.returns_shown) continue;
    if (!step.action.is_caught()) continue;
    const SignalSet own = step.action.flags & kNoDefer ? 0 : bit(signal_number(step.name));
    if (((own | step.action.mask) & ~*step.mask) == 0) continue;
    if (const auto line = in_place_of(recording, step, asks_for_mask(*step.mask)))
      places.insert_after(step.line, *line);
  }
}

void child_mask(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.certain || !step.complete || !step.first_of_child || !step.mask) continue;
    if (!step.whole || !step.returns(Result::Value) || step.name == "rt_sigprocmask") continue;
    const auto line = in_place_of(recording, step, asks_for_mask(altered(*step.mask, places)));
    if (line) places.insert_after(step.line, *line);
  }
}

void stray_return(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!quiet_after(recording, step) || step.depth != 0 || !step.mask) continue;
    const auto line =
        in_place_of(recording, step, "rt_sigreturn({mask=" + print_set(*step.mask) + "}) = 0");
    if (line) places.insert_after(step.line, *line);
  }
}

/// No mask ever holds SIGKILL or SIGSTOP.
SignalSet with_unblockable(SignalSet set, Places& places) {
  return set | bit(places.choose(2) ? 9 : 19);
}

void unblockable_in_mask(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.complete || step.name != "rt_sigprocmask" || !step.returns(Result::Value)) continue;
    const auto old = traces::split_arguments(step.args)[2];
    const auto shown = read_set(old);
    if (!shown) continue;
    offer(places, step,
          with_piece(recording, step, std::string(old) + ", 8)",
                     print_set(with_unblockable(*shown, places)) + ", 8)"));
  }
}

void unblockable_in_frame(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!gives_back_mask(step)) continue;
    const auto shown = field_of(step.args, "mask");
    offer(places, step,
          with_piece(recording, step, "mask=" + std::string(shown),
                     "mask=" + print_set(with_unblockable(*step.frame->mask, places))));
  }
}

/// Behind the return of a handler its signal is still blocked.
void handler_mask_stays(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!gives_back_mask(step) || !step.mask || *step.mask == *step.frame->mask) continue;
    const Step* next = recording.step(step.next);
    // A call that is to be issued again has to come first.
    if (!next || !next->begins_call() || next->promised || step.result != Result::Error) continue;
    if (const auto line = in_place_of(recording, step, asks_for_mask(*step.mask)))
      places.insert_after(step.line, *line);
  }
}

/// The handler runs with the temporary mask, not with the one before it.
void handler_without_temporary_mask(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* call = recording.step(step.code);
    if (step.kind != Kind::Delivered || !step.certain || !step.complete || !call) continue;
    const auto temporary = temporary_mask(*call);
    if (!temporary || !call->mask || !step.action.is_caught() || !step.returns_shown) continue;
    const SignalSet added =
        step.action.mask | (step.action.flags & kNoDefer ? 0 : bit(signal_number(step.name)));
    const SignalSet shown = *call->mask | added;
    if (shown == ((*temporary & ~kNeverBlocked) | added)) continue;
    if (const auto line = in_place_of(recording, step, asks_for_mask(shown)))
      places.insert_after(step.line, *line);
  }
}

/// With SA_NODEFER the handler does not block its own signal.
void own_signal_blocked(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.kind != Kind::Delivered || !step.certain || !step.complete || !step.mask) continue;
    const SignalSet own = bit(signal_number(step.name));
    if (!step.action.is_caught() || !(step.action.flags & kNoDefer)) continue;
    if (((*step.mask | step.action.mask) & own) || !step.returns_shown) continue;
    const auto line =
        in_place_of(recording, step, asks_for_mask(*step.mask | step.action.mask | own));
    if (line) places.insert_after(step.line, *line);
  }
}

/// The mask as it was before the last change.
void stale_old_mask(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const Step* before = recording.step(step.previous);
    if (!step.certain || !step.complete || step.name != "rt_sigprocmask" || !step.mask) continue;
    if (!step.returns(Result::Value) || !before || before->name != "rt_sigprocmask") continue;
    const auto old = traces::split_arguments(step.args)[2];
    if (old == "NULL" || !before->mask || *before->mask == *step.mask) continue;
    offer(
        places, step,
        with_piece(recording, step, std::string(old) + ", 8)", print_set(*before->mask) + ", 8)"));
  }
}

}  // namespace

std::vector<Operator> mask_operators() {
  const std::string back = "rt_sigreturn.from_handler",
                    error = "rt_sigreturn.from_handler_with_error",
                    mask = "rt_sigprocmask.changes_mask", taken = "deliver.taken";
  return {
      {"frame_mask", "a handler gives back the mask before it", {back, error}, frame_mask},
      {"temporary_mask_stays",
       "the frame keeps the mask before rt_sigsuspend",
       {back, error},
       temporary_mask_stays},
      {"old_mask", "only the task itself changes its mask", {mask}, old_mask},
      {"handler_mask_missing",
       "a handler runs with its signal and sa_mask blocked",
       {mask},
       handler_mask_missing},
      {"child_mask", "a child begins with its maker's mask", {mask}, child_mask},
      {"blocked_delivery", "a blocked signal stays pending", {taken}, blocked_delivery},
      {"repeated_delivery",
       "its handler blocks a signal, without SA_NODEFER",
       {taken},
       repeated_delivery},
      {"stray_return", "no handler runs that could return", {back}, stray_return},
      {"unblockable_in_mask", "SIGKILL and SIGSTOP are never blocked", {mask}, unblockable_in_mask},
      {"unblockable_in_frame",
       "SIGKILL and SIGSTOP are never blocked",
       {back, error},
       unblockable_in_frame},
      {"handler_mask_stays", "the mask comes back with the frame", {mask}, handler_mask_stays},
      {"handler_without_temporary_mask",
       "the temporary mask is still there",
       {mask},
       handler_without_temporary_mask},
      {"own_signal_blocked", "SA_NODEFER leaves it open", {mask}, own_signal_blocked},
      {"stale_old_mask", "the mask has been changed", {mask}, stale_old_mask},
  };
}

}  // namespace sigspec::test
