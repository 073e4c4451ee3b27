// Small faults of the specification: each is one condition dropped, one outcome flipped, one effect
// lost or two of them swapped.
//
// A condition that nobody misses says nothing; so each of these mutants must be contradicted by a
// recording or a test, or be listed with the reason why not.
#pragma once

#include <string>
#include <vector>

#include "model/ast.h"
#include "model/model.h"

namespace sigspec::test {

/// One mutant: which text of the specification, and the how-manieth place in it.
struct SpecMutant {
  std::string owner;  // the rule, row, function or table it is in
  std::string what;   // "drop when t.life is alive": the same as long as that text is the same
  std::size_t file = 0, place = 0;
  bool untested = false;  // its rule or row is declared untested

  std::string name() const { return owner + ": " + what; }
};

/// All there are. Pre: the texts have no errors.
std::vector<SpecMutant> spec_mutants(const std::vector<SpecText>& texts);

/// The specification with the mutant in it.
std::vector<SpecText> mutated(std::vector<SpecText> texts, const SpecMutant& mutant);

}  // namespace sigspec::test
