// Faults in the queues of real-time signals: each is kept, in order, with what its sender says.
#include <algorithm>
#include <map>

#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

constexpr int kFirstRealtime = 32;
/// The kernel is asked for more of one number than the rules follow.
constexpr std::size_t kFollowed = 8;

/// Where a task takes a real-time signal that was sent with a value.
struct Taken {
  const Step* step = nullptr;
  int signal = 0;
  std::string said;  // "si_int=5, si_ptr=0x5"
  std::string sender;
};

std::string what_it_says(const std::string& info) {
  const std::size_t at = info.find("si_int="), end = info.find('}', at);
  return at == std::string::npos || end == std::string::npos ? "" : info.substr(at, end - at);
}

std::optional<Taken> taken_at(const Recording& recording, const Step& step) {
  if (step.task == kNobody || !step.certain || !step.complete) return std::nullopt;
  if (recording.process(step).threaded || !recording.process(step).certain) return std::nullopt;
  const bool waited = step.name.starts_with("rt_sigtimedwait") && step.returns(Result::Value);
  if (!waited && step.kind != Kind::Delivered) return std::nullopt;
  const std::string info(waited ? traces::LazyArguments(step.args)[1] : step.args);
  if (field_of(info, "si_code") != "SI_QUEUE") return std::nullopt;
  Taken taken{&step, signal_number(std::string(field_of(info, "si_signo"))), what_it_says(info),
              std::string(field_of(info, "si_pid"))};
  if (taken.signal < kFirstRealtime || taken.said.empty()) return std::nullopt;
  const ProcessFacts* sender =
      recording.process_with_id(std::strtoll(taken.sender.c_str(), nullptr, 10), step.line);
  if (!sender || !shows_sends(recording, Send::Kind::Queue, step.line)) return std::nullopt;
  return taken;
}

/// What a process takes, in order, if no more was ever sent to it than is followed, one at a time.
std::vector<std::vector<Taken>> queues(const Recording& recording) {
  if (!recording.families.certain) return {};
  std::map<std::size_t, std::vector<Taken>> of_process;
  for (const Step& step : recording.steps)
    if (const auto taken = taken_at(recording, step))
      of_process[recording.task(step).process].push_back(*taken);
  std::vector<std::vector<Taken>> all;
  for (auto& [process, list] : of_process) {
    std::size_t sent = 0;
    bool one_at_a_time = true;
    std::size_t line = 0;
    for (const Send& send : recording.families.sends) {
      if (send.target != recording.families.processes[process].pid) continue;
      sent += send.signal >= kFirstRealtime;
      one_at_a_time = one_at_a_time && send.worked && send.entry_line > line;
      line = send.line;
    }
    if (sent <= kFollowed && one_at_a_time) all.push_back(std::move(list));
  }
  return all;
}

void queued_value(const Recording& recording, Places& places) {
  for (const auto& queue : queues(recording))
    for (const Taken& taken : queue)
      if (auto line = with_piece(recording, *taken.step, taken.said, "si_int=4711, si_ptr=0x1267"))
        places.replace(taken.step->line, std::move(*line));
}

void queued_number(const Recording& recording, Places& places) {
  for (const auto& queue : queues(recording))
    for (const Taken& taken : queue)
      if (auto line = with_piece(recording, *taken.step, taken.said.substr(0, taken.said.find(',')),
                                 "si_int=4711"))
        places.replace(taken.step->line, std::move(*line));
}

/// Two of one number change places.
void queued_in_other_order(const Recording& recording, Places& places) {
  for (const auto& queue : queues(recording))
    for (std::size_t i = 0; i + 1 < queue.size(); ++i) {
      const Taken &first = queue[i], &second = queue[i + 1];
      if (first.signal != second.signal || first.said == second.said) continue;
      if (first.sender != second.sender) continue;
      auto one = with_piece(recording, *first.step, first.said, second.said);
      auto other = with_piece(recording, *second.step, second.said, first.said);
      if (!one || !other) continue;
      places.offer({{{Edit::How::Replace, first.step->line, std::move(*one)},
                     {Edit::How::Replace, second.step->line, std::move(*other)}},
                    {}});
    }
}

/// It is taken a second time where nothing keeps the task from it.
void queued_once_taken_twice(const Recording& recording, Places& places) {
  for (const auto& queue : queues(recording))
    for (const Taken& taken : queue) {
      const bool waited = taken.step->kind != Kind::Delivered;
      const Step* at = waited ? taken.step : recording.step(taken.step->next);
      for (int steps = 0; !waited && at && steps < 40; ++steps, at = recording.step(at->next)) {
        const bool open = at->mask && !(*at->mask & bit(taken.signal));
        if (open && quiet_after(recording, *at)) break;
      }
      if (!at || (waited && !at->whole)) continue;
      const bool open = at->mask && !(*at->mask & bit(taken.signal));
      if (!waited && (!open || !quiet_after(recording, *at))) continue;
      places.insert_after(at->line, recording.line(taken.step->line));
    }
}

/// It is never taken: the next one of its number is, or the task goes on without.
void queued_and_lost(const Recording& recording, Places& places) {
  for (const auto& queue : queues(recording))
    for (std::size_t i = 0; i + 1 < queue.size(); ++i) {
      const Taken &lost = queue[i], &next = queue[i + 1];
      if (lost.step->kind == Kind::Delivered || !lost.step->whole) continue;
      if (next.signal != lost.signal || next.said == lost.said) continue;
      places.remove(lost.step->line, next.step->line);
    }
}

}  // namespace

std::vector<Operator> queue_operators() {
  const std::vector<std::string> taken{"deliver.taken", "rt_sigtimedwait.*"};
  return {
      {"queued_value", "it comes with the value that was sent", taken, queued_value},
      {"queued_number", "a number and a pointer lie in one place", taken, queued_number},
      {"queued_in_other_order", "of one number the first that was sent comes first", taken,
       queued_in_other_order},
      {"queued_once_taken_twice", "each is taken once", taken, queued_once_taken_twice},
      {"queued_and_lost", "each is kept until it is taken", taken, queued_and_lost},
  };
}

}  // namespace sigspec::test
