// k-induction: what holds in the first k states, and in the next one whenever it did in k in a row.
#pragma once

#include "prove/induction.h"

namespace sigspec::prove {

struct KInduction {
  Induction proof;
  std::size_t k = 0;
};

/// Pre: the property is `always` or `never`; with `invariants` those of the scenario hold, and
/// help. Tries k from 1 on.
KInduction prove_k_inductive(const System& system, const SystemProperty& property,
                             std::size_t k_max, bool invariants, const Watch& watch);

}  // namespace sigspec::prove
