// What the declaration of a call says of it.
#include "checker/call_table.h"

#include <algorithm>

#include "checker/binder.h"
#include "model/eval.h"

namespace sigspec {

namespace {

/// What a call's declaration can make besides descriptors.
constexpr std::string_view kTask = "Task", kProgram = "Program", kNothing = "Nothing";

/// Identities of undeclared calls begin here, beyond every declared id.
constexpr std::uint64_t kUndeclared = 0x8000;

}  // namespace

const Type* descriptor_type(const Model& model) {
  for (const auto name : model.types.names()) {
    const Type* type = model.types.find(name);
    if (type->kind != TypeKind::Record) continue;
    bool number = false, decoration = false;
    for (const RecordField& f : type->fields) {
      number = number || f.printed == kNumberText;
      decoration = decoration || f.printed == kDecorationText;
    }
    if (number && decoration) return type;
  }
  return nullptr;
}

CallTable::CallTable(const Model& model) : model_(model), descriptor_(descriptor_type(model)) {}

bool makes_program(const CallInfo& call) {
  return call.declaration->makes_kind.text == kProgram;
}

CallEntry CallTable::make(std::string_view name) const {
  CallEntry entry;
  entry.id = model_.call_id(name);
  if (entry.id < 0) {
    entry.identity = (kUndeclared | (identity_of(name) & 0x7fff)) << kCallKeyBits;
    return entry;
  }
  entry.identity = static_cast<std::uint64_t>(entry.id) << kCallKeyBits;
  entry.info = &model_.calls[static_cast<std::size_t>(entry.id)];
  const std::string& kind = entry.info->declaration->makes_kind.text;
  entry.makes_task = kind == kTask;
  entry.makes_program = makes_program(*entry.info);
  entry.makes_descriptors =
      !kind.empty() && !entry.makes_task && !entry.makes_program && kind != kNothing;
  for (const RuleId id : entry.info->rules) {
    const auto& params = model_.rule(id).rule->params;
    if (!model_.stream || model_.subject(params) != model_.stream) continue;
    const auto way = params[0].direction;
    entry.fills_streams |= way != ast::Param::Direction::Out;
    entry.drains_streams |= way != ast::Param::Direction::In;
  }
  bool behind_out = false;
  const auto& same = entry.info->declaration->same;
  const auto& params = entry.info->declaration->params;
  for (std::size_t i = 0; i < params.size(); ++i) {
    if (entry.info->parameters[i] == descriptor_) entry.descriptors.push_back(i);
    entry.names_arguments |= !params[i].printed.empty() && params[i].printed != kLastText;
    behind_out = behind_out || params[i].direction == ast::Param::Direction::Out;
    if (std::any_of(same.begin(), same.end(),
                    [&](const ast::Name& one) { return one.text == params[i].name.text; }))
      entry.identifying.push_back({i, behind_out});
  }
  entry.closes_one = kind == kNothing && !entry.descriptors.empty();
  entry.closes_many = kind == kNothing && entry.descriptors.empty();
  return entry;
}

}  // namespace sigspec
