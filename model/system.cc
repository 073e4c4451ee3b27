// Instantiates a scenario's entities, and what is claimed of them. What it can do: system_rules.cc.
#include "model/system.h"

#include <algorithm>
#include <cctype>

#include "model/rows.h"
#include "model/system_builder.h"

namespace sigspec {

SystemBuilder::SystemBuilder(const Model& model, const ScenarioInfo& scenario,
                             std::string_view variant, Version kernel, Diagnostics* diagnostics)
    : model_(model), scenario_(scenario), kernel_(kernel), lowering_(model, kernel, diagnostics) {
  system_.scenario = &scenario;
  lowering_.set_asked(&system_.asked);
  system_.variant = variant;
  lowering_.enter_scenario(&scenario);  // so that what follows may name its entities
  bind_names(variant);
  lowering_.enter_scenario(&scenario);
  restrict_signals();
  lay_out();
  find_begins();
}

System SystemBuilder::build() {
  const ast::ScenarioDecl& decl = *scenario_.declaration;
  initial();
  add_rules();
  for (const ast::Property& property : decl.properties) add_property(property);
  for (const ast::Named& hint : decl.proofs) add_hint(hint);
  check_expects();
  check_hints();
  return std::move(system_);
}

void SystemBuilder::bind_names(std::string_view variant) {
  const Instances& instances = scenario_.instances;
  if (const int i = instances.variants->member(variant); i >= 0) {
    Value value{instances.variants, {}, false, Base::Local, 0};
    value.leaves.push_back(model_.nodes.constant(instances.variants->leaves[0], {1ULL << i, 0}));
    lowering_.bind("variant", std::move(value));
  }
  for (const Instances::Of& of : instances.entities) {
    for (int i = 0; i < of.count; ++i)
      lowering_.bind(of.names->members[static_cast<std::size_t>(i)].name,
                     lowering_.instance(of, i));
  }
  for (const Instances::Constant& constant : instances.constants)
    lowering_.bind(constant.name,
                   lowering_.slots(model_.types.number(), Base::Task, constant.offset));
}

/// `with signals {...}`: parameters and what is left open range over these only.
void SystemBuilder::restrict_signals() {
  const auto& names = scenario_.declaration->with_signals;
  if (names.empty()) return;
  system_.signals = 0;
  for (const ast::Name& name : names) {
    ast::Expr use;
    use.kind = ast::Expr::Kind::Name;
    use.text = name.text;
    use.span = name.span;
    const Value value = lowering_.expression(use, system_.restricted);
    if (value.type->kind != TypeKind::Enum) continue;  // told
    system_.restricted = value.type;
    system_.signals |= value.leaves[0]->constant.a;
  }
}

void SystemBuilder::lay_out() {
  const Instances& instances = scenario_.instances;
  system_.slots.resize(static_cast<std::size_t>(instances.size));
  const auto place = [&](std::string name, const Type* type, int offset) {
    std::copy(type->leaves.begin(), type->leaves.end(), system_.slots.begin() + offset);
    system_.places.push_back({std::move(name), type, offset});
  };
  for (const Instances::Of& of : instances.entities)
    for (int i = 0; i < of.count; ++i) {
      const std::string& owner = of.names->members[static_cast<std::size_t>(i)].name;
      const int base = Instances::offset_of(of, i);
      for (const RecordField& field : of.entity->fields) {
        const Type* type = field.type;
        if (type->kind != TypeKind::Array) {
          place(owner + "." + field.name, type, base + field.offset);
          continue;
        }
        for (std::size_t k = 0; k < type->index->members.size(); ++k)
          place(owner + "." + field.name + "[" + type->index->members[k].name + "]",
                type->element, base + field.offset + static_cast<int>(k) * type->element->size());
      }
    }
  for (const Instances::Constant& constant : instances.constants)
    place(constant.name, model_.types.number(), constant.offset);
}

/// Pre: where it is named, `begins NAME` is part of the model.
void SystemBuilder::find_begins() {
  for (const ast::Name& name : scenario_.declaration->uses)
    if (const auto found = model_.begins.find(name.text); found != model_.begins.end())
      begins_ = found->second;
  if (begins_ && model_.observer) know_observer();
}

void SystemBuilder::know_observer() {
  std::vector<const Node*> known(static_cast<std::size_t>(model_.observer->size()), nullptr);
  for (const ast::Effect& effect : begins_->effects) {
    if (!Lowering::is_of_observer(effect)) continue;
    const RecordField* field = model_.observer->field(effect.target.text);
    if (!field) continue;  // told where the declaration itself is checked
    const Value value = lowering_.expression(effect.value, field->type);
    std::copy(value.leaves.begin(), value.leaves.end(), known.begin() + field->offset);
  }
  lowering_.know_observer(std::move(known));
}

// ------------------------------------------------------------------------- open values

/// Takes what the lowering has left open since the step began.
void SystemBuilder::take_open(Step& step, OpenValues& open) {
  lowering_.set_open_values(nullptr);
  for (const OpenValues::Slot& slot : open.slots)
    step.open.push_back({{}, slot.leaf, slot.slot, {}, {}});
  system_.event_slots = std::max(system_.event_slots, open.next);
}

void SystemBuilder::initial() {
  OpenValues open;
  lowering_.set_open_values(&open);
  const ast::ScenarioDecl& decl = *scenario_.declaration;
  Step& step = system_.initial;
  for (const Instances::Constant& constant : scenario_.instances.constants) {
    // The three smallest sizes stand for all where there are any.
    constexpr std::int64_t kMoreSizes = 2;
    OpenSlot slot{constant.name, model_.types.number()->leaves[0], open.next++, {}, {}};
    slot.low = number(constant.low);
    slot.high = number(constant.high.value_or(constant.low + kMoreSizes));
    CompiledEffect assign;
    assign.targets = {model_.nodes.slot(slot.leaf, Base::Task, constant.offset)};
    assign.values = {model_.nodes.slot(slot.leaf, Base::Event, slot.slot)};
    step.open.push_back(std::move(slot));
    step.effects.push_back(std::move(assign));
  }
  if (begins_) begin_tasks(step);
  for (const ast::EntityDecl& object : decl.objects)
    for (const ast::Field& field : object.fields)
      if (field.initial) initial_value(object.name.text, field);
  lowering_.effects(decl.initially, step.effects);
  take_open(step, open);
}

void SystemBuilder::begin_tasks(Step& step) {
  const Instances::Of* tasks = scenario_.instances.of_entity(model_.task);
  for (int i = 0; tasks && i < tasks->count; ++i) {
    const auto mark = lowering_.mark();
    for (const ast::Param& param : begins_->params)
      lowering_.bind(param.name.text, lowering_.instance(*tasks, i));
    lowering_.effects(begins_->effects, step.effects);
    lowering_.drop_to(mark);
  }
}

void SystemBuilder::initial_value(const std::string& object, const ast::Field& field) {
  const Instances::Of* of = scenario_.instances.find(object);
  const RecordField* f = of ? of->entity->field(field.name.text) : nullptr;
  if (!f) return;
  for (int i = 0; i < of->count; ++i) {
    const int offset = Instances::offset_of(*of, i) + f->offset;
    const Type* type = f->type->kind == TypeKind::Array ? f->type->element : f->type;
    const int times = f->type->size() / std::max(1, type->size());
    for (int k = 0; k < times; ++k) {
      const Value value = lowering_.expression(*field.initial, type);
      if (value.type != type) {
        if (value.type != model_.types.error())
          lowering_.error(field.initial->span,
                          "found " + value.type->name + ", expected " + type->name);
        return;
      }
      CompiledEffect assign;
      assign.targets = lowering_.slots(type, Base::Task, offset + k * type->size()).leaves;
      assign.values = value.leaves;
      system_.initial.effects.push_back(std::move(assign));
    }
  }
}

const Node* SystemBuilder::number(std::int64_t n) const {
  return model_.nodes.constant(model_.types.number()->leaves[0], Partly::number(n));
}

// ------------------------------------------------------------------------- parameters

const Node* SystemBuilder::bound(const std::string& text, Span span) {
  ast::Expr e;
  e.kind = !text.empty() && std::isdigit(static_cast<unsigned char>(text[0]))
               ? ast::Expr::Kind::Int
               : ast::Expr::Kind::Name;
  e.text = text;
  e.span = span;
  const Value value = lowering_.expression(e, model_.types.number());
  return value.leaves.empty() ? number(0) : value.leaves[0];
}

/// The rows of the restart table, those that say the same together.
std::vector<std::pair<Value, std::string>> SystemBuilder::rows(const Type* type) {
  std::vector<std::pair<Value, std::string>> found;
  std::vector<int> alike;
  for (const RuleInfo& row : model_.rules) {
    if (!row.row || !holds_at(*row.clauses, kernel_)) continue;
    Value value = lowering_.expression(row_as_record(model_, lowering_.said_by(row)), type);
    const auto known = std::find_if(found.begin(), found.end(), [&](const auto& other) {
      return other.first.leaves == value.leaves;
    });
    if (known == found.end()) {
      found.emplace_back(std::move(value), row.name);
      alike.push_back(0);
      system_.asked.insert(row.row);
    } else {
      ++alike[static_cast<std::size_t>(known - found.begin())];
    }
  }
  for (std::size_t i = 0; i < found.size(); ++i)
    if (alike[i] > 0) found[i].second += " and " + std::to_string(alike[i]) + " like it";
  return found;
}

/// Calls `then(bindings)` for every way to fill in the parameters from the `at`th on.
void SystemBuilder::instantiate(const std::vector<ast::Param>& params, std::size_t at,
                                Bindings& bindings, Step* step, OpenValues& open,
                                const std::function<void()>& then) {
  if (at == params.size()) return then();
  const ast::Param& param = params[at];
  const auto next = [&](Value value, std::string shown) {
    const auto mark = lowering_.mark();
    lowering_.bind(param.name.text, std::move(value));
    bindings.push_back({param.name.text, std::move(shown)});
    instantiate(params, at + 1, bindings, step, open, then);
    bindings.pop_back();
    lowering_.drop_to(mark);
  };
  const Type* type = lowering_.type(param.type);
  if (step && type->kind == TypeKind::Record && type->name == kRowType) {
    for (auto& [value, shown] : rows(type)) next(std::move(value), std::move(shown));
    return;
  }
  if (const Instances::Of* of = scenario_.instances.of_entity(type)) {
    for (int i = 0; i < of->count; ++i)
      next(lowering_.instance(*of, i), of->names->members[static_cast<std::size_t>(i)].name);
    return;
  }
  if (type->kind == TypeKind::Enum || type->kind == TypeKind::Bool) {
    const std::uint64_t choices = system_.choices(type->leaves[0]);
    for (std::uint64_t rest = choices; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::size_t>(__builtin_ctzll(rest));
      Value value{type, {}, false, Base::Local, 0};
      value.leaves.push_back(model_.nodes.constant(type->leaves[0], {1ULL << i, 0}));
      next(std::move(value),
           type->kind == TypeKind::Bool ? (i ? "true" : "false") : type->members[i].name);
    }
    return;
  }
  const bool range = param.type.kind == ast::Type::Kind::Range;
  if (!step || (!range && type->kind != TypeKind::Set)) {
    if (type != model_.types.error())
      lowering_.error(param.span, "found " + type->name +
                                      ", expected a parameter with few values: entities, "
                                      "members, a range or a set");
    return;
  }
  OpenSlot slot{param.name.text, type->leaves[0], open.next++, {}, {}};
  if (range) {
    slot.low = bound(param.type.low, param.type.span);
    slot.high = bound(param.type.high, param.type.span);
  }
  const std::size_t before = step->open.size();
  step->open.push_back(slot);
  const auto mark = lowering_.mark();
  lowering_.bind(param.name.text, lowering_.slots(type, Base::Event, slot.slot));
  instantiate(params, at + 1, bindings, step, open, then);
  lowering_.drop_to(mark);
  step->open.resize(before);
}

// ------------------------------------------------------------------------- properties

void SystemBuilder::add_property(const ast::Property& property) {
  OpenValues open;
  Bindings bindings;
  instantiate(property.params, 0, bindings, nullptr, open, [&] {
    const auto mark = lowering_.mark();
    SystemProperty made;
    made.declaration = &property;
    made.bindings = bindings;
    made.left = lowering_.condition(property.left);
    if (property.right) made.right = lowering_.condition(*property.right);
    if (property.kind == "leads_to") made.antecedent = made.left;
    lowering_.drop_to(mark);
    if (property.left.kind == ast::Expr::Kind::Binary && property.left.text == "implies") {
      made.antecedent = lowering_.condition(property.left.args[0]);
      lowering_.drop_to(mark);
    }
    system_.properties.push_back(std::move(made));
  });
}

void SystemBuilder::add_hint(const ast::Named& hint) {
  OpenValues open;
  Bindings bindings;
  instantiate(hint.params, 0, bindings, nullptr, open, [&] {
    const auto mark = lowering_.mark();
    const bool counts = hint.kind == "rank";
    SystemHint made{&hint, bindings, nullptr, -1};
    if (hint.kind == "helpful") made.fair_class = helpful_class(hint, bindings);
    if (counts) {
      const Value value = lowering_.expression(hint.value, model_.types.number());
      made.node = value.leaves.empty() ? nullptr : value.leaves[0];
    } else {
      made.node = lowering_.condition(hint.value);
    }
    if (made.node) system_.hints.push_back(std::move(made));
    lowering_.drop_to(mark);
  });
}

/// `helpful t: forall t: Thread. ...` is about the class of a thread, `helpful NAME: ...` about
/// one that rules name, or about a rule that is fair by itself, with its parameters.
int SystemBuilder::helpful_class(const ast::Named& hint, const Bindings& bindings) const {
  std::string name = hint.name.text;
  const auto entity = std::find_if(bindings.begin(), bindings.end(),
                                   [&](const Binding& b) { return b.parameter == name; });
  const auto& rules = scenario_.declaration->rules;
  if (entity != bindings.end()) name = entity->value;
  else if (std::any_of(rules.begin(), rules.end(),
                       [&](const auto& rule) { return rule.second.name.text == name; }))
    for (const Binding& b : bindings) name += " " + b.value;
  const auto& classes = system_.fair_classes;
  const auto known = std::find(classes.begin(), classes.end(), name);
  return known == classes.end() ? -1 : static_cast<int>(known - classes.begin());
}

void SystemBuilder::check_hints() {
  const ast::ScenarioDecl& decl = *scenario_.declaration;
  for (const ast::Named& hint : decl.proofs) {
    for (const ast::Name& name : hint.properties) {
      const auto property =
          std::find_if(decl.properties.begin(), decl.properties.end(),
                       [&](const ast::Property& p) { return p.name.text == name.text; });
      if (property == decl.properties.end())
        lowering_.error(name.span, "unknown property '" + name.text + "'");
    }
    const std::string& name = hint.name.text;
    const bool is_class =
        std::any_of(hint.params.begin(), hint.params.end(),
                    [&](const ast::Param& p) { return p.name.text == name; }) ||
        std::any_of(decl.rules.begin(), decl.rules.end(), [&](const auto& rule) {
          return rule.second.fair && (*rule.second.fair == name || rule.second.name.text == name);
        });
    if (hint.kind == "helpful" && !is_class)
      lowering_.error(hint.name.span, "no rule is fair in the class '" + name + "'");
  }
}

void SystemBuilder::check_expects() {
  const ast::ScenarioDecl& decl = *scenario_.declaration;
  const auto has = [](const auto& list, const std::string& text) {
    return std::any_of(list.begin(), list.end(),
                       [&](const ast::Name& n) { return n.text == text; });
  };
  std::vector<ast::Name> properties;
  for (const ast::Property& property : decl.properties) properties.push_back(property.name);
  for (const ast::Expect& expect : decl.expects) {
    if (!has(decl.variants, expect.value.text) && !decl.variants.empty())
      lowering_.error(expect.value.span, "unknown variant '" + expect.value.text + "'");
    for (const ast::Name& property : expect.properties)
      if (!has(properties, property.text))
        lowering_.error(property.span, "unknown property '" + property.text + "'");
  }
}
bool SystemProperty::is_safety() const {
  return declaration->kind == "always" || declaration->kind == "never";
}

bool SystemHint::is_for(const SystemProperty& property) const {
  const auto& names = declaration->properties;
  if (!names.empty() && std::none_of(names.begin(), names.end(), [&](const ast::Name& name) {
        return name.text == property.declaration->name.text;
      }))
    return false;
  return std::all_of(bindings.begin(), bindings.end(), [&](const Binding& mine) {
    return std::all_of(property.bindings.begin(), property.bindings.end(), [&](const Binding& its) {
      return its.parameter != mine.parameter || its.value == mine.value;
    });
  });
}

System lower_scenario(const Model& model, const ScenarioInfo& scenario, std::string_view variant,
                      Version kernel, Diagnostics* diagnostics) {
  return SystemBuilder(model, scenario, variant, kernel, diagnostics).build();
}

}  // namespace sigspec
