// Alternate signal stacks in small traces: what reads back, what is refused, who inherits one.
#include <gtest/gtest.h>

#include "tests/support/small_trace.h"

namespace sigspec {
namespace {

using namespace test;

const std::string kNone = "{ss_sp=NULL, ss_flags=SS_DISABLE, ss_size=0}";
const std::string kStack = "{ss_sp=0x7f00, ss_flags=0, ss_size=65536}";
const std::string kOther = "{ss_sp=0x9f00, ss_flags=0, ss_size=8192}";
const std::string kDisarming = "{ss_sp=0x7f00, ss_flags=SS_AUTODISARM, ss_size=65536}";

std::string ask(const std::string& given, const std::string& old, const std::string& tid = "7") {
  return tid + " sigaltstack(" + given + ", " + old + ") = 0\n";
}
std::string shown(const std::string& stack, const std::string& tid = "7") {
  return ask("NULL", stack, tid);
}
std::string refused(const std::string& given, const std::string& error) {
  return "7 sigaltstack(" + given + ", NULL) = -1 " + error + "\n";
}
const std::string kReturn = "7 rt_sigreturn({mask=[]}) = 0\n";
const std::string kChanges = "sigaltstack.changes_stack";

TEST(AltStack, ReadsBackAsItWasSet) {
  const std::string set = kStart + ask(kStack, kNone);
  expect_conforms(set + shown(kStack));
  expect_diverges(set + shown(kNone), 2, kChanges);
  expect_diverges(set + shown(kOther), 2, kChanges);
  expect_diverges(set + shown("{ss_sp=0x7f00, ss_flags=0, ss_size=65535}"), 2, kChanges);
  expect_diverges(set + shown("{ss_sp=0x7f01, ss_flags=0, ss_size=65536}"), 2, kChanges);
  expect_diverges(set + shown(kDisarming), 2, kChanges);
  expect_conforms(set + ask("{ss_sp=NULL, ss_flags=SS_DISABLE, ss_size=5}", kStack) + shown(kNone));
}

TEST(AltStack, ANewProgramHasNone) {
  expect_diverges(kStart + shown(kStack), 1, kChanges);
  const std::string exec = "7 execve(\"/bin/y\", [\"y\"], 0x7ffe /* 1 var */) = 0\n";
  expect_conforms(kStart + ask(kStack, kNone) + exec + shown(kNone));
  // Linux forgets to clear the flag.
  const std::string left = "{ss_sp=NULL, ss_flags=SS_DISABLE|SS_AUTODISARM, ss_size=0}";
  expect_conforms(kStart + ask(kDisarming, kNone) + exec + shown(left));
  expect_diverges(kStart + ask(kStack, kNone) + exec + shown(kStack), 3, kChanges);
}

TEST(AltStack, ChangesOnlyForATaskThatIsNotOnIt) {
  const std::string on_it = "{ss_sp=0x7f00, ss_flags=SS_ONSTACK, ss_size=65536}";
  const std::string set = kStart + ask(kStack, kNone);
  expect_conforms(set + shown(on_it) + refused(kOther, "EPERM (Operation not permitted)"));
  expect_diverges(set + ask(kOther, on_it), 2, kChanges);
  const std::string rule = "sigaltstack.not_while_on_it";
  expect_diverges(kStart + refused(kStack, "EPERM (Operation not permitted)"), 1, rule);
  expect_diverges(
      kStart + ask(kDisarming, kNone) + refused(kStack, "EPERM (Operation not permitted)"), 2,
      rule);
  expect_diverges(kStart + shown("{ss_sp=NULL, ss_flags=SS_ONSTACK|SS_DISABLE, ss_size=0}"), 1,
                  kChanges);
}

TEST(AltStack, UnknownModesAndSmallStacksAreRefused) {
  const std::string odd = "{ss_sp=0x7f00, ss_flags=0x4 /* SS_??? */, ss_size=65536}";
  const std::string beside = "{ss_sp=0x7f00, ss_flags=SS_DISABLE|0x4, ss_size=0}";
  const std::string small = "{ss_sp=0x7f00, ss_flags=0, ss_size=2047}";
  for (const std::string& stack : {odd, beside}) {
    expect_conforms(kStart + refused(stack, "EINVAL (Invalid argument)") + shown(kNone));
    expect_diverges(kStart + ask(stack, "NULL"), 1, kChanges);
  }
  expect_conforms(kStart + refused(small, "ENOMEM (Cannot allocate memory)") + shown(kNone));
  expect_diverges(kStart + ask(small, "NULL"), 1, kChanges);
  expect_conforms(kStart + ask("{ss_sp=0x7f00, ss_flags=SS_ONSTACK, ss_size=65536}", kNone) +
                  shown(kStack));
  expect_diverges(kStart + refused(kStack, "EINVAL (Invalid argument)"), 1,
                  "sigaltstack.unknown_mode");
  expect_diverges(kStart + refused(kNone, "ENOMEM (Cannot allocate memory)"), 1,
                  "sigaltstack.too_small");
}

TEST(AltStack, TheReturnFromAHandlerPutsItBack) {
  const std::string set = kStart + kCatch + ask(kStack, kNone) + usr1() + ask(kOther, kStack);
  expect_conforms(set + kReturn + shown(kStack));
  expect_diverges(set + kReturn + shown(kNone), 6, kChanges);
  // Nothing was ever set: what sigaltstack would refuse is not put back.
  expect_conforms(kStart + kCatch + usr1() + ask(kStack, kNone) + kReturn + shown(kStack));
}

TEST(AltStack, AStackThatDisarmsItselfIsGoneInTheHandler) {
  const std::string in_handler = kStart + kCatch + ask(kDisarming, kNone) + usr1();
  expect_conforms(in_handler + shown(kNone) + kReturn + shown(kDisarming));
  expect_diverges(in_handler + shown(kDisarming), 4, kChanges);
  expect_diverges(in_handler + kReturn + shown(kNone), 5, kChanges);
}

TEST(AltStack, IsInheritedUnlessMemoryIsShared) {
  const auto made = [](const std::string& flags) {
    return kStart + ask(kStack, kNone) + "7 clone(child_stack=0x7f, flags=" + flags + ") = 8\n";
  };
  for (const char* keeps : {"SIGCHLD", "CLONE_VM|CLONE_VFORK|SIGCHLD"}) {
    const std::string makes = kStart + ask(kStack, kNone) +
                              "7 clone(child_stack=0x7f, flags=" + keeps + " <unfinished ...>\n";
    expect_conforms(makes + shown(kStack, "8"));
    expect_diverges(makes + shown(kNone, "8"), 3, kChanges);
  }
  for (const char* clears : {"CLONE_VM|SIGCHLD", "CLONE_VM|CLONE_SIGHAND|CLONE_THREAD"}) {
    expect_conforms(made(clears) + shown(kNone, "8") + ask(kOther, kNone, "8") + shown(kStack));
    expect_diverges(made(clears) + shown(kStack, "8"), 3, kChanges);
  }
}

TEST(Actions, AChildMadeWithoutHandlersHasNoFlagsEither) {
  const std::string made =
      kStart + kCatch + "7 clone3({flags=CLONE_CLEAR_SIGHAND, exit_signal=SIGCHLD}, 88) = 8\n";
  const std::string shows = "8 rt_sigaction(SIGUSR1, NULL, {sa_handler=SIG_DFL, sa_mask=[], ";
  expect_conforms(made + shows + "sa_flags=0}, 8) = 0\n");
  expect_diverges(made + shows + "sa_flags=SA_RESTORER, sa_restorer=0x7f00}, 8) = 0\n", 3,
                  "rt_sigaction.changes_action");
}

TEST(Actions, ReadBackWithTheFlagsThatLinuxKnows) {
  const auto reads_back = [](const std::string& handler, const std::string& flags) {
    return kStart + "7 rt_sigaction(SIGINT, {sa_handler=" + handler +
           ", sa_mask=[HUP KILL STOP], sa_flags=SA_RESTORER|SA_NODEFER|0x400, sa_restorer=0x7f00}, "
           "NULL, 8) = 0\n7 rt_sigaction(SIGINT, NULL, {sa_handler=" +
           handler + ", sa_mask=[HUP], sa_flags=" + flags + ", sa_restorer=0x7f00}, 8) = 0\n";
  };
  for (const char* handler : {"0x401000", "SIG_IGN", "SIG_DFL"}) {
    expect_conforms(reads_back(handler, "SA_RESTORER|SA_NODEFER"));
    expect_diverges(reads_back(handler, "SA_RESTORER|SA_NODEFER|SA_UNSUPPORTED"), 2,
                    "rt_sigaction.changes_action");
    expect_diverges(reads_back(handler, "SA_RESTORER"), 2, "rt_sigaction.changes_action");
  }
}

}  // namespace
}  // namespace sigspec
