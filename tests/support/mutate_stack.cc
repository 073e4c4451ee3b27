// Faults in what sigaltstack tells of the alternate stack.
#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Kind = traces::EventKind;
using Result = traces::ResultKind;

std::string asks_for_stack(const std::string& shown) {
  return "sigaltstack(NULL, " + shown + ") = 0";
}

/// The stack that a call has set, as the next one shows it; nothing when it set none.
std::optional<std::string> set_stack(const Step& step) {
  if (step.name != "sigaltstack" || !step.returns(Result::Value)) return std::nullopt;
  const std::string stack(traces::LazyArguments(step.args)[0]);
  if (stack.find("ss_sp=0x") == std::string::npos || stack.find("SS_DISABLE") != std::string::npos)
    return std::nullopt;
  return stack;
}

bool is_sure(const Recording& recording, const Step& step) {
  return step.certain && step.complete && !recording.process(step).threaded;
}

std::string other_stack(std::string stack) {
  const std::size_t at = stack.find("ss_sp=0x");
  return stack.replace(at, 8, "ss_sp=0x7e");
}

/// Behind a call that sets it, before anything else can have changed it.
void other_stack_told(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const auto stack = set_stack(step);
    if (!stack || !is_sure(recording, step) || !step.whole) continue;
    const std::string shown =
        places.choose(2) ? other_stack(*stack) : "{ss_sp=NULL, ss_flags=SS_DISABLE, ss_size=0}";
    if (const auto line = in_place_of(recording, step, asks_for_stack(shown)))
      places.insert_after(step.line, *line);
  }
}

void exec_keeps_stack(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!is_sure(recording, step) || !step.name.starts_with("execve") || !step.whole ||
        !step.returns(Result::Value))
      continue;
    const std::string stack = "{ss_sp=0x7f0000001000, ss_flags=0, ss_size=8192}";
    if (const auto line = in_place_of(recording, step, asks_for_stack(stack)))
      places.insert_after(step.line, *line);
  }
}

}  // namespace

std::vector<Operator> stack_operators() {
  const std::vector<std::string> stack = {"sigaltstack.*"};
  return {
      {"other_stack_told", "only the task itself changes it", stack, other_stack_told},
      {"exec_keeps_stack", "it goes with the program", stack, exec_keeps_stack},
  };
}

}  // namespace sigspec::test
