// Writes a row down as the literal of a record, which is then lowered like any other expression.
#include "model/rows.h"

namespace sigspec {

namespace {

using Expr = ast::Expr;

Expr name(std::string text, Span span) {
  Expr e;
  e.kind = Expr::Kind::Name;
  e.text = std::move(text);
  e.span = span;
  return e;
}

Expr apply(std::string function, Expr argument) {
  Expr e;
  e.kind = Expr::Kind::Apply;
  e.text = std::move(function);
  e.span = argument.span;
  e.args.push_back(std::move(argument));
  return e;
}

Expr states(const ast::CallRow& row) {
  Expr e;
  e.kind = Expr::Kind::Set;
  e.span = row.span;
  if (!row.sleeps.empty()) e.args.push_back(name(row.sleeps, row.span));
  for (const ast::Name& then : row.sleeps_then) e.args.push_back(name(then.text, then.span));
  return e;
}

}  // namespace

Expr row_as_record(const Model& model, const ast::CallRow& row) {
  Expr e;
  e.kind = Expr::Kind::Record;
  e.span = row.span;
  const auto add = [&](const char* field, Expr value) {
    e.names.push_back({field, row.span});
    e.args.push_back(std::move(value));
  };
  const auto is_member = [&](const char* type) {
    const Type* known = model.types.find(type);
    return known && known->member(row.interrupted.text) >= 0;
  };
  Expr ending = name(row.interrupted.text, row.interrupted.span);
  if (is_member("RestartCode")) ending = apply("comes_back", std::move(ending));
  else if (is_member("Errno")) ending = apply("fails", std::move(ending));
  add("sleeps", states(row));
  add("interrupted", std::move(ending));
  add("after_transfer", name(row.after_transfer ? "true" : "false", row.span));
  return e;
}

}  // namespace sigspec
