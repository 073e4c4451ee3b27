// What a filter of calls (seccomp) answers in the place of the kernel.
#include <bit>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

namespace {

/// Goes through the instructions, which look at nothing but the call's number. What else a filter
/// could do lets the call be made.
std::int64_t answer_of(const Model& model, const Value& filter, std::int64_t call) {
  const auto constant = [&](std::string_view name) { return number_of(model, name).value_or(-1); };
  const Value* instructions = field_of(filter, "instructions");
  std::int64_t loaded = 0;
  for (std::size_t at = 0; instructions && at < instructions->parts.size(); ++at) {
    const auto part = [&](std::string_view name) {
      const Value* given = field_of(instructions->parts[at], name);
      return given ? to_number(*given) : 0;
    };
    const std::int64_t code = part("code"), operand = part("operand");
    if (code == constant(kFilterAnswers)) return operand;
    if (code == constant(kFilterLoads) && operand == 0) loaded = call;
    else if (code == constant(kFilterBranches))
      at += static_cast<std::size_t>(part(loaded == operand ? "if_so" : "if_not"));
    else break;
  }
  return constant(kCallIsMade);
}

}  // namespace

/// Pre: it has a filter.
std::int64_t Steps::answer_of_filter(const ThreadPlan& thread, const PreparedStep& step) const {
  return answer_of(model_, *thread.filter,
                   call_number(model_, library_, kLitmusMachine, step.call_id));
}

/// Does the call wait for a supervisor, who never answers?
bool Steps::is_supervised(const ThreadPlan& thread, const PreparedStep& step) const {
  return thread.filter &&
         answer_of_filter(thread, step) == number_of(model_, kCallIsSupervised);
}

/// Returns: what the call comes to without being made; nothing if it is made.
std::optional<Result> Steps::filtered(Plan& plan, int thread, const PreparedStep& step) {
  ThreadPlan& at = plan.threads[static_cast<std::size_t>(thread)];
  if (!at.filter) return std::nullopt;
  const std::int64_t answer = answer_of_filter(at, step);
  const std::int64_t bits = number_of(model_, kFilterAction).value_or(0);
  const auto says = [&](std::string_view action) {
    return (answer & bits) == number_of(model_, action);
  };
  const int told = std::countr_zero(signals_named(model_, kTellsOfFilter));
  if (says(kCallFails)) {
    const std::string error = error_called(model_, answer & ~bits);
    return Result{Result::Kind::Error, world_.error(error), true};
  }
  if (says(kCallIsTrapped)) {
    send_to(plan, thread, told, false);
  } else if (says(kCallKills)) {
    at.killed = true;
    plan.sent.emplace(told, thread);
  } else {
    return std::nullopt;
  }
  return Result{Result::Kind::Value, 0, true};
}

}  // namespace sigspec::litmus
