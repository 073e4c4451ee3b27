// Watching the interpreter, and asking it what would be; see watch.h.
#include "model/watch.h"

#include <utility>

#include "model/interpreter.h"

namespace sigspec {

void Interpreter::watch(Watch* watch) {
  if (watch && !watch_) ++epoch_;  // what was known to be quiet is looked at again
  watch_ = watch;
}

/// Pre: the context points at it.
Snapshot Interpreter::snapshot() const {
  Snapshot out;
  const auto keep = [&](Base base, const Block* block) {
    if (!block) return;
    out.cells[static_cast<std::size_t>(base)] = block->slots;
    out.lines[static_cast<std::size_t>(base)] = block->lines;
  };
  keep(Base::Task, candidate_->tasks[static_cast<std::size_t>(index_)]);
  keep(Base::Process, candidate_->process);
  keep(Base::ChildTask, candidate_->child_task);
  keep(Base::ChildProcess, candidate_->child_process);
  out.at(Base::Observer) = observer_;
  out.at(Base::Local).assign(locals_.begin(), locals_.end());
  const Cell* event = context_.base[static_cast<int>(Base::Event)];
  if (event) {
    const auto slots = static_cast<std::size_t>(watch_->steps.back().event_class->event_slots);
    out.at(Base::Event).assign(event, event + slots);
  }
  return out;
}

void Interpreter::begin_watching(const EventClass& event_class, TaskState& task, Cell* slots) {
  WatchedStep& step = watch_->steps.emplace_back();
  step.event_class = &event_class;
  step.program = &program_;
  for (Candidate& candidate : task.group->candidates) {
    candidate.firing = -1 - static_cast<int>(step.before.size());
    point_at(candidate, task.index, slots);
    step.before.push_back(snapshot());
  }
}

void Interpreter::watch_learned(const Body& body, Candidate& candidate) {
  Firing& firing = watch_->steps.back().firings.emplace_back();
  firing.body = &body;
  firing.after = candidate.firing;
  firing.learned = snapshot();
}

void Interpreter::watch_done(Candidate& candidate) {
  std::vector<Firing>& firings = watch_->steps.back().firings;
  point_at(candidate, index_, context_.base[static_cast<int>(Base::Event)]);
  firings.back().done = snapshot();
  candidate.firing = static_cast<int>(firings.size()) - 1;
}

/// A task alone in its process, in that state.
TaskState Interpreter::revive(const Snapshot& snapshot) {
  const auto block = [&](Base base) {
    const std::vector<Cell>& cells = snapshot.at(base);
    Block* made = make_block(static_cast<int>(cells.size()));
    made->slots = cells;
    std::fill(made->lines.begin(), made->lines.end(), 0);
    return made;
  };
  Candidate candidate;
  candidate.tasks = {block(Base::Task)};
  candidate.process = block(Base::Process);
  TaskState task{std::make_shared<Group>(), 0};
  task.group->candidates.push_back(std::move(candidate));
  task.group->members.resize(1);
  task.group->quiet = {0};
  return task;
}

WatchedStep Interpreter::try_step(const EventClass& event_class, const Snapshot& from) {
  const std::vector<Cell> shown = observer_;
  observer_ = from.at(Base::Observer);
  context_.base[static_cast<int>(Base::Observer)] = observer_.data();
  std::vector<Cell> slots = from.at(Base::Event);
  TaskState task = revive(from);
  Watch tried;
  watch(&tried);
  step(event_class, task, slots.data(), 0);
  watch(nullptr);
  end(task);
  observer_ = shown;
  context_.base[static_cast<int>(Base::Observer)] = observer_.data();
  return std::move(tried.steps.front());
}

bool Interpreter::may_explain_after(const EventClass& first, const EventClass& then,
                                    TaskState& task, Cell* slots) {
  Watch* const watching = std::exchange(watch_, nullptr);
  const std::vector<std::uint64_t> fired = fired_;  // rules that are only tried do not count
  const std::map<RuleId, std::uint32_t> findings = findings_;
  bool found = false;
  for (const Candidate& candidate : task.group->candidates)
    for (const Body& body : first.bodies) {
      Candidate after = copy(candidate);
      point_at(after, task.index, slots);
      const Truth truth = test(body);
      if (truth != Truth::No && fire(body, truth, after, task.index, slots, 0)) {
        find_possible(then);
        found = found || !possible_.empty();
      }
      drop(after);
    }
  forget_messages();
  fired_ = fired;
  findings_ = findings;
  watch_ = watching;
  return found;
}

void Interpreter::begin_again(const std::vector<Cell>& shown, const std::string& name) {
  std::copy(shown.begin(), shown.end(), observer_.begin());  // in place: rules point at it
  if (!program_.model().begins.contains(name)) return;
  TaskState nobody = begin(name);
  end(nobody);
}

}  // namespace sigspec
