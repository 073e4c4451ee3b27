// Faults in the calls that look at pending signals, take them, or wait for them.
#include <algorithm>

#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Result = traces::ResultKind;

bool tells_pending(const Step& step) {
  return step.certain && step.complete && step.mask && step.name == "rt_sigpending" &&
         step.returns(Result::Value);
}

void offer(const Recording& recording, const Step& step, SignalSet from, SignalSet to,
           Places& places) {
  if (auto line = with_piece(recording, step, print_set(from) + ", 8)", print_set(to) + ", 8)"))
    places.replace(step.line, std::move(*line));
}

/// sigpending tells only what is blocked.
void pending_and_open(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!tells_pending(step) || !step.masks_shown) continue;
    const auto shown = read_set(traces::LazyArguments(step.args)[0]);
    const SignalSet open = ~*step.mask & ~(kNeverBlocked | bit(32) | bit(33));
    if (!shown || open == 0) continue;
    int signal = 0;
    do signal = 1 + static_cast<int>(places.choose(64));
    while (!(open & bit(signal)));
    offer(recording, step, *shown, *shown | bit(signal), places);
  }
}

void pending_untold(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!tells_pending(step) || step.pending.empty()) continue;
    const auto shown = read_set(traces::LazyArguments(step.args)[0]);
    const SignalSet one = bit(step.pending[places.choose(step.pending.size())].signal);
    if (shown && (*shown & one)) offer(recording, step, *shown, *shown & ~one, places);
  }
}

/// A signal that was not waited for.
void unwanted_taken(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.complete || !step.name.starts_with("rt_sigtimedwait") || !step.returns(Result::Value))
      continue;
    const auto wanted = read_set(traces::LazyArguments(step.args)[0]);
    constexpr SignalSet kStandard = 0x7fffffff;
    if (!wanted || step.value == 0 || step.value > 64) continue;
    if ((kStandard & ~(*wanted | kNeverBlocked)) == 0) continue;
    int other = 0;
    do other = 1 + static_cast<int>(places.choose(31));
    while ((*wanted | kNeverBlocked) & bit(other));
    const std::string is = signal_name(static_cast<int>(step.value)), name = signal_name(other);
    std::string line = recording.line(step.line);
    for (std::size_t at; (at = line.find(is + ",")) != std::string::npos;)
      line.replace(at, is.size(), name);
    const std::size_t result = line.rfind(" = ");
    if (result == std::string::npos) continue;
    places.replace(step.line, line.substr(0, result + 3) + std::to_string(other) + " (" + name +
                                  ")" + (line.back() == '>' ? line.substr(line.rfind(" <")) : ""));
  }
}

/// It takes what nobody sent: in the name of a process that sends nothing, itself.
void nothing_taken(const Recording& recording, Places& places) {
  if (!recording.families.certain) return;
  for (const Step& step : recording.steps) {
    if (step.task == kNobody) continue;
    const ProcessFacts& process = recording.families.processes[recording.task(step).process];
    if (!quiet_after(recording, step) || !step.mask || process.threaded || process.pid == 0)
      continue;
    const auto& sends = recording.families.sends;
    if (std::any_of(sends.begin(), sends.end(),
                    [&](const Send& send) { return send.sender == recording.task(step).process; }))
      continue;
    const SignalSet blocked = *step.mask & ~(kSynchronous | bit(32) | bit(33)) & 0x7fffffff;
    if (blocked == 0 || !step.masks_shown) continue;
    int signal = 0;
    do signal = 1 + static_cast<int>(places.choose(31));
    while (!(blocked & bit(signal)));
    const std::string name = signal_name(signal),
                      info = delivery_of(signal, "SI_USER", process.pid);
    const std::size_t open = info.find('{');
    const auto line = in_place_of(recording, step,
                                  "rt_sigtimedwait(" + print_set(bit(signal)) + ", " +
                                      info.substr(open, info.rfind('}') - open + 1) +
                                      ", {tv_sec=0, tv_nsec=0}, 8) = " + std::to_string(signal) +
                                      " (" + name + ")");
    if (line) places.insert_after(step.line, *line);
  }
}

/// They end by a signal only.
void suspend_succeeds(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.complete || !step.returns(Result::Code)) continue;
    if (step.name != "pause" && step.name != "rt_sigsuspend") continue;
    if (const auto line = with_result(recording, step, "0")) places.replace(step.line, *line);
  }
}

}  // namespace

std::vector<Operator> pending_operators() {
  return {
      {"pending_and_open", "only blocked signals are told", {"rt_sigpending.*"}, pending_and_open},
      {"pending_untold", "it was sent and is blocked", {"rt_sigpending.*"}, pending_untold},
      {"unwanted_taken", "only what is wanted is taken", {"rt_sigtimedwait.*"}, unwanted_taken},
      {"nothing_taken", "nobody has sent it", {"rt_sigtimedwait.*"}, nothing_taken},
      {"suspend_succeeds",
       "it ends by a signal only",
       {"pause.*", "rt_sigsuspend.*", "return.value"},
       suspend_succeeds},
  };
}

}  // namespace sigspec::test
