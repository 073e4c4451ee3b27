// The rows of the restart table: their words, and a row as a value, which is what a scenario's rule
// with a parameter of type Row sees.
//
// The specification declares the record `Row`; what its fields are filled with stands in each row.
#pragma once

#include <string_view>

#include "model/model.h"

namespace sigspec {

/// The record that the specification declares for this.
inline constexpr std::string_view kRowType = "Row";

/// What a row may say instead of a code or an error: words of the language.
inline constexpr std::string_view kCompletes = "completes", kNeverReturns = "never",
                                  kPartial = "partial", kSucceeds = "succeeds";

/// The literal of that record for one row.
ast::Expr row_as_record(const Model& model, const ast::CallRow& row);

}  // namespace sigspec
