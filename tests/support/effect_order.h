// Which effects of a rule depend on one another, so that their order says something.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/ast.h"

namespace sigspec::test {

/// Fields stand for the places: `t.blocked` and `child.blocked` may be the same.
class EffectOrder {
 public:
  /// `files`: all that can define a function.
  explicit EffectOrder(const std::vector<ast::File>& files);

  /// May the two come to something else in the other order?
  bool matters(const ast::Effect& first, const ast::Effect& second) const;

 private:
  struct Fields {
    std::set<std::string> read, written;
  };
  void read(const ast::Expr& e, Fields& fields) const;
  void touch(const ast::Effect& effect, Fields& fields) const;

  std::map<std::string, std::set<std::string>> read_by_;  // by function or table
};

}  // namespace sigspec::test
