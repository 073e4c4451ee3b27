// What the resolver reports: each kind of fault on its place, in words, once; several a run.
//
// The goldens are tests/goldens/resolve_errors/*.sig with what is said of them in *.expected;
// SIGSPEC_UPDATE=1 in the environment rewrites the expectations.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "tests/support/paths.h"
#include "tests/support/small_model.h"
#include "tests/support/spec_text.h"

namespace sigspec {
namespace {

const char* const kBase = R"sig(
enum Signal { SIGINT, SIGTERM, SIGCHLD }
enum RestartCode { again, never_again }
enum TaskState { running, sleeping }
enum Errno { EINTR, other otherwise }
enum Object { pipe, socket }
union Result { value(opaque), code(RestartCode), nothing }
record Action { caught: bool, mask: set Signal }
record Fd { number: int, object: Object }
entity Process { actions: array Signal of Action }
entity Task in Process { blocked: set Signal, last: Signal, count_: int, frames: stack 4 of Signal }
observation taken(t: Task, s: Signal)
observation returned(t: Task, syscall: Call, result: Result)
fn other_signal(s: Signal) -> Signal = if s is SIGINT then SIGTERM else SIGINT
)sig";

struct Fault {
  const char* text;     // after the base; the fault stands between « and »
  const char* message;  // the whole of it
  const char* help = "";
};

/// Checks that exactly this fault is reported, exactly there.
void expect_fault(const Fault& fault) {
  const std::string open = "\xC2\xAB", close = "\xC2\xBB";
  std::string text = fault.text;
  const auto begin = text.find(open);
  ASSERT_NE(begin, text.npos) << text;
  text.erase(begin, open.size());
  const auto end = text.find(close);
  text.erase(end, close.size());
  const std::string base = kBase;
  const test::Loaded loaded = test::load(base + text);
  ASSERT_EQ(loaded.diagnostics.size(), 1U) << text << "\n" << loaded.messages();
  const Diagnostic& d = loaded.diagnostics[0];
  EXPECT_EQ(d.message, fault.message) << text;
  EXPECT_EQ(d.span.begin, base.size() + begin) << loaded.messages();
  EXPECT_EQ(d.span.end, base.size() + end) << loaded.messages();
  EXPECT_EQ(d.suggestion, fault.help) << text;
  EXPECT_EQ(loaded.model, nullptr);
}

#define RULE "rule r cites rule X1 shows taken(t, s) "
#define CALL "call f(fd: Fd, n: int) by fd.object cites rule X1 { row one "
#define ROW " sleeps sleeping interrupted again cites rule X1 }"

TEST(Resolve, TheBaseIsCorrect) {
  const test::Loaded loaded = test::load(kBase);
  EXPECT_NE(loaded.model, nullptr) << loaded.messages();
}

TEST(Resolve, UnknownNamesAreReportedWithWhatMayBeMeant) {
  for (const Fault& fault : std::initializer_list<Fault>{
           {"record R { s: «Signl» }", "unknown type 'Signl'", "did you mean 'Signal'?"},
           {RULE "when t.count_ is 3 | «three»", "'three' is no value of int", ""},
           {RULE "when s is «SIGIMT»", "'SIGIMT' is no Signal", "did you mean 'SIGINT'?"},
           {RULE "when s = «SIGIMT»", "unknown name 'SIGIMT'", "did you mean 'SIGINT'?"},
           {RULE "when s in «t.bloked»", "Task has no field 'bloked'", "did you mean 'blocked'?"},
           {RULE "when «t.actions[s].caugt»", "Action has no field 'caugt'",
            "did you mean 'caught'?"},
           {RULE "when s = «other_sygnal(s)»", "unknown function 'other_sygnal'",
            "did you mean 'other_signal'?"},
           {"rule r cites rule X1 shows «takn»(t, s)", "unknown observation 'takn'",
            "did you mean 'taken'?"},
           {"call read() cites rule X1\n"
            "rule r cites rule X1 shows returned(t, «reed», _)", "unknown call 'reed'",
            "did you mean 'read'?"},
           {"view v cites rule X1 { line l \"x\" shows «takn» }", "unknown observation 'takn'"},
           {"entity Thread in «Proces» { n: int }", "unknown entity 'Proces'"},
       })
    expect_fault(fault);
}

TEST(Resolve, WhatIsDeclaredTwiceIsReported) {
  for (const Fault& fault : std::initializer_list<Fault>{
           {"record «Action» { n: int }", "'Action' is declared twice"},
           {"enum E { a, b, «a» }", "'a' is declared twice"},
           {"record R { n: int, «n»: int }", "'n' is declared twice"},
           {"union U { a, b(int), «b» }", "'b' is declared twice"},
           {"fn «other_signal»(n: int) -> int = n", "'other_signal' is declared twice"},
           {"observation «taken»(t: Task)", "'observation taken' is declared twice"},
           {"rule r cites rule X1 shows taken(t, s)\nrule «r» cites rule X1 shows taken(t, s)",
            "'rule r' is declared twice"},
           {"call f() cites rule X1\ncall «f»() cites rule X1", "'call f' is declared twice"},
       })
    expect_fault(fault);
}

TEST(Resolve, TypesMustAgree) {
  for (const Fault& fault : std::initializer_list<Fault>{
           {RULE "when s = «1»", "found int, expected Signal"},
           {RULE "when 1 = «s»", "found Signal, expected int"},
           {RULE "when s is «1»", "found a number, expected Signal"},
           {RULE "when s in {«1»}", "found int, expected Signal"},
           {RULE "when t.count_ = «SIGINT»", "found Signal, expected int"},
           {RULE "when «t.count_»", "found int, expected bool"},
           {RULE "with «s»", "found Signal, expected bool"},
           {RULE "with «t.blocked»", "found set Signal, expected bool"},
           {RULE "when s in «s»", "found Signal, expected a set"},
           {RULE "when «s < SIGINT»", "found Signal, expected numbers around '<'"},
           {RULE "do t.blocked := «s»", "found Signal, expected set Signal"},
           {RULE "do t.last := «{s}»", "found set Signal, expected Signal"},
           {RULE "do t.last := if s is SIGINT then s else «1»", "found int, expected Signal"},
           {RULE "do push t.frames «1»", "found int, expected Signal"},
           {RULE "do push «t.blocked» s", "found set Signal, expected a stack"},
           {RULE "do t.actions[«1»].caught := true", "found int, expected Signal"},
           {RULE "do «t.blocked[s]» := true", "found set Signal, expected an array"},
           {RULE "when «s + s» = s", "found Signal, expected sets or numbers around '+'"},
           {"fn f(s: Signal) -> int = «s»", "found Signal, expected int"},
           {"record R { s: «set int» }", "found a set of int, expected a set of an enum's members"},
           {"record R { s: array «int» of bool }", "found int, expected an enum to index the array"},
       })
    expect_fault(fault);
}

TEST(Resolve, ArgumentsAreCounted) {
  for (const Fault& fault : std::initializer_list<Fault>{
           {RULE "when s = «other_signal()»",
            "found 0 arguments, expected 1 for 'other_signal'"},
           {RULE "when s = «other_signal(s, s)»",
            "found 2 arguments, expected 1 for 'other_signal'"},
           {"rule r cites rule X1 shows «taken(t, s, t)»",
            "found 3 arguments, expected at most 2 for 'taken'"},
           {"rule r cites rule X1 shows returned(t, _, «value(_, _)»)",
            "found 2 payloads, expected 1"},
       })
    expect_fault(fault);
}

TEST(Resolve, TablesAndMatchesAreTotal) {
  for (const Fault& fault : std::initializer_list<Fault>{
           {"table «default_action»(s: Signal) -> bool cites rule X1 {\n"
            "  SIGINT | SIGTERM -> true }",
            "table 'default_action' has no row for 'SIGCHLD'"},
           {"table «outcome»(c: RestartCode, a: Action) -> bool cites rule X1 {\n"
            "  again when a.caught -> true\n  never_again -> false }",
            "table 'outcome' has no row for 'again'"},
           {"table «of_result»(r: Result) -> bool cites rule X1 {\n"
            "  value(_) -> true\n  code(again) -> true\n  nothing -> false }",
            "table 'of_result' has no row for 'code'"},
           {"table «n»(i: int) -> bool cites rule X1 { 1 -> true }",
            "the table has no row for every other case"},
           {"fn f(s: Signal) -> bool = «match s { SIGINT => true, SIGTERM => false }»",
            "'match' has no arm for 'SIGCHLD'"},
           {"fn f(r: Result) -> bool = «match r { value(_) => true, code(again) => true, "
            "nothing => false }»",
            "'match' has no arm for 'code'"},
       })
    expect_fault(fault);
}

TEST(Resolve, EverythingCitesItsSource) {
  for (const Fault& fault : std::initializer_list<Fault>{
           {"rule «r» shows taken(t, s)", "'r' cites no source"},
           {"call f() cites rule X1 { row «one» interrupted never }", "'f.one' cites no source"},
           {"table «t»(s: Signal) -> bool { otherwise -> true }", "table 't' cites no source"},
       })
    expect_fault(fault);
}

TEST(Resolve, NothingIsMadeOfItself) {
  for (const Fault& fault : std::initializer_list<Fault>{
           {"fn f(n: int) -> int = «f(n)»", "function 'f' calls itself"},
           {"fn f(n: int) -> int = «f(n + 1)» - 1", "function 'f' calls itself"},
           {"table t(n: int) -> int cites rule X1 { otherwise -> «t(n)» }",
            "table 't' uses itself"},
           {"const A: set Signal = «A» cites rule X1", "constant 'A' depends on itself"},
       })
    expect_fault(fault);
}

TEST(Resolve, ManyCallsOfItselfEndSoonAndAreToldOnce) {
  const test::Loaded loaded = test::load(
      std::string(kBase) + "fn f(n: int) -> int = f(n) + f(n) + f(n)\n" +
      "fn g(n: int) -> int = h(n) + h(n)\nfn h(n: int) -> int = g(n) + g(n)\n");
  EXPECT_GE(loaded.diagnostics.size(), 3U);
  EXPECT_LE(loaded.diagnostics.size(), 12U);
}

TEST(Resolve, AFaultInAFunctionIsToldOnceHoweverOftenItIsUsed) {
  const test::Loaded loaded = test::load(std::string(kBase) +
                                         "fn bad(s: Signal) -> bool = s in t.blocked\n" RULE
                                         "when bad(s), not bad(SIGINT)\n");
  EXPECT_EQ(loaded.diagnostics.size(), 1U) << loaded.messages();
}

TEST(Resolve, RowsOfCallsMeanSomething) {
  for (const Fault& fault : std::initializer_list<Fault>{
           {"call f(n: int) cites rule X1 { row one on «pipe»" ROW,
            "'on' needs a 'by' in the head of the call"},
           {CALL "on «pip»" ROW, "'pip' is no Object", "did you mean 'pipe'?"},
           {CALL "when «n»" ROW, "found int, expected bool"},
           {CALL "of «g»" ROW, "'g' is no call of this block"},
           {CALL "interrupted «somehow» cites rule X1 }", "unknown outcome 'somehow'"},
           {"call f(n: int) same «m» cites rule X1", "'m' is no argument of 'f'"},
           {"call f() cites rule X1 { row «one» sleeps slepping interrupted again cites rule X1 }",
            "unknown task state 'slepping'"},
           {"call f() cites rule X1 { row one sleeps sleeping then «runing» interrupted again "
            "cites rule X1 }",
            "unknown task state 'runing'"},
           {"call «f»() nr x86_64 1 2 cites rule X1",
            "found 2 numbers for x86_64, expected at most 1"},
       })
    expect_fault(fault);
}

TEST(Resolve, StepsAreWhatTheySay) {
  for (const Fault& fault : std::initializer_list<Fault>{
           {"rule «r» (t: Task) cites rule X1 when t.count_ = 1",
            "the rule shows nothing and is not 'internal'"},
           {RULE "do «if s is SIGINT then { push t.frames s }»",
            "only assignments can stand in an 'if'"},
           {RULE "do «for x: Signal do { push t.frames x }»",
            "only assignments can stand in a 'for'"},
           {RULE "do let x = SIGINT «x» := s", "cannot be assigned to"},
           {RULE "do for x: Signal do { «x» := s }", "cannot be assigned to"},
       })
    expect_fault(fault);
}

// ---------------------------------------------------------------------- scenarios and claims

std::string scenario(const std::string& end) {
  return std::string(kBase) + R"sig(
scenario flush cites paper "p" {
  variant { fixed, broken }
  size Task 2 .. 3
  object Server { busy: bool, asked: int }
  initially do server.busy := false; server.asked := 0
  rule ask (t: Task) fair when not server.busy
    do server.busy := true; t.count_ := t.count_ + 1
  property safe: always forall t: Task. t.count_ < 9
  property comes: forall t: Task. server.busy leads to t.count_ = 1
)sig" + end + "}\n";
}

TEST(Scenario, IsTypedWithItsObjectsAndVariants) {
  const test::Loaded loaded =
      test::load(scenario("expect fixed: proved expect broken for safe: refuted"));
  EXPECT_NE(loaded.model, nullptr) << loaded.messages();
}

TEST(Scenario, FaultsAreReported) {
  const std::pair<const char*, const char*> faults[] = {
      {"expect fxed: proved", "unknown variant 'fxed'"},
      {"expect fixed for saf: proved", "unknown property 'saf'"},
      {"property p: always server.asked", "found int, expected bool"},
      {"property p: always sever.busy", "unknown name 'sever'"},
      {"rule r when server.bussy do server.busy := true", "Server has no field 'bussy'"},
      {"rule r do server.busy := 1", "found int, expected bool"},
      {"invariant i: server.asked + 1", "found int, expected bool"},
  };
  for (const auto& [text, message] : faults) {
    const test::Loaded loaded = test::load(scenario(text));
    ASSERT_EQ(loaded.diagnostics.size(), 1U) << text << "\n" << loaded.messages();
    EXPECT_EQ(loaded.diagnostics[0].message, message);
  }
}

TEST(Claim, ConditionsAreTyped) {
  const std::string head =
      std::string(kBase) + "claim c page \"p\" section \"s\" says \"x\" is ";
  EXPECT_NE(test::load(head + "forall s: Signal. other_signal(s) = SIGINT expect holds\n").model,
            nullptr);
  const test::Loaded loaded = test::load(head + "other_signal(SIGINT) expect holds\n");
  ASSERT_EQ(loaded.diagnostics.size(), 1U) << loaded.messages();
  EXPECT_EQ(loaded.diagnostics[0].message, "found Signal, expected bool");
}

TEST(Resolve, FaultsOfAllFilesAreToldInOneRun) {
  const test::Loaded loaded = test::load(std::vector<SpecText>{
      {"a.sig", kBase},
      {"b.sig", "rule b cites rule X1 shows taken(t, s) when s = 1\n"},
      {"c.sig", "rule c1 cites rule X1 shows taken(t, s) when t.x\n"
                "rule c2 cites rule X1 shows taken(t, s) when nobody\n"}});
  EXPECT_EQ(loaded.diagnostics.size(), 3U) << loaded.messages();
  EXPECT_NE(loaded.messages().find("b.sig:1:"), std::string::npos);
  EXPECT_NE(loaded.messages().find("c.sig:2:"), std::string::npos);
}

TEST(Resolve, NamesResolveAcrossFilesInAnyOrder) {
  const test::Loaded loaded = test::load(std::vector<SpecText>{
      {"a.sig", "rule b cites rule X1 shows taken(t, s) when s = C\n"},
      {"b.sig", "const C = SIGINT cites rule X1\n"},
      {"c.sig", kBase}});
  EXPECT_NE(loaded.model, nullptr) << loaded.messages();
}

TEST(Resolve, TheSpecOfLinuxIsCorrect) { EXPECT_GT(test::linux_model().rules.size(), 100U); }

TEST(ResolveErrors, MessagesAreThoseExpected) {
  const bool update = std::getenv("SIGSPEC_UPDATE") != nullptr;
  std::size_t files = 0;
  const auto folder = test::source_dir() / "tests/goldens/resolve_errors";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::filesystem::path path = entry.path();
    if (path.extension() != ".sig") continue;
    ++files;
    const std::string name = path.filename().string();
    const test::Loaded loaded =
        test::load(std::vector<SpecText>{{name, test::read_file(path.string())}});
    path.replace_extension(".expected");
    if (update) std::ofstream(path) << loaded.messages();
    EXPECT_EQ(loaded.messages(), test::read_file(path.string())) << name;
  }
  EXPECT_GE(files, 3U);
}

}  // namespace
}  // namespace sigspec
