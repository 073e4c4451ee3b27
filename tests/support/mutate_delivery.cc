// Faults in which of the signals that were sent are delivered: lost ones, ones that come twice, out
// of their order, or to somebody else.
#include <algorithm>

#include "tests/support/mutate.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

bool is_sure(const Step& step) { return step.certain && step.complete; }

bool is_delivery(const Step& step) { return step.kind == Kind::Delivered && is_sure(step); }

int signal_of(const Step& step) { return signal_number(step.name); }

bool comes_from(const Step& delivery, std::int64_t sender) {
  return delivery.args.find("si_pid=" + std::to_string(sender) + ",") != std::string::npos;
}

/// The return from the handler that this delivery runs, if nothing else is delivered before it.
const Step* return_of(const Recording& recording, const Step& delivery) {
  for (const Step* at = recording.step(delivery.next); at; at = recording.step(at->next)) {
    if (at->kind == Kind::Delivered || at->kind == Kind::Stopped) return nullptr;
    if (at->kind == Kind::Returned && at->name == "rt_sigreturn")
      return at->frame && at->depth == delivery.depth + 1 ? at : nullptr;
  }
  return nullptr;
}

void take_out(Mutant& mutant, const Step& step) {
  if (!step.whole && step.kind == Kind::Returned && step.entry_line != step.line &&
      (mutant.edits.empty() || mutant.edits.back().line != step.entry_line))
    mutant.edits.push_back({Edit::How::Delete, step.entry_line, {}});
  mutant.edits.push_back({Edit::How::Delete, step.line, {}});
}

/// The delivery with its handler, up to the return: what is left is as if it had never come.
/// Returns: the step that follows, or nullptr when the handler cannot be taken out.
const Step* take_out_whole(const Recording& recording, const Step& delivery, Mutant& mutant) {
  if (delivery.code != kNoStep) return nullptr;
  take_out(mutant, delivery);
  if (!delivery.action.is_caught()) return recording.step(delivery.next);
  const Step* end = return_of(recording, delivery);
  if (!end) return nullptr;
  for (const Step* at = recording.step(delivery.next);; at = recording.step(at->next)) {
    // A handler that changes what is remembered elsewhere leaves marks.
    for (const char* marks : {"rt_sigaction", "rt_sigprocmask", "kill", "tgkill", "write", "read"})
      if (at->name == marks) return nullptr;
    if (makes_task(at->name)) return nullptr;
    take_out(mutant, *at);
    if (at == end) return recording.step(at->next);
  }
}

/// The lines of the next `calls` calls that begin at or behind `step`.
std::vector<std::size_t> lines_of_calls(const Recording& recording, const Step* step,
                                        std::size_t calls) {
  std::vector<std::size_t> lines;
  for (; step && calls > 0; step = recording.step(step->next)) {
    lines.push_back(step->line);
    calls -= step->begins_call();
  }
  return calls == 0 ? lines : std::vector<std::size_t>{};
}

/// The signal line alone: its handler runs for no reason.
void lost_signal_line(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!is_delivery(step) || !step.returns_shown || !step.action.is_caught() || step.depth != 0)
      continue;
    const Step* end = return_of(recording, step);
    if (!end) continue;
    Mutant mutant;
    take_out(mutant, step);
    for (const Step* at = recording.step(step.next); at != end; at = recording.step(at->next))
      mutant.shows.push_back(at->line);
    mutant.shows.push_back(end->line);
    places.offer(std::move(mutant));
  }
}

/// A task that sends itself a signal it does not block has it before the call returns.
void lost_own_signal(const Recording& recording, Places& places) {
  for (const Send& send : recording.families.sends) {
    const Step& step = recording.steps[send.step];
    const Step* delivery = recording.step(step.next);
    if (!send.worked || !is_sure(step) || !delivery || !is_delivery(*delivery)) continue;
    if (signal_of(*delivery) != send.signal || !delivery->mask) continue;
    if (!shows_signal(recording, delivery->name, delivery->line)) continue;
    if (send.target != recording.process(step).pid || recording.process(step).threaded) continue;
    if (*delivery->mask & bit(send.signal)) continue;
    Mutant mutant;
    const Step* next = take_out_whole(recording, *delivery, mutant);
    if (!next || !next->begins_call()) continue;
    mutant.shows = {next->line};
    places.offer(std::move(mutant));
  }
}

/// What was pending comes when it is unblocked, before the call returns that unblocks it.
void lost_at_unblock(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!is_sure(step) || step.name != "rt_sigprocmask" || !step.returns(Result::Value)) continue;
    const Step* delivery = recording.step(step.next);
    if (!delivery || !is_delivery(*delivery) || !delivery->mask) continue;
    const int signal = signal_of(*delivery);
    const bool was_pending =
        std::any_of(step.pending.begin(), step.pending.end(),
                    [&](const PendingSeen& pending) { return pending.signal == signal; });
    if (!was_pending || (*delivery->mask & bit(signal))) continue;
    Mutant mutant;
    const Step* next = take_out_whole(recording, *delivery, mutant);
    if (!next || !next->begins_call()) continue;
    mutant.shows = {next->line};
    places.offer(std::move(mutant));
  }
}

/// The delivery that a send to another process brought about: the first behind its call.
const Step* delivery_to(const Recording& recording, const Send& send) {
  for (std::size_t i = 0; i < recording.families.processes.size(); ++i) {
    const ProcessFacts& process = recording.families.processes[i];
    if (process.pid != send.target || i == send.sender || !process.certain || process.threaded)
      continue;
    const TaskFacts& task = recording.families.tasks[process.leader];
    for (const Step* at = recording.step(task.first); at; at = recording.step(at->next)) {
      if (at->line <= send.entry_line) continue;
      if (!is_delivery(*at)) {
        if (!is_sure(*at) || !at->mask || (*at->mask & bit(send.signal))) break;
        continue;
      }
      if (signal_of(*at) == send.signal) return at;
    }
  }
  return nullptr;
}

bool reaches_one_process(const Send& send) {
  return send.worked && send.signal != 0 && send.kind != Send::Kind::Group &&
         send.kind != Send::Kind::Descriptor;
}

/// The target enters at most one call more: it was on its way to that when the signal was sent.
void lost_signal_of_other(const Recording& recording, Places& places) {
  if (!recording.families.certain) return;
  for (const Send& send : recording.families.sends) {
    if (!reaches_one_process(send) || (bit(send.signal) & kCancelling)) continue;
    const Step* delivery = delivery_to(recording, send);
    if (!delivery || !delivery->mask || (*delivery->mask & bit(send.signal))) continue;
    if (!shows_signal(recording, delivery->name, delivery->line)) continue;
    if (!comes_from(*delivery, recording.families.processes[send.sender].pid)) continue;
    Mutant mutant;
    const Step* next = take_out_whole(recording, *delivery, mutant);
    if (!next || next->line < send.line) continue;
    mutant.shows = lines_of_calls(recording, next, 3);
    if (mutant.shows.empty()) continue;
    // Another delivery of the signal soon would stand for this one.
    const bool again =
        std::any_of(recording.steps.begin(), recording.steps.end(), [&](const Step& other) {
          return other.kind == Kind::Delivered && other.task == delivery->task &&
                 other.name == delivery->name && other.line > delivery->line &&
                 other.line <= mutant.shows.back();
        });
    if (!again) places.offer(std::move(mutant));
  }
}

/// One send, two deliveries: the copy stands where the task is ready to take it.
void delivered_twice(const Recording& recording, Places& places) {
  if (!recording.families.certain) return;
  for (const Send& send : recording.families.sends) {
    if (!reaches_one_process(send) || (bit(send.signal) & kCancelling)) continue;
    const Step& step = recording.steps[send.step];
    const Step* delivery = send.target == recording.process(step).pid
                               ? recording.step(step.next)
                               : delivery_to(recording, send);
    if (!delivery || !is_delivery(*delivery) || signal_of(*delivery) != send.signal) continue;
    if (!comes_from(*delivery, recording.families.processes[send.sender].pid)) continue;
    const auto same = std::count_if(
        recording.families.sends.begin(), recording.families.sends.end(), [&](const Send& other) {
          return other.signal == send.signal && other.sender == send.sender &&
                 other.entry_line < delivery->line + 200;
        });
    if (same != 1) continue;
    const Step* at = recording.step(delivery->next);
    for (int steps = 0; at && steps < 40; ++steps, at = recording.step(at->next)) {
      if (at->kind == Kind::Delivered && at->name == delivery->name) break;
      if (!at->mask || (*at->mask & bit(send.signal)) || !quiet_after(recording, *at)) continue;
      places.insert_after(at->line, recording.line(delivery->line));
      break;
    }
  }
}

/// Two that were pending together come in the order of the kernel's choice.
void reordered(const Recording& recording, Places& places) {
  for (const Step& first : recording.steps) {
    const Step* second = recording.step(first.next);
    if (!is_delivery(first) || !second || !is_delivery(*second)) continue;
    const Step* before = recording.step(first.previous);
    if (!before || first.line + 1 != second->line) continue;
    const auto pending_as = [&](int signal) -> const PendingSeen* {
      const PendingSeen* found = nullptr;
      for (const PendingSeen& pending : before->pending)
        if (pending.signal == signal) {
          if (found) return nullptr;  // more than one: which of them is not certain
          found = &pending;
        }
      return found;
    };
    const PendingSeen* one = pending_as(signal_of(first));
    const PendingSeen* other = pending_as(signal_of(*second));
    if (!one || !other || one == other) continue;
    // Nothing but the send itself may have put it there.
    const std::int64_t itself = recording.process(first).pid;
    if (!comes_from(first, itself) || !comes_from(*second, itself)) continue;
    // Before the first one's handler the second must have been deliverable too.
    if (!first.mask || (*first.mask & bit(other->signal))) continue;
    places.offer({{{Edit::How::Replace, first.line, recording.line(second->line)},
                   {Edit::How::Replace, second->line, recording.line(first.line)}},
                  {}});
  }
}

bool may_have_sent_to(const Recording& recording, std::size_t sender, std::int64_t target) {
  return std::any_of(
      recording.families.sends.begin(), recording.families.sends.end(), [&](const Send& send) {
        return send.sender == sender && (send.target == target || send.kind == Send::Kind::Group ||
                                         send.kind == Send::Kind::Descriptor);
      });
}

/// A signal for one process comes to another too, which its sender never sent one.
void delivered_to_other(const Recording& recording, Places& places) {
  if (!recording.families.certain) return;
  for (const Send& send : recording.families.sends) {
    if (!reaches_one_process(send)) continue;
    const Step* delivery = delivery_to(recording, send);
    const std::int64_t sender = recording.families.processes[send.sender].pid;
    if (!delivery || !comes_from(*delivery, sender)) continue;
    const std::string& text = recording.line(delivery->line);
    const std::size_t at_text = text.find("--- ");
    for (const ProcessFacts& other : recording.families.processes) {
      if (!other.certain || other.threaded || other.pid == send.target || other.pid == sender)
        continue;
      if (may_have_sent_to(recording, send.sender, other.pid)) continue;
      const Step* at = recording.step(recording.families.tasks[other.leader].first);
      while (at && at->line < delivery->line) at = recording.step(at->next);
      for (; at && at->line < delivery->line + 400; at = recording.step(at->next))
        if (quiet_after(recording, *at) && at->mask && !(*at->mask & bit(send.signal))) {
          if (const auto line = in_place_of(recording, *at, text.substr(at_text)))
            places.insert_after(at->line, *line);
          break;
        }
    }
  }
}

/// No signal is taken between the entry of a call and its return.
void delivered_inside_call(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (step.kind != Kind::Entered || !is_sure(step) || !step.mask) continue;
    const Step* end = recording.step(step.next);
    if (!end || end->kind != Kind::Returned || end->line <= step.line) continue;
    constexpr int kUrgent = 23;  // ignored by default, and hardly ever caught
    if (*step.mask & bit(kUrgent)) continue;
    if (const auto line = in_place_of(recording, step, delivery_of(kUrgent, "SI_KERNEL", 0)))
      places.insert_after(step.line, *line);
  }
}

}  // namespace

std::vector<Operator> delivery_operators() {
  const std::vector<std::string> lost = {"call.entered", "call.entered_unraised"};
  return {
      {"lost_signal_line",
       "no handler runs without its signal",
       {"call.entered*", "restart.*", "rt_sigreturn.*", "rt_sigprocmask.*"},
       lost_signal_line},
      {"lost_own_signal", "what a task sends itself comes before its call returns", lost,
       lost_own_signal},
      {"lost_at_unblock", "what is pending comes when it is unblocked", lost, lost_at_unblock},
      {"lost_signal_of_other", "a task that does not block a signal takes it before it goes on",
       lost, lost_signal_of_other},
      {"delivered_twice",
       "one send, one delivery",
       {"deliver.taken", "send.named"},
       delivered_twice},
      {"reordered",
       "the thread's own before the process's, faults first, then by number",
       {"deliver.taken"},
       reordered},
      {"delivered_to_other",
       "a signal comes to whom it was sent",
       {"deliver.taken", "send.named"},
       delivered_to_other},
      {"delivered_inside_call",
       "signals are taken on the way back to the program",
       {"deliver.taken"},
       delivered_inside_call},
  };
}

}  // namespace sigspec::test
