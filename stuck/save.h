// Keeps a copy of what /proc shows of some tasks, for later and for others.
#pragma once

#include <string>
#include <vector>

#include "stuck/root.h"

namespace sigspec::stuck {

/// Writes what `read_task` would read of these processes into a new folder: no environment, no
/// command lines, no memory. Returns: an error's text, empty when all went well.
std::string save(const Root& root, const std::vector<int>& processes, const std::string& folder);

}  // namespace sigspec::stuck
