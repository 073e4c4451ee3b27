// Real-time signals: each that is sent is taken, once, in its turn, and says what its sender said.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

/// Task 7 catches three numbers, each is seen once, and it blocks them; then task 8, its child, is
/// there.
const std::string kBegin = [] {
  std::string begin = kStart;
  for (const char* name : {"RT_1", "RT_2", "RT_3"})
    begin += "7 rt_sigaction(SIG" + std::string(name) +
             ", {sa_handler=0x401000, sa_mask=[RT_1 RT_2 RT_3], sa_flags=SA_RESTORER|SA_SIGINFO, "
             "sa_restorer=0x7f00}, NULL, 8) = 0\n" +
             signal_line("7", "SIG" + std::string(name)) + "7 rt_sigreturn({mask=[]}) = 0\n";
  return begin + "7 rt_sigprocmask(SIG_BLOCK, [RT_1 RT_2 RT_3], [], 8) = 0\n" +
         "7 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f10) = 8\n" +
         "8 getppid() = 7\n";
}();
constexpr std::uint64_t kBeginLines = 12;  // behind kStart

std::string value_of(int n) {
  char text[64];
  std::snprintf(text, sizeof text, ", si_int=%d, si_ptr=0x%x", n, static_cast<unsigned>(n));
  return text;
}

std::string info_of(const std::string& name, int value, const std::string& pid = "8") {
  return "{si_signo=SIG" + name + ", si_code=SI_QUEUE, si_pid=" + pid + ", si_uid=0" +
         value_of(value) + "}";
}

std::string queue(const std::string& name, int value, const std::string& end = "0",
                  const std::string& pid = "8") {
  return pid + " rt_sigqueueinfo(7, SIG" + name + ", " + info_of(name, value, pid) + ") = " + end +
         "\n";
}

std::string take(const std::string& name, int value, const std::string& pid = "8") {
  return "7 --- SIG" + name + " " + info_of(name, value, pid) + " ---\n" +
         "7 rt_sigreturn({mask=[]}) = 0\n";
}

/// The call in which task 7 was while they were sent, one in which it sees them, and the opening.
const std::string kGoOn = "7 getppid() = 1\n7 getppid() = 1\n";
const std::string kOpen = kGoOn + "7 rt_sigprocmask(SIG_UNBLOCK, [RT_1 RT_2 RT_3], NULL, 8) = 0\n";
const std::string kNext = "7 getuid() = 0\n";

TEST(Queues, EachIsTakenInTheOrderOfTheSends) {
  const std::string sends = kBegin + queue("RT_2", 1) + queue("RT_2", 2) + queue("RT_1", 3);
  const std::uint64_t behind = kBeginLines + 3 + 3;
  expect_conforms(sends + kOpen + take("RT_1", 3) + take("RT_2", 1) + take("RT_2", 2) + kNext);
  // The lowest number first; of one number the oldest.
  expect_diverges(sends + kOpen + take("RT_2", 1) + take("RT_1", 3), behind + 1, "deliver.taken");
  expect_diverges(sends + kOpen + take("RT_1", 3) + take("RT_2", 2), behind + 3, "deliver.taken");
  // One is lost: the first of a number, the last.
  expect_diverges(sends + kOpen + take("RT_1", 3) + take("RT_2", 1) + kNext, behind + 5,
                  "call.entered");
  // One comes twice.
  expect_diverges(sends + kOpen + take("RT_1", 3) + take("RT_1", 3), behind + 3, "deliver.taken");
  expect_diverges(
      sends + kOpen + take("RT_1", 3) + take("RT_2", 1) + take("RT_2", 2) + take("RT_2", 2),
      behind + 7, "deliver.taken");
}

// One of somebody who is not followed comes first: which of them are left is not known any more.
TEST(Queues, AStrangerMayHaveSentOneBefore) {
  const std::string stranger =
      "7 --- SIGRT_2 {si_signo=SIGRT_2, si_code=SI_USER, si_pid=1, si_uid=0} ---\n"
      "7 rt_sigreturn({mask=[]}) = 0\n";
  expect_conforms(kBegin + queue("RT_2", 1) + kOpen + stranger + take("RT_2", 1) + kNext);
}

TEST(Queues, TheySayWhatTheirSenderSaid) {
  const std::string open = kBegin + queue("RT_1", 5) + kOpen;
  const std::uint64_t line = kBeginLines + 1 + 3 + 1;
  const auto comes = [&](const std::string& info) {
    return open + "7 --- SIGRT_1 {si_signo=SIGRT_1, " + info + "} ---\n";
  };
  expect_conforms(comes("si_code=SI_QUEUE, si_pid=8, si_uid=0, si_int=5, si_ptr=0x5"));
  for (const char* other :
       {"si_code=SI_QUEUE, si_pid=8, si_uid=0, si_int=6, si_ptr=0x6",
        "si_code=SI_QUEUE, si_pid=8, si_uid=0, si_int=6, si_ptr=0x5",
        "si_code=SI_QUEUE, si_pid=8, si_uid=3, si_int=5, si_ptr=0x5",
        "si_code=SI_QUEUE, si_pid=7, si_uid=0, si_int=5, si_ptr=0x5",
        "si_code=SI_USER, si_pid=8, si_uid=0", "si_code=SI_TKILL, si_pid=8, si_uid=0"})
    expect_diverges(comes(other), line, "deliver.taken");
  // Whom nobody follows may have sent anything.
  expect_conforms(comes("si_code=SI_QUEUE, si_pid=99, si_uid=0, si_int=6, si_ptr=0x6"));
  // Signals of fewer numbers are kept once, whatever else their senders say.
  expect_conforms(kStart + kCatch + "7 getpid() = 7\n" + "7 rt_sigqueueinfo(7, SIGUSR1, " +
                  info_of("USR1", 1, "7") + ") = 0\n" + "7 --- SIGUSR1 " + info_of("USR1", 1, "7") +
                  " ---\n");
}

TEST(Queues, WhatIsWaitedForIsTakenInTurn) {
  const std::string sends = kBegin + queue("RT_2", 1) + queue("RT_2", 2) + queue("RT_1", 3) + kGoOn;
  const std::uint64_t behind = kBeginLines + 3 + 2;
  const auto waits = [](const std::string& set, const std::string& name, int value) {
    return "7 rt_sigtimedwait([" + set + "], " + info_of(name, value) + ", NULL, 8) = " +
           (name == "RT_1" ? "33" : "34") + " (SIG" + name + ")\n";
  };
  const std::string all = "RT_1 RT_2";
  expect_conforms(sends + waits(all, "RT_1", 3) + waits(all, "RT_2", 1) + waits(all, "RT_2", 2));
  expect_conforms(sends + waits("RT_2", "RT_2", 1) + waits(all, "RT_1", 3));
  expect_diverges(sends + waits(all, "RT_2", 1), behind + 1, "rt_sigtimedwait.takes");
  expect_diverges(sends + waits("RT_2", "RT_2", 2), behind + 1, "rt_sigtimedwait.takes");
  expect_diverges(sends + waits("RT_2", "RT_2", 7), behind + 1, "rt_sigtimedwait.takes");
  expect_diverges(sends + waits(all, "RT_1", 3) + waits(all, "RT_1", 3), behind + 2,
                  "rt_sigtimedwait.takes");
  // What is left is still due.
  const std::string open = "7 rt_sigprocmask(SIG_UNBLOCK, [RT_1 RT_2 RT_3], NULL, 8) = 0\n";
  expect_conforms(sends + waits("RT_2", "RT_2", 1) + open + take("RT_1", 3) + take("RT_2", 2) +
                  kNext);
  expect_diverges(sends + waits("RT_2", "RT_2", 1) + open + take("RT_1", 3) + kNext, behind + 5,
                  "call.entered");
  expect_diverges(sends + waits("RT_2", "RT_2", 1) + open + take("RT_2", 2), behind + 3,
                  "deliver.taken");
}

TEST(Queues, ThoseOfOneThreadGoFirst) {
  const std::string alone = "8 tgkill(7, 7, SIGRT_1) = 0\n";
  const std::string taken =
      "7 --- SIGRT_1 {si_signo=SIGRT_1, si_code=SI_TKILL, si_pid=8, si_uid=0} ---\n"
      "7 rt_sigreturn({mask=[]}) = 0\n";
  const std::string sends = kBegin + queue("RT_1", 1) + alone + alone + kOpen;
  const std::uint64_t behind = kBeginLines + 3 + 3;
  expect_conforms(sends + taken + taken + take("RT_1", 1) + kNext);
  expect_diverges(sends + taken + kNext, behind + 3, "call.entered");
  expect_diverges(sends + taken + taken + kNext, behind + 5, "call.entered");
  expect_diverges(sends + taken + taken + taken, behind + 5, "deliver.taken");
}

TEST(Queues, WhatWasRefusedOrDroppedNeverComes) {
  const std::string again = "-1 EAGAIN (Resource temporarily unavailable)";
  const std::string sends = kBegin + queue("RT_1", 1) + queue("RT_1", 2, again) + queue("RT_1", 3);
  const std::uint64_t behind = kBeginLines + 3 + 3;
  expect_conforms(sends + kOpen + take("RT_1", 1) + take("RT_1", 3) + kNext);
  expect_diverges(sends + kOpen + take("RT_1", 1) + take("RT_1", 2), behind + 3, "deliver.taken");
  const std::string ignores =
      "7 getppid() = 1\n7 getppid() = 1\n"
      "7 rt_sigaction(SIGRT_1, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n";
  expect_conforms(kBegin + queue("RT_1", 1) + ignores + kOpen + kNext);
  expect_diverges(kBegin + queue("RT_1", 1) + ignores + kOpen + take("RT_1", 1),
                  kBeginLines + 1 + 3 + 3 + 1, "deliver.taken");
}

TEST(Queues, SeveralAtATimeComeInAnyOrder) {
  const std::string both = "8 rt_sigqueueinfo(7, SIGRT_1, " + info_of("RT_1", 1) +
                           " <unfinished ...>\n" + "7 rt_sigqueueinfo(7, SIGRT_1, " +
                           info_of("RT_1", 2, "7") + ") = 0\n" +
                           "8 <... rt_sigqueueinfo resumed>) = 0\n" + kOpen;
  expect_conforms(kBegin + both + take("RT_1", 1) + take("RT_1", 2, "7") + kNext);
  expect_conforms(kBegin + both + take("RT_1", 2, "7") + take("RT_1", 1) + kNext);
  // But both come.
  expect_diverges(kBegin + both + take("RT_1", 1) + kNext, kBeginLines + 6 + 3, "call.entered");
}

TEST(Queues, WithoutRoomWhatKillSendsIsOneThatIsPendingAlready) {
  const std::string limit =
      "7 prlimit64(0, RLIMIT_SIGPENDING, {rlim_cur=1, rlim_max=1}, NULL) = 0\n";
  const std::string kill = "8 kill(7, SIGRT_1) = 0\n";
  const std::string taken =
      "7 --- SIGRT_1 {si_signo=SIGRT_1, si_code=SI_USER, si_pid=8, si_uid=0} ---\n"
      "7 rt_sigreturn({mask=[]}) = 0\n";
  expect_conforms(kBegin + limit + kill + kill + kOpen + taken + kNext);
  expect_diverges(kBegin + kill + kill + kOpen + taken + kNext, kBeginLines + 2 + 3 + 3,
                  "call.entered");
  expect_conforms(kBegin + kill + kill + kOpen + taken + taken + kNext);
  expect_diverges(kBegin + kill + kill + kOpen + taken + taken + taken, kBeginLines + 2 + 3 + 5,
                  "deliver.taken");
}

// A signal that tkill(2) sends needs room to say from whom it comes, as one with a value does.
TEST(Queues, WithoutRoomASignalDoesNotSayWhoSentIt) {
  const std::string begin =
      kBegin + kTrap + signal_line("7", "SIGUSR2") +
      "7 rt_sigreturn({mask=[RT_1 RT_2 RT_3]}) = 0\n"
      "7 prlimit64(0, RLIMIT_SIGPENDING, {rlim_cur=1, rlim_max=1}, NULL) = 0\n"
      "7 rt_sigprocmask(SIG_BLOCK, [USR1 USR2], [RT_1 RT_2 RT_3], 8) = 0\n"
      "8 kill(7, SIGUSR1) = 0\n8 tgkill(7, 7, SIGUSR2) = 0\n" + kGoOn +
      "7 rt_sigprocmask(SIG_UNBLOCK, [USR1 USR2], NULL, 8) = 0\n";
  const auto taken = [](const std::string& name) {
    return "7 --- " + name + " {si_signo=" + name + ", si_code=SI_USER, si_pid=0, si_uid=0} ---\n";
  };
  expect_conforms(begin + taken("SIGUSR2"));
  // What is sent to the thread still goes before what is sent to its process.
  expect_diverges(begin + taken("SIGUSR1"), kBeginLines + 11, "deliver.taken");
}

// It has been sent to the thread all the same, and another one to its process is still to come.
TEST(Queues, WithoutRoomASignalOfTheThreadIsTakenBeforeThatOfItsProcess) {
  const std::string begin =
      kBegin + kTrap + signal_line("7", "SIGUSR2") +
      "7 rt_sigreturn({mask=[RT_1 RT_2 RT_3]}) = 0\n"
      "7 prlimit64(0, RLIMIT_SIGPENDING, {rlim_cur=1, rlim_max=1}, NULL) = 0\n"
      "7 rt_sigprocmask(SIG_BLOCK, [USR2], [RT_1 RT_2 RT_3], 8) = 0\n"
      "8 kill(7, SIGUSR2) = 0\n";
  const std::string to_thread = "8 tgkill(7, 7, SIGUSR2) = 0\n";
  const std::string open = kGoOn + "7 rt_sigprocmask(SIG_UNBLOCK, [USR2], NULL, 8) = 0\n";
  const auto taken = [](int pid) {
    return "7 --- SIGUSR2 {si_signo=SIGUSR2, si_code=SI_USER, si_pid=" + std::to_string(pid) +
           ", si_uid=0} ---\n7 rt_sigreturn({mask=[RT_1 RT_2 RT_3]}) = 0\n";
  };
  const std::uint64_t behind = kBeginLines + 10;
  expect_conforms(begin + to_thread + open + taken(0) + taken(8) + kNext);
  // What says nothing may be somebody's who is not followed, but that is not so of the other.
  expect_diverges(begin + to_thread + open + taken(0) + taken(8) + taken(8), behind + 5,
                  "deliver.taken");
  expect_diverges(begin + open + taken(0) + taken(8), behind + 2, "deliver.taken");
}

TEST(Queues, OfManyTheFirstAreFollowed) {
  std::string sends = kBegin;
  for (int i = 1; i <= 10; ++i) sends += queue("RT_1", i);
  std::string taken = kOpen;
  for (int i = 1; i <= 10; ++i) taken += take("RT_1", i);
  expect_conforms(sends + taken + kNext);
  expect_diverges(sends + kOpen + take("RT_1", 2), kBeginLines + 10 + 4, "deliver.taken");
}

TEST(Queues, MoreThanIsFollowedMayHaveGoneToTheThreadAlone) {
  std::string sends = kBegin;
  std::string taken = kOpen;
  for (int i = 1; i <= 9; ++i) {
    sends += "8 tgkill(7, 7, SIGRT_1) = 0\n";
    taken += "7 --- SIGRT_1 {si_signo=SIGRT_1, si_code=SI_TKILL, si_pid=8, si_uid=0} ---\n"
             "7 rt_sigreturn({mask=[]}) = 0\n";
  }
  const std::string all = sends + taken + queue("RT_1", 1);
  expect_conforms(all + take("RT_1", 1) + kNext + kNext);
  expect_diverges(all + kNext + kNext, kBeginLines + 9 + 3 + 18 + 1 + 2, "call.entered");
}

// Of a standard signal the first stays that is sent, with what it says; the others are dropped.
TEST(Queues, AStandardSignalSaysWhatTheFirstSenderSaid) {
  const std::string begin =
      kBegin + "7 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[], "
               "sa_flags=SA_RESTORER|SA_SIGINFO, sa_restorer=0x7f00}, NULL, 8) = 0\n";
  const std::string block = "7 rt_sigprocmask(SIG_BLOCK, [USR1], NULL, 8) = 0\n";
  const std::string open = kGoOn + "7 rt_sigprocmask(SIG_UNBLOCK, [USR1], NULL, 8) = 0\n";
  const std::uint64_t behind = kBeginLines + 1;
  const auto pidfd = [](int value) {
    return "8 pidfd_send_signal(3<pid:7>, SIGUSR1, " + info_of("USR1", value) + ", 0) = 0\n";
  };
  expect_conforms(begin + queue("USR1", 1) + take("USR1", 1) + kNext);
  expect_diverges(begin + queue("USR1", 1) + take("USR1", 2), behind + 2, "deliver.taken");
  expect_diverges(begin + pidfd(1) + take("USR1", 2), behind + 2, "deliver.taken");
  expect_conforms(begin + queue("USR1", 1) + take("USR1", 1) + queue("USR1", 2) + take("USR1", 2));
  expect_diverges(begin + queue("USR1", 1) + take("USR1", 1) + queue("USR1", 2) + take("USR1", 1),
                  behind + 5, "deliver.taken");
  // One may wait in the queue of the process while others go to the thread.
  const std::string all = "7 rt_sigprocmask(SIG_UNBLOCK, [USR1], NULL, 8) = 0\n";
  const auto to_thread = [](int value) {
    return "7 rt_tgsigqueueinfo(7, 7, SIGUSR1, " + info_of("USR1", value, "7") + ") = 0\n";
  };
  const std::string both = begin + block + to_thread(1) + queue("USR1", 2, "0", "7") + all;
  const std::string first = take("USR1", 1, "7") + block + to_thread(3);
  expect_conforms(both + first + all + take("USR1", 3, "7") + take("USR1", 2, "7") + kNext);
  expect_diverges(begin + block + to_thread(1) + all + first + all + take("USR1", 2, "7"),
                  behind + 9, "deliver.taken");
  // Which of several was first is not followed.
  expect_conforms(begin + block + queue("USR1", 1) + queue("USR1", 2) + open + take("USR1", 1));
}

}  // namespace
}  // namespace sigspec
