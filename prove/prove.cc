// What is expected of a scenario, and each of its variants in turn.
#include "prove/prove.h"

#include "prove/variant.h"

namespace sigspec::prove {

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
  return same && !vacuous && fault.empty();
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
    System system = lower_scenario(model, scenario, variant, options.kernel, nullptr);
    if (!options.property.empty()) keep_properties(system, {options.property});
    if (rules.empty()) {
      rules = system.rules;
      fired.assign(rules.size(), false);
    }
    prove_variant(model, std::move(system), options, result, fired, sink);
    if (options.watch.stopped()) break;
  }
  const bool all = options.variant.empty() && options.property.empty() && !options.watch.stopped();
  for (std::size_t i = 0; all && i < rules.size(); ++i)
    if (!fired[i]) result.idle_rules.push_back(rules[i]);
  return result;
}

}  // namespace sigspec::prove
