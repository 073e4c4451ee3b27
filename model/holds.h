// What holds say of a task, ready to be asked: their conditions over the state of the model and
// what an observer shows of the task.
#pragma once

#include "model/lower.h"
#include "model/model.h"

namespace sigspec {

/// The parts of `a|b`, as holds keep functions and states between which it is not told.
std::vector<std::string> alternatives(std::string_view joined);

/// The line of a view that asks for holds: its observation's parameters are what their conditions
/// speak of.
inline constexpr std::string_view kWhyLine = "why";

/// The observation of the line; -1: no view has it.
int observation_of_holds(const Model& model);

/// The parameters of an observation under their names, from here on. Pre: one of a task.
void bind_parameters(const Model& model, const ObservationInfo& observation, Lowering& lowering);

/// The conditions of a hold together. Pre: the parameters are bound.
const Node* condition_of(const Model& model, const ast::HoldDecl& hold, Lowering& lowering);

/// Types the conditions, and looks for what holds name.
void check_holds(const Model& model, Diagnostics& diagnostics);

}  // namespace sigspec
