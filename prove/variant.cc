// Explores, replays what was found, and proves what the scenario states more of.
#include "prove/variant.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "prove/certificate.h"
#include "prove/cone.h"
#include "prove/engines.h"
#include "prove/lasso.h"
#include "prove/process.h"
#include "prove/ranking.h"
#include "prove/reached.h"
#include "prove/search.h"

namespace sigspec::prove {

namespace {

constexpr std::size_t kCrossCheckDepth = 4;  // of what holds
constexpr std::size_t kSearchDepthMax = 12;
constexpr std::size_t kCertifiedStates = 1'000;  // where nobody asks for certificates

/// "2 tasks, capacity 1 .. 3": for how large a system something was found out.
std::string sizes_of(const Instances& instances) {
  std::string text;
  for (const Instances::Of& of : instances.entities)
    if (of.count > 1)
      text += fmt::format("{}{} of {}", text.empty() ? "" : ", ", of.count, of.name);
  for (const Instances::Constant& constant : instances.constants)
    text += fmt::format("{}{} from {} to {}", text.empty() ? "" : ", ", constant.name, constant.low,
                        constant.high.value_or(constant.low + 2));
  return text;
}

/// Are there as many of each object as the scenario speaks of?
bool counts_everything(const Instances& instances) {
  return std::none_of(instances.entities.begin(), instances.entities.end(),
                      [](const Instances::Of& of) { return of.unbounded; });
}

/// Does it speak of sizes that no exploration gets to the end of?
bool is_unbounded(const Instances& instances) {
  return !counts_everything(instances) ||
         std::any_of(instances.constants.begin(), instances.constants.end(),
                     [](const Instances::Constant& c) { return !c.high; });
}

/// All instances of one property of the scenario.
struct Asked {
  const ast::Property* declaration = nullptr;
  std::vector<const SystemProperty*> instances;
  const SystemProperty* violated = nullptr;  // the instance that the run is about
  std::optional<Run> run;                    // found by the explorer
  bool antecedent_reached = false;
};

std::vector<Asked> asked_of(const System& system) {
  std::vector<Asked> all;
  for (const SystemProperty& property : system.properties) {
    if (all.empty() || all.back().declaration != property.declaration)
      all.push_back({property.declaration, {}, nullptr, {}, false});
    all.back().instances.push_back(&property);
  }
  return all;
}

/// How objects may be renamed where only single states are asked about.
std::vector<Renaming> renamings_for(const System& system, const std::vector<Asked>& all) {
  std::vector<const SystemProperty*> instances;
  for (const Asked& asked : all) {
    if (!asked.instances[0]->is_safety()) return {};
    instances.insert(instances.end(), asked.instances.begin(), asked.instances.end());
  }
  return find_symmetry(system, instances);
}

System without_the_unread(System system) {
  leave_out_what_nothing_reads(system);
  return system;
}

class VariantProver {
 public:
  VariantProver(const Model& model, System system, const ProveOptions& options)
      : model_(model),
        options_(options),
        system_(without_the_unread(std::move(system))),
        asked_(asked_of(system_)),
        explorer_(system_, renamings_for(system_, asked_), options.states_max, options.watch) {}

  void run(ScenarioResult& result, std::vector<bool>& fired,
           const std::function<void(const PropertyResult&)>& sink) {
    double begin = user_seconds();
    explore();
    for (std::size_t i = 0; i < fired.size(); ++i) fired[i] = fired[i] || explorer_.fired()[i];
    if (!system_.hints.empty()) invariants_ = prove_invariants(system_, options_.watch);
    const Asked* charged = who_is_charged();
    const double shared = user_seconds() - begin;
    begin += shared;
    for (Asked& asked : asked_) {
      PropertyResult made = decide(asked);
      // What an interrupt has kept from being decided says nothing.
      if (options_.watch.stopped() && made.verdict != Verdict::Refuted) return;
      const double now = user_seconds();
      made.seconds = now - begin + (&asked == charged ? shared : 0);
      begin = now;
      sink(made);
      result.properties.push_back(std::move(made));
    }
  }

 private:
  /// The property whose time is that of the exploration as well: the first that is to be refuted,
  /// or the first.
  const Asked* who_is_charged() const {
    const auto refuted = std::find_if(asked_.begin(), asked_.end(), [&](const Asked& asked) {
      return expectation(*system_.scenario->declaration, system_.variant,
                         asked.declaration->name.text) == "refuted";
    });
    return refuted == asked_.end() ? asked_.data() : &*refuted;
  }

  void explore() {
    explorer_.run([&](StateId state, Cells& cells) {
      bool open = false;
      for (const SystemHint& hint : system_.hints)
        if (broken_invariant_.empty() && hint.declaration->kind == "invariant" &&
            !explorer_.holds(hint.node, cells))
          broken_invariant_ = hint.declaration->name.text;
      for (Asked& asked : asked_) {
        for (const SystemProperty* property : asked.instances) {
          if (!asked.antecedent_reached && property->antecedent)
            asked.antecedent_reached = explorer_.holds(property->antecedent, cells);
          if (asked.run || !property->is_safety() || !is_violated(*property, cells)) continue;
          asked.run = explorer_.run_to(state);
          asked.violated = property;
        }
        open = open || !asked.run;
      }
      return open;
    });
  }

  /// Pre: the property is about single states.
  bool is_violated(const SystemProperty& property, Cells& cells) {
    return explorer_.holds(property.left, cells) != (property.declaration->kind == "always");
  }

  PropertyResult decide(Asked& asked) {
    const ast::Property& declaration = *asked.declaration;
    PropertyResult made;
    made.scenario = system_.scenario->declaration->name.text;
    made.property = declaration.name.text;
    made.variant = system_.variant;
    made.expected =
        expectation(*system_.scenario->declaration, system_.variant, declaration.name.text);
    options_.watch.tell(made.variant + " " + made.property);
    not_compared_.clear();
    const bool safety = asked.instances[0]->is_safety();
    if (!safety && explorer_.complete()) find_lassos(asked);
    say_what_was_explored(asked, made);
    prove_as_stated(asked, made);
    const bool open = made.verdict == Verdict::HoldsToBound || made.verdict == Verdict::Unknown;
    if ((open && !options_.only_explore) || options_.cross_check) ask_others(asked, made);
    if (safety && options_.cross_check) cross_check(asked, made);
    if (made.verdict == Verdict::Proved && made.certificate == "none")
      certify_exploration(asked, made);
    if (!not_compared_.empty()) made.method += "; not compared: " + not_compared_;
    return made;
  }

  void say_what_was_explored(const Asked& asked, PropertyResult& made) {
    const Instances& instances = system_.scenario->instances;
    const std::string sizes = sizes_of(instances);
    const char* up_to = explorer_.has_symmetry() ? ", up to who is who" : "";
    const std::string scope = sizes.empty() ? "" : fmt::format(" ({}{})", sizes, up_to);
    if (asked.run) {
      made.verdict = Verdict::Refuted;
      made.method = fmt::format("found in {} states{}", explorer_.size(), scope);
      Counterexample found = explorer_.retrace(*asked.run);
      tell_counterexample(violated_by(asked, found), found, made);
    } else if (explorer_.complete()) {
      made.verdict = Verdict::Proved;
      made.method = fmt::format("explored all {} states{}", explorer_.size(), scope);
      if (is_unbounded(instances)) {
        made.verdict = Verdict::HoldsToBound;
        made.bound = explorer_.size();
      }
      made.vacuous = !asked.antecedent_reached && asked.instances[0]->antecedent;
    } else {
      const bool safety = asked.instances[0]->is_safety();
      made.verdict = safety ? Verdict::HoldsToBound : Verdict::Unknown;
      made.method =
          fmt::format("{} states{}: {}", explorer_.size(), scope, explorer_.why_incomplete());
      made.bound = explorer_.size();
    }
  }

  /// The instance that the run is about: retraced, it may be another than the explorer came upon.
  const SystemProperty& violated_by(const Asked& asked, Counterexample& run) {
    if (!explorer_.has_symmetry()) return *asked.violated;
    Cells& last = run.steps.empty() ? run.begin : run.steps.back().after;
    const auto found =
        std::find_if(asked.instances.begin(), asked.instances.end(),
                     [&](const SystemProperty* p) { return is_violated(*p, last); });
    return found == asked.instances.end() ? *asked.violated : **found;  // replaying tells
  }

  /// Only what the concrete interpreter comes to as well is told.
  void tell_counterexample(const SystemProperty& violated, const Counterexample& claimed,
                           PropertyResult& made) {
    const Replay replayed = replay(system_, violated, claimed, explorer_.tracked());
    if (replayed.fault.empty()) {
      made.story = tell_story(model_, system_, explorer_.tracked(), claimed, replayed.states);
      return;
    }
    made.verdict = Verdict::Unknown;
    made.fault = "the counterexample cannot be replayed: " + replayed.fault;
  }

  /// The engines that need no hint decide what is open; in a cross-check they must not contradict.
  void ask_others(const Asked& asked, PropertyResult& made) {
    const bool finite = !is_unbounded(system_.scenario->instances);
    if (!counts_everything(system_.scenario->instances)) return;
    const bool invariants = states_invariants() && invariants_.answer == Induction::Answer::Proved;
    std::string agree;
    for (const Opinion& opinion :
         ask_engines(system_, asked.instances, finite, invariants,
                     options_.engine_time, options_.cross_check ? Ask::All : Ask::UntilOneKnows,
                     options_.watch)) {
      if (opinion.says == Opinion::Says::Nothing) {
        is_not_compared(opinion.engine, opinion.why);
        continue;
      }
      const bool proved = opinion.says == Opinion::Says::Proved;
      if (made.verdict == (proved ? Verdict::Refuted : Verdict::Proved)) {
        made.fault =
            fmt::format("{} says that it is {}", opinion.engine, proved ? "proved" : "violated");
        made.verdict = Verdict::Unknown;
        return;
      }
      if (made.verdict == Verdict::Proved || made.verdict == Verdict::Refuted)
        agree += (agree.empty() ? "" : ", ") + opinion.engine;
      else if (proved) conclude(opinion.engine, opinion.conditions, made);
      else look_for_a_story(asked, opinion.engine, made);
    }
    if (!agree.empty()) made.method += "; agree: " + agree;
  }

  /// What was not compared is not passed silently.
  void is_not_compared(const std::string& engine, const std::string& why) {
    if (options_.cross_check)
      not_compared_ += fmt::format("{}{} ({})", not_compared_.empty() ? "" : ", ", engine, why);
  }

  /// An engine has found a violation and tells no steps.
  void look_for_a_story(const Asked& asked, const std::string& engine, PropertyResult& made) {
    made.verdict = Verdict::Unknown;
    made.method += fmt::format("; {} finds a violation", engine);
    for (const SystemProperty* property : asked.instances) {
      if (property->right || property->declaration->kind == "eventually") return;
      const Search search = search_violation(system_, *property, kSearchDepthMax, options_.watch);
      if (!search.counterexample) continue;
      made.verdict = Verdict::Refuted;
      made.method += fmt::format("; Z3 at depth {}", search.depth);
      tell_counterexample(*property, *search.counterexample, made);
      return;
    }
  }

  /// The solver searches as well: it must find a violation just as deep, or none.
  void cross_check(const Asked& asked, PropertyResult& made) {
    const std::size_t depth = asked.run ? asked.run->moves.size() : kCrossCheckDepth;
    if (depth > kSearchDepthMax)
      return is_not_compared("Z3", fmt::format("the run is longer than {}", kSearchDepthMax));
    const Watch limited = options_.watch.within(options_.engine_time);
    std::optional<std::size_t> found;
    for (const SystemProperty* property : asked.instances) {
      Search search = search_violation(system_, *property, depth, limited);
      if (!search.unknown.empty())
        return is_not_compared("Z3", limited.stopped() ? fmt::format("no answer in {} s",
                                                                     options_.engine_time.count())
                                                       : search.unknown);
      if (!search.counterexample) continue;
      if (!found || search.depth < *found) found = search.depth;
      const Replay replayed =
          replay(system_, *property, *search.counterexample, explorer_.tracked());
      if (!replayed.fault.empty())
        made.fault = "the counterexample of Z3 cannot be replayed: " + replayed.fault;
    }
    const bool agree = asked.run ? found == depth : !found;
    if (agree) {
      made.method += fmt::format("; Z3 agrees to depth {}", depth);
      return;
    }
    made.verdict = Verdict::Unknown;
    made.fault = fmt::format("Z3 disagrees: {} at depth {}", found ? "violated" : "holds",
                             found.value_or(depth));
  }

  bool states_invariants() const {
    return std::any_of(system_.hints.begin(), system_.hints.end(), [](const SystemHint& hint) {
      return hint.declaration->kind == "invariant";
    });
  }

  /// Proves by what the scenario states: invariants, and ranks where something is to happen.
  void prove_as_stated(const Asked& asked, PropertyResult& made) {
    const std::string& kind = asked.declaration->kind;
    const bool ranked = kind == "eventually" || kind == "leads_to";
    if (ranked ? !has_rank(system_, *asked.instances[0]) : !states_invariants()) return;
    const bool open = made.verdict != Verdict::Refuted;
    if (invariants_.answer != Induction::Answer::Proved) {
      if (open)
        made.method += fmt::format("; the invariants are not kept by {}", invariants_.failed);
      return;
    }
    std::vector<Condition> conditions = invariants_.conditions;
    for (const SystemProperty* property : asked.instances) {
      const Induction proof = property->is_safety()
                                  ? prove_implied(system_, *property, options_.watch)
                                  : prove_ranked(system_, *property, options_.watch);
      if (proof.answer != Induction::Answer::Proved) {
        if (open) made.method += fmt::format("; no proof: {}", proof.failed);
        return;
      }
      conditions.insert(conditions.end(), proof.conditions.begin(), proof.conditions.end());
    }
    conclude(ranked ? "rank" : "invariants", conditions, made);
  }

  /// Pre: none of the conditions can be violated.
  void conclude(const std::string& how, const std::vector<Condition>& conditions,
                PropertyResult& made) {
    const bool stated = invariants_.answer == Induction::Answer::Proved;
    if (made.verdict == Verdict::Refuted || (stated && !broken_invariant_.empty())) {
      made.fault = made.verdict == Verdict::Refuted
                       ? "it is proved by " + how + " as well"
                       : "invariant " + broken_invariant_ + " is proved and does not hold";
      made.verdict = Verdict::Unknown;
      return;
    }
    std::string unbounded;
    for (const Instances::Constant& constant : system_.scenario->instances.constants)
      if (!constant.high) unbounded += fmt::format(", any {}", constant.name);
    if (!counts_everything(system_.scenario->instances)) return;
    made.verdict = Verdict::Proved;
    made.bound.reset();
    const std::string counted =
        conditions.empty() ? "" : fmt::format(", {} conditions", conditions.size());
    made.method = fmt::format("{}{}{}; {}", how, counted, unbounded, made.method);
    if (options_.recheck && !conditions.empty()) check_certificate(conditions, made);
  }

  void check_certificate(const std::vector<Condition>& conditions, PropertyResult& made) {
    confirm(recheck(conditions, made.property), made);
  }

  /// Has the solvers check the conditions, and keeps these where they are asked for.
  Recheck recheck(const std::vector<Condition>& conditions, const std::string& what) {
    const std::string name = fmt::format("{}.{}.{}", system_.scenario->declaration->name.text,
                                         system_.variant, what);
    options_.watch.tell(name);
    const std::string text = certificate_text(name, conditions);
    const TemporaryFile file("certificate.smt2", text);
    if (!options_.certificates.empty()) {
      const std::filesystem::path folder = options_.certificates;
      std::ofstream(folder / (name + ".smt2")) << text;
    }
    return prove::recheck(file.path(), conditions);
  }

  void confirm(const Recheck& found, PropertyResult& made) {
    for (const std::string& solver : found.by)
      made.rechecked_by += (made.rechecked_by.empty() ? "" : ", ") + solver;
    if (!found.by.empty()) made.certificate = "rechecked";
    else if (found.unanswered) made.method += "; no solver has checked its certificate in time";
    if (!found.disagrees.empty() && !options_.watch.stopped()) {
      made.verdict = Verdict::Unknown;
      made.fault = found.disagrees + " does not confirm the certificate";
    }
  }

  Explorer& all_states() {
    if (!explorer_.has_symmetry()) return explorer_;
    if (!every_state_) {
      every_state_.emplace(system_, std::vector<Renaming>{}, options_.states_max, options_.watch);
      every_state_->run([](StateId, Cells&) { return true; });
    }
    return *every_state_;
  }

  /// What was explored, as questions to the solvers. Many states take long, and have to be asked
  /// for; what another engine has proved has none. Pre: the property holds.
  void certify_exploration(const Asked& asked, PropertyResult& made) {
    if (!options_.recheck || !explorer_.complete()) return;
    if (options_.certificates.empty() && explorer_.size() > kCertifiedStates) return;
    Explorer& all = all_states();
    if (!all.complete()) return;
    if (!reached_)
      reached_ = recheck(conditions_of_reached(system_, all, options_.watch), "reached");
    std::vector<Condition> conditions;
    for (const SystemProperty* property : asked.instances) {
      std::vector<Condition> more =
          conditions_of_property(system_, all, *property, options_.watch);
      std::move(more.begin(), more.end(), std::back_inserter(conditions));
    }
    Recheck both = recheck(conditions, made.property);
    std::erase_if(both.by, [&](const std::string& solver) {
      const auto& by = reached_->by;
      return std::find(by.begin(), by.end(), solver) == by.end();
    });
    if (both.disagrees.empty()) both.disagrees = reached_->disagrees;
    both.unanswered = both.unanswered || reached_->unanswered;
    confirm(both, made);
  }

  void find_lassos(Asked& asked) {
    for (const SystemProperty* property : asked.instances) {
      std::optional<Run> run = property->declaration->kind == "until"
                                   ? find_break(explorer_, *property)
                                   : find_lasso(explorer_, *property);
      if (!run || (asked.run && run->moves.size() >= asked.run->moves.size())) continue;
      asked.run = std::move(run);
      asked.violated = property;
    }
  }

  const Model& model_;
  const ProveOptions& options_;
  System system_;
  std::vector<Asked> asked_;
  Explorer explorer_;
  std::optional<Explorer> every_state_;  // where one stands for others in `explorer_`
  std::optional<Recheck> reached_;       // of what the certificates of all properties share
  Induction invariants_;
  std::string not_compared_;      // the engines that have no opinion of the property at hand
  std::string broken_invariant_;  // one that does not hold in a state that was found
};

}  // namespace

void keep_properties(System& system, const std::set<std::string>& names) {
  std::erase_if(system.properties, [&](const SystemProperty& property) {
    return !names.contains(property.declaration->name.text);
  });
}

void prove_variant(const Model& model, System system, const ProveOptions& options,
                   ScenarioResult& result, std::vector<bool>& fired,
                   const std::function<void(const PropertyResult&)>& sink) {
  VariantProver(model, std::move(system), options).run(result, fired, sink);
}

}  // namespace sigspec::prove
