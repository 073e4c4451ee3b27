// Collects the fields that effects read and write, through the functions that they apply.
#include "tests/support/effect_order.h"

#include <algorithm>

namespace sigspec::test {

using ast::Effect;
using ast::Expr;

namespace {

bool overlap(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const auto& name) { return b.contains(name); });
}

/// The field of an entity that an assignment goes to: `actions` of `t.actions[s].mask`.
std::string written_field(const Expr& target) {
  if (target.args.empty()) return target.text;
  if (target.kind == Expr::Kind::Field && target.args[0].kind == Expr::Kind::Name)
    return target.text;
  return written_field(target.args[0]);
}

}  // namespace

EffectOrder::EffectOrder(const std::vector<ast::File>& files) {
  // A function's fields are those of the functions that it applies, too: until nothing is added.
  for (std::size_t before = static_cast<std::size_t>(-1), now = 0; before != now;) {
    before = now;
    now = 0;
    const auto define = [&](const std::string& name, const Expr& value) {
      Fields fields;
      read(value, fields);
      read_by_[name].merge(fields.read);
      now += read_by_[name].size();
    };
    for (const ast::File& file : files)
      for (const ast::Decl& decl : file.decls) {
        if (const auto* fn = std::get_if<ast::FnDecl>(&decl.node)) define(fn->name.text, fn->value);
        if (const auto* table = std::get_if<ast::TableDecl>(&decl.node))
          for (const ast::TableRow& row : table->rows) {
            define(table->name.text, row.value);
            for (const Expr& when : row.when) define(table->name.text, when);
          }
      }
  }
}

void EffectOrder::read(const Expr& e, Fields& fields) const {
  if (e.kind == Expr::Kind::Field) fields.read.insert(e.text);
  if (const auto known = read_by_.find(e.text);
      e.kind == Expr::Kind::Apply && known != read_by_.end())
    fields.read.insert(known->second.begin(), known->second.end());
  for (const Expr& part : e.args) read(part, fields);
  for (const ast::Arm& arm : e.arms) read(arm.value, fields);
}

void EffectOrder::touch(const Effect& effect, Fields& fields) const {
  // Of the target only what leads to it is read: `t.frames` is not read by `t.frames := none`,
  // yet that is as good as read, for nothing is lost by holding too much for dependent.
  for (const Expr* part : {&effect.target, &effect.value}) read(*part, fields);
  if (effect.message) read(*effect.message, fields);
  if (effect.kind == Effect::Kind::Tell) fields.written.insert("messages");
  else if (effect.kind == Effect::Kind::Assign || effect.kind == Effect::Kind::Push ||
           effect.kind == Effect::Kind::Pop)
    fields.written.insert(written_field(effect.target));
  for (const Effect& inner : effect.body) touch(inner, fields);
  for (const Effect& inner : effect.otherwise) touch(inner, fields);
}

bool EffectOrder::matters(const Effect& first, const Effect& second) const {
  if (first.kind == Effect::Kind::Let || second.kind == Effect::Kind::Let) return false;
  Fields a, b;
  touch(first, a);
  touch(second, b);
  return overlap(a.written, b.read) || overlap(b.written, a.read) || overlap(a.written, b.written);
}

}  // namespace sigspec::test
