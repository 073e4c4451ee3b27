// Objects that may change places: no rule and no property can tell them apart.
//
// A scenario has no word for one of several objects, but effects in an order, or `first`, may tell
// them apart all the same. So it is looked up: the objects of a kind are interchangeable when
// renaming them makes of the steps the same steps, and of the properties the same properties. Of
// states that differ in names alone one then stands for all (scalar sets: Ip and Dill, 1996). That
// keeps what holds in each state; what each object is fairly given has to know which one it is.
#pragma once

#include <vector>

#include "prove/counterexample.h"

namespace sigspec::prove {

/// One way to rename objects.
struct Renaming {
  /// A slot whose value goes elsewhere, or names objects.
  struct Move {
    std::size_t from = 0, to = 0;
    int names = -1;  // the entity of these objects; -1: it names none
    bool is_set = false;
  };
  std::vector<Move> moves;
  std::vector<std::vector<int>> numbers;  // by entity of the scenario: the new one of each object

  /// The state in `to`, which keeps its memory.
  void rename(const Cells& state, Cells& to) const;
  /// The bits of a set of objects, each at its new number.
  std::uint64_t renamed(std::uint64_t objects, int entity) const;
};

/// Every way to rename the interchangeable objects, but the one that changes nothing. `asked`: the
/// properties that must not tell them apart.
std::vector<Renaming> find_symmetry(const System& system,
                                    const std::vector<const SystemProperty*>& asked);

}  // namespace sigspec::prove
