// Lowers the binary operators.
#include "model/lower.h"

namespace sigspec {

const Node* Lowering::equal_values(const Value& a, const Value& b) {
  if (a.leaves.empty() || b.leaves.empty()) return model_.nodes.boolean(true);
  if (a.type->kind != TypeKind::Union) {
    const Node* all = model_.nodes.boolean(true);
    if (a.type->kind == TypeKind::Record) {
      for (const RecordField& f : a.type->fields) {
        const auto part = [&](const Value& v) {
          const auto begin = v.leaves.begin() + f.offset;
          return Value{f.type, {begin, begin + f.type->size()}, false, v.base, 0};
        };
        all = model_.nodes.both(all, equal_values(part(a), part(b)));
      }
      return all;
    }
    for (std::size_t i = 0; i < a.leaves.size(); ++i)
      all = model_.nodes.both(all, model_.nodes.equal(a.leaves[i], b.leaves[i]));
    return all;
  }
  // Payloads count only under their tag.
  const Node* same = model_.nodes.equal(a.leaves[0], b.leaves[0]);
  for (std::size_t i = 0; i < a.type->alternatives.size(); ++i) {
    const UnionAlternative& alternative = a.type->alternatives[i];
    if (alternative.payload.empty()) continue;
    const Node* tag = model_.nodes.constant(a.type->leaves[0], {1ULL << i, 0});
    const Node* is_this = model_.nodes.equal(a.leaves[0], tag);
    auto offset = static_cast<std::ptrdiff_t>(alternative.offset);
    const Node* payload_same = model_.nodes.boolean(true);
    for (const Type* part : alternative.payload) {
      const auto slice = [&](const Value& v) {
        const auto begin = v.leaves.begin() + offset;
        return Value{part, {begin, begin + part->size()}, false, v.base, 0};
      };
      payload_same = model_.nodes.both(payload_same, equal_values(slice(a), slice(b)));
      offset += part->size();
    }
    same = model_.nodes.both(
        same, model_.nodes.one_of(model_.nodes.negation(is_this), payload_same));
  }
  return same;
}

Value Lowering::binary(const ast::Expr& e, const Type* expected) {
  const std::string& op = e.text;
  if (op == "or" || op == "implies") {
    const auto scope_mark = mark();
    const Node* left = condition(e.args[0]);
    if (op == "or") drop_to(scope_mark);
    if (settles(left, op == "or")) {
      drop_to(scope_mark);
      return truth(model_.nodes.boolean(true));
    }
    const Node* right = condition(e.args[1]);
    drop_to(scope_mark);
    return truth(model_.nodes.one_of(op == "or" ? left : model_.nodes.negation(left), right));
  }
  if (op == "and") {
    const Node* left = condition(e.args[0]);
    if (settles(left, false)) return truth(left);
    return truth(model_.nodes.both(left, condition(e.args[1])));
  }
  if (op == "in" || op == "not in") return membership(e, sides(e));
  if (op == "otherwise") return unwrap(e, expected);
  if (op == "+" || op == "-" || op == "&" || op == "*") return arithmetic(e, expected);
  return comparison(e, sides(e));
}

/// Of a comparison, or of `in`: which side the other takes its type from.
Lowering::Sides Lowering::sides(const ast::Expr& e) {
  const bool is_member = e.text == "in" || e.text == "not in";
  const bool right_first = needs_hint(e.args[0]) && (is_member || !needs_hint(e.args[1]));
  Value left, right;
  if (right_first) {
    right = as_name(expression(e.args[1], nullptr));
    if (!is_member || right.type->kind == TypeKind::Set)
      left = as_name(expression(e.args[0], is_member ? right.type->element : right.type));
  } else {
    left = as_name(expression(e.args[0], nullptr));
    const Type* set =
        left.type->kind == TypeKind::Enum && is_member ? model_.types.set_of(left.type) : nullptr;
    right = as_name(expression(e.args[1], is_member ? set : left.type));
  }
  return {std::move(left), std::move(right)};
}

Value Lowering::comparison(const ast::Expr& e, const Sides& sides) {
  const std::string& op = e.text;
  const auto& [left, right] = sides;
  if (!expect(right.type, left.type, e.args[1].span)) return failure();
  if (left.type == model_.types.error() || right.type == model_.types.error()) return failure();
  if (op == "=") return truth(equal_values(left, right));
  if (op == "!=") return truth(model_.nodes.negation(equal_values(left, right)));
  if (left.type->kind == TypeKind::Set && (op == "<=" || op == ">="))
    return truth(op == "<=" ? model_.nodes.subset(left.leaves[0], right.leaves[0])
                            : model_.nodes.subset(right.leaves[0], left.leaves[0]));
  if (left.type->kind != TypeKind::Int) {
    error(e.span, "found " + left.type->name + ", expected numbers around '" + op + "'");
    return failure();
  }
  const Node *a = left.leaves[0], *b = right.leaves[0];
  if (op == "<") return truth(model_.nodes.less(a, b));
  if (op == ">") return truth(model_.nodes.less(b, a));
  if (op == "<=") return truth(model_.nodes.negation(model_.nodes.less(b, a)));
  return truth(model_.nodes.negation(model_.nodes.less(a, b)));
}

Value Lowering::membership(const ast::Expr& e, const Sides& sides) {
  const auto& [element, set] = sides;
  if (set.type == model_.types.error()) return failure();
  if (set.type->kind != TypeKind::Set) {
    error(e.args[1].span, "found " + set.type->name + ", expected a set");
    return failure();
  }
  if (!element.type || !expect(element.type, set.type->element, e.args[0].span) ||
      element.type == model_.types.error())
    return failure();
  const Node* node = model_.nodes.contains(element.leaves[0], set.leaves[0]);
  return truth(e.text == "in" ? node : model_.nodes.negation(node));
}

Value Lowering::arithmetic(const ast::Expr& e, const Type* expected) {
  const bool right_first = !expected && needs_hint(e.args[0]) && !needs_hint(e.args[1]);
  Value left, right;
  if (right_first) {
    right = expression(e.args[1], nullptr);
    left = expression(e.args[0], right.type);
  } else {
    left = expression(e.args[0], expected);
    right = expression(e.args[1], left.type);
  }
  if (left.type == model_.types.error() || right.type == model_.types.error()) return failure();
  if (!expect(right.type, left.type, e.args[1].span)) return failure();
  const bool sets = left.type->kind == TypeKind::Set;
  const bool fits = sets ? e.text != "*" : left.type->kind == TypeKind::Int && e.text != "&";
  if (!fits) {
    const char* expected_kind =
        e.text == "&" ? "sets" : e.text == "*" ? "numbers" : "sets or numbers";
    error(e.span, "found " + left.type->name + ", expected " + expected_kind + " around '" +
                      e.text + "'");
    return failure();
  }
  const Op op = e.text == "+" ? (sets ? Op::Unite : Op::Add)
                : e.text == "-" ? (sets ? Op::Minus : Op::Subtract)
                : e.text == "*" ? Op::Multiply : Op::Meet;
  return leaf(left.type, model_.nodes.combine(op, left.leaves[0], right.leaves[0]));
}

Value Lowering::unwrap(const ast::Expr& e, const Type* expected) {
  const Value option = expression(e.args[0], nullptr);
  if (option.type == model_.types.error()) return failure();
  if (!option.type->is_option) {
    error(e.args[0].span, "found " + option.type->name + ", expected an option before 'otherwise'");
    return failure();
  }
  const Type* element = option.type->element;
  if (!expect(element, expected, e.args[0].span)) return failure();
  const Value otherwise = expression(e.args[1], element);
  if (!expect(otherwise.type, element, e.args[1].span)) return failure();
  const Node* given = model_.nodes.equal(
      option.leaves[0], model_.nodes.constant(option.type->leaves[0], {2, 0}));
  const Value content{element, {option.leaves.begin() + 1, option.leaves.end()}, false,
                      Base::Local, 0};
  return choose(given, content, otherwise);
}

}  // namespace sigspec
