// Values in words: what a message says of a partly known state.
#pragma once

#include <string>

#include "model/model.h"

namespace sigspec {

/// `[cells]` holds one cell for each leaf of `type`. Long values are cut; never empty.
std::string describe_value(const Model& model, const Type* type, const Cell* cells);

}  // namespace sigspec
