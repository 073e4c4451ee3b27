// Messages: what failed, in which state, and how a value reads; and that the memo changes none of
// it.
#include "model/describe.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "tests/support/small_model.h"

namespace sigspec {
namespace {

using test::SmallRun;

const std::string kRules =
    std::string(test::kColors) +
    "observation seen(t: Task, x: Color)\nobservation other(t: Task)\nobservation born(t: Task, "
    "child: Task)\n";

TEST(Failures, NameTheConditionThatFailed) {
  SmallRun run(kRules +
               "rule near cites rule X1 shows seen(t, x) with x = t.c when t.n = 0\n"
               "rule far cites rule X1 shows seen(t, x) when t.n = 5, t.on, t.d is blue");
  TaskState task = run.begin();
  ASSERT_FALSE(run.step(task, "seen(green)"));
  EventClass& event_class = run.class_of("seen(green)");
  const Failure failure = run.interpreter().diagnose(event_class, task, run.slots());
  ASSERT_NE(failure.body, nullptr);
  EXPECT_EQ(run.model().rule(failure.body->rule).name, "near");
  ASSERT_EQ(failure.failed.size(), 1U);
  EXPECT_TRUE(failure.failed[0]->shown);
  EXPECT_EQ(run.model().sources->text(failure.failed[0]->source->span), "x = t.c");
}

TEST(Failures, TellTheLinesBehindTheState) {
  SmallRun run(kRules + "rule s cites rule X1 shows seen(t, x) do t.c := x\n"
                        "rule o cites rule X1 shows other(t) when t.c is red");
  TaskState task = run.begin();
  ASSERT_TRUE(run.step(task, "seen(green)", 17));
  ASSERT_FALSE(run.step(task, "other", 18));
  EventClass& event_class = run.class_of("other");
  const Failure failure = run.interpreter().diagnose(event_class, task, run.slots());
  ASSERT_EQ(failure.failed.size(), 1U);
  EXPECT_EQ(run.interpreter().lines_behind(*failure.failed[0]->node, failure),
            std::vector<std::uint32_t>{17});
}

TEST(Failures, AreForgivenByForgettingWhatStoodAgainstTheEvent) {
  SmallRun run(kRules + "rule s cites rule X1 shows seen(t, x) with x = t.c when t.n = 0\n"
                        "  do t.d := x");
  TaskState task = run.begin();
  ASSERT_FALSE(run.step(task, "seen(green)"));
  EventClass& event_class = run.class_of("seen(green)");
  const Failure failure = run.interpreter().diagnose(event_class, task, run.slots());
  run.interpreter().resynchronise(failure, task, run.slots(), 3);
  EXPECT_EQ(run.show(task, "c"), "green");  // learned from the event
  EXPECT_EQ(run.show(task, "d"), "green");  // and its effects taken
  EXPECT_EQ(run.show(task, "n"), "0");      // what agreed is kept
  EXPECT_TRUE(run.step(task, "seen(green)"));
  EXPECT_FALSE(run.step(task, "seen(red)"));
}

TEST(Describe, ValuesReadAsInTheSpec) {
  const Model& model = test::linux_model();
  const auto text = [&](const char* name, std::vector<Cell> cells) {
    return describe_value(model, model.types.find(name), cells.data());
  };
  EXPECT_EQ(text("bool", {{kTrue, 0}}), "true");
  EXPECT_EQ(text("bool", {{kMaybe, 0}}), "anything");
  EXPECT_EQ(text("MaskHow", {{5, 0}}), "SIG_BLOCK or SIG_SETMASK");
  EXPECT_EQ(text("int", {Partly::number(-3)}), "-3");
  EXPECT_EQ(text("int", {Partly::interval(1, 4)}), "1 to 4");
  EXPECT_EQ(text("int", {Partly::interval(kLowest, 4)}), "at most 4");
  EXPECT_EQ(text("int", {Partly::interval(4, kHighest)}), "at least 4");
  EXPECT_EQ(text("set Signal", {{0, 0}}), "{}");
  EXPECT_EQ(text("option set Signal", {{1, 0}, {0, 0}}), "none");
  EXPECT_EQ(text("Signal", {{~0ULL & ~2ULL, 0}}), "anything but SIGINT");
}

// --------------------------------------------------------------------------------- the memo

/// Rules whose guards read scalars, an array by a known and by an unknown index, and a stack; and
/// rules that only the event tells apart.
const std::string kMemoRules = kRules + R"sig(
observation quiet(t: Task)
observation deep(t: Task)
observation change(t: Task, x: Color)
observation turn(t: Task, x: Color)
observation learn(t: Task, x: Color)
observation paint(t: Task)
observation strip(t: Task)
rule q cites rule X1 shows quiet(t) when t.c is not blue, t.rack[t.d] is not green
rule e cites rule X1 shows deep(t) when empty(t.heap) or t.on
rule c cites rule X1 shows change(t, x) do t.c := x t.rack[x] := x
rule t cites rule X1 shows turn(t, x) do t.d := x t.rack[t.c] := green
rule l cites rule X1 shows learn(t, x) with x = t.c
rule p cites rule X1 shows seen(t, x) do push t.heap x
rule o cites rule X1 shows other(t) when not empty(t.heap) do pop t.heap
  for u: Task where u.c is red do { u.c := blue }
rule b cites rule X1 shows born(t, child) do child.process := t.process child.c := green
rule g cites rule X1 shows paint(t) do t.rack[green] := green
rule h cites rule X1 shows strip(t) do t.rack[green] := red
rule f cites rule X1 shows turn(t, x) when t.on do t.n := 1 t.d := blue
observation moved(t: Task, x: Color)
rule m cites rule X1 shows moved(t, x) when t.c is not blue, x = green
rule n cites rule X1 shows moved(t, x) when t.c is not blue, x != green do t.s := t.s + {x}
rule s cites rule X1 shows moved(t, x) when t.c is blue do if x = red then t.n := 2
)sig";

RC_GTEST_PROP(Memo, ChangesNoVerdictAndNoState, (std::uint64_t seed)) {
  SmallRun with(kMemoRules), without(kMemoRules);
  std::mt19937_64 random(seed);
  static const char* const kColorNames[] = {"red", "green", "blue"};
  static const char* const kEvents[] = {"quiet", "quiet", "quiet",  "deep",  "deep", "change",
                                        "turn",  "learn", "seen", "other", "born",
                                        "paint", "strip", "moved", "moved"};
  const std::string how = random() % 2 ? "started" : "attached";
  std::vector<TaskState> left{with.begin(how)}, right{without.begin(how)};
  for (int i = 0; i < 150; ++i) {
    const std::size_t who = random() % left.size();
    std::string event = kEvents[random() % 15];
    if (event == "born") {
      if (left.size() == 3) continue;
      TaskState a, b;
      RC_ASSERT(with.birth(left[who], "born", a) == without.birth(right[who], "born", b));
      left.push_back(a);
      right.push_back(b);
      continue;
    }
    if (event == "change" || event == "turn" || event == "learn" || event == "seen" ||
        event == "moved")
      event += std::string("(") + kColorNames[random() % 3] + ")";
    const bool explained = with.step_with_memo(left[who], event);
    if (explained != without.step(right[who], event))
      RC_FAIL(event + " at " + std::to_string(i) + " differs");
    RC_ASSERT(with.dump(left[0]) == without.dump(right[0]));
  }
  RC_TAG(with.skipped > 0 ? "skipped some" : "skipped none");
}

}  // namespace
}  // namespace sigspec
