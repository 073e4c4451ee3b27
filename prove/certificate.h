// Certificates: the conditions of a proof as SMT-LIB 2, checked again by other solver processes.
#pragma once

#include <string>
#include <vector>

#include "prove/induction.h"

namespace sigspec::prove {

struct Recheck {
  std::vector<std::string> by;  // the solvers that found every condition unsatisfiable
  std::string disagrees;        // one that found otherwise, or could not read them
  bool unanswered = false;      // one has not come to an end in its time
};

/// One text with all conditions; each is asked from scratch.
std::string certificate_text(const std::string& title, const std::vector<Condition>& conditions);

/// Runs each of the solvers that are installed on the file with these conditions. Cost: a process
/// each.
Recheck recheck(const std::string& path, const std::vector<Condition>& conditions);

}  // namespace sigspec::prove
