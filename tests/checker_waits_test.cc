// Whom a wait returns: a child of who waits, that was asked for, in a way that was asked for.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

std::string made(const std::string& maker, const std::string& child) {
  return maker +
         " clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f10) = " +
         child + "\n" + child + " getppid() = " + maker + "\n";
}

std::string ended(const std::string& child) {
  return child + " exit_group(3) = ?\n" + child + " +++ exited with 3 +++\n";
}

/// Task 7, which blocks SIGCHLD, with its children 8 and 9, and 10, a child of 9. All but 7 have
/// ended with 3. Children are kept for a wait.
const std::string kFamily =
    kStart +
    "7 rt_sigaction(SIGCHLD, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n"
    "7 rt_sigprocmask(SIG_BLOCK, [CHLD], [], 8) = 0\n" +
    made("7", "8") + made("7", "9") + made("9", "10") + ended("10");
constexpr std::uint64_t kFamilyLines = 10;

std::string wait(const std::string& pid, const std::string& found, const std::string& options = "0",
                 const std::string& status = "[{WIFEXITED(s) && WEXITSTATUS(s) == 3}]") {
  return "7 wait4(" + pid + ", " + status + ", " + options + ", NULL) = " + found + "\n";
}

TEST(WaitsFor, AChildOfItsOwn) {
  const std::string two = kFamily + ended("8") + ended("9");
  const std::uint64_t line = kFamilyLines + 4 + 1;
  expect_conforms(two + wait("-1", "8") + wait("-1", "9"));
  expect_diverges(two + wait("-1", "77"), line, "wait4.returns");
  expect_diverges(two + wait("-1", "7"), line, "exit.waited");
  // A grandchild, before and after its parent has ended.
  expect_diverges(kFamily + wait("-1", "10"), kFamilyLines + 1, "exit.child_taken");
  expect_conforms(two + wait("-1", "10"));
}

// A process that shares the actions of its maker is followed as a thread of it.
TEST(WaitsFor, AChildThatSharesActions) {
  const auto two = [](const std::string& flags) {
    return kFamily + "7 clone(child_stack=0x7f00, flags=" + flags + "|SIGCHLD) = 11\n" +
           "11 getppid() = 7\n" + ended("11") + ended("8") + ended("9");
  };
  expect_conforms(two("CLONE_VM|CLONE_SIGHAND") + wait("-1", "11"));
  expect_conforms(two("CLONE_VM") + wait("-1", "11"));
  expect_diverges(two("CLONE_VM") + wait("-1", "77"), kFamilyLines + 8 + 1, "wait4.returns");
}

TEST(WaitsFor, WhomItAskedFor) {
  const std::string two = kFamily + ended("8") + ended("9");
  const std::uint64_t line = kFamilyLines + 4 + 1;
  expect_conforms(two + wait("8", "8"));
  expect_diverges(two + wait("8", "9"), line, "wait4.returns");
  const auto waitid = [](const std::string& which, const std::string& rest) {
    return "7 waitid(" + which + ", {si_signo=SIGCHLD, " + rest + ", NULL) = 0\n";
  };
  const std::string nine = "si_code=CLD_EXITED, si_pid=9, si_uid=0, si_status=3}, WEXITED";
  expect_conforms(two + waitid("P_PID, 9", nine));
  expect_conforms(two + waitid("P_ALL, 0", nine));
  expect_diverges(two + waitid("P_PID, 8", nine), line, "waitid.returns");
  std::string number = two + waitid("P_PID, 9", nine);
  number.replace(number.rfind("= 0"), 3, "= 9");  // as waitpid(2) would
  expect_diverges(number, line, "waitid.returns");
  expect_diverges(two + waitid("P_ALL, 0", nine) + waitid("P_ALL, 0", nine), line + 1,
                  "exit.collected");
  expect_conforms(two + waitid("P_ALL, 0", nine + "|WNOWAIT") + waitid("P_ALL, 0", nine));
  expect_diverges(kFamily + waitid("P_ALL, 0",
                                   "si_code=CLD_EXITED, si_pid=10, si_uid=0, "
                                   "si_status=3}, WEXITED"),
                  kFamilyLines + 1, "exit.child_taken");
  expect_diverges(
      two + waitid("P_ALL, 0", "si_code=CLD_EXITED, si_pid=77, si_uid=0, si_status=3}, WEXITED"),
      line, "waitid.returns");
}

// Who cannot be told how a child ended has waited for it all the same.
TEST(WaitsFor, AChildThatItIsNotToldOf) {
  const auto twice = [](const std::string& error) {
    return kFamily + ended("8") + ended("9") + "7 wait4(8, 0x8, 0, NULL) = -1 " + error +
           " (x)\n7 wait4(8, NULL, 0, NULL) = -1 ECHILD (No child processes)\n";
  };
  expect_conforms(twice("EFAULT"));
  expect_diverges(twice("EINVAL"), kFamilyLines + 6, "exit.denied");
  const std::string again = kFamily + ended("8") + "7 wait4(8, 0x8, 0, NULL) = -1 EFAULT (x)\n";
  expect_diverges(again + wait("8", "8"), kFamilyLines + 4, "exit.waited");
  const std::string id = kFamily + ended("8") + "7 waitid(P_PID, 8, 0x8, WEXITED, NULL) = -1 ";
  const std::string gone = "7 waitid(P_PID, 8, NULL, WEXITED, NULL) = -1 ECHILD (x)\n";
  expect_conforms(id + "EFAULT (x)\n" + gone);
  expect_conforms(id + "EFAULT (x)\n" + wait("8", "8"));
  expect_conforms(id + "EINVAL (x)\n" + wait("8", "8"));
}

TEST(WaitsFor, WhatItAskedFor) {
  const std::string stopped = kFamily +
                              "8 --- SIGSTOP {si_signo=SIGSTOP, si_code=SI_USER, si_pid=1, "
                              "si_uid=0} ---\n8 --- stopped by SIGSTOP ---\n";
  const std::string status = "[{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}]";
  const std::uint64_t line = kFamilyLines + 2 + 1;
  expect_conforms(stopped + wait("-1", "8", "WUNTRACED", status));
  expect_diverges(stopped + wait("-1", "8", "0", status), line, "wait4.returns");
  const std::string going =
      stopped +
      "8 --- SIGCONT {si_signo=SIGCONT, si_code=SI_USER, si_pid=1, si_uid=0} ---\n8 getpid() = 8\n";
  expect_conforms(going + wait("-1", "8", "WCONTINUED", "[{WIFCONTINUED(s)}]"));
  expect_diverges(going + wait("-1", "8", "WUNTRACED", "[{WIFCONTINUED(s)}]"), line + 2,
                  "wait4.returns");
  const auto waitid = [](const std::string& code, const std::string& signal,
                         const std::string& options) {
    return "7 waitid(P_ALL, 0, {si_signo=SIGCHLD, si_code=" + code +
           ", si_pid=8, si_uid=0, si_status=" + signal + "}, " + options + ", NULL) = 0\n";
  };
  expect_conforms(stopped + waitid("CLD_STOPPED", "SIGSTOP", "WEXITED|WSTOPPED"));
  expect_diverges(stopped + waitid("CLD_STOPPED", "SIGSTOP", "WEXITED"), line, "waitid.returns");
  expect_diverges(stopped + waitid("CLD_STOPPED", "SIGTSTP", "WSTOPPED"), line, "exit.paused");
  expect_conforms(going + waitid("CLD_CONTINUED", "SIGCONT", "WCONTINUED"));
  expect_diverges(going + waitid("CLD_CONTINUED", "SIGSTOP", "WCONTINUED"), line + 2,
                  "exit.paused");
}

std::string finds_none(const std::string& pid, const std::string& options = "0",
                       const std::string& error = "ECHILD (No child processes)") {
  return "7 wait4(" + pid + ", NULL, " + options + ", NULL) = -1 " + error + "\n";
}

/// A child that tells its maker of its end by that signal.
std::string made_to_send(const std::string& signal, const std::string& child) {
  return "7 clone3({flags=CLONE_CHILD_SETTID, exit_signal=" + signal +
         ", stack=NULL, stack_size=0}, 88) = " + child + "\n" + child + " getppid() = 7\n";
}

// As long as there are children that it asked for, a wait cannot say that there are none.
TEST(WaitsFor, NobodyWhereThereAreNone) {
  const std::string two = kFamily + ended("8") + ended("9");
  const std::uint64_t line = kFamilyLines + 1;
  expect_diverges(kFamily + finds_none("-1"), line, "wait4.finds_none");
  expect_diverges(kFamily + finds_none("8"), line, "exit.denied");
  expect_diverges(two + wait("-1", "8") + finds_none("-1"), line + 5, "wait4.finds_none");
  expect_diverges(two + finds_none("8"), line + 4, "exit.denied");
  // Nobody knows who is in which group, nor what else is wrong with a call.
  for (const std::string& family : {kFamily, two}) {
    for (const char* group : {"0", "-8"}) expect_conforms(family + finds_none(group));
    for (const char* whom : {"-1", "8"})
      expect_conforms(family + finds_none(whom, "0", "EINVAL (Invalid argument)"));
  }
  // __WCLONE asks for those only that end with another signal than SIGCHLD, which are left out
  // else.
  for (const char* whom : {"-1", "8"}) {
    expect_conforms(kFamily + finds_none(whom, "__WCLONE"));
    expect_conforms(two + finds_none(whom, "__WCLONE"));
  }
  expect_diverges(kFamily + made_to_send("SIGCHLD", "11") + finds_none("11"), line + 2,
                  "exit.denied");
  expect_conforms(kFamily + made_to_send("SIGUSR1", "11") + finds_none("11"));
  expect_conforms(kFamily + made_to_send("0", "11") + finds_none("11"));
}

// With WNOHANG a wait says that nothing has happened, but not where somebody is to be waited for.
TEST(WaitsFor, NothingWhereNothingHasHappened) {
  const std::string two = kFamily + ended("8") + ended("9");
  const auto nothing = [](const std::string& pid, const std::string& options) {
    return "7 wait4(" + pid + ", NULL, " + options + ", NULL) = 0\n";
  };
  expect_conforms(kFamily + nothing("-1", "WNOHANG") + nothing("9", "WNOHANG"));
  expect_diverges(kFamily + nothing("-1", "0"), kFamilyLines + 1, "wait4.returns");
  expect_diverges(two + nothing("-1", "WNOHANG"), kFamilyLines + 5, "wait4.returns");
  expect_diverges(two + nothing("9", "WNOHANG"), kFamilyLines + 5, "exit.overlooked");
  expect_conforms(two + nothing("0", "WNOHANG"));
  expect_conforms(two + made_to_send("SIGUSR1", "11") + nothing("-1", "WNOHANG|__WCLONE"));
}

// What sigtimedwait says of a child is true, and said once.
TEST(WaitsFor, ItsSignalWithSigtimedwait) {
  const auto takes = [](const std::string& code, const std::string& status) {
    return "7 rt_sigtimedwait([CHLD], {si_signo=SIGCHLD, si_code=" + code +
           ", si_pid=8, si_uid=0, si_status=" + status +
           ", si_utime=0, si_stime=0}, NULL, 8) = 17 (SIGCHLD)\n";
  };
  const std::string one = kFamily + ended("8");
  const std::uint64_t line = kFamilyLines + 2 + 1;
  expect_conforms(one + takes("CLD_EXITED", "3"));
  expect_diverges(one + takes("CLD_EXITED", "4"), line, "exit.reported");
  expect_diverges(one + takes("CLD_EXITED", "3") + takes("CLD_EXITED", "3"), line + 1,
                  "exit.announced");
  const std::string stop = signal_line("8", "SIGSTOP") + "8 --- stopped by SIGSTOP ---\n";
  expect_conforms(kFamily + stop + takes("CLD_STOPPED", "SIGSTOP"));
  expect_diverges(kFamily + stop + takes("CLD_STOPPED", "SIGTSTP"), line, "exit.paused");
  // It can only be too late where there is a timeout.
  const std::string late = " = -1 EAGAIN (Resource temporarily unavailable)\n";
  expect_conforms(kStart + "7 rt_sigtimedwait([USR1], NULL, {tv_sec=0, tv_nsec=0}, 8)" + late);
  expect_diverges(kStart + "7 rt_sigtimedwait([USR1], NULL, NULL, 8)" + late, 1,
                  "rt_sigtimedwait.finds_none");
}

// A standard signal is there once for the thread and once for its process; who takes it so has it
// once.
TEST(WaitsFor, ASignalOfEachQueue) {
  const std::string sent = kStart +
                           "7 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n"
                           "7 tgkill(7, 7, SIGUSR1) = 0\n";
  const auto takes = [](const std::string& code) {
    return "7 rt_sigtimedwait([USR1], {si_signo=SIGUSR1, si_code=" + code +
           ", si_pid=7, si_uid=0}, NULL, 8) = 10 (SIGUSR1)\n";
  };
  const std::string both = sent + "7 kill(7, SIGUSR1) = 0\n" + takes("SI_TKILL");
  expect_diverges(sent + takes("SI_TKILL") + takes("SI_TKILL"), 4, "rt_sigtimedwait.takes");
  expect_conforms(both + takes("SI_USER"));
  expect_diverges(both + takes("SI_TKILL"), 5, "rt_sigtimedwait.takes");
  expect_diverges(both + takes("SI_USER") + takes("SI_USER"), 6, "rt_sigtimedwait.takes");
}

// Of threads that the kernel makes for itself some are made like children.
TEST(Waits, NoThreadIsMadeWhileASignalIsPending) {
  const std::string again = "? ERESTARTNOINTR (To be restarted)\n" + usr1();
  const auto ring = [](const std::string& flags) {
    return "7 io_uring_setup(4, {flags=" + flags + ", sq_thread_cpu=0, sq_thread_idle=1}) = ";
  };
  const std::string machine = "7 ioctl(5<anon_inode:kvm-vcpu:0>, KVM_RUN, 0) = ";
  expect_conforms(kStart + kCatch + ring("IORING_SETUP_SQPOLL") + again);
  expect_diverges(kStart + kCatch + ring("IORING_SETUP_IOPOLL") + again, 2, "return.restart_code");
  expect_conforms(kStart + kCatch + machine + again);
  expect_diverges(kStart + kCatch + machine + "? ERESTARTNOHAND (To be restarted if no handler)\n" +
                      usr1(),
                  2, "return.restart_code");
}

}  // namespace
}  // namespace sigspec
