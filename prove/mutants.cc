// Leaves out one part after the other until every property is broken.
#include "prove/mutants.h"

#include <algorithm>
#include <set>

namespace sigspec::prove {

namespace {

constexpr std::size_t kMutantStatesMax = 100'000;  // most mutants fail early

/// One part of a rule that can be left out; or a function, of Linux or the scenario's own.
struct Part {
  std::size_t rule = 0, index = 0;
  bool is_effect = false;
  const ast::FnDecl* fn = nullptr;
};

bool mentions(const ast::Expr& e, const std::string& name) {
  const auto in = [&](const ast::Expr& part) { return mentions(part, name); };
  return (e.kind == ast::Expr::Kind::Apply && e.text == name) ||
         std::any_of(e.args.begin(), e.args.end(), in) ||
         std::any_of(e.arms.begin(), e.arms.end(),
                     [&](const ast::Arm& arm) { return mentions(arm.value, name); });
}

/// What the function says is turned round, or nothing is in its set; nullopt: neither.
std::optional<ast::FnDecl> spoilt(const ast::FnDecl& fn) {
  ast::FnDecl mutant = fn;
  ast::Expr body;
  body.span = fn.value.span;
  if (fn.result.kind == ast::Type::Kind::Set) {
    body.kind = ast::Expr::Kind::Set;
  } else if (fn.result.kind == ast::Type::Kind::Named && fn.result.text == "bool") {
    body.kind = ast::Expr::Kind::Unary;
    body.text = "not";
    body.args = {fn.value};
  } else {
    return std::nullopt;
  }
  mutant.value = std::move(body);
  return mutant;
}

std::vector<Part> parts_of(const Model& model, const ScenarioInfo& scenario) {
  const ast::ScenarioDecl& decl = *scenario.declaration;
  std::vector<Part> parts;
  for (std::size_t r = 0; r < decl.rules.size(); ++r) {
    const ast::RuleDecl& rule = decl.rules[r].second;
    for (std::size_t i = 0; i < rule.effects.size(); ++i) parts.push_back({r, i, true, nullptr});
    for (std::size_t i = 0; i < rule.when.size(); ++i) parts.push_back({r, i, false, nullptr});
  }
  for (const auto* functions : {&scenario.functions, &model.functions})
    for (const auto& [name, fn] : *functions) parts.push_back({0, 0, false, fn});
  return parts;
}

std::string written(const Model& model, Span span) {
  std::string text(model.sources->text(span));
  std::string plain;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank) plain += c;
    else if (!plain.empty() && plain.back() != ' ') plain += ' ';
  }
  return plain;
}

/// Leaves the part out; returns it as it is written.
std::string leave_out(const Model& model, const Part& part, ast::ScenarioDecl& decl) {
  ast::RuleDecl& rule = decl.rules[part.rule].second;
  const auto at = static_cast<std::ptrdiff_t>(part.index);
  const Span span = part.is_effect ? rule.effects[part.index].span : rule.when[part.index].span;
  if (part.is_effect) rule.effects.erase(rule.effects.begin() + at);
  else rule.when.erase(rule.when.begin() + at);
  return "rule " + rule.name.text + " without '" + written(model, span) + "'";
}

/// A function that the property itself is told by does not count.
bool speaks_of(const ast::ScenarioDecl& decl, const std::string& property,
               const std::string& function) {
  return std::any_of(decl.properties.begin(), decl.properties.end(), [&](const ast::Property& p) {
    return p.name.text == property &&
           (mentions(p.left, function) || (p.right && mentions(*p.right, function)));
  });
}

}  // namespace

std::vector<Killer> find_killers(const Model& model, const ScenarioInfo& scenario,
                                 const ProveOptions& options) {
  ProveOptions quick = options;
  quick.states_max = std::min(options.states_max, kMutantStatesMax);
  quick.recheck = false;
  quick.only_explore = true;
  std::vector<Killer> killers;
  std::set<std::string> wanted, broken;
  std::vector<std::string> variants;
  for (const ast::Name& name : scenario.declaration->variants) variants.push_back(name.text);
  if (variants.empty()) variants.emplace_back();
  for (const std::string& variant : variants) {
    std::set<std::string> here;
    for (const ast::Property& property : scenario.declaration->properties)
      if (expectation(*scenario.declaration, variant, property.name.text) == "proved")
        here.insert(property.name.text);
    wanted.insert(here.begin(), here.end());
    for (const Part& part : parts_of(model, scenario)) {
      if (options.watch.stopped()) return killers;
      options.watch.tell("mutants of " + variant);
      if (std::includes(broken.begin(), broken.end(), here.begin(), here.end())) break;
      ast::ScenarioDecl decl = *scenario.declaration;
      decl.proofs.clear();  // by exploring alone
      ScenarioInfo mutant = scenario;
      mutant.declaration = &decl;
      Killer killer{{}, variant, {}};
      std::optional<ast::FnDecl> fn = part.fn ? spoilt(*part.fn) : std::nullopt;
      if (fn) {
        mutant.functions[fn->name.text] = &*fn;
        killer.what = "function " + fn->name.text + " turned round";
      } else if (!part.fn) {
        killer.what = leave_out(model, part, decl);
      } else {
        continue;
      }
      Diagnostics faults;
      lower_scenario(model, mutant, variant, options.kernel, &faults);
      if (has_errors(faults)) continue;  // what was left out binds a name
      quick.variant = variant;
      for (const PropertyResult& result :
           prove_scenario(model, mutant, quick, [](const PropertyResult&) {}).properties) {
        if (result.verdict != Verdict::Refuted || !here.contains(result.property)) continue;
        if (fn && speaks_of(decl, result.property, fn->name.text)) continue;
        if (!broken.insert(result.property).second) continue;
        killer.property = result.property;
        killers.push_back(killer);
      }
    }
  }
  for (const std::string& property : wanted)
    if (!broken.contains(property)) killers.push_back({property, {}, {}});
  return killers;
}

}  // namespace sigspec::prove
