// strace -q on a terminal: nobody announces children, and the first task has no number while it is
// alone. Whose a number is, births tell, and that a task is in one call at a time.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

const std::string kAlone =
    "execve(\"/bin/x\", [\"x\"], 0x7ffe /* 1 var */) = 0\n"
    "set_tid_address(0x7f10) = 7\n"
    "rt_sigaction(SIGHUP, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8) = 0\n"
    "access(\"/x\", R_OK) = -1 ENOENT (No such file or directory)\n"
    "--- SIGWINCH {si_signo=SIGWINCH, si_code=SI_USER, si_pid=1, si_uid=0} ---\n"
    "rt_sigprocmask(SIG_SETMASK, [USR1], NULL, 8) = 0\n";
const std::string kMakes = "clone(child_stack=NULL, flags=SIGCHLD) = 8\n";
const std::string kChild = "[pid 8] rt_sigprocmask(SIG_SETMASK, [USR2], [USR1], 8) = 0\n";
const std::string kHalves = "[pid 8] read(0 <unfinished ...>\n";
const std::string kEnds = "[pid 8] exit_group(0) = ?\n[pid 8] +++ exited with 0 +++\n";

std::string asks(const std::string& who, const std::string& mask) {
  return who + "rt_sigprocmask(SIG_BLOCK, NULL, [" + mask + "], 8) = 0\n";
}

// The one without a number keeps its own state, whoever is seen first.
void expect_told_apart(const std::string& begun, std::uint64_t lines, const std::string& first) {
  expect_conforms(begun + asks(first, "USR1"));
  expect_diverges(begun + asks(first, "USR2"), lines + 1, "rt_sigprocmask.changes_mask");
}

TEST(Quiet, AChildIsKnownByTheCallThatMadeIt) {
  expect_told_apart(kAlone + kMakes + kChild + kHalves, 9, "[pid 7] ");
  expect_told_apart(kAlone + kMakes + kChild + kEnds, 10, "");
  expect_told_apart(kAlone + kMakes + asks("[pid 7] ", "USR1") + kChild, 9, "[pid 7] ");
}

TEST(Quiet, WhoIsInACallDoesNothingElse) {
  const std::string inside = kAlone + "clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>\n";
  const std::string made = "[pid 7] <... clone resumed>) = 8\n";
  expect_told_apart(inside + kChild + made, 9, "[pid 7] ");
  const std::string waits = kAlone + kMakes + "wait4(8,  <unfinished ...>\n";
  const std::string waited =
      "<... wait4 resumed>[{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 8\n";
  expect_told_apart(waits + kChild + kEnds + waited, 12, "");
}

// With -b execve the child is let go of in the middle of its call, and nobody says so.
TEST(Quiet, WhoIsLeftAloneIsInNoCall) {
  const std::string runs = "[pid 8] execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */ <unfinished ...>\n";
  const std::string alone = kAlone + kMakes + kChild + runs + "[pid 7] getuid() = 0\n";
  expect_told_apart(alone, 10, "");
}

// What its children make is not its own.
TEST(Quiet, AGrandchildIsNobodyElse) {
  const std::string makes = "[pid 8] clone(child_stack=NULL, flags=SIGCHLD) = 9\n";
  const std::string made = kHalves + "[pid 8] <... read resumed>\"\", 1) = 0\n" + makes;
  expect_told_apart(kAlone + kMakes + kChild + made + asks("[pid 9] ", "USR2"), 12, "[pid 7] ");
}

// With strace -z births show late, and the numbers of a namespace are others.
TEST(Quiet, WhereCallsAreHeldBackNobodyIsKnown) {
  const std::string born = kAlone + kMakes + kChild;
  expect_conforms(born + asks("[pid 7] ", "USR1"));
  expect_conforms(born + asks("[pid 9] ", "USR2"));
}

// A filter hides who makes whom: nobody can tell, and nobody is accused.
TEST(Quiet, WithoutBirthsNobodyIsKnown) {
  expect_conforms(kAlone + kChild + kEnds + asks("", "USR1"));
  expect_conforms(kAlone + asks("[pid 8] ", "USR1") + asks("[pid 7] ", "USR1"));
  const std::string other = "[pid 8] rt_sigprocmask(SIG_SETMASK, [USR2], NULL, 8) = 0\n";
  expect_conforms(kAlone + other + asks("[pid 8] ", "USR2"));
}

}  // namespace
}  // namespace sigspec
