// What happens to tasks while others do something, or while nobody looks.
#include <gtest/gtest.h>

#include "tests/support/small_family.h"
#include "tests/support/small_trace.h"

namespace sigspec::test {
namespace {

const std::string kThread =
    "7 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88) = 9\n"
    "9 getpid() = 7\n";

// What another thread changes while they are copied, the child has as it was or as it is.
TEST(Actions, AreCopiedWhileAnotherThreadChangesThem) {
  const std::string other = "{sa_handler=0x2, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x1}";
  const std::string old = "{sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}";
  const std::string thread =
      "7 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88) = 9\n"
      "9 getpid() = 7\n";
  const std::string change = "9 rt_sigaction(SIGUSR1, " + other + ", " + old + ", 8) = 0\n";
  const std::string begins = "7 fork( <unfinished ...>\n";
  const std::string ends = "7 <... fork resumed>) = 10\n";
  const auto finds = [](const std::string& action) {
    return "10 rt_sigaction(SIGUSR1, NULL, " + action + ", 8) = 0\n";
  };
  expect_conforms(kFamily + thread + begins + change + ends + finds(old));
  expect_conforms(kFamily + thread + begins + change + ends + finds(other));
  expect_conforms(kFamily + thread + change + begins + ends + finds(other));
  expect_broken(thread + change + begins + ends + finds(old), 6, "rt_sigaction.changes_action");
  expect_conforms(kFamily + thread + begins + ends + change + finds(old));
  expect_broken(thread + begins + ends + change + finds(other), 6, "rt_sigaction.changes_action");
}

// Who is seen to come back last need not have been the last to change it.
TEST(Actions, AreThoseOfEitherWhereTwoThreadsChangeThem) {
  const auto action = [](const std::string& handler) {
    return "{sa_handler=" + handler + ", sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x1}";
  };
  const std::string sets = "rt_sigaction(SIGUSR1, ", unfinished = ",  <unfinished ...>\n";
  const std::string both = kThread + "9 " + sets + action("0x2") + unfinished + "7 " + sets +
                           action("0x3") + unfinished +
                           "9 <... rt_sigaction resumed>NULL, 8) = 0\n"
                           "7 <... rt_sigaction resumed>NULL, 8) = 0\n";
  const auto finds = [&](const std::string& handler) {
    return "7 " + sets + "NULL, " + action(handler) + ", 8) = 0\n";
  };
  expect_conforms(kFamily + both + finds("0x2"));
  expect_conforms(kFamily + both + finds("0x3"));
  expect_broken(both + finds("SIG_DFL"), 7, "rt_sigaction.changes_action");
  const std::string one = kThread + "9 " + sets + action("0x2") + ", NULL, 8) = 0\n7 " + sets +
                          action("0x3") + ", NULL, 8) = 0\n";
  expect_conforms(kFamily + one + finds("0x3"));
  expect_broken(one + finds("0x2"), 5, "rt_sigaction.changes_action");
}

// A change that began before, and is still under way, may come after one that is seen to end.
TEST(Actions, AreThoseOfAChangeThatTakesLong) {
  const auto action = [](const std::string& handler) {
    return "{sa_handler=" + handler + ", sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x1}";
  };
  const std::string sets = "rt_sigaction(SIGUSR1, ";
  const auto found = [&](const std::string& slow, const std::string& handler) {
    return kThread + "9 " + sets + slow + " <unfinished ...>\n" +
           "7 " + sets + action("0x3") + ", NULL, 8) = 0\n" +
           "7 " + sets + "NULL, " + action(handler) + ", 8) = 0\n";
  };
  expect_conforms(kFamily + found(action("0x2") + ", ", "0x2"));
  expect_conforms(kFamily + found(action("0x2") + ", ", "0x3"));
  expect_broken(found(action("0x2") + ", ", "SIG_DFL"), 5, "rt_sigaction.changes_action");
  // Who only reads changes nothing, nor does who changes another signal's.
  expect_broken(found("NULL, ", "0x2"), 5, "rt_sigaction.changes_action");
}

// A handler that is used once is gone before the child is made, or after.
TEST(Actions, AreCopiedWhileAnotherThreadRunsTheHandler) {
  const std::string once =
      "{sa_handler=0x2, sa_mask=[], sa_flags=SA_RESTORER|SA_RESETHAND, sa_restorer=0x1}";
  const std::string gone =
      "{sa_handler=SIG_DFL, sa_mask=[], sa_flags=SA_RESTORER|SA_RESETHAND, sa_restorer=0x1}";
  const std::string thread =
      "7 rt_sigaction(SIGUSR1, " + once + ", NULL, 8) = 0\n"
      "7 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88) = 9\n"
      "9 getpid() = 7\n";
  const std::string runs = "9 tgkill(7, 9, SIGUSR1) = 0\n9 " + from("7", "SIGUSR1", "SI_TKILL") +
                           "9 getpid() = 7\n";
  const std::string begins = "7 fork( <unfinished ...>\n";
  const std::string ends = "7 <... fork resumed>) = 10\n";
  const auto finds = [](const std::string& action) {
    return "10 rt_sigaction(SIGUSR1, NULL, " + action + ", 8) = 0\n";
  };
  expect_conforms(kFamily + thread + begins + runs + ends + finds(once));
  expect_conforms(kFamily + thread + begins + runs + ends + finds(gone));
  const std::string old = "{sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}";
  const std::string again = "7 rt_sigaction(SIGUSR1, " + old + ", " + gone + ", 8) = 0\n";
  expect_broken(thread + runs + again + begins + ends + finds(once), 10,
                "rt_sigaction.changes_action");
}

// A handler that runs once is gone when its thread goes on. That shows only at what it does next.
TEST(Actions, OfAHandlerThatRunsOnceMayBeGoneUnseen) {
  const auto action = [](const std::string& handler) {
    return "{sa_handler=" + handler +
           ", sa_mask=[], sa_flags=SA_RESTORER|SA_RESETHAND, sa_restorer=0x1}";
  };
  const std::string once = action("0x2"), gone = action("SIG_DFL");
  const std::string begun = kThread + "7 rt_sigaction(SIGURG, " + once +
                            ", NULL, 8) = 0\n7 kill(7, SIGURG) = 0\n9 " +
                            from("7", "SIGURG", "SI_USER");
  const std::string back = "9 rt_sigreturn({mask=[]}) = 0\n";
  const auto found = [](const std::string& what) {
    return "7 rt_sigaction(SIGURG, NULL, " + what + ", 8) = 0\n";
  };
  expect_conforms(kFamily + begun + found(once) + back);
  expect_conforms(kFamily + begun + found(gone) + back);
  expect_conforms(kFamily + begun + back + found(gone));
  expect_broken(begun + back + found(once), 7, "rt_sigaction.changes_action");
  expect_broken(begun + found(action("SIG_IGN")) + back, 6, "rt_sigaction.changes_action");
  // Who takes the next one finds it gone; who changes it may come before, or after.
  const std::string next = "7 kill(7, SIGURG) = 0\n7 " + from("7", "SIGURG", "SI_USER");
  const std::string back7 = "7 rt_sigreturn({mask=[]}) = 0\n";
  expect_conforms(kFamily + begun + next + back7 + "9 getpid() = 7\n");
  expect_broken(begun + back + next + back7, 9, "rt_sigreturn.from_handler");
  const std::string sets = "7 rt_sigaction(SIGURG, " + once + ", NULL, 8) = 0\n";
  expect_conforms(kFamily + begun + sets + back + found(once));
  expect_conforms(kFamily + begun + sets + back + found(gone));
  expect_broken(begun + back + sets + found(gone), 8, "rt_sigaction.changes_action");
}

// Who ends in a call that makes a task may have made it: nobody is told whose child it is then.
TEST(Births, AreNotToldByWhoEndsInThem) {
  const std::string family = kStart + "7 fork() = 8\n"
                             "8 rt_sigprocmask(SIG_SETMASK, [USR1], NULL, 8) = 0\n"
                             "7 fork() = 9\n9 getpid() = 9\n";
  const std::string dies = "8 fork( <unfinished ...>\n",
                    makes = "9 fork( <unfinished ...>\n",
                    killed = "8 +++ killed by SIGKILL +++\n",
                    made = "9 <... fork resumed>) = 11\n11 getpid() = 11\n";
  const std::string never = "8 <... fork resumed>) = ?\n";
  const std::string asks = "10 rt_sigprocmask(SIG_BLOCK, NULL, [USR1], 8) = 0\n";
  expect_conforms(family + dies + makes + never + asks + made + killed);
  expect_conforms(family + dies + makes + killed + asks + made);
  expect_conforms(family + dies + makes + asks + never + made + killed);
  expect_conforms(family + dies + never + asks + killed);
  // Of who is killed strace may read anything.
  const std::string misread = "8 <... fork resumed>) = -1 (errno 18446744073709551327)\n";
  expect_conforms(family + dies + makes + misread + asks + made + killed);
  const std::string kills = "7 kill(8, SIGKILL <unfinished ...>\n",
                    told_amiss = "8 <... fork resumed>) = 11\n",
                    has_own = "11 rt_sigprocmask(SIG_BLOCK, NULL, [], 8) = 0\n";
  expect_conforms(family + dies + kills + told_amiss + asks + killed + "9 fork() = 11\n" + has_own);
  expect_diverges(family + dies + told_amiss + has_own, 7, "rt_sigprocmask.changes_mask");
  // Whoever is told of its end meanwhile may be its parent by then.
  const std::string told = "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=10, si_uid=0, "
                           "si_status=3, si_utime=0, si_stime=0} ---\n";
  const std::string ends = "10 exit_group(3) = ?\n10 +++ exited with 3 +++\n";
  expect_conforms(family + dies + makes + never + killed + ends + told + made);
  // One child of such a call is enough.
  const std::string another = "9 fork( <unfinished ...>\n12 rt_sigprocmask(SIG_BLOCK, NULL, [USR1], "
                              "8) = 0\n";
  expect_diverges(family + dies + makes + never + asks + made + killed + another, 13,
                  "rt_sigprocmask.changes_mask");
  expect_diverges(family + makes + asks, 6, "rt_sigprocmask.changes_mask");
}

// A thread may be ended in a call that has done what it was to do.
TEST(Ends, MayComeBeforeACallTellsWhatItDid) {
  const std::string thread =
      kStart + "7 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88) = 9\n"
      "9 getpid() = 7\n7 setitimer(ITIMER_REAL, {it_interval={tv_sec=0, tv_usec=0}, "
      "it_value={tv_sec=0, tv_usec=0}}, NULL) = 0\n";
  const auto ends = [](const std::string& begins, const std::string& name,
                       const std::string& result) {
    return "9 " + begins + " <unfinished ...>\n"
           "7 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <unfinished ...>\n"
           "9 <... " + name + " resumed>) = " + result + "\n9 +++ exited with 0 +++\n"
           "7 <... execve resumed>) = 0\n";
  };
  for (const auto& [begins, name] : {std::pair{"alarm(5", "alarm"},
                                     {"setitimer(ITIMER_REAL, {it_interval={tv_sec=0, tv_usec=0}, "
                                      "it_value={tv_sec=5, tv_usec=0}}, NULL", "setitimer"}}) {
    for (const char* unknown : {"?", "? <unavailable>"})
      expect_conforms(thread + ends(begins, name, unknown) + "7 alarm(0) = 5\n");
    expect_diverges(thread + ends("getpid(", "getpid", "?") + "7 alarm(0) = 5\n", 9, "alarm.arms");
  }
}

// strace shows of a task that is being ended the result that it read last, of whichever task.
TEST(Ends, MayComeInACallThatSeemsToSucceed) {
  const std::string waits =
      "9 pselect6(0, NULL, NULL, NULL, {tv_sec=1, tv_nsec=0}, NULL <unfinished ...>\n";
  const std::string leaves = "7 exit_group(3 <unfinished ...>\n";
  const std::string over = "9 <... pselect6 resumed>) = 0 (Timeout) <0.500000>\n";
  expect_conforms(kFamily + kThread + waits + leaves + over + "9 +++ exited with 3 +++\n");
  expect_broken(kThread + waits + over + "9 getpid() = 7\n", 4, "pselect6.timed_out");
  expect_broken(kThread + waits + leaves + over + "9 getpid() = 7\n", 6, "call.entered");
}

// A filter hides exit_group, where no process is seen to call it.
TEST(Ends, OfThreadsAreOfOneStatus) {
  const std::string ended = "9 +++ exited with 4 +++\n7 +++ exited with 4 +++\n";
  expect_conforms(kFamily + kThread + ended);
  expect_broken(kThread + "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n" + ended, 5,
                "exit.exited_with_group");
}

// Of two threads one leaves the child, and the other takes it: either may be shown first.
TEST(Waits, ThatLeaveAChildMayBeShownBehindOneThatTakesIt) {
  const std::string thread = "7 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}, 88) = 9\n"
                             "9 getpid() = 7\n";
  const std::string ends =
      "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n"
      "7 fork() = 8\n8 exit_group(3) = ?\n8 +++ exited with 3 +++\n"
      "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=8, si_uid=0, si_status=3, "
      "si_utime=0, si_stime=0} ---\n";
  const auto waits = [](const std::string& by) {
    return by + " waitid(P_ALL, 0, {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=8, si_uid=0, "
                "si_status=3, si_utime=0, si_stime=0}, WEXITED|WNOWAIT, NULL) = 0\n";
  };
  const std::string takes = "7 wait4(8, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = 8\n";
  expect_conforms(kStart + thread + ends + takes + waits("9"));
  expect_diverges(kStart + ends + takes + waits("7"), 7, "exit.collected");
}

// A thread that began to wait before the child had ended may find nothing.
TEST(Waits, OfAThreadMayHaveBegunBeforeTheEnd) {
  const std::string exits = "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n";
  const std::string rest = ", WNOHANG, NULL) = 0\n";
  for (const std::string who : {"-1", "8"})
    expect_conforms(kFamily + kThread + "9 wait4(" + who + ",  <unfinished ...>\n" + exits +
                    "9 <... wait4 resumed>0x7ffe" + rest);
  expect_broken(kThread + exits + "9 getpid() = 7\n9 wait4(8, NULL" + rest, 6,
                "exit.overlooked");
  expect_broken(exits + chld("CLD_EXITED", "3") + "7 getpid() = 7\n7 wait4(-1, NULL" + rest, 5,
                "wait4.returns");
}

// Whose child it is shows where its maker goes on, which may be later.
TEST(Waits, OfAThreadMayTellOfAChildWhoseMakerIsNotKnown) {
  const std::string makes = kThread + "7 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, "
                            "exit_signal=0}, 88) = 10\n10 getpid() = 7\n"
                            "9 vfork( <unfinished ...>\n10 vfork( <unfinished ...>\n";
  const std::string ends = "11 exit_group(3) = ?\n11 +++ exited with 3 +++\n";
  const std::string waits = "7 wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = 11\n";
  expect_conforms(kFamily + makes + ends + waits + "10 <... vfork resumed>) = 11\n");
  const std::string exits = "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n";
  expect_broken(exits + chld("CLD_EXITED", "3") + waits, 4, "wait4.returns");
}

// With `-b execve` the first line of a child may be the last.
TEST(Waits, OfAChildThatIsLetGoOfAtOnce) {
  const std::string exits = "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n";
  const std::string waits = waited("WIFEXITED(s) && WEXITSTATUS(s) == 3");
  const std::string any = "7 wait4(-1, NULL, WNOHANG, NULL) = -1 ECHILD (No child processes)\n";
  const std::string runs =
      "7 fork() = 9\n9 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <detached ...>\n";
  const std::string of_9 = "7 wait4(9, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 9\n";
  const std::string told =
      "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=9, si_uid=0, si_status=0, "
      "si_utime=0, si_stime=0} ---\n";
  expect_conforms(kFamily + exits + waits + chld("CLD_EXITED", "3") + runs + of_9 + told + any);
  expect_conforms(kFamily + exits + waits + chld("CLD_EXITED", "3") + runs + told + any);
  const std::string another =
      "7 fork() = 10\n10 exit_group(3) = ?\n10 +++ exited with 3 +++\n"
      "7 wait4(10, NULL, 0, NULL) = 10\n7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, "
      "si_pid=10, si_uid=0, si_status=3, si_utime=0, si_stime=0} ---\n";
  expect_broken(another + runs + of_9 + told + any, 10, "wait4.finds_none");
}

// It may be let go of before it is known who of two made it.
TEST(Waits, OfAChildThatIsLetGoOfBeforeItsMakerIsKnown) {
  const std::string runs = "9 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <detached ...>\n";
  const std::string makes = "8 vfork( <unfinished ...>\n7 vfork( <unfinished ...>\n";
  const std::string made = "7 <... vfork resumed>) = 9\n";
  const std::string of_9 = "7 wait4(9, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = 9\n";
  expect_conforms(kFamily + makes + runs + made + of_9);
  expect_broken(makes + "9 getpid() = 9\n" + made + of_9, 5, "exit.waited");
}

// Who is ended for another thread's program may have been misread, if that is the last of it.
TEST(Ends, OfALeaderThatIsMisread) {
  const std::string pauses = "7 pause() = 0\n";
  const std::string runs = "9 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <unfinished ...>\n";
  const std::string over = "7 +++ superseded by execve in pid 9 +++\n7 <... execve resumed>) = 0\n";
  expect_conforms(kFamily + kThread + runs + pauses + over);
  expect_broken(kThread + runs + pauses + "7 getpid() = 7\n" + over, 4, "pause.never_succeeds");
  // So may be what a signal says that it is about to tell of.
  const std::string told = "7 --- SIGCHLD {si_signo=SIGTRAP, si_code=0x605, si_addr=0x2b} ---\n";
  expect_conforms(kFamily + kThread + runs + told + over);
  expect_conforms(kFamily + kThread + "9" + told.substr(1) + "9 +++ exited with 0 +++\n");
  expect_broken(kThread + runs + told + "7 getpid() = 7\n", 5, "call.entered");
  expect_broken(told + "7 +++ killed by SIGKILL +++\n", 1, "deliver.taken");
}

// `strace --seccomp-bpf` does not see the end of an execve that took the place of a leader who was
// not in a call, and takes the beginning of the next call for it. The handlers are gone.
TEST(Ends, OfAnExecveThatIsNotSeen) {
  const std::string runs = "9 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <unfinished ...>\n";
  const std::string over = "7 +++ superseded by execve in pid 9 +++\n";
  const std::string never = "7 <... execve resumed>) = ?\n7 +++ killed by SIGUSR1 +++\n";
  const std::string ignored = signal_line("7", "SIGWINCH");
  const std::string goes_on =
      "7 <... execve resumed>) = -1 ENOSYS (Function not implemented)\n7 getpid() = 7\n";
  const std::string start =
      kThread +
      "7 rt_sigaction(SIGUSR1, {sa_handler=0x4, sa_mask=[], sa_flags=SA_RESTORER, "
      "sa_restorer=0x7}, NULL, 8) = 0\n" +
      runs;
  expect_conforms(kFamily + start + over + usr1("7") + never);
  expect_conforms(kFamily + start + over + ignored + ignored + goes_on);
  expect_conforms(kFamily + start + over + goes_on + usr1("7") + "7 +++ killed by SIGUSR1 +++\n");
  expect_broken(start + over + usr1("7") + goes_on, 7, "return.error");
  expect_broken(start + over + goes_on + usr1("7") + "7 rt_sigreturn({mask=[]}) = 0\n", 9,
                "call.entered");
  expect_broken(start + usr1("9") + "9 <... execve resumed>) = ?\n", 5, "deliver.taken");
}

// What a thread does is not judged before it is known who made it; its signals come all the same.
TEST(Sends, OfAThreadWhoseMakerIsNotKnown) {
  const std::string makes =
      "7 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD, exit_signal=0}";
  const std::string third = kThread + makes + ", 88) = 10\n10 getpid() = 7\n";
  const std::string sends = "9 vfork( <unfinished ...>\n" + makes +
                            " <unfinished ...>\n11 kill(7, SIGUSR1) = 0\n";
  const std::string comes = "10 " + from("7", "SIGUSR1", "SI_USER");
  expect_conforms(kFamily + third + sends + comes + "7 <... clone3 resumed>, 88) = 11\n");
  expect_broken(third + comes, 5, "deliver.taken");
}

// What a thread has taken that is ended for another program comes again.
// Which of the two came first nobody sees: the later one takes the other back.
TEST(Sends, OfAStopAndOfWhatTakesItBackMayCross) {
  const std::string taken =
      "7 --- SIGCONT {si_signo=SIGCONT, si_code=SI_USER, si_pid=8, si_uid=0} ---\n";
  const std::string begin =
      kStart + "7 clone(child_stack=NULL, flags=SIGCHLD) = 8\n8 getppid() = 7\n" +
      "8 kill(7, SIGCONT) = 0\n" + taken + "7 getppid() = 1\n";
  const std::string stop = "7 tgkill(7, 7, SIGSTOP <unfinished ...>\n",
                    stopped = "7 <... tgkill resumed>) = 0\n",
                    go_on = "8 kill(7, SIGCONT <unfinished ...>\n",
                    went_on = "8 <... kill resumed>) = 0\n";
  expect_conforms(begin + stop + go_on + stopped + went_on + taken);
  expect_conforms(begin + stop + go_on + stopped + taken + went_on);
  expect_conforms(begin + go_on + stop + stopped + went_on + taken);
  expect_conforms(begin + stop + go_on + went_on + stopped + taken);
  expect_conforms(begin + go_on + stop + went_on + stopped + taken);
  expect_diverges(begin + go_on + went_on + stop + stopped + taken, 10, "deliver.taken");
}

TEST(Sends, ToAThreadThatIsEndedComeAgain) {
  const std::string exits = "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n";
  const std::string told = chld("CLD_EXITED", "3").substr(1);
  const std::string runs = "7 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */) = 0\n";
  expect_conforms(kFamily + kThread + exits + "9" + told + "9 +++ exited with 0 +++\n" + runs +
                  "7" + told);
  expect_broken(exits + "7" + told + runs + "7" + told, 5, "exit.announced");
  // So do alarms, once.
  const std::string set = "7 setitimer(ITIMER_REAL, {it_interval={tv_sec=0, tv_usec=0}, "
                          "it_value={tv_sec=0, tv_usec=2000}}, NULL) = 0\n";
  const std::string alarm = " --- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---\n";
  const std::string again =
      kThread + set + "9" + alarm + "9 +++ exited with 0 +++\n" + runs + "7" + alarm;
  expect_conforms(kFamily + again);
  expect_broken(set + "7" + alarm + runs + "7" + alarm, 4, "deliver.taken");
  expect_broken(again + "7" + alarm, 8, "deliver.taken");
}

// With `-b execve` nobody sees whom the new program sends signals to.
TEST(Sends, OfAProgramThatIsLetGoOfAreNotSeen) {
  const std::string runs = "8 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */";
  const std::string comes = "7 " + from("8", "SIGUSR1", "SI_USER");
  expect_conforms(kFamily + runs + " <unfinished ...>\n" + comes);
  expect_broken(runs + ") = 0\n" + comes, 2, "deliver.taken");
}

// A filter may hide one call that sends, and leave another.
TEST(Sends, MayBeHiddenWhereAnotherCallSendsTheSame) {
  std::string comes = kFamily + "7 tkill(8, SIGUSR1) = 0\n8 " + from("7", "SIGUSR1", "SI_TKILL");
  for (int i = 0; i < 3; ++i) comes += "8 getpid() = 8\n8 " + from("7", "SIGUSR2", "SI_TKILL");
  expect_diverges(comes, kFamilyLines + 4, "deliver.taken");
  const std::string shown = "7 tgkill(7, 7, SIGUSR2) = 0\n";
  comes.erase(comes.find(shown), shown.size());
  expect_conforms(comes);
}

// Where the status cannot be written the child has been waited for all the same, whichever it was.
TEST(Waits, ThatCannotTellMayHaveTakenAnyChild) {
  const std::string ended = "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n" +
                            chld("CLD_EXITED", "3");
  const std::string none = "7 wait4(8, NULL, 0, NULL) = -1 ECHILD (No child processes)\n";
  const auto fails = [](const std::string& call) {
    return "7 " + call + " = -1 EFAULT (Bad address)\n";
  };
  for (const char* call :
       {"wait4(-1, 0x1, 0, NULL)", "wait4(0, 0x1, 0, NULL)", "wait4(8, 0x1, WUNTRACED, NULL)",
        "waitid(P_ALL, 0, 0x1, WEXITED, NULL)"})
    expect_conforms(kFamily + ended + fails(call) + none);
  expect_broken(ended + none, 4, "exit.denied");
  expect_broken(ended + fails("waitid(P_ALL, 0, 0x1, WSTOPPED, NULL)") + none, 5, "exit.denied");
}

// strace shows the registers that it read last, of whichever task.
TEST(Sends, OfATaskThatIsBeingEndedMayHaveComeToNothing) {
  const std::string leaves = "7 exit_group(3 <unfinished ...>\n",
                    stays = "7 getpid( <unfinished ...>\n",
                    refused = "-1 EPERM (Operation not permitted)";
  const std::string goes_on = "8 getpid() = 8\n8 getpid() = 8\n8 getpid() = 8\n";
  struct Sender {
    std::string call, arguments, code;
  };
  for (const Sender& by : {Sender{"kill", "8, SIGUSR1", "SI_USER"},
                           {"tkill", "8, SIGUSR1", "SI_TKILL"},
                           {"tgkill", "8, 8, SIGUSR1", "SI_TKILL"}}) {
    const auto sends = [&](const std::string& meanwhile, const std::string& result) {
      return "7 setuid(1000) = 0\n" + kThread + "9 " + by.call + "(" + by.arguments +
             " <unfinished ...>\n" + meanwhile + "9 <... " + by.call + " resumed>) = " + result +
             "\n";
    };
    expect_conforms(kFamily + sends(leaves, "0") + goes_on);
    expect_broken(sends(stays, "0") + goes_on, 8, "call.entered");
    std::string comes = "8 " + from("7", "SIGUSR1", by.code);
    comes.replace(comes.find("si_uid=0"), 8, "si_uid=1000");
    expect_conforms(kFamily + sends(leaves, refused) + comes);
    expect_broken(sends(stays, refused) + comes, 7, "deliver.taken");
  }
}

// Who ends its own process is being ended by that: it does not live on.
TEST(Sends, OfSigkillToAThreadOfItsOwnEndTheProcess) {
  for (const std::string call : {"tgkill(7, 9, SIGKILL)", "tkill(9, SIGKILL)", "kill(7, SIGKILL)"})
    expect_broken(kThread + "7 " + call + " = 0\n9 getpid() = 7\n9 getpid() = 7\n9 getpid() = 7\n",
                  5, "call.entered");
}

TEST(Waits, OfATaskThatIsBeingEndedTellNothing) {
  const auto waits = [](const std::string& meanwhile, const std::string& status) {
    return kThread + "7 wait4(-1,  <unfinished ...>\n" + meanwhile + " <unfinished ...>\n" +
           "7 <... wait4 resumed>" + status + ", WNOHANG, NULL) = 8\n";
  };
  for (const auto& [status, rule] :
       {std::pair{"NULL", "exit.came_back"},
        {"[{WIFEXITED(s) && WEXITSTATUS(s) == 3}]", "exit.waited"}}) {
    expect_conforms(kFamily + waits("9 exit_group(3", status));
    expect_broken(waits("9 getpid(", status), 5, rule);
  }
}

TEST(Waits, MayAskForNoInfo) {
  const auto ended = [](const std::string& options) {
    return "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n7" + chld("CLD_EXITED", "3").substr(1) +
           "7 waitid(P_PID, 8, NULL, " + options + ", NULL) = 0\n";
  };
  const std::string none = "7 wait4(8, NULL, 0, NULL) = -1 ECHILD (No child processes)\n";
  for (const char* options : {"WEXITED", "WEXITED|WSTOPPED", "WNOHANG|WEXITED"})
    expect_conforms(kFamily + ended(options) + none);
  for (const char* options : {"WEXITED|WNOWAIT", "WSTOPPED"})
    expect_broken(ended(options) + none, 5, "exit.denied");
  // Whom it waited for is not told then.
  const auto any = [&](const std::string& options) {
    std::string call = ended(options);
    return call.replace(call.find("P_PID, 8"), 8, "P_ALL, 0");
  };
  expect_conforms(kFamily + any("WEXITED") + none);
  expect_broken(any("WSTOPPED") + none, 5, "exit.denied");
}

// A child that left itself to nobody, for its maker asked for that, is not waited for.
TEST(Waits, OfAChildThatIsLetGoOfMayHaveComeToNothing) {
  const std::string cares_not =
      "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=SA_NOCLDWAIT}, NULL, 8)"
      " = 0\n";
  const std::string runs = "8 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <unfinished ...>\n";
  const std::string of_8 = "7 wait4(8, NULL, 0, NULL) = -1 ECHILD (No child processes)\n";
  const std::string any = "7 wait4(-1, NULL, 0, NULL) = -1 ECHILD (No child processes)\n";
  expect_conforms(kFamily + cares_not + runs + of_8 + any);
  const std::string exits = "7 fork() = 9\n9 exit_group(3) = ?\n9 +++ exited with 3 +++\n";
  expect_broken(cares_not + exits + runs + any, 6, "wait4.finds_none");
  // The maker runs another program, and may care again when the child ends.
  const std::string child = "7 fork() = 10\n10 getpid() = 10\n";
  const std::string ends = "10 exit_group(3) = ?\n10 +++ exited with 3 +++\n";
  const std::string goes = "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */ <unfinished ...>\n";
  const std::string went = "7 <... execve resumed>) = 0\n";
  const std::string told =
      "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=10, si_uid=0, si_status=3, "
      "si_utime=0, si_stime=0} ---\n";
  const std::string found = "7 wait4(10, NULL, 0, NULL) = 10\n";
  const std::string not_found = "7 wait4(10, NULL, 0, NULL) = -1 ECHILD (No child processes)\n";
  for (const std::string& wait : {found, not_found})
    expect_conforms(kFamily + cares_not + child + goes + ends + went + told + wait);
  expect_broken(cares_not + child + ends + goes + went + told + found, 9, "exit.came_back");
  // So when it changes the action.
  const std::string asks =
      "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, <unfinished ...>\n";
  const std::string done = "7 <... rt_sigaction resumed>NULL, 8) = 0\n";
  for (const std::string& wait : {found, not_found})
    expect_conforms(kFamily + cares_not + child + asks + ends + done + told + wait);
  expect_broken(cares_not + child + ends + asks + done + told + found, 9, "exit.came_back");
  expect_broken(cares_not + child + goes + went + ends + told + not_found, 9, "exit.denied");
  // Of another signal than SIGCHLD it has to be asked for, and is still there.
  const std::string other =
      "7 clone(child_stack=NULL, flags=SIGUSR1) = 10\n10 getpid() = 10\n"
      "10 exit_group(3) = ?\n10 +++ exited with 3 +++\n7 wait4(10, NULL, 0, NULL) = -1 ECHILD (No child processes)\n"
      "7 wait4(-1, NULL, WNOHANG|__WALL, NULL) = 10\n";
  expect_conforms(kFamily + other);
  expect_broken(other + "7 wait4(-1, NULL, WNOHANG|__WALL, NULL) = 10\n", 7, "exit.came_back");
}

}  // namespace
}  // namespace sigspec::test
