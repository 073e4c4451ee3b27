// Judges recordings and faults by mutants of the specification: who contradicts each of them?
//
// A mutant is contradicted by a recording of Linux that it accuses, by a planted fault or a small
// trace of the tests that it does not report any more, or reports on another line, by a litmus test
// that comes to something else on it, and by a claim or a proof that does not come out.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/spec_exhibits.h"

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
  ExhibitOptions exhibits;
  std::size_t every = 1;     // judges every so-manieth mutant
  /// Judges those only that tests/spec_mutants.list names, or does not name.
  std::optional<bool> listed;
  std::string only;          // mutants whose names contain this
  /// And that are in files whose paths contain one of these, in that order; none: in any.
  std::vector<std::string> of_files;
  bool quick = false;  // judges by traces and litmus tests only
  std::function<void(const MutantResult&)> sink;  // gets each as soon as it is known
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
