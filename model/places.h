// The parts of a state by name, as a person would speak of them.
//
// The engines know slots. A place is the run of slots that a reader thinks of as one thing: a field
// of an entity, the element of an array for one signal, a stack, an argument of a call.
#pragma once

#include <string>

#include "model/program.h"

namespace sigspec {

struct Place {
  Base base = Base::Task;
  int offset = 0;
  const Type* type = nullptr;
  std::string name;  // "blocked", "action of SIGINT", "blocked of the child"
  std::string doc;   // of the field
  /// Of an element: the array's name, and its index; places of one array may be told together.
  std::string array, index;
};

/// The place that a slot is part of. Pre: the slot exists; for the event's, the class it has.
Place place_of(const Model& model, const EventClass& event_class, Base base, int slot);

/// A slot in words: "flags of the action of SIGINT".
std::string slot_name(const Model& model, const EventClass& event_class, Base base, int slot);
/// The leaf behind a slot.
const Leaf& leaf_at(const Model& model, const EventClass& event_class, Base base, int slot);

/// What the specification says of a value: the documentation of its alternative or member.
std::string doc_of_value(const Type* type, const Cell* cells);

}  // namespace sigspec
