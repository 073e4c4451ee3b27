// Signal arguments and the pieces of arguments: values out of strace's text.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>

#include "traces/arguments.h"
#include "traces/signal_text.h"

namespace sigspec::traces {
namespace {

// The checker's table comes from the specification; a test brings a few names of its own.
class SomeNames : public Names {
 public:
  std::optional<std::uint64_t> find(NameKind kind, std::string_view name) const override {
    std::string full(name);
    if (kind == NameKind::SetMember) full.insert(0, "SIG");
    if (full.starts_with("SIGRT_")) return 32 + std::stoul(full.substr(6));
    const auto at = values_.find(full);
    return at == values_.end() ? std::nullopt : std::optional(at->second);
  }

 private:
  std::map<std::string, std::uint64_t> values_ = {
      {"SIGINT", 2},           {"SIGTERM", 15},   {"SIGCHLD", 17},          {"SIGUSR2", 12},
      {"SIGRTMIN", 32},        {"SIGSTOP", 19},   {"SA_RESTORER", 1 << 26}, {"SA_RESTART", 1 << 28},
      {"SA_NODEFER", 1 << 30}, {"SS_DISABLE", 2}, {"CLD_EXITED", 1},        {"SI_QUEUE", ~0ULL},
      {"SI_USER", 0}};
};

const SomeNames kNames;

std::uint64_t bit(int signo) { return std::uint64_t{1} << (signo - 1); }

TEST(SignalText, Sets) {
  EXPECT_EQ(parse_sigset("[]", kNames).bits, 0U);
  EXPECT_EQ(parse_sigset("[INT RT_2]", kNames).bits, bit(2) | bit(34));
  EXPECT_EQ(parse_sigset("~[INT TERM RTMIN RT_1]", kNames).bits,
            ~(bit(2) | bit(15) | bit(32) | bit(33)));
  EXPECT_EQ(parse_sigset("~[]", kNames).bits, ~0ULL);
  EXPECT_EQ(parse_sigset("[32 /* RTMIN */ 33 /* RT_1 */]", kNames).bits, bit(32) | bit(33));
  EXPECT_EQ(parse_sigset("[2 17]", kNames).bits, bit(2) | bit(17));
  for (const char* text : {"[]", "[INT RT_2]", "~[]", "[2 17]", "[32 /* RTMIN */]"})
    EXPECT_TRUE(parse_sigset(text, kNames).understood) << text;
  for (const char* text :
       {"", "NULL", "0x7ffe", "[", "[INT", "[INT]x", "[65]", "[0]", "[INT, TERM]"})
    EXPECT_FALSE(parse_sigset(text, kNames).understood) << text;
}

TEST(SignalText, UnknownNamesAreReported) {
  const SigsetText set = parse_sigset("[INT WHAT NOT]", kNames);
  EXPECT_FALSE(set.understood);
  EXPECT_EQ(set.unknown, "WHAT");
  EXPECT_EQ(set.bits, bit(2));
  const FlagsText flags = parse_flags("SA_RESTART|SA_NEW|0x10", NameKind::ActionFlag, kNames);
  EXPECT_FALSE(flags.understood);
  EXPECT_EQ(flags.unknown, "SA_NEW");
  EXPECT_EQ(flags.bits, (1U << 28) | 0x10U);
  EXPECT_FALSE(parse_constant("SIGWHAT", NameKind::Signal, kNames).known);
}

TEST(SignalText, Flags) {
  const auto flags = [](const char* text) {
    return parse_flags(text, NameKind::ActionFlag, kNames);
  };
  EXPECT_EQ(flags("0").bits, 0U);
  EXPECT_EQ(flags("SA_RESTORER|SA_NODEFER|0xffffffff00000000").bits,
            0xffffffff00000000U | (1U << 26) | (1U << 30));
  EXPECT_EQ(flags("0x1200000 /* SA_X|SA_Y */|17 /* Z */").bits, 0x1200011U);
  EXPECT_EQ(flags("|0x900").bits, 0x900U);
  EXPECT_EQ(flags("SA_RESTORER|1<<3").bits, (1U << 26) | 8U);
  EXPECT_EQ(flags("1|1<<3").bits, 9U);
  for (const char* text : {"0", "SA_RESTART", "|0x900", "1<<3", "1 /* x */"})
    EXPECT_TRUE(flags(text).understood) << text;
  for (const char* text : {"", "SA_RESTART,", "SA_RESTART|{", "\"x\""})
    EXPECT_FALSE(flags(text).understood) << text;
}

TEST(SignalText, Actions) {
  const SigactionText action = parse_sigaction(
      "{sa_handler=0x55b71afc0509, sa_mask=~[INT TERM], "
      "sa_flags=SA_RESTORER|SA_RESTART|0xffffffff00000000, sa_restorer=0x7f0831392050}",
      kNames);
  EXPECT_TRUE(action.understood);
  EXPECT_EQ(action.handler, "0x55b71afc0509");
  EXPECT_EQ(action.mask.bits, ~(bit(2) | bit(15)));
  EXPECT_EQ(action.flags.bits, 0xffffffff00000000U | (1U << 26) | (1U << 28));
  EXPECT_EQ(action.restorer, "0x7f0831392050");
  EXPECT_TRUE(parse_sigaction("{sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}", kNames).understood);
  for (const char* text : {"NULL", "0x7f", "{sa_handler=SIG_DFL}", "{sa_handler=SIG_DFL, sa_mask=[",
                           "{sa_handler=SIG_DFL, sa_mask=[], sa_flags=SA_NEW}"})
    EXPECT_FALSE(parse_sigaction(text, kNames).understood) << text;
}

TEST(SignalText, Stacks) {
  const StackText stack =
      parse_stack("{ss_sp=0xbaadf00d, ss_flags=SS_DISABLE, ss_size=3735928559}", kNames);
  EXPECT_TRUE(stack.understood);
  EXPECT_EQ(stack.base, "0xbaadf00d");
  EXPECT_EQ(stack.flags.bits, 2U);
  EXPECT_EQ(stack.size, 3735928559U);
  EXPECT_FALSE(parse_stack("NULL", kNames).understood);
}

TEST(SignalText, Siginfo) {
  const SiginfoText child = parse_siginfo(
      "{si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=15263, si_uid=0, si_status=7, "
      "si_utime=1 /* 0.01 s */, si_stime=0}",
      kNames);
  EXPECT_TRUE(child.understood);
  EXPECT_EQ(child.signo.value, 17U);
  EXPECT_EQ(child.code.name, "CLD_EXITED");
  EXPECT_EQ(child.pid, 15263);
  EXPECT_EQ(child.uid, 0);
  EXPECT_EQ(child.status.value, 7U);
  const SiginfoText queued = parse_siginfo(
      "{si_signo=SIGRT_3, si_code=SI_QUEUE, si_pid=1 /* 19602 in strace's PID NS */, si_uid=0, "
      "si_int=-42, si_ptr=0x2a}",
      kNames);
  EXPECT_TRUE(queued.understood);
  EXPECT_EQ(queued.signo.value, 35U);
  EXPECT_EQ(queued.pid, 1);
  EXPECT_EQ(queued.pid_outside, 19602);
  EXPECT_EQ(queued.value_int, -42);
  const SiginfoText raw =
      parse_siginfo("{si_signo=19 /* SIGSTOP */, si_code=0x5, si_pid=19520<t2>, ...}", kNames);
  EXPECT_TRUE(raw.understood);
  EXPECT_EQ(raw.signo.value, 19U);
  EXPECT_EQ(raw.signo.name, "SIGSTOP");
  EXPECT_EQ(raw.code.value, 5U);
  EXPECT_EQ(raw.pid, 19520);
  EXPECT_EQ(
      parse_siginfo("{si_signo=SIGSTOP, si_code=SI_USER, si_status=SIGINT}", kNames).status.value,
      2U);
  EXPECT_FALSE(parse_siginfo("{si_signo=SIGSTOP}", kNames).understood);
  EXPECT_FALSE(parse_siginfo("{si_signo=SIGSTOP, si_code=SI_USER", kNames).understood);
  EXPECT_FALSE(parse_siginfo("", kNames).understood);
}

RC_GTEST_PROP(SignalText, AnySetIsReadBack, (std::uint64_t bits)) {
  std::string text;
  for (int signo = 1; signo <= 64; ++signo)
    if (bits & bit(signo)) text += (text.empty() ? "" : " ") + std::to_string(signo);
  RC_ASSERT(parse_sigset("[" + text + "]", kNames).bits == bits);
  RC_ASSERT(parse_sigset("~[" + text + "]", kNames).bits == ~bits);
}

RC_GTEST_PROP(SignalText, JunkIsNeverUnderstoodWrongly, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("{}[]()~|<>/*=, \"0x9AINTsi_codeno")));
  parse_flags(text, NameKind::Other, kNames);
  parse_sigset(text, kNames);
  RC_ASSERT(!parse_sigaction(text, kNames).understood);
  RC_ASSERT(!parse_stack(text, kNames).understood);
  RC_ASSERT(!parse_siginfo("{" + text, kNames).understood);
}

TEST(Arguments, NamesAndFields) {
  const std::string_view clone = "child_stack=NULL, flags=CLONE_VM|SIGCHLD, tid=[7]";
  EXPECT_EQ(named_argument(clone, "flags"), "CLONE_VM|SIGCHLD");
  EXPECT_EQ(named_argument(clone, "size"), std::nullopt);
  EXPECT_EQ(drop_name("fd=3</a=b>"), "3</a=b>");
  EXPECT_EQ(drop_name("3</a=b>"), "3</a=b>");
  EXPECT_EQ(drop_name("a == b"), "a == b");
  EXPECT_EQ(field_text("{a=1, b=[X Y], c={a=2}}", "b"), "[X Y]");
  EXPECT_EQ(field_text("{a=1, b=[X Y], c={a=2}}", "c"), "{a=2}");
  EXPECT_EQ(field_text("{a=1}", "b"), std::nullopt);
  EXPECT_EQ(field_text("a=1", "a"), std::nullopt);
}

TEST(Arguments, InAndOut) {
  const InOut pair = split_in_out("{a=1} => {a=2, b=\" => \"}");
  EXPECT_TRUE(pair.changed);
  EXPECT_EQ(pair.before, "{a=1}");
  EXPECT_EQ(pair.after, "{a=2, b=\" => \"}");
  EXPECT_FALSE(split_in_out("[110]").changed);
  EXPECT_EQ(split_in_out("[110]").after, "[110]");
}

TEST(Arguments, Numbers) {
  EXPECT_EQ(parse_number("0755")->bits, 0755U);
  EXPECT_EQ(parse_number("-1")->number(), -1);
  EXPECT_EQ(parse_number("0xffffffffffffffff")->number(), -1);
  EXPECT_EQ(parse_number("18446744073709551615")->bits, ~0ULL);
  EXPECT_EQ(parse_number("0")->bits, 0U);
  EXPECT_EQ(parse_number("2 /* 19603 in strace's PID NS */")->comment, "19603 in strace's PID NS");
  for (const char* text : {"", "NULL", "1x", "-", "3</tmp", "1<<3", "0x"})
    EXPECT_FALSE(parse_number(text)) << text;
}

TEST(Arguments, TooManyOrUnbalanced) {
  std::string many = "0";
  for (int n = 1; n < 40; ++n) many += ", " + std::to_string(n);
  EXPECT_EQ(split_arguments(many).count, Arguments::kMax);
  EXPECT_FALSE(split_arguments(many).complete);
  EXPECT_FALSE(split_arguments("1, {a=]").complete);
  EXPECT_FALSE(split_arguments("1, \"open").complete);
  EXPECT_TRUE(split_arguments("").complete);
  EXPECT_EQ(split_arguments("").count, 0U);
  EXPECT_EQ(argument_text("1, 2", 5), "");
}

}  // namespace
}  // namespace sigspec::traces
