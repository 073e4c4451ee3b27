// What else can contradict a mutant of the specification, beside recordings: the shipped litmus
// tests, and what the scenarios expect of proofs.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"

namespace sigspec::test {

/// The shipped litmus tests. Each pins what real runs of it came to.
class LitmusJudge {
 public:
  /// Pre: on the specification as it is every test comes to what it expects; it is asked.
  explicit LitmusJudge(const Model& original);
  /// Returns: a test that comes to something else than it expects, or nothing. Cost: 0.1 s.
  std::string contradiction(const Model& model) const;

 private:
  std::vector<SpecText> library_, tests_;
};

/// Returns: `scenario.variant.property` that comes out otherwise than expected, or nothing. Only
/// states are explored, no solver is asked.
/// `owner`: the rule, row, function or table that was changed; scenarios that do not name it, nor
/// anything that leads to it, are left out.
std::string contradicted_proof(const Model& model, const std::string& owner);

}  // namespace sigspec::test
