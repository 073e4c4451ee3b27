// Lines that are not understood: they may have hidden anything, so nothing that rests on them is
// reported. What stands before them, and what is wrong behind them by itself, is.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

const std::string kGetpid = "7 getpid() = 7\n";
const std::string kFamily = kStart + "7 fork() = 8\n8 getpid() = 8\n8 exit_group(0) = ?\n";
const std::string kChildEnds = "8 +++ exited with 0 +++\n";
const std::string kLate = "7 rt_sigprocmask(SIG_SETMASK, [USR1], NULL, 8) = 0\n" + usr1();

// What nobody understands, with and without a task's number, of one line and of two.
const std::vector<std::string> kJunk = {
    "garbage\n",
    "7 garbage\n",
    "7 --- SIGUSR1 {si_signo=SIGU\n",
    "7 rt_sigaction(SIGUSR1, {sa_handler=0x40\n",
    "7 --- SIGUSR1 {si_signo=SIGU\nmore of that\n",
    std::string(20, '\0') + "\n",
};

void expect_not_accused(const std::string& before, const std::string& behind) {
  ASSERT_EQ(judge(before + behind).verdict, Verdict::Diverges) << before << behind;
  for (const std::string& junk : kJunk) {
    const FileReport report = judge(before + junk + behind);
    EXPECT_EQ(report.verdict, Verdict::Inconclusive) << before << junk << behind << told(report);
    EXPECT_GT(report.unparsed_count, 0U) << junk;
  }
}

TEST(Lost, ALineThatIsNotUnderstoodMayHaveHiddenAnything) {
  expect_not_accused(kStart + kCatch, "7 rt_sigreturn({mask=[]}) = 0\n");
  expect_not_accused(kFamily + kChildEnds + "7 read(0,  <unfinished ...>\n", kGetpid);
  const std::string handled = usr1() + "7 rt_sigreturn({mask=[]}) = 0\n";
  expect_not_accused(kStart + kCatch + handled + "7 kill(7, SIGUSR1) = 0\n", kGetpid);
  expect_not_accused(kStart + "7 exit_group(0) = ?\n", "7 +++ exited with 1 +++\n");
}

// What the program writes stands among strace's lines on a terminal, and in place of none.
TEST(Lost, WordsOfTheProgramHideNothing) {
  for (const char* words : {"this is no line of strace\n", "make: *** [all] Error 2\n"}) {
    const FileReport report = judge(kStart + kCatch + words + "7 rt_sigreturn({mask=[]}) = 0\n");
    EXPECT_EQ(report.verdict, Verdict::Diverges) << words;
    EXPECT_EQ(report.unparsed_count, 1U) << words;
  }
}

TEST(Lost, ByAnyTask) {
  expect_not_accused(kFamily, "7 wait4(8, [{WIFEXITED(s) && WEXITSTATUS(s) == 1}], 0, NULL) = 8\n");
  expect_not_accused(kFamily + kChildEnds, "8 getpid() = 8\n");
}

TEST(Lost, WhatIsWrongBeforeAndBehindIsReported) {
  for (const std::string& junk : kJunk) {
    expect_diverges(kStart + kCatch + kLate + junk + kGetpid, 3, "deliver.taken");
    const auto lines = std::count(junk.begin(), junk.end(), '\n');
    expect_diverges(kStart + junk + kGetpid + kLate, 3 + static_cast<std::uint64_t>(lines),
                    "deliver.taken");
  }
}

}  // namespace
}  // namespace sigspec
