// Requests that somebody does meanwhile, and what waits for them.
#include <algorithm>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

/// What was completed, the thing counts. A wait takes it out, or only looks whether there is
/// enough.
std::optional<Result> Steps::look_at_completions(Plan& plan, int thread, const PreparedStep& step) {
  const auto told = [](std::int64_t number) { return Result{Result::Kind::Value, number, true}; };
  const std::string& verb = step.effect->verb.text;
  const Argument *thing = step.operand(0), *number = step.operand(1), *most = step.operand(2);
  if (!thing) return told(0);
  const int slot = thing->patches.empty() ? thing->slot : thing->patches.front().slot;
  if (slot < 0) return told(0);
  std::size_t& completed = plan.held[static_cast<std::size_t>(slot)].bytes;
  std::size_t& found = plan.threads[static_cast<std::size_t>(thread)].moved;
  if (verb == kCompletesRequest) {
    completed += static_cast<std::size_t>(number ? number->word : constant(step, 1));
    return told(number ? number->word : 0);
  }
  if (!number || !most) return told(0);
  if (verb == kTakesCompletions) {
    const std::size_t taken =
        std::min(completed, static_cast<std::size_t>(most->word) - found);
    completed -= taken;
    found += taken;
  } else {
    found = completed;
  }
  if (found < static_cast<std::size_t>(number->word)) return std::nullopt;
  return told_at_end(step, found);
}

/// What a call comes to that has moved or found so much, when its wait ends.
Result Steps::told_at_end(const PreparedStep& step, std::size_t moved) const {
  if (step.effect && step.effect->verb.text == kMovesSome) return {.known = false};
  const bool counts = !step.effect || step.effect->verb.text != kAwaitsCompletions;
  const Argument* submitted = counts ? nullptr : step.operand(2);
  return {.value = submitted ? submitted->word : static_cast<std::int64_t>(moved)};
}

}  // namespace sigspec::litmus
