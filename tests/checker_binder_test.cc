// From the text of an argument to a value: every form that strace prints.
#include "checker/binder.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/describe.h"
#include "tests/support/small_model.h"

namespace sigspec {
namespace {

class Bound {
 public:
  explicit Bound(const Model& model) : model_(model), binder_(model) {}
  const Type* type(const std::string& name) const {
    if (const Type* known = model_.types.find(name)) return known;
    throw std::logic_error("no type " + name);
  }
  std::vector<Cell> cells(const std::string& name, std::string_view text) const {
    std::vector<Cell> out(static_cast<std::size_t>(type(name)->size()));
    binder_.bind(type(name), text, out.data());
    return out;
  }
  std::string operator()(const std::string& name, std::string_view text) const {
    return describe_value(model_, type(name), cells(name, text).data());
  }
  std::uint64_t unknown_words() const { return binder_.unknown_words(); }

 private:
  const Model& model_;
  Binder binder_;
};

const Bound& bound() {
  static const Bound instance(test::linux_model());
  return instance;
}

TEST(BindSets, OfSignalsInEveryForm) {
  const std::pair<const char*, const char*> forms[] = {
      {"[]", "{}"},
      {"[INT]", "{SIGINT}"},
      {"[INT TERM]", "{SIGINT, SIGTERM}"},
      {"[SIGINT SIGTERM]", "{SIGINT, SIGTERM}"},
      {"[RTMIN RT_1]", "{SIGRTMIN, SIGRT_1}"},
      {"[32 /* RTMIN */]", "{SIGRTMIN}"},
      {"[2 15]", "{SIGINT, SIGTERM}"},
      {"[32 /* RTMIN */ 33 /* RT_1 */]", "{SIGRTMIN, SIGRT_1}"},
      {"[INT] => [TERM]", "{SIGTERM}"},
      {"0x1001", "an unknown set"},
      {"0x7ffe12345678", "an unknown set"},
      {"NULL", "an unknown set"},
      {"[INT", "an unknown set"},
      {"[INT, TERM]", "an unknown set"},
      {"[65]", "an unknown set"},
      {"[0]", "an unknown set"},
  };
  for (const auto& [text, value] : forms) EXPECT_EQ(bound()("set Signal", text), value) << text;
}

TEST(BindSets, InvertedOnesHoldAllButWhatIsNamed) {
  const auto all = bound().type("set Signal")->leaves[0].choices;
  const auto cells = bound().cells("set Signal", "~[KILL STOP]");
  const int kill = bound().type("Signal")->member("SIGKILL");
  const int stop = bound().type("Signal")->member("SIGSTOP");
  EXPECT_EQ(cells[0].a, all & ~(1ULL << kill) & ~(1ULL << stop));
  EXPECT_EQ(cells[0].a, cells[0].b);
  EXPECT_EQ(bound().cells("set Signal", "~[]")[0], (Cell{all, all}));
}

TEST(BindFlags, ByNameRawAndVerbose) {
  const std::pair<const char*, const char*> forms[] = {
      {"0", "{}"},
      {"SA_RESTART", "{SA_RESTART}"},
      {"SA_RESTORER|SA_RESTART", "{SA_RESTORER, SA_RESTART}"},
      {"0x14000000", "{SA_RESTORER, SA_RESTART}"},
      {"0x14000000 /* SA_RESTORER|SA_RESTART */", "{SA_RESTORER, SA_RESTART}"},
      {"SA_RESTART|0x4000000", "{SA_RESTORER, SA_RESTART}"},
      {"SA_RESTART|0x200", "{SA_RESTART}"},
      {"SA_NOMASK", "{SA_NODEFER}"},
      {"SA_RESTORER|SA_NODEFER|0xffffffff00000000", "{SA_RESTORER, SA_NODEFER}"},
      {"1<<28|SA_NODEFER", "{SA_RESTART, SA_NODEFER}"},
      {"|0x10000000", "{SA_RESTART}"},
      {"0x7ffe12345678", "an unknown set"},
  };
  for (const auto& [text, value] : forms) EXPECT_EQ(bound()("set SaFlag", text), value) << text;
}

// A comment belongs to the number before it; it once swallowed the words around it.
TEST(BindFlags, WithCommentsInside) {
  const std::pair<const char*, const char*> forms[] = {
      {"SA_RESTART|0x200 /* SA_? */", "{SA_RESTART}"},
      {"SA_RESTORER|0x10000000 /* SA_RESTART */|SA_NODEFER",
       "{SA_RESTORER, SA_RESTART, SA_NODEFER}"},
      {"0x8 /* SA_? */", "{}"},
      {"0x4000000 /* SA_RESTORER */|0x10000000 /* SA_RESTART */", "{SA_RESTORER, SA_RESTART}"},
  };
  for (const auto& [text, value] : forms) EXPECT_EQ(bound()("set SaFlag", text), value) << text;
}

TEST(BindFlags, BitsThatNobodyDeclaredAreOtherwise) {
  EXPECT_EQ(bound()("set CloneFlag", "CLONE_VM|SIGUSR1"), "{CLONE_VM, other_clone_flag}");
  EXPECT_EQ(bound()("set CloneFlag", "0x10a"), "{CLONE_VM, other_clone_flag}");
  EXPECT_EQ(bound()("set CloneFlag", "0x10a /* CLONE_VM|SIGUSR1 */"),
            "{CLONE_VM, other_clone_flag}");
  EXPECT_EQ(bound()("set CloneFlag", "0x100"), "{CLONE_VM}");
}

TEST(BindFlags, WordsThatNobodyDeclaredAreCountedAndTeachNothing) {
  const Bound own(test::linux_model());
  EXPECT_EQ(own("set SaFlag", "SA_RESTART|SA_NEW"), "an unknown set");
  EXPECT_EQ(own("set Signal", "[INT NOSUCH]"), "an unknown set");
  EXPECT_EQ(own.unknown_words(), 2U);
}

TEST(BindOptions, NullPointerAndContent) {
  EXPECT_EQ(bound()("option set Signal", "NULL"), "none");
  EXPECT_EQ(bound()("option set Signal", "[INT]"), "{SIGINT}");
  EXPECT_EQ(bound()("option set Signal", "0x7ffe12345678"), "an unknown set");
  const auto pointer = bound().cells("option Action", "0x7ffe12345678");
  EXPECT_EQ(pointer[0], (Cell{2, 0}));  // something, nobody knows what
  EXPECT_EQ(bound().cells("option Action", "NULL")[0], (Cell{1, 0}));
  EXPECT_EQ(bound().cells("option Timespec", "")[0], (Cell{3, 0}));  // not shown: either
}

TEST(BindActions, FieldsByTheirPrintedNames) {
  EXPECT_EQ(bound()("Action", "{sa_handler=SIG_IGN, sa_mask=[INT], sa_flags=SA_RESTART}"),
            "{handler: ignore, flags: {SA_RESTART}, mask: {SIGINT}}");
  EXPECT_EQ(bound()("Action", "{sa_handler=0x401136, sa_mask=[], sa_flags=0, sa_restorer=0x7f}")
                .substr(0, 17),
            "{handler: caught(");
  EXPECT_EQ(bound()("Action", "{sa_handler=SIG_DFL, ...}"),
            "{handler: default, flags: an unknown set, mask: an unknown set}");
}

TEST(BindActions, InEveryFormOfFlagsAndMasks) {
  EXPECT_EQ(bound()("Action",
                    "{sa_handler=0x1 /* SIG_IGN */, sa_mask=[2 15], "
                    "sa_flags=0x14000000 /* SA_RESTORER|SA_RESTART */, sa_restorer=0x7f0831392050}"),
            "{handler: ignore, flags: {SA_RESTORER, SA_RESTART}, mask: {SIGINT, SIGTERM}}");
  EXPECT_EQ(bound()("Action", "{sa_handler=SIG_DFL, sa_mask=[], sa_flags=SA_NEW}"),
            "{handler: default, flags: an unknown set, mask: {}}");
  const std::string nothing =
      "{handler: anything, flags: an unknown set, mask: an unknown set}";
  for (const char* text : {"NULL", "0x7f", "{sa_handler=SIG_DFL, sa_mask=[", "{a=1}{b=2}"})
    EXPECT_EQ(bound()("Action", text), nothing) << text;
}

// What the rules read of a siginfo.
TEST(BindSiginfo, InEveryForm) {
  const std::pair<const char*, const char*> forms[] = {
      {"{si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=15263, si_uid=0, si_status=7, "
       "si_utime=1 /* 0.01 s */, si_stime=0}",
       "{signal: SIGCHLD, code: CLD_EXITED, named: of_child, pid: 15263, uid: 0, status: 7, "
       "killer: SIGBUS, value: any number, "
       "number: any number, timer: anything, overrun: any number}"},
      {"{si_signo=SIGRT_3, si_code=SI_QUEUE, si_pid=1 /* 19602 in strace's PID NS */, si_uid=0, "
       "si_int=-42, si_ptr=0x2a}",
       "{signal: SIGRT_3, code: SI_QUEUE, named: of_any, pid: 1, uid: 0, status: any number, "
       "killer: anything, value: 42, "
       "number: -42, timer: anything, overrun: any number}"},
      {"{si_signo=SIGUSR1, si_code=SI_QUEUE, si_pid=7, si_uid=0, si_value={int=1, ptr=0x1}}",
       "{signal: SIGUSR1, code: SI_QUEUE, named: of_any, pid: 7, uid: 0, status: any number, "
       "killer: anything, "
       "value: any number, number: any number, timer: anything, overrun: any number}"},
      {"{si_signo=SIGRT_2, si_code=SI_TIMER, si_timerid=0x1, si_overrun=0, si_int=0, si_ptr=NULL}",
       "{signal: SIGRT_2, code: SI_TIMER, named: of_any, pid: any number, uid: any number, "
       "status: any number, killer: anything, "
       "value: 0, number: 0, timer: second_timer, overrun: 0}"},
      {"{si_signo=19 /* SIGSTOP */, si_code=0, si_pid=19520<t2>, ...}",
       "{signal: SIGSTOP, code: SI_USER, named: anything, pid: 19520, uid: any number, "
       "status: any number, killer: anything, "
       "value: any number, number: any number, timer: anything, overrun: any number}"},
      {"{si_signo=SIGSTOP, si_code=SI_USER, si_status=SIGINT}",
       "{signal: SIGSTOP, code: SI_USER, named: of_any, pid: any number, uid: any number, "
       "status: any number, killer: SIGINT, "
       "value: any number, number: any number, timer: anything, overrun: any number}"},
      {"{si_signo=SIGSTOP, si_code=SI_USER",
       "{signal: anything, code: anything, named: anything, pid: any number, uid: any number, "
       "status: any number, killer: anything, "
       "value: any number, number: any number, timer: anything, overrun: any number}"},
  };
  for (const auto& [text, value] : forms) EXPECT_EQ(bound()("Siginfo", text), value) << text;
}

TEST(BindRecords, FieldsNestedInBracesAreNotTheirOwn) {
  EXPECT_EQ(bound()("Timespec", "{it={tv_sec=7}, tv_sec=1, tv_nsec=2}"),
            "{seconds: 1, nanoseconds: 2}");
  EXPECT_EQ(bound()("Timespec", "{it={tv_sec=7, tv_nsec=2}}"),
            "{seconds: any number, nanoseconds: any number}");
  // A field that the second half does not show is what it was.
  EXPECT_EQ(bound()("Timespec", "{tv_sec=1, tv_nsec=2} => {tv_nsec=3}"),
            "{seconds: 1, nanoseconds: 3}");
  EXPECT_EQ(bound()("CloneArguments", "{flags=CLONE_VM, stack=0x7f00} => {parent_tid=[7]}")
                .substr(0, 27),
            "{flags: {CLONE_VM}, stack: ");
  EXPECT_EQ(bound()("MaskArgument", "{sigmask=~[], sigsetsize=8}"),
            "{mask: everything, size: 8}");
}

TEST(BindHandlers, NamesNumbersWithCommentsAndAddresses) {
  EXPECT_EQ(bound()("Handler", "SIG_DFL"), "default");
  EXPECT_EQ(bound()("Handler", "SIG_IGN"), "ignore");
  EXPECT_EQ(bound()("Handler", "0 /* SIG_DFL */"), "default");
  EXPECT_EQ(bound()("Handler", "0x1 /* SIG_IGN */"), "ignore");
  EXPECT_EQ(bound()("Handler", "0x401000").substr(0, 7), "caught(");
  EXPECT_EQ(bound().cells("Handler", "0x401000"), bound().cells("Handler", "0x401000"));
  EXPECT_NE(bound().cells("Handler", "0x401000"), bound().cells("Handler", "0x402000"));
}

TEST(BindNumbers, SignsBasesAndWhatComesBack) {
  EXPECT_EQ(bound()("int", "-1"), "-1");
  EXPECT_EQ(bound()("int", "0x10"), "16");
  EXPECT_EQ(bound()("int", "3</tmp/x>"), "3");
  EXPECT_EQ(bound()("int", "5 => 7"), "7");
  EXPECT_EQ(bound()("int", "[5 => 7]"), "7");
  EXPECT_EQ(bound()("int", "SOME_WORD"), "any number");
  EXPECT_EQ(bound()("int", ""), "any number");
}

TEST(BindEnums, WordsNumbersAndTheRest) {
  EXPECT_EQ(bound()("Signal", "SIGINT"), "SIGINT");
  EXPECT_EQ(bound()("Signal", "INT"), "SIGINT");
  EXPECT_EQ(bound()("Signal", "2"), "SIGINT");
  EXPECT_EQ(bound()("Signal", "0x2 /* SIGINT */"), "SIGINT");
  EXPECT_EQ(bound()("MaskHow", "SIG_BLOCK"), "SIG_BLOCK");
  EXPECT_EQ(bound()("MaskHow", "0 /* SIG_BLOCK */"), "SIG_BLOCK");
  EXPECT_EQ(bound()("Itimer", "ITIMER_NEW"), "anything");
  EXPECT_EQ(bound()("Errno", "ENOSYS"), "other_error");
  EXPECT_EQ(bound()("SiCode", "SEGV_MAPERR"), "fault");
  EXPECT_EQ(bound()("SiCode", "0x1 /* SEGV_MAPERR */"), "fault");
  EXPECT_EQ(bound()("SiCode", "0xfffffffa /* SI_TKILL */"), "SI_TKILL");
  EXPECT_EQ(bound()("SiCode", "0xfffffffa"), "SI_TKILL");
  EXPECT_EQ(bound()("SiCode", "-6"), "SI_TKILL");
  EXPECT_EQ(bound()("SiCode", "0x1 /* NEW_CODE */"), "other_code");
  EXPECT_EQ(bound()("SiCode", "0x1"), "CLD_EXITED or fault or poll_event");
}

/// The objects that a decoration leaves possible.
std::string object(const std::string& decoration) {
  const Type* fd = bound().type("Fd");
  const auto cells = bound().cells("Fd", decoration);
  const RecordField* field = fd->field("object");
  return describe_value(test::linux_model(), field->type, cells.data() + field->offset);
}

bool may_be(const std::string& decoration, const std::string& member) {
  const Type* fd = bound().type("Fd");
  const RecordField* field = fd->field("object");
  const auto mask = bound().cells("Fd", decoration)[static_cast<std::size_t>(field->offset)].a;
  return (mask >> field->type->member(member)) & 1;
}

TEST(BindDescriptors, DecorationsNameTheObject) {
  const std::pair<const char*, const char*> forms[] = {
      {"3<pipe:[123]>", "pipe"},
      {"3<\\x70\\x69\\x70\\x65\\x3a\\x5b\\x37\\x5d>", "pipe"},
      {"3<TCP:[127.0.0.1:80->127.0.0.1:9]>", "socket_tcp"},
      {"3<TCPv6:[[::1]:80]>", "socket_tcp"},
      {"3<UDP:[5]>", "socket_udp"},
      {"3<UNIX-STREAM:[1->2]>", "socket_unix_stream"},
      {"3<NETLINK:[ROUTE:1]>", "socket_netlink"},
      {"3<anon_inode:[eventfd]>", "eventfd"},
      {"3<anon_inode:[timerfd]>", "timerfd"},
      {"3<anon_inode:[eventpoll]>", "epoll"},
      {"3<anon_inode:inotify>", "inotify"},
      {"0</dev/pts/3<char 136:3>>", "tty"},
      {"3</dev/null<char 1:3>>", "char_null"},
      {"3", "anything"},
  };
  for (const auto& [text, value] : forms) EXPECT_EQ(object(text), value) << text;
}

TEST(BindDescriptors, WhatADecorationLeavesOpenStaysOpen) {
  for (const char* member : {"fifo", "regular_file", "directory"})
    EXPECT_TRUE(may_be("3</home/x>", member)) << member;
  EXPECT_FALSE(may_be("3</home/x>", "pipe"));
  for (const char* member : {"socket_tcp", "socket_udp", "socket_unix_stream", "socket_netlink"})
    EXPECT_TRUE(may_be("3<socket:[77]>", member)) << member;
  EXPECT_FALSE(may_be("3<socket:[77]>", "pipe"));
  EXPECT_TRUE(may_be("3</home/x>(deleted)", "regular_file"));
  EXPECT_FALSE(may_be("3</home/x>(deleted)", "pipe"));
}

TEST(BindDescriptors, TheNumberIsRead) {
  EXPECT_EQ(bound()("Fd", "12<pipe:[1]>").substr(0, 12), "{number: 12,");
  EXPECT_EQ(bound()("Fd", "-1").substr(0, 12), "{number: -1,");
}

// ---------------------------------------------------------------------------------- wildcards

bool naive_match(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    for (std::size_t i = 0; i <= text.size(); ++i)
      if (naive_match(text.substr(i), pattern.substr(1))) return true;
    return false;
  }
  return !text.empty() && text[0] == pattern[0] && naive_match(text.substr(1), pattern.substr(1));
}

RC_GTEST_PROP(Wildcards, MatchAsTheNaiveReferenceDoes, ()) {
  for (int i = 0; i < 200; ++i) {
    const auto text = *rc::gen::resize(8, rc::gen::container<std::string>(rc::gen::elementOf(
        std::string("ab"))));
    const auto pattern = *rc::gen::resize(6, rc::gen::container<std::string>(rc::gen::elementOf(
        std::string("ab*"))));
    RC_ASSERT(matches_wildcards(text, pattern) == naive_match(text, pattern));
  }
}

TEST(Wildcards, ManyStarsStayFast) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  EXPECT_FALSE(matches_wildcards(std::string(20'000, 'a') + "b", pattern + "c"));
}

RC_GTEST_PROP(Bind, AnyTextIsAValueOfItsType, ()) {
  static const char* const kTypes[] = {"set Signal", "set SaFlag", "option Action", "Handler", "Fd",
                                       "int", "Signal", "option Timespec", "Siginfo"};
  const std::string alphabet = "[]~{}<>()=,|/* 0x19aSIGINT_";
  for (int i = 0; i < 50; ++i) {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(alphabet));
    for (const char* name : kTypes) {
      const Type* type = bound().type(name);
      const auto cells = bound().cells(name, text);
      for (std::size_t k = 0; k < cells.size(); ++k) {
        const Leaf& leaf = type->leaves[k];
        if (leaf.kind == LeafKind::Choice)
          RC_ASSERT(cells[k].a != 0 && (cells[k].a & ~leaf.choices) == 0);
        if (leaf.kind == LeafKind::Set)
          RC_ASSERT((cells[k].a & ~cells[k].b) == 0 && (cells[k].b & ~leaf.choices) == 0);
      }
    }
  }
}

}  // namespace
}  // namespace sigspec
