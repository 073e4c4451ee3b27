// Binds the names of rules, matches their heads against event classes, and checks them.
#include <algorithm>

#include "model/program.h"

namespace sigspec {

int RuleBinder::bind_arguments(const CallScope& scope) const {
  int offset = scope.arguments_offset;
  for (std::size_t i = 0; i < scope.call->parameters.size(); ++i) {
    const Type* type = scope.call->parameters[i];
    lowering_.bind(scope.call->declaration->params[i].name.text,
                   lowering_.slots(type, Base::Event, offset));
    offset += type->size();
  }
  return offset - scope.arguments_offset;
}

/// The class of an event says which alternative it has, and perhaps which member of an enum in it.
void RuleBinder::know_alternative(Value& value, int tag, int payload) const {
  const Type* type = value.type;
  value.leaves[0] = model_.nodes.constant(type->leaves[0], {1ULL << tag, 0});
  const auto& alternative = type->alternatives[static_cast<std::size_t>(tag)];
  if (payload < 0 || alternative.payload.size() != 1) return;
  const Leaf& leaf = alternative.payload[0]->leaves[0];
  const Node*& held = value.leaves[static_cast<std::size_t>(alternative.offset)];
  if (leaf.kind == LeafKind::Choice) held = model_.nodes.constant(leaf, {1ULL << payload, 0});
  else if (payload == kZero) held = model_.nodes.constant(leaf, {0, 1});
}

void RuleBinder::bind_observation(const ObservationInfo& observation, const ast::RuleDecl& rule,
                                  int tag, int payload) const {
  const bool of_task = model_.subject(rule.params) == model_.task;
  if (!of_task)
    for (const ast::Param& param : rule.params)
      lowering_.bind(param.name.text, lowering_.entity(model_.stream, Base::Task));
  bool first_task = true;
  for (std::size_t i = 0; i < observation.parameters.size(); ++i) {
    const Type* type = observation.parameters[i];
    Value value;
    if (type->kind == TypeKind::Entity) {
      if (!of_task) continue;
      value = lowering_.entity(type, first_task ? Base::Task : Base::ChildTask);
      first_task = false;
    } else {
      value = lowering_.slots(type, Base::Event, observation.offsets[i]);
      if (type->kind == TypeKind::Union && !type->is_option && tag >= 0)
        know_alternative(value, tag, payload);
    }
    lowering_.bind(observation.declaration->params[i].name.text, std::move(value));
  }
}

void RuleBinder::compile(RuleId id, const ast::RuleDecl& rule, std::vector<Literal>& literals,
                         std::vector<CompiledEffect>& effects) const {
  if (rule.shows) {
    const ObservationInfo& observation =
        model_.observations[static_cast<std::size_t>(
            model_.observation(rule.shows->observation.text))];
    for (std::size_t i = 0; i < rule.shows->arguments.size(); ++i) {
      const ast::Pattern& p = rule.shows->arguments[i];
      const Type* type = observation.parameters[i];
      // The observation's parameter under its declared name is what the pattern looks at.
      ast::Expr parameter;
      parameter.kind = ast::Expr::Kind::Name;
      parameter.text = observation.declaration->params[i].name.text;
      parameter.span = p.span;
      if (p.kind == ast::Pattern::Kind::Any || p.kind == ast::Pattern::Kind::AnyCall) continue;
      if (type->kind == TypeKind::Entity && model_.subject(rule.params) != model_.task) {
        lowering_.error(p.span, "a rule about a " + model_.stream->name + " knows no task",
                        "write '_'");
        continue;
      }
      const Value value = lowering_.expression(parameter, nullptr);
      if (type->kind == TypeKind::Call) continue;  // decided by the class
      if (type->kind == TypeKind::Entity) {
        if (p.kind == ast::Pattern::Kind::Name) lowering_.bind(p.text, value);
        continue;
      }
      const bool names_whole = p.kind == ast::Pattern::Kind::Name && type->member(p.text) < 0 &&
                               type->alternative(p.text) < 0 && type->kind != TypeKind::Bool;
      if (names_whole) {
        lowering_.bind(p.text, value);
        continue;
      }
      Literal literal;
      literal.node = lowering_.pattern(p, value);
      literal.shown = true;
      literal.owner = id;
      literal.left = value;
      if (literal.node->op != Op::Const || literal.node->constant.a != kTrue)
        literals.push_back(std::move(literal));
    }
  }
  // `when` first: what it binds, `with` may name.
  for (const ast::Expr& when : rule.when) lowering_.guard(when, false, id, literals);
  for (const ast::Expr& with : rule.with) lowering_.guard(with, true, id, literals);
  lowering_.effects(rule.effects, effects);
}

bool RuleBinder::names_call(const ast::Pattern& p, const ClassKey& key) const {
  using Kind = ast::Pattern::Kind;
  const auto is_key = [&](const std::string& name) {
    return key.call >= 0 && model_.call_id(name) == key.call;
  };
  switch (p.kind) {
    case Kind::AnyCall:
      return std::none_of(p.names.begin(), p.names.end(),
                          [&](const ast::Name& n) { return is_key(n.text); });
    case Kind::OneOf:
      return std::any_of(p.args.begin(), p.args.end(),
                         [&](const ast::Pattern& part) { return names_call(part, key); });
    case Kind::Name: return is_key(p.text);
    default: return true;
  }
}

std::vector<int> RuleBinder::named_calls(const ast::RuleDecl& rule) const {
  std::vector<int> calls;
  const auto add = [&](const std::string& name) {
    if (const int call = model_.call_id(name); call >= 0) calls.push_back(call);
  };
  const auto visit = [&](const ast::Pattern& p, auto&& self) -> void {
    if (p.kind == ast::Pattern::Kind::Name) add(p.text);
    for (const ast::Name& name : p.names) add(name.text);
    for (const ast::Pattern& part : p.args) self(part, self);
  };
  for (const ast::Pattern& p : rule.shows->arguments) visit(p, visit);
  return calls;
}

bool RuleBinder::names_payload(const ast::Pattern& p, const Type* type, int payload) const {
  using Kind = ast::Pattern::Kind;
  switch (p.kind) {
    case Kind::OneOf:
      return std::any_of(p.args.begin(), p.args.end(), [&](const ast::Pattern& part) {
        return names_payload(part, type, payload);
      });
    case Kind::Name: return type->member(p.text) < 0 || type->member(p.text) == payload;
    case Kind::Int:
      return type->kind != TypeKind::Opaque || (p.text == "0") == (payload == kZero);
    default: return true;
  }
}

bool RuleBinder::names_tag(const ast::Pattern& p, const Type* type, const ClassKey& key) const {
  using Kind = ast::Pattern::Kind;
  switch (p.kind) {
    case Kind::OneOf:
      return std::any_of(p.args.begin(), p.args.end(), [&](const ast::Pattern& part) {
        return names_tag(part, type, key);
      });
    case Kind::Name: {
      const int i = type->alternative(p.text);
      return i < 0 || i == key.tag;
    }
    case Kind::Construct: {
      if (type->alternative(p.text) != key.tag) return false;
      const auto& payload = type->alternatives[static_cast<std::size_t>(key.tag)].payload;
      return key.payload < 0 || payload.size() != 1 || p.args.size() != 1 ||
             names_payload(p.args[0], payload[0], key.payload);
    }
    default: return true;
  }
}

bool RuleBinder::can_show(const ast::RuleDecl& rule, const ClassKey& key) const {
  const auto& observation = model_.observations[static_cast<std::size_t>(key.observation)];
  for (std::size_t i = 0;
       i < rule.shows->arguments.size() && i < observation.parameters.size(); ++i) {
    const Type* type = observation.parameters[i];
    if (type->kind == TypeKind::Call && !names_call(rule.shows->arguments[i], key)) return false;
    if (type->kind == TypeKind::Union && !type->is_option && key.tag >= 0 &&
        !names_tag(rule.shows->arguments[i], type, key))
      return false;
  }
  return true;
}

void RuleBinder::check_shows(const ast::Shows& shows, const ObservationInfo& observation) const {
  if (shows.arguments.size() > observation.parameters.size())
    lowering_.error(shows.span, "found " + std::to_string(shows.arguments.size()) +
                                    " arguments, expected at most " +
                                    std::to_string(observation.parameters.size()) + " for '" +
                                    observation.name + "'");
  std::vector<std::string_view> calls;
  for (const CallInfo& call : model_.calls) calls.push_back(call.name);
  const auto check_name = [&](const std::string& name, Span span) {
    if (model_.call_id(name) >= 0) return;
    const auto suggestion = closest(name, calls);
    lowering_.error(span, "unknown call '" + name + "'", {},
                    suggestion.empty() ? "" : "did you mean '" + std::string(suggestion) + "'?");
  };
  for (std::size_t i = 0;
       i < shows.arguments.size() && i < observation.parameters.size(); ++i) {
    if (observation.parameters[i]->kind != TypeKind::Call) continue;
    const ast::Pattern& p = shows.arguments[i];
    if (p.kind == ast::Pattern::Kind::Name) check_name(p.text, p.span);
    for (const ast::Name& name : p.names) check_name(name.text, name.span);
    if (p.kind == ast::Pattern::Kind::OneOf)
      for (const ast::Pattern& part : p.args) check_name(part.text, part.span);
  }
}

void RuleBinder::check(RuleId id) const {
  const RuleInfo& info = model_.rule(id);
  const ast::RuleDecl& rule = *info.rule;
  const auto mark = lowering_.mark();
  std::vector<Literal> literals;
  std::vector<CompiledEffect> effects;
  if (!rule.shows) {
    if (!rule.internal)
      lowering_.error(rule.name.span, "the rule shows nothing and is not 'internal'");
    bool first_task = true;
    for (const ast::Param& param : rule.params) {
      const Type* type = lowering_.type(param.type);
      const Base base = first_task ? Base::Task : Base::ChildTask;
      if (type == model_.task) first_task = false;
      lowering_.bind(param.name.text, type == model_.task ? lowering_.entity(type, base)
                                                          : lowering_.slots(type, Base::Local, 0));
    }
    compile(id, literals, effects);
    lowering_.drop_to(mark);
    return;
  }
  const int observation = model_.observation(rule.shows->observation.text);
  if (observation < 0) {
    std::vector<std::string_view> names;
    for (const auto& known : model_.observations) names.push_back(known.name);
    const auto suggestion = closest(rule.shows->observation.text, names);
    lowering_.error(rule.shows->observation.span,
                    "unknown observation '" + rule.shows->observation.text + "'", {},
                    suggestion.empty() ? "" : "did you mean '" + std::string(suggestion) + "'?");
    return;
  }
  const ObservationInfo& shown = model_.observations[static_cast<std::size_t>(observation)];
  check_shows(*rule.shows, shown);
  CallScope scope;
  scope.arguments_offset = shown.size;
  if (info.call) {
    scope.id = model_.call_id(info.call->names[0].text);
    if (scope.id >= 0) {
      scope.call = &model_.calls[static_cast<std::size_t>(scope.id)];
      bind_arguments(scope);
    }
  }
  lowering_.set_call(scope);
  if (rule.shows->arguments.size() <= shown.parameters.size()) {
    bind_observation(shown, rule, -1);
    compile(id, literals, effects);
  }
  lowering_.set_call({});
  lowering_.drop_to(mark);
}

}  // namespace sigspec
