// Plants a sample of faults into the shipped recordings, and requires of each operator that as many
// are reported, on their line and by their rule, as tests/planted_faults.list says.
//
// The whole sweep is tests/sweep_faults.cc.
#include <gtest/gtest.h>

#include <cstdio>

#include "checker/spec_source.h"
#include "tests/support/fault_sweep.h"

namespace sigspec::test {
namespace {

constexpr std::size_t kFaultsOfOperator = 15;

TEST(PlantedFaultsSlow, AreReportedOnTheirLineByTheirRule) {
  std::vector<std::string> errors;
  const std::vector<Floor> floors = read_floors(errors);
  for (const std::string& error : errors) ADD_FAILURE() << "planted_faults.list: " << error;
  const auto operators = mutation_operators();
  SweepOptions options;
  options.faults = kFaultsOfOperator * operators.size();
  const SweepResult result = plant_and_judge(read_spec_source("").texts, options);
  std::printf("%s", format_table(result, floors).c_str());
  for (std::size_t i = 0; i < operators.size(); ++i) {
    const Tally& tally = result.tallies[i];
    const auto planted = static_cast<double>(tally.planted);
    EXPECT_GE(tally.planted, 1U) << operators[i].name << " found no place";
    EXPECT_GE(static_cast<double>(tally.caught), floors[i].caught * planted)
        << operators[i].name << ": " << operators[i].because;
    EXPECT_GE(static_cast<double>(tally.right), floors[i].right * planted)
        << operators[i].name << ": " << operators[i].because;
  }
  if (!testing::Test::HasFailure()) return;
  for (const Survivor& survivor : result.survivors)
    std::printf("%s", format_survivor(survivor).c_str());
}

}  // namespace
}  // namespace sigspec::test
