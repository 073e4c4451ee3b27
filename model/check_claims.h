// Types what a claim says, and looks whether its parts belong together.
#pragma once

#include "model/lower.h"

namespace sigspec {

/// Errors: to the diagnostics of `lowering`. Pre: no names are bound in it.
void check_claim(const Model& model, const ast::ClaimDecl& claim, Lowering& lowering);

}  // namespace sigspec
