// What strace leaves out with other options is no reason to accuse what it shows.
#include <gtest/gtest.h>

#include "checker/check.h"
#include "tests/support/hide.h"
#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

constexpr std::size_t kLinesMax = 1000;  // longer ones take their time, and show little more

TEST(Hidden, WhatIsLeftOfRecordingsConforms) {
  std::size_t judged = 0;
  for (const std::string& path : recordings_to_hide_from()) {
    const auto recording = read_recording(path, kLinesMax + 1);
    if (!recording || recording->lines.size() > kLinesMax) continue;
    for (const Hiding& hiding : hidings()) {
      const auto left = hide(*recording, hiding);
      if (!left) continue;
      ++judged;
      const FileReport report = judge(*left);
      EXPECT_TRUE(report.divergences.empty()) << path << " " << hiding.how << "\n" << told(report);
    }
  }
  EXPECT_GT(judged, 500U);
}

// With `strace -z` a handler that returns to a call that failed is not seen to: the child and its
// program have the mask of before.
TEST(Hidden, AProgramMayBeginWithTheMaskOfBeforeAHandler) {
  const std::string program = " execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n";
  const auto runs = [&](const std::string& fails) {
    return "7" + program + "7 set_tid_address(0x7f10) = 7\n" +
           "7 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n" + kCatch + fails + usr1("7") +
           "7 fork() = 8\n8" + program;
  };
  const std::string ask = "8 rt_sigprocmask(SIG_BLOCK, NULL, ";
  const std::string fails = "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n";
  expect_conforms(runs("") + ask + "[], 8) = 0\n");
  expect_conforms(runs(fails) + ask + "[USR1], 8) = 0\n");
  expect_diverges(runs(fails) + ask + "[], 8) = 0\n", 9, "rt_sigprocmask.changes_mask");
}

}  // namespace
}  // namespace sigspec
