// Counterexamples as programs: the litmus tests that the specification has for scenarios.
#pragma once

#include <vector>

#include "checker/litmus_tests.h"
#include "prove/prove.h"

namespace sigspec {

/// Prints, for each variant in which a property is refuted, the test that is named after the two,
/// `SCENARIO_VARIANT`; says on standard error where there is none.
/// Returns: Diverges when none was printed.
ExitCode print_counterexample_tests(const LitmusSpec& spec,
                                    const std::vector<const ScenarioInfo*>& scenarios,
                                    const prove::ProveOptions& options);

}  // namespace sigspec
