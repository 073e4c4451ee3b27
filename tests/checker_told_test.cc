// What a process is told that it asked for before, or that happens to its children: as it was set,
// and once.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

std::string signal_of_death(const std::string& task, const std::string& signal) {
  return task + " prctl(PR_GET_PDEATHSIG, [" + signal + "]) = 0\n";
}

TEST(Told, TheSignalOfItsMakersEnd) {
  const std::string set = kStart + "7 prctl(PR_SET_PDEATHSIG, SIGTERM) = 0\n";
  expect_conforms(kStart + signal_of_death("7", "SIGHUP"));  // whoever began it may have set that
  expect_conforms(set + signal_of_death("7", "SIGTERM"));
  expect_diverges(set + signal_of_death("7", "SIGHUP"), 2, "prctl.filters_calls");
  expect_diverges(set + signal_of_death("7", "0"), 2, "prctl.filters_calls");
  const std::string failed =
      set + "7 prctl(PR_SET_PDEATHSIG, 0x41 /* SIG_??? */) = -1 EINVAL (x)\n";
  expect_conforms(failed + signal_of_death("7", "SIGTERM"));
  const std::string none = set + "7 prctl(PR_SET_PDEATHSIG, 0) = 0\n";
  expect_conforms(none + signal_of_death("7", "0"));
  expect_diverges(none + signal_of_death("7", "SIGTERM"), 3, "prctl.filters_calls");
}

TEST(Told, TheSignalOfItsMakersEndIsLost) {
  const std::string set = kStart + "7 prctl(PR_SET_PDEATHSIG, SIGTERM) = 0\n";
  for (const char* flags : {"SIGCHLD", "CLONE_VM|CLONE_SIGHAND|CLONE_THREAD"}) {
    const std::string child = set + "7 clone(child_stack=0x7f00, flags=" + flags + ") = 8\n";
    expect_conforms(child + signal_of_death("8", "0") + signal_of_death("7", "SIGTERM"));
    expect_diverges(child + signal_of_death("8", "SIGTERM"), 3, "prctl.filters_calls");
  }
  for (const char* loses : {"execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */)", "setuid(5)",
                            "setresgid(5, 5, 5)", "unshare(CLONE_NEWUSER)"}) {
    const std::string lost = set + "7 " + loses + " = 0\n";
    expect_conforms(lost + signal_of_death("7", "0"));
    expect_conforms(lost + signal_of_death("7", "SIGTERM"));
    expect_diverges(lost + signal_of_death("7", "SIGHUP"), 3, "prctl.filters_calls");
  }
}

TEST(Told, OfItsQueueWhatItAskedFor) {
  const auto asks = [](const std::string& queue, const std::string& name) {
    return "7 mq_notify(" + queue +
           ", {sigev_value={sival_int=5, sival_ptr=0x5}, sigev_signo=" + name +
           ", sigev_notify=SIGEV_SIGNAL}) = 0\n";
  };
  const auto comes = [](const std::string& name, const std::string& value,
                        const std::string& task = "7") {
    return task + " --- " + name + " {si_signo=" + name +
           ", si_code=SI_MESGQ, si_pid=9, si_uid=0, " + "si_int=" + value + ", si_ptr=0x" + value +
           "} ---\n" + task + " rt_sigreturn({mask=[]}) = 0\n";
  };
  const std::string one = kStart + kCatch + kTrap + asks("3", "SIGUSR1");
  expect_conforms(one + comes("SIGUSR1", "5"));
  expect_diverges(one + comes("SIGUSR2", "5"), 4, "deliver.taken");
  expect_diverges(one + comes("SIGUSR1", "6"), 4, "deliver.taken");
  expect_diverges(one + "7 fork() = 8\n8 getpid() = 8\n" + comes("SIGUSR1", "5", "8"), 6,
                  "deliver.taken");
  // Of several queues nobody knows which it is; a call that asks may be hidden, or made up for.
  expect_conforms(one + asks("4", "SIGUSR2") + comes("SIGUSR2", "5") + comes("SIGUSR1", "5"));
  expect_conforms(kStart + kCatch + comes("SIGUSR1", "5"));
  expect_conforms(one +
                  "7 rt_sigqueueinfo(7, SIGUSR2, {si_signo=SIGUSR2, si_code=SI_MESGQ}) = 0\n" +
                  comes("SIGUSR2", "6"));
  const std::string blocked = one + "7 rt_sigprocmask(SIG_BLOCK, [USR1 USR2], [], 8) = 0\n";
  const auto takes = [](const std::string& value) {
    return "7 rt_sigtimedwait([USR1], {si_signo=SIGUSR1, si_code=SI_MESGQ, si_pid=9, si_uid=0, "
           "si_int=" +
           value + ", si_ptr=0x" + value + "}, NULL, 8) = 10 (SIGUSR1)\n";
  };
  expect_conforms(blocked + takes("5"));
  expect_diverges(blocked + takes("6"), 5, "rt_sigtimedwait.takes");
}

/// Task 7 with its child 8. SIGCHLD is caught.
const std::string kChild =
    kStart +
    "7 rt_sigaction(SIGCHLD, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
    "sa_restorer=0x7f00}, NULL, 8) = 0\n"
    "7 clone(child_stack=NULL, flags=SIGCHLD) = 8\n8 getppid() = 7\n";
const std::string kStops = signal_line("8", "SIGSTOP") + "8 --- stopped by SIGSTOP ---\n";
const std::string kGoesOn = signal_line("8", "SIGCONT") + "8 getppid() = 7\n";
constexpr std::uint64_t kStopped = 5, kGoing = 7;  // lines up to there

std::string waited(const std::string& status, const std::string& options) {
  return "7 wait4(-1, [{" + status + "}], " + options + ", NULL) = 8\n";
}
std::string waited_by_id(const std::string& code, const std::string& signal,
                         const std::string& options) {
  return "7 waitid(P_ALL, 0, {si_signo=SIGCHLD, si_code=" + code +
         ", si_pid=8, si_uid=0, si_status=" + signal + "}, " + options + ", NULL) = 0\n";
}
std::string announced(const std::string& code, const std::string& signal) {
  return "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=" + code +
         ", si_pid=8, si_uid=0, si_status=" + signal + "} ---\n7 rt_sigreturn({mask=[]}) = 0\n";
}

TEST(Told, OfAStopOnce) {
  const std::string stopped = kChild + kStops, again = kGoesOn + kStops;
  const std::string wait = waited("WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP", "WUNTRACED");
  const std::string wait_id = waited_by_id("CLD_STOPPED", "SIGSTOP", "WSTOPPED");
  const std::string keeps = waited_by_id("CLD_STOPPED", "SIGSTOP", "WSTOPPED|WNOWAIT");
  const std::string tells = announced("CLD_STOPPED", "SIGSTOP");
  expect_conforms(stopped + tells + keeps + keeps + wait);
  expect_diverges(stopped + wait + wait, kStopped + 2, "exit.paused");
  expect_diverges(stopped + wait + wait_id, kStopped + 2, "exit.paused");
  expect_diverges(stopped + wait_id + wait, kStopped + 2, "exit.paused");
  expect_diverges(stopped + tells + tells, kStopped + 3, "exit.paused");
  expect_conforms(stopped + wait + tells + again + wait + tells);
  // It may be told late that it stopped before, but not over and over.
  expect_conforms(stopped + again + wait + wait + tells + tells);
  expect_diverges(stopped + again + again + again + wait + wait + wait, kStopped + 12 + 3,
                  "exit.paused");
  expect_conforms(stopped + again + again + again + tells + tells + tells);
}

TEST(Told, OnceThatItGoesOn) {
  const std::string going = kChild + kStops + kGoesOn;
  const std::string wait = waited("WIFCONTINUED(s)", "WCONTINUED");
  const std::string wait_id = waited_by_id("CLD_CONTINUED", "SIGCONT", "WCONTINUED");
  const std::string tells = announced("CLD_CONTINUED", "SIGCONT");
  expect_conforms(going + wait + tells + kStops + kGoesOn + tells + wait_id);
  expect_diverges(going + wait + wait, kGoing + 2, "exit.paused");
  expect_diverges(going + wait_id + wait, kGoing + 2, "exit.paused");
  expect_diverges(going + tells + tells, kGoing + 3, "exit.paused");
}

TEST(Told, OfTrapsOnlyIfItTraces) {
  const std::string trap = announced("CLD_TRAPPED", "SIGTRAP");
  const std::string wait = waited_by_id("CLD_TRAPPED", "SIGTRAP", "WSTOPPED");
  expect_diverges(kChild + trap, 4, "deliver.taken");
  expect_diverges(kChild + wait, 4, "waitid.returns");
  for (const char* traces :
       {"7 ptrace(PTRACE_SEIZE, 8, NULL, 0) = 0\n", "8 ptrace(PTRACE_TRACEME) = 0\n"})
    expect_conforms(kChild + traces + trap + wait);
}

// Who is made to end with another signal is not told of by SIGCHLD, before it runs a program.
TEST(Told, OfAnEndByTheSignalThatWasAskedFor) {
  const auto made = [](const std::string& how) {
    return kChild + "7 " + how + " = 9\n9 getppid() = 7\n";
  };
  const std::string other = made("clone(child_stack=0x7f00, flags=CLONE_VM|SIGUSR2)");
  const std::string another =
      made("clone3({flags=CLONE_VM, exit_signal=SIGUSR2, stack=0x7f00, stack_size=0x9000}, 88)");
  const std::string usual = made("clone(child_stack=0x7f00, flags=CLONE_VM|SIGCHLD)");
  const std::string ends = "9 exit_group(3) = ?\n9 +++ exited with 3 +++\n";
  const auto tells = [](const std::string& name) {
    return "7 --- " + name + " {si_signo=" + name +
           ", si_code=" + (name == "SIGCHLD" ? "CLD_EXITED" : "0x1") +
           ", si_pid=9, si_uid=0, si_status=3} ---\n";
  };
  expect_conforms(usual + ends + tells("SIGCHLD"));
  expect_diverges(other + ends + tells("SIGCHLD"), 8, "exit.announced");
  expect_diverges(another + ends + tells("SIGCHLD"), 8, "exit.announced");
  expect_conforms(other + kTrap + ends + tells("SIGUSR2"));
  expect_conforms(another + kTrap + ends + tells("SIGUSR2"));
  const std::string runs = "9 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */) = 0\n";
  for (const std::string& child : {usual, other, another})
    expect_conforms(child + runs + ends + tells("SIGCHLD"));
  const std::string dies =
      "9 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <unfinished ...>\n9 +++ killed by SIGKILL "
      "+++\n";
  expect_conforms(other + dies +
                  "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_KILLED, si_pid=9, si_uid=0, "
                  "si_status=SIGKILL} ---\n");
  // Its brother has the same maker, and ends with the same signal.
  const std::string brother = another +
                              "9 clone(child_stack=0x7f00, flags=CLONE_PARENT|SIGCHLD) = 10\n"
                              "10 getppid() = 7\n10 exit_group(3) = ?\n10 +++ exited with 3 +++\n";
  expect_diverges(brother +
                      "7 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=10, si_uid=0, "
                      "si_status=3} ---\n",
                  10, "exit.announced");
}

TEST(Told, OfAStatusThatThereIs) {
  const auto found = [](const std::string& status) {
    return kChild + "7 wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == " + status +
           "}], 0, NULL) = 8\n";
  };
  const std::string ends = "8 exit_group(260) = ?\n8 +++ exited with ";
  expect_conforms(kChild + ends + "4 +++\n");
  expect_diverges(kChild + ends + "260 +++\n", 5, "exit.exited");
  expect_diverges(found("260"), 4, "wait4.returns");
}

// What was sent by kill does not say that it was queued, where nobody queues anything.
TEST(Told, ThatItWasQueuedIfItWas) {
  const std::string sent = kStart + kCatch + "7 kill(7, SIGUSR1) = 0\n";
  const auto comes = [](const std::string& code) {
    return "7 --- SIGUSR1 {si_signo=SIGUSR1, si_code=" + code + ", si_pid=7, si_uid=0} ---\n";
  };
  expect_conforms(sent + comes("SI_USER"));
  expect_diverges(sent + comes("SI_QUEUE"), 3, "deliver.taken");
  expect_conforms(kStart + kCatch +
                  "7 rt_sigqueueinfo(7, SIGUSR1, {si_signo=SIGUSR1, si_code=SI_QUEUE, si_pid=7, "
                  "si_uid=0}) = 0\n" +
                  comes("SI_QUEUE"));
  expect_conforms(kStart + kCatch +
                  "7 rt_tgsigqueueinfo(7, 7, SIGUSR2, {si_signo=SIGUSR2, si_code=SI_QUEUE, "
                  "si_pid=7, si_uid=0}) = -1 ESRCH (x)\n7 kill(7, SIGUSR1) = 0\n" +
                  comes("SI_QUEUE"));
}

// Only a process with threads has one that takes over its number.
TEST(Told, OfAnotherThreadsProgram) {
  const std::string replaced = "7 +++ superseded by execve in pid 9 +++\n";
  expect_diverges(kChild + replaced, 4, "exit.superseded");
  expect_conforms(kChild +
                  "7 clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD) = 9\n"
                  "9 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <unfinished ...>\n" +
                  replaced + "7 <... execve resumed>) = 0\n");
}

// A handler that is told of SIGTSTP does not stop.
TEST(Told, OfNoStopThatWasHandled) {
  const std::string handled =
      kChild +
      "8 rt_sigaction(SIGTSTP, {sa_handler=0x402000, sa_mask=[], sa_flags=SA_RESTORER, "
      "sa_restorer=0x7f00}, NULL, 8) = 0\n" +
      signal_line("8", "SIGTSTP") + "8 rt_sigreturn({mask=[]}) = 0\n" + kStops;
  const std::string wait = waited("WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP", "WUNTRACED");
  expect_conforms(handled + wait);
  expect_diverges(handled + wait + wait, kStopped + 5, "exit.paused");
}

}  // namespace
}  // namespace sigspec
