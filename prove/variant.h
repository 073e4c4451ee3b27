// Decides all properties of one variant: one exploration, and proofs for what it cannot reach.
#pragma once

#include "prove/prove.h"

namespace sigspec::prove {

/// Adds to `result`, and to `fired` by rule which ones were taken.
void prove_variant(const Model& model, const ScenarioInfo& scenario, const std::string& variant,
                   const ProveOptions& options, ScenarioResult& result, std::vector<bool>& fired,
                   const std::function<void(const PropertyResult&)>& sink);

}  // namespace sigspec::prove
