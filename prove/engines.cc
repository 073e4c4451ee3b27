// What each engine says of one instance, and all instances together.
#include "prove/engines.h"

#include <fmt/format.h>

#include <functional>

#include "prove/abc.h"
#include "prove/k_induction.h"
#include "prove/spacer.h"

namespace sigspec::prove {

namespace {

constexpr std::size_t kMax = 4;

using Says = Opinion::Says;

Opinion by_k_induction(const System& system, const SystemProperty& property, bool invariants,
                       const Watch& watch) {
  KInduction found = prove_k_inductive(system, property, kMax, invariants, watch);
  Opinion made{"k-induction", Says::Nothing, found.proof.failed, {}};
  if (found.proof.answer != Induction::Answer::Proved) return made;
  made.engine += fmt::format(", k={}", found.k);
  made.says = Says::Proved;
  made.conditions = std::move(found.proof.conditions);
  return made;
}

Opinion by_spacer(const System& system, const SystemProperty& property, const Watch& watch) {
  Spacer found = ask_spacer(system, property, watch);
  Opinion made{"Spacer", Says::Nothing, "no answer", {}};
  if (found.answer == Spacer::Answer::Violated) made.says = Says::Violated;
  if (found.answer != Spacer::Answer::Proved) return made;
  made.says = Says::Proved;
  made.conditions = std::move(found.proof.conditions);
  return made;
}

Opinion by_abc(const System& system, const SystemProperty& property, std::chrono::seconds time,
               Certificate certificate, const Watch& watch) {
  HardwareCheck found = ask_abc(system, property, time, certificate, watch);
  const Says says = found.answer == HardwareCheck::Answer::Proved     ? Says::Proved
                    : found.answer == HardwareCheck::Answer::Violated ? Says::Violated
                                                                      : Says::Nothing;
  return {"abc", says, found.why, std::move(found.conditions)};
}

/// It is violated when one instance is, and proved when all are.
Opinion of_all(const std::vector<const SystemProperty*>& instances,
               const std::function<Opinion(const SystemProperty&)>& ask) {
  Opinion all;
  bool certified = true;  // a part of a certificate is none
  for (const SystemProperty* property : instances) {
    Opinion one = ask(*property);
    if (one.says != Says::Proved) return one;
    all.says = Says::Proved;
    if (one.engine > all.engine) all.engine = one.engine;  // the largest k
    certified = certified && !one.conditions.empty();
    all.conditions.insert(all.conditions.end(), one.conditions.begin(), one.conditions.end());
  }
  if (!certified) all.conditions.clear();
  return all;
}

}  // namespace

std::vector<Opinion> ask_engines(const System& system,
                                 const std::vector<const SystemProperty*>& instances, bool finite,
                                 bool invariants, std::chrono::seconds time, Ask ask,
                                 const Watch& watch) {
  using Engine = std::function<Opinion(const SystemProperty&, const Watch&)>;
  std::vector<Engine> engines;
  if (instances[0]->is_safety()) {
    engines.emplace_back([&](const SystemProperty& property, const Watch& limited) {
      return by_k_induction(system, property, invariants, limited);
    });
    engines.emplace_back([&](const SystemProperty& property, const Watch& limited) {
      return by_spacer(system, property, limited);
    });
  }
  if (finite)
    engines.emplace_back([&](const SystemProperty& property, const Watch& limited) {
      // Where only opinions are compared, the explorer has proved it already.
      const auto certificate = ask == Ask::All ? Certificate::Unwanted : Certificate::Wanted;
      return by_abc(system, property, time, certificate, limited);
    });
  std::vector<Opinion> opinions;
  for (const Engine& engine : engines) {
    if (watch.stopped()) break;
    const Watch limited = watch.within(time);
    opinions.push_back(of_all(
        instances, [&](const SystemProperty& property) { return engine(property, limited); }));
    Opinion& last = opinions.back();
    if (last.says == Says::Nothing && limited.stopped())
      last.why = fmt::format("no answer in {} s", time.count());
    if (ask == Ask::UntilOneKnows && last.says != Says::Nothing) break;
  }
  return opinions;
}

}  // namespace sigspec::prove
