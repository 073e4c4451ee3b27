// Plants faults into the shipped recordings and judges each: what was reported, where, by which
// rule.
//
// The places are chosen by a seed for each recording and operator, so that another recording or
// operator changes little of what is planted elsewhere.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "checker/report.h"
#include "model/model.h"
#include "tests/support/mutate.h"

namespace sigspec::test {

struct SweepOptions {
  std::uint64_t seed = 1;
  std::size_t faults = 0;  // in all; they are shared out among the operators
  std::string only;        // the operators whose names contain this
  std::string survivors;   // a folder that keeps what was not reported rightly
  std::size_t jobs = 1;
};

/// What became of the faults of one operator.
struct Tally {
  bool looked_for = false;
  std::size_t found = 0;       // places
  std::size_t recordings = 0;  // with such places
  std::size_t planted = 0, caught = 0;
  std::size_t right_line = 0;  // the planted line is among those named
  std::size_t right_rule = 0;  // the first divergence is of a rule that the operator names
  std::size_t right = 0;       // both
};

/// A fault that was not reported on its line by its rule.
struct Survivor {
  std::size_t op = 0;
  std::string recording;
  std::size_t line = 0;  // of the recording: where it was planted
  std::string text;      // what was planted
  bool caught = false;
  std::string reported;  // if it was caught: line, rule and reason
};

struct SweepResult {
  std::vector<Tally> tallies;  // by operator
  std::vector<Survivor> survivors;
  Tally sum;
};

/// The paths of the shipped recordings in a file of its own each, and of those that hide nothing,
/// or that were made with options that are wanted.
std::vector<std::string> all_recordings();
std::vector<std::string> whole_recordings(
    bool (*wanted)(const std::string& options) = shows_everything);

/// Pre: `texts` is a specification without errors.
SweepResult plant_and_judge(const std::vector<SpecText>& texts, const SweepOptions& options);

/// A text with a fault in it.
struct FaultyText {
  std::size_t op = 0;
  std::string text;
  std::vector<std::size_t> lines;  // that show it
};

/// Of each operator the faults that show soonest, in different recordings where there are so many.
std::vector<FaultyText> plant_small(std::size_t of_operator, std::size_t jobs);

/// What the list of known gaps says of an operator.
struct Floor {
  double caught = 0.97, right = 0.90;  // of what was planted
  std::string reason;                  // why not more
};

/// The floor of each operator, by tests/planted_faults.list.  Errors: lines that name no operator.
std::vector<Floor> read_floors(std::vector<std::string>& errors);

/// The table for people: one line an operator, then the sum.
std::string format_table(const SweepResult& result, const std::vector<Floor>& floors);
std::string format_survivor(const Survivor& survivor);

}  // namespace sigspec::test
