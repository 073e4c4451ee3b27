// The litmus tests that a command line names.
#pragma once

#include <string>
#include <vector>

#include "checker/cli.h"

namespace sigspec {

/// Files, every test beneath folders, or `-`. Says on standard error what is wrong.
/// Returns: false when something is.
bool read_litmus_tests(const std::vector<std::string>& paths, const Session& session,
                       SourceMap& sources, litmus::File& file);

}  // namespace sigspec
