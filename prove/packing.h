// States of one kind as bit-vectors: what they have in common is left out.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "prove/explorer.h"
#include "prove/symbolic_system.h"

namespace sigspec::prove {

class Packing {
 public:
  /// For these states. Pre: numbers are words to the solver.
  Packing(const System& system, const Explorer& explorer, std::span<const StateId> states);

  /// How many bits tell the states apart; 1 where none does.
  unsigned bits() const { return std::max(bits_, 1U); }
  /// The state as a numeral of SMT-LIB.
  std::string numeral(StateId state) const;
  /// Every slot that matters of the state whose bits these are.
  void unpack(const z3::expr& packed, std::vector<Term>& state) const;
  /// The bits of a state; `fits`, of each slot: it has no other value than theirs.
  z3::expr pack(const std::vector<Term>& state, z3::expr_vector& fits) const;

 private:
  /// The bits of a field that are not the same in all states.
  struct Part {
    const Explorer::Field* field;
    const Leaf* leaf;
    std::uint64_t packed, value;  // the field, and its slot, in the first state
    unsigned low, width;          // within the field
    unsigned at;                  // within the bits
  };

  Term unpacked(const z3::expr& packed, const Part& part) const;
  z3::expr packed(const z3::expr& value, const Part& part) const;

  const Explorer& explorer_;
  std::vector<Part> parts_;
  unsigned bits_ = 0;
};

}  // namespace sigspec::prove
