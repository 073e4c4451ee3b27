// What calls do to things, by the verbs of spec/litmus.
#include <algorithm>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

/// The argument that the effect's operand `i` names, or nullptr.
const Argument* Steps::operand(const PreparedStep& step, std::size_t i) const {
  if (!step.effect || i >= step.effect->operands.size()) return nullptr;
  const std::string& name = step.effect->operands[i].text;
  const auto& params = step.effect->params;
  for (std::size_t k = 0; k < params.size() && k < step.args.size(); ++k)
    if (params[k].text == name) return &step.args[k];
  return nullptr;
}

/// Tells the rules that the signal is sent; whether it counts for anything they say.
bool Steps::send(Plan& plan, const Argument& to, const Argument& signal, bool shared) {
  const Type* signals = model_.types.find(kSignalType);
  if (to.slot < 0 || !signal.value || signal.value->names.empty()) return false;
  const int target = test_.slots[static_cast<std::size_t>(to.slot)].task;
  const int member = signals->member(signal.value->names[0].text);
  if (target < 0 || member < 0) return false;
  ThreadPlan& receiver = plan.threads[static_cast<std::size_t>(target)];
  if (receiver.phase == ThreadPlan::Phase::Ended) return true;
  world_.is_sent(target, member, shared);
  plan.sent.emplace(member, target);
  receiver.stopped = receiver.stopped && world_.is_stopped(target);
  if ((signals_named(model_, kUnstoppable) >> member & 1) != 0) receiver.killed = true;
  return true;
}

std::optional<Result> Steps::perform(Plan& plan, int thread, const PreparedStep& step) {
  ThreadPlan& at = plan.threads[static_cast<std::size_t>(thread)];
  if (!step.effect) return Result{};
  const std::string& verb = step.effect->verb.text;
  const Argument *first = operand(step, 0), *second = operand(step, 1), *third = operand(step, 2);
  if (verb == kTakes && first && third) {
    std::string& held = plan.held[static_cast<std::size_t>(first->slot)];
    if (held.empty()) return std::nullopt;
    const std::size_t count = std::min(held.size(), static_cast<std::size_t>(third->word));
    held.erase(0, count);
    return Result{Result::Kind::Value, static_cast<std::int64_t>(count)};
  }
  if (verb == kGives && second && third) {
    const int peer = test_.slots[static_cast<std::size_t>(first->slot)].peer;
    plan.held[static_cast<std::size_t>(peer)] +=
        second->memory.substr(0, static_cast<std::size_t>(third->word));
    return Result{Result::Kind::Value, third->word};
  }
  if (verb == kSendsToProcess || verb == kSendsToThread) {
    if (first && second) send(plan, *first, *second, verb == kSendsToProcess);
    return Result{};
  }
  if (verb == kPasses && first && first->value) {
    if (at.deadline < 0) at.deadline = plan.now + nanoseconds(*first->value);
    if (plan.now < at.deadline) return std::nullopt;
    return Result{};
  }
  if (verb == kExits && first) return Result{Result::Kind::Never, first->word};
  if (verb == kNeverEnds) return std::nullopt;
  return Result{};
}

}  // namespace sigspec::litmus
