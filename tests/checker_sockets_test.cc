// How calls on sockets are interrupted: by their timeouts, and by what recvmmsg left there.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

const std::string kEintr = "-1 EINTR (Interrupted system call)";
const std::string kErestartsys = "? ERESTARTSYS (To be restarted if SA_RESTART is set)";

std::string limited(const std::string& option) {
  return kStart + kCatchRestart + "7 socket(AF_UNIX, SOCK_STREAM, 0) = 3<UNIX-STREAM:[9]>\n" +
         "7 setsockopt(3<UNIX-STREAM:[9]>, SOL_SOCKET, " + option +
         ", \"\\24\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\", 16) = 0\n";
}

std::string sends(const std::string& result) {
  return "7 sendto(3<UNIX-STREAM:[9]>, \"abc\", 3, 0, NULL, 0) = " + result + "\n" + usr1();
}

TEST(Sockets, WhoSendsHasATimeoutOfItsOwn) {
  expect_conforms(limited("SO_SNDTIMEO_OLD") + sends(kEintr));
  expect_diverges(limited("SO_SNDTIMEO_OLD") + sends(kErestartsys), 4, "return.restart_code");
  expect_conforms(limited("SO_RCVTIMEO_OLD") + sends(kErestartsys));
  expect_diverges(limited("SO_RCVTIMEO_OLD") + sends(kEintr), 4, "return.interrupted");
}

// Who sleeps already when a timeout is set has none; and by when it is set nobody knows.
TEST(Sockets, ATimeoutIsFoundByTheNextCall) {
  const auto option = [](const std::string& task, const std::string& rest) {
    return task + " setsockopt(3<UNIX-STREAM:[9]>, SOL_SOCKET, SO_RCVTIMEO_OLD, \"\\24\", 16" +
           rest;
  };
  const std::string set = option("8", ") = 0\n");
  const std::string threads = kStart + kCatchRestart +
                              "7 socket(AF_UNIX, SOCK_STREAM, 0) = 3<UNIX-STREAM:[9]>\n" +
                              "7 clone(child_stack=0x7f00, "
                              "flags=CLONE_VM|CLONE_SIGHAND|CLONE_THREAD) = 8\n8 getuid() = 0\n";
  const auto reads = [](const std::string& result, const std::string& meanwhile) {
    return "7 recvfrom(3<UNIX-STREAM:[9]>,  <unfinished ...>\n" + meanwhile +
           "7 <... recvfrom resumed>0x7f00, 3, 0, NULL, NULL) = " + result + "\n" + usr1();
  };
  expect_conforms(threads + reads(kErestartsys, set));
  expect_conforms(threads + set + reads(kEintr, ""));
  expect_diverges(threads + reads(kEintr, ""), 6, "return.interrupted");
  expect_diverges(threads + set + reads(kErestartsys, ""), 7, "return.restart_code");
  expect_diverges(threads + reads(kErestartsys, set) + "7 rt_sigreturn({mask=[]}) = 45\n" +
                      reads(kErestartsys, ""),
                  11, "return.restart_code");
  const std::string begins = option("8", " <unfinished ...>\n");
  const std::string ends = "8 <... setsockopt resumed>) = 0\n";
  for (const std::string& result : {kEintr, kErestartsys})
    expect_conforms(threads + begins + reads(result, ends));
}

// Through another number, or by another process, it may be set unseen.
TEST(Sockets, WhatIsSharedMayHaveATimeout) {
  const std::string other = "7 setsockopt(4, SOL_SOCKET, SO_RCVTIMEO_OLD, \"\\24\", 16) = 0\n";
  const std::string none =
      "7 setsockopt(3<UNIX-STREAM:[9]>, SOL_SOCKET, SO_RCVTIMEO_OLD, "
      "\"\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\", 16) = 0\n";
  const std::string read =
      "7 recvfrom(3<UNIX-STREAM:[9]>, 0x7f00, 3, 0, NULL, NULL) = " + kEintr + "\n" + usr1();
  const std::string alone =
      kStart + kCatchRestart + "7 socket(AF_UNIX, SOCK_STREAM, 0) = 3<UNIX-STREAM:[9]>\n";
  expect_diverges(alone + none + read, 4, "return.interrupted");
  for (const char* shares : {"7 dup(3<UNIX-STREAM:[9]>) = 4<UNIX-STREAM:[9]>\n",
                             "7 dup2(3<UNIX-STREAM:[9]>, 4) = 4<UNIX-STREAM:[9]>\n",
                             "7 fcntl(3<UNIX-STREAM:[9]>, F_DUPFD, 4) = 4<UNIX-STREAM:[9]>\n"})
    expect_conforms(alone + shares + none + other + read);
  expect_conforms(alone + "7 clone(child_stack=NULL, flags=SIGCHLD) = 8\n" + none + "8" +
                  other.substr(1) + read);
}

// What a recvmmsg left that was cut short, whoever uses the socket next finds.
TEST(Sockets, TheCodeOfARecvmmsgIsFoundByTheNext) {
  const std::string cut_short = "7 recvmmsg(3<UNIX-STREAM:[9]>, [{...}], 2, 0, NULL) = 1\n";
  const std::string whole = "7 recvmmsg(3<UNIX-STREAM:[9]>, [{...}], 1, 0, NULL) = 1\n";
  expect_conforms(limited("SO_SNDTIMEO_OLD") + cut_short + sends(kErestartsys));
  expect_diverges(limited("SO_SNDTIMEO_OLD") + whole + sends(kErestartsys), 5,
                  "return.restart_code");
  expect_conforms(limited("SO_RCVTIMEO_OLD") + cut_short + sends(kEintr));
  expect_diverges(limited("SO_RCVTIMEO_OLD") + whole + sends(kEintr), 5, "return.interrupted");
}

}  // namespace
}  // namespace sigspec
