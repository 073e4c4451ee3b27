// From the model to the texts about its rules.
#include "checker/report_rules.h"

#include <fmt/format.h>

namespace sigspec {

std::vector<std::string> citation_texts(const std::vector<ast::Citation>& citations) {
  std::vector<std::string> texts;
  for (const ast::Citation& citation : citations)
    texts.push_back(fmt::format("{} {}", citation.kind, fmt::join(citation.texts, " ")));
  return texts;
}

std::vector<RuleText> rule_texts(const Model& model) {
  std::vector<RuleText> texts;
  for (const RuleInfo& rule : model.rules) {
    const Position position = model.sources->position(rule.span.file, rule.span.begin);
    texts.push_back({rule.name, rule.doc, rule.row ? "row" : "rule",
                     citation_texts(rule.clauses->cites), rule.clauses->verified,
                     rule.clauses->untested, rule.clauses->unobservable,
                     fmt::format("{}:{}", model.sources->path(rule.span.file), position.line)});
  }
  return texts;
}

}  // namespace sigspec
