// Values in words: what a message says of a partly known state.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "model/model.h"

namespace sigspec {

/// How opaque values were written in the trace, where somebody kept that.
using OpaqueTexts = std::unordered_map<std::uint64_t, std::string>;

/// `[cells]` holds one cell for each leaf of `type`. Long values are cut; never empty.
std::string describe_value(const Model& model, const Type* type, const Cell* cells,
                           const OpaqueTexts* texts = nullptr);

/// Is nothing at all known of it?
bool is_unknown(const Type* type, const Cell* cells);

}  // namespace sigspec
