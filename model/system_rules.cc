// Instantiates the rules of a scenario: its own, those of Linux, and both together.
#include <algorithm>

#include "model/closed.h"
#include "model/program.h"
#include "model/system_builder.h"

namespace sigspec {

namespace {

constexpr int kStepsMax = 20000;  // a scenario with more is no story any more

/// Does the condition leave one value of a slot of the event? Which?
struct Pin {
  int slot = -1;
  std::uint64_t member = 0;
};

Pin pinned(const Node* node) {
  const auto is_open = [](const Node* n) { return n->op == Op::Slot && n->base == Base::Event; };
  if (is_open(node)) return {node->offset, kTrue};
  if (node->op == Op::Not && is_open(node->a)) return {node->a->offset, kFalse};
  const bool single = (node->constant.a & (node->constant.a - 1)) == 0;
  if (node->op == Op::Among && is_open(node->a) && single)
    return {node->a->offset, node->constant.a};
  return {};
}

}  // namespace

/// Own rules stand first among the system's rules.
void SystemBuilder::add_rules() {
  const ast::ScenarioDecl& decl = *scenario_.declaration;
  for (const auto& [doc, rule] : decl.rules) add_rule(rule.name.text, doc);
  for (const ast::Name& name : decl.uses)
    if (!model_.begins.contains(name.text)) find_used(name);
  int id = 0;
  for (const auto& [doc, rule] : decl.rules) own_rule(rule, id++);
  for (const Used& used : used_)
    if (!used.goes_with_own) used_rule(used);
}

int SystemBuilder::add_rule(std::string name, const ast::Doc& doc) {
  system_.rules.push_back(std::move(name));
  system_.rule_docs.push_back(doc);
  return static_cast<int>(system_.rules.size()) - 1;
}

int SystemBuilder::fair_class(const ast::RuleDecl& rule, const Bindings& bindings) {
  if (!rule.fair) return -1;
  std::string name = *rule.fair;
  const auto entity = std::find_if(bindings.begin(), bindings.end(),
                                   [&](const Binding& b) { return b.parameter == name; });
  if (name.empty()) {  // every instance by itself
    name = rule.name.text;
    for (const Binding& b : bindings) name += " " + b.value;
  } else if (entity != bindings.end()) {
    name = entity->value;
  }
  const auto known = std::find(system_.fair_classes.begin(), system_.fair_classes.end(), name);
  if (known != system_.fair_classes.end())
    return static_cast<int>(known - system_.fair_classes.begin());
  system_.fair_classes.push_back(std::move(name));
  return static_cast<int>(system_.fair_classes.size()) - 1;
}

/// A step for each choice of the rule's parameters; `make` makes it, with values left open, or says
/// that it can never be taken.
void SystemBuilder::each_instance(
    const ast::RuleDecl& rule, Step step,
    const std::function<bool(Step& made, OpenValues& open)>& make) {
  OpenValues open;
  Bindings bindings;
  instantiate(rule.params, 0, bindings, &step, open, [&] {
    Step made = step;
    OpenValues more = open;
    const auto mark = lowering_.mark();
    lowering_.set_open_values(&more);
    made.bindings = bindings;
    if (make(made, more)) {
      made.fair_class = fair_class(rule, bindings);
      take_open(made, more);
      add_step(std::move(made), rule.span);
    }
    lowering_.set_open_values(nullptr);
    lowering_.drop_to(mark);
  });
}

void SystemBuilder::own_rule(const ast::RuleDecl& rule, int id) {
  if (rule.shows) return joined_rule(rule, id);
  Step step;
  step.rule = id;
  step.name = rule.name.text;
  each_instance(rule, std::move(step), [&](Step& made, OpenValues&) {
    std::vector<Literal> literals;
    for (const ast::Expr& when : rule.when) lowering_.guard(when, false, -1, literals);
    for (const ast::Expr& with : rule.with) lowering_.guard(with, false, -1, literals);
    if (!take_guards(made, literals)) return false;
    lowering_.effects(rule.effects, made.effects);
    return true;
  });
}

void SystemBuilder::joined_rule(const ast::RuleDecl& rule, int id) {
  bool any = false;
  for (Used& used : used_) {
    const ast::RuleDecl& other = *used.info->rule;
    if (!other.shows || other.shows->observation.text != rule.shows->observation.text) continue;
    any = used.goes_with_own = true;
    for (const std::vector<RuleId>& rules : ways(*used.info)) join(rule, id, used, rules);
  }
  if (!any)
    lowering_.error(rule.shows->span, "no rule that the scenario uses shows '" +
                                          rule.shows->observation.text + "'");
}

void SystemBuilder::join(const ast::RuleDecl& rule, int id, const Used& used,
                         const std::vector<RuleId>& rules) {
  const Instances::Of& tasks = *scenario_.instances.of_entity(model_.task);
  const ObservationInfo& observation = model_.observations[static_cast<std::size_t>(
      model_.observation(rule.shows->observation.text))];
  Step step;
  step.rule = id;
  step.also = used.id;
  step.name = rule.name.text + ", " + used.info->name;
  each_instance(rule, std::move(step), [&](Step& made, OpenValues& more) {
    const auto mark = lowering_.mark();
    Shown shown{-1, open_values(observation, tasks, 0, made, more)};
    // What the scenario says of the event is known while the rule of Linux is made ready.
    OpenValues scratch = more;
    std::vector<Literal> literals;
    lowering_.set_open_values(&scratch);
    const bool possible = bind_own(rule, shown, literals) && take_guards(made, literals);
    lowering_.drop_to(mark);
    if (!possible) return false;
    made.guards.clear();
    for (const Literal& literal : literals)
      if (const Pin pin = pinned(literal.node); pin.slot >= 0)
        for (Value& value : shown.values)
          for (const Node*& leaf : value.leaves)
            if (leaf->op == Op::Slot && leaf->base == Base::Event && leaf->offset == pin.slot)
              leaf = model_.nodes.constant({leaf->kind, leaf->choices, nullptr}, {pin.member, 0});
    literals.clear();
    lowering_.set_open_values(&more);
    bind_own(rule, shown, literals);
    lowering_.effects(rule.effects, made.effects);
    lowering_.drop_to(mark);
    lowering_.set_own_task(shown.task);
    bind_shown(observation, shown.values);
    if (used.info->call) bind_call(*used.info->call, made, more);
    compile(rules, made, literals);
    lowering_.set_call({});
    lowering_.set_own_task(-1);
    return take_guards(made, literals);
  });
}

bool SystemBuilder::is_parameter(const ast::RuleDecl& rule, const std::string& name) const {
  return std::any_of(rule.params.begin(), rule.params.end(),
                     [&](const ast::Param& param) { return param.name.text == name; });
}

/// Names of parameters stand for these in `shows`, and the task must be one of them or the only
/// one. Returns: false, with an error, if it is none.
bool SystemBuilder::bind_own(const ast::RuleDecl& rule, Shown& shown,
                             std::vector<Literal>& literals) {
  const std::vector<ast::Pattern>& patterns = rule.shows->arguments;
  for (std::size_t i = 0; i < patterns.size() && i < shown.values.size(); ++i) {
    const ast::Pattern& p = patterns[i];
    Value& value = shown.values[i];
    const bool is_name = p.kind == ast::Pattern::Kind::Name;
    if (is_name && (is_parameter(rule, p.text) || value.type->kind == TypeKind::Entity)) {
      ast::Expr use;
      use.kind = ast::Expr::Kind::Name;
      use.text = p.text;
      use.span = p.span;
      Value given = lowering_.expression(use, value.type);
      if (given.type != value.type) return false;
      value = std::move(given);
    } else if (p.kind == ast::Pattern::Kind::Any || p.kind == ast::Pattern::Kind::AnyCall) {
      continue;
    } else if (is_name && value.type->member(p.text) < 0 && value.type->alternative(p.text) < 0) {
      lowering_.bind(p.text, value);
    } else if (value.type->kind != TypeKind::Call) {
      Literal literal;
      literal.node = lowering_.pattern(p, value);
      literals.push_back(std::move(literal));
    }
  }
  const Instances::Of& tasks = *scenario_.instances.of_entity(model_.task);
  for (const Value& value : shown.values)
    if (value.type == model_.task && shown.task < 0)
      shown.task = Instances::index_of(tasks, value.offset);
  for (const ast::Expr& when : rule.when) lowering_.guard(when, false, -1, literals);
  for (const ast::Expr& with : rule.with) lowering_.guard(with, false, -1, literals);
  return true;
}

/// False: it can never be taken.
bool SystemBuilder::take_guards(Step& step, const std::vector<Literal>& literals) {
  for (const Literal& literal : literals) {
    const Node* node = literal.node;
    if (node->op == Op::Const && node->constant.a == kFalse) return false;
    step.guards.push_back(node);
  }
  return true;
}

void SystemBuilder::add_step(Step step, Span span) {
  if (const std::string found = find_outside(step); !found.empty()) {
    lowering_.error(span, "rule '" + step.name + "' " + found + ", which no scenario has");
    return;
  }
  if (system_.steps.size() < kStepsMax) system_.steps.push_back(std::move(step));
  else if (system_.steps.size() == kStepsMax)
    lowering_.error(span, "the rules have more than " + std::to_string(kStepsMax) + " instances");
}

void SystemBuilder::find_used(const ast::Name& name) {
  const auto info = std::find_if(
      model_.rules.begin(), model_.rules.end(), [&](const RuleInfo& r) {
        return r.rule && r.name == name.text && holds_at(*r.clauses, kernel_);
      });
  if (info == model_.rules.end()) {
    std::vector<std::string_view> names;
    for (const RuleInfo& r : model_.rules)
      if (r.rule) names.push_back(r.name);
    const auto suggestion = closest(name.text, names);
    lowering_.error(name.span, "unknown rule '" + name.text + "'", {},
                    suggestion.empty() ? "" : "did you mean '" + std::string(suggestion) + "'?");
    return;
  }
  if (!scenario_.instances.of_entity(model_.task)) {
    lowering_.error(name.span, "a scenario that uses rules of Linux needs a 'size Task'");
    return;
  }
  const int id = add_rule(info->name, info->doc);
  if (!is_about_one_task(*info->rule)) {
    lowering_.error(name.span, "rule '" + name.text + "' is not about one task alone");
    return;
  }
  used_.push_back({&*info, id, name.span, false});
}

std::vector<std::vector<RuleId>> SystemBuilder::ways(const RuleInfo& info) {
  const auto rule = static_cast<RuleId>(&info - model_.rules.data());
  if (!info.call) return {{rule}};
  std::vector<std::vector<RuleId>> found;
  for (const RuleId general : model_.general_rules)
    if (goes_together(model_.rule(general), info)) found.push_back({general, rule});
  return found;
}

void SystemBuilder::used_rule(const Used& used) {
  const Instances::Of& tasks = *scenario_.instances.of_entity(model_.task);
  for (int i = 0; i < tasks.count; ++i)
    for (const std::vector<RuleId>& rules : ways(*used.info))
      used_step(rules, used.id, used.span, tasks, i);
}

bool SystemBuilder::goes_together(const RuleInfo& general, const RuleInfo& clause) {
  if (!general.rule->shows || !general.view.empty() || !holds_at(*general.clauses, kernel_) ||
      general.rule->shows->observation.text != clause.rule->shows->observation.text)
    return false;
  const ClassKey key{model_.observation(clause.rule->shows->observation.text),
                     model_.call_id(clause.call->names[0].text), -1, -1};
  return RuleBinder(model_, lowering_).can_show(*general.rule, key);
}

/// `rules`: one rule, or a general rule and a clause; the last one gives the step its name.
void SystemBuilder::used_step(const std::vector<RuleId>& rules, int id, Span span,
                              const Instances::Of& tasks, int task) {
  const RuleInfo& info = model_.rule(rules.back());
  Step step;
  step.rule = id;
  step.name = info.name;
  step.bindings = {{"t", tasks.names->members[static_cast<std::size_t>(task)].name}};
  OpenValues open;
  const auto mark = lowering_.mark();
  lowering_.set_open_values(&open);
  lowering_.set_own_task(task);
  if (info.rule->shows) {
    const ObservationInfo& shown = model_.observations[static_cast<std::size_t>(
        model_.observation(info.rule->shows->observation.text))];
    bind_shown(shown, open_values(shown, tasks, task, step, open));
  } else {
    for (const ast::Param& param : info.rule->params)
      lowering_.bind(param.name.text, lowering_.instance(tasks, task));
  }
  if (info.call) bind_call(*info.call, step, open);
  std::vector<Literal> literals;
  compile(rules, step, literals);
  lowering_.set_call({});
  const bool possible = take_guards(step, literals);
  lowering_.set_own_task(-1);
  take_open(step, open);
  step.fair_class = linux_class(step.bindings[0].value);
  if (possible) add_step(std::move(step), span);
  lowering_.drop_to(mark);
}

/// A mutant of a rule stands in for it.
void SystemBuilder::compile(const std::vector<RuleId>& rules, Step& step,
                            std::vector<Literal>& literals) {
  for (const RuleId rule : rules) {
    const auto other = scenario_.rules.find(model_.rule(rule).name);
    const ast::RuleDecl& declaration =
        other == scenario_.rules.end() ? *model_.rule(rule).rule : *other->second;
    RuleBinder(model_, lowering_).compile(rule, declaration, literals, step.effects);
  }
}

/// The arguments of the call whose clause is used, whatever they are.
void SystemBuilder::bind_call(const ast::CallDecl& declaration, Step& step, OpenValues& open) {
  CallScope scope;
  scope.id = model_.call_id(declaration.names[0].text);
  scope.call = &model_.calls[static_cast<std::size_t>(scope.id)];
  scope.arguments_offset = open.next;
  RuleBinder(model_, lowering_).bind_arguments(scope);
  for (std::size_t i = 0; i < scope.call->parameters.size(); ++i)
    for (const Leaf& leaf : scope.call->parameters[i]->leaves)
      step.open.push_back({declaration.params[i].name.text, leaf, open.next++, {}, {}});
  lowering_.set_call(scope);
}

bool SystemBuilder::is_about_one_task(const ast::RuleDecl& rule) {
  if (!rule.shows)
    return rule.params.size() == 1 && lowering_.type(rule.params[0].type) == model_.task;
  const int shown = model_.observation(rule.shows->observation.text);
  const auto& parameters = model_.observations[static_cast<std::size_t>(shown)].parameters;
  return std::count_if(parameters.begin(), parameters.end(), [](const Type* type) {
           return type->kind == TypeKind::Entity;
         }) == 1;
}

/// What the kernel does for a task it does not put off for ever.
int SystemBuilder::linux_class(const std::string& task) {
  ast::RuleDecl rule;
  rule.fair = task;
  return fair_class(rule, {});
}

/// The task, and slots of the event for all that is left open.
std::vector<Value> SystemBuilder::open_values(const ObservationInfo& observation,
                                              const Instances::Of& tasks, int task, Step& step,
                                              OpenValues& open) {
  std::vector<Value> values;
  for (std::size_t i = 0; i < observation.parameters.size(); ++i) {
    const Type* type = observation.parameters[i];
    if (type->kind == TypeKind::Entity) {
      values.push_back(lowering_.instance(tasks, task));
      continue;
    }
    Value value{type, {}, false, Base::Event, open.next};
    for (const Leaf& leaf : type->leaves) {
      OpenSlot slot{observation.declaration->params[i].name.text, leaf, open.next++, {}, {}};
      value.leaves.push_back(model_.nodes.slot(leaf, Base::Event, slot.slot));
      step.open.push_back(std::move(slot));
    }
    values.push_back(std::move(value));
  }
  return values;
}

void SystemBuilder::bind_shown(const ObservationInfo& observation,
                               const std::vector<Value>& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    lowering_.bind(observation.declaration->params[i].name.text, values[i]);
}

}  // namespace sigspec
