// The list of mutants that nothing contradicts names only what there is.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "checker/spec_source.h"
#include "tests/support/paths.h"
#include "tests/support/spec_mutants.h"

namespace sigspec::test {
namespace {

// Whether they survive is judged by sweep_spec, which takes hours.
TEST(SpecMutants, TheListNamesMutantsWithReasons) {
  std::set<std::string> names;
  for (const SpecMutant& mutant : spec_mutants(read_spec_source("").texts))
    names.insert(mutant.name());
  std::ifstream list(source_dir() / "tests/spec_mutants.list");
  std::size_t lines = 0;
  for (std::string line; std::getline(list, line);) {
    if (line.starts_with('#')) continue;
    ++lines;
    const std::size_t dashes = line.rfind(" -- ");
    ASSERT_NE(dashes, std::string::npos) << line;
    EXPECT_TRUE(names.contains(line.substr(0, dashes))) << line;
    EXPECT_LT(dashes + 4, line.size()) << line;
  }
  EXPECT_GT(lines, 0U);
}

}  // namespace
}  // namespace sigspec::test
