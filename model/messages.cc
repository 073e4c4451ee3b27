// What one task's events mean for another: identities, numbers, and messages between processes.
//
// Candidates belong to one process. So that processes can know of each other, an event's effects
// may tell another task or process something, as an observation that its own rules explain. What
// only some explanations of the event tell is told as something that may be so.
#include <algorithm>

#include "model/interpreter.h"

namespace sigspec {

namespace {

/// Numbers of tasks are small: PID_MAX_LIMIT in include/linux/threads.h.
constexpr std::int64_t kNumbersMax = 1 << 22;

}  // namespace

void Interpreter::forget_messages() {
  firings_ = 0;
  outbox_.list.clear();
  outbox_.cells.clear();
}

void Interpreter::weigh_messages() {
  for (Message& message : outbox_.list)
    message.certain = message.certain && message.times == firings_;
}

void Interpreter::tell(const CompiledEffect& effect) {
  const Cell condition = eval<Partly>(*effect.values.back(), context_);
  if (Partly::is_false(condition)) return;
  const Cell to = eval<Partly>(*effect.targets[0], context_);
  if (to.b == 0 || to.a == 0) return;  // whoever it is, it is nobody that is followed
  const auto& told =
      program_.model().observations[static_cast<std::size_t>(effect.offset)];
  const std::size_t count = effect.values.size() - 1;
  const auto value = [&](std::size_t i) { return eval<Partly>(*effect.values[i], context_); };
  for (Message& message : outbox_.list)
    if (message.to == to.a && message.observation == effect.offset &&
        message.firing != firings_) {  // another explanation says the same, or nearly
      std::size_t i = 0;
      for (std::size_t p = 1; p < told.parameters.size(); ++p)
        for (const Leaf& leaf : told.parameters[p]->leaves) {
          Cell& cell = outbox_.cells[message.first + i];
          cell = Partly::join(leaf.kind, cell, value(i));
          ++i;
        }
      message.firing = firings_;
      ++message.times;
      message.certain = message.certain && Partly::is_true(condition);
      return;
    }
  outbox_.list.push_back({effect.offset, to.a, outbox_.cells.size(), count, firings_, 1,
                          Partly::is_true(condition)});
  for (std::size_t i = 0; i < count; ++i) outbox_.cells.push_back(value(i));
}

void Interpreter::take_messages(Messages& out) {
  const std::size_t before = out.cells.size();
  for (Message message : outbox_.list) {
    message.first += before;
    out.list.push_back(message);
  }
  out.cells.insert(out.cells.end(), outbox_.cells.begin(), outbox_.cells.end());
  outbox_.list.clear();
  outbox_.cells.clear();
}

/// What may or may not have been told leaves what either leaves: for each state one that admits
/// both, since many such messages would multiply the candidates. Which is joined with which matters
/// to what is known only: those with and those without it are all admitted.
bool Interpreter::hear(const EventClass& event_class, TaskState& task, Cell* slots,
                       std::uint32_t line, bool certain) {
  if (certain) return step(event_class, task, slots, line);
  std::vector<Candidate> before;
  for (const Candidate& candidate : task.group->candidates) before.push_back(copy(candidate));
  if (step(event_class, task, slots, line)) {
    std::vector<Candidate>& after = task.group->candidates;
    if (before.size() == after.size())
      for (std::size_t i = 0; i < after.size(); ++i) join(before[i], after[i]);
    else for (Candidate& candidate : after) before.push_back(copy(candidate));
  } else if (watch_) {
    watch_->steps.pop_back();  // it was not told
  }
  for (Message& message : outbox_.list) message.certain = false;
  replace(*task.group, before);
  return true;
}

bool Interpreter::is_sure(const EventClass& event_class, TaskState& task, Cell* slots) {
  std::vector<Candidate>& candidates = task.group->candidates;
  return std::all_of(candidates.begin(), candidates.end(), [&](Candidate& candidate) {
    point_at(candidate, task.index, slots);
    return std::any_of(event_class.bodies.begin(), event_class.bodies.end(),
                       [&](const Body& body) { return test(body) == Truth::Yes; });
  });
}

TaskState Interpreter::who(std::uint64_t identity) const {
  const auto known = known_.find(identity);
  if (known == known_.end()) return {};
  TaskState task{known->second.group.lock(), known->second.index};
  if (!task.group || task.index >= 0) return task;
  const auto& tasks = task.group->candidates.front().tasks;
  const auto alive = std::find_if(tasks.begin(), tasks.end(), [](const Block* b) { return b; });
  if (alive == tasks.end()) return {};
  task.index = static_cast<int>(alive - tasks.begin());
  return task;
}

std::vector<std::uint64_t> Interpreter::processes() const {
  std::vector<std::uint64_t> identities;
  for (const auto& [identity, known] : known_)
    if (known.index < 0) identities.push_back(identity);
  std::sort(identities.begin(), identities.end());
  return identities;
}

TaskState Interpreter::process_at(std::int64_t number) const {
  const auto known = directory_.by_number.find(number);
  return known == directory_.by_number.end() ? TaskState{} : who(known->second.process);
}

void Interpreter::write_field(TaskState& task, const RecordField* field, bool of_process,
                              Cell value) {
  if (!field) return;
  for (Candidate& candidate : task.group->candidates) {
    own(candidate, task.index, of_process);
    Block* block = of_process ? candidate.process
                              : candidate.tasks[static_cast<std::size_t>(task.index)];
    block->slots[static_cast<std::size_t>(field->offset)] = value;
  }
}

/// A new task is somebody. So is its process when it is the first of it.
void Interpreter::introduce(TaskState& task) {
  Group& group = *task.group;
  if (group.identity == 0) {
    group.identity = ++identities_;
    known_[group.identity] = {task.group, -1};
    write_field(task, group_field_, true, {group.identity, 1});
  }
  group.members.resize(group.quiet.size());
  Member& member = group.members[static_cast<std::size_t>(task.index)];
  member = {++identities_, 0};
  known_[member.identity] = {task.group, task.index};
  write_field(task, self_field_, false, {member.identity, 1});
  write_field(task, id_field_, false, Partly::unknown(LeafKind::Number, 0));
  write_field(task, doubtful_field_, false, Partly::truth(kMaybe));
}

void Interpreter::name(TaskState& task, std::int64_t number) {
  Group& group = *task.group;
  Member& member = group.members[static_cast<std::size_t>(task.index)];
  member.number = number;
  member.reused = true;
  directory_.by_number[number] = {member.identity, group.identity};
  if (number > 0 && number < kNumbersMax) {
    const auto at = static_cast<std::size_t>(number);
    if (numbers_used_.size() <= at) numbers_used_.resize(at + 1);
    member.reused = numbers_used_[at];
    numbers_used_[at] = true;
  }
  write_field(task, id_field_, false, Partly::number(number));
  write_field(task, doubtful_field_, false, Partly::truth(kTrue));
  std::fill(group.quiet.begin(), group.quiet.end(), 0);
}

void Interpreter::seen(TaskState& task) {
  const Member& member = task.group->members[static_cast<std::size_t>(task.index)];
  if (member.number != 0)
    write_field(task, doubtful_field_, false, Partly::truth(member.reused ? kTrue : kFalse));
}

}  // namespace sigspec
