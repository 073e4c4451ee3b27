// Asks the judge of stuck tasks about every signal in every such state, and keeps the steps.
#include "checker/signal_life.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "checker/stuck.h"
#include "litmus/words.h"

namespace sigspec {

namespace {

/// A task as /proc would show it: the masks are of what it blocks, ignores and catches.
struct Met {
  std::string state = "S";
  std::uint64_t blocked = 0, ignored = 0, caught = 0;
  bool is_init = false;

  bool has_masks() const { return (blocked | ignored | caught) != 0; }
  stuck::Task task() const {
    stuck::Task task;
    const std::string text = fmt::format(
        "State:\t{0}\nSigPnd:\t{1:016x}\nShdPnd:\t{1:016x}\nSigBlk:\t{2:016x}\n"
        "SigIgn:\t{3:016x}\nSigCgt:\t{4:016x}\nNSpid:\t7\t{5}\nTracerPid:\t0\nThreads:\t1\n",
        state, 0, blocked, ignored, caught, is_init ? 1 : 7);
    stuck::read_status(text, task);
    task.values["stat flags"] = "0";
    return task;
  }
};

}  // namespace

Diagram draw_signal_life(const Model& model, Version kernel) {
  Diagram life{"signal", "What becomes of a signal: from being sent to what it comes to.", {}};
  StuckJudge judge(model, kernel);
  if (!judge.error().empty()) return life;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> ways;
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  const Met all_met[] = {{},
                         {.blocked = kAll},
                         {.ignored = kAll},
                         {.caught = kAll},
                         {.is_init = true},
                         {.state = "Z"}};
  // Nobody can do anything about those.
  const std::set<std::string> bare{
      litmus::only_member(model, litmus::kUnstoppable, litmus::kSignalType),
      litmus::only_member(model, litmus::kHalt, litmus::kSignalType)};
  for (const Met& met : all_met)
    for (const std::string& name : judge.signal_names()) {
      if (met.has_masks() && bare.contains(name)) continue;
      for (const SignalStep& step : judge.judge(met.task(), judge.signal(name)).steps)
        ways[{step.from, step.to}].insert(step.rules.begin(), step.rules.end());
    }
  for (const auto& [ends, rules] : ways)
    life.transitions.push_back({ends.first, ends.second, {rules.begin(), rules.end()}});
  return life;
}

}  // namespace sigspec
