// Which rules, rows, functions, tables and scenarios name which others in their text.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/model.h"

namespace sigspec::test {

/// What `begins` declarations are called here: "begins started".
inline const std::string kBegins = "begins ";

class NameGraph {
 public:
  explicit NameGraph(const Model& model);

  /// Everything that names it, at however many removes, and itself. A word that is a name stands
  /// for that, whatever it means there: rather too much is found than too little.
  std::set<std::string> users(const std::string& of) const;

 private:
  std::map<std::string, std::vector<std::string>> named_by_;
};

}  // namespace sigspec::test
