// Temporary masks in small traces: under which mask a signal is delivered, and which one comes
// back.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

/// SIGUSR1 is caught and blocked; only a temporary mask lets it in.
const std::string kBlocked = kStart + kCatch + "7 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n";
const std::string kHandled = usr1() +
                             "7 rt_sigreturn({mask=[USR1]}) = -1 EINTR (Interrupted system "
                             "call)\n7 rt_sigprocmask(SIG_BLOCK, NULL, [USR1], 8) = 0\n";
const std::string kNoHand = " = ? ERESTARTNOHAND (To be restarted if no handler)\n";
const std::string kEintr = " = -1 EINTR (Interrupted system call)\n";

struct Masked {
  std::string call, interrupted;
};
const Masked kCalls[] = {
    {"rt_sigsuspend([], 8)", kNoHand},
    {"ppoll(NULL, 0, NULL, [], 8)", kNoHand},
    {"pselect6(0, NULL, NULL, NULL, NULL, {sigmask=[], sigsetsize=8})", kNoHand},
    {"epoll_pwait(3, [], 8, -1, [], 8)", kEintr},
    {"epoll_pwait2(3, [], 8, NULL, [], 8)", kEintr},
    {"io_pgetevents(0x7f, 1, 1, [], NULL, {sigmask=[], sigsetsize=8})", kNoHand},
    {"io_uring_enter(3<anon_inode:[io_uring]>, 0, 1, IORING_ENTER_GETEVENTS, [], 8)", kEintr},
};

// A SIGCONT wakes a traced task although the call blocks it: the call is issued again once what it
// held back has been handled, and does not fail.
TEST(TemporaryMasks, AreGoneWhenTheCallWasWokenForNothing) {
  const std::string woken = kStart + kCatch + "7 ppoll(NULL, 0, NULL, [USR1 CONT], 8)" + kNoHand +
                            usr1();
  expect_conforms(woken + "7 rt_sigreturn({mask=[]}) = 271\n7 ppoll(NULL, 0, NULL, [USR1 CONT], 8 "
                          "<unfinished ...>\n");
  expect_diverges(woken + "7 rt_sigreturn({mask=[]})" + kEintr, 4,
                  "rt_sigreturn.from_handler_with_error");
  expect_diverges(woken + "7 rt_sigreturn({mask=[USR1 CONT]}) = 271\n", 4,
                  "rt_sigreturn.from_handler");
}

TEST(TemporaryMasks, StayForTheDeliveryAndGiveWayToTheOldOne) {
  for (const Masked& masked : kCalls) {
    const std::string interrupted = kBlocked + "7 " + masked.call + masked.interrupted;
    expect_conforms(interrupted + kHandled);
    expect_diverges(
        interrupted + usr1() + "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n",
        5, "rt_sigreturn.from_handler_with_error");
    // The handler runs with the temporary mask and its own.
    expect_diverges(interrupted + usr1() + "7 rt_sigprocmask(SIG_BLOCK, NULL, [USR1 INT], 8) = 0\n",
                    5, "rt_sigprocmask.changes_mask");
  }
}

// strace 5.10 has no name for epoll_pwait2, and prints the address of the mask.
TEST(TemporaryMasks, OfACallShownByItsNumber) {
  const auto waits = [](const std::string& number) {
    return kStart + kCatch + "7 rt_sigprocmask(SIG_BLOCK, [USR1], NULL, 8) = 0\n7 syscall_0x" +
           number + "(0x3, 0x7ffe, 0x1, 0x55c7, 0x55c8, 0x8)" + kEintr + usr1();
  };
  expect_conforms(waits("1b9") + "7 rt_sigreturn({mask=[USR1]})" + kEintr);
  expect_diverges(waits("1b9") + "7 rt_sigreturn({mask=[]})" + kEintr, 5,
                  "rt_sigreturn.from_handler_with_error");
  expect_diverges(waits("1c9"), 4, "deliver.taken");
  expect_diverges(waits("1b9x"), 4, "deliver.taken");
}

TEST(TemporaryMasks, EndWithoutAHandlerToo) {
  for (const Masked& masked : kCalls) {
    const std::string interrupted =
        kBlocked + "7 " + masked.call + masked.interrupted + signal_line("7", "SIGCHLD");
    const std::string again =
        masked.interrupted == kNoHand ? "7 " + masked.call + masked.interrupted : "";
    const std::string old = "7 rt_sigprocmask(SIG_BLOCK, NULL, [USR1], 8) = 0\n";
    expect_conforms(interrupted + (again.empty() ? old : again + kHandled));
    expect_diverges(interrupted + "7 rt_sigprocmask(SIG_BLOCK, NULL, [], 8) = 0\n", 5,
                    again.empty() ? "rt_sigprocmask.changes_mask" : "restart.unhandled");
  }
}

TEST(TemporaryMasks, AreGoneWhenTheCallHasSomethingToTell) {
  const std::string ready =
      "7 ppoll([{fd=3, events=POLLIN}], 1, NULL, [], 8) = 1 ([{fd=3, "
      "revents=POLLIN}])\n";
  expect_diverges(kBlocked + ready + usr1(), 4, "deliver.taken");
  expect_diverges(kBlocked + "7 epoll_pwait(3, [], 8, 0, [], 8) = 0\n" + usr1(), 4,
                  "deliver.taken");
}

TEST(TemporaryMasks, OfAioAndIoUringStayForAPendingSignal) {
  for (const char* call :
       {"io_pgetevents(0x7f, 1, 1, [{}], NULL, {sigmask=[], sigsetsize=8}) = 1\n",
        "io_uring_enter(3<anon_inode:[io_uring]>, 1, 1, IORING_ENTER_GETEVENTS, [], 8) = 1\n"}) {
    const std::string done = kBlocked + "7 " + call;
    const std::string old = "7 rt_sigprocmask(SIG_BLOCK, NULL, [USR1], 8) = 0\n";
    expect_conforms(done + old);
    expect_conforms(done + usr1() + "7 rt_sigreturn({mask=[USR1]}) = 1\n" + old);
    expect_diverges(done + old + usr1(), 5, "deliver.taken");
    expect_diverges(done + usr1() + "7 rt_sigreturn({mask=[]}) = 1\n", 5,
                    "rt_sigreturn.from_handler");
  }
  expect_diverges(kBlocked +
                      "7 io_pgetevents(0x7f, 1, 1, [], {tv_sec=0, tv_nsec=5}, {sigmask=[], "
                      "sigsetsize=8}) = 0\n" +
                      usr1(),
                  4, "deliver.taken");
}

// What only looks at its arguments fails for their sake, and for no other.
TEST(Refusals, OfMasksActionsAndStacks) {
  const std::string mask = "7 rt_sigprocmask(SIG_BLOCK, [USR1], NULL, ";
  const std::string invalid = "-1 EINVAL (Invalid argument)\n";
  expect_conforms(kStart + mask + "4) = " + invalid);
  expect_conforms(kStart + mask + "8) = -1 EFAULT (Bad address)\n");
  expect_diverges(kStart + mask + "8) = " + invalid, 1, "rt_sigprocmask.refuses");
  expect_diverges(kStart + mask + "8) = -1 EPERM (x)\n", 1, "rt_sigprocmask.refuses");
  expect_diverges(kStart + mask + "4) = 0\n", 1, "rt_sigprocmask.changes_mask");
  const std::string odd = "7 rt_sigprocmask(0x7 /* SIG_??? */, ";
  expect_conforms(kStart + odd + "[USR1], NULL, 8) = " + invalid + odd + "NULL, [], 8) = 0\n");
  expect_diverges(kStart + odd + "[USR1], NULL, 8) = 0\n", 1, "rt_sigprocmask.changes_mask");
  expect_diverges(kStart + "7 rt_sigaction(SIGUSR1, NULL, NULL, 8) = -1 EPERM (x)\n", 1,
                  "rt_sigaction.refuses");
  expect_diverges(kStart + "7 sigaltstack(NULL, NULL) = -1 ENOENT (x)\n", 1,
                  "sigaltstack.made_up");
}

// What was asked for is done before the old value is told: it stays where that cannot be written.
TEST(Refusals, ToTellTheOldValueComeTooLate) {
  const std::string fault = " = -1 EFAULT (Bad address)\n", catches = "{sa_handler=0x401000, "
                            "sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x7f00}";
  const auto acts = [&](const std::string& old) {
    return kStart + "7 rt_sigaction(SIGUSR1, " + catches + ", " + old + ", 8)" + fault;
  };
  const std::string handled = usr1() + "7 rt_sigreturn({mask=[]}) = 0\n";
  expect_conforms(acts("0x8") + handled);
  expect_conforms(acts("NULL") + usr1() + "7 +++ killed by SIGUSR1 +++\n");
  expect_diverges(acts("NULL") + handled, 3, "rt_sigreturn.from_handler");
  const auto masks = [&](const std::string& old) {
    return kStart + kCatch + "7 rt_sigprocmask(SIG_BLOCK, [USR1], " + old + ", 8)" + fault;
  };
  const std::string reads = "7 rt_sigprocmask(SIG_BLOCK, NULL, [USR1], 8) = 0\n";
  expect_conforms(masks("0x8") + reads);
  expect_diverges(masks("0x8") + reads + usr1(), 4, "deliver.taken");
  expect_conforms(masks("0x8") + usr1());
  expect_diverges(masks("NULL") + reads, 3, "rt_sigprocmask.changes_mask");
  expect_diverges(masks("0x8") + "7 rt_sigprocmask(SIG_BLOCK, NULL, [USR2], 8) = 0\n", 3,
                  "rt_sigprocmask.changes_mask");
  const std::string stack = "{ss_sp=0x7f00, ss_flags=0, ss_size=65536}";
  const std::string shown = "7 sigaltstack(NULL, " + stack + ") = 0\n";
  expect_conforms(kStart + "7 sigaltstack(" + stack + ", 0x8)" + fault + shown);
  expect_diverges(kStart + "7 sigaltstack(" + stack + ", NULL)" + fault + shown, 2,
                  "sigaltstack.changes_stack");
}

// There is room for a standard signal always, and for what kill sends.
TEST(Refusals, OfSends) {
  const std::string room = " = -1 EAGAIN (x)\n";
  expect_conforms(kStart + "7 tgkill(7, 7, SIGRT_2)" + room);
  expect_diverges(kStart + "7 tgkill(7, 7, SIGUSR1)" + room, 1, "tgkill.refuses");
  expect_diverges(kStart + "7 tkill(7, SIGUSR1)" + room, 1, "tkill.refuses");
  expect_diverges(kStart + "7 kill(7, SIGRT_2)" + room, 1, "kill.refuses");
  expect_diverges(kStart + "7 kill(7, SIGUSR1) = -1 ENOMEM (x)\n", 1, "kill.refuses");
  const std::string queued =
      "7 rt_sigqueueinfo(7, SIGUSR1, {si_signo=SIGUSR1, si_code=SI_QUEUE, si_pid=7, si_uid=0})";
  expect_diverges(kStart + queued + room, 1, "rt_sigqueueinfo.refuses");
}

// A number that is no signal's has no action to ask for; SIGKILL has one.
TEST(Actions, OfNoSignalAreRefused) {
  const auto refused = [](const std::string& signal) {
    return "7 rt_sigaction(" + signal + ", NULL, NULL, 8) = -1 EINVAL (Invalid argument)\n";
  };
  expect_conforms(kStart + refused("70") + "7 getpid() = 7\n");
  expect_conforms(kStart + refused("0") + "7 getpid() = 7\n");
  expect_diverges(kStart + refused("SIGKILL"), 1, "rt_sigaction.refuses");
}

}  // namespace
}  // namespace sigspec
