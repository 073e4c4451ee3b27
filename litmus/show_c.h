// A test as a C program that stands alone: what one attaches to a bug report.
#pragma once

#include <string>

#include "litmus/prepare.h"

namespace sigspec::litmus {

/// Returns: a program that plain gcc compiles; it prints what it came to, as `litmus run` does.
std::string show_c(const Model& model, const PreparedTest& test);

}  // namespace sigspec::litmus
