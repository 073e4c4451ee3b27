// Every call that sends a signal: what it sends comes once, and what it refuses does not.
#include <gtest/gtest.h>

#include "tests/support/small_family.h"
#include "tests/support/small_trace.h"

namespace sigspec::test {
namespace {

const std::string kQueued = "{si_signo=SIGUSR1, si_code=SI_QUEUE, si_pid=7, si_uid=0, si_int=5, "
                            "si_ptr=0x5}";

/// A call of task 7 that sends SIGUSR1, or asks whether it could.
struct Sender {
  std::string name, before, behind, code;

  std::string call(const std::string& result, const std::string& sig = "SIGUSR1") const {
    return "7 " + name + "(" + before + ", " + sig + behind + ") = " + result + "\n";
  }
  std::string taken() const {
    return code == "SI_QUEUE" ? "8 --- SIGUSR1 " + kQueued + " ---\n"
                              : "8 " + from("7", "SIGUSR1", code);
  }
};

const Sender kSenders[] = {
    {"kill", "8", "", "SI_USER"},
    {"tkill", "8", "", "SI_TKILL"},
    {"tgkill", "8, 8", "", "SI_TKILL"},
    {"rt_sigqueueinfo", "8", ", " + kQueued, "SI_QUEUE"},
    {"rt_tgsigqueueinfo", "8, 8", ", " + kQueued, "SI_QUEUE"},
    {"pidfd_send_signal", "3<pid:8>", ", NULL, 0", "SI_USER"},
    {"pidfd_send_signal", "3<pid:8>", ", " + kQueued + ", 0", "SI_QUEUE"},
};

const std::string kCalls = "8 getpid() = 8\n8 getppid() = 7\n";
const std::string kNotPermitted = "-1 EPERM (Operation not permitted)";
const std::string kNobody = "-1 ESRCH (No such process)";

TEST(Sending, ReachesItsTargetOnce) {
  for (const Sender& sender : kSenders) {
    SCOPED_TRACE(sender.call("0"));
    expect_conforms(kFamily + sender.call("0") + sender.taken() + kCalls);
    expect_broken(sender.call("0") + kCalls, 3, "call.entered");
    expect_broken(sender.call("0") + sender.taken() + sender.taken(), 3, "deliver.taken");
    expect_broken(sender.call("1"), 1, sender.name + ".sends");
  }
}

// Of a sender that is killed strace reads no result.
TEST(Sending, ThatIsRefusedReachesNobody) {
  for (const Sender& sender : kSenders) {
    SCOPED_TRACE(sender.call("0"));
    expect_conforms(kFamily + sender.call(kNotPermitted) + kCalls);
    expect_broken(sender.call(kNotPermitted) + sender.taken(), 2, "deliver.taken");
    const std::string unread = sender.call("-1 (errno 18446744073709551487)");
    expect_conforms(kFamily + unread + sender.taken() + "7 +++ killed by SIGKILL +++\n");
  }
}

TEST(Sending, OfNoSignalAsksOnly) {
  for (const Sender& sender : kSenders) {
    SCOPED_TRACE(sender.call("0", "0"));
    expect_conforms(kFamily + sender.call("0", "0") + kCalls);
    expect_conforms(kFamily + sender.call(kNotPermitted, "0") + kCalls);
    expect_broken(sender.call("0", "0") + sender.taken(), 2, "deliver.taken");
  }
}

TEST(Sending, FailsAsItCan) {
  for (const Sender& sender : kSenders) {
    if (sender.name == "pidfd_send_signal") continue;  // other things can be wrong with it
    SCOPED_TRACE(sender.call("0"));
    expect_broken(sender.call("-1 ENOENT (No such file or directory)"), 1,
                  sender.name + ".refuses");
    // For want of room only where signals are queued.
    expect_broken(sender.call("-1 EAGAIN (Resource temporarily unavailable)"), 1,
                  sender.name + ".refuses");
  }
}

TEST(Sending, ToOneselfIsNotDenied) {
  for (const std::string call : {"kill(7, ", "tkill(7, ", "tgkill(7, 7, "}) {
    const std::string name = call.substr(0, call.find('('));
    for (const std::string& error : {kNotPermitted, kNobody}) {
      if (name == "kill" && error == kNobody) continue;  // of the process, by another rule
      expect_broken("7 " + call + "SIGUSR1) = " + error + "\n", 1, name + ".refuses");
    }
  }
  expect_broken("7 kill(7, SIGUSR1) = " + kNobody + "\n", 1, "send.not_found");
}

// To itself a process may send what seems to come from somebody else.
TEST(Sending, ToOneselfMayNameAnother) {
  const std::string named = "{si_signo=SIGUSR1, si_code=SI_USER, si_pid=8, si_uid=0}";
  for (const std::string call : {"rt_sigqueueinfo(7", "rt_tgsigqueueinfo(7, 7"})
    expect_conforms(kFamily + "7 " + call + ", SIGUSR1, " + named + ") = 0\n7 --- SIGUSR1 " + named +
                    " ---\n");
  expect_conforms(kFamily + "7 pidfd_send_signal(3<pid:7>, SIGUSR1, " + named +
                  ", 0) = 0\n7 --- SIGUSR1 " + named + " ---\n");
  expect_broken("7 kill(7, SIGUSR1) = 0\n7 --- SIGUSR1 " + named + " ---\n", 2, "send.named");
}

}  // namespace
}  // namespace sigspec::test
