// Lowers applications: constructors, functions, tables, and what a call's declaration says of it.
#include <algorithm>
#include <map>
#include <utility>

#include "model/lower.h"

namespace sigspec {

namespace {

/// nullptr: there is none of this name.
template <class Declaration>
const Declaration* named(const std::map<std::string, const Declaration*, std::less<>>& all,
                         std::string_view name) {
  const auto found = all.find(name);
  return found == all.end() ? nullptr : found->second;
}

}  // namespace

Value Lowering::apply(const ast::Expr& e, const Type* expected) {
  if (e.text == "top") return top_of_stack(e);
  if (e.text == "empty") return stack_is_empty(e);
  if (e.text == "first") return first_of_set(e);
  if (e.text == "process_at" || e.text == "task_at" || e.text == "traced") return who_is(e);
  if (e.text == "some" && e.args.size() == 1) {
    const bool is_option = expected && expected->is_option;
    const Value content =
        as_name(expression(e.args[0], is_option ? expected->element : nullptr));
    if (content.type == model_.types.error()) return failure();
    const Type* option = model_.types.option_of(content.type);
    Value value = unknown(option);
    value.leaves[0] = model_.nodes.constant(option->leaves[0], {2, 0});
    std::copy(content.leaves.begin(), content.leaves.end(), value.leaves.begin() + 1);
    return value;
  }
  if (const ast::FnDecl* fn = find_function(e.text)) return call_function(e, *fn);
  if (const ast::TableDecl* table = find_table(e.text)) return call_table(e, *table);
  if (expected && expected->kind == TypeKind::Union)
    if (const int i = expected->alternative(e.text); i >= 0) return construct(e, expected, i);
  const Type* found = nullptr;
  bool ambiguous = false;
  for (const auto& type_name : model_.types.names()) {
    const Type* candidate = model_.types.find(type_name);
    if (candidate->kind != TypeKind::Union || candidate->alternative(e.text) < 0) continue;
    ambiguous = found != nullptr;
    found = candidate;
  }
  if (found && !ambiguous) return construct(e, found, found->alternative(e.text));
  std::vector<std::string_view> names;
  for (const auto& [name_of, fn] : model_.functions) names.push_back(name_of);
  for (const auto& [name_of, table] : model_.tables) names.push_back(name_of);
  const auto suggestion = closest(e.text, names);
  error(e.span, ambiguous ? "'" + e.text + "' is an alternative of several types here"
                          : "unknown function '" + e.text + "'",
        {}, suggestion.empty() ? "" : "did you mean '" + std::string(suggestion) + "'?");
  return failure();
}

/// process_at(n), task_at(n): whose number n is; traced(n): is it anybody's?
Value Lowering::who_is(const ast::Expr& e) {
  if (e.args.size() != 1) {
    error(e.span, "found " + std::to_string(e.args.size()) + " arguments, expected 1 for '" +
                      e.text + "'");
    return failure();
  }
  const Value number = expression(e.args[0], model_.types.number());
  const bool is_result = number.type->kind == TypeKind::Opaque;  // what a call returned
  if (number.type == model_.types.error() ||
      (!is_result && !expect(number.type, model_.types.number(), e.args[0].span)))
    return failure();
  const Leaf& identity = model_.types.identity()->leaves[0];
  const Node* found = model_.nodes.who_is(number.leaves[0], e.text == "task_at", identity);
  if (e.text != "traced") return leaf(model_.types.identity(), found);
  const Node* nobody = model_.nodes.constant(identity, {0, 1});
  return truth(model_.nodes.negation(model_.nodes.equal(found, nobody)));
}

/// first(s): the first member of a set, in the order of their declaration.
Value Lowering::first_of_set(const ast::Expr& e) {
  const Value set = e.args.size() == 1 ? expression(e.args[0], nullptr) : failure();
  if (set.type->kind != TypeKind::Set) {
    if (set.type != model_.types.error() || e.args.size() != 1)
      error(e.span, "expected a set in 'first'");
    return failure();
  }
  const Type* element = set.type->element;
  return leaf(element, model_.nodes.first(set.leaves[0], element->leaves[0]));
}

Value Lowering::construct(const ast::Expr& e, const Type* union_type, int which) {
  const auto& alternative = union_type->alternatives[static_cast<std::size_t>(which)];
  if (alternative.payload.size() != e.args.size()) {
    error(e.span, "found " + std::to_string(e.args.size()) + " values, expected " +
                      std::to_string(alternative.payload.size()) + " in '" + e.text + "'");
    return failure();
  }
  Value value = unknown(union_type);
  value.leaves[0] = model_.nodes.constant(union_type->leaves[0], {1ULL << which, 0});
  auto offset = static_cast<std::ptrdiff_t>(alternative.offset);
  for (std::size_t i = 0; i < e.args.size(); ++i) {
    const Value part = expression(e.args[i], alternative.payload[i]);
    if (!expect(part.type, alternative.payload[i], e.args[i].span)) return failure();
    if (part.type == model_.types.error()) return failure();
    std::copy(part.leaves.begin(), part.leaves.end(), value.leaves.begin() + offset);
    offset += part.type->size();
  }
  return value;
}

// What a scenario says in place of Linux comes first: mutants are made so.

const ast::FnDecl* Lowering::find_function(std::string_view text) const {
  const ast::FnDecl* own = scenario_ ? named(scenario_->functions, text) : nullptr;
  return own ? own : named(model_.functions, text);
}

const ast::TableDecl* Lowering::find_table(std::string_view text) const {
  const ast::TableDecl* own = scenario_ ? named(scenario_->tables, text) : nullptr;
  return own ? own : named(model_.tables, text);
}

const ast::CallRow& Lowering::said_by(const RuleInfo& row) const {
  const ast::CallRow* own = scenario_ ? named(scenario_->rows, row.name) : nullptr;
  return own ? *own : *row.row;
}

bool Lowering::arguments(const ast::Expr& e, const std::vector<ast::Param>& params,
                         std::vector<Value>& out) {
  if (e.args.size() != params.size()) {
    error(e.span, "found " + std::to_string(e.args.size()) + " arguments, expected " +
                      std::to_string(params.size()) + " for '" + e.text + "'");
    return false;
  }
  bool fine = true;
  for (std::size_t i = 0; i < params.size(); ++i) {
    const Type* parameter = type(params[i].type);
    out.push_back(expression(e.args[i], parameter));
    fine = expect(out.back().type, parameter, e.args[i].span) &&
           out.back().type != model_.types.error() && fine;
  }
  return fine;
}

Value Lowering::call_function(const ast::Expr& e, const ast::FnDecl& fn) {
  std::vector<Value> values;
  if (!arguments(e, fn.params, values)) return failure();
  if (!enter(&fn, e.span, "function '" + e.text + "' calls itself")) return failure();
  auto saved = std::exchange(scope_, globals());
  for (std::size_t i = 0; i < values.size(); ++i)
    bind(fn.params[i].name.text, std::move(values[i]));
  const Type* result = type(fn.result);
  Value value = expression(fn.value, result);
  scope_ = std::move(saved);
  inlining_.pop_back();
  return expect(value.type, result, fn.value.span) ? value : failure();
}

Value Lowering::call_table(const ast::Expr& e, const ast::TableDecl& table) {
  std::vector<Value> values;
  if (!arguments(e, table.params, values)) return failure();
  if (!enter(&table, e.span, "table '" + e.text + "' uses itself")) return failure();
  auto saved = std::exchange(scope_, globals());
  for (std::size_t i = 0; i < values.size(); ++i) bind(table.params[i].name.text, values[i]);
  const Type* result_type = type(table.result);
  std::vector<std::pair<const Node*, Value>> rows;
  for (const ast::TableRow& row : table.rows) {
    if (!holds_at(row.clauses, kernel_)) continue;
    const auto scope_mark = mark();
    const Node* applies = model_.nodes.boolean(true);
    for (std::size_t i = 0; i < row.patterns.size() && i < values.size(); ++i)
      applies = model_.nodes.both(applies, pattern(row.patterns[i], values[i]));
    for (const ast::Expr& when : row.when)
      applies = model_.nodes.both(applies, condition(when));
    if (settles(applies, false)) {
      drop_to(scope_mark);
      continue;
    }
    Value value = expression(row.value, result_type);
    drop_to(scope_mark);
    if (!expect(value.type, result_type, row.value.span)) continue;
    rows.emplace_back(applies, std::move(value));
    if (settles(applies, true)) break;
  }
  scope_ = std::move(saved);
  inlining_.pop_back();
  if (rows.empty()) return failure();
  Value value = rows.back().second;  // total (resolve checks it): the last row needs no test
  for (auto i = rows.rbegin() + 1; i != rows.rend(); ++i)
    value = choose(i->first, i->second, value);
  return value;
}

Value Lowering::top_of_stack(const ast::Expr& e) {
  if (e.args.size() != 1) {
    error(e.span, "'top' takes one stack");
    return failure();
  }
  const Value stack = expression(e.args[0], nullptr);
  if (stack.type->kind != TypeKind::Stack && stack.type->kind != TypeKind::Queue) {
    if (stack.type != model_.types.error())
      error(e.args[0].span, "found " + stack.type->name + ", expected a stack");
    return failure();
  }
  const Type* element = stack.type->element;
  Value value{element, {}, false, stack.base, 0};
  for (int i = 0; i < element->size(); ++i)
    value.leaves.push_back(model_.nodes.top(element->leaves[static_cast<std::size_t>(i)],
                                            stack.base, stack.offset, i, element->size()));
  return value;
}

Value Lowering::stack_is_empty(const ast::Expr& e) {
  if (e.args.size() == 1) {
    const Value stack = expression(e.args[0], nullptr);
    if (stack.type->kind == TypeKind::Stack || stack.type->kind == TypeKind::Queue)
      return truth(model_.nodes.stack_empty(stack.base, stack.offset));
    if (stack.type == model_.types.error()) return failure();
    error(e.args[0].span, "found " + stack.type->name + ", expected a stack");
    return failure();
  }
  error(e.span, "'empty' takes one stack");
  return failure();
}

/// `call.nr_x86_64`, `call.interrupted`, `call.fails`, `call.declared`: attributes of a call come
/// from its declaration; of a call that nobody declared nothing is known.
Value Lowering::call_attribute(const Value& call, const ast::Expr& e) {
  if (e.text.starts_with("nr_")) {
    const auto abi = std::find(model_.abis.begin(), model_.abis.end(), e.text.substr(3));
    if (abi != model_.abis.end()) {
      const Type* opaque = model_.types.opaque();
      if (instances_) return unknown(opaque);  // a closed system knows no calls by number
      return leaf(opaque, model_.nodes.call_number(
                              call.leaves[0], static_cast<int>(abi - model_.abis.begin()),
                              opaque->leaves[0]));
    }
  }
  if (e.text == "declared") return truth(model_.nodes.boolean(call_.call != nullptr));
  if (e.text == "interrupted" || e.text == "fails") {
    const Type* member = model_.types.find(e.text == "interrupted" ? "RestartCode" : "Errno");
    if (member) return interruption_set(member);
  }
  std::vector<std::string> names{"interrupted", "fails", "declared"};
  for (const auto& abi : model_.abis) names.push_back("nr_" + abi);
  const auto suggestion = closest(e.text, {names.begin(), names.end()});
  error(e.span, "a call has no attribute '" + e.text + "'", {},
        suggestion.empty() ? "" : "did you mean '" + std::string(suggestion) + "'?");
  return failure();
}

Value Lowering::interruption_set(const Type* member_type) {
  const Type* set = model_.types.set_of(member_type);
  if (!call_.call) return left_open(set);
  const Node* all = model_.nodes.constant(set->leaves[0], {0, 0});
  const Node* none = all;
  const auto add = [&](RuleId id) {
    const RuleInfo& row = model_.rule(id);
    if (asked_) asked_->insert(row.row);
    const int member = member_type->member(said_by(row).interrupted.text);
    if (member < 0 || !row_is_about_call(row)) return;
    const Node* one = model_.nodes.constant(set->leaves[0], {1ULL << member, 1ULL << member});
    all = model_.nodes.combine(Op::Unite, all,
                               model_.nodes.choose(row_applies(row), one, none));
  };
  for (const RuleId id : call_.call->rows) add(id);
  for (const RuleId id : model_.rows_of_any_call) add(id);
  return leaf(set, all);
}

bool Lowering::row_is_about_call(const RuleInfo& row) const {
  const auto& names = row.row->of;
  return holds_at(row.row->clauses, kernel_) &&
         (names.empty() || std::any_of(names.begin(), names.end(), [&](const ast::Name& name) {
            return name.text == call_.call->name;
          }));
}

const Node* Lowering::row_applies(const RuleInfo& row) {
  const auto scope_mark = mark();
  const Node* applies = model_.nodes.boolean(true);
  if (!row.row->on.empty() && row.call->by) {
    const Value by = expression(*row.call->by, nullptr);
    const Node* any = model_.nodes.boolean(false);
    for (const ast::Name& member : row.row->on) {
      ast::Pattern p;
      p.kind = ast::Pattern::Kind::Name;
      p.text = member.text;
      p.span = member.span;
      if (const auto constant = model_.constants.find(member.text);
          constant != model_.constants.end() && by.type->kind == TypeKind::Enum) {
        const Value set = expression(constant->second->value, model_.types.set_of(by.type));
        any = model_.nodes.one_of(any, model_.nodes.contains(by.leaves[0], set.leaves[0]));
      } else {
        any = model_.nodes.one_of(any, pattern(p, by));
      }
    }
    applies = model_.nodes.both(applies, any);
  }
  for (const ast::Expr& when : row.row->when)
    applies = model_.nodes.both(applies, condition(when));
  drop_to(scope_mark);
  return applies;
}

}  // namespace sigspec
