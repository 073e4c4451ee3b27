// What else a task could have done, by the same rules in the same state.
#pragma once

#include <optional>
#include <vector>

#include "checker/explain.h"

namespace sigspec {

/// A context to evaluate conditions in that state. Pre: `state` stays where it is.
Context<Partly> context_of(const Model& model, Snapshot& state);
/// The slot that a node reads in that state, if that is known.
std::optional<int> slot_read(const Node& read, Context<Partly>& context);

/// What effects look at: the values they write, and their conditions.
std::vector<const Node*> values_of(const std::vector<CompiledEffect>& effects);

/// The bodies of a step that nothing explains which fail in the fewest conditions.
std::vector<const Body*> closest_bodies(const Model& model, const WatchedStep& step);

/// Other results of the call; or what else the task could have been seen to do.
std::vector<Alternative> find_alternatives(const Model& model, const WatchedLine& watched,
                                           const WatchedStep& step);

}  // namespace sigspec
