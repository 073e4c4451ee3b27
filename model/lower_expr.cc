// Lowers names, literals, fields, conditionals and the other plain expressions.
#include <algorithm>
#include <utility>

#include "model/lower.h"

namespace sigspec {

namespace {

std::int64_t number_of(const std::string& text) {
  return static_cast<std::int64_t>(std::stoull(text, nullptr, 0));
}

}  // namespace

void Lowering::error(Span span, std::string message, std::string note, std::string suggestion) {
  if (!diagnostics_) return;
  // A function's body is lowered wherever it is applied: its faults are told once.
  for (const Diagnostic& told : *diagnostics_)
    if (told.span.file == span.file && told.span.begin == span.begin &&
        told.span.end == span.end && told.message == message)
      return;
  diagnostics_->push_back(
      {Severity::Error, span, std::move(message), std::move(note), std::move(suggestion)});
}

bool Lowering::enter(const void* declaration, Span use, std::string circle) {
  if (std::find(inlining_.begin(), inlining_.end(), declaration) != inlining_.end()) {
    error(use, std::move(circle), "the language has no recursion");
    return false;
  }
  inlining_.push_back(declaration);
  if (asked_) asked_->insert(declaration);
  return true;
}

Value Lowering::failure() const {
  return {model_.types.error(), {model_.nodes.unknown(model_.types.error()->leaves[0])}, false,
          Base::Local, 0};
}

Value Lowering::truth(const Node* node) { return leaf(boolean(), node); }

const Node* Lowering::truth_of(const Value& value, const ast::Expr& e) {
  if (!expect(value.type, boolean(), e.span) || value.leaves.empty() ||
      value.type == model_.types.error())
    return model_.nodes.unknown(kTruth);
  return value.leaves[0];
}

bool Lowering::settles(const Node* condition, bool holds) const {
  return !diagnostics_ && condition->op == Op::Const &&
         condition->constant.a == (holds ? kTrue : kFalse);
}

Value Lowering::unknown(const Type* type) {
  Value value{type, {}, false, Base::Local, 0};
  for (const Leaf& l : type->leaves) value.leaves.push_back(model_.nodes.unknown(l));
  return value;
}

/// Chosen when the step is taken, in a closed system.
Value Lowering::left_open(const Type* type) {
  if (!open_) return unknown(type);
  Value value{type, {}, false, Base::Local, 0};
  for (const Leaf& l : type->leaves)
    value.leaves.push_back(model_.nodes.slot(l, Base::Event, open_->add(l)));
  return value;
}

bool Lowering::expect(const Type* found, const Type* expected, Span span) {
  const Type* any = model_.types.error();
  if (!expected || found == expected || found == any || expected == any) return true;
  error(span, "found " + found->name + ", expected " + expected->name);
  return false;
}

const Value* Lowering::find(std::string_view text) const {
  for (auto i = scope_.rbegin(); i != scope_.rend(); ++i)
    if (i->name == text) return &i->value;
  return nullptr;
}

Value Lowering::slots(const Type* type, Base base, int offset) {
  Value value{type, {}, false, base, offset};
  if (type->kind == TypeKind::Array || type->kind == TypeKind::Stack ||
      type->kind == TypeKind::Queue || type->kind == TypeKind::Entity) {
    value.is_place = true;
    return value;
  }
  for (int i = 0; i < type->size(); ++i)
    value.leaves.push_back(
        model_.nodes.slot(type->leaves[static_cast<std::size_t>(i)], base, offset + i));
  return value;
}

Value Lowering::entity(const Type* type, Base base) { return {type, {}, true, base, 0}; }

Value Lowering::instance(const Instances::Of& of, int index) {
  return {of.entity, {}, true, Base::Task, Instances::offset_of(of, index)};
}

const Instances::Of* Lowering::instances_of(const Type* type) const {
  return instances_ ? instances_->of_entity(type) : nullptr;
}

Value Lowering::as_name(Value value) {
  const Instances::Of* of = instances_of(value.type);
  if (!of) return value;
  const int index = Instances::index_of(*of, value.offset);
  return leaf(of->names, model_.nodes.constant(of->names->leaves[0], {1ULL << index, 0}));
}

Value Lowering::expression(const ast::Expr& e, const Type* expected) {
  Value value = plain(e, expected);
  const bool named = instances_ && expected && expected != value.type;
  return named && instances_->named_by(expected) ? as_name(std::move(value)) : value;
}

Value Lowering::plain(const ast::Expr& e, const Type* expected) {
  using Kind = ast::Expr::Kind;
  switch (e.kind) {
    case Kind::Int: return number(e, expected);
    case Kind::String:
      error(e.span, "found a string, expected a value", "the language has no strings");
      return failure();
    case Kind::Name: return name(e, expected);
    case Kind::Field: return field(e);
    case Kind::Index: return index(e);
    case Kind::Apply: return apply(e, expected);
    case Kind::Unary: return unary(e, expected);
    case Kind::Binary: return binary(e, expected);
    case Kind::Is: {
      const Value value = expression(e.args[0], nullptr);
      const auto scope_mark = mark();
      const Node* node = pattern(e.patterns[0], value);
      if (e.text == "is not") {
        drop_to(scope_mark);  // what was not matched binds nothing
        node = model_.nodes.negation(node);
      }
      return truth(node);
    }
    case Kind::If: return conditional(e, expected);
    case Kind::Match: return match(e, expected);
    case Kind::Set: return set_literal(e, expected);
    case Kind::Record: return record_literal(e, expected);
    case Kind::Either: return either(e, expected);
    case Kind::Quantified: return quantified(e);
    case Kind::Let: {
      const auto scope_mark = mark();
      bind(e.names[0].text, expression(e.args[0], nullptr));
      Value body = expression(e.args[1], expected);
      drop_to(scope_mark);
      return body;
    }
  }
  return failure();
}

Value Lowering::number(const ast::Expr& e, const Type* expected) {
  const Type* opaque = model_.types.opaque();
  if (expected == opaque)
    return leaf(opaque, model_.nodes.constant(opaque->leaves[0],
                                              {static_cast<std::uint64_t>(number_of(e.text)), 1}));
  const Type* type = model_.types.number();
  return leaf(type, model_.nodes.constant(type->leaves[0], Partly::number(number_of(e.text))));
}

Value Lowering::name(const ast::Expr& e, const Type* expected) {
  if (const Value* bound = find(e.text)) return *bound;
  if (e.text == "observer" && model_.observer) {
    const Instances::Of* of = instances_of(model_.observer);
    return of ? instance(*of, 0) : entity(model_.observer, Base::Observer);
  }
  if (e.text == "true" || e.text == "false") return truth(model_.nodes.boolean(e.text == "true"));
  if (e.text == "unknown") {
    if (expected) return left_open(expected);
    error(e.span, "'unknown' needs a type from its surroundings");
    return failure();
  }
  if (const auto constant = model_.constants.find(e.text); constant != model_.constants.end()) {
    if (!enter(constant->second, e.span, "constant '" + e.text + "' depends on itself"))
      return failure();
    auto saved = std::exchange(scope_, {});
    const Type* declared = constant->second->type ? type(*constant->second->type) : expected;
    Value value = expression(constant->second->value, declared);
    scope_ = std::move(saved);
    inlining_.pop_back();
    return value;
  }
  if (Value value = enumerator(e.text, expected); value.type) return value;
  const auto suggestion = closest(e.text, visible_names(expected));
  error(e.span, "unknown name '" + e.text + "'", {},
        suggestion.empty() ? "" : "did you mean '" + std::string(suggestion) + "'?");
  return failure();
}

/// A member of `expected`, or of the only type that has one of this name; type nullptr: none.
Value Lowering::enumerator(const std::string& text, const Type* expected) {
  const auto member_of = [&](const Type* type) -> Value {
    if (type->kind == TypeKind::Enum)
      if (const int i = type->member(text); i >= 0)
        return leaf(type, model_.nodes.constant(type->leaves[0], {1ULL << i, 0}));
    if (type->kind == TypeKind::Union)
      if (const int i = type->alternative(text);
          i >= 0 && type->alternatives[static_cast<std::size_t>(i)].payload.empty()) {
        Value value = unknown(type);
        value.leaves[0] = model_.nodes.constant(type->leaves[0], {1ULL << i, 0});
        return value;
      }
    return {};
  };
  if (expected)
    if (Value value = member_of(expected); value.type) return value;
  Value found;
  for (const auto& type_name : model_.types.names()) {
    const Type* candidate = model_.types.find(type_name);
    if (candidate->is_option) continue;
    Value value = member_of(candidate);
    if (!value.type) continue;
    if (found.type) return {};  // of two types: the surroundings must say which
    found = std::move(value);
  }
  return found;
}

std::vector<std::string_view> Lowering::visible_names(const Type* expected) const {
  std::vector<std::string_view> names;
  for (const auto& binding : scope_) names.push_back(binding.name);
  for (const auto& [constant, declaration] : model_.constants) names.push_back(constant);
  const auto add_members = [&](const Type* type) {
    for (const auto& member : type->members) names.push_back(member.name);
    for (const auto& alternative : type->alternatives) names.push_back(alternative.name);
  };
  if (expected) add_members(expected);
  else
    for (const auto& type_name : model_.types.names()) add_members(model_.types.find(type_name));
  return names;
}

bool Lowering::is_known_of_observer(const Type* entity, const RecordField& field) const {
  return entity == model_.observer && !observer_known_.empty() &&
         observer_known_[static_cast<std::size_t>(field.offset)];
}

Value Lowering::field(const ast::Expr& e) {
  const Value owner = expression(e.args[0], nullptr);
  if (owner.type == model_.types.error()) return failure();
  if (owner.type->kind == TypeKind::Call) return call_attribute(owner, e);
  if (owner.type->kind == TypeKind::Record) {
    if (const RecordField* f = owner.type->field(e.text)) {
      Value value{f->type, {}, false, owner.base, 0};
      const auto begin = owner.leaves.begin() + f->offset;
      value.leaves.assign(begin, begin + f->type->size());
      return value;
    }
  }
  const Instances::Of* named = instances_ ? instances_->named_by(owner.type) : nullptr;
  if (const Instances::Of* of = named) {
    // One of several entities: the field of whichever it is.
    if (const RecordField* f = of->entity->field(e.text)) {
      Value value{f->type, {}, false, Base::Task, 0};
      for (int i = 0; i < f->type->size(); ++i)
        value.leaves.push_back(model_.nodes.indexed(
            f->type->leaves[static_cast<std::size_t>(i)], Base::Task, of->offset + f->offset + i,
            of->entity->size(), owner.leaves[0]));
      return value;
    }
  }
  const Type* entity_type = owner.type->kind == TypeKind::Entity ? owner.type : nullptr;
  if (entity_type) {
    Base base = owner.base;
    int offset = owner.offset;
    for (; entity_type; entity_type = entity_type->parent) {
      if (const RecordField* f = entity_type->field(e.text)) {
        Value value = slots(f->type, base, offset + f->offset);
        if (is_known_of_observer(entity_type, *f))
          std::copy_n(observer_known_.begin() + f->offset, value.leaves.size(),
                      value.leaves.begin());
        return value;
      }
      if (const Instances::Of* of = instances_of(entity_type)) {
        const Instances::Of* parent = instances_of(entity_type->parent);
        if (!parent) break;
        offset = instances_->parent_offset(*of, *parent, offset);
        continue;
      }
      // A task's process lies beside it; a scenario's own objects have no such neighbour.
      if (base == Base::Task) base = Base::Process;
      else if (base == Base::ChildTask) base = Base::ChildProcess;
      else break;
    }
  }
  std::vector<std::string_view> names;
  const auto add_names = [&](const Type* of) {
    for (const auto& f : of->fields) names.push_back(f.name);
  };
  add_names(owner.type);
  if (named) add_names(named->entity);
  if (owner.type->kind == TypeKind::Entity)
    for (const Type* of = owner.type->parent; of; of = of->parent) add_names(of);
  const auto suggestion = closest(e.text, names);
  error(e.span, owner.type->name + " has no field '" + e.text + "'", {},
        suggestion.empty() ? "" : "did you mean '" + std::string(suggestion) + "'?");
  return failure();
}

Value Lowering::index(const ast::Expr& e) {
  const Value owner = expression(e.args[0], nullptr);
  if (owner.type == model_.types.error()) return failure();
  if (owner.type->kind != TypeKind::Array || !owner.is_place) {
    error(e.span, "found " + owner.type->name + ", expected an array");
    return failure();
  }
  const Value at = as_name(expression(e.args[1], owner.type->index));
  if (!expect(at.type, owner.type->index, e.args[1].span) || at.leaves.empty()) return failure();
  const Type* element = owner.type->element;
  Value value{element, {}, false, owner.base, 0};
  for (int i = 0; i < element->size(); ++i)
    value.leaves.push_back(model_.nodes.indexed(element->leaves[static_cast<std::size_t>(i)],
                                                owner.base, owner.offset + i, element->size(),
                                                at.leaves[0]));
  return value;
}

Value Lowering::unary(const ast::Expr& e, const Type* expected) {
  if (e.text == "not") {
    const auto scope_mark = mark();
    const Node* node = condition(e.args[0]);
    drop_to(scope_mark);
    return truth(model_.nodes.negation(node));
  }
  const Value operand = expression(e.args[0], expected);
  if (e.text == "~" && operand.type->kind == TypeKind::Set)
    return leaf(operand.type, model_.nodes.complement(operand.leaves[0]));
  if (e.text == "-" && operand.type->kind == TypeKind::Int) {
    const Node* zero = model_.nodes.constant(operand.type->leaves[0], Partly::number(0));
    return leaf(operand.type, model_.nodes.combine(Op::Subtract, zero, operand.leaves[0]));
  }
  if (operand.type != model_.types.error())
    error(e.span, "found " + operand.type->name + ", expected " +
                      (e.text == "~" ? "a set" : "a number") + " after '" + e.text + "'");
  return failure();
}

Value Lowering::choose(const Node* condition, const Value& then, const Value& otherwise) {
  Value value = then;
  for (std::size_t i = 0; i < value.leaves.size() && i < otherwise.leaves.size(); ++i)
    value.leaves[i] = model_.nodes.choose(condition, then.leaves[i], otherwise.leaves[i]);
  return value;
}

bool Lowering::needs_hint(const ast::Expr& e) const {
  using Kind = ast::Expr::Kind;
  switch (e.kind) {
    case Kind::Name: return !find(e.text) && !model_.constants.contains(e.text);
    case Kind::Int: case Kind::Set: case Kind::Record: return true;
    case Kind::Apply: return !find_function(e.text) && !model_.tables.contains(e.text);
    case Kind::If: return needs_hint(e.args[1]);
    default: return false;
  }
}

Value Lowering::conditional(const ast::Expr& e, const Type* expected) {
  const auto scope_mark = mark();
  const Node* node = condition(e.args[0]);
  const bool else_first = !expected && needs_hint(e.args[1]) && !needs_hint(e.args[2]);
  if (else_first) {
    drop_to(scope_mark);
    expected = expression(e.args[2], nullptr).type;
    condition(e.args[0]);  // binds again what the then-arm may name
  }
  if (expected && settles(node, false)) {
    drop_to(scope_mark);
    return expression(e.args[2], expected);
  }
  Value then = expression(e.args[1], expected);
  drop_to(scope_mark);
  if (settles(node, true)) return then;
  const Value otherwise = expression(e.args[2], expected ? expected : then.type);
  if (!expect(otherwise.type, then.type, e.args[2].span)) return failure();
  return choose(node, then, otherwise);
}

Value Lowering::match(const ast::Expr& e, const Type* expected) {
  const Value subject = expression(e.args[0], nullptr);
  std::vector<std::pair<const Node*, Value>> arms;
  for (const ast::Arm& arm : e.arms) {
    const auto scope_mark = mark();
    const Node* node = pattern(arm.pattern, subject);
    if (expected && settles(node, false)) {
      drop_to(scope_mark);
      continue;
    }
    Value value = expression(arm.value, expected);
    drop_to(scope_mark);
    if (!expected) expected = value.type;
    expect(value.type, expected, arm.value.span);
    arms.emplace_back(node, std::move(value));
    if (settles(node, true)) break;
  }
  if (arms.empty()) {
    error(e.span, "'match' without an arm");
    return failure();
  }
  // Exhaustive: over every value of a tag or enum some arm holds. Payload patterns that narrow
  // further (`code(busy)`) need another arm for the rest of the alternative.
  if (subject.type->kind == TypeKind::Enum || subject.type->kind == TypeKind::Union) {
    std::uint64_t seen = 0;
    for (const ast::Arm& arm : e.arms) seen |= covered(arm.pattern, subject.type);
    const std::uint64_t missing = subject.type->leaves[0].choices & ~seen;
    if (missing != 0) {
      const auto i = static_cast<std::size_t>(__builtin_ctzll(missing));
      error(e.span, "'match' has no arm for '" +
                        (subject.type->kind == TypeKind::Enum
                             ? subject.type->members[i].name
                             : subject.type->alternatives[i].name) + "'");
    }
  }
  Value result = arms.back().second;
  for (auto i = arms.rbegin() + 1; i != arms.rend(); ++i)
    result = choose(i->first, i->second, result);
  return result;
}

Value Lowering::set_literal(const ast::Expr& e, const Type* expected) {
  const Type* element = expected && expected->kind == TypeKind::Set ? expected->element : nullptr;
  std::vector<Value> elements;
  for (const ast::Expr& arg : e.args) {
    elements.push_back(as_name(expression(arg, element)));
    if (!element) element = elements.back().type;
    if (!expect(elements.back().type, element, arg.span)) return failure();
  }
  if (!element) {
    error(e.span, "the type of '{}' is not known here");
    return failure();
  }
  if (element->kind != TypeKind::Enum) {
    if (element != model_.types.error())
      error(e.span, "found a set of " + element->name + ", expected a set of an enum's members");
    return failure();
  }
  // Sets of an enum are declared by their use somewhere; a literal of a new one declares it.
  const Type* set = model_.types.set_of(element);
  const Node* node = model_.nodes.constant(set->leaves[0], {0, 0});
  for (const Value& value : elements)
    node = model_.nodes.combine(Op::Unite, node,
                                model_.nodes.singleton(value.leaves[0], set->leaves[0]));
  return leaf(set, node);
}

Value Lowering::record_literal(const ast::Expr& e, const Type* expected) {
  const bool update = e.args.size() == e.names.size() + 1;
  Value value;
  if (update) value = expression(e.args.back(), expected);
  else if (expected && expected->kind == TypeKind::Record) value = unknown(expected);
  if (!value.type || value.type->kind != TypeKind::Record) {
    if (!value.type || value.type != model_.types.error())
      error(e.span, "the record type is not known here");
    return failure();
  }
  std::vector<bool> given(value.type->fields.size(), update);
  for (std::size_t i = 0; i < e.names.size(); ++i) {
    const RecordField* f = value.type->field(e.names[i].text);
    if (!f) {
      error(e.names[i].span, value.type->name + " has no field '" + e.names[i].text + "'");
      continue;
    }
    given[static_cast<std::size_t>(f - value.type->fields.data())] = true;
    const Value part = expression(e.args[i], f->type);
    if (!expect(part.type, f->type, e.args[i].span) || part.type == model_.types.error()) continue;
    for (std::size_t k = 0; k < part.leaves.size(); ++k)
      value.leaves[static_cast<std::size_t>(f->offset) + k] = part.leaves[k];
  }
  for (std::size_t i = 0; i < given.size(); ++i)
    if (!given[i]) error(e.span, "field '" + value.type->fields[i].name + "' is missing");
  return value;
}

Value Lowering::either(const ast::Expr& e, const Type* expected) {
  const Value first = expression(e.args[0], expected);
  const Value second = expression(e.args[1], expected ? expected : first.type);
  if (!expect(second.type, first.type, e.args[1].span)) return failure();
  const Node* reason =
      e.args.size() > 2 ? condition(e.args[2]) : model_.nodes.boolean(true);
  if (open_) {
    const Node* other = model_.nodes.slot(kTruth, Base::Event, open_->add(kTruth));
    return choose(model_.nodes.both(reason, other), second, first);
  }
  Value value = first;
  for (std::size_t i = 0; i < value.leaves.size() && i < second.leaves.size(); ++i)
    value.leaves[i] = model_.nodes.either(reason, first.leaves[i], second.leaves[i]);
  return value;
}

/// Quantifiers over an enum are unrolled; over entities they are checked here and instantiated by
/// whoever gives the entities a bound.
Value Lowering::quantified(const ast::Expr& e) {
  const auto scope_mark = mark();
  const bool has_where = e.args.size() > 1 || e.text == "count";
  const Type* over = type(e.params[0].type);
  const auto body = [&]() -> const Node* {
    const Node* where = has_where ? condition(e.args[0]) : model_.nodes.boolean(true);
    if (e.text == "count") return where;
    if (settles(where, false)) return model_.nodes.boolean(e.text == "forall");
    const Node* holds = condition(e.args.back());
    return e.text == "forall" ? model_.nodes.one_of(model_.nodes.negation(where), holds)
                              : model_.nodes.both(where, holds);
  };
  const Type* int_type = model_.types.number();
  const Instances::Of* of = instances_of(over);
  if (over->kind != TypeKind::Enum && !of) {
    if (instances_ && over != model_.types.error())
      error(e.span, "found " + over->name + ", expected an object or an enum");
    for (const ast::Param& param : e.params)
      bind(param.name.text, slots(type(param.type), Base::Local, 0));
    const Node* node = body();
    drop_to(scope_mark);
    return e.text == "count" ? unknown(int_type) : truth(node);
  }
  const auto number_node = [&](int n) {
    return model_.nodes.constant(int_type->leaves[0], Partly::number(n));
  };
  const Node* result =
      e.text == "count" ? number_node(0) : model_.nodes.boolean(e.text == "forall");
  const std::size_t members = of ? static_cast<std::size_t>(of->count) : over->members.size();
  for (std::size_t i = 0; i < members; ++i) {
    bind(e.params[0].name.text,
         of ? instance(*of, static_cast<int>(i))
            : leaf(over, model_.nodes.constant(over->leaves[0], {1ULL << i, 0})));
    const Node* one = body();
    drop_to(scope_mark);
    if (e.text == "forall") result = model_.nodes.both(result, one);
    else if (e.text == "exists") result = model_.nodes.one_of(result, one);
    else
      result = model_.nodes.combine(Op::Add, result,
                                    model_.nodes.choose(one, number_node(1), number_node(0)));
  }
  return leaf(e.text == "count" ? int_type : model_.types.boolean(), result);
}

}  // namespace sigspec
