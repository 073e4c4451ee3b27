// A task that runs the program anew.
#include <algorithm>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

using Phase = ThreadPlan::Phase;

/// Timers of its own making go with the program; that of alarm and setitimer stays.
bool Steps::makes_timers(int process) const {
  for (std::size_t i = 0; i < test_.threads.size(); ++i)
    if (process_of(static_cast<int>(i)) == process &&
        std::any_of(test_.threads[i].steps.begin(), test_.threads[i].steps.end(),
                    [](const PreparedStep& step) {
                      return step.effect && step.effect->verb.text == kArmsProcess &&
                             step.operand(2);
                    }))
      return true;
  return false;
}

/// The other threads end, and whoever runs the program has the number of the first from then on. It
/// begins with no handlers and no alternate stack.
void Steps::exec(const Node& node, int thread, std::vector<Successor>& out) {
  Node next = begin(node);
  const int process = process_of(thread);
  const PreparedStep& step = current(next.plan.threads[static_cast<std::size_t>(thread)]);
  if (!world_.enters(thread, step, step.call_id)) return;
  for (std::size_t i = 0; i < next.plan.threads.size(); ++i) {
    const int other = static_cast<int>(i);
    ThreadPlan& ends = next.plan.threads[i];
    if (other == thread || process_of(other) != process || !ends.lives()) continue;
    if (other == process && !world_.is_superseded(other)) return;
    ends.phase = Phase::Ended;
    ends.end = kEnded;
    ends.replaced = other == process;
    end_children(next.plan, other);
  }
  if (!world_.returns(thread, step, step.call_id, {})) return;
  ThreadPlan& plan = next.plan.threads[static_cast<std::size_t>(thread)];
  plan.stack = AltStack::None;
  plan.executed = true;
  const int slot = test_.threads[static_cast<std::size_t>(process)].slot;
  if (makes_timers(process)) next.plan.held[static_cast<std::size_t>(slot)].due = -1;
  ++plan.levels.back().at;
  add(std::move(next), name(thread) + " runs the program anew", out);
}

}  // namespace sigspec::litmus
