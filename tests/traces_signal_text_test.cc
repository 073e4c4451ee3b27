// The grammar of signal arguments and the pieces of arguments: pieces out of strace's text.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "traces/arguments.h"
#include "traces/signal_text.h"

namespace sigspec::traces {
namespace {

using Texts = std::vector<std::string>;

// "NAME", or "#BITS" of a number, with its comment behind it.
std::string shown(const Constant& constant) {
  std::string text =
      constant.name.empty() ? "#" + std::to_string(constant.bits) : std::string(constant.name);
  if (!constant.comment.empty()) text += " (" + std::string(constant.comment) + ")";
  return text;
}

std::string constant(std::string_view text) {
  const auto parsed = parse_constant(text);
  return parsed ? shown(*parsed) : "none";
}

// The pieces of a list, or {"none"}.
Texts flags(std::string_view text) {
  Texts out;
  const bool whole = parse_flags(text, [&](const Constant& flag) { out.push_back(shown(flag)); });
  return whole ? out : Texts{"none"};
}

// The members behind "=" or "~", or {"none"}.
Texts set(std::string_view text) {
  Texts out;
  const SetForm form =
      parse_set(text, [&](const Constant& member) { out.push_back(shown(member)); });
  if (form == SetForm::None) return {"none"};
  out.insert(out.begin(), form == SetForm::Complement ? "~" : "=");
  return out;
}

// Each field as "name: value", or {"none"}.
Texts fields(std::string_view text) {
  Texts out;
  const bool whole = parse_fields(text, [&](std::string_view name, std::string_view value) {
    out.push_back(std::string(name) + ": " + std::string(value));
  });
  return whole ? out : Texts{"none"};
}

const Texts kNone{"none"};

TEST(SignalText, Constants) {
  EXPECT_EQ(constant("SIGRT_3"), "SIGRT_3");
  EXPECT_EQ(constant("19 /* SIGSTOP */"), "#19 (SIGSTOP)");
  EXPECT_EQ(constant("0x5"), "#5");
  EXPECT_EQ(constant("022"), "#18");
  EXPECT_EQ(constant("-42"), "#18446744073709551574");
  EXPECT_EQ(constant("0xffffffffffffffff"), "#18446744073709551615");
  EXPECT_EQ(constant("1 /* 19602 in strace's PID NS */"), "#1 (19602 in strace's PID NS)");
  EXPECT_EQ(constant("0x5 /* SI_? */"), "#5 (SI_?)");
  EXPECT_EQ(constant("1<<3"), "#8");
  EXPECT_EQ(constant("1<<64"), "#0");
  for (const char* text : {"", " ", "SIGINT,", "1x", "\"a\"", "5 /* no end", "{a=1}", "3<x>"})
    EXPECT_EQ(constant(text), "none") << text;
}

TEST(SignalText, Sets) {
  EXPECT_EQ(set("[]"), (Texts{"="}));
  EXPECT_EQ(set("~[]"), (Texts{"~"}));
  EXPECT_EQ(set("[INT RT_2]"), (Texts{"=", "INT", "RT_2"}));
  EXPECT_EQ(set("~[INT TERM RTMIN RT_1]"), (Texts{"~", "INT", "TERM", "RTMIN", "RT_1"}));
  EXPECT_EQ(set("[32 /* RTMIN */ 33 /* RT_1 */]"), (Texts{"=", "#32 (RTMIN)", "#33 (RT_1)"}));
  EXPECT_EQ(set("[2 17]"), (Texts{"=", "#2", "#17"}));
  for (const char* text :
       {"", "NULL", "0x7ffe", "[", "[INT", "[INT]x", "[INT, TERM]", "~", "[INT ]"})
    EXPECT_EQ(set(text), kNone) << text;
}

TEST(SignalText, Flags) {
  EXPECT_EQ(flags("0"), (Texts{"#0"}));
  EXPECT_EQ(flags("SA_RESTORER|SA_NODEFER|0xffffffff00000000"),
            (Texts{"SA_RESTORER", "SA_NODEFER", "#18446744069414584320"}));
  EXPECT_EQ(flags("0x14000000 /* SA_RESTORER|SA_RESTART */"),
            (Texts{"#335544320 (SA_RESTORER|SA_RESTART)"}));
  EXPECT_EQ(flags("0x1200000 /* SA_X|SA_Y */|17 /* Z */"),
            (Texts{"#18874368 (SA_X|SA_Y)", "#17 (Z)"}));
  EXPECT_EQ(flags("SA_RESTART|0x200 /* SA_? */|SA_NODEFER"),
            (Texts{"SA_RESTART", "#512 (SA_?)", "SA_NODEFER"}));
  EXPECT_EQ(flags("|0x900"), (Texts{"#2304"}));
  EXPECT_EQ(flags("SA_RESTORER|1<<3"), (Texts{"SA_RESTORER", "#8"}));
  EXPECT_EQ(flags("1|1<<3"), (Texts{"#1", "#8"}));
  for (const char* text : {"", "SA_RESTART,", "SA_RESTART|{", "\"x\"", "1<<", "SA_RESTART | 1"})
    EXPECT_EQ(flags(text), kNone) << text;
}

TEST(SignalText, Actions) {
  EXPECT_EQ(
      fields("{sa_handler=0x55b71afc0509, sa_mask=~[INT TERM], "
             "sa_flags=SA_RESTORER|SA_RESTART|0xffffffff00000000, sa_restorer=0x7f0831392050}"),
      (Texts{"sa_handler: 0x55b71afc0509", "sa_mask: ~[INT TERM]",
             "sa_flags: SA_RESTORER|SA_RESTART|0xffffffff00000000",
             "sa_restorer: 0x7f0831392050"}));
  EXPECT_EQ(fields("{sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}"),
            (Texts{"sa_handler: SIG_DFL", "sa_mask: []", "sa_flags: 0"}));
  EXPECT_EQ(fields("{sa_handler=SIG_DFL, ...}"), (Texts{"sa_handler: SIG_DFL", ": ..."}));
  for (const char* text :
       {"NULL", "0x7f", "{sa_handler=SIG_DFL, sa_mask=[", "{sa_handler=SIG_DFL,}", "{sa_handler=]}",
        "{a=1}{b=2}", "{a=1} => {a=2}"})
    EXPECT_EQ(fields(text), kNone) << text;
}

TEST(SignalText, Stacks) {
  EXPECT_EQ(fields("{ss_sp=0xbaadf00d, ss_flags=SS_DISABLE, ss_size=3735928559}"),
            (Texts{"ss_sp: 0xbaadf00d", "ss_flags: SS_DISABLE", "ss_size: 3735928559"}));
  EXPECT_EQ(fields("{ss_sp=NULL, ss_flags=0x2 /* SS_DISABLE */, ss_size=0}"),
            (Texts{"ss_sp: NULL", "ss_flags: 0x2 /* SS_DISABLE */", "ss_size: 0"}));
}

TEST(SignalText, Siginfo) {
  EXPECT_EQ(fields("{si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=15263, si_uid=0, si_status=7, "
                   "si_utime=1 /* 0.01 s */, si_stime=0}"),
            (Texts{"si_signo: SIGCHLD", "si_code: CLD_EXITED", "si_pid: 15263", "si_uid: 0",
                   "si_status: 7", "si_utime: 1 /* 0.01 s */", "si_stime: 0"}));
  EXPECT_EQ(
      fields("{si_signo=SIGRT_3, si_code=SI_QUEUE, si_pid=1 /* 19602 in strace's PID NS */, "
             "si_uid=0, si_int=-42, si_ptr=0x2a}"),
      (Texts{"si_signo: SIGRT_3", "si_code: SI_QUEUE", "si_pid: 1 /* 19602 in strace's PID NS */",
             "si_uid: 0", "si_int: -42", "si_ptr: 0x2a"}));
  EXPECT_EQ(fields("{si_signo=19 /* SIGSTOP */, si_code=0x5, si_pid=19520<t2>, ...}"),
            (Texts{"si_signo: 19 /* SIGSTOP */", "si_code: 0x5", "si_pid: 19520<t2>", ": ..."}));
  EXPECT_EQ(fields("{si_signo=SIGSTOP, si_code=SI_USER, si_status=SIGINT}").back(),
            "si_status: SIGINT");
  EXPECT_EQ(fields("{si_signo=SIGSTOP, si_code=SI_USER"), kNone);
  EXPECT_EQ(fields(""), kNone);
  EXPECT_EQ(fields("{}"), Texts{});
}

// The value of a siginfo before strace 5.x is a structure of its own.
TEST(SignalText, FieldsNestedInBraces) {
  const Texts old = fields("{si_signo=SIGUSR1, si_code=SI_QUEUE, si_value={int=1, ptr=0x1}}");
  EXPECT_EQ(old, (Texts{"si_signo: SIGUSR1", "si_code: SI_QUEUE", "si_value: {int=1, ptr=0x1}"}));
  EXPECT_EQ(fields("{int=1, ptr=0x1}"), (Texts{"int: 1", "ptr: 0x1"}));
  EXPECT_EQ(fields("{a={a=2}, b=[{a=1, c={d=\"}, x=1\"}}], c=3}"),
            (Texts{"a: {a=2}", "b: [{a=1, c={d=\"}, x=1\"}}]", "c: 3"}));
  EXPECT_EQ(fields("{EPOLLIN, {u32=3, u64=3}}"), (Texts{": EPOLLIN", ": {u32=3, u64=3}"}));
  EXPECT_EQ(fields("{a=0x3 /* X, Y} */, b=1}"), (Texts{"a: 0x3 /* X, Y} */", "b: 1"}));
}

TEST(SignalText, DeepNestingIsRefused) {
  EXPECT_EQ(fields(std::string(100'000, '{')), kNone);
  EXPECT_EQ(fields("{a=" + std::string(100'000, '{') + std::string(100'000, '}') + "}"), kNone);
}

RC_GTEST_PROP(SignalText, AnySetIsReadBack, (std::uint64_t bits)) {
  std::string text;
  Texts members;
  for (int signo = 1; signo <= 64; ++signo)
    if (bits >> (signo - 1) & 1) {
      text += (text.empty() ? "" : " ") + std::to_string(signo);
      members.push_back("#" + std::to_string(signo));
    }
  members.insert(members.begin(), "=");
  RC_ASSERT(set("[" + text + "]") == members);
  members[0] = "~";
  RC_ASSERT(set("~[" + text + "]") == members);
}

RC_GTEST_PROP(SignalText, JunkIsNoStructure, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("{}[]()~|<>/*=, \"0x9AINTsi_codeno")));
  constant(text);
  flags(text);
  set(text);
  if (!text.starts_with('{') || !text.ends_with('}')) RC_ASSERT(fields(text) == kNone);
}

TEST(Arguments, Names) {
  EXPECT_EQ(drop_name("fd=3</a=b>"), "3</a=b>");
  EXPECT_EQ(drop_name("3</a=b>"), "3</a=b>");
  EXPECT_EQ(drop_name("a == b"), "a == b");
}

TEST(Arguments, InAndOut) {
  const InOut pair = split_in_out("{a=1} => {a=2, b=\" => \"}");
  EXPECT_TRUE(pair.changed);
  EXPECT_EQ(pair.before, "{a=1}");
  EXPECT_EQ(pair.after, "{a=2, b=\" => \"}");
  EXPECT_EQ(split_in_out("[110 => 2]").after, "2");
  EXPECT_EQ(split_in_out("[INT] => [TERM]").before, "[INT]");
  EXPECT_EQ(split_in_out("[INT] => [TERM]").after, "[TERM]");
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
  EXPECT_EQ(LazyArguments("1, 2")[5], "");
}

}  // namespace
}  // namespace sigspec::traces
