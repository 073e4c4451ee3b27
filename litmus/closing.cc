// Which ends of things are closed by tasks: whoever made the things closes them, too.
#include <map>
#include <vector>

#include "litmus/prepare.h"
#include "litmus/words.h"

namespace sigspec::litmus {

std::vector<PreparedStep> closing_steps(const PreparedTest& test) {
  std::map<int, PreparedStep> steps;  // by what they close
  const auto look_at = [&](const std::vector<PreparedStep>& list) {
    for (const PreparedStep& step : list) {
      const Argument* end = step.effect && step.effect->verb.text == kCloses ? step.operand(0)
                                                                             : nullptr;
      if (!end || end->slot < 0 ||
          test.slots[static_cast<std::size_t>(end->slot)].kind != Slot::Kind::End)
        continue;
      PreparedStep& closes = steps[end->slot];
      closes = step;
      closes.result = -1;
    }
  };
  for (const PreparedThread& thread : test.threads) {
    for (const PreparedHandler& handler : thread.handlers) look_at(handler.body);
    look_at(thread.steps);
  }
  std::vector<PreparedStep> closing;
  for (const auto& [slot, step] : steps) closing.push_back(step);
  return closing;
}

}  // namespace sigspec::litmus
