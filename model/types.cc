// Lays types out as leaves and makes each of them once.
#include "model/types.h"

#include <utility>

namespace sigspec {

namespace {

void append_leaves(Type& type, const Type* part) {
  type.leaves.insert(type.leaves.end(), part->leaves.begin(), part->leaves.end());
}

void lay_out_union(Type& type) {
  type.leaves = {Leaf{LeafKind::Choice, first_bits(type.alternatives.size()), nullptr}};
  for (auto& alternative : type.alternatives) {
    alternative.offset = type.size();
    for (const Type* part : alternative.payload) append_leaves(type, part);
  }
}

void lay_out_fields(Type& type) {
  type.leaves.clear();
  for (auto& field : type.fields) {
    field.offset = type.size();
    append_leaves(type, field.type);
  }
}

void lay_out_repeated(Type& type, std::size_t times) {
  for (std::size_t i = 0; i < times; ++i) append_leaves(type, type.element);
}

}  // namespace

int Type::member(std::string_view member_name) const {
  for (std::size_t i = 0; i < members.size(); ++i)
    if (members[i].name == member_name) return static_cast<int>(i);
  return -1;
}

int Type::alternative(std::string_view alternative_name) const {
  for (std::size_t i = 0; i < alternatives.size(); ++i)
    if (alternatives[i].name == alternative_name) return static_cast<int>(i);
  return -1;
}

const RecordField* Type::field(std::string_view field_name) const {
  for (const auto& candidate : fields)
    if (candidate.name == field_name) return &candidate;
  return nullptr;
}

TypeTable::TypeTable() {
  const auto scalar = [this](TypeKind kind, const char* name, LeafKind leaf,
                             std::uint64_t choices) {
    Type* type = make(kind, name);
    type->leaves = {Leaf{leaf, choices, type}};
    return type;
  };
  bool_ = scalar(TypeKind::Bool, "bool", LeafKind::Choice, 3);
  int_ = scalar(TypeKind::Int, "int", LeafKind::Number, 0);
  opaque_ = scalar(TypeKind::Opaque, "opaque", LeafKind::Opaque, 0);
  // Which call and the arguments seen at its entry; the arguments seen only at its end.
  Type* call = make(TypeKind::Call, "Call");
  call->leaves.assign(2, Leaf{LeafKind::Opaque, 0, call});
  call_ = call;
  identity_ = scalar(TypeKind::Opaque, "identity", LeafKind::Opaque, 0);
  scalar(TypeKind::Opaque, "data", LeafKind::Opaque, 0);     // what nobody looks at
  scalar(TypeKind::Opaque, "address", LeafKind::Opaque, 0);
  error_ = scalar(TypeKind::Error, "(unknown type)", LeafKind::Opaque, 0);
}

Type* TypeTable::make(TypeKind kind, std::string name) {
  types_.push_back(std::make_unique<Type>());
  types_.back()->kind = kind;
  types_.back()->id = types_.size() - 1;
  types_.back()->name = name;
  named_.try_emplace(std::move(name), types_.back().get());
  return types_.back().get();
}

const Type* TypeTable::find(std::string_view name) const {
  const auto known = named_.find(name);
  return known == named_.end() || known->second == error_ ? nullptr : known->second;
}

std::vector<std::string_view> TypeTable::names() const {
  std::vector<std::string_view> result;
  for (const auto& type : types_)
    if (type->name.find(' ') == std::string::npos) result.push_back(type->name);
  return result;
}

const Type* TypeTable::set_of(const Type* element) {
  const std::string name = "set " + element->name;
  if (const Type* known = find(name)) return known;
  Type* type = make(TypeKind::Set, name);
  type->element = element;
  type->leaves = {Leaf{LeafKind::Set, first_bits(element->members.size()), type}};
  return type;
}

const Type* TypeTable::option_of(const Type* element) {
  const std::string name = "option " + element->name;
  if (const Type* known = find(name)) return known;
  Type* type = make(TypeKind::Union, name);
  type->element = element;
  type->is_option = true;
  type->alternatives = {{"none", {}, {"NULL"}, false, 0}, {"some", {element}, {}, true, 0}};
  lay_out_union(*type);
  type->leaves[0].type = type;
  return type;
}

const Type* TypeTable::array_of(const Type* index, const Type* element) {
  const std::string name = "array " + index->name + " of " + element->name;
  if (const Type* known = find(name)) return known;
  Type* type = make(TypeKind::Array, name);
  type->index = index;
  type->element = element;
  lay_out_repeated(*type, index->members.size());
  return type;
}

const Type* TypeTable::stack_of(int bound, const Type* element) {
  const std::string name = "stack " + std::to_string(bound) + " of " + element->name;
  if (const Type* known = find(name)) return known;
  Type* type = make(TypeKind::Stack, name);
  type->element = element;
  type->bound = bound;
  type->leaves = {Leaf{LeafKind::Depth, 0, type}};
  lay_out_repeated(*type, static_cast<std::size_t>(bound));
  return type;
}

const Type* TypeTable::queue_of(int bound, const Type* element) {
  const std::string name = "queue " + std::to_string(bound) + " of " + element->name;
  if (const Type* known = find(name)) return known;
  Type* type = make(TypeKind::Queue, name);
  type->element = element;
  type->bound = bound;
  type->leaves = {Leaf{LeafKind::Depth, 0, type}};
  lay_out_repeated(*type, static_cast<std::size_t>(bound));
  return type;
}

const Type* TypeTable::define(Type definition) {
  Type* type = make(definition.kind, definition.name);
  definition.id = type->id;
  *type = std::move(definition);
  switch (type->kind) {
    case TypeKind::Enum:
      type->leaves = {Leaf{LeafKind::Choice, first_bits(type->members.size()), type}};
      break;
    case TypeKind::Union:
      lay_out_union(*type);
      type->leaves[0].type = type;
      break;
    default:
      lay_out_fields(*type);
  }
  return type;
}

}  // namespace sigspec
