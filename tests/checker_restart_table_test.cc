// The restart table as it was settled, row by row: no outcome of a call changes unseen.
//
// What each row says was run, or read in the kernel; its citations say which. Recordings exercise
// most of them, but a row changed by mistake may be one that they do not. SIGSPEC_UPDATE=1 in the
// environment writes the table anew; read the diff, and confirm each line.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/paths.h"
#include "tests/support/restart_table.h"
#include "tests/support/small_model.h"
#include "tests/support/spec_text.h"

namespace sigspec {
namespace {

TEST(RestartTable, IsAsItWasSettled) {
  const std::string found = test::restart_table_lines(test::linux_model());
  const std::string path = (test::source_dir() / test::kSettledTable).string();
  if (std::getenv("SIGSPEC_UPDATE")) std::ofstream(path) << found;
  std::istringstream settled(test::read_file(path)), actual(found);
  std::string wanted, got;
  while (std::getline(settled, wanted)) {
    ASSERT_TRUE(std::getline(actual, got)) << "no row any more: " << wanted;
    ASSERT_EQ(wanted, got);
  }
  ASSERT_FALSE(std::getline(actual, got)) << "a new row: " << got;
}

}  // namespace
}  // namespace sigspec
