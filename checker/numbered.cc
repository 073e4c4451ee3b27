// Recordings that tell calls by number: whose numbers they are, and who made whom.
//
// A task is followed from where its ABI is known: from an execve, whose end tells that of the new
// program, from its birth, or from a call whose arguments are too wide for any other ABI. Births
// are lines of their own, so nothing has to be guessed and no event has to wait.
#include <algorithm>
#include <utility>

#include "checker/conform.h"

namespace sigspec {

void Conform::feed_numbered(const traces::Event& event) {
  if (!numbered_) numbered_.emplace(model_, program_.kernel());
  judge_numbered(event);
  if (event.processor < 0) return;
  const auto processor = static_cast<std::size_t>(event.processor);
  if (divergences_by_processor_.size() <= processor)
    divergences_by_processor_.resize(processor + 1);
  divergences_by_processor_[processor] = report_.divergence_count;
}

void Conform::judge_numbered(const traces::Event& event) {
  using Kind = traces::EventKind;
  switch (event.kind) {
    case Kind::Superseded: return superseded(event);
    case Kind::Born: return born_numbered(event);
    case Kind::Generated: return sent(event);
    case Kind::Lost:
      if (event.tid == traces::Tid{}) return lose_all(event.processor);
      return released(static_cast<std::int64_t>(event.tid));
    case Kind::NotUnderstood: return lose_everyone();
    case Kind::Making:
    case Kind::Ended:
    case Kind::Delivered:
    case Kind::Entered:
    case Kind::Returned: break;
    default: return;
  }
  TracedTask* task = task_of_numbered(event);
  if (!task) return;
  if (event.kind == Kind::Making) task->making = event.other;
  const bool is_call = event.kind == Kind::Entered || event.kind == Kind::Returned;
  if (is_call) call_by_number(*task, event);
  else judge(*task, event);
}

/// Returns: nullptr while nobody knows whose numbers the task's calls have.
Conform::TracedTask* Conform::task_of_numbered(const traces::Event& event) {
  using Kind = traces::EventKind;
  const auto known = tasks_.find(static_cast<std::int64_t>(event.tid));
  if (known != tasks_.end()) return &known->second;
  AbiIndex abi = kUnknownAbi;
  if (event.kind == Kind::Entered && event.wide_arguments) abi = numbered_->wide_abi();
  if (event.kind == Kind::Returned && event.executed)
    abi = numbered_->abi_of_program(event.end_number);
  return abi == kUnknownAbi ? nullptr : begin_numbered(event, abi);
}

Conform::TracedTask* Conform::begin_numbered(const traces::Event& event, AbiIndex abi) {
  const auto tid = static_cast<std::int64_t>(event.tid);
  const bool first = !std::exchange(any_task_, true);
  const bool starts = first && event.kind == traces::EventKind::Entered &&
                      calls_.find(numbered_->name(abi, event.call_number)).makes_program;
  // Whoever uses an old number again was born, and births are told, or some are lost.
  const bool ended = dead_.erase(tid) > 0 && any_birth_;
  TracedTask& task = begin(tid, starts ? "started" : "attached", ended ? "ended" : "");
  task.abi = abi;
  forget_recent();
  tell_abi(task, event);
  if (event.every_sender) simple(task, event, words_.every_sender, starts);
  return &task;
}

/// The call under its name, and what the register held as a value, an error or a code.
void Conform::call_by_number(TracedTask& task, const traces::Event& event) {
  traces::Event named = event;
  // The entry of an execve that was not followed had a number of whatever ABI.
  const bool known = task.abi != kUnknownAbi && !(event.executed && !task.open_call);
  named.name = numbered_->name(task.abi, known ? event.call_number : event.end_number);
  numbered_->settle(named.result);
  judge(task, named);
  if (event.kind == traces::EventKind::Returned && event.result.value == 0 &&
      calls_.find(named.name).makes_program)
    programmed(task, event);
}

/// A new program runs, and the number that its execve ended with is one of its own ABI.
void Conform::programmed(TracedTask& task, const traces::Event& event) {
  task.abi = numbered_->abi_of_program(event.end_number);
  if (task.abi == kUnknownAbi) return released(static_cast<std::int64_t>(event.tid));
  tell_abi(task, event);
}

void Conform::tell_abi(TracedTask& task, const traces::Event& event) {
  traces::Event abi = event;
  abi.name = numbered_->abi_name(task.abi);
  simple(task, abi, words_.changed_abi);
}

/// A signal was sent to a task that is followed, or to its process. A process keeps the number of a
/// leader that has ended.
void Conform::sent(const traces::Event& event) {
  const auto target = static_cast<std::int64_t>(event.other);
  const bool by_itself = event.tid == event.other;
  if (const auto known = tasks_.find(target); known != tasks_.end())
    return simple(known->second, event, words_.sending, by_itself);
  TracedTask any_thread;
  any_thread.state = interpreter_.process_at(target);
  if (any_thread.state.group) simple(any_thread, event, words_.sending, by_itself);
}

void Conform::born_numbered(const traces::Event& event) {
  const auto maker = static_cast<std::int64_t>(event.tid);
  const auto child = static_cast<std::int64_t>(event.other);
  any_birth_ = true;
  dead_.erase(child);
  released(child);  // its end was not told
  const auto known = tasks_.find(maker);
  if (known == tasks_.end()) return;
  const AbiIndex abi = known->second.abi;
  const bool flags_known = known->second.making == event.other;
  forget_recent();
  TracedTask& task = flags_known ? born(maker, child, static_cast<std::uint64_t>(event.line))
                                 : begin(child, "attached");
  task.abi = abi;
}

/// Lines of a processor are missing, and nobody knows of which tasks: all begin again. Where they
/// are missing is known only now: what was held against others since that processor's last line is
/// taken back.
void Conform::lose_all(int processor) {
  ++report_.times_lost;
  const auto at = static_cast<std::size_t>(processor);
  const bool seen = processor >= 0 && at < divergences_by_processor_.size();
  const std::uint64_t certain = seen ? divergences_by_processor_[at] : 0;
  report_.divergence_count = certain;
  report_.divergences.resize(std::min<std::size_t>(report_.divergences.size(), certain));
  lose_everyone();
}

}  // namespace sigspec
