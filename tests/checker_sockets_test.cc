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
