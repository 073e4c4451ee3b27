// Bytes that go through pipes, in small traces.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

/// A recording that shows calls of all kinds, errors, and a child: nothing is hidden. It has made a
/// pipe.
const std::string kPipe =
    "7 execve(\"/bin/x\", [\"x\"], 0x7 /* 1 var */) = 0\n"
    "7 set_tid_address(0x7) = 7\n"
    "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n"
    "7 pipe2([3<pipe:[9]>, 4<pipe:[9]>], 0) = 0\n"
    "7 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7) = 8\n"
    "8 set_robust_list(0x7, 24) = 0\n";

const std::string kWrite5 = "8 write(4<pipe:[9]>, \"hello\", 5) = 5\n";

std::string reads(int amount) {
  return "7 read(3<pipe:[9]>, \"x\"..., 64) = " + std::to_string(amount) + "\n";
}

TEST(Streams, WhatWasPutInComesOutOnce) {
  expect_conforms(kPipe + kWrite5 + reads(5) + reads(0));
  expect_conforms(kPipe + kWrite5 + reads(2) + reads(3) + reads(0));
  expect_diverges(kPipe + kWrite5 + reads(5) + reads(1), 9, "read.drains");
  expect_diverges(kPipe + kWrite5 + reads(2) + reads(4), 9, "read.drains");
  expect_diverges(kPipe + kWrite5 + reads(6), 8, "read.drains");
}

TEST(Streams, TheEndComesWhenAllIsOut) {
  expect_diverges(kPipe + kWrite5 + reads(0), 8, "read.drains_to_the_end");
  expect_diverges(kPipe + kWrite5 + reads(4) + reads(0), 9, "read.drains_to_the_end");
  expect_conforms(kPipe + kWrite5 + "7 read(3<pipe:[9]>, \"\", 0) = 0\n" + reads(5));
}

TEST(Streams, AFaultIsToldOnce) {
  expect_diverges(kPipe + kWrite5 + reads(6) + reads(6) + reads(0), 8, "read.drains");
}

TEST(Streams, InterruptedCallsMoveNothing) {
  const std::string interrupted =
      "7 read(3<pipe:[9]>, 0x7, 64) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)\n"
      "7 --- SIGWINCH {si_signo=SIGWINCH, si_code=SI_USER, si_pid=1, si_uid=0} ---\n";
  expect_conforms(kPipe + interrupted + kWrite5 + reads(5) + reads(0));
  expect_diverges(kPipe + kWrite5 + reads(5) + interrupted + reads(5), 11, "read.drains");
}

TEST(Streams, AWriteUnderWayMayHaveMovedAPart) {
  const std::string open = "8 write(4<pipe:[9]>, \"x\"..., 100 <unfinished ...>\n";
  expect_conforms(kPipe + kWrite5 + open + reads(64) +
                  "8 <... write resumed>) = 100\n" + reads(41) + reads(0));
  expect_diverges(kPipe + kWrite5 + open + reads(64) + "8 <... write resumed>) = 100\n" + reads(42),
                  11, "read.drains");
  // It never came back.
  expect_conforms(kPipe + kWrite5 + open + reads(64) + reads(40));
}

TEST(Streams, OneOfSeveralReadersMayGetTheRest) {
  expect_conforms(kPipe + kWrite5 + "8 read(3<pipe:[9]>,  <unfinished ...>\n" + reads(0) +
                  "8 <... read resumed>\"hello\", 64) = 5\n");
}

TEST(Streams, APipeMadeAgainUnderItsNumberIsEmpty) {
  const std::string again = "7 pipe([3<pipe:[9]>, 4<pipe:[9]>]) = 0\n";
  expect_conforms(kPipe + kWrite5 + again + kWrite5 + reads(5) + reads(0));
  expect_diverges(kPipe + kWrite5 + again + kWrite5 + reads(10), 10, "read.drains");
}

TEST(Streams, WhatMovesOtherwiseLeavesTheCountUnknown) {
  const std::string kWays[] = {
      "8 splice(5</x>, NULL, 4<pipe:[9]>, NULL, 10, 0) = 10\n",
      "8 tee(5<pipe:[8]>, 4<pipe:[9]>, 10, 0) = 10\n",
      "8 vmsplice(4<pipe:[9]>, [{iov_base=\"x\", iov_len=1}], 1, 0) = 10\n",
      "8 sendfile(4<pipe:[9]>, 5</x>, NULL, 10) = 10\n",
      "8 fcntl(4<pipe:[9]>, F_SETFL, O_WRONLY|O_DIRECT) = 0\n",
      "8 io_uring_setup(8, {flags=0}) = 6\n",
      "8 io_submit(0x7, 1, [{}]) = 1\n",
      "8 sendmsg(5, {msg_name=NULL, msg_iovlen=1, msg_controllen=24, msg_flags=0}, 0) = 1\n",
      "8 sendmsg(5, 0x7, 0) = 1\n",
      "8 pipe2([3<pipe:[9]>, 4<pipe:[9]>], O_DIRECT) = 0\n",
      "strace: Process 8 detached\n",
  };
  for (const std::string& way : kWays)
    expect_conforms(kPipe + kWrite5 + way + reads(15) + reads(0));
  const std::string kHarmless[] = {
      "8 fcntl(4<pipe:[9]>, F_SETFL, O_WRONLY|O_NONBLOCK) = 0\n",
      "8 fcntl(4<pipe:[9]>, F_SETFD, FD_CLOEXEC) = 0\n",
      "8 sendmsg(5, {msg_name=NULL, msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = 1\n",
      "8 dup2(4<pipe:[9]>, 1</dev/null>) = 1<pipe:[9]>\n",
  };
  for (const std::string& way : kHarmless)
    expect_diverges(kPipe + kWrite5 + way + reads(15), 9, "read.drains");
}

TEST(Streams, WhoMayBeHiddenMayHaveMovedIt) {
  // No child is seen, no error is shown, or only some calls are: others may have the pipe.
  for (const char* gone : {"8 set_robust_list", "access", "set_tid_address"}) {
    std::string filtered = kPipe;
    const auto at = filtered.find(gone);
    const auto begin = filtered.rfind('\n', at) + 1;
    filtered.erase(begin, filtered.find('\n', at) + 1 - begin);
    const std::string filled = "7 write(4<pipe:[9]>, \"hello\", 5) = 5\n";
    if (std::string(gone) == "set_tid_address")
      filtered.erase(filtered.rfind("8 set_robust_list"));  // it, too, belongs to no class
    expect_conforms(filtered + filled + reads(6));
  }
  // Nothing was ever written that is shown.
  expect_conforms(kPipe + reads(6));
}

TEST(Streams, WithoutDecorationsNothingIsKnown) {
  std::string plain = kPipe + kWrite5 + reads(6);
  for (std::size_t at; (at = plain.find("<pipe:[9]>")) != std::string::npos;) plain.erase(at, 10);
  expect_conforms(plain);
}

}  // namespace
}  // namespace sigspec
