// Faults in how long calls take, where -T tells it, and in what remains of a sleep.
#include <cstdlib>

#include "tests/support/mutate.h"
#include "traces/arguments.h"

namespace sigspec::test {

namespace {

using Result = traces::ResultKind;

std::optional<double> seconds_of(std::string_view timespec) {
  const auto seconds = field_of(timespec, "tv_sec");
  auto parts = field_of(timespec, "tv_nsec");
  double unit = 1e-9;
  if (parts.empty()) parts = field_of(timespec, "tv_usec"), unit = 1e-6;
  if (seconds.empty() || parts.empty()) return std::nullopt;
  return std::strtod(std::string(seconds).c_str(), nullptr) +
         std::strtod(std::string(parts).c_str(), nullptr) * unit;
}

/// How long a call waits that returned because its time was over.
std::optional<double> waited_for(const Step& step) {
  const auto args = traces::split_arguments(step.args);
  if (step.name == "nanosleep" && step.returns(Result::Value)) return seconds_of(args[0]);
  if (step.name == "clock_nanosleep" && step.returns(Result::Value) && args[1] == "0" &&
      args[0].find("CPUTIME") == std::string_view::npos)
    return seconds_of(args[2]);
  if (step.name == "futex" && step.returns(Result::Error) && step.result_name == "ETIMEDOUT" &&
      (args[1] == "FUTEX_WAIT" || args[1] == "FUTEX_WAIT_PRIVATE"))
    return seconds_of(args[3]);
  if (!step.returns(Result::Value) || step.value != 0) return std::nullopt;
  const bool poll = step.name == "poll";
  if (poll || step.name == "epoll_wait") {
    const double timeout = std::strtod(std::string(args[poll ? 2 : 3]).c_str(), nullptr) / 1000;
    return timeout > 0 ? std::optional<double>(timeout) : std::nullopt;
  }
  if (step.name == "select") return seconds_of(args[4]);
  return std::nullopt;
}

void too_short(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    const std::string& line = recording.line(step.line);
    const std::size_t open = line.rfind(" <");
    // What is left to wait after an interruption is less.
    const Step* before = recording.step(step.previous);
    if (!step.complete || line.back() != '>' || open == std::string::npos || !before) continue;
    if (before->returns(Result::Code)) continue;
    const auto wanted = waited_for(step);
    if (!wanted || *wanted < 0.004) continue;
    char shorter[32];
    std::snprintf(shorter, sizeof shorter, " <%.6f>", *wanted / (2 + 3 * double(places.choose(3))));
    places.replace(step.line, line.substr(0, open) + shorter);
  }
}

/// What remains of a sleep is less than was asked for.
void more_remains(const Recording& recording, Places& places) {
  for (const Step& step : recording.steps) {
    if (!step.complete || !step.returns(Result::Code)) continue;
    const bool plain = step.name == "nanosleep";
    if (!plain && step.name != "clock_nanosleep") continue;
    const auto args = traces::split_arguments(step.args);
    const std::string rest(args[plain ? 1 : 3]);
    const auto seconds = field_of(rest, "tv_sec");
    const auto asked = seconds_of(args[plain ? 0 : 2]);
    if (seconds.empty() || !asked || (!plain && args[1] != "0")) continue;
    std::string more = rest;
    const std::string from = "tv_sec=" + std::string(seconds);
    more.replace(more.find(from), from.size(),
                 "tv_sec=" + std::to_string(static_cast<long>(*asked) + 1 +
                                            static_cast<long>(places.choose(50))));
    if (auto line = with_piece(recording, step, rest, more))
      places.replace(step.line, std::move(*line));
  }
}

}  // namespace

std::vector<Operator> clock_operators() {
  return {
      {"too_short",
       "a wait never ends before its time",
       {"return.*", "nanosleep.*", "clock_nanosleep.*", "poll.*", "epoll_wait.*", "select.*",
        "futex.*", "clock.*"},
       too_short},
      {"more_remains",
       "what remains is part of the whole",
       {"return.*", "nanosleep.*", "clock_nanosleep.*", "clock.*"},
       more_remains},
  };
}

}  // namespace sigspec::test
