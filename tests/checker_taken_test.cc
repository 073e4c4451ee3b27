// Signals that calls take or raise themselves, in small traces.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

TEST(Taken, OnlyWhatIsWanted) {
  const auto takes = [](const std::string& wanted, const std::string& name) {
    return kStart + "7 rt_sigtimedwait([" + wanted + "], {si_signo=" + name +
           ", si_code=SI_USER, si_pid=1, si_uid=0}, NULL, 8) = 10 (" + name + ")\n";
  };
  expect_conforms(takes("USR1 INT", "SIGUSR1"));
  expect_diverges(takes("USR2 INT", "SIGUSR1"), 1, "rt_sigtimedwait.takes");
  expect_conforms(kStart + "7 rt_sigtimedwait([INT], NULL, NULL, 8) = 2 (SIGINT)\n");
}

TEST(Taken, OnlyWhatWasSent) {
  const std::string shown = kStart +
                            "7 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n"
                            "7 kill(7, SIGUSR1) = 0\n";
  const std::string take =
      "7 rt_sigtimedwait([USR1], {si_signo=SIGUSR1, si_code=SI_USER, si_pid=7, "
      "si_uid=0}, {tv_sec=0, tv_nsec=0}, 8) = 10 (SIGUSR1)\n";
  expect_conforms(shown + take);
  expect_diverges(shown + take + take, 4, "rt_sigtimedwait.takes");
}

TEST(Taken, IsLostWhereItCannotBeTold) {
  const std::string blocked = kStart +
                              "7 rt_sigprocmask(SIG_BLOCK, [USR1], [], 8) = 0\n"
                              "7 kill(7, SIGUSR1) = 0\n";
  const std::string none = "{tv_sec=0, tv_nsec=0}, 8) = -1 EAGAIN (x)\n";
  const auto lost = [&](const std::string& info) {
    return blocked + "7 rt_sigtimedwait([USR1], " + info +
           ", {tv_sec=0, tv_nsec=0}, 8) = -1 EFAULT (Bad address)\n"
           "7 rt_sigtimedwait([USR1], NULL, " + none;
  };
  expect_conforms(lost("0x8"));
  expect_diverges(lost("NULL"), 4, "rt_sigtimedwait.finds_none");
}

TEST(Raised, SigpipeByAWriteThatNobodyReads) {
  const std::string shows = kStart +
                            "7 rt_sigaction(SIGPIPE, {sa_handler=SIG_IGN, sa_mask=[], "
                            "sa_flags=0}, NULL, 8) = 0\n";
  const std::string sigpipe =
      "7 --- SIGPIPE {si_signo=SIGPIPE, si_code=SI_USER, si_pid=7, si_uid=0} ---\n";
  const auto broken = [](const std::string& fd) {
    return "7 write(" + fd + ", \"x\", 1) = -1 EPIPE (Broken pipe)\n";
  };
  const std::string once = shows + broken("4<pipe:[9]>") + sigpipe;
  expect_conforms(once + broken("4<pipe:[9]>") + sigpipe + "7 getpid() = 7\n");
  expect_diverges(once + broken("4<pipe:[9]>") + "7 getpid() = 7\n", 5, "call.entered");
  expect_diverges(once + broken("4<UNIX-STREAM:[9]>") + "7 getpid() = 7\n", 5, "call.entered");
  // Datagrams raise none.
  expect_conforms(once + broken("4<socket:[9]>") + "7 getpid() = 7\n");
  // A write that moved less may have raised it: then it comes at once.
  const std::string less = shows + "7 write(4<pipe:[9]>, \"x\"..., 8192) = 4096\n";
  const std::string next = "7 getpid() = 7\n";
  expect_conforms(less + sigpipe + next);
  expect_diverges(less + next + sigpipe, 4, "deliver.taken");
  const std::string block = "7 rt_sigprocmask(SIG_BLOCK, [PIPE], NULL, 8) = 0\n";
  expect_conforms(shows + block + less.substr(shows.size()) + next +
                  "7 rt_sigprocmask(SIG_UNBLOCK, [PIPE], NULL, 8) = 0\n" + sigpipe);
}

TEST(Taken, TheCallTellsWhichItWas) {
  const auto takes = [](const std::string& info, const std::string& told) {
    return kStart + "7 rt_sigtimedwait([INT USR1], " + info + ", NULL, 8) = " + told + "\n";
  };
  const std::string info = "{si_signo=SIGUSR1, si_code=SI_USER, si_pid=1, si_uid=0}";
  expect_conforms(takes(info, "10 (SIGUSR1)"));
  expect_diverges(takes(info, "2 (SIGINT)"), 1, "rt_sigtimedwait.takes");
  expect_conforms(takes("NULL", "2 (SIGINT)"));
  expect_diverges(takes("NULL", "12 (SIGUSR2)"), 1, "rt_sigtimedwait.takes");
}

}  // namespace
}  // namespace sigspec
