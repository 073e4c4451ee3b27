// Turns the text of litmus tests, and of what spec/litmus says of things, into syntax trees.
#pragma once

#include "litmus/test.h"
#include "model/diagnostic.h"

namespace sigspec::litmus {

/// Adds the declarations of the text `id` to `file`; those in error are left out.
/// Errors: appended to `out`.
void parse_litmus(FileId id, const SourceMap& sources, File& file, Diagnostics& out);

}  // namespace sigspec::litmus
