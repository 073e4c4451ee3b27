// The names that stand in a part of a specification's text.
#pragma once

#include <set>
#include <string>

#include "model/source.h"

namespace sigspec {

/// Every name and keyword between `span`'s ends, comments, docs and quoted texts left out. A name
/// with a part behind a dot is there whole and in its parts: `deliver.fatal`, `deliver`, `fatal`.
std::set<std::string, std::less<>> names_in(const SourceMap& sources, Span span);

}  // namespace sigspec
