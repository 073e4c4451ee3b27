// Lowers effects to assignments of leaves, and guards to literals.
#include <algorithm>
#include <utility>

#include "model/lower.h"
#include "model/partly.h"

namespace sigspec {

namespace {

/// Part of a candidate, where each slot has the line that last wrote it.
bool is_kept(Base base) {
  return base == Base::Task || base == Base::Process || base == Base::ChildTask ||
         base == Base::ChildProcess;
}

/// Most assignments give a record or an alternative that the rule says in full: a run of slots.
void note_constants(CompiledEffect& effect) {
  if (effect.targets.empty()) return;
  const Node& first = *effect.targets.front();
  if (!is_kept(first.base)) return;
  for (std::size_t i = 0; i < effect.targets.size(); ++i) {
    const Node &target = *effect.targets[i], &value = *effect.values[i];
    if (target.op != Op::Slot || target.offset != first.offset + static_cast<int>(i) ||
        value.op != Op::Const)
      return;
  }
  effect.base = first.base;
  effect.offset = first.offset;
  for (const Node* value : effect.values) effect.constants.push_back(value->constant);
}

bool is_everyone(const ast::Expr& e) {
  return e.kind == ast::Expr::Kind::Name && e.text == "everyone";
}

}  // namespace

void Lowering::effects(const std::vector<ast::Effect>& list, std::vector<CompiledEffect>& out) {
  const auto scope_mark = mark();
  const int locals_before = locals_;
  for (const ast::Effect& e : list) effect(e, out);
  locals_ = locals_before;
  drop_to(scope_mark);
}

void Lowering::effect(const ast::Effect& e, std::vector<CompiledEffect>& out) {
  using Kind = ast::Effect::Kind;
  switch (e.kind) {
    case Kind::Assign: return assign(e, out);
    case Kind::Push:
    case Kind::Pop: return stack_effect(e, out);
    case Kind::If: return if_effect(e, out);
    case Kind::ForEach: return for_each(e, out);
    case Kind::Choose: return choice_effect(e, out);
    case Kind::Let: return let(e, out);
    case Kind::Tell: return tell(e, out);
  }
}

/// The value now: what comes after may change what it was read from.
void Lowering::let(const ast::Effect& e, std::vector<CompiledEffect>& out) {
  Value value = expression(e.value, nullptr);
  const auto size = static_cast<int>(value.leaves.size());
  if (!value.is_place && value.type != model_.types.error()) {
    if (locals_ + size > kLocalSlots) {
      error(e.span, "more values are named here than there is room for");
    } else {
      const Value held = slots(value.type, Base::Local, locals_);
      locals_ += size;
      CompiledEffect hold;
      hold.targets = held.leaves;
      hold.values = value.leaves;
      out.push_back(std::move(hold));
      value = held;
    }
  }
  bind(e.name.text, std::move(value));
}

void Lowering::assign(const ast::Effect& e, std::vector<CompiledEffect>& out) {
  // `child.process := t.process`: the one assignment that is about identity.
  if (e.target.kind == ast::Expr::Kind::Field && model_.process &&
      e.target.text == "process") {
    CompiledEffect share;
    share.kind = CompiledEffect::Kind::Share;
    out.push_back(std::move(share));
    return;
  }
  const Value target = expression(e.target, nullptr);
  if (target.type == model_.types.error()) return;
  if (const RecordField* f = is_of_observer(e) ? model_.observer->field(e.target.text) : nullptr;
      f && is_known_of_observer(model_.observer, *f))
    return;  // it stays so
  if (e.target.kind == ast::Expr::Kind::Name) {
    error(e.target.span, "cannot be assigned to");
    return;
  }
  for (const Node* node : target.leaves)
    if (node->op != Op::Slot && node->op != Op::Indexed && node->op != Op::Top) {
      error(e.target.span, "cannot be assigned to");
      return;
    }
  CompiledEffect compiled;
  if (target.is_place) {
    const bool emptied = target.type->kind == TypeKind::Stack &&
                         e.value.kind == ast::Expr::Kind::Name && e.value.text == "none";
    const Value value = emptied ? unknown(target.type) : expression(e.value, target.type);
    if (!expect(value.type, target.type, e.value.span)) return;
    if (target.type->kind == TypeKind::Entity) {
      error(e.target.span, "cannot be assigned to");
      return;
    }
    const bool is_unknown = !value.is_place;
    for (int i = 0; i < target.type->size(); ++i) {
      const Leaf& l = target.type->leaves[static_cast<std::size_t>(i)];
      compiled.targets.push_back(model_.nodes.slot(l, target.base, target.offset + i));
      compiled.values.push_back(is_unknown ? model_.nodes.unknown(l)
                                           : model_.nodes.slot(l, value.base, value.offset + i));
    }
    if (emptied)  // no known element, and nothing below
      compiled.values[0] = model_.nodes.constant(target.type->leaves[0], {0, 1});
    note_constants(compiled);
    out.push_back(std::move(compiled));
    return;
  }
  const Value value = expression(e.value, target.type);
  if (!expect(value.type, target.type, e.value.span) || value.type == model_.types.error()) return;
  compiled.targets = target.leaves;
  compiled.values = value.leaves;
  note_constants(compiled);
  out.push_back(std::move(compiled));
}

bool Lowering::is_of_observer(const ast::Effect& e) {
  return e.kind == ast::Effect::Kind::Assign && e.target.kind == ast::Expr::Kind::Field &&
         e.target.args[0].kind == ast::Expr::Kind::Name && e.target.args[0].text == "observer";
}

void Lowering::stack_effect(const ast::Effect& e, std::vector<CompiledEffect>& out) {
  const Value stack = expression(e.target, nullptr);
  if (stack.type == model_.types.error()) return;
  if (stack.type->kind != TypeKind::Stack && stack.type->kind != TypeKind::Queue) {
    error(e.target.span, "found " + stack.type->name + ", expected a stack");
    return;
  }
  CompiledEffect compiled;
  compiled.base = stack.base;
  compiled.offset = stack.offset;
  compiled.size = stack.type->element->size();
  compiled.bound = stack.type->bound;
  compiled.kind = CompiledEffect::Kind::Pop;
  compiled.values = unknown(stack.type->element).leaves;  // equal states look equal
  if (e.kind == ast::Effect::Kind::Push) {
    compiled.kind = CompiledEffect::Kind::Push;
    const Value value = expression(e.value, stack.type->element);
    if (!expect(value.type, stack.type->element, e.value.span) ||
        value.type == model_.types.error())
      return;
    compiled.values = value.leaves;
  }
  out.push_back(std::move(compiled));
}

/// Arms become conditional values of their assignments, so that an unknown condition joins instead
/// of forking. The condition is looked at before the arm changes anything.
void Lowering::if_effect(const ast::Effect& e, std::vector<CompiledEffect>& out) {
  const auto scope_mark = mark();
  const Node* node = condition(e.value);
  const auto arm = [&](const std::vector<ast::Effect>& list, bool when) {
    std::vector<CompiledEffect> inner;
    effects(list, inner);
    CompiledEffect merged;
    merged.only_if = when ? node : model_.nodes.negation(node);
    if (settles(merged.only_if, false)) return;
    for (CompiledEffect& part : inner) {
      if (part.kind != CompiledEffect::Kind::Assign) {
        error(e.span, "only assignments can stand in an 'if'",
              "a push, pop or loop that happens only sometimes is a rule of its own");
        return;
      }
      for (std::size_t i = 0; i < part.targets.size(); ++i) {
        // A target may be assigned in several arms of an `if` within this arm.
        const Node* target = part.targets[i];
        const auto known = std::find(merged.targets.begin(), merged.targets.end(), target);
        const auto at = static_cast<std::size_t>(known - merged.targets.begin());
        const Node* before = known == merged.targets.end() ? target : merged.if_so[at];
        const Node* value =
            part.only_if ? model_.nodes.choose(part.only_if, part.if_so[i], before)
                         : part.values[i];
        if (known == merged.targets.end()) {
          merged.targets.push_back(target);
          merged.if_so.push_back(value);
        } else {
          merged.if_so[at] = value;
        }
      }
    }
    for (std::size_t i = 0; i < merged.targets.size(); ++i)
      merged.values.push_back(when
                                  ? model_.nodes.choose(node, merged.if_so[i], merged.targets[i])
                                  : model_.nodes.choose(node, merged.targets[i], merged.if_so[i]));
    const Node* holds = merged.only_if;
    const bool never = holds->op == Op::Const && Partly::is_false(holds->constant);
    if (!never && !merged.targets.empty()) out.push_back(std::move(merged));
  };
  // Both arms in one assignment would be needed if the then-arm changed what the condition reads.
  arm(e.body, true);
  drop_to(scope_mark);
  if (e.otherwise.empty()) return;
  const auto changed = out.empty() ? std::vector<const Node*>{} : out.back().targets;
  bool reads_changed = false;
  for_each_read(node, [&](const Node& read) {
    for (const Node* target : changed) reads_changed = reads_changed || &read == target;
  });
  if (reads_changed)
    error(e.value.span, "the condition reads what the first arm changes",
          "name its value with 'let' before the 'if'");
  arm(e.otherwise, false);
}

void Lowering::for_each(const ast::Effect& e, std::vector<CompiledEffect>& out) {
  const Type* over = type(e.param->type);
  const auto scope_mark = mark();
  if (const Instances::Of* of = instances_of(over)) return for_each_instance(e, *of, out);
  if (over == model_.task) {
    bind(e.param->name.text, entity(over, Base::ChildTask));
    CompiledEffect each;
    each.kind = CompiledEffect::Kind::EachTask;
    loop_body(e, each);
    if (e.has_value) each.only_if = same_for_all(condition(e.value));
    drop_to(scope_mark);
    out.push_back(std::move(each));
    return;
  }
  if (over->kind != TypeKind::Enum) {
    if (instances_) error(e.param->span, "found " + over->name + ", expected an object or an enum");
    bind(e.param->name.text, slots(over, Base::Local, 0));
    if (e.has_value) condition(e.value);
    std::vector<CompiledEffect> checked;
    effects(e.body, checked);
    drop_to(scope_mark);
    return;
  }
  CompiledEffect loop;
  loop.kind = CompiledEffect::Kind::ForEach;
  loop.base = Base::Local;
  loop.offset = locals_++;
  loop.count = static_cast<int>(over->members.size());
  bind(e.param->name.text, slots(over, Base::Local, loop.offset));
  loop_body(e, loop);
  drop_to(scope_mark);
  --locals_;
  out.push_back(std::move(loop));
}

/// Once for each: what one changes, the next may read.
void Lowering::for_each_instance(const ast::Effect& e, const Instances::Of& of,
                                 std::vector<CompiledEffect>& out) {
  for (int i = 0; i < of.count; ++i) {
    if (of.entity == model_.task && !is_neighbour(of, i)) continue;
    const auto scope_mark = mark();
    bind(e.param->name.text, instance(of, i));
    CompiledEffect one;
    loop_body(e, one);
    drop_to(scope_mark);
    out.insert(out.end(), one.body.begin(), one.body.end());
  }
}

/// Is it another task of the process of the one that the rule is about?
bool Lowering::is_neighbour(const Instances::Of& tasks, int index) const {
  if (own_task_ < 0) return true;
  const Instances::Of* processes = instances_of(model_.process);
  const auto process = [&](int task) {
    const int offset = Instances::offset_of(tasks, task);
    return processes ? instances_->parent_offset(tasks, *processes, offset) : 0;
  };
  return index != own_task_ && process(index) == process(own_task_);
}

/// nullptr if it asks about the task that is looked at.
const Node* Lowering::same_for_all(const Node* where) {
  bool same = true;
  for_each_read(where, [&](const Node& read) {
    same = same && read.base != Base::ChildTask && read.base != Base::ChildProcess;
  });
  return same ? where : nullptr;
}

/// Where the `where` does not hold, values stay as they are.
void Lowering::loop_body(const ast::Effect& e, CompiledEffect& loop) {
  const Node* where = e.has_value ? condition(e.value) : model_.nodes.boolean(true);
  effects(e.body, loop.body);
  for (CompiledEffect& part : loop.body) {
    if (part.kind != CompiledEffect::Kind::Assign) {
      error(e.span, "only assignments can stand in a 'for'");
      break;
    }
    part.constants.clear();
    if (!part.only_if) part.if_so = part.values;
    part.only_if = part.only_if ? model_.nodes.both(where, part.only_if) : where;
    for (std::size_t i = 0; i < part.targets.size(); ++i)
      part.values[i] = model_.nodes.choose(where, part.values[i], part.targets[i]);
  }
}

/// No engine chooses within a step: it is a parameter that says what is chosen. So far it is
/// checked only.
void Lowering::choice_effect(const ast::Effect& e, std::vector<CompiledEffect>& out) {
  if (instances_) error(e.span, "nothing is chosen here", "use a parameter of the rule");
  const auto scope_mark = mark();
  bind(e.param->name.text, slots(type(e.param->type), Base::Local, 0));
  if (e.has_value) condition(e.value);
  effects(e.body, out);
  drop_to(scope_mark);
}

/// A message: an observation that another task or process makes because of this event.
void Lowering::tell(const ast::Effect& e, std::vector<CompiledEffect>& out) {
  const auto scope_mark = mark();  // what the condition binds, target and arguments may name
  CompiledEffect compiled;
  compiled.kind = CompiledEffect::Kind::Tell;
  const Node* when = e.has_value ? condition(e.value) : model_.nodes.boolean(true);
  if (instances_ && (settles(when, false) || !is_heard(e.message->text)))
    return drop_to(scope_mark);
  const Type* identity = model_.types.identity();
  const Value target =
      is_everyone(e.target)
          ? leaf(identity, model_.nodes.constant(identity->leaves[0], {kEveryone, 1}))
          : expression(e.target, identity);
  if (expect(target.type, model_.types.identity(), e.target.span) &&
      message(*e.message, compiled)) {
    compiled.targets = target.leaves;
    compiled.values.push_back(when);
    if (target.type != model_.types.error()) out.push_back(std::move(compiled));
  }
  drop_to(scope_mark);
}

/// The observation that is told and its values; the one who is told is no argument.
/// Does a scenario use a rule that explains what is told? Else nobody in it hears it.
bool Lowering::is_heard(const std::string& observation) const {
  const auto& uses = scenario_->declaration->uses;
  return std::any_of(model_.rules.begin(), model_.rules.end(), [&](const RuleInfo& info) {
    return info.rule && info.rule->shows && info.rule->shows->observation.text == observation &&
           std::any_of(uses.begin(), uses.end(),
                       [&](const ast::Name& name) { return name.text == info.name; });
  });
}

bool Lowering::message(const ast::Expr& e, CompiledEffect& out) {
  out.offset = e.kind == ast::Expr::Kind::Apply ? model_.observation(e.text) : -1;
  if (out.offset < 0) {
    std::vector<std::string_view> names;
    for (const auto& known : model_.observations) names.push_back(known.name);
    const auto suggestion = closest(e.text, names);
    error(e.span, "found '" + e.text + "', expected an observation", {},
          suggestion.empty() ? "" : "did you mean '" + std::string(suggestion) + "'?");
    return false;
  }
  const ObservationInfo& told = model_.observations[static_cast<std::size_t>(out.offset)];
  if (e.args.size() + 1 != told.parameters.size()) {
    error(e.span, "found " + std::to_string(e.args.size()) + " arguments, expected " +
                      std::to_string(told.parameters.size() - 1) + " for '" + told.name + "'",
          "who is told stands before the observation");
    return false;
  }
  for (std::size_t i = 0; i < e.args.size(); ++i) {
    const Type* parameter = told.parameters[i + 1];
    const Value value = expression(e.args[i], parameter);
    if (!expect(value.type, parameter, e.args[i].span) || value.type == model_.types.error())
      return false;
    out.values.insert(out.values.end(), value.leaves.begin(), value.leaves.end());
  }
  return true;
}

namespace {

/// Both sides of these are told when they do not hold.
bool is_comparison(std::string_view op) {
  return op == "=" || op == "<" || op == "<=" || op == ">" || op == ">=";
}

}  // namespace

void Lowering::guard(const ast::Expr& e, bool shown, RuleId owner, std::vector<Literal>& out) {
  if (e.kind == ast::Expr::Kind::Binary && e.text == "and") {
    guard(e.args[0], shown, owner, out);
    guard(e.args[1], shown, owner, out);
    return;
  }
  Literal literal;
  literal.source = &e;
  literal.shown = shown;
  literal.owner = owner;
  const bool is_member = e.text == "in";
  if (e.kind == ast::Expr::Kind::Binary && (is_member || is_comparison(e.text))) {
    Sides both = sides(e);
    literal.node = truth_of(is_member ? membership(e, both) : comparison(e, both), e);
    literal.left = std::move(both.left);
    literal.right = std::move(both.right);
  } else {
    literal.node = condition(e);
  }
  if (literal.node->op == Op::Const && literal.node->constant.a == kTrue) return;
  out.push_back(std::move(literal));
}

}  // namespace sigspec
