// Group stops: what begins them, what ends them, and what takes them back.
#include <gtest/gtest.h>

#include "tests/support/small_family.h"
#include "tests/support/small_trace.h"

namespace sigspec::test {
namespace {

const std::string kTaken = "8 " + from("7", "SIGSTOP", "SI_USER");
const std::string kStop = "7 kill(8, SIGSTOP) = 0\n" + kTaken;
const std::string kShown = "8 --- stopped by SIGSTOP ---\n";
const std::string kGoesOn = "7 kill(8, SIGCONT) = 0\n", kCall = "8 getuid() = 0\n";
const std::string kContinued = "8 " + from("7", "SIGCONT", "SI_USER");

/// What a task blocks from now on.
std::string blocks(const std::string& mask) {
  return "8 rt_sigprocmask(SIG_SETMASK, [" + mask + "], NULL, 8) = 0\n";
}

// To send a signal that stops takes back a SIGCONT that is pending, whoever sends it: a timer, too.
TEST(Stops, OfTheKernelTakeBackASigcont) {
  const std::string catches = [] {
    std::string text;
    for (const char* name : {"SIGTSTP", "SIGCONT", "SIGUSR1"})
      text +=
          "8 rt_sigaction(" + std::string(name) +
          ", {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x7f00}, NULL, "
          "8) = 0\n";
    return text +
           "8 --- SIGCONT {si_signo=SIGCONT, si_code=SI_USER, si_pid=4, si_uid=0} ---\n"
           "8 rt_sigreturn({mask=[]}) = 0\n";
  }();
  const auto both = [&](const std::string& name) {
    return catches + "8 rt_sigprocmask(SIG_BLOCK, [CONT], [], 8) = 0\n8 kill(8, SIGCONT) = 0\n" +
           "8 " + from("4711", name, "SI_USER") + "8 rt_sigreturn({mask=[CONT]}) = 0\n" +
           "8 rt_sigprocmask(SIG_UNBLOCK, [CONT], [CONT], 8) = 0\n8 getpid() = 8\n";
  };
  expect_conforms(kFamily + both("SIGTSTP"));
  expect_broken(both("SIGUSR1"), 11, "call.entered");
}

// To send SIGCONT takes back what each thread had coming.
TEST(Stops, OfEachThreadAreTakenBack) {
  const std::string acts = ", {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n";
  const std::string caught =
      ", {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x7f00}, NULL, 8) = "
      "0\n";
  const std::string threads =
      kStart + "7 rt_sigaction(SIGTSTP" + caught + "7 rt_sigaction(SIGCONT" + acts +
      "7 rt_sigaction(SIGURG" + acts +
      "7 clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD) = 8\n"
      "8 getuid() = 0\n8 --- SIGTSTP {si_signo=SIGTSTP, si_code=SI_USER, si_pid=4711, si_uid=0} "
      "---\n8 rt_sigreturn({mask=[]}) = 0\n7 tgkill(7, 8, SIGTSTP) = 0\n";
  const auto sent = [](const std::string& name) {
    return "7 kill(7, " + name + ") = 0\n7 " + from("7", name, "SI_USER");
  };
  const std::string goes_on = "8 getuid() = 0\n8 getuid() = 0\n";
  expect_conforms(threads + sent("SIGCONT") + goes_on);
  expect_conforms(threads + "7 " + from("4711", "SIGCONT", "SI_USER") + goes_on);
  expect_diverges(threads + sent("SIGURG") + goes_on, 12, "call.entered");
  expect_diverges(threads + "7 " + from("4711", "SIGURG", "SI_USER") + goes_on, 11, "call.entered");
}

// A wait tells what stopped the child last, or before that if it is seen late.
TEST(Stops, AreToldOfByTheirSignal) {
  const auto stops = [](const std::string& name) {
    return "8 " + from("4711", name, "SI_USER") + "8 --- stopped by " + name + " ---\n8 " +
           from("4711", "SIGCONT", "SI_USER") + "8 getuid() = 0\n";
  };
  const auto told = [](const std::string& name) {
    return "7 wait4(8, [{WIFSTOPPED(s) && WSTOPSIG(s) == " + name + "}], WSTOPPED, NULL) = 8\n";
  };
  std::string three = blocks("");
  for (const std::string name : {"SIGTTIN", "SIGTSTP", "SIGTTOU"})
    three += "8 rt_sigaction(" + name +
             ", {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n" + stops(name);
  for (const char* name : {"SIGTTOU", "SIGTSTP"}) expect_conforms(kFamily + three + told(name));
  expect_broken(three + told("SIGTTIN"), 17, "exit.paused");
}

TEST(Stops, NeedTheSignalThatStops) {
  const std::string stop = "8 " + from("4711", "SIGTSTP", "SI_USER");
  const std::string other = "8 " + from("4711", "SIGTTIN", "SI_USER");
  const std::string both = "8 rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0\n" + other;
  expect_conforms(kFamily + both + "8 --- stopped by SIGTTIN ---\n8 " +
                  from("4711", "SIGCONT", "SI_USER") + stop + "8 --- stopped by SIGTSTP ---\n");
  expect_broken(both + stop + "8 --- stopped by SIGTTIN ---\n", 4, "stop.group");
  // One signal stops a process once.
  expect_broken(both + "8 --- stopped by SIGTTIN ---\n8 " + from("4711", "SIGCONT", "SI_USER") +
                    "8 getpid() = 8\n8 --- stopped by SIGTTIN ---\n",
                6, "stop.group");
  // Not where a handler takes it, unless another thread is putting the default back.
  const std::string caught =
      "8 rt_sigaction(SIGTSTP, {sa_handler=0x401000, sa_mask=[], sa_flags=SA_RESTORER, "
      "sa_restorer=0x7f00}, NULL, 8) = 0\n8 " + from("4711", "SIGTSTP", "SI_USER");
  expect_broken(caught + "8 --- stopped by SIGTSTP ---\n", 3, "stop.group");
}

// Nobody is spared the stop that SIGSTOP brings, unless a SIGCONT came first, which is taken then.
TEST(Stops, ComeWithSigstop) {
  expect_conforms(kFamily + blocks("") + kStop + kShown + kGoesOn + kContinued + kCall);
  expect_conforms(kFamily + blocks("") + kStop + kGoesOn + kContinued + kCall);
  expect_conforms(kFamily + blocks("CONT") + kStop + kGoesOn + kCall);
  const std::string killed = "7 kill(8, SIGKILL) = 0\n8 +++ killed by SIGKILL +++\n";
  expect_conforms(kFamily + blocks("") + kStop + killed);
  expect_broken(blocks("") + kStop + kCall, 4, "call.entered");
  expect_broken(blocks("") + kStop + kGoesOn + kCall, 5, "call.entered_before_signal");
}

// A SIGCONT wakes a task that has stopped, and a signal to stop that comes before it is taken takes
// it back. Where that one is blocked, nothing is taken.
TEST(Stops, EndThoughTheSigcontIsTakenBack) {
  const std::string again = kStop + kShown + kGoesOn + "7 kill(8, SIGTSTP) = 0\n" + kCall;
  expect_conforms(kFamily + blocks("TSTP") + again);
  expect_broken(blocks("USR1") + kStop + kShown + kCall, 5, "call.entered");
  expect_broken(blocks("USR1") + again, 7, "call.entered_before_signal");
}

// Who waits is told of those that were, a signal also of those that a SIGCONT took back.
TEST(Stops, ThatAWaitTellsOfWereShown) {
  const std::string waits =
      "7 wait4(8, [{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}], WSTOPPED, NULL) = 8\n";
  const std::string notice = chld("CLD_STOPPED", "SIGSTOP");
  const std::string on = kGoesOn + kContinued;
  expect_conforms(kFamily + kStop + waits + notice + kShown + on + kCall);
  expect_conforms(kFamily + kStop + notice + on + kCall);
  expect_broken(kStop + waits + notice + on, 6, "deliver.taken");
  expect_broken(kStop + on + waits, 5, "exit.paused");
  // Of a process group without a shell nobody may stop by SIGTSTP, but then nobody is told.
  const auto tstp = [](std::string text) {
    for (std::size_t at = 0; (at = text.find("SIGSTOP", at)) != text.npos;)
      text.replace(at, 7, "SIGTSTP");
    return "8 rt_sigaction(SIGTSTP, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n" +
           text;
  };
  expect_conforms(kFamily + tstp(kStop + kShown + waits + notice + on));
  expect_conforms(kFamily + tstp(kStop + on + kCall));
  expect_broken(tstp(kStop + waits + on), 6, "deliver.taken");
  // And of each that was.
  expect_conforms(kFamily + kStop + on + kStop + kShown + waits + on + kStop + kShown + waits + on);
  expect_broken(kStop + on + kStop + kShown + waits + on + kStop + waits + on, 15, "deliver.taken");
}

// Which of the two came first nobody sees, and that one may be gone.
TEST(Stops, MayBeTakenBackWhereASigcontWasOnItsWay) {
  const std::string begins = "8 kill(8, SIGSTOP <unfinished ...>\n";
  const std::string ends = "8 <... kill resumed>) = 0\n";
  const std::string go = "7 kill(8, SIGCONT <unfinished ...>\n";
  const std::string gone = "7 <... kill resumed>) = 0\n";
  expect_conforms(kFamily + blocks("") + go + begins + gone + ends + kContinued + kCall);
  expect_conforms(kFamily + blocks("") + go + begins + ends + gone + kContinued + kCall);
  expect_broken(blocks("") + go + gone + begins + ends + kContinued, 6, "deliver.taken");
}

}  // namespace
}  // namespace sigspec::test
