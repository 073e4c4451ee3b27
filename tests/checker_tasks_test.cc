// What tasks mean for one another: sends and deliveries, ends and waits, vfork, SIGKILL.
#include <gtest/gtest.h>

#include "tests/support/small_family.h"
#include "tests/support/small_trace.h"

namespace sigspec::test {
namespace {

// ------------------------------------------------------------------------ sends and deliveries

TEST(Sends, AreTakenBeforeTheTargetGoesOn) {
  expect_conforms(kFamily + "7 kill(8, SIGUSR1) = 0\n8 " + from("7", "SIGUSR1", "SI_USER") +
                  "8 getpid() = 8\n");
}

TEST(Sends, MayBeSeenAfterOneMoreCallOfTheTarget) {
  expect_conforms(kFamily + "7 kill(8, SIGUSR1) = 0\n8 getpid() = 8\n8 " +
                  from("7", "SIGUSR1", "SI_USER") + "8 getpid() = 8\n");
  expect_broken("7 kill(8, SIGUSR1) = 0\n8 getpid() = 8\n8 getppid() = 7\n", 3, "call.entered");
}

// A call that cannot be was misread, if SIGKILL came; if the task goes on, it was none.
TEST(Sends, ThatAreNotTakenAreMissedWhereTheNextCallBegins) {
  const std::string call = "7 kill(8, SIGUSR1) = 0\n8 getpid() = 8\n8 getppid( <unfinished ...>\n";
  expect_conforms(kFamily + call + "7 getpid() = 7\n8 +++ killed by SIGKILL +++\n");
  expect_broken(call + "7 getpid() = 7\n8 <... getppid resumed>) = 7\n", 3, "call.entered");
  expect_broken(call + "8 " + from("7", "SIGUSR1", "SI_USER"), 3, "call.entered");
}

// Whoever sends it: nothing is known of those who are not followed.
TEST(Sends, OfSigkillMayComeWhenASignalOrAResultIsRead) {
  const std::string stop = "8 pause() = ? ERESTARTNOHAND (To be restarted)\n"
                           "8 --- stopped by SIGUSR2 ---\n";
  const std::string killed = "8 +++ killed by SIGKILL +++\n";
  expect_conforms(kFamily + stop + "7 getpid() = 7\n" + killed);
  // What a call came to may be what another task's call came to.
  const std::string result = "8 kill(7, 0) = 3\n";
  const std::string misread = kFamily + result + "7 getpid() = 7\n" + killed;
  expect_conforms(misread);
  // That it was killed before it was read is asked, and no step of the recording.
  EXPECT_EQ(times_fired(misread, "strace.killed_unread"), 0U);
  for (const char* after : {"8 getpid() = 8\n", "8 +++ killed by SIGUSR2 +++\n",
                            "8 +++ killed by SIGSYS +++\n", ""}) {
    expect_broken(stop + after, 2, "stop.group");
    expect_broken(result + after, 1, "kill.sends");
  }
}

// So may be the call that ends all, read of the thread that made it.
TEST(Sends, ThatAreNotTakenAreMissedWhereTheTaskSeemsToLeave) {
  const std::string call = "7 kill(8, SIGUSR1) = 0\n8 getpid() = 8\n"
                           "8 exit_group(5 <unfinished ...>\n7 getpid() = 7\n";
  expect_conforms(kFamily + call + "8 +++ killed by SIGKILL +++\n");
  expect_broken(call + "8 +++ exited with 5 +++\n", 3, "call.entered");
  const std::string thread = kStart +
      "7 clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD) = 8\n"
      "8 nanosleep({tv_sec=0, tv_nsec=1}, 0x7f) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)\n"
      "8 --- SIGSTOP {si_signo=SIGSTOP, si_code=SI_USER, si_pid=1, si_uid=0} ---\n"
      "8 --- stopped by SIGSTOP ---\n";
  const std::string misread = "8 exit_group(5 <unfinished ...>\n", end = "8 +++ exited with 5 +++\n";
  expect_conforms(thread + "7 exit_group(5 <unfinished ...>\n" + misread + end);
  expect_diverges(thread + misread + "7 getppid() = 1\n" + end, 5, "call.entered");
}

TEST(Sends, ToOneselfAreTakenAtOnce) {
  expect_broken("7 kill(7, SIGUSR1) = 0\n7 getpid() = 7\n", 2, "call.entered");
}

TEST(Sends, MayBeTakenWhileTheyAreBeingSent) {
  expect_conforms(kFamily + "7 kill(8, SIGUSR1 <unfinished ...>\n8 " +
                  from("7", "SIGUSR1", "SI_USER") +
                  "7 <... kill resumed>) = 0\n8 getpid() = 8\n8 getpid() = 8\n");
}

TEST(Sends, ThatAreBlockedStayPending) {
  const std::string blocked =
      kFamily + "8 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n7 kill(8, SIGUSR1) = 0\n"
                "8 getpid() = 8\n8 getpid() = 8\n"
                "8 rt_sigprocmask(SIG_UNBLOCK, [USR1], [USR1], 8) = 0\n";
  expect_conforms(blocked + "8 " + from("7", "SIGUSR1", "SI_USER") + "8 getpid() = 8\n");
  expect_diverges(blocked + "8 getpid() = 8\n", kFamilyLines + 6, "call.entered");
}

TEST(Sends, AreDroppedWhenTheSignalComesToBeIgnored) {
  expect_conforms(kFamily +
                  "8 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n7 kill(8, SIGUSR1) = 0\n"
                  "8 rt_sigaction(SIGUSR1, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8)"
                  " = 0\n8 rt_sigprocmask(SIG_UNBLOCK, [USR1], [USR1], 8) = 0\n8 getpid() = 8\n");
}

TEST(Sends, MayBeReadFromADescriptor) {
  expect_conforms(kFamily +
                  "8 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n"
                  "8 signalfd4(-1, [USR1], 8, 0) = 3\n7 kill(8, SIGUSR1) = 0\n"
                  "8 read(3, \"\", 128) = 128\n"
                  "8 rt_sigprocmask(SIG_UNBLOCK, [USR1], [USR1], 8) = 0\n8 getpid() = 8\n");
}

TEST(Sends, ToOneselfAreNotRefused) {
  const std::string refused = " = -1 EPERM (Operation not permitted)\n";
  for (const std::string who : {"7, SIGUSR1", "7, 0", "0, SIGUSR1"})
    expect_broken("7 kill(" + who + ")" + refused, 1, "kill.refuses");
  expect_broken("7 tgkill(7, 7, SIGUSR1)" + refused, 1, "tgkill.refuses");
  const std::string missing = " = -1 ESRCH (No such process)\n";
  expect_broken("7 tgkill(7, 7, SIGUSR1)" + missing, 1, "tgkill.refuses");
  expect_broken("7 tkill(7, SIGUSR1)" + missing, 1, "tkill.refuses");
  expect_conforms(kFamily + "7 tgkill(8, 7, SIGUSR1)" + missing);
  // A filter of calls may say so.
  const std::string filter = "7 seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=4, filter=0x7ffe}) = 0\n";
  expect_conforms(kFamily + filter + "7 kill(7, SIGUSR1)" + refused);
}

TEST(Sends, ThatFailSendNothing) {
  expect_conforms(kFamily + "7 kill(8, SIGUSR1) = -1 EPERM (Operation not permitted)\n"
                            "8 getpid() = 8\n8 getpid() = 8\n");
}

// A descriptor stands for a process: pidfd_open(2) says so, or its decoration.
TEST(Sends, ThroughADescriptorReachTheProcess) {
  const std::string kOpen = "7 pidfd_open(8, 0) = 3\n", kClose = "7 close(3) = 0\n";
  const std::string kSend = "7 pidfd_send_signal(3, SIGUSR1, NULL, 0) = 0\n";
  const std::string taken = "8 " + from("7", "SIGUSR1", "SI_USER");
  const std::string lost = "8 getpid() = 8\n8 getppid() = 7\n";
  expect_conforms(kFamily + kOpen + kSend + taken + lost);
  expect_broken(kOpen + kSend + lost, 4, "call.entered");
  expect_broken(kOpen + kSend + taken + taken, 4, "deliver.taken");
  expect_broken(kOpen + kSend + "8 " + from("7", "SIGUSR1", "SI_TKILL"), 3, "deliver.taken");
  expect_broken("7 pidfd_send_signal(3<pid:8>, SIGUSR1, NULL, 0) = 0\n" + lost, 3, "call.entered");
  // Whom it reaches is not known: the descriptor may be another one, a thread's, or a group's.
  expect_conforms(kFamily + kSend + lost);
  expect_conforms(kFamily + kOpen + kClose + kSend + lost);
  expect_conforms(kFamily + "7 pidfd_open(8, PIDFD_THREAD) = 3\n" + kSend + lost);
  expect_conforms(kFamily + kOpen + "7 pidfd_send_signal(3, SIGUSR1, NULL, 0x4) = 0\n" + lost);
  expect_conforms(kFamily + kOpen + "7 pidfd_send_signal(3, SIGUSR1, NULL, 0) = -1 EPERM (x)\n" +
                  lost);
  // What comes in its place says what the sender said.
  const std::string said = "{si_signo=SIGUSR1, si_code=SI_QUEUE, si_pid=7, si_uid=0}";
  const std::string says = "7 pidfd_send_signal(3, SIGUSR1, " + said + ", 0) = 0\n";
  expect_conforms(kFamily + kOpen + says + "8 --- SIGUSR1 " + said + " ---\n" + lost);
  expect_broken(kOpen + says + lost, 4, "call.entered");
}

TEST(Deliveries, SayOfThemselvesWhichTheyAre) {
  const auto says = [](const std::string& name, const std::string& signo, const std::string& rest) {
    return "7 --- " + name + " {si_signo=" + signo + ", " + rest + "} ---\n";
  };
  const std::string fault = "si_code=SEGV_MAPERR, si_addr=0", input = "si_code=POLL_IN, si_band=65";
  expect_conforms(kFamily + says("SIGSEGV", "SIGSEGV", fault));
  expect_conforms(kFamily + says("SIGIO", "SIGIO", input));
  expect_conforms(kFamily + says("SIGUSR1", "SIGUSR1", "si_code=0x1, si_band=65"));
  expect_broken(says("SIGSEGV", "SIGBUS", fault), 1, "deliver.taken");
  expect_broken(says("SIGBUS", "SIGBUS", fault), 1, "deliver.taken");
  expect_broken(says("SIGUSR1", "SIGUSR1", input), 1, "deliver.taken");
}

TEST(Deliveries, NeedASendOfTheSenderTheyName) {
  expect_broken("8 " + from("7", "SIGUSR1", "SI_USER"), 1, "deliver.taken");
  expect_broken("8 " + from("7", "SIGUSR2", "SI_TKILL"), 1, "deliver.taken");
  expect_conforms(kFamily + "8 " + from("4711", "SIGUSR1", "SI_USER"));  // an outsider
}

TEST(Deliveries, OfStandardSignalsComeOnceForASend) {
  expect_broken("7 kill(8, SIGUSR1) = 0\n8 " + from("7", "SIGUSR1", "SI_USER") + "8 " +
                    from("7", "SIGUSR1", "SI_USER"),
                3, "deliver.taken");
}

// What is seen of a task may have happened before the last signal was sent: that one comes, too.
// Of several threads each may have taken one before the next was sent.
TEST(Deliveries, OfStandardSignalsMayBeSeenLate) {
  const std::string send = "7 kill(8, SIGUSR1) = 0\n", back = "8 rt_sigreturn({mask=[]}) = 0\n";
  const std::string caught =
      "8 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
      "sa_restorer=0x7f00}, NULL, 8) = 0\n";
  const std::string taken = "8 " + from("7", "SIGUSR1", "SI_USER");
  const std::string both = taken + back + taken;
  expect_conforms(kFamily + caught + send + send + both);
  expect_broken(caught + send + send + both + back + taken, 8, "deliver.taken");
  expect_broken(caught + send + send + send + both + back + taken, 9, "deliver.taken");
  expect_broken(caught + send + send + "8 getpid() = 8\n" + both, 7, "deliver.taken");
  // So is what comes while it is being sent, but of another queue.
  const std::string nested = "8 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[], "
                             "sa_flags=SA_RESTORER|SA_NODEFER, sa_restorer=0x7f00}, NULL, 8) = 0\n";
  const std::string begun = nested + send + send +
                            "7 tgkill(8, 8, SIGUSR1) = 0\n7 kill(8, SIGUSR1 <unfinished ...>\n8 " +
                            from("7", "SIGUSR1", "SI_TKILL") + "7 <... kill resumed>) = 0\n";
  expect_conforms(kFamily + begun + taken + taken);
  expect_broken(begun + taken + taken + taken, 10, "deliver.taken");
  expect_broken(begun + back + "8 getpid() = 8\n" + taken + taken, 11, "deliver.taken");
  const std::string thread =
      caught + "8 clone3({flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD}, 88) = 9\n9 gettid() = 9\n";
  const std::string other = "9 " + from("7", "SIGUSR1", "SI_USER");
  expect_conforms(kFamily + thread + send + send + other + taken);
  expect_broken(thread + send + send + other + taken + back + taken, 9, "deliver.taken");
}

TEST(Deliveries, AfterASendToTheWholeGroupAreExpected) {
  const std::string one = "7 " + from("7", "SIGUSR1", "SI_USER");
  const std::string other = "8 " + from("7", "SIGUSR1", "SI_USER"), send = "7 kill(0, SIGUSR1) = 0\n";
  expect_conforms(kFamily + send + one + other);
  expect_broken(send + "7 getpid() = 7\n" + other, 2, "call.entered");
}

TEST(Deliveries, ComeInTheOrderOfTheirNumbers) {
  const std::string two = "8 rt_sigprocmask(SIG_BLOCK, [USR1 USR2], [], 8) = 0\n"
                          "7 kill(8, SIGUSR2) = 0\n7 kill(8, SIGUSR1) = 0\n8 getpid() = 8\n"
                          "8 rt_sigprocmask(SIG_SETMASK, [], [USR1 USR2], 8) = 0\n";
  const std::string first = "8 " + from("7", "SIGUSR1", "SI_USER");
  const std::string second = "8 " + from("7", "SIGUSR2", "SI_USER");
  expect_conforms(kFamily + two + first + second + "8 getpid() = 8\n");
  expect_broken(two + second + first, 6, "deliver.taken");
}

TEST(Deliveries, SentToTheThreadComeBeforeThoseSentToTheProcess) {
  const std::string two = "8 rt_sigprocmask(SIG_BLOCK, [USR1 USR2], [], 8) = 0\n"
                          "7 kill(8, SIGUSR1) = 0\n7 tgkill(8, 8, SIGUSR2) = 0\n8 getpid() = 8\n"
                          "8 rt_sigprocmask(SIG_SETMASK, [], [USR1 USR2], 8) = 0\n";
  const std::string shared = "8 " + from("7", "SIGUSR1", "SI_USER");
  const std::string alone = "8 " + from("7", "SIGUSR2", "SI_TKILL");
  expect_conforms(kFamily + two + alone + shared + "8 getpid() = 8\n");
  expect_broken(two + shared + alone, 6, "deliver.taken");
}

TEST(Deliveries, OfWhatChildrenTellKeepTheOrder) {
  const std::string both =
      "7 rt_sigprocmask(SIG_BLOCK, [USR1 CHLD], [], 8) = 0\n7 kill(7, SIGUSR1) = 0\n"
      "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n7 getpid() = 7\n"
      "7 rt_sigprocmask(SIG_SETMASK, [], [USR1 CHLD], 8) = 0\n";
  const std::string own = "7 " + from("7", "SIGUSR1", "SI_USER");
  const std::string told = "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=8, "
                           "si_uid=0, si_status=0, si_utime=0, si_stime=0} ---\n";
  expect_conforms(kFamily + both + own + told);
  expect_broken(both + told + own, 7, "deliver.taken");
}

// What was ignored once is ignored the next time: the action that a program begins with is either.
TEST(Deliveries, ThatAreIgnoredTellTheAction) {
  const std::string ignored = "7 pause() = ? ERESTARTNOHAND (To be restarted if no handler)\n"
                              "7 --- SIGTERM {si_signo=SIGTERM, si_code=SI_KERNEL} ---\n";
  const std::string killed = "7 +++ killed by SIGTERM +++\n";
  expect_conforms(kStart + ignored + ignored + "7 pause( <unfinished ...>\n");
  expect_conforms(kStart + ignored + killed);
  expect_diverges(kStart + ignored + ignored + killed, 5, "exit.killed_by_signal");
}

TEST(Pending, IsEmptyInANewProcess) {
  const std::string forked =
      "7 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n7 kill(7, SIGUSR1) = 0\n7 fork() = 9\n"
      "9 rt_sigprocmask(SIG_SETMASK, [], [USR1], 8) = 0\n";
  expect_conforms(kFamily + forked + "9 getpid() = 9\n");
  expect_broken(forked + "9 " + from("7", "SIGUSR1", "SI_USER"), 5, "deliver.taken");
}

TEST(Pending, IsWhatSigpendingTells) {
  const std::string blocked = "7 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n"
                              "7 kill(7, SIGUSR1) = 0\n";
  expect_conforms(kFamily + blocked + "7 rt_sigpending([USR1], 8) = 0\n");
  expect_broken(blocked + "7 rt_sigpending([], 8) = 0\n", 3, "rt_sigpending.tells");
  expect_broken("7 rt_sigpending([INT], 8) = 0\n", 1, "rt_sigpending.tells");
}

TEST(Pending, IsWhatSigtimedwaitFinds) {
  const std::string blocked = "7 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n"
                              "7 kill(7, SIGUSR1) = 0\n";
  const std::string wait = "7 rt_sigtimedwait([USR1], NULL, {tv_sec=0, tv_nsec=0}, 8) = ";
  expect_conforms(kFamily + blocked + wait + "10 (SIGUSR1)\n" +
                  "7 rt_sigprocmask(SIG_UNBLOCK, [USR1], [USR1], 8) = 0\n7 getpid() = 7\n");
  expect_broken(blocked + wait + "-1 EAGAIN (Resource temporarily unavailable)\n", 3,
                "rt_sigtimedwait.finds_none");
}

// In the order in which they would be delivered, also where none was ever seen to be.
TEST(Pending, IsTakenInItsOrder) {
  const std::string sent =
      "7 rt_sigprocmask(SIG_BLOCK, [USR1 USR2], [], 8) = 0\n"
      "7 tgkill(7, 7, SIGUSR2) = 0\n7 tgkill(7, 7, SIGUSR1) = 0\n";
  const auto take = [](const std::string& name, const std::string& result) {
    return "7 rt_sigtimedwait([USR1 USR2], {si_signo=" + name +
           ", si_code=SI_TKILL, si_pid=7, si_uid=0}, NULL, 8) = " + result + " (" + name + ")\n";
  };
  const std::string usr1 = take("SIGUSR1", "10"), usr2 = take("SIGUSR2", "12");
  expect_conforms(kFamily + sent + usr1 + usr2);
  expect_broken(sent + usr2 + usr1, 4, "rt_sigtimedwait.takes");
}

TEST(SigKill, EndsItsTarget) {
  const std::string killed = "7 kill(8, SIGKILL) = 0\n";
  expect_conforms(kFamily + killed + "8 +++ killed by SIGKILL +++\n");
  expect_broken(killed + "8 getpid() = 8\n8 getpid() = 8\n", 3, "call.entered");
  expect_broken("7 kill(7, SIGKILL) = 0\n7 getpid() = 7\n", 2, "call.entered");
}

TEST(SigKill, ComesBeforeAllOthers) {
  const std::string interrupt = "8 --- SIGINT {si_signo=SIGINT, si_code=SI_KERNEL} ---\n";
  const std::string killed = "7 kill(8, SIGKILL) = 0\n8 getpid() = 8\n";
  expect_conforms(kFamily + "7 kill(8, SIGKILL) = 0\n" + interrupt +
                  "8 +++ killed by SIGKILL +++\n");
  expect_broken(killed + interrupt, 3, "deliver.taken");
}

// Where no signal is ever shown, strace may hide them; not what SIGKILL does.
TEST(SigKill, EndsItsTargetWhereSignalsAreHidden) {
  const std::string begin =
      "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
      "7 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n"
      "7 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
      "sa_restorer=0x7f00}, NULL, 8) = 0\n7 set_tid_address(0x7f10) = 7\n"
      "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n";
  expect_conforms(begin + "7 kill(7, SIGUSR1) = 0\n7 getppid() = 1\n7 getppid() = 1\n");
  expect_diverges(begin + "7 kill(7, SIGKILL) = 0\n7 getppid() = 1\n", 7, "call.entered");
}

TEST(Continue, UndoesAStopThatIsPending) {
  expect_conforms(kFamily + "8 rt_sigprocmask(SIG_BLOCK, [TSTP], [], 8) = 0\n"
                            "7 kill(8, SIGTSTP) = 0\n7 kill(8, SIGCONT) = 0\n8 " +
                  from("7", "SIGCONT", "SI_USER") +
                  "8 rt_sigprocmask(SIG_UNBLOCK, [TSTP], [TSTP], 8) = 0\n8 getpid() = 8\n");
}

// ------------------------------------------------------------------------------ ends and waits

TEST(Ends, AreToldToTheParent) {
  const std::string ended = "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n";
  expect_conforms(kFamily + ended + chld("CLD_EXITED", "3") + "7 getpid() = 7\n");
  expect_broken(ended + chld("CLD_EXITED", "4"), 3, "exit.reported");
  expect_broken(ended + chld("CLD_KILLED", "SIGTERM"), 3, "exit.reported");
  expect_conforms(kFamily + ended + chld("0x1", "3") + "7 getpid() = 7\n");
  expect_broken(ended + chld("0x2", "15"), 3, "exit.reported");
  expect_broken(ended + "7 getpid() = 7\n7 getpid() = 7\n", 4, "call.entered");
}

// What a task is seen to do next may have happened before it was sent a signal; the end of a call
// is such a thing, too.
TEST(Ends, AreToldBeforeAnotherCallBegins) {
  const std::string ended = "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n";
  const std::string told = chld("CLD_EXITED", "3"), next = "7 getpid() = 7\n";
  const std::string begins = "7 read(0,  <unfinished ...>\n";
  const std::string ends = "7 <... read resumed>\"\", 1) = 0\n";
  expect_conforms(kFamily + begins + ended + ends + told + next);
  expect_broken(begins + ended + ends + next, 5, "call.entered");
  const std::string kill = "8 kill(7, SIGUSR1) = 0\n";
  expect_conforms(kFamily + begins + kill + ends + "7 " + from("8", "SIGUSR1", "SI_USER") + next);
  expect_broken(begins + kill + ends + next, 4, "call.entered");
  // The wait may have looked before the child ended; the next one did not.
  const std::string looks = "7 wait4(8,  <unfinished ...>\n";
  const std::string nothing = "7 <... wait4 resumed>NULL, WNOHANG, NULL) = 0\n";
  expect_conforms(kFamily + looks + ended + nothing + told);
  expect_broken(looks + ended + nothing + told + looks + nothing, 7, "exit.overlooked");
}

// A filter may end one thread alone, by SIGSYS.
TEST(Ends, OfThreadsComeOfOneSignal) {
  const std::string thread = "7 clone(child_stack=0x7f10, flags=CLONE_VM|CLONE_SIGHAND|"
                             "CLONE_THREAD) = 9\n9 getpid() = 7\n";
  const auto killed = [](const std::string& tid, const std::string& signal) {
    return tid + " +++ killed by " + signal + " +++\n";
  };
  for (const char* signal : {"SIGTERM", "SIGKILL"})
    expect_conforms(kFamily + thread + killed("9", signal) + killed("7", signal));
  expect_conforms(kFamily + thread + killed("9", "SIGSYS") + killed("7", "SIGTERM"));
  expect_broken(thread + killed("9", "SIGTERM") + killed("7", "SIGKILL"), 4, "exit.killed");
  expect_broken(thread + killed("9", "SIGKILL") + killed("7", "SIGTERM"), 4,
                "exit.killed_by_signal");
}

// Who is told of the end of a process made it, or got it when its maker ended.
TEST(Ends, AreToldToNobodyElse) {
  const auto of = [](const std::string& pid) {
    return "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=" + pid +
           ", si_uid=0, si_status=3, si_utime=0, si_stime=0} ---\n";
  };
  const std::string ended = "8 fork() = 9\n9 exit_group(3) = ?\n9 +++ exited with 3 +++\n";
  expect_broken(ended + of("9"), 4, "exit.child_taken");
  expect_conforms(kFamily + ended + "8 exit_group(0) = ?\n" + of("9"));
  expect_broken(ended + of("7"), 4, "exit.reported");
  expect_broken(ended + of("4711"), 4, "deliver.taken");
  expect_conforms(kFamily + of("4711"));  // no process was seen to end
  expect_conforms(kFamily + ended + of("3"));  // made before the program began
  expect_broken(ended + "7 kill(0, SIGCHLD) = 0\n" + of("4711"), 5, "deliver.taken");
  // Who queues it himself says what he likes.
  expect_conforms(kFamily + ended +
                  "7 rt_sigqueueinfo(7, SIGCHLD, {si_signo=SIGCHLD, si_code=CLD_EXITED}) = 0\n" +
                  of("4711"));
}

TEST(Ends, OfChildrenThatLiveAreNotTold) {
  expect_broken(chld("CLD_EXITED", "0"), 1, "exit.reported");
}

TEST(Ends, AreNotToldToThoseWhoIgnoreThem) {
  expect_conforms(kFamily +
                  "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8)"
                  " = 0\n8 exit_group(3) = ?\n8 +++ exited with 3 +++\n"
                  "7 getpid() = 7\n7 getpid() = 7\n");
}

TEST(Waits, TellHowTheChildEnded) {
  const std::string ended = "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n";
  const std::string well = "WIFEXITED(s) && WEXITSTATUS(s) == ";
  expect_conforms(kFamily + ended + waited(well + "3") + chld("CLD_EXITED", "3"));
  expect_broken(ended + waited(well + "4"), 3, "exit.waited");
  expect_broken(ended + waited("WIFSIGNALED(s) && WTERMSIG(s) == SIGTERM"), 3, "exit.waited");
  expect_broken(waited(well + "3"), 1, "exit.waited");  // it lives
}

TEST(Waits, TellWhichSignalEndedTheChild) {
  const std::string ended = "8 --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0} ---\n"
                            "8 +++ killed by SIGSEGV (core dumped) +++\n";
  const std::string by = "WIFSIGNALED(s) && WTERMSIG(s) == ";
  expect_conforms(kFamily + ended + waited(by + "SIGSEGV && WCOREDUMP(s)"));
  expect_broken(ended + waited(by + "SIGBUS && WCOREDUMP(s)"), 3, "exit.waited");
}

// Several make tasks at once, and one of those is seen to make another before it is known whose
// child it is itself.
TEST(Waits, OfAGrandchildAreOfItsMaker) {
  const std::string made = "7 fork() = 9\n9 getpid() = 9\n"
                           "7 fork( <unfinished ...>\n9 fork( <unfinished ...>\n"
                           "10 getpid() = 10\n10 fork() = 11\n11 getppid() = 10\n"
                           "7 <... fork resumed>) = 10\n9 <... fork resumed>) = 12\n"
                           "11 exit_group(3) = ?\n11 +++ exited with 3 +++\n";
  const std::string waits = " wait4(11, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = 11\n";
  expect_conforms(kFamily + made + "10" + waits);
  expect_broken(made + "9" + waits, 12, "exit.child_taken");
}

TEST(Waits, ReapAChildOnce) {
  const std::string ended = "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n";
  const std::string well = waited("WIFEXITED(s) && WEXITSTATUS(s) == 3");
  expect_broken(ended + well + chld("CLD_EXITED", "3") + well, 5, "exit.waited");
}

TEST(Waits, FindAChildThatIsThere) {
  const std::string ended = "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n" +
                            chld("CLD_EXITED", "3");
  const std::string wait = "7 wait4(-1, NULL, ";
  expect_conforms(kFamily + ended + wait + "0, NULL) = 8\n" + wait +
                  "0, NULL) = -1 ECHILD (No child processes)\n");
  expect_conforms(kFamily + wait + "WNOHANG, NULL) = 0\n" + ended + wait + "WNOHANG, NULL) = 8\n");
  expect_broken(ended + "7 getpid() = 7\n" + wait + "WNOHANG, NULL) = 0\n", 5, "wait4.returns");
  expect_broken(ended + "7 fork() = 9\n9 getpid() = 9\n" + wait +
                    "0, NULL) = -1 ECHILD (No child processes)\n",
                6, "wait4.finds_none");
  expect_broken(ended + wait + "0, NULL) = 8\n7 fork() = 9\n9 getpid() = 9\n" + wait +
                    "0, NULL) = -1 ECHILD (No child processes)\n",
                7, "wait4.finds_none");
}

/// With `strace -b execve` nobody sees how a child ends that runs another program, nor that it was
/// cleared away at once.
TEST(Waits, OfAChildThatIsLetGoOfMayFindNone) {
  const std::string none = "7 wait4(8, NULL, 0, NULL) = -1 ECHILD (No child processes)\n";
  const std::string runs = "8 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */";
  expect_conforms(kFamily + runs + " <unfinished ...>\n" + none);
  expect_broken(runs + ") = 0\n" + none, 2, "exit.denied");
  const std::string any = "7 wait4(-1, NULL, 0, NULL) = -1 ECHILD (No child processes)\n";
  const std::string exits = "7 fork() = 9\n9 exit_group(3) = ?\n9 +++ exited with 3 +++\n";
  const std::string waits = waited("WIFEXITED(s) && WEXITSTATUS(s) == 0");
  const std::string of_9 =
      "7 wait4(9, NULL, 0, NULL) = 9\n7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, "
      "si_pid=9, si_uid=0, si_status=3, si_utime=0, si_stime=0} ---\n";
  expect_conforms(kFamily + exits + of_9 + runs + " <unfinished ...>\n" + waits + any);
  expect_broken(exits + of_9 + runs + " <unfinished ...>\n" + any, 7, "wait4.finds_none");
}

TEST(Deliveries, NameASenderThatHasSentSuchASignal) {
  expect_broken("7 fork() = 9\n9 getpid() = 9\n7 kill(8, SIGUSR1) = 0\n8 " +
                    from("9", "SIGUSR1", "SI_USER"),
                4, "send.named");
}

TEST(SigKill, IsNeverSeenToBeTaken) {
  expect_broken("8 " + from("4711", "SIGKILL", "SI_USER"), 1, "deliver.taken");
}

TEST(SigKill, MeetsWhatStraceWasToRead) {
  const std::string send = "8 kill(7, SIGKILL) = 0\n", killed = "7 +++ killed by SIGKILL +++\n";
  const std::string unread = "7 --- stopped by SIGCONT ---\n";
  const std::string child = "7 fork() = 8\n8 set_robust_list(0x7, 24) = 0\n";
  expect_conforms(kStart + child + send + unread + killed);
  expect_diverges(kStart + child + unread + "7 getpid() = 7\n", 3, "stop.group");
  // Who sent it may be hidden by a filter.
  expect_conforms("7 pipe2([3, 4], 0) = 0\n" + unread + killed);
  // The next call could not be read at all.
  const std::string unknown = std::string(3, '?') + "()";  // no trigraph
  const std::string goes_on = kStart +
                              "7 pause() = ? ERESTARTNOHAND (To be restarted if no handler)\n7 " +
                              from("4711", "SIGSTOP", "SI_USER") + "7 " +
                              from("4711", "SIGCONT", "SI_USER");
  expect_conforms(goes_on + "7 " + unknown + " = ?\n" + killed);
  expect_diverges(goes_on + "7 " + unknown + " = 0\n", 4, "restart.unhandled");
  expect_diverges(goes_on + "7 getpid() = ?\n" + killed, 4, "restart.unhandled");
  const std::string returns = kStart + child + kCatch +
                              "7 pause() = ? ERESTARTNOHAND (To be restarted if no handler)\n" +
                              usr1() + send + "7 rt_sigreturn({mask=[]}) = -1 (errno ";
  expect_conforms(returns + "18446744073709551554)\n" + killed);
  // A child that stopped is told of with the SIGKILL that met it, one that never did is not.
  const std::string other = "7 fork() = 9\n9 getpid() = 9\n9 " + from("4711", "SIGSTOP", "SI_USER") +
                            "9 --- stopped by SIGSTOP ---\n";
  const std::string stop =
      "8 " + from("4711", "SIGSTOP", "SI_USER") + "8 --- stopped by SIGSTOP ---\n";
  expect_conforms(kFamily + other + stop + chld("CLD_STOPPED", "SIGKILL"));
  expect_broken(other + chld("CLD_STOPPED", "SIGKILL"), 5, "exit.paused");
}

// --------------------------------------------------------------------------------------- vfork

TEST(Vfork, MakersWaitForTheirChild) {
  const std::string begun = kFamily + "7 vfork( <unfinished ...>\n9 getpid() = 9\n";
  const std::string resumed = "7 <... vfork resumed>) = 9\n";
  expect_conforms(begun + "9 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <unfinished ...>\n" +
                  resumed + "9 <... execve resumed>) = 0\n9 getpid() = 9\n");
  expect_conforms(begun + "9 exit_group(0) = ?\n" + resumed + "9 +++ exited with 0 +++\n");
  expect_conforms(begun + resumed + "9 +++ killed by SIGKILL +++\n");
  expect_diverges(begun + resumed + "9 getpid() = 9\n", kFamilyLines + 4, "call.entered");
  // So, too, where the child was not seen before its maker went on.
  expect_broken("7 vfork( <unfinished ...>\n" + resumed + "9 getpid() = 9\n", 3, "call.entered");
}

// Where the ends of tasks are not shown, another one may have got the number.
TEST(Vfork, MakersMakeNoOtherCallBeforeTheirChildHasGone) {
  const std::string runs = "7 vfork( <unfinished ...>\n9 getpid() = 9\n7 getuid() = 0\n";
  const std::string leaves =
      "9 exit_group(0) = ?\n7 <... vfork resumed>) = 9\n9 +++ exited with 0 +++\n";
  expect_diverges(kFamily + runs + leaves, kFamilyLines + 3, "strace.one_call_at_a_time");
  expect_conforms(kStart + runs);
}

TEST(Calls, EndBeforeTheNextBegins) {
  const std::string end = "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n";
  const std::string reads = "7 read(0,  <unfinished ...>\n8 getuid() = 0\n";
  expect_conforms(kFamily + reads + "7 <... read resumed>\"\", 1) = 0\n" + end);
  expect_diverges(kFamily + reads + "7 getuid() = 0\n" + end, kFamilyLines + 3,
                  "strace.one_call_at_a_time");
  expect_diverges(kFamily + reads + "7 write(1, \"x\", 1 <unfinished ...>\n" + end,
                  kFamilyLines + 3, "strace.one_call_at_a_time");
}

// `strace -A`: nobody was left to observe, so that another observer wrote what comes then.
TEST(Appended, RecordingsBeginAnew) {
  const std::string ends =
      "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n" + chld("CLD_EXITED", "0") +
      "7 kill(7, SIGUSR1) = 0\n7 " + from("7", "SIGUSR1", "SI_USER") +
      "7 exit_group(0) = ?\n7 +++ exited with 0 +++\n";
  const std::string twice = kFamily + ends + kFamily;
  const std::uint64_t lines = kFamilyLines + 7 + kStartLines + kFamilyLines;
  expect_conforms(twice + ends);
  expect_diverges(twice + "7 kill(8, SIGUSR1) = 0\n8 getpid() = 8\n8 getppid() = 7\n", lines + 3,
                  "call.entered");
  // Not whatever a task does after its end, and not while somebody else lives.
  expect_diverges(kFamily + ends + "7 getpid() = 7\n", kFamilyLines + 8, "call.entered");
  expect_broken("8 exit_group(0) = ?\n8 +++ exited with 0 +++\n" + chld("CLD_EXITED", "0") +
                    "8 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n",
                4, "call.entered");
}

// It is met as any task that was running already: to know nothing at all of it would make many
// states of every call.
TEST(Ended, TasksThatActAreFollowedLikeOthers) {
  std::string trace = kStart + "7 exit_group(0) = ?\n7 +++ exited with 0 +++\n7 getpid() = 7\n";
  for (int tid = 8; tid < 16; ++tid)
    trace += "7 clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD) = " +
             std::to_string(tid) + "\n" + std::to_string(tid) + " getpid() = 7\n";
  const FileReport report = judge(trace);
  EXPECT_EQ(report.divergences.size(), 1U) << told(report);
  EXPECT_EQ(report.times_capped, 0U);
}

// In a pid namespace of its own a thread is announced under another number than it is seen by: who
// comes while a call is under way need not be its child.
TEST(Tasks, AreAnnouncedUnderOtherNumbersInOtherNamespaces) {
  const std::string init =
      kStart + "7 unshare(CLONE_NEWPID) = 0\n7 clone(child_stack=NULL, flags=SIGCHLD) = 8\n";
  const std::string thread =
      "8 clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD) = 2\n";
  const std::string forks = "8 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>\n";
  const std::string meanwhile = "9 gettid() = 2\n";
  const std::string ends =
      "8 <... clone resumed>) = 3\n10 getpid() = 3\n8 exit_group(1) = ?\n"
      "9 +++ exited with 1 +++\n8 +++ exited with 1 +++\n";
  expect_conforms(init + thread + forks + meanwhile + ends);
  expect_conforms(init + thread + meanwhile + forks + ends);
  // Who forks alone is the maker, and no other process ends so.
  expect_diverges(init + forks + meanwhile +
                      "8 <... clone resumed>) = 2\n8 exit_group(1) = ?\n9 +++ exited with 1 +++\n",
                  7, "exit.exited_with_group");
}

}  // namespace
}  // namespace sigspec::test
