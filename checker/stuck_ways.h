// What somebody could do about a task that is held: the commands of releases, filled in.
#pragma once

#include <vector>

#include "checker/stuck_cases.h"

namespace sigspec {

/// The releases of a hold for this task. One that is about a mount comes once for each that may be
/// meant. Places that nothing is known for stand in capital letters.
std::vector<Way> ways_out(const Model& model, const stuck::Root& root, const stuck::Task& task,
                          const ast::HoldDecl& hold);

}  // namespace sigspec
