// The engines that need no hint, one after the other: k-induction, Spacer, berkeley-abc.
//
// They decide what no exploration comes to the end of; with a cross-check each of them is asked,
// and they must not contradict each other.
#pragma once

#include "prove/induction.h"

namespace sigspec::prove {

struct Opinion {
  enum class Says : std::uint8_t { Proved, Violated, Nothing };
  std::string engine;  // "k-induction, k=3"
  Says says = Says::Nothing;
  std::string why;                    // Nothing: in words
  std::vector<Condition> conditions;  // Proved: the certificate; none: the engine gives none
};

enum class Ask : std::uint8_t { UntilOneKnows, All };

/// All instances of one property together; each engine has so much time for them. `finite`: no size
/// is without bounds. `invariants`: those of the scenario hold.
std::vector<Opinion> ask_engines(const System& system,
                                 const std::vector<const SystemProperty*>& instances, bool finite,
                                 bool invariants, std::chrono::seconds time, Ask ask,
                                 const Watch& watch);

}  // namespace sigspec::prove
