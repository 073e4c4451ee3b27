// What reports say about rules: names, documentation and citations as plain text.
//
// Formats that explain rules (SARIF, coverage) take this and not the model, so that they can be
// tested by themselves.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"

namespace sigspec {

struct RuleText {
  std::string name, doc;
  std::string kind;  // rule, row
  std::vector<std::string> cites;
  std::string verified, untested, unobservable;
  std::string place;  // file:line of the specification
};

/// `kernel kernel/signal.c:get_signal`, `rule D6 D9`.
std::vector<std::string> citation_texts(const std::vector<ast::Citation>& citations);

/// One for each rule of the model, by its id.
std::vector<RuleText> rule_texts(const Model& model);

}  // namespace sigspec
