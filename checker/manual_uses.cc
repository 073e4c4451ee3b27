// Follows names from the text of a scenario to what they are declared as.
#include "checker/manual_uses.h"

#include <set>

#include "model/names.h"
#include "model/rows.h"

namespace sigspec {

ScenarioUses scenario_uses(const Model& model) {
  std::map<std::string, Span, std::less<>> declared;  // functions and tables of Linux
  for (const ast::File& file : model.files)
    for (const ast::Decl& decl : file.decls) {
      if (const auto* fn = std::get_if<ast::FnDecl>(&decl.node))
        declared[fn->name.text] = decl.span;
      if (const auto* table = std::get_if<ast::TableDecl>(&decl.node))
        declared[table->name.text] = decl.span;
    }
  ScenarioUses uses;
  for (const ast::File& file : model.files)
    for (const ast::Decl& decl : file.decls) {
      const auto* scenario = std::get_if<ast::ScenarioDecl>(&decl.node);
      if (!scenario) continue;
      std::set<std::string> seen;
      std::vector<Span> left{decl.span};
      bool over_rows = false;
      while (!left.empty()) {
        const Span span = left.back();
        left.pop_back();
        for (const std::string& name : names_in(*model.sources, span)) {
          over_rows = over_rows || name == kRowType;
          const auto found = declared.find(name);
          if (found == declared.end() || !seen.insert(name).second) continue;
          uses.by_name[name].push_back(scenario->name.text);
          left.push_back(found->second);
        }
      }
      if (over_rows) uses.of_all_rows.push_back(scenario->name.text);
    }
  return uses;
}

}  // namespace sigspec
