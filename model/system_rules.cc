// Instantiates the rules of a scenario: its own, those of Linux, and both together.
#include <algorithm>

#include "model/closed.h"
#include "model/program.h"
#include "model/system_builder.h"

namespace sigspec {

namespace {

constexpr int kStepsMax = 20000;  // a scenario with more is no story any more

/// Does the condition leave one value of a slot of the event? Which? `bound`: a number, what that
/// comes to in the state.
struct Pin {
  int slot = -1;
  Cell value{};
  const Node* bound = nullptr;
};

bool reads_event(const Node* node) {
  bool found = false;
  for_each_read(node, [&](const Node& read) { found = found || read.base == Base::Event; });
  return found;
}

Pin pinned(const Node* node) {
  const auto is_open = [](const Node* n) { return n->op == Op::Slot && n->base == Base::Event; };
  if (is_open(node)) return {node->offset, {kTrue, 0}};
  if (node->op == Op::Not && is_open(node->a)) return {node->a->offset, {kFalse, 0}};
  const bool single = (node->constant.a & (node->constant.a - 1)) == 0;
  if (node->op == Op::Among && is_open(node->a) && single)
    return {node->a->offset, {node->constant.a, 0}};
  if (node->op == Op::Equal && node->a->kind == LeafKind::Number)
    for (const auto& [open, known] : {std::pair{node->a, node->b}, std::pair{node->b, node->a}}) {
      if (!is_open(open)) continue;
      if (known->op == Op::Const) return {open->offset, known->constant};
      if (!reads_event(known)) return {open->offset, {}, known};
    }
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
  const int call = named_call(rule);
  for (Used& used : used_) {
    if (!show_the_same(rule, *used.info)) continue;
    any = used.goes_with_own = true;
    // An event that a clause of its call is about no general rule explains alone.
    if (call >= 0 && !used.info->call &&
        std::any_of(used_.begin(), used_.end(), [&](const Used& other) {
          return other.info->call && show_the_same(rule, *other.info);
        }))
      continue;
    for (const std::vector<RuleId>& rules : ways(*used.info)) join(rule, id, used, call, rules);
  }
  if (!any)
    lowering_.error(rule.shows->span, "no rule that the scenario uses shows '" +
                                          rule.shows->observation.text + "'");
}

/// The call that the rule's `shows` names; -1: any.
int SystemBuilder::named_call(const ast::RuleDecl& rule) const {
  for (const ast::Pattern& p : rule.shows->arguments)
    if (p.kind == ast::Pattern::Kind::Name)
      if (const int call = model_.call_id(p.text); call >= 0) return call;
  return -1;
}

/// Is there an event that both are about, by what they say in `shows`?
bool SystemBuilder::show_the_same(const ast::RuleDecl& rule, const RuleInfo& other) {
  if (!other.rule->shows || other.rule->shows->observation.text != rule.shows->observation.text)
    return false;
  ClassKey key{model_.observation(rule.shows->observation.text), named_call(rule), -1, -1};
  const auto is_named = [&](const ast::Name& n) { return model_.call_id(n.text) == key.call; };
  if (key.call < 0 && other.call) key.call = model_.call_id(other.call->names[0].text);
  else if (key.call < 0) key.call = named_call(*other.rule);
  else if (other.call && std::none_of(other.call->names.begin(), other.call->names.end(), is_named))
    return false;
  const RuleBinder binder(model_, lowering_);
  std::size_t tags = 1;
  for (const Type* type :
       model_.observations[static_cast<std::size_t>(key.observation)].parameters)
    if (type->kind == TypeKind::Union && !type->is_option) tags = type->alternatives.size();
  for (std::size_t tag = 0; tag < tags; ++tag) {
    if (tags > 1) key.tag = static_cast<int>(tag);
    if (binder.can_show(rule, key) && binder.can_show(*other.rule, key)) return true;
  }
  return false;
}

void SystemBuilder::join(const ast::RuleDecl& rule, int id, const Used& used, int call,
                         const std::vector<RuleId>& rules) {
  const Instances::Of& tasks = *scenario_.instances.of_entity(model_.task);
  const ObservationInfo& observation = shown_by(rule);
  Step step;
  step.rule = id;
  step.also = used.id;
  step.name = rule.name.text + ", " + used.info->name;
  each_instance(rule, std::move(step), [&](Step& made, OpenValues& more) {
    const auto mark = lowering_.mark();
    Shown shown{-1, open_values(observation, tasks, 0, made, more), {}, {}};
    if (call < 0 && used.info->call) call = model_.call_id(used.info->call->names[0].text);
    if (call >= 0) open_call(call, shown, made, more);
    // What the scenario says of the event is known while the rule of Linux is made ready.
    OpenValues scratch = more;
    std::vector<Literal> literals;
    lowering_.set_open_values(&scratch);
    const bool possible = bind_own(rule, shown, literals) && take_guards(made, literals);
    lowering_.drop_to(mark);
    if (!possible) return false;
    made.guards.clear();
    for (const Literal& literal : literals) {
      const Pin pin = pinned(literal.node);
      if (pin.bound) {
        for (OpenSlot& slot : made.open)
          if (slot.slot == pin.slot && !slot.low) slot.low = slot.high = pin.bound;
      } else if (pin.slot >= 0) {
        for (auto* values : {&shown.values, &shown.arguments})
          for (Value& value : *values)
            for (const Node*& leaf : value.leaves)
              if (leaf->op == Op::Slot && leaf->base == Base::Event && leaf->offset == pin.slot)
                leaf = model_.nodes.constant({leaf->kind, leaf->choices, nullptr}, pin.value);
      }
    }
    literals.clear();
    lowering_.set_open_values(&more);
    bind_own(rule, shown, literals);
    lowering_.effects(rule.effects, made.effects);
    lowering_.drop_to(mark);
    lowering_.set_own_task(shown.task);
    bind_shown(observation, shown.values);
    bind_arguments(shown);
    lowering_.set_call(shown.call);
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
  bind_arguments(shown, &rule);
  bind_shown(shown_by(rule), shown.values, &rule);
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
    } else if (is_name && value.type->kind != TypeKind::Call && value.type->member(p.text) < 0 &&
               value.type->alternative(p.text) < 0) {
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
    const ObservationInfo& shown = shown_by(*info.rule);
    bind_shown(shown, open_values(shown, tasks, task, step, open));
  } else {
    for (const ast::Param& param : info.rule->params)
      lowering_.bind(param.name.text, lowering_.instance(tasks, task));
  }
  if (info.call) {
    Shown shown;
    open_call(model_.call_id(info.call->names[0].text), shown, step, open);
    bind_arguments(shown);
    lowering_.set_call(shown.call);
  }
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

/// The arguments of the call, whatever they are.
void SystemBuilder::open_call(int call, Shown& shown, Step& step, OpenValues& open) {
  shown.call.id = call;
  shown.call.call = &model_.calls[static_cast<std::size_t>(call)];
  shown.call.arguments_offset = open.next;
  const auto& parameters = shown.call.call->parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    shown.arguments.push_back(open_value(shown.call.call->declaration->params[i].name.text,
                                         parameters[i], step, open));
}

/// `but_not`: a rule whose parameters keep their names.
void SystemBuilder::bind_arguments(const Shown& shown, const ast::RuleDecl* but_not) {
  for (std::size_t i = 0; i < shown.arguments.size(); ++i)
    if (const std::string& name = shown.call.call->declaration->params[i].name.text;
        !but_not || !is_parameter(*but_not, name))
      lowering_.bind(name, shown.arguments[i]);
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
    values.push_back(open_value(observation.declaration->params[i].name.text, type, step, open));
  }
  return values;
}

Value SystemBuilder::open_value(const std::string& name, const Type* type, Step& step,
                                OpenValues& open) {
  Value value{type, {}, false, Base::Event, open.next};
  for (const Leaf& leaf : type->leaves) {
    OpenSlot slot{name, leaf, open.next++, {}, {}};
    value.leaves.push_back(model_.nodes.slot(leaf, Base::Event, slot.slot));
    step.open.push_back(std::move(slot));
  }
  return value;
}

const ObservationInfo& SystemBuilder::shown_by(const ast::RuleDecl& rule) const {
  return model_.observations[static_cast<std::size_t>(
      model_.observation(rule.shows->observation.text))];
}

void SystemBuilder::bind_shown(const ObservationInfo& observation,
                               const std::vector<Value>& values, const ast::RuleDecl* but_not) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const std::string& name = observation.declaration->params[i].name.text;
        !but_not || (!is_parameter(*but_not, name) && values[i].type->kind != TypeKind::Entity))
      lowering_.bind(name, values[i]);
}

}  // namespace sigspec
