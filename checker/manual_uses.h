// Which scenarios rest on which functions, tables and rows of Linux: by the names in their text,
// and in the text of the functions that they name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/model.h"

namespace sigspec {

struct ScenarioUses {
  /// By the name of a table or function: the scenarios that it decides something in.
  std::map<std::string, std::vector<std::string>, std::less<>> by_name;
  /// Those that range over every row of the restart table.
  std::vector<std::string> of_all_rows;
};

ScenarioUses scenario_uses(const Model& model);

}  // namespace sigspec
