// Leaves out one part after the other until every property is broken.
#include "prove/mutants.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "prove/cone.h"
#include "prove/variant.h"

namespace sigspec::prove {

namespace {

/// So many states of each mutant of Linux are explored, and of each of the scenario's own; and of
/// all once more where that did not break all properties: most fail early.
constexpr std::size_t kOfLinux = 20'000, kOfOwn = 4'000, kOfAll = 100'000;

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

/// One part of a rule that can be left out; or a function, a table or a row of the restart table,
/// spoilt. Rules and functions are of the scenario's own or of Linux, the others of Linux.
struct Part {
  enum class Of : std::uint8_t { When, With, Effects, Condition };  // of an effect
  const ast::RuleDecl* rule = nullptr;
  std::string name;           // of the rule
  std::size_t own = kNotOwn;  // which of the scenario's rules it is
  Of of = Of::When;
  std::size_t index = 0;
  std::optional<Spoilt> fn = std::nullopt;
  std::optional<ast::TableDecl> table = std::nullopt;
  std::optional<ast::CallRow> row = std::nullopt;
  std::string how{};           // of a table or a row
  std::string said{};          // by the row
  const void* asked = nullptr;  // a function, a table or a row: which
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
  for (std::size_t i = 0; i < of_rule.rule->effects.size(); ++i) {
    if (of_rule.rule->effects[i].kind != ast::Effect::Kind::If) continue;
    parts.push_back(of_rule);
    parts.back().of = Part::Of::Condition;
    parts.back().index = i;
  }
}

void add_functions(const std::map<std::string, const ast::FnDecl*, std::less<>>& functions,
                   std::vector<Part>& parts) {
  for (const auto& [name, fn] : functions)
    for (Spoilt& mutant : spoilt(*fn)) {
      parts.emplace_back();
      parts.back().fn = std::move(mutant);
      parts.back().asked = fn;
    }
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

/// Each row says what another one does.
void add_mutants(const Model& model, const ast::TableDecl& table, Version kernel,
                 std::vector<Part>& parts) {
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const ast::TableRow& row = table.rows[i];
    std::set<std::string> tried{written(model, row.value.span)};
    for (const ast::TableRow& other : table.rows) {
      const std::string value = written(model, other.value.span);
      if (!holds_at(row.clauses, kernel) || !tried.insert(value).second) continue;
      parts.emplace_back();
      parts.back().asked = &table;
      parts.back().table = table;
      parts.back().table->rows[i].value = other.value;
      parts.back().how = "with " + value + " in place of '" + written(model, row.span) + "'";
    }
  }
}

/// Each row of the restart table says what most rows say, or, where it does, what most others do.
void add_row_mutants(const Model& model, Version kernel, std::vector<Part>& parts) {
  std::map<std::string, int> said;
  for (const RuleInfo& info : model.rules)
    if (info.row) ++said[info.row->interrupted.text];
  const auto by_count = [](const auto& a, const auto& b) { return a.second < b.second; };
  for (const RuleInfo& info : model.rules) {
    if (!info.row || !holds_at(*info.clauses, kernel)) continue;
    auto others = said;
    others.erase(info.row->interrupted.text);
    const auto most = std::max_element(others.begin(), others.end(), by_count);
    if (most == others.end()) continue;
    parts.emplace_back();
    parts.back().name = info.name;
    parts.back().asked = info.row;
    parts.back().row = *info.row;
    parts.back().said = info.row->interrupted.text;
    parts.back().row->interrupted.text = parts.back().how = most->first;
  }
}

std::vector<Part> own_parts(const ScenarioInfo& scenario) {
  const ast::ScenarioDecl& decl = *scenario.declaration;
  std::vector<Part> parts;
  for (std::size_t r = 0; r < decl.rules.size(); ++r) {
    const ast::RuleDecl& rule = decl.rules[r].second;
    add_parts({&rule, rule.name.text, r}, parts);
  }
  add_functions(scenario.functions, parts);
  return parts;
}

std::vector<Part> parts_of_linux(const Model& model, const ScenarioInfo& scenario,
                                 Version kernel) {
  std::vector<Part> parts;
  for (const ast::Name& used : scenario.declaration->uses)
    for (const RuleInfo& info : model.rules)
      if (info.rule && info.name == used.text) add_parts({info.rule, info.name}, parts);
  for (const auto& [name, table] : model.tables) add_mutants(model, *table, kernel, parts);
  add_row_mutants(model, kernel, parts);
  add_functions(model.functions, parts);
  return parts;
}

/// The effect is done whether its condition holds or not.
std::string ask_nothing(const Model& model, const Part& part, ast::Effect& effect) {
  const Span span = effect.value.span;
  effect.value = {};
  effect.value.kind = ast::Expr::Kind::Name;
  effect.value.text = "true";
  effect.value.span = span;
  return "rule " + part.name + " as if '" + written(model, span) + "'";
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
    case Part::Of::Condition: return ask_nothing(model, part, rule.effects[part.index]);
  }
  return {};
}

/// The scenario with one part spoilt: what is changed is kept here.
struct Mutant {
  Mutant(const Model& model, const ScenarioInfo& original, const Part& part)
      : decl(*original.declaration), scenario(original) {
    scenario.declaration = &decl;
    if (part.fn) {
      scenario.functions[part.fn->fn.name.text] = &part.fn->fn;
      what = "function " + part.fn->fn.name.text + " " + part.fn->how;
    } else if (part.table) {
      scenario.tables[part.table->name.text] = &*part.table;
      what = "table " + part.table->name.text + " " + part.how;
    } else if (part.row) {
      scenario.rows[part.name] = &*part.row;
      what = "row " + part.name + " interrupted " + part.how;
    } else if (part.own != Part::kNotOwn) {
      what = leave_out(model, part, decl.rules[part.own].second);
    } else {
      used = *part.rule;
      what = leave_out(model, part, used);
      scenario.rules[part.name] = &used;
    }
  }
  Mutant(const Mutant&) = delete;

  ast::ScenarioDecl decl;
  ast::RuleDecl used;
  ScenarioInfo scenario;
  std::string what;
};

/// Can the same things happen in both? Names that were left open may have become others.
bool same_steps(const System& a, const System& b) {
  const auto same_slot = [](const OpenSlot& x, const OpenSlot& y) {
    return x.slot == y.slot && x.leaf.choices == y.leaf.choices && x.low == y.low &&
           x.high == y.high;
  };
  const auto same = [&](const Step& x, const Step& y) {
    return x.guards == y.guards && x.effects == y.effects && x.fair_class == y.fair_class &&
           std::equal(x.open.begin(), x.open.end(), y.open.begin(), y.open.end(), same_slot);
  };
  return same(a.initial, b.initial) &&
         std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(), b.steps.end(), same);
}

/// The system for these properties alone, decided by exploring alone.
System what_matters_to(const std::set<std::string>& properties, System system) {
  keep_properties(system, properties);
  system.hints.clear();
  leave_out_what_nothing_reads(system);
  return system;
}

/// Is the property itself told otherwise?
bool says_another(const System& a, const System& b, const std::string& property) {
  for (std::size_t i = 0; i < a.properties.size() && i < b.properties.size(); ++i)
    if (a.properties[i].declaration->name.text == property &&
        (a.properties[i].left != b.properties[i].left ||
         a.properties[i].right != b.properties[i].right))
      return true;
  return false;
}

/// Finds out, part by part, which properties their mutants break.
class Breaker {
 public:
  Breaker(const Model& model, const ScenarioInfo& scenario, const ProveOptions& options)
      : model_(model), scenario_(scenario), options_(options) {
    options_.recheck = false;
    options_.only_explore = true;
    for (const ast::Name& name : scenario.declaration->variants) variants_.push_back(name.text);
    if (variants_.empty()) variants_.emplace_back();
  }

  /// In which variants mutants are tried: in all, or in the first in which a property is proved.
  enum class In : std::uint8_t { All, First };

  /// As long as there is a property that nothing has broken.
  void break_by(const std::vector<Part>& parts, std::size_t states, In where = In::All) {
    ProveOptions quick = options_;
    quick.states_max = std::min(options_.states_max, states);
    std::set<std::string> tried;
    for (const std::string& variant : variants_) {
      quick.variant = variant;
      const std::set<std::string> here = proved_in(variant);
      const bool again = std::includes(tried.begin(), tried.end(), here.begin(), here.end());
      tried.insert(here.begin(), here.end());
      if (where == In::All || !again) break_all_of(parts, here, quick);
    }
  }

  std::vector<Killer> result() && {
    for (const std::string& property : wanted_)
      if (!options_.watch.stopped() && !broken_.contains(property))
        killers_.push_back({property, {}, {}});
    return std::move(killers_);
  }

 private:
  std::set<std::string> proved_in(const std::string& variant) const {
    std::set<std::string> proved;
    for (const ast::Property& property : scenario_.declaration->properties)
      if (expectation(*scenario_.declaration, variant, property.name.text) == "proved")
        proved.insert(property.name.text);
    return proved;
  }

  /// Of the variant's properties that are proved `here` those that nothing has broken yet.
  std::set<std::string> unbroken(const std::set<std::string>& here) const {
    std::set<std::string> open;
    std::set_difference(here.begin(), here.end(), broken_.begin(), broken_.end(),
                        std::inserter(open, open.end()));
    return open;
  }

  void break_all_of(const std::vector<Part>& parts, const std::set<std::string>& here,
                    const ProveOptions& quick) {
    wanted_.insert(here.begin(), here.end());
    const System original =
        lower_scenario(model_, scenario_, quick.variant, quick.kernel, nullptr);
    std::set<std::string> open, rows_tried;
    System as_it_is;  // what the open properties read of it
    for (const Part& part : parts) {
      if (options_.watch.stopped()) return;
      options_.watch.tell("mutants of " + quick.variant);
      if (const std::set<std::string> now = unbroken(here); now.empty()) return;
      else if (now != open) as_it_is = what_matters_to(open = now, original);
      if (part.asked && !original.asked.contains(part.asked)) continue;
      if (part.row && !rows_tried.insert(part.said).second) continue;  // one for all that say so
      const Mutant mutant(model_, scenario_, part);
      Diagnostics faults;
      System spoilt =
          lower_scenario(model_, mutant.scenario, quick.variant, quick.kernel, &faults);
      if (has_errors(faults)) continue;  // what was left out binds a name
      spoilt = what_matters_to(open, std::move(spoilt));
      if (same_steps(as_it_is, spoilt)) continue;
      ScenarioResult found;
      std::vector<bool> fired(spoilt.rules.size());
      prove_variant(model_, spoilt, quick, found, fired, [](const PropertyResult&) {});
      for (const PropertyResult& result : found.properties) {
        if (result.verdict != Verdict::Refuted) continue;
        if (says_another(as_it_is, spoilt, result.property)) continue;
        broken_.insert(result.property);
        killers_.push_back({result.property, quick.variant, mutant.what});
      }
    }
  }

  const Model& model_;
  const ScenarioInfo& scenario_;
  ProveOptions options_;
  std::vector<std::string> variants_;
  std::set<std::string> wanted_, broken_;
  std::vector<Killer> killers_;
};

}  // namespace

std::vector<Killer> find_killers(const Model& model, const ScenarioInfo& scenario,
                                 const ProveOptions& options) {
  Breaker breaker(model, scenario, options);
  const std::vector<Part> of_linux = parts_of_linux(model, scenario, options.kernel);
  const std::vector<Part> own = own_parts(scenario);
  breaker.break_by(of_linux, kOfLinux, Breaker::In::First);
  breaker.break_by(own, kOfOwn);
  breaker.break_by(own, kOfAll);
  breaker.break_by(of_linux, kOfAll);
  return std::move(breaker).result();
}

}  // namespace sigspec::prove
