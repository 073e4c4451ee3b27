// The whole restart table as lines, for the oldest kernel that the specification knows and the
// newest, and by which arguments a call is known when it is made again; and all that as it was
// settled.
#pragma once

#include <string>

#include "checker/table.h"

namespace sigspec::test {

inline constexpr const char* kSettledTable = "tests/goldens/restart_table.tsv";

std::string restart_table_lines(const Model& model);

}  // namespace sigspec::test
