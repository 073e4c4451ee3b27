// Children that steps make.
#include <utility>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

using Phase = ThreadPlan::Phase;

/// A child begins, if the number that it is to get is free. The call that makes it may go on.
void Steps::make(const Node& node, int thread, std::vector<Successor>& out) {
  Node next = begin(node);
  const auto t = static_cast<std::size_t>(thread);
  const PreparedStep& step = current(next.plan.threads[t]);
  const int made = step.who;
  ThreadPlan& child = next.plan.threads[static_cast<std::size_t>(made)];
  const int number = test_.threads[static_cast<std::size_t>(made)].number_of;
  if (child.phase != Phase::Unborn ||
      (number >= 0 && next.plan.threads[static_cast<std::size_t>(number)].news != News::Gone)) {
    ++next.plan.threads[t].levels.back().at;
    return add(std::move(next), name(thread) + " does not make " + name(made), out);
  }
  if (!world_.makes(made, thread, step.call ? &step : nullptr)) return;
  set_handlers(made);
  begin_as(next.plan, made, process_of(thread));
  child.phase = Phase::User;
  child.filter = next.plan.threads[t].filter;
  next.plan.threads[t].phase = Phase::InCall;
  const std::optional<Result> result =
      step.call ? perform(next.plan, thread, step) : std::optional(Result());
  if (result) {
    if (step.call && !returns(next.plan, thread, step, *result)) return;
    finish_call(next.plan, thread, {});
  }
  add(std::move(next), name(thread) + " makes " + name(made), out);
}

/// What the call that makes a child comes to. Who lends it his memory waits until he has it back.
std::optional<Result> Steps::give_birth(const Plan& plan, const PreparedStep& step) const {
  const bool lends = step.effect->verb.text == kLendsMemory;
  const ThreadPlan& made = plan.threads[static_cast<std::size_t>(step.who)];
  if (lends && made.lives() && !made.executed) return std::nullopt;
  Result child{Result::Kind::Value, World::number_of(step.who), true};
  child.told = step.who;
  return child;
}

}  // namespace sigspec::litmus
