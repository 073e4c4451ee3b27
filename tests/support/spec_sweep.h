// Judges recordings and faults by mutants of the specification: who contradicts each of them?
//
// A mutant is contradicted by a recording of Linux that it accuses, by a planted fault or a small
// trace of the tests that it does not report any more, or reports on another line, by a litmus test
// that comes to something else on it, and by a claim or a proof that does not come out.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/spec_mutants.h"

namespace sigspec::test {

enum class MutantVerdict : std::uint8_t {
  Refused,
  ByRecording,
  ByFault,
  ByTest,
  ByLitmus,
  ByClaim,
  ByProof,
  Survived
};

struct MutantResult {
  SpecMutant mutant;
  MutantVerdict verdict = MutantVerdict::Survived;
  std::string by;      // which recording, fault, test, claim or proof
  std::string reason;  // of a survivor: what the list says of it, or that it is declared untested
};

struct SpecSweepOptions {
  std::size_t jobs = 1;
  std::size_t every = 1;           // judges every so-manieth mutant
  std::size_t lines_max = 12'000;  // of each recording
  std::size_t faults_of_operator = 10;
  bool only_listed = false;        // judges those that tests/spec_mutants.list names
  std::string only;                               // mutants whose names contain this
  std::string of_file;                            // and that are in a file whose path contains this
  std::function<void(const MutantResult&)> sink;  // gets each as soon as it is known
  std::string tests;  // a program whose small traces are judged too; may be empty
};

std::vector<MutantResult> judge_mutants(const std::vector<SpecText>& texts,
                                        const SpecSweepOptions& options);

/// Fills in the reasons of survivors, by tests/spec_mutants.list.
/// Returns: lines of the list that fit no survivor of `results`, when those are all there are, or
/// all that are listed.
std::vector<std::string> read_reasons(std::vector<MutantResult>& results);

/// How many were contradicted by what, and the survivors without a reason.
std::string format_spec_sweep(const std::vector<MutantResult>& results);

}  // namespace sigspec::test
