// What else can contradict a mutant of the specification, beside recordings: the shipped litmus
// tests, what the claims of the manual pages come to, and what the scenarios expect of proofs.
#pragma once

#include <memory>
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
  /// Returns: a test that comes to something else than it expects, or nothing. Cost: 0.1 s.
  std::string contradiction(const LitmusSpec& spec) const;

 private:
  std::vector<SpecText> library_, tests_;
};

/// Returns: the name of a claim that comes out otherwise than expected, or nothing. Claims about
/// properties of scenarios are left out: those are proofs. Cost: a second.
std::string contradicted_claim(const LitmusSpec& spec);

/// Returns: `scenario.variant.property` that comes out otherwise than expected, or nothing. Only
/// states are explored, no solver is asked.
/// `owner`: the rule, row, function or table that was changed; scenarios that do not name it, nor
/// anything that leads to it, are left out.
std::string contradicted_proof(const Model& model, const std::string& owner);

}  // namespace sigspec::test
