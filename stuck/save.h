// Keeps a copy of what /proc shows of some tasks, for later and for others.
#pragma once

#include <string>
#include <vector>

#include "stuck/task.h"

namespace sigspec::stuck {

/// Writes what `read_task` would read of the processes of these tasks into a new folder, and which
/// devices, pipes and things without a name they have open: no environment, no command lines, of
/// memory only the sets of signals and the path that a call was given. Returns: an error's text,
/// empty when all went well.
std::string save(const Root& root, const std::vector<Task>& tasks, const std::string& folder);

/// What a copy keeps of what calls were given: one a line, `rt_sigtimedwait.wanted
/// 0000000000004000`.
inline constexpr const char* kArgumentsFile = "arguments";
inline constexpr const char* kArgument = "argument ";

}  // namespace sigspec::stuck
