// Spacer, the engine of Z3 that finds invariants by itself; what it finds is checked again.
#pragma once

#include "prove/induction.h"

namespace sigspec::prove {

struct Spacer {
  enum class Answer : std::uint8_t { Proved, Violated, Unknown };
  Answer answer = Answer::Unknown;
  Induction proof;  // Proved: that the invariant which was found is one, and implies the property
};

/// Until the work is to stop. Pre: the property is `always` or `never`.
Spacer ask_spacer(const System& system, const SystemProperty& property, const Watch& watch);

}  // namespace sigspec::prove
