// Signals to process groups: they come to each who is certainly a member.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

/// Task 7 catches SIGUSR1, which shows, and makes 8; both go on.
const std::string kUsr1 =
    "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=0} ---\n"
    "7 rt_sigreturn({mask=[]}) = 0\n";
const std::string kBegin = kStart + kCatch + "7 kill(7, SIGUSR1) = 0\n" + kUsr1;
constexpr std::uint64_t kBeginLines = 4;

std::string fork_of(const std::string& maker, const std::string& child) {
  return maker + " clone(child_stack=NULL, flags=SIGCHLD) = " + child + "\n" + child +
         " getppid() = " + maker + "\n";
}

/// What 8 takes from 7.
const std::string kTaken =
    "8 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=0} ---\n"
    "8 rt_sigreturn({mask=[]}) = 0\n";
const std::string kGoesOn = "8 getppid() = 7\n8 getppid() = 7\n";
const std::string kToGroupOf8 = "7 kill(-8, SIGUSR1) = 0\n";

/// A recording that shows setsid and setpgid: of others.
const std::string kShowsAll = fork_of("7", "9") + "9 setsid() = 9\n" + fork_of("9", "10") +
                              "10 setpgid(0, 10) = 0\n";
constexpr std::uint64_t kShowsAllLines = 6;

/// 8 has been sent the signal, and has to take it before its second call.
void expect_reached(const std::string& before, std::uint64_t lines) {
  expect_conforms(kBegin + before + kTaken + kGoesOn);
  expect_diverges(kBegin + before + kGoesOn, kBeginLines + lines + 2, "call.entered");
}

/// It may have been, or not.
void expect_maybe_reached(const std::string& before) {
  expect_conforms(kBegin + before + kTaken + kGoesOn);
  expect_conforms(kBegin + before + kGoesOn);
}

TEST(Groups, TheLeaderIsReached) {
  const std::string child = fork_of("7", "8");
  for (const char* joins : {"8 setpgid(0, 0) = 0\n", "8 setpgid(0, 8) = 0\n", "8 setsid() = 8\n",
                            "8 setpgid(8, 0) = 0\n", "7 setpgid(8, 8) = 0\n"})
    expect_reached(child + joins + kToGroupOf8, 4);
  // Its maker was too late.
  expect_reached(child + "8 setpgid(0, 0) = 0\n7 setpgid(8, 8) = -1 EACCES (x)\n" + kToGroupOf8,
                 5);
  // Both at a time.
  expect_reached(child + "7 setpgid(8, 8 <unfinished ...>\n8 setpgid(0, 0) = 0\n" +
                     "7 <... setpgid resumed>) = 0\n" + kToGroupOf8,
                 6);
  // It runs another program.
  expect_reached(child + "8 setpgid(0, 0) = 0\n8 execve(\"/bin/y\", [\"y\"], 0x7f) = 0\n"
                         "8 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[], sa_flags="
                         "SA_RESTORER, sa_restorer=0x7f00}, NULL, 8) = 0\n" +
                     kToGroupOf8,
                 6);
}

TEST(Groups, ItsMembersAreReachedWhereTheyCannotHaveLeftUnseen) {
  // 8 leads the group, 12 is born in it; 7 is its own again.
  const std::string member = fork_of("7", "11") + "11 setpgid(0, 0) = 0\n" + fork_of("11", "8") +
                             "7 kill(-11, SIGUSR1) = 0\n";
  expect_reached(kShowsAll + member, kShowsAllLines + 6);
  expect_maybe_reached(member);  // setsid may be hidden
  expect_reached(kShowsAll + fork_of("7", "11") + "11 setpgid(0, 0) = 0\n" + fork_of("7", "8") +
                     "7 setpgid(8, 11) = 0\n7 kill(-11, SIGUSR1) = 0\n",
                 kShowsAllLines + 7);
}

TEST(Groups, TheFirstOneNeedsNoNumber) {
  const std::string child = fork_of("7", "8");
  const std::string to_own = "7 kill(0, SIGUSR1) = 0\n" + kUsr1;
  expect_reached(kShowsAll + child + to_own, kShowsAllLines + 5);
  expect_maybe_reached(child + to_own);
  // Nor has it one that could be known, unless it is asked for.
  expect_maybe_reached(kShowsAll + child + "7 kill(-3, SIGUSR1) = 0\n");
  for (const char* asks : {"8 getpgrp() = 3\n", "7 getpgid(0) = 3\n", "8 getpgid(8) = 3\n"})
    expect_reached(kShowsAll + child + asks + "7 kill(-3, SIGUSR1) = 0\n" + kUsr1,
                   kShowsAllLines + 6);
  expect_diverges(kBegin + kShowsAll + "7 getpgrp() = 3\n7 kill(-3, SIGUSR1) = 0\n7 getppid() = 1\n",
                  kBeginLines + kShowsAllLines + 3, "call.entered");
}

TEST(Groups, WhoLeavesIsNotReached) {
  const std::string joined = kShowsAll + fork_of("7", "8") + "8 setpgid(0, 0) = 0\n";
  expect_maybe_reached(joined + "8 setpgid(0, 9) = 0\n" + kToGroupOf8);
  // Nor for certain who is about to, or who has meanwhile.
  expect_maybe_reached(joined + "8 setpgid(0, 9 <unfinished ...>\n" + kToGroupOf8 +
                       "8 <... setpgid resumed>) = 0\n");
  expect_maybe_reached(joined + "7 kill(-8, SIGUSR1 <unfinished ...>\n8 setpgid(0, 9) = 0\n" +
                       "7 <... kill resumed>) = 0\n");
  expect_maybe_reached(kShowsAll + fork_of("7", "8") + "7 kill(-8, SIGUSR1 <unfinished ...>\n" +
                       "8 setpgid(0, 0) = 0\n7 <... kill resumed>) = 0\n");
  // Of two that move it nobody knows who was the last.
  expect_maybe_reached(joined + "7 setpgid(8, 9 <unfinished ...>\n8 setpgid(0, 0) = 0\n" +
                       "7 <... setpgid resumed>) = 0\n" + kToGroupOf8);
  // A child is of the group that its maker was in when it was made.
  expect_maybe_reached(kShowsAll + "7 clone(child_stack=NULL, flags=CLONE_VM|CLONE_SIGHAND|"
                                   "CLONE_THREAD) = 6\n6 gettid() = 6\n"
                                   "7 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>\n"
                                   "6 setpgid(0, 7) = 0\n7 <... clone resumed>) = 8\n"
                                   "8 getppid() = 7\n7 kill(-7, SIGUSR1) = 0\n");
}

TEST(Groups, WhoMayNotBeSignalledIsNotReached) {
  const std::string joined = fork_of("7", "8") + "8 setpgid(0, 0) = 0\n";
  expect_maybe_reached(joined + "8 setuid(5) = 0\n" + kToGroupOf8);
  expect_maybe_reached(joined + "7 setuid(5) = 0\n" + kToGroupOf8);
  expect_maybe_reached(joined + "7 landlock_restrict_self(3, 0) = 0\n" + kToGroupOf8);
  expect_reached(joined + "8 setgid(5) = 0\n" + kToGroupOf8, 5);
}

TEST(Groups, WhoBlocksTheSignalHasItPending) {
  const std::string joined = fork_of("7", "8") + "8 setpgid(0, 0) = 0\n" +
                             "8 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n" + kToGroupOf8 +
                             kGoesOn;
  const std::string opens = "8 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n";
  expect_conforms(kBegin + joined + opens + kTaken + kGoesOn);
  expect_diverges(kBegin + joined + opens + kGoesOn, kBeginLines + 9, "call.entered");
}

TEST(Groups, WithAMemberIsFound) {
  const std::string joined = fork_of("7", "8") + "8 setpgid(0, 0) = 0\n";
  const std::string none = "7 kill(-8, 0) = -1 ESRCH (No such process)\n";
  expect_diverges(kBegin + joined + none, kBeginLines + 4, "send.not_found");
  expect_conforms(kBegin + joined + "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n" + none);
  expect_conforms(kBegin + fork_of("7", "8") + none);
  // Nothing was sent.
  expect_conforms(kBegin + joined + "7 kill(-8, SIGUSR1) = -1 EPERM (x)\n" + kGoesOn);
}

}  // namespace
}  // namespace sigspec
