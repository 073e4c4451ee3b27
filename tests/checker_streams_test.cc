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
  const auto into = [](const std::string& room) {
    return kPipe + kWrite5 + "7 readv(3<pipe:[9]>, [{iov_base=\"\", iov_len=" + room +
           "}], 1) = 0\n" + reads(5);
  };
  expect_conforms(into("0"));
  expect_diverges(into("8"), 8, "read.drains_to_the_end");
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

const std::string kSendmsg =
    "7 sendmsg(3<socket:[9]>, {msg_name=NULL, msg_iovlen=1, msg_controllen=0}, 0) = 1\n";

/// As kPipe; a pair of sockets, and its first end.
std::string pair_of(const std::string& kind) {
  return "7 execve(\"/bin/x\", [\"x\"], 0x7 /* 1 var */) = 0\n"
         "7 set_tid_address(0x7) = 7\n"
         "7 access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n"
         "7 socketpair(AF_UNIX, " + kind + ", 0, [3<socket:[9]>, 4<socket:[10]>]) = 0\n"
         "7 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7) = 8\n"
         "8 set_robust_list(0x7, 24) = 0\n"
         "7 sendto(3<socket:[9]>, \"xy\", 2, 0, NULL, 0) = 2\n"
         "7 read(4<socket:[10]>, \"x\", 1) = 1\n"
         "7 recvfrom(4<socket:[10]>, \"y\", 1, 0, NULL, NULL) = 1\n" +
         kSendmsg + "7 recvmsg(4<socket:[10]>, {msg_name=NULL, msg_iovlen=1}, 0) = 1\n";
}
const std::string kPair = pair_of("SOCK_STREAM|SOCK_CLOEXEC");

std::string line(const std::string& call, int result) {
  return "7 " + call + " = " + std::to_string(result) + "\n";
}
const std::string kPut5 = line("write(3<socket:[9]>, \"hello\", 5)", 5);

std::string receives(int amount, const std::string& flags = "0") {
  return line("recvfrom(4<socket:[10]>, \"x\"..., 64, " + flags + ", NULL, NULL)", amount);
}

TEST(Streams, WhatIsSentByOneSocketIsReceivedByTheOther) {
  expect_conforms(kPair + kPut5 + receives(5) + receives(0));
  expect_diverges(kPair + kPut5 + receives(2) + receives(4), 14, "recvfrom.drains");
  expect_diverges(kPair + kPut5 + receives(4) + receives(0), 14, "recvfrom.drains");
  expect_diverges(kPair + kPut5 + line("read(4<socket:[10]>, \"x\"..., 64)", 6), 13, "read.drains");
  const std::string message = "recvmsg(4<socket:[10]>, {msg_name=NULL, msg_iovlen=1}, 0)";
  expect_conforms(kPair + kPut5 + line(message, 5));
  expect_diverges(kPair + kPut5 + line(message, 6), 13, "recvmsg.drains");
  // Each way has its own bytes.
  const std::string back = line("sendto(4<socket:[10]>, \"x\"..., 50, 0, NULL, 0)", 50);
  expect_diverges(kPair + kPut5 + back + receives(6), 14, "recvfrom.drains");
  expect_conforms(kPair + kPut5 + back + line("read(3<socket:[9]>, \"x\"..., 64)", 50));
  expect_diverges(kPair + kPut5 + back + line("read(3<socket:[9]>, \"x\"..., 64)", 51), 14,
                  "read.drains");
  // Every way to send counts.
  const std::string sent =
      line("sendmsg(3<socket:[9]>, {msg_name=NULL, msg_iovlen=1, msg_controllen=0}, 0)", 2);
  expect_conforms(kPair + kPut5 + sent + receives(7));
  expect_diverges(kPair + kPut5 + sent + receives(8), 14, "recvfrom.drains");
}

// Each way to send may be hidden.
TEST(Streams, OfSocketsAreJudgedWhereEveryWayToSendIsShown) {
  std::string hidden = kPair + kPut5 + receives(6);
  expect_diverges(hidden, 13, "recvfrom.drains");
  hidden.erase(hidden.find(kSendmsg), kSendmsg.size());
  expect_conforms(hidden);
}

TEST(Streams, WhatIsOnlyLookedAtStays) {
  expect_conforms(kPair + kPut5 + receives(5, "MSG_PEEK") + receives(5) + receives(0));
  expect_diverges(kPair + kPut5 + receives(6, "MSG_PEEK"), 13, "recvfrom.drains");
  expect_conforms(kPair + kPut5 + receives(1, "MSG_OOB") + receives(5));
}

TEST(Streams, AnEndIsTheSameWhenTheOtherIsClosed) {
  std::string closed = kPair + kPut5 + receives(6), open = kPair + kPut5 + receives(5);
  const auto rename = [](std::string& text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
      text.replace(at, from.size(), to);
  };
  for (std::string* text : {&closed, &open}) {
    const auto last = text->rfind("7 recvfrom");
    std::string end = text->substr(last);
    text->erase(last);
    rename(*text, "<socket:[9]>", "<UNIX-STREAM:[9->10]>");
    rename(*text, "<socket:[10]>", "<UNIX-STREAM:[10->9]>");
    rename(end, "<socket:[10]>", "<UNIX-STREAM:[10]>");
    *text += end;
  }
  expect_conforms(open);
  expect_diverges(closed, 13, "recvfrom.drains");
}

TEST(Streams, MessagesAreNoStream) {
  for (const char* kind : {"SOCK_DGRAM", "SOCK_SEQPACKET|SOCK_CLOEXEC"})
    expect_conforms(pair_of(kind) + kPut5 + receives(2) + receives(6));
  // What counts messages tells no bytes.
  expect_conforms(kPair + kPut5 + line("sendmmsg(3<socket:[9]>, [{}], 1, 0)", 1) + receives(9));
}

TEST(Streams, OneOfTheCallsMayBeLeftOut) {
  const auto without = [](const std::string& call) {
    std::string filtered = kPair;
    const auto at = filtered.find("7 " + call);
    return filtered.erase(at, filtered.find('\n', at) + 1 - at);
  };
  const auto reads_from_pair = [](int amount) {
    return line("read(4<socket:[10]>, \"x\"..., 64)", amount);
  };
  expect_conforms(without("sendto") + kPut5 + receives(9));
  expect_conforms(without("read") + kPut5 + receives(4) + receives(0));
  expect_conforms(without("recvfrom") + kPut5 + reads_from_pair(4) + reads_from_pair(0));
}

TEST(Streams, WithoutDecorationsNothingIsKnown) {
  std::string plain = kPipe + kWrite5 + reads(6);
  for (std::size_t at; (at = plain.find("<pipe:[9]>")) != std::string::npos;) plain.erase(at, 10);
  expect_conforms(plain);
}

}  // namespace
}  // namespace sigspec
