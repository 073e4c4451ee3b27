// Which fault in a rule breaks a property: a property that nothing breaks says nothing.
//
// A mutant is a scenario of which one condition or one effect of one rule was left out, or the
// condition of an effect; where a function, of Linux or its own, says the contrary, names an empty
// set, or chooses wrongly; where a row of a table says what another one does, or a row of the
// restart table something else. Mutants of Linux are tried before the scenario's own.
#pragma once

#include "prove/prove.h"

namespace sigspec::prove {

struct Killer {
  std::string property, variant;
  std::string what;  // the fault, in words; empty: nothing breaks the property
};

/// For each property that is expected to be proved in some variant, a mutant that refutes it there.
std::vector<Killer> find_killers(const Model& model, const ScenarioInfo& scenario,
                                 const ProveOptions& options);

}  // namespace sigspec::prove
