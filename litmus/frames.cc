// Handlers that do something to their frames: they leave them behind, or change what comes back.
#include <utility>

#include "litmus/plan.h"

namespace sigspec::litmus {

/// Who leaves a handler goes on behind the call that it came in between of, which has no result.
void Steps::change_frame(const Node& node, int thread, std::vector<Successor>& out) {
  Node next = begin(node);
  ThreadPlan& plan = next.plan.threads[static_cast<std::size_t>(thread)];
  const PreparedStep& step = current(plan);
  if (step.kind == Step::Kind::Edit) {
    if (!world_.changes_frame(thread, step.mask)) return;
    ++plan.levels.back().at;
    return add(std::move(next), name(thread) + " changes the mask of its frame", out);
  }
  if (!world_.leaves_frame(thread)) return;
  plan.levels.pop_back();
  Level& below = plan.levels.back();
  if (below.redo != Redo::None) finish_call(next.plan, thread, {});
  below.redo = Redo::None;
  below.unseen.clear();
  add(std::move(next), name(thread) + " leaves its handler", out);
}

}  // namespace sigspec::litmus
