// Turns the text of a spec file into its syntax tree.
#pragma once

#include "model/ast.h"
#include "model/diagnostic.h"
#include "model/source.h"

namespace sigspec {

/// Returns: the declarations of the text `id`, in its order; those in error are left out.
/// Errors: appended to `out`, every one of the file up to a hundred.
/// Cost: linear in the text; nesting and size are bounded (200 levels, 16 MB).
ast::File parse_spec(FileId id, const SourceMap& sources, Diagnostics& out);

/// The reserved words, sorted.
const std::vector<std::string_view>& keywords();

}  // namespace sigspec
