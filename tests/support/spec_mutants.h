// Small faults of the specification: each is one condition dropped, one outcome flipped, one effect
// lost or two of them swapped.
//
// A condition that nobody misses says nothing; so each of these mutants must be contradicted by a
// recording or a test, or be listed with the reason why not.
#pragma once

#include <memory>
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
  bool untested = false;   // its rule or row is declared untested
  bool in_effect = false;  // of a rule: it fires when it did before

  std::string name() const { return owner + ": " + what; }
};

/// A specification that is to be changed. It may be used by several threads.
class SpecMutator {
 public:
  /// Pre: the texts have no errors.
  explicit SpecMutator(const std::vector<SpecText>& texts);
  ~SpecMutator();
  /// All mutants there are.
  std::vector<SpecMutant> mutants() const;
  /// The specification with the mutant in it.
  std::vector<SpecText> mutated(const SpecMutant& mutant) const;

 private:
  struct Parsed;
  const std::vector<SpecText>& texts_;
  std::unique_ptr<const Parsed> parsed_;
};

}  // namespace sigspec::test
