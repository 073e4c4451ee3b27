// Reads the form in which a test is handed to the runner.
#pragma once

#include <cstdio>

#include "litmus/runner/shared.h"

namespace runner {

/// Returns: false at the end of the file, or before it when there is no program, or a larger one
/// than shared.h has room for.
bool read_program(std::FILE* file, Shared& program);

}  // namespace runner
