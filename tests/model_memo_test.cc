// What is kept of steps that were taken changes no verdict, no state and no message.
#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/support/random_spec.h"
#include "tests/support/small_model.h"

namespace sigspec {
namespace {

using test::RandomSpec;
using test::SmallRun;

bool same(const Message& a, const Message& b) {
  return a.observation == b.observation && a.to == b.to && a.first == b.first &&
         a.count == b.count && a.certain == b.certain;
}

/// All that can be seen of an interpreter after an event.
void expect_same(SmallRun& left, const TaskState& a, SmallRun& right, const TaskState& b) {
  RC_ASSERT(left.dump(a) == right.dump(b));
  RC_ASSERT(left.lines(a) == right.lines(b));
  RC_ASSERT(left.interpreter().shown() == right.interpreter().shown());
  Messages told, expected;
  left.interpreter().take_messages(told);
  right.interpreter().take_messages(expected);
  RC_ASSERT(told.cells == expected.cells);
  RC_ASSERT(std::equal(told.list.begin(), told.list.end(), expected.list.begin(),
                       expected.list.end(), same));
}

/// Two interpreters of the same rules: one remembers, the other judges each event in full.
struct Pair {
  explicit Pair(const std::string& rules) : with(rules), without(rules) {
    without.interpreter().watch(&watch);  // what is watched is judged in full
  }

  /// A process, from its beginning on.
  void run(const std::string& how, RandomSpec& random) {
    left = {with.begin(how)};
    right = {without.begin(how)};
    for (std::uint32_t line = 1; line < 80; ++line) {
      const std::string event = random.event();
      watch.steps.clear();
      step(line / 8 % left.size(), event, line);
      expect_same(with, left[0], without, right[0]);
      if (right[0].group->candidates.size() > 8) return;  // little is known any more
    }
  }

  void step(std::size_t who, const std::string& event, std::uint32_t line) {
    RC_LOG(event + "\n");
    if (event != "born") {
      RC_ASSERT(with.step_with_memo(left[who], event, line) ==
                without.step(right[who], event, line));
    } else if (left.size() < 3) {
      TaskState a, b;
      RC_ASSERT(with.birth(left[who], event, a) == without.birth(right[who], event, b));
      left.push_back(a);
      right.push_back(b);
    }
  }

  SmallRun with, without;
  Watch watch;
  std::vector<TaskState> left, right;
};

RC_GTEST_PROP(Memo, ChangesNothingThatCanBeSeen, (std::uint64_t seed)) {
  std::uint64_t skipped = 0, repeated = 0;
  for (std::uint64_t i = 0; i < 10; ++i) {  // small ones, and many of them
    RandomSpec random(seed * 10 + i);
    const std::string rules = random.rules();
    Pair pair(rules);
    RC_LOG("---- " + rules);
    for (const char* how : {"started", "attached", "started", "started"}) pair.run(how, random);
    skipped += pair.with.skipped;
    repeated += pair.with.interpreter().repeated();
  }
  RC_CLASSIFY(skipped > 100, "skipped many");
  RC_CLASSIFY(repeated > 1000, "repeated many");
}

const std::string kCounting =
    std::string(test::kColors) +
    "observation seen(t: Task, x: Color)\n"
    "rule few cites rule X1 shows seen(t, x) when t.n < 3 do t.n := t.n + 1 t.c := x\n"
    "rule many cites rule X1 shows seen(t, x) when t.n >= 3 do t.n := 0\n";

TEST(Memo, TakesStepsAgainThatDependOnTheSame) {
  SmallRun run(kCounting);
  TaskState task = run.begin();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(run.step(task, "seen(green)"));
  EXPECT_EQ(run.interpreter().repeated(), 2U);  // whatever the number is, it is small
  EXPECT_EQ(run.show(task, "n"), "3");
  ASSERT_TRUE(run.step(task, "seen(green)"));
  EXPECT_EQ(run.show(task, "n"), "0");
  EXPECT_EQ(run.interpreter().repeated(), 2U);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(run.step(task, "seen(green)"));
  EXPECT_EQ(run.interpreter().repeated(), 6U);
  EXPECT_EQ(run.fired("few"), 6U);
}

TEST(Memo, TakesTheStepsOfEachCandidateAgain) {
  SmallRun run(kCounting +
               "observation forks(t: Task)\n"
               "rule one cites rule X1 shows forks(t) do t.c := red t.n := 0\n"
               "rule two cites rule X1 shows forks(t) do t.c := blue t.n := 3\n");
  TaskState task = run.begin();
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(run.step(task, "forks"));
    ASSERT_EQ(task.group->candidates.size(), 2U);
    ASSERT_TRUE(run.step(task, "seen(green)"));
    EXPECT_EQ(run.interpreter().repeated(), i == 0 ? 0U : 2U);
    EXPECT_EQ(run.fired("few"), run.fired("many"));
  }
}

TEST(Memo, AsksOfTheEventAsWell) {
  SmallRun run(kCounting);
  TaskState task = run.begin();
  ASSERT_TRUE(run.step(task, "seen(green)"));
  ASSERT_TRUE(run.step(task, "seen(blue)"));
  EXPECT_EQ(run.interpreter().repeated(), 0U);
  EXPECT_EQ(run.show(task, "c"), "blue");
}

TEST(Memo, AsksNothingOfAStackThatTheStepItselfChanges) {
  SmallRun run(
      "entity Process { p: bool }\n"
      "entity Task in Process { marks: stack 3 of int, low: bool }\n"
      "begins started(t: Task) cites rule X1 do t.marks := none t.low := false\n"
      "observation marked(t: Task, n: int)\nobservation back(t: Task)\n"
      "rule marked cites rule X1 shows marked(t, n) do push t.marks n\n"
      "rule back cites rule X1 shows back(t)\n"
      "  do pop t.marks if top(t.marks) < 3 then { t.low := true }\n");
  TaskState one = run.begin(), other = run.begin();
  for (const char* event : {"marked(1)", "marked(5)", "back"}) ASSERT_TRUE(run.step(one, event));
  EXPECT_EQ(run.show(one, "low"), "true");
  for (const char* event : {"marked(5)", "marked(1)", "back"}) ASSERT_TRUE(run.step(other, event));
  EXPECT_EQ(run.show(other, "low"), "false");
}

TEST(Memo, KeepsNothingThatIsLearnedOfNumbers) {
  SmallRun run(kCounting);
  TaskState task = run.begin("attached");
  ASSERT_TRUE(run.step(task, "seen(green)"));
  ASSERT_TRUE(run.step(task, "seen(green)"));
  EXPECT_EQ(run.interpreter().repeated(), 0U);
}

TEST(Memo, LearnsTheSameAgain) {
  SmallRun run(
      std::string(test::kColors) +
      "observation seen(t: Task, x: Color)\n"
      "rule seen cites rule X1 shows seen(t, x) with t.c = x or t.s = {} do t.d := t.c\n");
  TaskState one = run.begin("attached"), other = run.begin("attached"), third = run.begin();
  for (TaskState* task : {&one, &other, &third}) ASSERT_TRUE(run.step(*task, "seen(red)", 7));
  EXPECT_EQ(run.interpreter().repeated(), 1U);  // of the third it is known what there is to learn
  EXPECT_EQ(run.show(other, "d"), run.show(one, "d"));
  EXPECT_EQ(run.lines(other), run.lines(one));
}

TEST(Memo, TakesStepsAgainThatKnowNothingOfANumber) {
  SmallRun run(
      std::string(test::kColors) +
      "observation seen(t: Task, x: Color)\n"
      "rule seen cites rule X1 shows seen(t, x) do t.n := if t.n < 3 then 3 else t.n\n");
  TaskState one = run.begin("attached"), other = run.begin("attached"), third = run.begin();
  for (TaskState* task : {&one, &other, &third}) ASSERT_TRUE(run.step(*task, "seen(red)", 7));
  EXPECT_EQ(run.interpreter().repeated(), 1U);
  EXPECT_EQ(run.show(other, "n"), run.show(one, "n"));
  EXPECT_EQ(run.show(third, "n"), "3");
  ASSERT_TRUE(run.step(one, "seen(red)"));  // now it is known that it is 3 at least
  EXPECT_EQ(run.interpreter().repeated(), 1U);
}

TEST(Memo, FindsEachOfManyAnswers) {
  std::string spec = "enum Many { ";
  for (int i = 0; i < 60; ++i) spec += "m" + std::to_string(i) + ", ";
  SmallRun run(spec + "}\n"
               "entity Process { p: bool }\nentity Task in Process { m: Many }\n"
               "begins started(t: Task) cites rule X1 do t.m := m0\n"
               "observation seen(t: Task, x: Many)\n"
               "rule seen cites rule X1 shows seen(t, x) do t.m := x\n");
  TaskState task = run.begin();
  for (int times = 0; times < 3; ++times)
    for (int i = 0; i < 60; ++i) {
      const std::string name = "m" + std::to_string(i);
      ASSERT_TRUE(run.step(task, "seen(" + name + ")"));
      ASSERT_EQ(run.show(task, "m"), name);
    }
  EXPECT_EQ(run.interpreter().repeated(), 120U);
}

}  // namespace
}  // namespace sigspec
