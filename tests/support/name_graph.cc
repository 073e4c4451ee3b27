// Looks for the names of declarations among the words of others.
#include "tests/support/name_graph.h"

#include <utility>
#include <variant>

#include "model/names.h"

namespace sigspec::test {

NameGraph::NameGraph(const Model& model) {
  const SourceMap& sources = *model.sources;
  std::map<std::string, Span> texts;
  for (const ast::File& file : model.files)
    for (const ast::Decl& decl : file.decls) {
      const auto add = [&](const std::string& name) { texts[name] = decl.span; };
      if (const auto* fn = std::get_if<ast::FnDecl>(&decl.node)) add(fn->name.text);
      if (const auto* table = std::get_if<ast::TableDecl>(&decl.node)) add(table->name.text);
      if (const auto* constant = std::get_if<ast::ConstDecl>(&decl.node)) add(constant->name.text);
      if (const auto* scenario = std::get_if<ast::ScenarioDecl>(&decl.node))
        add(scenario->name.text);
      if (const auto* begins = std::get_if<ast::BeginsDecl>(&decl.node))
        add(kBegins + begins->name.text);
    }
  for (const RuleInfo& rule : model.rules)
    texts[rule.name] = rule.rule ? rule.rule->span : rule.row->span;
  for (const auto& [name, span] : texts)
    for (const std::string& word : names_in(sources, span))
      // A call's name stands for its rules, too.
      for (auto at = texts.lower_bound(word); at != texts.end() && at->first.starts_with(word);
           ++at)
        if (at->first == word || at->first[word.size()] == '.')
          named_by_[at->first].push_back(name);
}

std::set<std::string> NameGraph::users(const std::string& of) const {
  std::set<std::string> found{of};
  std::vector<std::string> open{of};
  while (!open.empty()) {
    const auto known = named_by_.find(std::exchange(open.back(), ""));
    open.pop_back();
    if (known == named_by_.end()) continue;
    for (const std::string& user : known->second)
      if (found.insert(user).second) open.push_back(user);
  }
  return found;
}

}  // namespace sigspec::test
