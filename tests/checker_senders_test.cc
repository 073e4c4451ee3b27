// Who sends what: which signals can come at all, how often, and what children tell.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

const std::string kFork =
    "7 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f10) = 8\n";

std::string told_of(const std::string& rest) {
  return "7 --- SIGCHLD {si_signo=SIGCHLD, " + rest + "} ---\n";
}

TEST(ReadAhead, WhatIsShownLaterIsHeldAgainstTheFirstLines) {
  const std::string begin =
      "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
      "7 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
      "sa_restorer=0x7f00}, NULL, 8) = 0\n"
      "7 read(0, 0x7ffe, 1) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n";
  const std::string end =
      "7 set_tid_address(0x7f10) = 7\n"
      "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n" +
      usr1() + "7 rt_sigreturn({mask=[]}) = 0\n";
  // Only a handler that nobody shows can come in between.
  EXPECT_TRUE(judge(begin + "7 getppid() = 1\n").divergences.empty());
  expect_diverges(begin + "7 getppid() = 1\n" + end, 4, "restart.unhandled");
}

TEST(Senders, TheKernelSendsNoSignalsOfPrograms) {
  expect_diverges(kStart + kCatch + "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_KERNEL} ---\n", 2,
                  "deliver.taken");
  expect_conforms(kStart + "7 --- SIGTERM {si_signo=SIGTERM, si_code=SI_KERNEL} ---\n");
}

// But for a console, to whoever asks for them.
TEST(Senders, AConsoleSendsWhatItIsAskedFor) {
  const std::string comes = "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_KERNEL} ---\n";
  for (const std::string asks : {"VT_SETMODE, 0x7ffe", "KDSIGACCEPT, SIGUSR1"})
    expect_conforms(kStart + kCatch + "7 ioctl(3, " + asks + ") = 0\n" + comes);
  expect_diverges(kStart + kCatch + "7 ioctl(3, VT_ACTIVATE, 0x5) = 0\n" + comes, 3,
                  "deliver.taken");
}

TEST(Senders, WhoIsFollowedHasSentIt) {
  const std::string named =
      "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=0} ---\n";
  expect_diverges(kStart + kCatch + named, 2, "deliver.taken");
  expect_conforms(kStart + kCatch + "7 kill(7, SIGUSR1) = 0\n" + named);
  expect_diverges(
      kStart + kCatch + "7 kill(7, SIGUSR1) = -1 EINVAL (x)\n" + named, 3,
      "deliver.taken");
}

TEST(Senders, WhoIsNotFollowedSendsUnseen) {
  const std::string follows = kFork + "8 getppid() = 7\n";
  const std::string named =
      "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=8, si_uid=0} ---\n";
  expect_diverges(kStart + kCatch + follows + named, 4, "deliver.taken");
  expect_conforms(kStart + kCatch + kFork + named);
}

// Who gives up the terminal of its session signals the group in the foreground, its own perhaps.
TEST(Senders, WhoGivesUpATerminalHangsUp) {
  const auto hangs_up = [](const std::string& name) {
    return "7 --- " + name + " {si_signo=" + name + ", si_code=SI_USER, si_pid=7, si_uid=0} ---\n";
  };
  const std::string gives_up = "7 ioctl(4, TIOCNOTTY) = 0\n";
  expect_conforms(kStart + gives_up + hangs_up("SIGHUP"));
  expect_conforms(kStart + gives_up + hangs_up("SIGCONT"));
  expect_diverges(kStart + gives_up + hangs_up("SIGINT"), 2, "deliver.taken");
  expect_diverges(kStart + "7 ioctl(4, TIOCSCTTY, 0) = 0\n" + hangs_up("SIGHUP"), 2,
                  "deliver.taken");
}

// On a terminal the first task has no number before there is another.
TEST(Senders, WhatIsSentToATaskWithoutANumberMayCome) {
  const std::string begin =
      "execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
      "set_tid_address(0x7f10) = 7\n"
      "access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n"
      "rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n" +
      kCatch.substr(2);
  const std::string child =
      "clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f10) = 8\n"
      "[pid 7] getpid() = 7\n[pid 8] getppid() = 7\n";
  const std::string opens = "[pid 7] rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n";
  const std::string named =
      "[pid 7] --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_TKILL, si_pid=7, si_uid=0} ---\n";
  expect_conforms(begin + "tgkill(7, 7, SIGUSR1) = 0\n" + child + opens + named);
  expect_diverges(begin + child + opens + named, 10, "deliver.taken");
}

// The sender is killed, and what strace reads of its call then is nothing that the call returned.
TEST(Senders, WhatAKilledTaskHasSentMayHaveGone) {
  const std::string queue = "8 rt_sigqueueinfo(7, SIGUSR1, {si_signo=SIGUSR1, si_code=SI_QUEUE, "
                            "si_pid=8, si_uid=0, si_int=5, si_ptr=0x5} <unfinished ...>\n";
  const std::string taken = "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_QUEUE, si_pid=8, "
                            "si_uid=0, si_int=5, si_ptr=0x5} ---\n";
  const std::string begin = kStart + kCatch + kFork + "8 getppid() = 7\n" + queue;
  expect_conforms(begin + "8 <... rt_sigqueueinfo resumed>) = -1 (errno 18446744073709551487)\n" +
                  taken);
  expect_diverges(begin + "8 <... rt_sigqueueinfo resumed>) = -1 EPERM (Operation not permitted)\n" +
                      taken,
                  6, "deliver.taken");
}

TEST(Senders, WhoLivesIsFound) {
  const std::string none = "7 kill(8, SIGUSR1) = -1 ESRCH (No such process)\n";
  expect_diverges(kStart + kFork + "8 getppid() = 7\n" + none, 3, "send.not_found");
  expect_conforms(kStart + kFork + "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n" + none);
}

// All that are followed belong to one user, unless they have changed that.
// SIGKILL is never read from a descriptor, whatever set it was made with.
TEST(Senders, OfSigkillEndTheirTargetWhereDescriptorsTakeSignals) {
  const std::string all = "7 signalfd4(-1, ~[], 8, 0) = 3\n";
  expect_conforms(kStart + all + kCatch + "7 kill(7, SIGUSR1) = 0\n7 getppid() = 1\n");
  expect_diverges(kStart + all + "7 kill(7, SIGKILL) = 0\n7 getppid() = 1\n", 3, "call.entered");
}

TEST(Senders, WhoSendsSignsInTheNameOfItsUser) {
  const std::string send = "7 kill(7, SIGUSR1) = 0\n";
  const auto signal_of = [](const std::string& uid) {
    return "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, si_uid=" + uid +
           "} ---\n7 rt_sigreturn({mask=[]}) = 0\n";
  };
  const std::string begin = kStart + kCatch;
  expect_conforms(begin + send + signal_of("5") + send + signal_of("5"));
  expect_diverges(begin + send + signal_of("6") + send + signal_of("5"), 3, "send.named");
  expect_conforms(begin + send + signal_of("5") + "7 setuid(6) = 0\n" + send + signal_of("6"));
  const auto ended = [&](const std::string& uid) {
    return "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n" +
           kFork + "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n" +
           told_of("si_code=CLD_EXITED, si_pid=8, si_uid=" + uid + ", si_status=3");
  };
  expect_conforms(kStart + ended("5") + kCatch + send + signal_of("5"));
  expect_diverges(kStart + ended("6") + kCatch + send + signal_of("5"), 5, "exit.reported");
}

TEST(Senders, ABrokenSocketRaisesSigpipe) {
  const std::string begin =
      kStart +
      "7 rt_sigaction(SIGPIPE, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
      "sa_restorer=0x7f00}, NULL, 8) = 0\n7 write(1, \"x\", 1) = 1\n";
  const auto send = [](const std::string& flags) {
    return "7 sendto(3<UNIX-STREAM:[5->6]>, \"x\", 1, " + flags +
           ", NULL, 0) = -1 EPIPE (Broken pipe)\n";
  };
  const std::string sigpipe =
      "7 --- SIGPIPE {si_signo=SIGPIPE, si_code=SI_USER, si_pid=7, si_uid=0} ---\n"
      "7 rt_sigreturn({mask=[]}) = -1 EPIPE (Broken pipe)\n";
  expect_conforms(begin + send("0") + sigpipe + send("MSG_NOSIGNAL") + "7 getpid() = 7\n");
  expect_diverges(begin + send("0") + sigpipe + send("0") + "7 getpid() = 7\n", 7,
                  "call.entered");
  expect_diverges(begin + send("MSG_NOSIGNAL") + sigpipe, 4, "deliver.taken");
  // One that was blocked is pending still.
  expect_conforms(begin + "7 rt_sigprocmask(SIG_BLOCK, [PIPE], [], 8) = 0\n" + send("0") +
                  send("MSG_NOSIGNAL") + "7 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n" +
                  "7 --- SIGPIPE {si_signo=SIGPIPE, si_code=SI_USER, si_pid=7, si_uid=0} ---\n");
}

// Whoever else has sent it to many.
TEST(Senders, WhoIsNamedHasSentItToSomebody) {
  const std::string family = kStart + kCatch + kFork + "7 fork() = 9\n9 getpid() = 9\n";
  const auto comes = [](const std::string& from) {
    return "9 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=" + from +
           ", si_uid=0} ---\n";
  };
  expect_conforms(family + "8 kill(0, SIGUSR1) = 0\n" + comes("8"));
  expect_diverges(family + "8 kill(0, SIGUSR1) = 0\n" + comes("7"), 6, "send.named");
}

// A user namespace has other numbers for users.
TEST(Senders, HaveOtherUsersInOtherNamespaces) {
  const auto sent = [](const std::string& flags) {
    return kStart + kCatch + "7 clone(child_stack=NULL, flags=" + flags +
           "SIGCHLD) = 8\n8 getpid() = 8\n7 kill(8, SIGUSR1) = 0\n8 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, "
           "si_uid=65534} ---\n8 rt_sigreturn({mask=[]}) = 0\n"
           "7 kill(7, SIGUSR1) = 0\n7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, "
           "si_uid=0} ---\n7 rt_sigreturn({mask=[]}) = 0\n";
  };
  expect_conforms(sent("CLONE_NEWUSER|"));
  EXPECT_EQ(judge(sent("")).verdict, Verdict::Diverges);
}

TEST(Senders, SigpipeNeedsABrokenPipe) {
  const std::string sigpipe =
      "7 --- SIGPIPE {si_signo=SIGPIPE, si_code=SI_USER, si_pid=7, si_uid=0} ---\n";
  expect_diverges(kStart + "7 write(4, \"x\", 1) = 1\n" + sigpipe, 2, "deliver.taken");
  expect_conforms(kStart + "7 write(4, \"x\", 1) = -1 EPIPE (Broken pipe)\n" + sigpipe);
  expect_conforms(kStart + "7 write(4, \"xy\", 2) = 1\n" + sigpipe);
}

TEST(Children, TheirEndIsToldOnce) {
  const std::string ended = kStart +
                            "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], "
                            "sa_flags=0}, NULL, 8) = 0\n" +
                            kFork + "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n";
  const std::string told =
      told_of("si_code=CLD_EXITED, si_pid=8, si_uid=0, si_status=3, si_utime=0, si_stime=0");
  expect_conforms(ended + told);
  expect_diverges(ended + told + told, 6, "exit.announced");
  // And not at all to who ignores it.
  expect_diverges(kStart + kFork + "8 exit_group(3) = ?\n8 +++ exited with 3 +++\n" + told, 4,
                  "exit.announced");
}

// Who made a child and has waited for it leaves nobody else anything to be told. An orphan has
// another parent, whom it may be told late.
TEST(Children, WhoWereWaitedForAreNobodyElses) {
  const std::string family = kStart +
                             "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], "
                             "sa_flags=0}, NULL, 8) = 0\n" +
                             kFork + "8 fork() = 9\n9 getpid() = 9\n";
  const std::string ended = "9 exit_group(3) = ?\n9 +++ exited with 3 +++\n";
  const auto waited = [](const std::string& by) {
    return by + " wait4(9, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = 9\n";
  };
  const std::string leaves = "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n";
  const std::string told =
      told_of("si_code=CLD_EXITED, si_pid=9, si_uid=0, si_status=3, si_utime=0, si_stime=0");
  expect_diverges(family + ended + waited("8") + "8" + told.substr(1) + leaves + told, 11,
                  "exit.announced");
  expect_conforms(family + leaves + ended + waited("7") + told);
  expect_conforms(family + ended + leaves + told);
  // Both parents are told, each once.
  const std::string both = family + ended + "8" + told.substr(1) + leaves + waited("7") + told;
  expect_conforms(both);
  expect_diverges(both + told, 12, "exit.announced");
  // And the second by SIGCHLD, whatever was asked for.
  const std::string asked = kStart + kFork + "8 clone(child_stack=NULL, flags=SIGUSR1) = 9\n"
                            "9 getpid() = 9\n";
  expect_conforms(asked + leaves + ended + waited("7") + told);
  expect_diverges(asked + ended + "8" + told.substr(1), 6, "exit.announced");
  // So is a parent that has run another program meanwhile.
  const std::string runs = "8 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */) = 0\n";
  expect_conforms(asked + runs + ended + "8" + told.substr(1));
}

// A leader that called exit(2) is told of by itself, and is not killed alone. One that ended all
// with exit_group(2) ended as its process did.
TEST(Children, OfThreadsAreToldByTheirLeader) {
  const auto ends = [](const std::string& leaves, const std::string& code, const std::string& n) {
    return kStart +
           "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n" +
           kFork +
           "8 clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD) = 9\n"
           "9 getpid() = 8\n" + leaves +
           told_of("si_code=" + code + ", si_pid=8, si_uid=0, si_status=" + n);
  };
  const std::string alone =
      "8 exit(1) = ?\n9 exit_group(3) = ?\n9 +++ exited with 3 +++\n8 +++ exited with 3 +++\n";
  const std::string all =
      "9 exit(1) = ?\n9 +++ exited with 1 +++\n8 exit_group(3) = ?\n8 +++ exited with 3 +++\n";
  expect_conforms(ends(alone, "CLD_EXITED", "1"));
  EXPECT_EQ(judge(ends(alone, "CLD_KILLED", "SIGTERM")).verdict, Verdict::Diverges);
  expect_conforms(ends(all, "CLD_EXITED", "3"));
  EXPECT_EQ(judge(ends(all, "CLD_EXITED", "1")).verdict, Verdict::Diverges);
}

TEST(Children, OnlySomeSignalsDumpCore) {
  const auto ends = [](const std::string& by, const std::string& how) {
    return kStart + kFork + "8 --- " + by + " {si_signo=" + by +
           ", si_code=SI_USER, si_pid=1, si_uid=0} ---\n8 +++ killed by " + by + how + " +++\n";
  };
  expect_conforms(ends("SIGQUIT", " (core dumped)"));
  expect_diverges(ends("SIGTERM", " (core dumped)"), 3, "exit.killed_by_signal");
  const std::string waited =
      "7 wait4(8, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGQUIT && WCOREDUMP(s)}], 0, NULL) = 8\n";
  const std::string keeps =
      "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], "
      "sa_flags=0}, NULL, 8) = 0\n";
  const auto after = [&](const std::string& how) {
    std::string text = ends("SIGQUIT", how);
    return text.insert(kStart.size(), keeps) + waited;
  };
  expect_conforms(after(" (core dumped)"));
  expect_diverges(after(""), 5, "exit.waited");
}

TEST(Children, AWaitFindsThemOnce) {
  const std::string keeps =
      "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], "
      "sa_flags=0}, NULL, 8) = 0\n";
  const std::string end = kFork + "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n";
  const std::string none = "7 wait4(8, NULL, 0, NULL) = -1 ECHILD (No child processes)\n";
  expect_diverges(kStart + keeps + end + none, 5, "exit.denied");
  expect_conforms(kStart + end + none);  // it was ignored
  // A wait that does not ask what happened to it may have been told of its end.
  const std::string any =
      "7 wait4(8, NULL, WSTOPPED, NULL) = 8\n" +
      told_of("si_code=CLD_EXITED, si_pid=8, si_uid=0, si_status=0, si_utime=0, si_stime=0");
  expect_conforms(kStart + keeps + end + any + none);
  expect_diverges(kStart + kFork + "8 getppid() = 7\n7 wait4(-1, NULL, 0, NULL) = 0\n", 3,
                  "wait4.returns");
}

TEST(Children, AWaitWithoutStatusTakesThemToo) {
  const std::string keeps =
      "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n";
  const std::string end =
      "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n" +
      told_of("si_code=CLD_EXITED, si_pid=8, si_uid=0, si_status=0, si_utime=0, si_stime=0");
  const std::string wait = "7 wait4(-1, NULL, 0, NULL) = 8\n";
  expect_conforms(kStart + keeps + kFork + end + wait);
  expect_diverges(kStart + keeps + kFork + end + wait + wait, 7, "exit.came_back");
  expect_diverges(kStart + keeps + kFork + "8 getppid() = 7\n" + wait, 4, "exit.came_back");
}

// Who ignores SIGCHLD has no zombies, but whoever takes care of its children afterwards may.
TEST(Children, OfWhoHasEndedAreSomebodyElses) {
  const std::string made = kStart + "7 prctl(PR_SET_CHILD_SUBREAPER, 1) = 0\n7 fork() = 8\n"
                           "8 rt_sigaction(SIGCHLD, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, "
                           "NULL, 8) = 0\n8 fork() = 9\n9 getppid() = 8\n";
  const std::string first = "8 exit_group(0) = ?\n8 +++ exited with 0 +++\n",
                    child = "9 exit_group(0) = ?\n9 +++ exited with 0 +++\n",
                    found = " wait4(-1, NULL, 0, NULL) = 9\n";
  expect_conforms(made + first + child + "7" + found);
  expect_diverges(made + child + "8" + found, 8, "exit.came_back");
  expect_diverges(made + child + first + "7" + found, 10, "exit.came_back");
  // With `strace -e signal=none` nobody sees who is killed.
  const std::string hidden = made.substr(0, made.find("7 --- SIGCHLD")) +
                             made.substr(made.find('\n', made.find("7 --- SIGCHLD")) + 1);
  expect_conforms(hidden + child + "7" + found);
}

TEST(Children, AStopHasASignal) {
  const std::string stopped =
      kFork + "8 --- SIGSTOP {si_signo=SIGSTOP, si_code=SI_USER, si_pid=1, si_uid=0} ---\n" +
      "8 --- stopped by SIGSTOP ---\n";
  const auto waited = [](const std::string& by) {
    return "7 wait4(8, [{WIFSTOPPED(s) && WSTOPSIG(s) == " + by + "}], WSTOPPED, NULL) = 8\n";
  };
  expect_conforms(kStart + stopped + waited("SIGSTOP"));
  expect_diverges(kStart + stopped + waited("SIGTTIN"), 4, "exit.waited");
  const auto caught = [](const std::string& flags) {
    return "7 rt_sigaction(SIGCHLD, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER" +
           flags + ", sa_restorer=0x7f00}, NULL, 8) = 0\n";
  };
  const auto told = [](const std::string& by) {
    return told_of("si_code=CLD_STOPPED, si_pid=8, si_uid=0, si_status=" + by +
                   ", si_utime=0, si_stime=0");
  };
  expect_conforms(kStart + caught("") + stopped + told("SIGSTOP"));
  expect_diverges(kStart + caught("") + stopped + told("SIGTTIN"), 5, "exit.paused");
  const std::string unheard = kStart + caught("|SA_NOCLDSTOP");
  expect_diverges(unheard + stopped + told("SIGSTOP"), 5, "exit.announced");
  // A program begins without flags, some time before execve is seen to return.
  const std::string runs = "7 execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */ <unfinished ...>\n",
                    ran = "7 <... execve resumed>) = 0\n";
  const std::string stops = stopped.substr(kFork.size());
  expect_conforms(unheard + kFork + runs + stops + ran + told("SIGSTOP"));
  const std::string asks = "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, "
                           "<unfinished ...>\n",
                    done = "7 <... rt_sigaction resumed>NULL, 8) = 0\n";
  expect_conforms(unheard + kFork + asks + stops + done + told("SIGSTOP"));
  expect_diverges(unheard + stopped + asks + done + told("SIGSTOP"), 7, "exit.announced");
  expect_diverges(unheard + stopped + runs + ran + told("SIGSTOP"), 7, "exit.announced");
}

TEST(Threads, EndWithTheStatusOfTheirProcess) {
  const auto ends = [](const std::string& status) {
    return kStart +
           "7 clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD) = 8\n"
           "8 pause( <unfinished ...>\n"
           "7 exit_group(4) = ?\n"
           "8 <... pause resumed>) = ?\n"
           "8 +++ exited with " +
           status +
           " +++\n"
           "7 +++ exited with 4 +++\n";
  };
  expect_conforms(ends("4"));
  expect_diverges(ends("5"), 5, "exit.exited_with_group");
}

TEST(Threads, EndWithTheStatusOfTheLastOne) {
  const auto ends = [](const std::string& last, const std::string& status) {
    return kStart +
           "7 fork() = 9\n9 exit_group(0) = ?\n9 +++ exited with 0 +++\n"
           "7 clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD) = 8\n"
           "7 exit(3) = ?\n8 exit(" + last + ") = ?\n8 +++ exited with " + last +
           " +++\n7 +++ exited with " + status + " +++\n";
  };
  expect_conforms(ends("5", "5"));
  expect_conforms(ends("5", "3"));
  expect_conforms(ends("3", "3"));
  expect_diverges(ends("3", "5"), 8, "exit.exited_with_group");
  expect_diverges(ends("5", "6"), 8, "exit.exited_with_group");
}

}  // namespace
}  // namespace sigspec
