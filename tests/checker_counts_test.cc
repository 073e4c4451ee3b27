// How much calls say that they moved, in small traces.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

TEST(Counts, NoMoreIsMovedThanWasAskedFor) {
  const struct {
    const char *call, *rule;
  } kCalls[] = {
      {"read(3<pipe:[9]>, \"x, 99\"..., 10)", "read.moves_no_more"},
      {"pread64(3</x>, \"x\"..., 10, 4096)", "read.moves_no_more_at_position"},
      {"write(3, \"x\"..., 10)", "write.moves_no_more"},
      {"pwrite64(3, \"x\"..., 10, 4096)", "write.moves_no_more_at_position"},
      {"recvmmsg(3, [], 10, 0, NULL)", "recvmmsg.moves_no_more"},
      {"sendmmsg(3, [], 10, 0)", "sendmmsg.moves_no_more"},
      {"splice(3, NULL, 4, NULL, 10, 0)", "splice.moves_no_more"},
      {"tee(3, 4, 10, 0)", "tee.moves_no_more"},
      {"sendfile(3, 4, NULL, 10)", "sendfile.moves_no_more"},
      {"copy_file_range(3, NULL, 4, NULL, 10, 0)", "copy_file_range.moves_no_more"},
      {"getrandom(\"\\x01\"..., 10, 0)", "getrandom.moves_no_more"},
      {"mq_timedreceive(3, \"x\", 10, [0], NULL)", "mq_timedreceive.moves_no_more"},
      {"msgrcv(3, {1, \"x\"}, 10, 0, 0)", "msgrcv.moves_no_more"},
  };
  for (const auto& one : kCalls) {
    const std::string call = std::string("7 ") + one.call + " = ";
    // Twice: the second time the state is known to allow it, and the count is still looked at.
    expect_conforms(kStart + call + "10\n" + call + "3\n" + call + "0\n");
    expect_diverges(kStart + call + "10\n" + call + "11\n", 2, one.rule);
    expect_conforms(kStart + call + "-1 EIO (Input/output error)\n");
  }
}

TEST(Counts, NoMoreAreReadyThanWereAskedFor) {
  const struct {
    const char *call, *most, *more, *rule;
  } kCalls[] = {
      {"ppoll([{fd=3, events=POLLIN}], 1, NULL, NULL, 8)", "1", "2", "ppoll.tells_the_rest"},
      {"select(4, [3], NULL, NULL, NULL)", "12", "13", "select.tells_the_rest"},
      {"pselect6(4, [3], NULL, NULL, NULL, NULL)", "12", "13", "pselect6.tells_the_rest"},
  };
  for (const auto& one : kCalls) {
    const std::string call = std::string("7 ") + one.call + " = ";
    expect_conforms(kStart + call + one.most + "\n" + call + "1\n");
    expect_diverges(kStart + call + "1\n" + call + one.more + "\n", 2, one.rule);
  }
}

// What fits into a page goes into a pipe whole.
TEST(Counts, OfAWriteToAPipe) {
  const auto writes = [](const std::string& count, const std::string& result) {
    return "7 write(4<pipe:[9]>, \"x\"..., " + count + ") = " + result + "\n";
  };
  expect_conforms(kStart + writes("5000", "4096") + writes("4096", "4096"));
  expect_conforms(kStart + "7 write(4</x>, \"x\"..., 4096) = 100\n");
  expect_conforms(kStart + "7 write(4, \"x\"..., 4096) = 100\n");
  expect_diverges(kStart + writes("4096", "100"), 1, "write.moves_less");
}

TEST(Counts, WhatIsNotShownIsNotHeldAgainstACall) {
  expect_conforms(kStart +
                  "7 readv(3, [{iov_base=\"x\", iov_len=64}], 1) = 64\n"
                  "7 read(3, \"x\", count=1) = 5\n7 read(3, 0x7f, 0x10) = 16\n");
}

TEST(Counts, WhatHasNothingToTellSaysZero) {
  const auto says = [](const std::string& call, const std::string& told) {
    return kStart + "7 " + call + " = " + told + "\n";
  };
  const struct {
    std::string call, rule;
  } calls[] = {
      {"kill(1, 0)", "kill.sends"},
      {"tgkill(1, 1, 0)", "tgkill.sends"},
      {"rt_sigaction(SIGUSR1, NULL, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8)",
       "rt_sigaction.changes_action"},
      {"rt_sigpending([], 8)", "rt_sigpending.tells"},
      {"setitimer(ITIMER_REAL, NULL, NULL)", "setitimer.arms"},
      {"rt_sigprocmask(SIG_BLOCK, [INT], [], 8)", "rt_sigprocmask.changes_mask"},
      {"sigaltstack(NULL, NULL)", "sigaltstack.changes_stack"},
      {"timer_create(CLOCK_MONOTONIC, NULL, [0])", "timer_create.makes_timer"},
      {"timer_settime(0, 0, 0x7ffe, NULL)", "timer_settime.arms"},
      {"timer_delete(0)", "timer_delete.deletes"},
      {"nanosleep({tv_sec=0, tv_nsec=1}, NULL)", "nanosleep.tells_nothing"},
      {"clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=0, tv_nsec=1}, NULL)",
       "clock_nanosleep.tells_nothing"},
  };
  for (const auto& [call, rule] : calls) {
    expect_conforms(says(call, "0"));
    expect_diverges(says(call, "1"), 1, rule);
  }
  // A filter of calls may say anything.
  expect_conforms(kStart + "7 seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=4, filter=0x7ff}) = 0\n"
                           "7 kill(1, 0) = 1\n");
}

}  // namespace
}  // namespace sigspec
