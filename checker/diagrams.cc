// Reads guards and assignments of rules, rows of tables and values of functions, and has Graphviz
// draw what they come to.
#include "checker/diagrams.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/lower.h"
#include "model/print.h"
#include "prove/process.h"

namespace sigspec {

namespace {

/// The least that is worth a drawing.
constexpr std::size_t kStatesMin = 3, kTransitionsMin = 3;
/// A table about more is read better than drawn.
constexpr std::size_t kMembersMax = 16;

struct FieldOf {
  const ast::Field* field = nullptr;
  std::vector<std::string> states;
};

bool is_state(const FieldOf& of, const std::string& name) {
  return std::find(of.states.begin(), of.states.end(), name) != of.states.end();
}

/// `t.life`, whoever t is.
bool reads_field(const ast::Expr& e, const FieldOf& of) {
  return e.kind == ast::Expr::Kind::Field && e.text == of.field->name.text;
}

void states_in(const ast::Pattern& p, const FieldOf& of, std::set<std::string>& out) {
  if (is_state(of, p.text)) out.insert(p.text);
  if (p.kind == ast::Pattern::Kind::OneOf)
    for (const ast::Pattern& one : p.args) states_in(one, of, out);
}

/// What a condition that holds leaves of the field; empty: it says nothing of it.
void asked_by(const ast::Expr& e, const FieldOf& of, std::set<std::string>& out) {
  if (e.kind == ast::Expr::Kind::Binary && e.text == "and")
    for (const ast::Expr& part : e.args) asked_by(part, of, out);
  if (e.kind != ast::Expr::Kind::Is || !reads_field(e.args[0], of)) return;
  std::set<std::string> named;
  states_in(e.patterns[0], of, named);
  if (e.text == "is") {
    out.insert(named.begin(), named.end());
  } else {
    for (const std::string& state : of.states)
      if (!named.contains(state)) out.insert(state);
  }
}

/// The states that a value may be.
void given_by(const ast::Expr& e, const FieldOf& of, std::set<std::string>& out) {
  switch (e.kind) {
    case ast::Expr::Kind::Name:
    case ast::Expr::Kind::Apply:
      if (is_state(of, e.text)) out.insert(e.text);
      break;
    case ast::Expr::Kind::If:
      given_by(e.args[1], of, out);
      given_by(e.args[2], of, out);
      break;
    case ast::Expr::Kind::Either:
      given_by(e.args[0], of, out);
      given_by(e.args[1], of, out);
      break;
    case ast::Expr::Kind::Match:
      for (const ast::Arm& arm : e.arms) given_by(arm.value, of, out);
      break;
    default: break;
  }
}

void assigned_in(const std::vector<ast::Effect>& effects, const FieldOf& of,
                 std::set<std::string>& out) {
  for (const ast::Effect& effect : effects) {
    if (effect.kind == ast::Effect::Kind::Assign && reads_field(effect.target, of))
      given_by(effect.value, of, out);
    assigned_in(effect.body, of, out);
    assigned_in(effect.otherwise, of, out);
  }
}

/// The fields of entities that have alternatives.
std::vector<std::pair<std::string, FieldOf>> fields_with_states(const Model& model) {
  std::vector<std::pair<std::string, FieldOf>> found;
  for (const ast::File& file : model.files)
    for (const ast::Decl& decl : file.decls) {
      const auto* entity = std::get_if<ast::EntityDecl>(&decl.node);
      if (!entity) continue;
      for (const ast::Field& field : entity->fields) {
        const Type* type = model.types.find(field.type.text);
        if (!type || field.type.kind != ast::Type::Kind::Named) continue;
        FieldOf of{&field, {}};
        if (type->kind == TypeKind::Enum)
          for (const EnumMember& member : type->members) of.states.push_back(member.name);
        if (type->kind == TypeKind::Union)
          for (const UnionAlternative& a : type->alternatives) of.states.push_back(a.name);
        if (of.states.size() >= kStatesMin)
          found.emplace_back(entity->name.text + "." + field.name.text, std::move(of));
      }
    }
  return found;
}

const Type* named_type(const Model& model, const ast::Type& type) {
  return type.kind == ast::Type::Kind::Named ? model.types.find(type.text) : nullptr;
}

/// `table after_handler(code: RestartCode, a: Action) -> Outcome`: each row is a way from what it
/// is about to what becomes of that.
std::optional<Diagram> diagram_of(const Model& model, const ast::TableDecl& table,
                                  const std::string& doc) {
  const Type* from = table.params.empty() ? nullptr : named_type(model, table.params[0].type);
  const Type* to = named_type(model, table.result);
  if (!from || !to || from->kind != TypeKind::Enum || from == to ||
      (to->kind != TypeKind::Enum && to->kind != TypeKind::Union) || to->is_option ||
      from->members.size() > kMembersMax)
    return std::nullopt;
  FieldOf members;
  for (const EnumMember& member : from->members) members.states.push_back(member.name);
  Diagram diagram{table.name.text, doc, {}};
  for (const ast::TableRow& row : table.rows) {
    std::set<std::string> about;
    if (!row.patterns.empty()) states_in(row.patterns[0], members, about);
    if (about.empty()) about.insert("");
    std::vector<std::string> when;
    for (const ast::Expr& guard : row.when) when.push_back(print_expr(guard));
    for (const std::string& state : about)
      diagram.transitions.push_back({state, print_expr(row.value), when});
  }
  return diagram;
}

/// `fn woken(state: TaskState, by: Waker) -> TaskState`: what each comer makes of each state.
std::optional<Diagram> diagram_of(const Model& model, const ast::FnDecl& fn, Version kernel,
                                  const std::string& doc) {
  if (fn.params.size() != 2) return std::nullopt;
  const Type* state = named_type(model, fn.params[0].type);
  const Type* comer = named_type(model, fn.params[1].type);
  if (!state || !comer || state != named_type(model, fn.result) || state == comer ||
      state->kind != TypeKind::Enum || comer->kind != TypeKind::Enum)
    return std::nullopt;
  Lowering lowering(model, kernel, nullptr);
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> ways;
  for (const EnumMember& from : state->members)
    for (const EnumMember& by : comer->members) {
      ast::Expr apply;
      apply.kind = ast::Expr::Kind::Apply;
      apply.text = fn.name.text;
      for (const EnumMember* member : {&from, &by}) {
        apply.args.emplace_back();
        apply.args.back().kind = ast::Expr::Kind::Name;
        apply.args.back().text = member->name;
      }
      const Value value = lowering.expression(apply, state);
      if (value.leaves.size() != 1 || value.leaves[0]->op != Op::Const) continue;
      const std::uint64_t choices = value.leaves[0]->constant.a;
      const EnumMember& to =
          state->members[static_cast<std::size_t>(__builtin_ctzll(choices | 1ULL << 63))];
      if (to.name != from.name) ways[{from.name, to.name}].push_back(by.name);
    }
  Diagram diagram{fn.name.text, doc, {}};
  for (auto& [ends, comers] : ways)
    diagram.transitions.push_back({ends.first, ends.second, std::move(comers)});
  return diagram;
}

}  // namespace

std::vector<Diagram> make_diagrams(const Model& model, Version kernel) {
  std::vector<Diagram> diagrams;
  for (const auto& [name, of] : fields_with_states(model)) {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> ways;
    for (const RuleInfo& info : model.rules) {
      if (!info.rule || !holds_at(*info.clauses, kernel)) continue;
      std::set<std::string> from, to;
      for (const auto* guards : {&info.rule->when, &info.rule->with})
        for (const ast::Expr& guard : *guards) asked_by(guard, of, from);
      assigned_in(info.rule->effects, of, to);
      if (from.empty()) from.insert("");
      for (const std::string& a : from)
        for (const std::string& b : to)
          if (a != b) ways[{a, b}].push_back(info.name);
    }
    if (ways.size() < kTransitionsMin) continue;
    Diagram diagram{name, of.field->doc, {}};
    for (auto& [ends, rules] : ways)
      diagram.transitions.push_back({ends.first, ends.second, std::move(rules)});
    diagrams.push_back(std::move(diagram));
  }
  for (const ast::File& file : model.files)
    for (const ast::Decl& decl : file.decls) {
      std::optional<Diagram> drawn;
      if (const auto* table = std::get_if<ast::TableDecl>(&decl.node))
        drawn = diagram_of(model, *table, decl.doc);
      else if (const auto* fn = std::get_if<ast::FnDecl>(&decl.node))
        drawn = diagram_of(model, *fn, kernel, decl.doc);
      if (drawn && drawn->transitions.size() >= kTransitionsMin)
        diagrams.push_back(std::move(*drawn));
    }
  return diagrams;
}

std::string to_dot(const Diagram& diagram) {
  constexpr std::size_t kRulesShown = 3;
  std::string out = fmt::format(
      "digraph \"{}\" {{\n  rankdir=LR; bgcolor=\"transparent\";\n"
      "  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=12];\n"
      "  edge [fontname=\"sans-serif\", fontsize=9];\n  any [label=\"any\", style=dotted];\n",
      diagram.field);
  for (const Transition& way : diagram.transitions) {
    std::string label;
    for (std::size_t i = 0; i < std::min(kRulesShown, way.labels.size()); ++i)
      label += (i ? "\\n" : "") + way.labels[i];
    if (way.labels.size() > kRulesShown)
      label += fmt::format("\\nand {} more", way.labels.size() - kRulesShown);
    out +=
        fmt::format("  {} -> {} [label=\"{}\"];\n",
                    way.from.empty() ? "any" : "\"" + way.from + "\"", "\"" + way.to + "\"", label);
  }
  return out + "}\n";
}

std::string to_svg(const Diagram& diagram) {
  const std::string program = "dot";
  if (!prove::is_installed(program)) return {};
  const prove::TemporaryFile file("diagram.dot", to_dot(diagram));
  std::string svg;
  bool inside = false;  // the page has a head of its own
  prove::read_lines(program + " -Tsvg " + prove::quoted(file.path()), [&](const std::string& line) {
    inside = inside || line.starts_with("<svg");
    if (inside) svg += line;
  });
  // Several drawings on a page would give the same names.
  constexpr std::string_view kName = " id=\"";
  for (auto at = svg.find(kName); at != svg.npos; at = svg.find(kName, at))
    svg.erase(at, svg.find('"', at + kName.size()) + 1 - at);
  return svg;
}

}  // namespace sigspec
