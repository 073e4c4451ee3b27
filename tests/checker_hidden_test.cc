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

}  // namespace
}  // namespace sigspec
