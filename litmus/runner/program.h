// Reads the form in which a test is handed to the runner.
#pragma once

#include <cstdio>

#include "litmus/runner/shared.h"

namespace runner {

/// Returns: false at the end of the file, or when it is no program.
bool read_program(std::FILE* file, Shared& program);

}  // namespace runner
