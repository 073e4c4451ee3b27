// Decides all properties of one variant: one exploration, and proofs for what it cannot reach.
#pragma once

#include <set>

#include "prove/prove.h"

namespace sigspec::prove {

/// Leaves the properties of these names alone in the system, for states are made of what somebody
/// reads.
void keep_properties(System& system, const std::set<std::string>& names);

/// `system`: one variant of a scenario. Adds what comes of its properties to `result`, and to
/// `fired` by rule which ones were taken.
void prove_variant(const Model& model, System system, const ProveOptions& options,
                   ScenarioResult& result, std::vector<bool>& fired,
                   const std::function<void(const PropertyResult&)>& sink);

}  // namespace sigspec::prove
