// What somebody could do about a task that is held: the commands of releases, filled in.
#pragma once

#include <vector>

#include "checker/stuck_cases.h"

namespace sigspec {

/// The releases of a hold for this task. One that is about a mount comes once for each that may be
/// meant. Places that nothing is known for stand in capital letters.
/// `servers`: on whom it waits; what is done to one of them comes once for each.
std::vector<Way> ways_out(const Model& model, const stuck::Root& root, const stuck::Task& task,
                          const ast::HoldDecl& hold, const std::vector<int>& servers);

/// The numbers of the connections behind the task's mounts of a type on which somebody waits.
std::vector<std::int64_t> connections_of(const stuck::Root& root, const stuck::Task& task,
                                const std::string& type);

}  // namespace sigspec
