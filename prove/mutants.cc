// Leaves out one part after the other until every property is broken.
#include "prove/mutants.h"

#include <algorithm>
#include <set>

namespace sigspec::prove {

namespace {

/// So many states of each mutant are explored, and of all once more where that did not break all
/// properties: most fail early.
constexpr std::size_t kMutantStates[] = {4'000, 100'000};

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

/// What the function says is turned round, nothing is in its set, it chooses otherwise, leaves a
/// record as it was, or takes the second of what it is to take the first of.
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
  } else if (fn.value.kind == ast::Expr::Kind::Record &&
             fn.value.args.size() > fn.value.names.size()) {
    mutants.push_back({fn, "changes nothing"});
    mutants.back().fn.value = fn.value.args.back();
  }
  Spoilt second{fn, "takes the second"};
  if (take_the_second(second.fn.value)) mutants.push_back(std::move(second));
  return mutants;
}

/// One part of a rule that can be left out; or a function, spoilt. Both are of the scenario's own
/// or of Linux.
struct Part {
  enum class Of : std::uint8_t { When, With, Effects };
  const ast::RuleDecl* rule = nullptr;
  std::string name;           // of the rule
  std::size_t own = kNotOwn;  // which of the scenario's rules it is
  Of of = Of::When;
  std::size_t index = 0;
  std::optional<Spoilt> fn = std::nullopt;
  static constexpr std::size_t kNotOwn = ~std::size_t{0};
};

void add_parts(const Part& of_rule, std::vector<Part>& parts) {
  const auto add = [&](Part::Of of, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      parts.push_back(of_rule);
      parts.back().of = of;
      parts.back().index = i;
    }
  };
  add(Part::Of::Effects, of_rule.rule->effects.size());
  add(Part::Of::When, of_rule.rule->when.size());
  add(Part::Of::With, of_rule.rule->with.size());
}

std::vector<Part> parts_of(const Model& model, const ScenarioInfo& scenario) {
  const ast::ScenarioDecl& decl = *scenario.declaration;
  std::vector<Part> parts;
  for (const ast::Name& used : decl.uses)
    for (const RuleInfo& info : model.rules)
      if (info.rule && info.name == used.text) add_parts({info.rule, info.name}, parts);
  for (std::size_t r = 0; r < decl.rules.size(); ++r) {
    const ast::RuleDecl& rule = decl.rules[r].second;
    add_parts({&rule, rule.name.text, r}, parts);
  }
  for (const auto* functions : {&scenario.functions, &model.functions})
    for (const auto& [name, fn] : *functions)
      for (Spoilt& mutant : spoilt(*fn)) {
        parts.emplace_back();
        parts.back().fn = std::move(mutant);
      }
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

/// Leaves the part out of its rule; returns it as it is written.
std::string leave_out(const Model& model, const Part& part, ast::RuleDecl& rule) {
  const auto leave = [&](auto& list) {
    const Span span = list[part.index].span;
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(part.index));
    return "rule " + part.name + " without '" + written(model, span) + "'";
  };
  switch (part.of) {
    case Part::Of::When: return leave(rule.when);
    case Part::Of::With: return leave(rule.with);
    case Part::Of::Effects: return leave(rule.effects);
  }
  return {};
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
  quick.recheck = false;
  quick.only_explore = true;
  std::vector<Killer> killers;
  std::set<std::string> wanted, broken;
  std::vector<std::string> variants;
  for (const ast::Name& name : scenario.declaration->variants) variants.push_back(name.text);
  if (variants.empty()) variants.emplace_back();
  const auto break_all_of = [&](const std::string& variant) {
    std::set<std::string> here;
    for (const ast::Property& property : scenario.declaration->properties)
      if (expectation(*scenario.declaration, variant, property.name.text) == "proved")
        here.insert(property.name.text);
    wanted.insert(here.begin(), here.end());
    for (const Part& part : parts_of(model, scenario)) {
      if (options.watch.stopped()) return;
      options.watch.tell("mutants of " + variant);
      if (std::includes(broken.begin(), broken.end(), here.begin(), here.end())) break;
      ast::ScenarioDecl decl = *scenario.declaration;
      decl.proofs.clear();  // by exploring alone
      ScenarioInfo mutant = scenario;
      mutant.declaration = &decl;
      Killer killer{{}, variant, {}};
      ast::RuleDecl used;
      if (part.fn) {
        mutant.functions[part.fn->fn.name.text] = &part.fn->fn;
        killer.what = "function " + part.fn->fn.name.text + " " + part.fn->how;
      } else if (part.own != Part::kNotOwn) {
        killer.what = leave_out(model, part, decl.rules[part.own].second);
      } else {
        used = *part.rule;
        killer.what = leave_out(model, part, used);
        mutant.rules[part.name] = &used;
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
  };
  for (const std::size_t states : kMutantStates) {
    quick.states_max = std::min(options.states_max, states);
    for (const std::string& variant : variants) break_all_of(variant);
  }
  if (options.watch.stopped()) return killers;
  for (const std::string& property : wanted)
    if (!broken.contains(property)) killers.push_back({property, {}, {}});
  return killers;
}

}  // namespace sigspec::prove
