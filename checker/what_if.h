// What would have made an illegal line legal: one thing changed in the state, in the event, in what
// an earlier line found, or another version of Linux.
#pragma once

#include <string>
#include <vector>

#include "checker/watched_line.h"

namespace sigspec {

/// The lines before `step` that wrote what its failed conditions read, the last ones first.
std::vector<std::uint64_t> lines_to_blame(const Model& model, const WatchedStep& step);

/// Each a clause: "SA_RESTART were in the flags of the action of SIGALRM on line 31". What follows
/// from a change on an earlier line is told by the steps of that line alone: what lies between is
/// taken as it was. `earlier` are such lines, watched.
std::vector<std::string> find_what_ifs(const Model& model, const WatchedStep& step,
                                       const std::vector<WatchedLine>& earlier);

}  // namespace sigspec
