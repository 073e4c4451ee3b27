// Explores litmus tests and scenarios of a changed specification, and decides its claims, until one
// comes out otherwise.
#include "tests/support/spec_judges.h"

#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <stdexcept>

#include "checker/claims.h"
#include "checker/spec_source.h"
#include "litmus/explore.h"
#include "litmus/parser.h"
#include "litmus/world.h"
#include "prove/prove.h"
#include "tests/support/paths.h"
#include "tests/support/small_model.h"

namespace sigspec::test {

namespace fs = std::filesystem;

namespace {

// Nearly all shipped tests and scenarios have fewer states; a mutant may have any number.
constexpr std::size_t kLitmusStates = 20'000, kScenarioStates = 100'000;

}  // namespace

LitmusJudge::LitmusJudge(std::unique_ptr<Model> original)
    : library_(read_spec_source("").litmus_texts) {
  for (const auto& entry : fs::recursive_directory_iterator(source_dir() / "traces/litmus")) {
    if (entry.path().extension() != kLitmusSuffix) continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    tests_.push_back({entry.path().string(), text.str()});
  }
  const LitmusSpec spec = with_library(std::move(original));
  if (const std::string wrong = contradiction(spec, &endless_); !wrong.empty())
    throw std::logic_error("litmus test " + wrong + " does not come to what it expects");
  if (const std::string wrong = contradicted_claim(spec); !wrong.empty())
    throw std::logic_error("claim " + wrong + " does not come to what it expects");
}

LitmusSpec LitmusJudge::with_library(std::unique_ptr<Model> model) const {
  LitmusSpec spec{std::move(model), {}};
  Diagnostics diagnostics;
  spec.library.sources = spec.model->sources;
  for (const SpecText& text : library_)
    litmus::parse_litmus(spec.library.sources->add(text.path, text.text), *spec.library.sources,
                         spec.library.file, diagnostics);
  return spec;
}

std::string LitmusJudge::contradiction(const LitmusSpec& spec) const {
  return contradiction(spec, nullptr);
}

/// `endless`: gets the tests that have too many states, which are no contradiction then.
std::string LitmusJudge::contradiction(const LitmusSpec& spec,
                                       std::set<std::string>* endless) const {
  const Model& model = *spec.model;
  Diagnostics diagnostics;
  litmus::File file;
  for (const SpecText& text : tests_)
    litmus::parse_litmus(spec.library.sources->add(text.path, text.text), *spec.library.sources,
                         file, diagnostics);
  Program program(model, model.kernel_high, std::string(litmus::kClosedView), Rows::Known);
  for (const litmus::Test& test : file.tests) {
    const litmus::PreparedTest prepared = litmus::prepare(model, spec.library, test, diagnostics);
    if (!diagnostics.empty()) return "";
    const litmus::Exploration found =
        litmus::explore(model, program, spec.library, prepared, kLitmusStates);
    if (!compare(test, found).empty()) return test.name.text;
    if (found.complete) continue;
    if (endless) endless->insert(test.name.text);
    else if (!endless_.contains(test.name.text)) return test.name.text;
  }
  return "";
}

std::string contradicted_claim(const LitmusSpec& spec) {
  ClaimDecider decider(spec, spec.model->kernel_high);
  for (const ClaimInfo& claim : spec.model->claims) {
    if (!claim.declaration->properties.empty()) continue;
    const ClaimResult result = decider.decide(claim);
    if (result.verdict != ClaimVerdict::Undecided && !result.as_expected())
      return claim.declaration->name.text;
  }
  return "";
}

namespace {

/// The `variant.property` of a scenario that come out otherwise than expected, or of which nothing
/// is said because what they speak of never happens.
std::set<std::string> wrong_proofs(const Model& model, const std::string& scenario) {
  prove::ProveOptions options;
  options.states_max = kScenarioStates;
  options.only_explore = true;
  options.recheck = false;
  std::set<std::string> wrong;
  for (const ScenarioInfo& info : model.scenarios) {
    if (info.declaration->name.text != scenario) continue;
    prove_scenario(model, info, options, [&](const prove::PropertyResult& result) {
      const bool decided =
          result.verdict == prove::Verdict::Proved || result.verdict == prove::Verdict::Refuted;
      if (decided && (!result.as_expected() || result.vacuous))
        wrong.insert(result.variant + "." + result.property);
    });
  }
  return wrong;
}

}  // namespace

std::string contradicted_proof(const Model& model, const std::set<std::string>& touched) {
  static std::mutex one_at_a_time;
  static std::map<std::string, std::set<std::string>> of_original;
  for (const ScenarioInfo& info : model.scenarios) {
    const std::string& scenario = info.declaration->name.text;
    if (!touched.contains(scenario)) continue;
    const std::set<std::string> wrong = wrong_proofs(model, scenario);
    if (wrong.empty()) continue;
    const std::lock_guard guard(one_at_a_time);
    const auto [known, is_new] = of_original.try_emplace(scenario);
    if (is_new) known->second = wrong_proofs(linux_model(), scenario);
    for (const std::string& name : wrong)
      if (!known->second.contains(name)) return scenario + "." + name;
  }
  return "";
}

}  // namespace sigspec::test
