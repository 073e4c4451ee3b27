// The form in which a test is handed to the runner: numbers only, every name looked up.
#pragma once

#include <string>
#include <vector>

#include "litmus/explore.h"

namespace sigspec::litmus {

/// Returns: the program for that machine, as litmus/runner/program.cc reads it. Pre: the machine
/// has the calls that the test makes.
std::string assemble(const Model& model, const Library& library, const PreparedTest& test,
                     std::string_view machine = kLitmusMachine);

/// The steps of a test in the order in which the runner counts them.
std::vector<const PreparedStep*> numbered_steps(const PreparedTest& test);

/// What a line of the runner says that a run came to. nullopt: the run did not settle, or failed.
std::optional<Outcome> read_outcome(const Model& model, const PreparedTest& test,
                                    const std::string& line);

}  // namespace sigspec::litmus
