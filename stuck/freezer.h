// Control groups that freeze: which of them a task is in, and whether they do.
#pragma once

#include <string>
#include <vector>

#include "stuck/task.h"

namespace sigspec::stuck {

/// What a saved copy keeps of them beside the task's own files: one a line,
/// `0v2 thaw path`: not frozen, of the second version.
inline constexpr const char* kFreezersFile = "freezers";

/// The groups of the task that can freeze it, nearest first. Of a group without the files none.
std::vector<Freezer> read_freezers(const Root& root, const Task& task);
std::string write_freezers(const std::vector<Freezer>& freezers);

}  // namespace sigspec::stuck
