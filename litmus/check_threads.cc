// Looks through what the threads of a test do: what the runner or the explorer could not follow.
#include <functional>
#include <optional>

#include "litmus/prepare.h"
#include "litmus/words.h"

namespace sigspec::litmus {

namespace {

using Look = std::function<void(const PreparedStep&)>;

void look_at_steps(const PreparedThread& thread, const Look& look) {
  for (const PreparedStep& step : thread.steps) look(step);
  for (const PreparedHandler& handler : thread.handlers)
    for (const PreparedStep& step : handler.body) look(step);
}

/// The numbers of others are not those that the init of a namespace sees.
void check_numbers(const PreparedTest& test, const PreparedThread& init, Diagnostics& out) {
  look_at_steps(init, [&](const PreparedStep& step) {
    for (const Argument& argument : step.args)
      if (argument.slot >= 0 &&
          test.slots[static_cast<std::size_t>(argument.slot)].kind == Slot::Kind::Task)
        out.push_back({Severity::Error, argument.value->span,
                       "found a process, expected none: '" + init.name +
                           "' does not see the numbers of others", {}, {}});
  });
}

/// The explorer gives a process one timer: that of alarm and setitimer, or one of its own making.
void check_timers(const PreparedTest& test, int process, Diagnostics& out) {
  std::optional<std::int64_t> known;
  for (std::size_t i = 0; i < test.threads.size(); ++i) {
    if (test.process_of(static_cast<int>(i)) != process) continue;
    look_at_steps(test.threads[i], [&](const PreparedStep& step) {
      if (!step.effect || step.effect->verb.text != kArmsProcess) return;
      const Argument* own = step.operand(2);
      const std::int64_t timer = own ? own->word : -1;
      if (known && *known != timer)
        out.push_back({Severity::Error, step.span,
                       "found a second timer of '" +
                           test.threads[static_cast<std::size_t>(process)].name +
                           "', expected one in a process", {}, {}});
      known = timer;
    });
  }
}

}  // namespace

void check_threads(const PreparedTest& test, Diagnostics& out) {
  for (std::size_t i = 0; i < test.threads.size(); ++i) {
    const int process = static_cast<int>(i);
    if (test.process_of(process) == process) check_timers(test, process, out);
    if (test.threads[i].is_init) check_numbers(test, test.threads[i], out);
  }
}

}  // namespace sigspec::litmus
