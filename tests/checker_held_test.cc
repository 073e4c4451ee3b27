// strace -z and -e status= hold calls back until they have ended: what the calls made others do
// stands before them.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

const std::string kFork =
    "7 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f10) = 8\n";
const std::string kThread =
    "7 clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD) = 8\n";
const std::string kFirst = "8 set_robust_list(0x7f20, 24) = 0\n";

// That tasks take turns, and none is seen in the middle of a call, tells.
TEST(Held, SendsAreShownBehindWhatTheySent) {
  const std::string in_a_call = "8 read(0 <unfinished ...>\n7 getuid() = 0\n";
  const auto sends = [&](const std::string& turns) {
    return kStart + kCatch + kFork + "8 read(0, \"x\", 1) = 1\n" + turns +
           "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=8, si_uid=0} ---\n"
           "8 kill(7, SIGUSR1) = 0\n";
  };
  std::string turns;
  for (int i = 0; i < 20; ++i) turns += "7 getuid() = 0\n8 getuid() = 0\n";
  expect_conforms(sends(turns));
  expect_diverges(sends(""), 4, "deliver.taken");
  const std::string ends = "8 <... read resumed>, \"x\", 1) = 1\n";
  expect_diverges(sends(in_a_call + ends + turns), 47, "deliver.taken");
}

// A signal that was sent may have been taken after the call that is shown next.
TEST(Held, WhatIsShownNextMayHaveBegunBefore) {
  std::string turns;
  for (int i = 0; i < 20; ++i) turns += "7 getuid() = 0\n8 getuid() = 0\n";
  const std::string waits = kStart + kCatch + "7 rt_sigprocmask(SIG_BLOCK, [USR1], NULL, 8) = 0\n" +
                            kFork + "8 getpid() = 8\n";
  const std::string sent =
      "8 kill(7, SIGUSR1) = 0\n"
      "7 rt_sigtimedwait([USR1], 0x7ffe, {tv_sec=0, tv_nsec=9}, 8) = -1 EAGAIN (x)\n";
  expect_conforms(waits + turns + sent);
  expect_diverges(waits + sent, 6, "rt_sigtimedwait.finds_none");
}

// Of two threads' calls that set a timer the one that is shown first need not have been the first.
TEST(Held, TimersAreSetInAnyOrder) {
  std::string turns;
  for (int i = 0; i < 20; ++i) turns += "7 getuid() = 0\n8 getuid() = 0\n";
  const std::string begin = kStart + kThread + kFirst, set = "7 alarm(9) = 0\n",
                    both = "7 alarm(0) = 0\n8 alarm(0) = 9\n";
  expect_conforms(begin + turns + set + both);
  expect_diverges(begin + set + both, 5, "alarm.arms");
}

// What another thread's call changed is found before that call is shown.
TEST(Held, AChangeIsShownBehindWhoFindsIt) {
  std::string turns;
  for (int i = 0; i < 20; ++i) turns += "7 getuid() = 0\n8 getuid() = 0\n";
  const std::string late = "{sa_handler=0x2, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x1}";
  const std::string found = "8 rt_sigaction(SIGUSR1, NULL, " + late + ", 8) = 0\n7 rt_sigaction(" +
                            "SIGUSR1, " + late + ", NULL, 8) = 0\n";
  const std::string begun = kStart + kCatch + kThread + kFirst;
  expect_conforms(begun + turns + found);
  expect_diverges(begun + found, 4, "rt_sigaction.changes_action");
  const std::string in_a_call = "8 read(0 <unfinished ...>\n7 getuid() = 0\n";
  const std::string ends = "8 <... read resumed>, \"x\", 1) = 1\n";
  expect_diverges(begun + in_a_call + ends + turns + found, 47, "rt_sigaction.changes_action");
}

// So is it by a child that another thread has made meanwhile.
TEST(Held, AChangeIsShownBehindTheChildThatHasIt) {
  std::string turns;
  for (int i = 0; i < 20; ++i) turns += "7 getuid() = 0\n8 getuid() = 0\n";
  const std::string late = "{sa_handler=0x2, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x1}";
  const std::string found = "7 fork() = 9\n9 rt_sigaction(SIGUSR1, NULL, " + late +
                            ", 8) = 0\n8 rt_sigaction(SIGUSR1, " + late + ", NULL, 8) = 0\n";
  const std::string begun = kStart + kCatch + kThread + kFirst;
  expect_conforms(begun + turns + found);
  expect_diverges(begun + found, 5, "rt_sigaction.changes_action");
}

TEST(Held, ThreadsAreSeenBeforeTheCallThatMakesThem) {
  const std::string threads = kStart + kFirst + kThread;
  expect_conforms(threads + signal_line("8", "SIGTERM") +
                  "8 +++ killed by SIGTERM +++\n7 +++ killed by SIGTERM +++\n");
  const std::string handles = threads + kCatch + usr1("8");
  expect_conforms(handles + "8 rt_sigreturn({mask=[]}) = 0\n");
  expect_diverges(handles + "8 rt_sigreturn({mask=[USR2]}) = 0\n", 5, "rt_sigreturn.from_handler");
}

TEST(Held, ChildrenAreSeenBeforeTheCallThatMakesThem) {
  const std::string child = kStart + kCatch + kFirst + kFork;
  expect_conforms(child + usr1("8") + "8 rt_sigreturn({mask=[]}) = 0\n");
  expect_conforms(child + "8 rt_sigprocmask(SIG_BLOCK, NULL, [], 8) = 0\n");
  expect_diverges(child + "8 rt_sigprocmask(SIG_BLOCK, NULL, [USR2], 8) = 0\n", 4,
                  "rt_sigprocmask.changes_mask");
}

// Nobody made it that the recording shows: it was attached to, and is judged at the end.
TEST(Held, WhoWasAttachedToIsJudgedAllTheSame) {
  const std::string both = kStart + kFirst + kFork + "9 getuid() = 0\n";
  expect_conforms(both);
  expect_diverges(both + "9 rt_sigprocmask(SIG_SETMASK, [USR2], NULL, 8) = 0\n"
                         "9 rt_sigprocmask(SIG_BLOCK, NULL, [], 8) = 0\n",
                  5, "rt_sigprocmask.changes_mask");
}

TEST(Held, AnEndWithinACallIsLost) {
  const std::string begins =
      "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n7 set_tid_address(0x7f10) = 7\n";
  const std::string ends =
      kFork + kFirst + "7 kill(8, SIGUSR1) = 0\n" +
      "8 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=0} ---\n"
      "7 kill(8, SIGKILL) = 0\n";
  const std::string told = "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_KILLED, si_pid=8, "
                           "si_uid=0, si_status=SIGKILL, si_utime=0, si_stime=0} ---\n"
                           "7 +++ exited with 0 +++\n";
  expect_conforms(begins + ends + told);
  expect_diverges(begins + ends + "8 +++ killed by SIGUSR1 +++\n" + told, 9, "exit.reported");
}

}  // namespace
}  // namespace sigspec
