// Looks for the tests of refuted variants; see prove_litmus.h.
#include "checker/prove_litmus.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "checker/cli_process.h"

namespace sigspec {

ExitCode print_counterexample_tests(const LitmusSpec& spec,
                                    const std::vector<const ScenarioInfo*>& scenarios,
                                    const prove::ProveOptions& options) {
  const std::vector<litmus::Test>& tests = spec.library.file.tests;
  std::size_t printed = 0;
  for (const ScenarioInfo* scenario : scenarios) {
    std::set<std::string> looked_for;
    prove_scenario(*spec.model, *scenario, options, [&](const prove::PropertyResult& result) {
      if (result.verdict != prove::Verdict::Refuted) return;
      const std::string& name = scenario->declaration->name.text;
      const std::string wanted = name + "_" + result.variant;
      if (!looked_for.insert(wanted).second) return;
      const auto test = std::find_if(tests.begin(), tests.end(), [&](const litmus::Test& one) {
        return one.name.text == wanted;
      });
      if (test == tests.end()) {
        const std::string& why = scenario->declaration->clauses.unobservable;
        print_message(fmt::format("{} {}: no litmus test shows how {} fails{}{}", name,
                                  result.variant, result.property, why.empty() ? "" : ": ", why));
        return;
      }
      ++printed;
      print_result(std::string(spec.library.sources->text(test->span)) + "\n");
      flush_results();
    });
    if (was_interrupted()) return ExitCode::Inconclusive;
  }
  return printed > 0 ? ExitCode::Conforms : ExitCode::Diverges;
}

}  // namespace sigspec
