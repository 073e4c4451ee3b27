// The types of the spec language, and how a value of each is laid out as leaves.
//
// Everything is flattened: a record, a union or an array is a run of leaves, and the engines know
// leaves only. A union is a tag and the payloads of all its alternatives side by side; an option
// is a union of `none` and `some`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sigspec {

/// What one leaf holds; the domains say how.
enum class LeafKind : std::uint8_t {
  Choice,  // one of at most 64: bool (false, true), an enum's members, a union's tag
  Set,     // a set of an enum's members, as bits
  Number,  // an integer
  Opaque,  // a value with identity and nothing else
  Depth,   // how many elements of a stack are known, and whether anything may lie below
};

struct Type;

/// A leaf of a flattened type. `choices` has a bit for each value a Choice or Set may hold.
struct Leaf {
  LeafKind kind = LeafKind::Opaque;
  std::uint64_t choices = 0;
  const Type* type = nullptr;  // for printing: the enum, union, bool or number it belongs to
};

struct EnumMember {
  std::string name;
  std::int64_t number = 0;
  std::vector<std::string> texts;  // spellings in a trace; `*` is a wildcard; empty: the name
  bool otherwise = false;
  bool numbered = false;  // the number is the declaration's, not counted up
  std::string doc{};
};

struct RecordField {
  std::string name;
  const Type* type = nullptr;
  std::string printed;  // its name in a trace
  int offset = 0;       // of its first leaf
  std::string doc{};
};

struct UnionAlternative {
  std::string name;
  std::vector<const Type*> payload;
  std::vector<std::string> texts;
  bool otherwise = false;
  int offset = 0;  // of the payload's first leaf; the tag is leaf 0
  std::string doc{};
};

enum class TypeKind : std::uint8_t {
  Bool, Int, Opaque, Call, Enum, Set, Union, Record, Array, Stack, Queue, Entity, Error
};

struct Type {
  TypeKind kind = TypeKind::Error;
  std::size_t id = 0;  // counts the types of a table
  std::string name;  // as a person would write it
  std::vector<Leaf> leaves;
  std::vector<EnumMember> members;             // Enum
  std::string prefix;                          // Enum: may be left out of a text
  std::vector<RecordField> fields;             // Record, Entity
  std::vector<UnionAlternative> alternatives;  // Union (and option: none, some)
  const Type* element = nullptr;               // Set, Array, Stack, Queue, option
  const Type* index = nullptr;                 // Array
  int bound = 0;                               // Stack, Queue
  const Type* parent = nullptr;                // Entity
  bool is_option = false;

  int size() const { return static_cast<int>(leaves.size()); }
  /// The index of a member or alternative, or -1.
  int member(std::string_view member_name) const;
  int alternative(std::string_view alternative_name) const;
  const RecordField* field(std::string_view field_name) const;
};

/// Makes types once each, so that equal types are equal pointers.
class TypeTable {
 public:
  TypeTable();
  const Type* boolean() const { return bool_; }
  const Type* number() const { return int_; }
  const Type* opaque() const { return opaque_; }
  const Type* call() const { return call_; }
  /// Who a task or process is: opaque, and 0 is nobody.
  const Type* identity() const { return identity_; }
  /// Stands for a type that could not be found; compatible with everything, to stop follow-ups.
  const Type* error() const { return error_; }
  const Type* set_of(const Type* element);
  const Type* option_of(const Type* element);
  const Type* array_of(const Type* index, const Type* element);
  const Type* stack_of(int bound, const Type* element);
  const Type* queue_of(int bound, const Type* element);
  /// Pre: the members, alternatives or fields are filled in; lays the leaves out.
  const Type* define(Type type);
  /// The named type, or nullptr.
  const Type* find(std::string_view name) const;
  std::vector<std::string_view> names() const;

 private:
  Type* make(TypeKind kind, std::string name);
  std::vector<std::unique_ptr<Type>> types_;
  std::map<std::string, const Type*, std::less<>> named_;
  const Type *bool_, *int_, *opaque_, *call_, *identity_, *error_;
};

/// A bit for each of the first `count` values.
constexpr std::uint64_t first_bits(std::size_t count) {
  return count >= 64 ? ~0ULL : (1ULL << count) - 1;
}

}  // namespace sigspec
