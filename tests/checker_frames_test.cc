// Handlers whose frames cannot be built, or are changed, in small traces; calls that are refused.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

const std::string kWide = kStart + "7 [ Process PID=7 runs in 64 bit mode. ]\n";
const std::string kNoRestorer =
    "7 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTART}, NULL, 8) = "
    "0\n";
const std::string kFault =
    "7 --- SIGSEGV {si_signo=SIGSEGV, si_code=SI_KERNEL, si_addr=NULL} ---\n";
const std::string kCatchFault =
    "7 rt_sigaction(SIGSEGV, {sa_handler=0x402000, sa_mask=[], sa_flags=SA_RESTORER, "
    "sa_restorer=0x7f00}, NULL, 8) = 0\n";

TEST(FrameFaults, AHandlerWithoutAWayBackNeverRuns) {
  const std::string sent = kWide + kNoRestorer + usr1();
  expect_conforms(sent + kFault + "7 +++ killed by SIGSEGV +++\n");
  expect_conforms(sent + "7 +++ killed by SIGKILL +++\n");
  EXPECT_EQ(judge(sent + "7 rt_sigreturn({mask=[]}) = 0\n").verdict, Verdict::Diverges);
  EXPECT_EQ(judge(sent + "7 getpid() = 7\n").verdict, Verdict::Diverges);
  expect_diverges(sent + signal_line("7", "SIGSEGV"), 4, "deliver.fault_of_frame");
  expect_diverges(sent + signal_line("7", "SIGINT"), 4, "deliver.fault_of_frame");
  expect_diverges(sent + "7 --- SIGBUS {si_signo=SIGBUS, si_code=SI_KERNEL, si_addr=NULL} ---\n",
                  4, "deliver.fault_of_frame");
}

TEST(FrameFaults, TheInterruptedCallIsSettledByTheFirstAction) {
  const std::string interrupted =
      "7 read(3<pipe:[9]>, 0x7ffe, 10) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n";
  const std::string faulted = kWide + kNoRestorer + kCatchFault + interrupted + usr1() + kFault;
  expect_conforms(faulted + "7 rt_sigreturn({mask=[]}) = 0\n7 read(3<pipe:[9]>, \"x\", 10) = 1\n");
  expect_diverges(faulted + "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n", 7,
                  "rt_sigreturn.from_handler_with_error");
}

TEST(FrameFaults, TheSignalIsNotBlockedAndSaResethandIsObeyed) {
  const std::string once =
      "7 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[INT], sa_flags=SA_RESETHAND}, NULL, "
      "8) = 0\n";
  const std::string faulted = kWide + once + kCatchFault + usr1() + kFault;
  expect_diverges(faulted + "7 rt_sigprocmask(SIG_BLOCK, NULL, [USR1 INT SEGV], 8) = 0\n", 6,
                  "rt_sigprocmask.changes_mask");
  expect_conforms(faulted + "7 rt_sigreturn({mask=[]}) = 0\n" +
                  "7 rt_sigaction(SIGUSR1, NULL, {sa_handler=SIG_DFL, sa_mask=[INT], "
                  "sa_flags=SA_RESETHAND}, 8) = 0\n");
}

TEST(FrameFaults, TheFaultOfAFaultsHandlerKills) {
  const std::string caught =
      "7 rt_sigaction(SIGSEGV, {sa_handler=0x402000, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n";
  const std::string faulted = kWide + caught + signal_line("7", "SIGSEGV") + kFault;
  expect_conforms(faulted + "7 +++ killed by SIGSEGV +++\n");
  EXPECT_EQ(judge(faulted + "7 getpid() = 7\n").verdict, Verdict::Diverges);
}

// The alternate stack lies where there is no memory, which no recording shows.
TEST(FrameFaults, AFrameWithoutRoomNeverWas) {
  const std::string begun = kStart +
      "7 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[INT], sa_flags=SA_RESTORER|"
      "SA_ONSTACK, sa_restorer=0x7f00}, NULL, 8) = 0\n" + kCatchFault +
      "7 sigaltstack({ss_sp=0x10000, ss_flags=0, ss_size=32768}, NULL) = 0\n"
      "7 read(3<pipe:[9]>, 0x7ffe, 10) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n" +
      usr1();
  const auto inside = [&](const std::string& mask, const std::string& fault = kFault) {
    return begun + fault + "7 rt_sigprocmask(SIG_BLOCK, NULL, [" + mask + "], 8) = 0\n";
  };
  const std::string failed = "7 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted system call)\n";
  expect_conforms(inside("SEGV") + failed);
  expect_diverges(inside("SEGV") + "7 rt_sigreturn({mask=[]}) = 0\n", 8,
                  "rt_sigreturn.from_handler");
  // Or else that handler has begun, and faults itself.
  expect_conforms(inside("USR1 INT SEGV"));
  expect_diverges(inside("INT SEGV"), 7, "rt_sigprocmask.changes_mask");
  expect_diverges(inside("SEGV", signal_line("7", "SIGSEGV")), 7, "rt_sigprocmask.changes_mask");
  // The second frame has no room either.
  expect_conforms(begun + kFault + kFault + "7 +++ killed by SIGSEGV +++\n");
  EXPECT_EQ(judge(begun + kFault + kFault + "7 getpid() = 7\n").verdict, Verdict::Diverges);
}

TEST(FrameFaults, OnI386TheKernelKnowsTheWayBack) {
  expect_conforms(kStart + "7 [ Process PID=7 runs in 32 bit mode. ]\n" + kNoRestorer + usr1() +
                  "7 sigreturn({mask=[]}) = 0\n7 getpid() = 7\n");
}

// An emulator's handler sets the mask and the place where the program goes on.
TEST(FrameFaults, AHandlerThatChangesItsFrameMayGoOnElsewhere) {
  const auto caught = [](const std::string& flags) {
    return kStart +
           "7 rt_sigaction(SIGUSR1, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER|" +
           flags +
           ", sa_restorer=0x7f00}, NULL, 8) = 0\n"
           "7 read(3<pipe:[9]>, 0x7ffe, 10) = ? ERESTARTSYS (To be restarted if SA_RESTART is "
           "set)\n" +
           usr1();
  };
  const std::string edited = "7 rt_sigreturn({mask=[INT]}) = 0\n7 getuid() = 0\n";
  const std::string kept = "7 rt_sigreturn({mask=[]}) = 0\n7 getuid() = 0\n";
  expect_conforms(caught("SA_RESTART|SA_SIGINFO") + edited);
  expect_diverges(caught("SA_RESTART|SA_SIGINFO") + kept, 5, "restart.reissued");
  expect_diverges(caught("SA_RESTART") + edited, 4, "rt_sigreturn.from_handler");
}

// A filter of calls ends the process for a call: its number stands where the result would.
TEST(FrameFaults, ACallThatAFilterRefusesShowsItsNumber) {
  const std::string filtered =
      kStart + "7 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, 0x7ffe) = 0\n";
  const std::string sys = "7 --- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_call_addr=0x7f, "
                          "si_syscall=__NR_alarm, si_arch=AUDIT_ARCH_X86_64} ---\n";
  expect_conforms(filtered + "7 alarm(1) = 37\n7 +++ killed by SIGSYS +++\n");
  expect_conforms(filtered + "7 alarm(1) = 37\n" + sys + "7 +++ killed by SIGSYS +++\n");
  expect_diverges(filtered + "7 alarm(1) = 38\n", 2, "alarm.arms");
  expect_diverges(kStart + "7 alarm(1) = 37\n7 getpid() = 7\n", 1, "alarm.arms");
  const std::string caught =
      filtered + "7 rt_sigaction(SIGSYS, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
                 "sa_restorer=0x7f00}, NULL, 8) = 0\n7 alarm(1) = 37\n" +
      sys + "7 rt_sigreturn({mask=[]}) = 37\n";
  expect_conforms(caught + "7 alarm(1) = 37\n" + sys);
  expect_diverges(caught + "7 alarm(1) = 37\n7 getuid() = 0\n", 7, "call.entered");
}

}  // namespace
}  // namespace sigspec
