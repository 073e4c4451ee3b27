// Leaves out one part after the other until every property is broken.
#include "prove/mutants.h"

#include <algorithm>
#include <set>

namespace sigspec::prove {

namespace {

constexpr std::size_t kMutantStatesMax = 100'000;  // most mutants fail early

bool mentions(const ast::Expr& e, const std::string& name) {
  const auto in = [&](const ast::Expr& part) { return mentions(part, name); };
  return (e.kind == ast::Expr::Kind::Apply && e.text == name) ||
         std::any_of(e.args.begin(), e.args.end(), in) ||
         std::any_of(e.arms.begin(), e.arms.end(),
                     [&](const ast::Arm& arm) { return mentions(arm.value, name); });
}

/// `first(s)` becomes the first of what is left without that. Returns: whether there was one.
bool take_the_second(ast::Expr& e) {
  bool changed = false;
  for (ast::Expr& part : e.args) changed = take_the_second(part) || changed;
  for (ast::Arm& arm : e.arms) changed = take_the_second(arm.value) || changed;
  if (e.kind != ast::Expr::Kind::Apply || e.text != "first" || e.args.size() != 1) return changed;
  ast::Expr alone, rest;
  alone.kind = ast::Expr::Kind::Set;
  alone.span = rest.span = e.span;
  alone.args = {e};
  rest.kind = ast::Expr::Kind::Binary;
  rest.text = "-";
  rest.args = {e.args[0], alone};
  e.args = {std::move(rest)};
  return true;
}

/// A function that is wrong in one way, and in which.
struct Spoilt {
  ast::FnDecl fn;
  std::string how;
};

/// What the function says is turned round, nothing is in its set, it chooses otherwise, or takes
/// the second of what it is to take the first of.
std::vector<Spoilt> spoilt(const ast::FnDecl& fn) {
  std::vector<Spoilt> mutants;
  ast::Expr body;
  body.span = fn.value.span;
  if (fn.result.kind == ast::Type::Kind::Set) {
    body.kind = ast::Expr::Kind::Set;
    mutants.push_back({fn, "names nothing"});
    mutants.back().fn.value = body;
  } else if (fn.result.kind == ast::Type::Kind::Named && fn.result.text == "bool") {
    body.kind = ast::Expr::Kind::Unary;
    body.text = "not";
    body.args = {fn.value};
    mutants.push_back({fn, "turned round"});
    mutants.back().fn.value = body;
  } else if (fn.value.kind == ast::Expr::Kind::If) {
    mutants.push_back({fn, "chooses otherwise"});
    std::swap(mutants.back().fn.value.args[1], mutants.back().fn.value.args[2]);
  }
  Spoilt second{fn, "takes the second"};
  if (take_the_second(second.fn.value)) mutants.push_back(std::move(second));
  return mutants;
}

/// One part of a rule that can be left out; or a function of Linux or the scenario's own, spoilt.
struct Part {
  std::size_t rule = 0, index = 0;
  bool is_effect = false;
  std::optional<Spoilt> fn = std::nullopt;
};

std::vector<Part> parts_of(const Model& model, const ScenarioInfo& scenario) {
  const ast::ScenarioDecl& decl = *scenario.declaration;
  std::vector<Part> parts;
  for (std::size_t r = 0; r < decl.rules.size(); ++r) {
    const ast::RuleDecl& rule = decl.rules[r].second;
    for (std::size_t i = 0; i < rule.effects.size(); ++i) parts.push_back({r, i, true});
    for (std::size_t i = 0; i < rule.when.size(); ++i) parts.push_back({r, i, false});
  }
  for (const auto* functions : {&scenario.functions, &model.functions})
    for (const auto& [name, fn] : *functions)
      for (Spoilt& mutant : spoilt(*fn)) parts.push_back({0, 0, false, std::move(mutant)});
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
      if (part.fn) {
        mutant.functions[part.fn->fn.name.text] = &part.fn->fn;
        killer.what = "function " + part.fn->fn.name.text + " " + part.fn->how;
      } else {
        killer.what = leave_out(model, part, decl);
      }
      Diagnostics faults;
      lower_scenario(model, mutant, variant, options.kernel, &faults);
      if (has_errors(faults)) continue;  // what was left out binds a name
      quick.variant = variant;
      for (const PropertyResult& result :
           prove_scenario(model, mutant, quick, [](const PropertyResult&) {}).properties) {
        if (result.verdict != Verdict::Refuted || !here.contains(result.property)) continue;
        if (part.fn && speaks_of(decl, result.property, part.fn->fn.name.text)) continue;
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
