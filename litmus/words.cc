// Looks up names in the specification, for tests that stand outside of it.
#include "litmus/words.h"

#include <bit>

#include "model/lower.h"

namespace sigspec::litmus {

namespace {

/// The value of a constant, as one leaf; nullopt: there is none of that name, or it is no constant
/// of one leaf.
std::optional<Cell> constant(const Model& model, std::string_view name, const Type* type) {
  const auto found = model.constants.find(name);
  if (found == model.constants.end()) return std::nullopt;
  Lowering lowering(model, model.kernel_high, nullptr);
  const sigspec::Value value = lowering.expression(found->second->value, type);
  if (value.leaves.size() != 1 || value.leaves[0]->op != Op::Const) return std::nullopt;
  return value.leaves[0]->constant;
}

}  // namespace

std::uint64_t members_named(const Model& model, std::string_view name, std::string_view of) {
  const Type* type = model.types.find(of);
  if (!type) return 0;
  if (const int member = type->member(name); member >= 0) return 1ULL << member;
  const auto set = constant(model, name, model.types.set_of(type));
  return set ? set->a : 0;
}

std::uint64_t objects_named(const Model& model, std::string_view name) {
  return members_named(model, name, kObjectType);
}

std::uint64_t signals_named(const Model& model, std::string_view name) {
  return members_named(model, name, kSignalType);
}

std::string only_member(const Model& model, std::string_view name, std::string_view of) {
  const std::uint64_t members = members_named(model, name, of);
  if (members == 0) return {};
  return model.types.find(of)->members[static_cast<std::size_t>(std::countr_zero(members))].name;
}

std::optional<std::int64_t> number_of(const Model& model, std::string_view name) {
  for (const std::string_view type_name : model.types.names()) {
    const Type* type = model.types.find(type_name);
    if (!type || type->kind != TypeKind::Enum) continue;
    const int member = type->member(name);
    if (member < 0) continue;
    const EnumMember& found = type->members[static_cast<std::size_t>(member)];
    if (found.numbered) return found.number;
  }
  if (const auto value = constant(model, name, model.types.number()); value && value->a == value->b)
    return static_cast<std::int64_t>(value->a);
  return std::nullopt;
}

std::string error_called(const Model& model, std::int64_t number) {
  std::string other;
  for (const EnumMember& member : model.types.find(kErrorType)->members) {
    if (member.number == number) return member.name;
    if (member.otherwise) other = member.name;
  }
  return other;
}

}  // namespace sigspec::litmus
