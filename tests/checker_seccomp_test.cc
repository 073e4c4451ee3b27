// What filters of calls (seccomp) answer.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

// A filter may answer any call with any error, and a supervisor may keep it waiting.
TEST(FiltersOfCalls, MayAnswerAnyCallWithAnyError) {
  const std::string filters = "7 seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=4, filter=0x7ff}) = 0\n";
  const std::string by_prctl =
      "7 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=4, filter=0x7ff}) = 0\n";
  const std::string fails = "7 getppid() = -1 EINTR (Interrupted system call)\n";
  const std::string waits =
      kCatch + "7 getppid() = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n" + usr1() +
      "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n";
  const std::string listens =
      "7 seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, {len=4, filter=0x7ff}) "
      "= 3\n";
  expect_conforms(kStart + filters + fails);
  expect_conforms(kStart + listens + fails + waits);
  expect_diverges(kStart + filters + waits, 3, "return.restart_code");
  expect_conforms(kStart + by_prctl + fails);
  expect_diverges(kStart + fails, 1, "return.interrupted");
  expect_diverges(kStart + waits, 2, "return.restart_code");
  expect_diverges(kStart + "7 seccomp(SECCOMP_SET_MODE_FILTER, 0, 0x7ff) = -1 EPERM (x)\n" + fails,
                  2, "return.interrupted");
}

// Who is kept from leaving goes on, and ends as it ends later.
TEST(FiltersOfCalls, MayKeepAProcessFromLeaving) {
  const std::string filters = "7 seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=4, filter=0x7ff}) = 0\n";
  const std::string goes_on = "7 getppid() = 1\n7 exit(4) = ?\n";
  for (const std::string answer : {"-1 EPERM (Operation not permitted)", "231",
                                   "-1 EINTR (Interrupted system call)", "0"}) {
    const std::string kept = "7 exit_group(3) = " + answer + "\n" + goes_on;
    expect_conforms(kStart + filters + kept + "7 +++ exited with 4 +++\n");
    EXPECT_EQ(judge(kStart + kept + "7 +++ exited with 4 +++\n").verdict, Verdict::Diverges);
    expect_diverges(kStart + filters + kept + "7 +++ exited with 3 +++\n", 5, "exit.exited");
  }
}

}  // namespace
}  // namespace sigspec
