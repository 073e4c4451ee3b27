// The phases that turn syntax trees into a Model: declare names, then check every body.
#pragma once

#include "model/model.h"

namespace sigspec {

/// Declares types, constants, functions, tables, observations, calls, rules and scenarios of all
/// files; names resolve across files in any order. Reports duplicates and unknown types.
void declare(Model& model, Diagnostics& diagnostics);

/// Types every body by lowering it, for the newest kernel. Pre: declared without errors.
void check_bodies(const Model& model, Diagnostics& diagnostics);

/// Totality: tables cover their arguments, every row and rule cites its source, every code has an
/// outcome for each handler case, every name in a row means something.
void check_totality(const Model& model, Diagnostics& diagnostics);

}  // namespace sigspec
