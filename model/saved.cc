// Keeps states and goes back to them: explorers try what may follow a state, one thing after the
// other.
#include <algorithm>
#include <cstring>

#include "model/interpreter.h"

namespace sigspec {

Interpreter::Saved Interpreter::save(const TaskState& task) {
  Saved saved;
  for (const Candidate& candidate : task.group->candidates)
    saved.candidates.push_back(copy(candidate));
  saved.observer = observer_;
  return saved;
}

void Interpreter::restore(TaskState& task, const Saved& saved) {
  Group& group = *task.group;
  for (Candidate& candidate : group.candidates) drop(candidate);
  group.candidates.clear();
  for (const Candidate& candidate : saved.candidates) group.candidates.push_back(copy(candidate));
  std::fill(group.quiet.begin(), group.quiet.end(), 0);
  std::copy(saved.observer.begin(), saved.observer.end(), observer_.begin());
  forget_messages();
}

void Interpreter::describe(const Saved& saved, std::string& key) {
  const auto add = [&](const std::vector<Cell>& cells) {
    key.append(reinterpret_cast<const char*>(cells.data()), cells.size() * sizeof(Cell));
  };
  add(saved.observer);
  for (const Candidate& candidate : saved.candidates) {
    add(candidate.process->slots);
    for (const Block* block : candidate.tasks) {
      if (block) add(block->slots);
      else key += '-';
    }
    key += '|';
  }
}

}  // namespace sigspec
