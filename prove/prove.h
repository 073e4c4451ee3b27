// Decides the properties of scenarios in each variant, and compares with what is expected.
//
// A verdict never says more than was done: `Proved` means that every state was seen, or that an
// inductive invariant was checked; what was bounded and found nothing only holds to the bound.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "prove/story.h"
#include "prove/watch.h"

namespace sigspec::prove {

enum class Verdict : std::uint8_t { Proved, Refuted, HoldsToBound, Unknown };
const char* name_of(Verdict verdict);

struct PropertyResult {
  std::string scenario, property, variant;
  std::string expected;  // proved, refuted, holds_to_bound; empty: nothing is expected
  Verdict verdict = Verdict::Unknown;
  std::string method;  // in words: what was done
  std::optional<std::size_t> bound;
  double seconds = 0;                // of processors, in user mode
  std::string certificate = "none";  // rechecked, none
  std::string rechecked_by;          // the solvers
  std::optional<Story> story;
  /// `proved`, but what it speaks of never happens.
  bool vacuous = false;
  /// Engines contradict each other, or a counterexample cannot be replayed: nothing is certain.
  std::string fault;

  bool as_expected() const;
};

struct ScenarioResult {
  std::vector<PropertyResult> properties;
  std::vector<std::string> idle_rules;  // no variant ever takes them
};

struct ProveOptions {
  std::size_t states_max = 4'000'000;
  std::string variant;        // only this one; empty: all
  std::string property;       // only this one
  std::string certificates;   // the folder for them, if they are to be kept; it is there
  bool cross_check = false;   // every engine that reaches a property must say the same
  std::chrono::seconds engine_time{20};  // for each engine that needs no hint, and each property
  bool only_explore = false;  // nothing else is tried where that decides nothing
  bool recheck = true;        // by other solver processes, where these are installed
  Version kernel;
  Watch watch;
};

/// `proved`, `refuted` or `holds_to_bound`; empty: the scenario expects nothing of it.
std::string expectation(const ast::ScenarioDecl& scenario, const std::string& variant,
                        const std::string& property);

/// `sink` gets each result as soon as it is known. After an interrupt what is not decided is left
/// out.
ScenarioResult prove_scenario(const Model& model, const ScenarioInfo& scenario,
                              const ProveOptions& options,
                              const std::function<void(const PropertyResult&)>& sink);

}  // namespace sigspec::prove
