// What a baseline excuses: whole outcomes of one test, and what a fault accounts for in a family.
#include "checker/litmus_baseline.h"

#include <gtest/gtest.h>

namespace sigspec {
namespace {

LitmusBaseline baseline_of(std::vector<KnownOutcome> known) { return {std::move(known)}; }

/// Why it is excused, empty if it is not.
std::string excused(LitmusBaseline& baseline, const std::string& test, std::string outcome,
                    const std::vector<std::string>& allowed) {
  return reason_of(baseline.excuse(test, outcome, allowed));
}

TEST(LitmusBaseline, OneTestsLineExcusesThatOutcomeOfIt) {
  LitmusBaseline known = baseline_of({{"read_pipe", "A.got=1", "why"}});
  EXPECT_EQ(excused(known, "read_pipe", "A.got=1", {"A.got=2"}), "why");
  EXPECT_EQ(excused(known, "read_pipe", "A.got=1 B.end=done", {"A.got=2"}), "");
  EXPECT_EQ(excused(known, "read_pipe_too", "A.got=1", {"A.got=2"}), "");
}

TEST(LitmusBaseline, APatternExcusesItsWordsAndNothingElse) {
  LitmusBaseline known = baseline_of({{"read_*", "A.got=EINTR", "why"}});
  const std::vector<std::string> linux_has{"A.end=done A.got=3 A.handled=[SIGUSR1]"};
  EXPECT_EQ(excused(known, "read_x", "A.end=done A.got=EINTR A.handled=[SIGUSR1]", linux_has),
            "why");
  EXPECT_EQ(excused(known, "write_x", "A.end=done A.got=EINTR A.handled=[SIGUSR1]", linux_has), "");
  // Another value, another end, another handler are news.
  EXPECT_EQ(excused(known, "read_x", "A.end=done A.got=0 A.handled=[SIGUSR1]", linux_has), "");
  EXPECT_EQ(excused(known, "read_x", "A.got=EINTR A.handled=[SIGUSR1] A.killed_by=SIGUSR2",
                    linux_has),
            "");
  EXPECT_EQ(excused(known, "read_x", "A.end=done A.got=EINTR", linux_has), "");
}

TEST(LitmusBaseline, HowSomebodyEndsIsOneThing) {
  LitmusBaseline known =
      baseline_of({{"x_*", "A.end=done A.got=EBADF", "no wait"}, {"w_*", "A.got=EINTR", "cut"}});
  EXPECT_EQ(excused(known, "x_1", "A.end=done A.got=EBADF", {"A.got=none A.sleeps_in=read"}),
            "no wait");
  // What a wait tells of the child goes with its result.
  EXPECT_EQ(excused(known, "w_1", "A.got=EINTR C.end=ended", {"A.got=C A.got.exited=3 C.end=ended"}),
            "cut");
}

TEST(LitmusBaseline, WhatIsNotSaidIsNone) {
  LitmusBaseline known = baseline_of({{"s_*", "A.handled=none", "too late"}});
  EXPECT_EQ(excused(known, "s_1", "A.end=done", {"A.end=done A.handled=[SIGUSR1]"}), "too late");
  EXPECT_EQ(excused(known, "s_1", "A.end=done A.handled=[SIGUSR2]",
                    {"A.end=done A.handled=[SIGUSR1]"}),
            "");
}

TEST(LitmusBaseline, FaultsComeTogetherAndAsFewAsNeedBeAreNamed) {
  LitmusBaseline known = baseline_of({{"*", "stack=odd", "stack"},
                                      {"x_*", "A.got=EINTR", "cut"},
                                      {"x_*", "A.handled=*", "handlers"}});
  const std::vector<std::string> linux_has{"A.got=1 A.handled=[SIGUSR1]"};
  EXPECT_EQ(excused(known, "x_1", "A.got=1 A.handled=[SIGUSR1] stack=odd", linux_has), "stack");
  EXPECT_EQ(excused(known, "x_1", "A.got=EINTR A.handled=[SIGUSR1] stack=odd", linux_has),
            "stack; cut");
  EXPECT_EQ(excused(known, "x_1", "A.got=1 A.handled=[SIGUSR2]", linux_has), "handlers");
  EXPECT_TRUE(known.known[0].used && known.known[1].used && known.known[2].used);
}

TEST(LitmusBaseline, WhatExcusesNothingIsKnownByIt) {
  LitmusBaseline known = baseline_of({{"x_*", "A.got=EINTR", "cut"},
                                      {"y_*", "A.got=EINTR", "cut"},
                                      {"x_*", "nothing", "at times: slow"}});
  EXPECT_EQ(excused(known, "x_1", "A.got=0", {"A.got=1"}), "");
  EXPECT_TRUE(known.known[0].met && !known.known[0].used);
  EXPECT_FALSE(known.known[1].met);
  EXPECT_TRUE(known.known[2].at_times());
  EXPECT_EQ(excused(known, "x_1", kNoOutcome, {"A.got=1"}), "at times: slow");
}

}  // namespace
}  // namespace sigspec
