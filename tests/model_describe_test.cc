// Messages: what failed, in which state, and how a value reads.
#include "model/describe.h"

#include <gtest/gtest.h>

#include "tests/support/small_model.h"

namespace sigspec {
namespace {

using test::SmallRun;

const std::string kRules =
    std::string(test::kColors) +
    "observation seen(t: Task, x: Color)\nobservation other(t: Task)\n";

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

}  // namespace
}  // namespace sigspec
