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
  const SpecSource source = read_spec_source("");
  for (const SpecMutant& mutant : SpecMutator(source.texts).mutants()) names.insert(mutant.name());
  std::ifstream list(source_dir() / "tests/spec_mutants.list");
  std::size_t lines = 0;
  for (std::string line; std::getline(list, line);) {
    if (line.starts_with('#')) continue;
    ++lines;
    const std::size_t dashes = line.rfind(" -- ");
    ASSERT_NE(dashes, std::string::npos) << line;
    std::string name = line.substr(0, dashes);
    const bool any_rest = name.ends_with('*');  // of a name that begins so
    if (any_rest) name.pop_back();
    const auto found = names.lower_bound(name);
    EXPECT_TRUE(found != names.end() && (any_rest ? found->starts_with(name) : *found == name))
        << line;
    EXPECT_LT(dashes + 4, line.size()) << line;
  }
  EXPECT_GT(lines, 0U);
}

}  // namespace
}  // namespace sigspec::test
