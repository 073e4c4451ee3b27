// What else can contradict a mutant of the specification, beside recordings: the shipped litmus
// tests, what the claims of the manual pages come to, and what the scenarios expect of proofs.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "checker/litmus_tests.h"
#include "model/model.h"

namespace sigspec::test {

/// The shipped litmus tests. Each pins what real runs of it came to.
class LitmusJudge {
 public:
  /// Pre: on the specification as it is every test comes to what it expects; it is asked.
  explicit LitmusJudge(std::unique_ptr<Model> original);

  /// The changed specification, with what is said of the things that litmus tests work on.
  LitmusSpec with_library(std::unique_ptr<Model> model) const;
  /// Returns: a test that comes to something else than it expects, or to no end where it did
  /// before; or nothing. Cost: 0.1 s.
  std::string contradiction(const LitmusSpec& spec) const;

 private:
  std::string contradiction(const LitmusSpec& spec, std::set<std::string>* endless) const;

  std::vector<SpecText> library_, tests_;
  std::set<std::string> endless_;  // tests that have too many states on the original, too
};

/// Returns: the name of a claim that comes out otherwise than expected, or nothing. Claims about
/// properties of scenarios are left out: those are proofs. Cost: a second.
std::string contradicted_claim(const LitmusSpec& spec);

/// Returns: `scenario.variant.property` that comes out otherwise than expected, or that speaks of
/// something that happens in the specification as it is and never in this one; or nothing. Only
/// states are explored, no solver is asked.
/// `touched`: what the change may have an effect on; other scenarios are left out.
std::string contradicted_proof(const Model& model, const std::set<std::string>& touched);

}  // namespace sigspec::test
