// The entities of a closed system: how many there are of each, and where they lie in its state.
//
// A scenario says how many tasks and objects it has. All of them lie side by side in one state, so
// that an entity is a place in it, and a field of one of several is found by an index.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/types.h"

namespace sigspec {

struct Instances {
  struct Of {
    std::string name;              // of the entity
    const Type* entity = nullptr;  // set when it is defined
    const Type* names = nullptr;   // an enum with a member for each of them
    int count = 1;
    int offset = 0;  // of the first one's first leaf in the state
    bool unbounded = false;  // `size Thread 2 .. any`: these are the fewest
  };
  /// `size Capacity 2 .. any`: a number that never changes.
  struct Constant {
    std::string name;
    std::int64_t low = 0;
    std::optional<std::int64_t> high;  // none: any
    int offset = 0;
  };
  std::vector<Of> entities;
  std::vector<Constant> constants;
  const Type* variants = nullptr;  // an enum
  int size = 0;                    // leaves of the state

  const Of* find(std::string_view name) const {
    for (const Of& of : entities)
      if (of.name == name) return &of;
    return nullptr;
  }
  const Of* of_entity(const Type* entity) const {
    for (const Of& of : entities)
      if (of.entity && of.entity == entity) return &of;
    return nullptr;
  }
  /// Whose names these are; nullptr when it is another type.
  const Of* named_by(const Type* names) const {
    for (const Of& of : entities)
      if (of.names == names) return &of;
    return nullptr;
  }
  static int offset_of(const Of& of, int index) { return of.offset + index * of.entity->size(); }
  static int index_of(const Of& of, int offset) {
    return of.entity->size() == 0 ? 0 : (offset - of.offset) / of.entity->size();
  }
  /// Where the entity is that the one at `offset` is in: tasks are dealt out to their processes
  /// evenly, in order.
  int parent_offset(const Of& child, const Of& parent, int offset) const {
    return offset_of(parent, index_of(child, offset) * parent.count / child.count);
  }
};

/// What a step leaves open, `unknown` and `either`, as further slots of the event: whoever takes
/// the step chooses.
struct OpenValues {
  struct Slot {
    Leaf leaf;
    int slot = 0;
  };
  std::vector<Slot> slots;
  int next = 0;

  int add(const Leaf& leaf) {
    slots.push_back({leaf, next});
    return next++;
  }
};

}  // namespace sigspec
