// Small traces judged against the spec of Linux: who made whom, what follows a signal, and on which
// line what rule is broken.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

const std::string kInterrupted =
    "7 read(3<pipe:[9]>, 0x7ffe, 10) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n";

// --------------------------------------------------------------------- handlers and restarts

TEST(Restart, WithoutSaRestartTheCallFailsWithEintr) {
  expect_conforms(kStart + kCatch + kInterrupted + usr1() +
                  "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n"
                  "7 getpid() = 7\n");
}

TEST(Restart, WithoutSaRestartAReissueIsFound) {
  expect_diverges(kStart + kCatch + kInterrupted + usr1() +
                      "7 rt_sigreturn({mask=[]}) = 0\n7 read(3<pipe:[9]>, \"\", 10) = 0\n",
                  4, "rt_sigreturn.from_handler");
}

TEST(Restart, WithSaRestartTheSameCallFollows) {
  expect_conforms(kStart + kCatchRestart + kInterrupted + usr1() +
                  "7 rt_sigreturn({mask=[]}) = 0\n7 read(3<pipe:[9]>, \"x\", 10) = 1\n");
}

TEST(Restart, WithSaRestartAnotherCallIsFound) {
  expect_diverges(kStart + kCatchRestart + kInterrupted + usr1() +
                      "7 rt_sigreturn({mask=[]}) = 0\n7 getpid() = 7\n",
                  5, "restart.reissued");
}

TEST(Restart, WithSaRestartEintrIsFound) {
  expect_diverges(kStart + kCatchRestart + kInterrupted + usr1() +
                      "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n",
                  4, "rt_sigreturn.from_handler_with_error");
}

// Of some calls strace prints the last arguments when they end: a half says less than a whole call.
TEST(Restart, OfACallInHalvesTheFirstSaysLess) {
  const auto sends = [](const std::string& rest) {
    const std::string begins =
        "7 sendfile(4<pipe:[9]>, 5</x>, [0] <unfinished ...>\n8 getuid() = 0\n";
    return kStart + kCatchRestart + "7 fork() = 8\n8 getpid() = 8\n" + begins +
           "7 <... sendfile resumed>, 10) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n" +
           usr1() + "7 rt_sigreturn({mask=[]}) = 40\n" + begins + "7 <... sendfile resumed>" + rest;
  };
  expect_conforms(sends(", 10) = 10\n"));
  expect_conforms(kStart + kCatchRestart + "7 fork() = 8\n8 getpid() = 8\n" +
                  "7 sendmmsg(4<UNIX:[9]>,  <unfinished ...>\n8 getuid() = 0\n"
                  "7 <... sendmmsg resumed>[{msg_hdr={}}], 1, 0) = ? ERESTARTSYS (x)\n" +
                  usr1() + "7 rt_sigreturn({mask=[]}) = 307\n"
                  "7 sendmmsg(4<UNIX:[9]>,  <unfinished ...>\n8 getuid() = 0\n"
                  "7 <... sendmmsg resumed>[{msg_hdr={}, msg_len=1}], 1, 0) = 1\n");
}

// Nothing that was known of a number holds where it is seen to stand for something else.
TEST(Restart, ANumberUsedAgainStandsForSomethingElse) {
  expect_conforms(kStart + kCatch + "7 socket(AF_UNIX, SOCK_STREAM, 0) = 3\n" + kInterrupted +
                  usr1() + "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n");
}

// All that stood in a register stands there again; what lies in memory may have changed.
TEST(Restart, OfEachCallTheArgumentsAreTheSame) {
  const auto again = [](const std::string& call, const std::string& number,
                        const std::string& then) {
    return kStart + kCatchRestart + "7 " + call +
           " = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n" + usr1() +
           "7 rt_sigreturn({mask=[]}) = " + number + "\n7 " + then + " = -1 EAGAIN (x)\n";
  };
  const std::string wait = "futex(0x40, FUTEX_WAIT, 2, NULL)";
  expect_conforms(again(wait, "202", wait));
  expect_diverges(again(wait, "202", "futex(0x40, FUTEX_WAIT, 3, NULL)"), 5, "restart.reissued");
  const std::string shared = "flock(3, LOCK_SH)";
  expect_conforms(again(shared, "73", shared));
  expect_diverges(again(shared, "73", "flock(3, LOCK_EX)"), 5, "restart.reissued");
  const std::string sends = "sendto(3<UNIX:[9]>, \"a\", 1, MSG_OOB, NULL, 0)";
  expect_conforms(again(sends, "44", "sendto(3<UNIX:[9]>, \"b\", 1, MSG_OOB, NULL, 0)"));
  expect_diverges(again(sends, "44", "sendto(3<UNIX:[9]>, \"a\", 1, 0, NULL, 0)"), 5,
                  "restart.reissued");
  const struct {
    const char *before, *number, *after;
  } kOthers[] = {
      {"read(3<pipe:[9]>, 0x7f, 4096)", "0", "read(3<pipe:[9]>, 0x7f, 512)"},
      {"preadv2(3</x>, [], 1, 0, 0)", "327", "preadv2(3</x>, [], 1, 0, RWF_HIPRI)"},
      {"futex(0x40, FUTEX_WAIT, 2, NULL)", "202", "futex(0x40, FUTEX_WAIT, 2, {tv_sec=1})"},
      {"wait4(-1, 0x7f, 0, NULL)", "61", "wait4(-1, 0x7f, WNOHANG, NULL)"},
      {"accept4(3<UNIX:[9]>, NULL, NULL, 0)", "288",
       "accept4(3<UNIX:[9]>, NULL, NULL, SOCK_CLOEXEC)"},
      {"connect(3<UNIX:[9]>, {sa_family=AF_UNIX}, 110)", "42",
       "connect(3<UNIX:[9]>, {sa_family=AF_UNIX}, 16)"},
      {"openat(AT_FDCWD, \"/x\", O_RDONLY)", "257", "openat(AT_FDCWD, \"/x\", O_WRONLY)"}};
  for (const auto& other : kOthers) {
    expect_conforms(again(other.before, other.number, other.before));
    expect_diverges(again(other.before, other.number, other.after), 5, "restart.reissued");
  }
}

// SIGUSR2 has been shown, so nothing hides it, and waits behind the mask of the handler.
TEST(Restart, WhatIsPendingIsTakenBeforeTheCallIsIssuedAgain) {
  const std::string shown = kStart + kTrap + signal_line("7", "SIGUSR2") +
                            "7 rt_sigreturn({mask=[]}) = 0\n";
  const std::string catches =
      "7 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[USR2], "
      "sa_flags=SA_RESTORER|SA_RESTART, sa_restorer=0x7f00}, NULL, 8) = 0\n";
  const std::string kSends = "7 tgkill(7, 7, SIGUSR2) = 0\n";
  const std::string kTaken =
      "7 --- SIGUSR2 {si_signo=SIGUSR2, si_code=SI_TKILL, si_pid=7, si_uid=0} ---\n";
  const std::string again = "7 read(3<pipe:[9]>, \"x\", 10) = 1\n";
  const std::string handled = shown + catches + kInterrupted + usr1() + kSends;
  expect_conforms(handled + "7 rt_sigreturn({mask=[]}) = 0\n" + kTaken +
                  "7 rt_sigreturn({mask=[]}) = 0\n" + again);
  expect_diverges(handled + "7 rt_sigreturn({mask=[]}) = 0\n" + again, 9, "restart.reissued");
}

// The same where the call goes on with its time.
TEST(Restart, WhatIsPendingIsTakenBeforeTheCallGoesOn) {
  const std::string asleep =
      kStart + kTrap + signal_line("7", "SIGUSR2") + "7 rt_sigreturn({mask=[]}) = 0\n" +
      "7 rt_sigprocmask(SIG_SETMASK, [USR2], NULL, 8) = 0\n7 tgkill(7, 7, SIGUSR2) = 0\n"
      "7 rt_sigaction(SIGWINCH, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n";
  const std::string ignored =
      "7 --- SIGWINCH {si_signo=SIGWINCH, si_code=SI_USER, si_pid=1, si_uid=0} ---\n";
  const std::string code =
      "7 nanosleep({tv_sec=1, tv_nsec=0}, {tv_sec=0, tv_nsec=5}) = ? ERESTART_RESTARTBLOCK "
      "(Interrupted by signal)\n";
  const std::string goes_on =
      "7 restart_syscall(<... resuming interrupted nanosleep ...>) = 0\n";
  expect_conforms(asleep + code + ignored + goes_on);
  // Nothing blocks it: it would have been taken before the sleep.
  const std::string open = asleep + "7 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n";
  expect_diverges(open + code + ignored + goes_on, 8, "call.entered");
}

// Called by hand, or after a handler, restart_syscall has nothing to go on with.
TEST(Restart, NothingGoesOnUnlessItWasInterrupted) {
  const std::string call = "7 restart_syscall(<... resuming interrupted nanosleep ...>) = ";
  const std::string code =
      "7 nanosleep({tv_sec=1, tv_nsec=0}, {tv_sec=0, tv_nsec=5}) = ? ERESTART_RESTARTBLOCK "
      "(Interrupted by signal)\n";
  const std::string ignored = signal_line("7", "SIGCHLD");
  const std::string fails = "-1 EINTR (Interrupted system call)\n";
  const std::string begun = kStart + kCatch + usr1() + "7 rt_sigreturn({mask=[]}) = 0\n";
  expect_conforms(begun + call + fails);
  expect_diverges(begun + call + "0\n", 4, "restart_syscall.timed_out");
  expect_diverges(begun + call + "? ERESTART_RESTARTBLOCK (Interrupted by signal)\n", 4,
                  "restart_syscall.waits_again");
  expect_diverges(begun + call + "-1 ETIMEDOUT (Connection timed out)\n", 4,
                  "restart_syscall.gave_up");
  // A filter may hide what the signal interrupted.
  expect_conforms(begun + ignored + call + "0\n");
  expect_conforms(kStart + code + ignored + call + "0\n" + call + "0\n");
  const std::string handled = kStart + kCatch + code + ignored + call + "0\n" + usr1() +
                              "7 rt_sigreturn({mask=[]}) = 0\n";
  expect_conforms(handled + call + fails);
  expect_diverges(handled + call + "0\n", 7, "restart_syscall.timed_out");
}

// Who tells what the program got may tell a code as it tells errors.
TEST(Restart, ACodeThatReachesTheProgramIsFound) {
  const std::string ends = "7 getpid() = 7\n";
  for (const char* told : {"? ERESTARTSYS (To be restarted if SA_RESTART is set)", "-1 ERESTARTSYS",
                           "-1 ERESTARTSYS (Unknown error 512)", "-1 (errno 512)"}) {
    const std::string cut_short = "7 read(3<pipe:[9]>, 0x7ffe, 10) = " + std::string(told) + "\n";
    expect_diverges(kStart + cut_short + ends, 2, "restart.unhandled");
    expect_conforms(kStart + kCatch + cut_short + usr1() +
                    "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n" + ends);
  }
}

TEST(Actions, AreNotRefusedWhereTheyAreAsTheyShouldBe) {
  const auto refused = [](const std::string& signal, const std::string& size) {
    return "7 rt_sigaction(" + signal + ", {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, " +
           size + ") = -1 EINVAL (Invalid argument)\n";
  };
  expect_conforms(kStart + refused("SIGUSR1", "16"));
  expect_conforms(kStart + refused("SIGKILL", "8"));
  expect_diverges(kStart + refused("SIGUSR1", "8"), 1, "rt_sigaction.refuses");
}

TEST(Handlers, NestAndReturnInOrder) {
  const std::string both = kStart + kCatch + kTrap + usr1() + signal_line("7", "SIGUSR2");
  expect_conforms(both + "7 rt_sigreturn({mask=[USR1]}) = 0\n7 rt_sigreturn({mask=[]}) = 0\n");
}

// The inner handler may have jumped into the outer one's code: only a mask of neither is a lie.
TEST(Handlers, AnInnerHandlerMayBeLeftByAJump) {
  const std::string both = kStart + kCatch + kTrap + usr1() + signal_line("7", "SIGUSR2");
  expect_conforms(both + "7 rt_sigreturn({mask=[]}) = 0\n");
  expect_diverges(both + "7 rt_sigreturn({mask=[INT]}) = 0\n", 5, "rt_sigreturn.from_handler");
}

TEST(Handlers, BlockTheirSignalWhileTheyRun) {
  expect_diverges(kStart + kCatch + usr1() + usr1(), 3, "deliver.taken");
}

TEST(Handlers, MayBeLeftByAJump) {
  expect_conforms(kStart + kCatch + usr1() +
                  "7 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n" + usr1() +
                  "7 rt_sigreturn({mask=[]}) = 0\n7 getpid() = 7\n");
}

TEST(Handlers, TheMaskOfTheFrameComesBack) {
  expect_diverges(kStart + kCatch + usr1() + "7 rt_sigreturn({mask=[INT]}) = 0\n", 3,
                  "rt_sigreturn.from_handler");
}

TEST(Masks, TheOldMaskIsShown) {
  expect_diverges(kStart + "7 rt_sigprocmask(SIG_BLOCK, [INT], [CHLD], 8) = 0\n", 1,
                  "rt_sigprocmask.changes_mask");
  expect_conforms(kStart + "7 rt_sigprocmask(SIG_BLOCK, [INT KILL], [], 8) = 0\n"
                           "7 rt_sigprocmask(SIG_BLOCK, NULL, [INT], 8) = 0\n");
}

TEST(Actions, TheOldActionIsShown) {
  expect_diverges(kStart + kCatch +
                      "7 rt_sigaction(SIGUSR1, NULL, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, "
                      "8) = 0\n",
                  2, "rt_sigaction.changes_action");
}

// -------------------------------------------------------------------------- ends and stops

TEST(Ends, AFatalSignalKills) {
  const std::string doomed =
      kStart +
      "7 rt_sigaction(SIGTERM, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n" +
      signal_line("7", "SIGTERM");
  expect_conforms(doomed + "7 +++ killed by SIGTERM +++\n");
  EXPECT_EQ(judge(doomed + "7 getpid() = 7\n").verdict, Verdict::Diverges);
  expect_conforms(kStart + signal_line("7", "SIGTERM") + "7 getpid() = 7\n");  // was ignored
}

TEST(Ends, DeadTasksDoNotSpeak) {
  const std::string dead = kStart + "7 exit_group(0) = ?\n7 +++ exited with 0 +++\n";
  EXPECT_EQ(judge(dead + "7 getpid() = 7\n").verdict, Verdict::Diverges);
}

TEST(Ends, TheStatusIsTheOneGiven) {
  expect_conforms(kStart + "7 exit_group(3) = ?\n7 +++ exited with 3 +++\n");
  expect_diverges(kStart + "7 exit_group(3) = ?\n7 +++ exited with 4 +++\n", 2, "exit.exited");
}

TEST(Ends, AFaultWhoseSignalIsBlockedKillsAllTheSame) {
  const std::string fault =
      "7 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---\n";
  expect_conforms(kStart + "7 rt_sigprocmask(SIG_BLOCK, [SEGV], NULL, 8) = 0\n" + fault +
                  "7 +++ killed by SIGSEGV +++\n");
  expect_diverges(kStart + "7 rt_sigprocmask(SIG_BLOCK, [SEGV], NULL, 8) = 0\n" +
                      signal_line("7", "SIGSEGV"),
                  2, "deliver.taken");
}

TEST(Ends, AFaultIsOneAsANumber) {
  const std::string ignored =
      kStart + "7 rt_sigaction(11, {sa_handler=0x1, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n";
  const auto ends = [&](const std::string& code) {
    return ignored + "7 --- SIGSEGV {si_signo=11, si_code=" + code +
           ", si_addr=NULL} ---\n7 +++ killed by SIGSEGV +++\n";
  };
  for (const char* code : {"0x1", "0x4", "0xa", "1", "0x80"}) expect_conforms(ends(code));
  expect_diverges(ends("0"), 3, "exit.killed_by_signal");
  expect_diverges(ends("0xfffffffa"), 3, "exit.killed_by_signal");
}

TEST(Stops, AStoppedTaskGoesOnOnlyAfterItWasWoken) {
  const std::string stopped =
      kStart + signal_line("7", "SIGTSTP") + "7 --- stopped by SIGTSTP ---\n";
  expect_conforms(stopped + signal_line("7", "SIGCONT") + "7 getpid() = 7\n");
  EXPECT_EQ(judge(stopped + "7 getpid() = 7\n").verdict, Verdict::Diverges);
}

// ------------------------------------------------------------------------------------- births

const std::string kForkFlags =
    "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f)";
const std::string kThreadFlags =
    "clone(child_stack=0x7f, flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD)";

TEST(Births, AChildInheritsActionsAndMask) {
  const std::string born = kStart + kCatch + "7 " + kForkFlags + " = 8\n";
  expect_conforms(born + usr1("8") + "8 rt_sigreturn({mask=[]}) = 0\n8 getpid() = 8\n");
  expect_diverges(born + "8 rt_sigprocmask(SIG_BLOCK, NULL, [INT], 8) = 0\n", 3,
                  "rt_sigprocmask.changes_mask");
}

TEST(Births, AChildMaySpeakBeforeItsMakersResult) {
  const std::string open = kStart + kCatch + "7 " +
                           kForkFlags.substr(0, kForkFlags.size() - 1) + " <unfinished ...>\n";
  expect_conforms(open + usr1("8") + "7 <... clone resumed>) = 8\n8 rt_sigreturn({mask=[]}) = 0\n");
  expect_diverges(open + "8 rt_sigprocmask(SIG_BLOCK, NULL, [INT], 8) = 0\n", 3,
                  "rt_sigprocmask.changes_mask");
}

TEST(Births, WithSeveralOpenCallsTheResultTellsWhoseChildItIs) {
  const std::string unfinished =
      kForkFlags.substr(0, kForkFlags.size() - 1) + " <unfinished ...>\n";
  const std::string two = kStart + "7 " + kForkFlags + " = 8\n" +
                          "8 rt_sigprocmask(SIG_BLOCK, [INT], [], 8) = 0\n" + "7 " + unfinished +
                          "8 " + unfinished;
  const std::string of_nine = "9 rt_sigprocmask(SIG_BLOCK, NULL, [INT], 8) = 0\n";
  expect_conforms(two + of_nine + "8 <... clone resumed>) = 9\n7 <... clone resumed>) = 10\n");
  expect_diverges(two + of_nine + "8 <... clone resumed>) = 10\n7 <... clone resumed>) = 9\n", 5,
                  "rt_sigprocmask.changes_mask");
}

TEST(Births, EventsThatWaitedAreJudgedInTheirOrder) {
  const std::string open = "clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>\n";
  const std::string wrong = " rt_sigprocmask(SIG_BLOCK, NULL, [INT], 8) = 0\n";
  const FileReport report = judge(
      kStart + "7 " + kForkFlags + " = 8\n8 getpid() = 8\n7 " + open + "8 " + open +
      "9 getpid() = 9\n9 " + kForkFlags + " = 10\n10 getpid() = 10\n9" + wrong + "10" + wrong +
      "7 <... clone resumed>) = 9\n8 <... clone resumed>) = 11\n");
  ASSERT_EQ(report.divergences.size(), 2U) << told(report);
  EXPECT_EQ(report.divergences[0].task, 9);
  EXPECT_EQ(report.divergences[1].task, 10);
}

TEST(Births, AChildNeverSeenIsNoFault) {
  expect_conforms(kStart + "7 " + kForkFlags + " = 8\n7 getpid() = 7\n");
}

TEST(Births, ANumberUsedAgainIsANewTask) {
  const std::string first = kStart + kCatch + "7 " + kForkFlags + " = 8\n" +
                            "8 rt_sigprocmask(SIG_BLOCK, [INT], [], 8) = 0\n" +
                            "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n";
  expect_conforms(first + "7 " + kForkFlags + " = 8\n" +
                  "8 rt_sigprocmask(SIG_BLOCK, [INT], [], 8) = 0\n");
}

TEST(Births, ThreadsShareActionsAndNotMasks) {
  const std::string threads = kStart + "7 " + kThreadFlags + " = 8\n" +
                              "8 rt_sigprocmask(SIG_BLOCK, [INT], [], 8) = 0\n" + kCatch;
  expect_conforms(threads + usr1("8") + "8 rt_sigreturn({mask=[INT]}) = 0\n" +
                  "7 rt_sigprocmask(SIG_BLOCK, NULL, [], 8) = 0\n");
}

TEST(Births, AnotherThreadMayChangeTheActionWhileASignalIsTaken) {
  const std::string change =
      "7 rt_sigaction(SIGUSR1, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n";
  const std::string threads = kStart + kCatch + "7 " + kThreadFlags + " = 8\n" + usr1("8") + change;
  expect_conforms(threads + "8 rt_sigreturn({mask=[]}) = 0\n");  // the old action
  expect_conforms(threads + "8 getpid() = 7\n");                 // or the new one
}

TEST(Births, InitOfANamespaceDropsSignalsItHasNoHandlerFor) {
  const std::string born =
      kStart + "7 clone(child_stack=NULL, flags=CLONE_NEWPID|SIGCHLD) = 8\n";
  expect_conforms(born + signal_line("8", "SIGTERM") + "8 getpid() = 1\n");
}

TEST(Births, WhoGoesByTheNumberOneIsInit) {
  const std::string lives =
      kStart + "7 rt_sigaction(SIGTERM, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n" +
      signal_line("7", "SIGTERM") + "7 getpid() = 1\n";
  expect_diverges(lives, 3, "call.entered");
  std::string of_init;
  for (const char letter : lives)
    of_init += letter == '7' && (of_init.empty() || of_init.back() == '\n') ? '1' : letter;
  for (auto at = of_init.find("si_pid=1"); at != of_init.npos; at = of_init.find("si_pid=1"))
    of_init.replace(at, 8, "si_pid=4");  // it sends itself nothing
  expect_conforms(of_init);
}

// The kernel spares a traced init its fault, which comes at once again.
TEST(Births, ATracedInitFaultsAgainAndAgain) {
  const std::string born =
      kStart +
      "7 rt_sigaction(SIGSEGV, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n"
      "7 rt_sigaction(SIGTSTP, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n"
      "7 clone(child_stack=NULL, flags=CLONE_NEWPID|SIGCHLD) = 8\n";
  const std::string fault =
      " --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---\n";
  expect_conforms(born + "8" + fault + "8" + fault);
  expect_conforms(born + "8" + fault + "8 +++ killed by SIGSEGV +++\n");
  expect_diverges(born + "7" + fault + "7" + fault, 5, "deliver.taken");
  // To stop is not to end.
  expect_conforms(born + signal_line("8", "SIGTSTP") + "8 --- stopped by SIGTSTP ---\n");
}

TEST(Births, InitOfANamespaceTakesWhatItCatches) {
  const std::string born =
      kStart + kCatch + "7 clone(child_stack=NULL, flags=CLONE_NEWPID|SIGCHLD) = 8\n" + usr1("8");
  const std::string ask = "8 rt_sigprocmask(SIG_BLOCK, NULL, ";
  expect_conforms(born + ask + "[USR1], 8) = 0\n8 rt_sigreturn({mask=[]}) = 0\n");
  expect_diverges(born + ask + "[], 8) = 0\n", 4, "rt_sigprocmask.changes_mask");
}

// What dies of a signal is no init, and what is dropped by one is nothing that a handler waits for.
TEST(Births, OnlyInitDropsSignals) {
  const std::string family =
      kStart +
      "7 rt_sigaction(SIGTERM, NULL, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = 0\n"
      "7 clone(child_stack=NULL, flags=CLONE_NEWPID|SIGCHLD) = 8\n"
      "7 clone(child_stack=NULL, flags=SIGCHLD) = 9\n";
  expect_conforms(family + signal_line("9", "SIGTERM") + "9 +++ killed by SIGTERM +++\n");
  expect_diverges(family + signal_line("9", "SIGTERM") + "9 getpid() = 9\n", 5, "call.entered");
  expect_diverges(family + signal_line("8", "SIGTERM") + "8 +++ killed by SIGTERM +++\n", 5,
                  "exit.killed_by_signal");
}

TEST(Births, AThreadHasNoHandlerToReturnFrom) {
  const std::string made = kStart + kCatch + usr1() + "7 " + kThreadFlags + " = 8\n";
  expect_conforms(made + "8 getpid() = 7\n7 rt_sigreturn({mask=[]}) = 0\n");
  expect_diverges(made + "8 rt_sigreturn({mask=[]}) = 0\n", 4, "rt_sigreturn.from_handler");
}

// A thread is killed with its process while strace reads where it enters a call: what is printed is
// another call, and how it ends is told by the signal that another thread took.
TEST(Births, AThreadEndsByTheSignalOfAnother) {
  const std::string killed =
      kStart + "7 rt_sigaction(SIGTERM, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n" +
      "7 " + kThreadFlags +
      " = 8\n8 nanosleep({tv_sec=1, tv_nsec=0}, NULL) = ? ERESTART_RESTARTBLOCK (Interrupted by "
      "signal)\n";
  const std::string stale = "8 poll([], 0, -1 <unfinished ...>\n";
  const std::string ends = "8 +++ killed by SIGTERM +++\n7 +++ killed by SIGTERM +++\n";
  expect_conforms(killed + signal_line("7", "SIGTERM") + stale + ends);
  // Or it was to tell of a signal of its own, which cannot be read any more.
  expect_conforms(killed + signal_line("7", "SIGTERM") + "8 --- stopped by SIGUSR1 ---\n" + ends);
}

// strace -e raw=clone: numbers without names, in the kernel's order. Threads share their actions.
TEST(Births, ByNumbersWithoutNames) {
  const auto made = [](const std::string& flags) {
    return kStart + "7 clone(" + flags + ", 0, 0, 0x7f4f3c0e9fd0, 0) = 0x8\n8 getpid() = 8\n8" +
           kCatch.substr(1) +
           "7 rt_sigaction(SIGUSR1, NULL, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = 0\n";
  };
  expect_conforms(made("0x1200011"));
  expect_diverges(made("0x3d0f00"), 4, "rt_sigaction.changes_action");
}

TEST(Births, TheNextChildAfterUnshareIsInit) {
  const std::string start =
      kStart + "7 rt_sigaction(SIGTERM, NULL, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = 0\n";
  const std::string child = "7 clone(child_stack=NULL, flags=SIGCHLD) = ";
  const std::string init = start + "7 unshare(CLONE_NEWPID) = 0\n" + child + "8\n";
  const auto lives = [](const std::string& tid) {
    return signal_line(tid, "SIGTERM") + tid + " getpid() = 1\n";
  };
  expect_conforms(init + lives("8"));
  expect_diverges(init + child + "9\n" + lives("9"), 6, "call.entered");
  expect_diverges(start + "7 unshare(CLONE_NEWUTS) = 0\n" + child + "8\n" + lives("8"), 5,
                  "call.entered");
}

TEST(Tasks, ExecInAThreadTakesTheLeadersNumber) {
  expect_conforms(kStart + kCatch + "7 " + kThreadFlags + " = 8\n" +
                  "8 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <unfinished ...>\n"
                  "7 +++ superseded by execve in pid 8 +++\n"
                  "7 <... execve resumed>) = 0\n"
                  "7 rt_sigaction(SIGUSR1, NULL, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, "
                  "8) = 0\n");
}

// Killed in a call, its arguments were never completed, and in a file of its own all is one line.
TEST(Restarts, ACallThatWasCutIsTheSame) {
  const std::string wait = "7 wait4(-1, 0x7ffe, 0, NULL) = ? ERESTARTSYS (To be restarted)\n";
  const std::string end = ",  <unfinished ...>) = ?\n7 +++ killed by SIGKILL +++\n";
  expect_conforms(kStart + wait + "7 wait4(-1" + end);
  expect_diverges(kStart + wait + "7 wait4(8" + end, 2, "restart.unhandled");
}

TEST(Findings, ALeakedRestartCodeIsNoted) {
  const std::string leak =
      "7 recvfrom(3<socket:[9]>, 0x7ffe, 8, 0, NULL, NULL) = ? ERESTARTSYS (To be restarted)\n"
      "7 getpid() = 7\n";
  const std::string cut_short = "7 recvmmsg(3<socket:[9]>, [{...}], 2, 0, NULL) = 1\n";
  const FileReport report = judge(kStart + cut_short + leak);
  EXPECT_EQ(report.verdict, Verdict::Conforms) << told(report);
  ASSERT_EQ(report.notes.size(), 1U);
  EXPECT_NE(report.notes[0].find("finding on line 9"), std::string::npos) << report.notes[0];
  // Nothing was cut short, or nothing is wrong.
  expect_diverges(kStart + leak, 2, "restart.unhandled");
  expect_diverges(kStart + "7 recvmmsg(3<socket:[9]>, [{...}], 1, 0, NULL) = 1\n" + leak, 3,
                  "restart.unhandled");
  EXPECT_TRUE(judge(kStart + cut_short + "7 getpid() = 7\n").notes.empty());
  // Each is found once; and a call that follows itself may have been restarted.
  expect_diverges(kStart + cut_short + leak + leak, 5, "restart.unhandled");
  expect_conforms(kStart + cut_short + cut_short + leak + leak);
  expect_diverges(kStart + cut_short + cut_short + leak + leak + leak, 8, "restart.unhandled");
  // What is no socket's finds nothing.
  expect_diverges(kStart + cut_short +
                      "7 wait4(-1, 0x7ffe, 0, NULL) = ? ERESTARTSYS (To be restarted)\n"
                      "7 getpid() = 7\n",
                  3, "restart.unhandled");
  const std::string again = leak.substr(0, leak.find('\n') + 1);
  EXPECT_EQ(judge(kStart + cut_short + again + again + "7 getpid() = 7\n").notes.size(), 1U);
  EXPECT_TRUE(
      judge(kStart + cut_short + again + "7 recvfrom(3<socket:[9]>, \"y\", 8, 0, NULL, NULL) = 1\n")
          .notes.empty());
}

// ------------------------------------------------------------------- what is not known

TEST(Unknown, AnAttachedTaskMayBeAnywhere) {
  expect_conforms("strace: Process 7 attached\n7 rt_sigreturn({mask=[INT]}) = 5\n"
                  "7 rt_sigprocmask(SIG_BLOCK, NULL, [INT], 8) = 0\n");
  expect_diverges("strace: Process 7 attached\n7 rt_sigprocmask(SIG_BLOCK, NULL, [INT], 8) = 0\n"
                  "7 set_tid_address(0x7f10) = 7\n"
                  "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n"
                  "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, "
                  "8) = 0\n"
                  "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=SI_USER, si_pid=1, si_uid=0} ---\n"
                  "7 rt_sigprocmask(SIG_BLOCK, NULL, [INT], 8) = 0\n"
                  "7 rt_sigprocmask(SIG_BLOCK, NULL, [CHLD], 8) = 0\n",
                  8, "rt_sigprocmask.changes_mask");
}

TEST(Unknown, AFilteredRecordingIsNotAccused) {
  expect_conforms("7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n" + usr1() +
                  "7 write(1, \"x\", 1) = 1\n" + usr1() + "7 write(1, \"x\", 1) = 1\n");
}

// strace -e signal=SET: once is a fault, twice is how the recording was made.
TEST(Unknown, HandlersThatBeganUnseen) {
  const std::string wait = "7 pause() = ? ERESTARTNOHAND (To be restarted if no handler)\n";
  const std::string back = "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n";
  expect_conforms(kStart + kCatch + wait + back + "7 getpid() = 7\n" + wait + back);
  expect_diverges(kStart + kCatch + wait + back + "7 getpid() = 7\n" + wait + usr1() + back, 3,
                  "restart.unhandled");
  expect_diverges(kStart + kCatch + back + wait + usr1() + back, 2,
                  "rt_sigreturn.from_handler_with_error");
}

TEST(Unknown, ChildrenThatWereKilledUnseen) {
  const auto child = [](const std::string& tid) {
    return "7 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f10) = " +
           tid + "\n" + tid + " getppid() = 7\n";
  };
  const auto wait = [](const std::string& tid) {
    return "7 wait4(" + tid + ", [{WIFSIGNALED(s) && WTERMSIG(s) == SIGTERM}], 0, NULL) = " + tid +
           "\n";
  };
  expect_diverges(kStart + child("8") + wait("8"), 3, "exit.waited");
  expect_conforms(kStart + child("8") + wait("8") + child("9") + wait("9"));
}

// strace -z: a wait that failed is not shown, and had a mask of its own.
TEST(Unknown, WaitsWithAMaskThatAreNotShown) {
  const std::string begin =
      "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
      "7 set_tid_address(0x7f10) = 7\n"
      "7 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n" +
      kCatch;
  const std::string missing = "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n";
  const std::string end = usr1() + "7 rt_sigreturn({mask=[USR1]}) = 0\n";
  expect_conforms(begin + end);
  expect_diverges(begin + missing + end, 6, "deliver.taken");
}

// strace -b execve lets the child go in the middle of its call, and says so elsewhere.
TEST(Unknown, WhoRunsAnotherProgramMayBeLetGo) {
  const std::string begin = kStart + "7 vfork( <unfinished ...>\n";
  const std::string runs = "8 execve(\"/bin/true\", [\"true\"], 0x7ffe /* 1 var */";
  const std::string end =
      "7 <... vfork resumed>) = 8\n"
      "7 wait4(8, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 8\n"
      "7 wait4(-1, NULL, 0, NULL) = -1 ECHILD (No child processes)\n";
  expect_conforms(begin + runs + " <unfinished ...>\n" + end);
  expect_diverges(begin + runs + ") = 0\n" + end, 4, "exit.waited");
}

TEST(Unknown, WhatTheObserverInjectedIsNotJudged) {
  expect_conforms(kStart + "7 exit_group(3) = -1 EPERM (Operation not permitted) (INJECTED)\n"
                           "7 getppid() = 1\n7 exit(4) = ?\n7 +++ exited with 4 +++\n");
  expect_conforms(kStart + "7 getppid() = -1 EINTR (Interrupted system call) (INJECTED)\n");
  const std::string failed = kStart + "7 getppid() = -1 EINTR (Interrupted system call)\n";
  EXPECT_EQ(judge(failed).verdict, Verdict::Diverges);
}

TEST(Unknown, AfterADivergenceTheTraceIsJudgedOn) {
  const std::string wrong = "7 rt_sigprocmask(SIG_BLOCK, [INT], [CHLD], 8) = 0\n";
  const FileReport report =
      judge(kStart + wrong + "7 rt_sigprocmask(SIG_BLOCK, NULL, [INT CHLD], 8) = 0\n" +
            "7 rt_sigprocmask(SIG_BLOCK, NULL, [], 8) = 0\n");
  ASSERT_EQ(report.divergence_count, 2U) << told(report);
  EXPECT_EQ(report.divergences[1].line, kStartLines + 3);
}

}  // namespace
}  // namespace sigspec
