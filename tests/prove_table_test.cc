// What scenarios take from Linux besides general rules: clauses of calls, rows of the restart
// table, and values that have nothing but identity.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "prove/mutants.h"
#include "prove/prove.h"
#include "tests/support/small_model.h"

namespace sigspec {
namespace {

using prove::PropertyResult;
using prove::Verdict;

constexpr const char* kLinux = R"sig(
  kernel 2.6 .. 6.18
  enum RestartCode { ERESTARTSYS = 512, ERESTARTNOHAND = 514 }
  enum Errno { EINTR = 4, other_error = 0 otherwise }
  enum TaskState { running, interruptible, killable }
  enum Door { wooden, iron }
  union Result { value(opaque), error(Errno) }
  union Interruption { comes_back(RestartCode), fails(Errno), partial, completes, succeeds, never }
  record Row { sleeps: set TaskState, interrupted: Interruption, after_transfer: bool }
  entity Process { group: identity }
  entity Task in Process { knocks: 0 .. 3, last: opaque, other: opaque, tired: bool }
  observation returned(t: Task, syscall: Call, result: Result)
  observation tires(t: Task, hours: int)
  rule tires cites rule X1
    shows tires(t, hours) when hours > strength(t.tired) do t.tired := true
  table strength(is_tired: bool) -> int cites rule X1 { true -> 0 otherwise -> 1 }
  rule goes_well cites rule X1
    shows returned(t, any, value(_)) when not t.tired do t.knocks := t.knocks + 1
  rule fails cites rule X1 shows returned(t, any, error(_)) do t.tired := true
  call knock(door: Door, name: opaque) nr x86_64 1 cites rule X1 {
    row wooden_door sleeps interruptible then killable interrupted ERESTARTSYS cites rule X1
    row iron_door sleeps interruptible interrupted EINTR cites rule X1
    row other_iron_door sleeps interruptible interrupted EINTR cites rule X1
    row ajar after transfer interrupted partial cites rule X1
    row new_door since 7.0 interrupted completes cites rule X1
    rule is_heard cites rule X1
      shows returned(t, _, value(_)) when t.knocks < 2 with door is iron do t.last := name
  }
)sig";

std::vector<PropertyResult> prove_all(const std::string& body) {
  const test::Loaded loaded =
      test::load(std::string(kLinux) + "scenario small cites paper \"p\" {\n" + body + "}\n");
  EXPECT_NE(loaded.model, nullptr) << loaded.messages();
  if (!loaded.model) return {};
  return prove::prove_scenario(*loaded.model, loaded.model->scenarios[0], {},
                               [](const PropertyResult&) {})
      .properties;
}

bool tells(const PropertyResult& result, const std::string& what) {
  const auto lines = prove::story_lines(*result.story);
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(what) != std::string::npos; });
}

/// The clause counts nothing itself: that a knock is counted, and only when the task is not tired,
/// the general rule says.
TEST(UsedClause, GoesTogetherWithTheGeneralRulesOfItsObservation) {
  const auto results = prove_all(R"sig(
    uses knock.is_heard
    size Task 1 .. 1
    property counts: never task.knocks = 2
    property stops: always task.knocks <= 2
  )sig");
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].verdict, Verdict::Refuted);
  EXPECT_EQ(prove::story_lines(*results[0].story)[0],
            "1. knock.is_heard (task): task.knocks: 0 -> 1");
  EXPECT_EQ(results[1].verdict, Verdict::Proved);
}

TEST(UsedClause, DoesNotFireWhereNoGeneralRuleDoes) {
  const auto results = prove_all(R"sig(
    uses knock.is_heard
    size Task 1 .. 1
    initially do
      task.tired := true
    property counts: never task.knocks = 1
  )sig");
  EXPECT_EQ(results[0].verdict, Verdict::Proved);
}

constexpr const char* kReadsRows = R"sig(
  object Knocker { state: TaskState, ending: Interruption = completes, moved: bool }
  rule knocker.knocks (r: Row, state: TaskState) cites rule X1
    when knocker.ending is completes, state in r.sleeps or r.sleeps = {}
    do knocker.ending := r.interrupted
       knocker.state := state
       knocker.moved := r.after_transfer
)sig";

/// Rows that say the same are one; what is not of this version of Linux is none.
TEST(RowParameter, RangesOverTheRestartTable) {
  const auto results = prove_all(std::string(kReadsRows) + R"sig(
    property code: never knocker.ending is comes_back(ERESTARTSYS) and knocker.state is killable
    property error: never knocker.ending is fails(EINTR)
    property no_such_state: never knocker.ending is fails(EINTR) and knocker.state is killable
    property moved: always knocker.moved implies knocker.ending is partial
  )sig");
  ASSERT_EQ(results.size(), 4U);
  EXPECT_EQ(results[0].verdict, Verdict::Refuted);
  EXPECT_TRUE(tells(results[0], "knocker.knocks (knock.wooden_door, killable)"));
  EXPECT_TRUE(tells(results[1], "knocker.knocks (knock.iron_door and 1 like it, interruptible)"));
  EXPECT_EQ(results[2].verdict, Verdict::Proved);
  EXPECT_EQ(results[3].verdict, Verdict::Proved);
}

constexpr const char* kTires = R"sig(
  uses tires
  size Task 1 .. 1
  object Day { hours: int }
  rule day.goes_on cites rule X1 when day.hours < 2 do day.hours := day.hours + 1
  rule day.tires cites rule X1 shows tires(task, hours) when hours = day.hours
  property late: always task.tired implies day.hours > 1
  property counts: never task.tired and day.hours = 0
)sig";

/// A number that is shown is what the scenario says of it, although it has no bounds.
TEST(ShownNumber, IsWhatItIsSaidToBe) {
  const auto results = prove_all(kTires);
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].verdict, Verdict::Proved);
  EXPECT_TRUE(results[0].method.find("explored all") != std::string::npos) << results[0].method;
}

/// What breaks each property, and is expected to be proved.
std::map<std::string, std::string> killers(const std::string& body) {
  const test::Loaded loaded =
      test::load(std::string(kLinux) + "scenario small cites paper \"p\" { variant { linux }\n" +
                 body + "expect linux: proved\n}\n");
  EXPECT_NE(loaded.model, nullptr) << loaded.messages();
  std::map<std::string, std::string> found;
  if (!loaded.model) return found;
  for (const prove::Killer& killer :
       prove::find_killers(*loaded.model, loaded.model->scenarios[0], {}))
    found[killer.property] = killer.what;
  return found;
}

/// Faults of Linux go before those of the scenario's own rules.
TEST(Mutants, AreOfRowsAndTablesToo) {
  EXPECT_EQ(killers(std::string(kReadsRows) + R"sig(
    property moved: always knocker.moved implies knocker.ending is partial
  )sig")["moved"],
            "row knock.ajar interrupted EINTR");
  auto found = killers(std::string(kTires) + R"sig(
    property strong: never day.hours = 1 and task.tired
    property alone: always day.hours <= 2
  )sig");
  EXPECT_EQ(found["strong"], "rule tires without 'hours > strength(t.tired)'");
  EXPECT_EQ(found["alone"], "rule day.goes_on without 'day.hours < 2'");
  EXPECT_EQ(killers(R"sig(
    object Day { strength: int }
    rule day.ends cites rule X1 do day.strength := strength(true)
    property weak: never day.strength = 1
  )sig")["weak"],
            "table strength with 1 in place of 'true -> 0'");
}

/// An open value with nothing but identity may be the same as one that there is, or another one;
/// and all is explored for all that.
TEST(OpenIdentity, IsOneThatThereIsOrAnother) {
  const auto results = prove_all(R"sig(
    uses knock.is_heard
    size Task 1 .. 1
    property alike: never task.knocks > 0 and task.last = task.other
    property another: always task.last = task.other
    property counts: always task.knocks <= 2
  )sig");
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].verdict, Verdict::Refuted);
  EXPECT_EQ(results[1].verdict, Verdict::Refuted);
  EXPECT_EQ(results[2].verdict, Verdict::Proved);
}

}  // namespace
}  // namespace sigspec
