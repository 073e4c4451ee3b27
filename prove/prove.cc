// One exploration for each variant decides all its properties.
#include "prove/prove.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "prove/certificate.h"
#include "prove/search.h"

namespace sigspec::prove {

namespace {

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

constexpr std::size_t kCrossCheckDepth = 4;  // of what holds
constexpr std::size_t kSearchDepthMax = 12;

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

/// Does it speak of sizes that no exploration gets to the end of?
bool is_unbounded(const Instances& instances) {
  const auto any = [](const auto& list, auto is) {
    return std::any_of(list.begin(), list.end(), is);
  };
  return any(instances.entities, [](const Instances::Of& of) { return of.unbounded; }) ||
         any(instances.constants, [](const Instances::Constant& c) { return !c.high; });
}

/// All instances of one property of the scenario.
struct Asked {
  const ast::Property* declaration = nullptr;
  std::vector<const SystemProperty*> instances;
  std::optional<Run> counterexample;
  bool antecedent_reached = false;
};

class VariantProver {
 public:
  VariantProver(const Model& model, const ScenarioInfo& scenario, const std::string& variant,
                const ProveOptions& options)
      : model_(model),
        options_(options),
        system_(lower_scenario(model, scenario, variant, options.kernel, nullptr)),
        explorer_(system_, options.states_max) {
    for (const SystemProperty& property : system_.properties) {
      if (!options.property.empty() && property.declaration->name.text != options.property)
        continue;
      if (asked_.empty() || asked_.back().declaration != property.declaration)
        asked_.push_back({property.declaration, {}, {}, false});
      asked_.back().instances.push_back(&property);
    }
  }

  void run(ScenarioResult& result, std::vector<bool>& fired,
           const std::function<void(const PropertyResult&)>& sink) {
    double begin = processor_seconds();
    explore();
    if (states_invariants()) invariants_ = prove_invariants(system_);
    for (std::size_t i = 0; i < fired.size(); ++i) fired[i] = fired[i] || explorer_.fired()[i];
    for (Asked& asked : asked_) {
      PropertyResult made = decide(asked);
      const double now = processor_seconds();
      made.seconds = now - begin;  // the exploration counts with the first property
      begin = now;
      sink(made);
      result.properties.push_back(std::move(made));
    }
  }

 private:
  void explore() {
    explorer_.run([&](StateId state, Cells& cells) {
      bool open = false;
      for (const SystemHint& hint : system_.hints)
        if (broken_invariant_.empty() && hint.declaration->kind == "invariant" &&
            !explorer_.holds(hint.node, cells))
          broken_invariant_ = hint.declaration->name.text;
      for (Asked& asked : asked_) {
        const std::string& kind = asked.declaration->kind;
        for (const SystemProperty* property : asked.instances) {
          if (!asked.antecedent_reached && property->antecedent)
            asked.antecedent_reached = explorer_.holds(property->antecedent, cells);
          if (asked.counterexample || (kind != "always" && kind != "never")) continue;
          if (explorer_.holds(property->left, cells) == (kind == "always")) continue;
          asked.counterexample = run_to(explorer_, state);
        }
        open = open || !asked.counterexample;
      }
      return open;
    });
  }

  PropertyResult decide(Asked& asked) {
    const ast::Property& declaration = *asked.declaration;
    PropertyResult made;
    made.scenario = system_.scenario->declaration->name.text;
    made.property = declaration.name.text;
    made.variant = system_.variant;
    made.expected =
        expectation(*system_.scenario->declaration, system_.variant, declaration.name.text);
    const bool safety = declaration.kind == "always" || declaration.kind == "never";
    if (!safety && explorer_.complete()) find_lassos(asked);
    const std::string sizes = sizes_of(system_.scenario->instances);
    const std::string scope = sizes.empty() ? "" : " (" + sizes + ")";
    if (asked.counterexample) {
      made.verdict = Verdict::Refuted;
      made.method = fmt::format("found in {} states{}", explorer_.size(), scope);
      made.story = tell_story(model_, explorer_, *asked.counterexample);
    } else if (explorer_.complete()) {
      made.verdict = Verdict::Proved;
      made.method = fmt::format("all {} states{}", explorer_.size(), scope);
      if (is_unbounded(system_.scenario->instances)) {
        made.verdict = Verdict::HoldsToBound;
        made.bound = explorer_.size();
      }
      made.vacuous = !asked.antecedent_reached && asked.instances[0]->antecedent;
    } else {
      made.verdict = safety ? Verdict::HoldsToBound : Verdict::Unknown;
      made.method =
          fmt::format("{} states{}: {}", explorer_.size(), scope, explorer_.why_incomplete());
      made.bound = explorer_.size();
    }
    if (safety) prove_by_invariants(asked, made);
    if (safety && options_.cross_check) cross_check(asked, made);
    return made;
  }

  /// The solver searches as well: it must find a violation just as deep, or none.
  void cross_check(const Asked& asked, PropertyResult& made) {
    const std::size_t depth =
        asked.counterexample ? asked.counterexample->moves.size() : kCrossCheckDepth;
    if (depth > kSearchDepthMax) return;
    std::optional<std::size_t> found;
    for (const SystemProperty* property : asked.instances) {
      const Search search = search_violation(system_, *property, depth);
      if (search.unknown) return;
      if (search.depth && (!found || *search.depth < *found)) found = search.depth;
    }
    const bool agree = asked.counterexample ? found == depth : !found;
    if (agree) {
      made.method += fmt::format("; Z3 agrees to depth {}", depth);
    } else {
      made.verdict = Verdict::Unknown;
      made.method += fmt::format("; Z3 disagrees: {} at depth {}", found ? "violated" : "holds",
                                 found.value_or(depth));
    }
  }

  bool states_invariants() const {
    return std::any_of(system_.hints.begin(), system_.hints.end(), [](const SystemHint& hint) {
      return hint.declaration->kind == "invariant";
    });
  }

  /// Where the scenario states invariants that every rule keeps, sizes do not matter any more.
  void prove_by_invariants(const Asked& asked, PropertyResult& made) {
    if (!states_invariants()) return;
    if (invariants_.answer != Induction::Answer::Proved) {
      if (made.verdict != Verdict::Refuted)
        made.method += fmt::format("; the invariants are not kept by {}", invariants_.failed);
      return;
    }
    std::vector<Condition> conditions = invariants_.conditions;
    for (const SystemProperty* property : asked.instances) {
      const Induction implied = prove_implied(system_, *property);
      if (implied.answer != Induction::Answer::Proved) {
        if (made.verdict != Verdict::Refuted) made.method += "; not implied by the invariants";
        return;
      }
      conditions.insert(conditions.end(), implied.conditions.begin(), implied.conditions.end());
    }
    if (made.verdict == Verdict::Refuted || !broken_invariant_.empty()) {
      made.verdict = Verdict::Unknown;
      made.method = "the engines disagree: " + made.method + ", and invariants that prove it";
      return;
    }
    std::string unbounded;
    for (const Instances::Constant& constant : system_.scenario->instances.constants)
      if (!constant.high) unbounded += fmt::format(", any {}", constant.name);
    made.verdict = Verdict::Proved;
    made.bound.reset();
    made.method =
        fmt::format("invariants, {} conditions{}; {}", conditions.size(), unbounded, made.method);
    if (options_.recheck) check_certificate(conditions, made);
  }

  void check_certificate(const std::vector<Condition>& conditions, PropertyResult& made) {
    namespace fs = std::filesystem;
    std::error_code error;
    const bool keep = !options_.certificates.empty();
    const fs::path folder = keep ? fs::path(options_.certificates) : fs::temp_directory_path(error);
    if (keep) fs::create_directories(folder, error);
    const std::string name = fmt::format("{}.{}.{}", made.scenario, made.variant, made.property);
    const fs::path path =
        folder / (keep ? name + ".smt2" : fmt::format("sigspec-{}-{}.smt2", getpid(), name));
    std::ofstream(path) << certificate_text(name, conditions);
    const Recheck found = recheck(path.string(), conditions.size());
    if (!keep) fs::remove(path, error);
    for (const std::string& solver : found.by)
      made.rechecked_by += (made.rechecked_by.empty() ? "" : ", ") + solver;
    if (!found.by.empty()) made.certificate = "rechecked";
    if (!found.disagrees.empty()) {
      made.verdict = Verdict::Unknown;
      made.method += fmt::format("; {} does not confirm the certificate", found.disagrees);
    }
  }

  void find_lassos(Asked& asked) {
    for (const SystemProperty* property : asked.instances) {
      const std::string& kind = asked.declaration->kind;
      const Node* from = kind == "eventually" ? model_.nodes.boolean(true) : property->left;
      const Node* to = kind == "eventually" ? property->left : property->right;
      std::optional<Run> run =
          kind == "until" ? find_break(explorer_, from, to) : find_lasso(explorer_, from, to);
      const bool shorter =
          run && (!asked.counterexample || run->moves.size() < asked.counterexample->moves.size());
      if (shorter) asked.counterexample = std::move(run);
    }
  }

  const Model& model_;
  const ProveOptions& options_;
  System system_;
  Explorer explorer_;
  std::vector<Asked> asked_;
  Induction invariants_;
  std::string broken_invariant_;  // one that does not hold in a state that was found
};

}  // namespace

std::string expectation(const ast::ScenarioDecl& decl, const std::string& variant,
                        const std::string& property) {
  std::string general;
  for (const ast::Expect& expect : decl.expects) {
    if (expect.value.text != variant) continue;
    if (expect.properties.empty()) general = expect.verdict;
    for (const ast::Name& name : expect.properties)
      if (name.text == property) return expect.verdict;
  }
  return general;
}

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Proved: return "proved";
    case Verdict::Refuted: return "refuted";
    case Verdict::HoldsToBound: return "holds to bound";
    case Verdict::Unknown: return "unknown";
  }
  return "";
}

bool PropertyResult::as_expected() const {
  if (expected.empty()) return true;
  const bool same = (expected == "proved" && verdict == Verdict::Proved) ||
                    (expected == "refuted" && verdict == Verdict::Refuted) ||
                    (expected == "holds_to_bound" && verdict == Verdict::HoldsToBound);
  return same && !vacuous;
}

ScenarioResult prove_scenario(const Model& model, const ScenarioInfo& scenario,
                              const ProveOptions& options,
                              const std::function<void(const PropertyResult&)>& sink) {
  ScenarioResult result;
  std::vector<std::string> variants;
  for (const ast::Name& name : scenario.declaration->variants) variants.push_back(name.text);
  if (variants.empty()) variants.emplace_back();
  std::vector<bool> fired;
  std::vector<std::string> rules;
  for (const std::string& variant : variants) {
    if (!options.variant.empty() && variant != options.variant) continue;
    if (rules.empty()) {
      rules = lower_scenario(model, scenario, variant, options.kernel, nullptr).rules;
      fired.assign(rules.size(), false);
    }
    VariantProver(model, scenario, variant, options).run(result, fired, sink);
  }
  const bool all = options.variant.empty() && options.property.empty();
  for (std::size_t i = 0; all && i < rules.size(); ++i)
    if (!fired[i]) result.idle_rules.push_back(rules[i]);
  return result;
}

}  // namespace sigspec::prove
