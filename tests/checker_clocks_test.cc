// Clocks in small traces: what ends early, and what is left of a timeout.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

/// A line whose call took so many seconds.
std::string took(const std::string& call, const std::string& seconds) {
  return "7 " + call + " <" + seconds + ">\n";
}
void expect_early(const std::string& call, const std::string& rule) {
  expect_conforms(kStart + took(call, "0.500000"));
  expect_conforms(kStart + took(call, "0.512345"));
  expect_conforms(kStart + "7 " + call + "\n");  // nobody measured it
  expect_diverges(kStart + took(call, "0.499990"), 1, rule);
}

TEST(Clocks, ASleepNeverEndsEarly) {
  expect_early("nanosleep({tv_sec=0, tv_nsec=500000000}, NULL) = 0", "nanosleep.slept");
  expect_early("clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=0, tv_nsec=500000000}, 0x7ffe) = 0",
               "clock_nanosleep.slept");
  // Its own time, which a monotonic clock does not tell.
  expect_conforms(
      kStart +
      took("clock_nanosleep(CLOCK_BOOTTIME, 0, {tv_sec=9, tv_nsec=0}, NULL) = 0", "0.000001"));
}

TEST(Clocks, ATimeIsNotOverEarly) {
  expect_early("poll([{fd=3, events=POLLIN}], 1, 500) = 0 (Timeout)", "poll.timed_out");
  expect_early("ppoll(NULL, 0, {tv_sec=0, tv_nsec=500000000}, NULL, 8) = 0 (Timeout)",
               "ppoll.timed_out");
  expect_early("select(0, NULL, NULL, NULL, {tv_sec=0, tv_usec=500000}) = 0 (Timeout)",
               "select.timed_out");
  expect_early("pselect6(0, NULL, NULL, NULL, {tv_sec=0, tv_nsec=500000000}, NULL) = 0 (Timeout)",
               "pselect6.timed_out");
  expect_early("epoll_wait(3, [], 8, 500) = 0", "epoll_wait.timed_out");
  expect_early("epoll_pwait(3, [], 8, 500, [], 8) = 0", "epoll_pwait.timed_out");
  expect_early("epoll_pwait2(3, [], 8, {tv_sec=0, tv_nsec=500000000}, NULL, 8) = 0",
               "epoll_pwait2.timed_out");
  expect_early(
      "futex(0x7f, FUTEX_WAIT_PRIVATE, 1, {tv_sec=0, tv_nsec=500000000}) = -1 ETIMEDOUT "
      "(Connection timed out)",
      "futex.timed_out");
  expect_early(
      "rt_sigtimedwait([INT], NULL, {tv_sec=0, tv_nsec=500000000}, 8) = -1 EAGAIN "
      "(Resource temporarily unavailable)",
      "rt_sigtimedwait.finds_none");
  expect_early(
      "semtimedop(1, [{sem_num=0, sem_op=-1, sem_flg=SEM_UNDO}], 1, {tv_sec=0, "
      "tv_nsec=500000000}) = -1 EAGAIN (Resource temporarily unavailable)",
      "semtimedop.timed_out");
  expect_early("io_getevents(0x7f, 1, 8, [], {tv_sec=0, tv_nsec=500000000}) = 0",
               "io_getevents.timed_out");
}

TEST(Clocks, WithoutATimeNothingIsOver) {
  expect_diverges(kStart + "7 poll([{fd=3, events=POLLIN}], 1, -1) = 0 (Timeout)\n", 1,
                  "poll.timed_out");
  expect_diverges(kStart + "7 epoll_wait(3, [], 8, -1) = 0\n", 1, "epoll_wait.timed_out");
  expect_diverges(kStart + "7 select(1, [0], NULL, NULL, NULL) = 0 (Timeout)\n", 1,
                  "select.timed_out");
  expect_conforms(kStart + took("semtimedop(1, [{sem_num=0, sem_op=-1, sem_flg=IPC_NOWAIT}], 1, "
                                "{tv_sec=9, tv_nsec=0}) = -1 EAGAIN (Resource temporarily "
                                "unavailable)",
                                "0.000010"));
}

TEST(Clocks, EpollWithoutTimeDoesNotLookAtSignals) {
  const std::string interrupted = ") = -1 EINTR (Interrupted system call)\n";
  expect_conforms(kStart + "7 epoll_wait(3, [], 8, 5" + interrupted);
  expect_diverges(kStart + "7 epoll_wait(3, [], 8, 0" + interrupted, 1, "return.interrupted");
  expect_diverges(kStart + "7 epoll_pwait(3, [], 8, 0, [], 8" + interrupted, 1,
                  "return.interrupted");
}

const std::string kSleepCode = " ? ERESTART_RESTARTBLOCK (Interrupted by signal)";

TEST(Clocks, WhatIsLeftOfASleepFitsWhatHasPassed) {
  const auto interrupted = [](const std::string& rest, const std::string& passed) {
    return kStart +
           took("nanosleep({tv_sec=1, tv_nsec=0}, {tv_sec=0, tv_nsec=" + rest + "}) =" + kSleepCode,
                passed) +
           signal_line("7", "SIGCHLD");
  };
  expect_conforms(interrupted("700000000", "0.300100"));
  expect_diverges(interrupted("700000000", "0.299900"), 1, "nanosleep.tells_the_rest");
  expect_diverges(kStart + "7 nanosleep({tv_sec=1, tv_nsec=0}, {tv_sec=1, tv_nsec=200000000}) =" +
                      kSleepCode + "\n",
                  1, "nanosleep.tells_the_rest");
}

TEST(Clocks, WhatIsLeftOfASelectFitsWhatHasPassed) {
  const auto ready = [](const std::string& rest, const std::string& passed) {
    return kStart + took(
                        "select(4, [3], NULL, NULL, {tv_sec=1, tv_usec=0}) = 1 (in [3], left "
                        "{tv_sec=0, tv_usec=" +
                            rest + "})",
                        passed);
  };
  expect_conforms(ready("700000", "0.300100"));
  expect_diverges(ready("700000", "0.299900"), 1, "select.tells_the_rest");
  expect_diverges(kStart +
                      "7 ppoll([{fd=3, events=POLLIN}], 1, {tv_sec=1, tv_nsec=0}, NULL, 8) = 1 "
                      "([{fd=3, revents=POLLIN}], left {tv_sec=1, tv_nsec=5})\n",
                  1, "ppoll.tells_the_rest");
}

TEST(Clocks, SelectBegunAgainWaitsForTheRest) {
  const auto again = [](const std::string& rest) {
    return kStart +
           took(
               "select(4, [3], NULL, NULL, {tv_sec=1, tv_usec=0}) = ? ERESTARTNOHAND (To be "
               "restarted if no handler)",
               "0.300100") +
           signal_line("7", "SIGCHLD") + "7 select(4, [3], NULL, NULL, {tv_sec=" + rest +
           "}) = 0 (Timeout)\n";
  };
  expect_conforms(again("0, tv_usec=699950"));
  expect_conforms(again("0, tv_usec=900000"));  // the observer was late
  expect_diverges(again("1, tv_usec=1"), 3, "select.waits_for_the_rest");
  expect_diverges(again("0, tv_usec=699000"), 3, "select.waits_for_the_rest");
}

TEST(Clocks, ASleepThatGoesOnKeepsItsDeadline) {
  const auto goes_on = [](const std::string& start, const std::string& end) {
    return "7 1000.000000 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
           "7 1000.000000 set_tid_address(0x7f10) = 7\n"
           "7 1000.000000 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n"
           "7 1000.000000 rt_sigaction(SIGCHLD, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, "
           "NULL, "
           "8) = 0\n"
           "7 1000.000000 --- SIGCHLD {si_signo=SIGCHLD, si_code=SI_USER, si_pid=1, si_uid=0} ---\n"
           "7 " +
           start + " nanosleep({tv_sec=9, tv_nsec=0}, 0x7f) =" + kSleepCode +
           "\n"
           "7 " +
           start +
           " --- SIGCHLD {si_signo=SIGCHLD, si_code=SI_USER, si_pid=1, si_uid=0} ---\n"
           "7 " +
           start +
           " restart_syscall(<... resuming interrupted nanosleep ...> <unfinished "
           "...>\n"
           "8 " +
           start +
           " getpid() = 8\n"
           "7 " +
           end + " <... restart_syscall resumed>) = 0\n";
  };
  // By the wall clock, which somebody may have set: a margin.
  expect_conforms(goes_on("1000000001.000000", "1000000010.000000"));
  expect_conforms(goes_on("1000000001.000000", "1000000009.100000"));
  expect_diverges(goes_on("1000000001.000000", "1000000008.900000"), 10,
                  "restart_syscall.timed_out");
}

TEST(Clocks, AWaitAtAWordThatGoesOnIsWokenAtAnyTimeAndGivesUpAtItsOwn) {
  const auto goes_on = [](const std::string& result, const std::string& end) {
    const std::string start = "1000000001.000000";
    return "7 1000.000000 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
           "7 1000.000000 set_tid_address(0x7f10) = 7\n"
           "7 1000.000000 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n"
           "7 1000.000000 rt_sigaction(SIGCHLD, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, "
           "NULL, 8) = 0\n"
           "7 1000.000000 --- SIGCHLD {si_signo=SIGCHLD, si_code=SI_USER, si_pid=1, si_uid=0} ---\n"
           "7 " +
           start + " futex(0x7f20, FUTEX_WAIT, 0, {tv_sec=9, tv_nsec=0}) =" + kSleepCode + "\n7 " +
           start +
           " --- SIGCHLD {si_signo=SIGCHLD, si_code=SI_USER, si_pid=1, si_uid=0} ---\n7 " +
           start + " restart_syscall(<... resuming interrupted futex ...> <unfinished ...>\n8 " +
           start + " getpid() = 8\n7 " + end + " <... restart_syscall resumed>) = " + result +
           "\n";
  };
  expect_conforms(goes_on("0", "1000000003.000000"));
  const std::string gives_up = "-1 ETIMEDOUT (Connection timed out)";
  expect_conforms(goes_on(gives_up, "1000000010.000000"));
  expect_diverges(goes_on(gives_up, "1000000003.000000"), 10, "restart_syscall.gave_up");
}

TEST(Clocks, WithRelativeStampsTheLengthOfACutCallIsKnown) {
  const auto cut = [](const std::string& end) {
    return "7 0.000000 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
           "7 0.000100 nanosleep({tv_sec=1, tv_nsec=0}, NULL <unfinished ...>\n"
           "8 0.500000 getpid() = 8\n7 " +
           end + " <... nanosleep resumed>) = 0\n";
  };
  expect_conforms(cut("0.500000"));
  expect_diverges(cut("0.499900"), 4, "nanosleep.slept");
}

/// The task's call has no more time than up to its next line, with stamps of any kind.
void expect_early_by_stamps(const std::string& call, const std::string& rule) {
  const auto lines = [&](const std::string& began, const std::string& ended,
                         const std::string& next) {
    return "7 " + began + " execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n7 " + began + " " +
           call + "\n7 " + ended + " " + next + "\n7 " + ended + " getpid() = 7\n";
  };
  const std::string next = "getuid() = 0";
  expect_conforms(lines("10:00:00", "10:00:05", next));
  expect_diverges(lines("10:00:00", "10:00:02", next), 2, rule);
  expect_conforms(lines("10:00:00.000200", "10:00:05.000200", next));
  // A clock that can be set may have been.
  expect_conforms(lines("10:00:00.000200", "10:00:04.000300", next));
  expect_conforms(lines("10:00:00.000200", "09:59:58.000300", next));
  expect_diverges(lines("10:00:00.000200", "10:00:03.999700", next), 2, rule);
  expect_diverges(lines("1000000000.000200", "1000000003.999700", next), 2, rule);
  expect_conforms(lines("0.000000", "5.000000", next));
  expect_diverges(lines("0.000000", "4.999700", next), 2, rule);
  // Who is killed may have been misread, also what it seems to begin then.
  const std::string early = "7 0.000000 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
                            "7 0.000000 " + call + "\n";
  const std::string killed = "7 0.100000 +++ killed by SIGKILL +++\n";
  expect_conforms(early + killed);
  expect_conforms(early + "7 0.100000 pause( <unfinished ...>\n" + killed);
  expect_diverges(early + "7 0.100000 read(0, <unfinished ...>\n"
                          "7 0.200000 <... read resumed>\"\", 9) = 0\n" + killed, 2, rule);
}

TEST(Clocks, TheNextLineTellsThatACallHasEnded) {
  expect_early_by_stamps("nanosleep({tv_sec=5, tv_nsec=0}, NULL) = 0", "nanosleep.slept");
  expect_early_by_stamps("clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=5, tv_nsec=0}, 0x7ffe) = 0",
                         "clock_nanosleep.slept");
  expect_early_by_stamps("poll([{fd=3, events=POLLIN}], 1, 5000) = 0 (Timeout)",
                         "poll.timed_out");
  expect_early_by_stamps("select(0, NULL, NULL, NULL, {tv_sec=5, tv_usec=0}) = 0 (Timeout)",
                         "select.timed_out");
  expect_early_by_stamps("epoll_wait(3, [], 8, 5000) = 0", "epoll_wait.timed_out");
  expect_early_by_stamps("rt_sigtimedwait([INT], NULL, {tv_sec=5, tv_nsec=0}, 8) = -1 EAGAIN "
                         "(Resource temporarily unavailable)",
                         "rt_sigtimedwait.finds_none");
  expect_early_by_stamps("futex(0x7f, FUTEX_WAIT_PRIVATE, 1, {tv_sec=5, tv_nsec=0}) = -1 "
                         "ETIMEDOUT (Connection timed out)",
                         "futex.timed_out");
}

// With -z lines stand in the order in which calls end; -r counts from one beginning to the next.
TEST(Clocks, RelativeStampsOfSeveralTasksTellNoOrder) {
  const std::string sleeps = "nanosleep({tv_sec=5, tv_nsec=0}, NULL) = 0\n";
  const auto lines = [&](const std::string& birth) {
    return "7 0.000000 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n" + birth +
           "7 0.000100 " + sleeps + "7 0.100000 getpid() = 7\n";
  };
  expect_conforms(lines("7 0.000100 fork() = 8\n8 0.000100 getpid() = 8\n"));
  expect_diverges(lines(""), 2, "nanosleep.slept");
}

TEST(Clocks, WithAClockThatCanBeSetTheLengthOfACutCallIsNearlyKnown) {
  const auto cut = [](const std::string& end) {
    return "7 1000000000.000000 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
           "7 1000000000.000100 nanosleep({tv_sec=5, tv_nsec=0}, NULL <unfinished ...>\n"
           "8 1000000000.500000 getpid() = 8\n7 " +
           end + " <... nanosleep resumed>) = 0\n";
  };
  expect_conforms(cut("1000000004.000100"));
  expect_diverges(cut("1000000003.999900"), 4, "nanosleep.slept");
}

TEST(Clocks, AnAbsoluteSleepEndsByItsOwnClock) {
  const auto until = [](const std::string& end) {
    return "7 1000000000.000000 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
           "7 1000000000.000100 clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, {tv_sec=1000000005, "
           "tv_nsec=0}, NULL <unfinished ...>\n"
           "8 1000000000.500000 getpid() = 8\n7 " +
           end + " <... clock_nanosleep resumed>) = 0\n";
  };
  expect_conforms(until("1000000005.000000"));
  expect_diverges(until("1000000003.900000"), 4, "clock_nanosleep.slept");
}

}  // namespace
}  // namespace sigspec
