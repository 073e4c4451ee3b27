// Steps that nobody sees.
#include <utility>

#include "model/interpreter.h"

namespace sigspec {

/// Steps nobody sees are taken only when nothing else explains an event: rare ones, whose absence
/// no other rule reads. What they make of the recording as a whole lasts if they explain it, and
/// only if nothing else does.
bool Interpreter::explain_after_internal_steps(const EventClass& event_class, TaskState& task,
                                               Cell* slots, std::uint32_t line) {
  const std::vector<Cell> before = observer_;
  std::vector<Cell> after;
  std::vector<Candidate> frontier, explained;
  for (const Candidate& candidate : task.group->candidates) frontier.push_back(copy(candidate));
  begin_trying(event_class, slots);
  for (int depth = 0; depth < kInternalStepsMax && explained.empty() && !frontier.empty();
       ++depth) {
    std::vector<Candidate> next;
    for (const Candidate& from : frontier)
      for (const Body& step : program_.internal_steps()) {
        show(from.shown.empty() ? before : from.shown);
        Candidate candidate = copy(from);
        point_at(candidate, task.index, slots);
        const Truth truth = test(step);
        if (truth != Truth::No && fire(step, truth, candidate, task.index, slots, line)) {
          if (observer_ != before) candidate.shown = observer_;
          next.push_back(std::move(candidate));
        } else {
          drop(candidate);
        }
      }
    for (Candidate& candidate : frontier) drop(candidate);
    reduce(next);
    frontier = std::move(next);
    forget_messages();
    for (Candidate& candidate : frontier) {
      std::vector<Cell> shown = std::exchange(candidate.shown, {});
      show(shown.empty() ? before : shown);
      const std::size_t others = explained.size();
      explain(event_class, candidate, task.index, slots, line, explained);
      if (explained.size() > others && (after.empty() || shown.empty())) after = observer_;
      candidate.shown = std::move(shown);
    }
  }
  for (Candidate& candidate : frontier) drop(candidate);
  end_trying(slots);
  show(explained.empty() ? before : after);
  if (explained.empty()) return false;
  weigh_messages();
  replace(*task.group, explained);
  return true;
}

}  // namespace sigspec
