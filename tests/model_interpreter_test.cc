// The interpreter on small specs: rules fire, learn and fork; candidates merge; the memo changes
// nothing; failures name what failed.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/support/small_model.h"

namespace sigspec {
namespace {

using test::kColors;
using test::SmallRun;

std::string spec(const std::string& rules) {
  return std::string(kColors) +
         "observation seen(t: Task, x: Color)\nobservation other(t: Task)\n" + rules;
}

TEST(Rules, FireWhenTheirConditionsHoldAndRunTheirEffects) {
  SmallRun run(spec("rule r cites rule X1 shows seen(t, x) with x = t.c when t.n < 2\n"
                    "do t.n := t.n + 1 t.c := green"));
  TaskState task = run.begin();
  EXPECT_FALSE(run.step(task, "seen(blue)"));
  EXPECT_EQ(run.show(task, "c"), "red");  // what explains nothing changes nothing
  EXPECT_TRUE(run.step(task, "seen(red)"));
  EXPECT_TRUE(run.step(task, "seen(green)"));
  EXPECT_FALSE(run.step(task, "seen(green)"));
  EXPECT_EQ(run.show(task, "n"), "2");
  EXPECT_EQ(run.fired("r"), 2U);
}

TEST(Rules, MultiplyNumbersAndKeepTheirBounds) {
  SmallRun run(spec("rule a cites rule X1 shows seen(t, red) do t.n := 3 * 1000000000 * t.n\n"
                    "rule b cites rule X1 shows seen(t, green) when t.n * 2 >= 10 do t.n := 7 * -t.n\n"
                    "rule c cites rule X1 shows seen(t, blue) do t.n := t.n * t.n"));
  TaskState task = run.begin("attached");
  EXPECT_TRUE(run.step(task, "seen(green)"));
  EXPECT_EQ(run.show(task, "n"), "any number");  // nothing is learned through a product
  EXPECT_TRUE(run.step(task, "seen(blue)"));
  EXPECT_EQ(run.show(task, "n"), "any number");
  task = run.begin();
  EXPECT_FALSE(run.step(task, "seen(green)"));
  EXPECT_TRUE(run.step(task, "seen(red)"));
  EXPECT_EQ(run.show(task, "n"), "0");
}

TEST(Rules, MayLeaveOutThePartsAtTheEndAndNameThemAsTheyAreDeclared) {
  SmallRun run(spec("rule r cites rule X1 shows seen(t) with x = t.c do t.d := x\n"
                    "rule s cites rule X1 shows seen(t, green)"));
  TaskState task = run.begin();
  EXPECT_TRUE(run.step(task, "seen(green)"));
  EXPECT_FALSE(run.step(task, "seen(blue)"));
  EXPECT_TRUE(run.step(task, "seen(red)"));
  EXPECT_EQ(run.show(task, "d"), "red");
}

TEST(Rules, LearnFromWhatIsSeen) {
  SmallRun run(spec("rule r cites rule X1 shows seen(t, x) with x = t.c when x in t.s"));
  TaskState task = run.begin("attached");
  EXPECT_EQ(run.show(task, "c"), "anything");
  EXPECT_TRUE(run.step(task, "seen(green)"));
  EXPECT_EQ(run.show(task, "c"), "green");
  EXPECT_EQ(run.show(task, "s"), "{green} and perhaps more of {red, green, blue}");
  EXPECT_FALSE(run.step(task, "seen(red)"));
}

TEST(Rules, AContradictionThatOnlyLearningFindsIsNoExplanation) {
  SmallRun run(spec("rule r cites rule X1 shows other(t) when t.c = t.d, t.c is red, t.d is green\n"
                    "do t.n := 7"));
  TaskState task = run.begin("attached");
  const auto before = run.dump(task);
  EXPECT_FALSE(run.step(task, "other"));
  EXPECT_EQ(run.dump(task), before);
}

TEST(Rules, OneThatMayNotHoldForksFromOneThatHolds) {
  SmallRun run(spec("rule a cites rule X1 shows other(t) when t.c is red do t.n := 1 t.d := blue\n"
                    "rule b cites rule X1 shows other(t) when t.c is not red do t.n := 2"));
  TaskState task = run.begin("attached");
  EXPECT_TRUE(run.step(task, "other"));
  ASSERT_EQ(task.group->candidates.size(), 2U);
  EXPECT_EQ(run.show(task, "c"), "red | green or blue");
  EXPECT_EQ(run.show(task, "n"), "1 | 2");
}

// What one rule teaches of an event is not so for another that may explain it as well.
TEST(Rules, EachLearnsOfTheEventByItself) {
  SmallRun run(spec("rule a cites rule X1 shows seen(t, x) with x is red do t.n := 1 t.d := blue\n"
                    "rule b cites rule X1 shows seen(t, x) with x is green do t.n := 2"));
  TaskState task = run.begin();
  EXPECT_TRUE(run.step(task, "seen(?)"));
  EXPECT_EQ(run.show(task, "n"), "1 | 2");
}

TEST(Rules, EffectsReadWhatEarlierOnesWrote) {
  SmallRun run(spec("rule r cites rule X1 shows other(t) do t.c := green t.d := t.c\n"
                    "  let old = t.c t.c := blue t.s := {old, t.c}"));
  TaskState task = run.begin();
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(run.show(task, "d"), "green");
  EXPECT_EQ(run.show(task, "s"), "{green, blue}");
}

TEST(Rules, VersionsAndViewsDecideWhichRulesThereAre) {
  const std::string text = spec(
      "rule old cites rule X1 until 5.1 shows seen(t, red)\n"
      "rule new cites rule X1 since 5.1 shows seen(t, green)\n"
      "view v cites rule X1 { rule blue cites rule X1 shows seen(t, blue) }");
  SmallRun before(text, "5.0"), after(text, "5.1"), view(text, "5.0", "v");
  for (auto& [run, red, green, blue] :
       {std::tuple{&before, true, false, false}, {&after, false, true, false},
        {&view, true, false, true}}) {
    TaskState task = run->begin();
    EXPECT_EQ(run->step(task, "seen(red)"), red);
    EXPECT_EQ(run->step(task, "seen(green)"), green);
    EXPECT_EQ(run->step(task, "seen(blue)"), blue);
  }
}

TEST(Either, JoinsTheValuesInOneCandidate) {
  SmallRun run(spec("rule r cites rule X1 shows other(t) do t.c := either red or green when t.on\n"
                    "rule s cites rule X1 shows seen(t, x) with x = t.c"));
  TaskState off = run.begin();
  EXPECT_TRUE(run.step(off, "other"));
  EXPECT_EQ(run.show(off, "c"), "red");  // no reason for the other value
  SmallRun always(spec("rule r cites rule X1 shows other(t) do t.c := either red or green\n"
                       "rule s cites rule X1 shows seen(t, x) with x = t.c"));
  TaskState task = always.begin();
  EXPECT_TRUE(always.step(task, "other"));
  EXPECT_EQ(always.show(task, "c"), "red or green");
  EXPECT_EQ(task.group->candidates.size(), 1U);
  EXPECT_FALSE(always.step(task, "seen(blue)"));
  EXPECT_TRUE(always.step(task, "seen(green)"));
  EXPECT_EQ(always.show(task, "c"), "green");
}

TEST(Conditions, AnIfWithUnknownConditionIsEvaluatedByCases) {
  SmallRun run(spec("rule r cites rule X1 shows other(t) do t.c := if t.c is red then green else t.c"));
  TaskState task = run.begin("attached");
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(run.show(task, "c"), "green or blue");
}

// ---------------------------------------------------------------------------- internal steps

TEST(InternalSteps, AreTakenOnlyWhenNothingElseExplains) {
  SmallRun run(spec("rule hidden (t: Task) internal cites rule X1 when t.n < 3\n"
                    "  do t.n := t.n + 1\n"
                    "rule r cites rule X1 shows seen(t, x) with x is red or t.n = 2"));
  TaskState task = run.begin();
  EXPECT_TRUE(run.step(task, "seen(red)"));
  EXPECT_EQ(run.show(task, "n"), "0");
  EXPECT_TRUE(run.step(task, "seen(blue)"));  // after two steps
  EXPECT_EQ(run.show(task, "n"), "2");
  EXPECT_EQ(run.fired("hidden"), 2U);
}

TEST(InternalSteps, AreBoundedWhenTheyNeverHelp) {
  SmallRun run(spec("rule hidden (t: Task) internal cites rule X1 do t.n := t.n + 1\n"
                    "rule r cites rule X1 shows other(t) when t.n < 0"));
  TaskState task = run.begin();
  const auto before = run.dump(task);
  EXPECT_FALSE(run.step(task, "other"));
  EXPECT_EQ(run.dump(task), before);
  EXPECT_LE(run.fired("hidden"), static_cast<std::uint64_t>(kInternalStepsMax));
}

TEST(InternalSteps, SayOfTheRecordingOnlyWhatExplains) {
  SmallRun run(spec("entity Observer { marked: bool }\n"
                    "rule hidden (t: Task) internal cites rule X1\n"
                    "  do t.n := t.n + 1 t.on := true observer.marked := true\n"
                    "rule r cites rule X1 shows seen(t, green) when t.on\n"
                    "rule z cites rule X1 shows seen(t, red) do t.n := 0\n"
                    "rule m cites rule X1 shows other(t) when observer.marked, t.n = 0"));
  TaskState task = run.begin();
  EXPECT_FALSE(run.step(task, "seen(blue)"));
  EXPECT_FALSE(run.step(task, "other"));
  EXPECT_TRUE(run.step(task, "seen(green)"));
  EXPECT_TRUE(run.step(task, "seen(red)"));
  EXPECT_TRUE(run.step(task, "other"));
}

// -------------------------------------------------------------------------------- candidates

TEST(Candidates, ThatDifferInOneChoiceBecomeOne) {
  SmallRun run(spec("rule a cites rule X1 shows other(t) do t.c := red\n"
                    "rule b cites rule X1 shows other(t) do t.c := blue\n"
                    "rule s cites rule X1 shows seen(t, x) with x = t.c"));
  TaskState task = run.begin();
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(task.group->candidates.size(), 1U);
  EXPECT_EQ(run.show(task, "c"), "red or blue");  // and nothing that was not there
  EXPECT_FALSE(run.step(task, "seen(green)"));
}

TEST(Candidates, ThatDifferInTwoSlotsStayApart) {
  SmallRun run(spec("rule a cites rule X1 shows other(t) do t.c := red t.d := red\n"
                    "rule b cites rule X1 shows other(t) do t.c := blue t.d := blue\n"
                    "rule s cites rule X1 shows seen(t, x) with x = t.c, t.d != x"));
  TaskState task = run.begin();
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(run.show(task, "c"), "red | blue");
  EXPECT_FALSE(run.step(task, "seen(red)"));
}

TEST(Candidates, ThatDifferInOneNumberStayApart) {
  SmallRun run(spec("rule a cites rule X1 shows other(t) do t.n := 1\n"
                    "rule b cites rule X1 shows other(t) do t.n := 3"));
  TaskState task = run.begin();
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(run.show(task, "n"), "1 | 3");  // 1 to 3 would admit 2
}

TEST(Candidates, ThatOthersCoverAreDropped) {
  SmallRun run(spec("rule a cites rule X1 shows other(t) do t.c := unknown t.n := unknown\n"
                    "rule b cites rule X1 shows other(t) do t.c := blue t.n := 4\n"
                    "rule e cites rule X1 shows other(t) do t.c := unknown t.n := unknown"));
  TaskState task = run.begin();
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(run.show(task, "n"), "any number");
}

TEST(Candidates, PastTheCapAreJoinedAndCounted) {
  // Each event doubles the candidates: two sums that never meet.
  SmallRun run(spec("rule a cites rule X1 shows other(t) do t.n := t.n + t.n + 1 t.c := red\n"
                    "rule b cites rule X1 shows other(t) do t.n := t.n + t.n + 2 t.c := green"));
  TaskState task = run.begin();
  for (int i = 0; i < 6; ++i) EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(task.group->candidates.size(), 64U);
  EXPECT_EQ(run.interpreter().times_capped(), 0U);
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(task.group->candidates.size(), 1U);
  EXPECT_EQ(run.interpreter().times_capped(), 1U);
  EXPECT_EQ(run.show(task, "n"), "127 to 254");
  EXPECT_EQ(run.show(task, "c"), "red or green");
}

// To compare many with each other costs more than to go on with all of them for a while.
TEST(Candidates, ThatAreManyAreComparedNowAndThen) {
  SmallRun run(spec("rule a cites rule X1 shows other(t) do t.n := t.n + t.n + 1 t.c := red t.d := red\n"
                    "rule b cites rule X1 shows other(t) do t.n := t.n + t.n + 2 t.c := blue\n"
                    "  t.d := blue\n"
                    "rule s cites rule X1 shows seen(t, x) with x = t.c, t.d = x do t.n := 0"));
  TaskState task = run.begin();
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(run.step(task, "other"));
  ASSERT_GT(task.group->candidates.size(), kFewCandidates);
  const std::size_t many = task.group->candidates.size();
  EXPECT_TRUE(run.step(task, "seen(?)"));  // every second is like every other second
  EXPECT_EQ(task.group->candidates.size(), many);
  EXPECT_FALSE(run.step(task, "seen(green)"));
  for (int i = 0; i < kEventsApart; ++i) EXPECT_TRUE(run.step(task, "seen(?)"));
  EXPECT_EQ(run.show(task, "c"), "red | blue");
}

// What each of several threads may be in multiplies: they are joined thread by thread.
TEST(Candidates, OfManyThreadsAreJoinedThreadByThread) {
  SmallRun run(spec("observation born(t: Task, child: Task)\n"
                    "rule b cites rule X1 shows born(t, child) do child.process := t.process\n"
                    "rule r cites rule X1 shows other(t) do t.n := t.n + t.n + 1 t.c := red\n"
                    "rule g cites rule X1 shows other(t) do t.n := t.n + t.n + 2 t.c := green\n"
                    "rule s cites rule X1 shows seen(t, x) with x = t.c"));
  TaskState first = run.begin();
  std::vector<TaskState> threads(7);
  for (TaskState& thread : threads) {
    ASSERT_TRUE(run.birth(first, "born", thread));
    EXPECT_TRUE(run.step(thread, "other"));
  }
  EXPECT_LE(first.group->candidates.size(), kCandidatesMax);
  EXPECT_EQ(run.interpreter().times_capped(), 0U);
  for (TaskState& thread : threads) EXPECT_FALSE(run.step(thread, "seen(blue)"));
  for (std::size_t i = 0; i < threads.size(); ++i)
    EXPECT_TRUE(run.step(threads[i], i % 2 == 0 ? "seen(red)" : "seen(green)"));
}

// Of what a task may have been told or not, it is to be ready for both; and many such messages in a
// row are not to double the candidates each.
TEST(Candidates, ThatMayHaveHeardAreNoMoreThanBefore) {
  SmallRun run(spec("rule a cites rule X1 shows other(t) do t.c := red t.d := red\n"
                    "rule b cites rule X1 shows other(t) do t.c := blue t.d := blue\n"
                    "rule h cites rule X1 shows seen(t, red) do t.n := t.n + 1 t.on := true\n"
                    "rule n cites rule X1 shows seen(t, green) when t.n = 0\n"
                    "rule m cites rule X1 shows seen(t, blue) when t.n = 10, t.on"));
  TaskState task = run.begin();
  EXPECT_TRUE(run.step(task, "other"));
  EventClass& told = run.class_of("seen(red)");
  for (int i = 0; i < 10; ++i)
    EXPECT_TRUE(run.interpreter().hear(told, task, run.slots(), 1, false));
  EXPECT_EQ(run.show(task, "c"), "red | blue");
  EXPECT_EQ(run.show(task, "n"), "0 to 10 | 0 to 10");
  const auto saved = run.interpreter().save(task);
  EXPECT_TRUE(run.step(task, "seen(green)"));
  run.interpreter().restore(task, saved);
  EXPECT_TRUE(run.step(task, "seen(blue)"));
}

// -------------------------------------------------------------------------------------- stacks

const char* const kStack =
    "rule gives cites rule X1 shows seen(t, x) do push t.heap x\n"
    "rule takes cites rule X1 shows other(t) when not empty(t.heap) do t.c := top(t.heap) pop t.heap\n"
    "observation bare(t: Task)\nrule bare cites rule X1 shows bare(t) when empty(t.heap)\n";

TEST(Stacks, GiveBackWhatWasPushedAndKnowWhenTheyAreEmpty) {
  SmallRun run(spec(kStack));
  TaskState task = run.begin();
  EXPECT_TRUE(run.step(task, "bare"));
  EXPECT_FALSE(run.step(task, "other"));
  EXPECT_TRUE(run.step(task, "seen(green)"));
  EXPECT_TRUE(run.step(task, "seen(blue)"));
  EXPECT_EQ(run.show(task, "heap"), "green blue");
  EXPECT_FALSE(run.step(task, "bare"));
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(run.show(task, "c"), "blue");
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(run.show(task, "c"), "green");
  EXPECT_TRUE(run.step(task, "bare"));
}

TEST(Stacks, ThatOverflowForgetTheOldest) {
  SmallRun run(spec(kStack));
  TaskState task = run.begin();
  for (const char* event : {"seen(red)", "seen(green)", "seen(blue)", "seen(blue)"})
    EXPECT_TRUE(run.step(task, event));
  EXPECT_EQ(run.show(task, "heap"), "... green blue blue");
  for (const char* color : {"blue", "blue", "green", "anything", "anything"}) {
    EXPECT_TRUE(run.step(task, "other"));
    EXPECT_EQ(run.show(task, "c"), color);
  }
  EXPECT_TRUE(run.step(task, "bare"));    // it may be empty by now
  EXPECT_FALSE(run.step(task, "other"));  // and then it is
}

TEST(Stacks, OfWhichNothingIsKnownMayHoldAnything) {
  SmallRun run(spec(kStack));
  TaskState task = run.begin("attached");
  EXPECT_TRUE(run.step(task, "seen(green)"));
  EXPECT_FALSE(run.step(task, "bare"));
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(run.show(task, "c"), "green");
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(run.show(task, "c"), "anything");
}

TEST(Stacks, PoppedToTheSameLookTheSame) {
  SmallRun run(spec(kStack));
  TaskState task = run.begin();
  const auto before = run.dump(task);
  EXPECT_TRUE(run.step(task, "seen(red)"));
  EXPECT_TRUE(run.step(task, "other"));
  EXPECT_EQ(run.dump(task)[1].size(), before[1].size());
  EXPECT_EQ(run.show(task, "heap"), "");
}

// -------------------------------------------------------------------------- tasks and births

std::string births(const std::string& rules) {
  return spec("observation born(t: Task, child: Task)\n"
              "rule w cites rule X1 shows seen(t, x) do t.p := x t.c := x\n" + rules);
}

TEST(Births, OfThreadsShareTheProcess) {
  SmallRun run(births("rule b cites rule X1 shows born(t, child)\n"
                      "  do child.process := t.process child.d := blue"));
  TaskState parent = run.begin(), child;
  ASSERT_TRUE(run.birth(parent, "born", child));
  EXPECT_EQ(child.group, parent.group);
  EXPECT_EQ(child.index, 1);
  EXPECT_EQ(run.show(child, "d"), "blue");
  EXPECT_EQ(run.show(parent, "d"), "red");
  EXPECT_TRUE(run.step(child, "seen(green)"));
  EXPECT_EQ(run.show(parent, "p"), "green");  // the process is one
  EXPECT_EQ(run.show(parent, "c"), "red");    // the tasks are not
}

TEST(Births, OfProcessesCopyAndLeakNothing) {
  SmallRun run(births("rule b cites rule X1 shows born(t, child) do child.p := blue"));
  TaskState parent = run.begin(), child;
  ASSERT_TRUE(run.birth(parent, "born", child));
  EXPECT_NE(child.group, parent.group);
  EXPECT_EQ(run.show(parent, "p"), "red");
  EXPECT_EQ(run.show(child, "p"), "blue");
  EXPECT_TRUE(run.step(parent, "seen(green)"));
  EXPECT_EQ(run.show(child, "p"), "blue");
  EXPECT_TRUE(run.step(child, "seen(red)"));
  EXPECT_EQ(run.show(parent, "p"), "green");
  TaskState grandchild;
  ASSERT_TRUE(run.birth(child, "born", grandchild));
  run.interpreter().end(child);
  EXPECT_TRUE(run.step(grandchild, "seen(green)"));
  EXPECT_EQ(run.show(parent, "c"), "green");
}

TEST(Births, WithoutAnExplanationLeaveTheParentAsItWas) {
  SmallRun run(births("rule b cites rule X1 shows born(t, child) when t.n = 9"));
  TaskState parent = run.begin(), child;
  EXPECT_FALSE(run.birth(parent, "born", child));
  EXPECT_EQ(child.group, nullptr);
  EXPECT_TRUE(run.step(parent, "seen(green)"));
}

TEST(EachTask, ChangesTheOthersWhoseConditionHolds) {
  SmallRun run(births("rule b cites rule X1 shows born(t, child)\n"
                      "  do child.process := t.process child.c := blue\n"
                      "rule e cites rule X1 shows other(t)\n"
                      "  do for u: Task where u.c is blue do { u.d := green }"));
  TaskState first = run.begin(), second, third;
  ASSERT_TRUE(run.birth(first, "born", second));
  ASSERT_TRUE(run.birth(first, "born", third));
  EXPECT_TRUE(run.step(third, "seen(red)"));
  EXPECT_TRUE(run.step(first, "other"));
  EXPECT_EQ(run.show(first, "d"), "red");  // itself it leaves alone
  EXPECT_EQ(run.show(second, "d"), "green");
  EXPECT_EQ(run.show(third, "d"), "red");
  run.interpreter().end(second);
  EXPECT_TRUE(run.step(first, "other"));  // a task that ended is passed over
}

}  // namespace
}  // namespace sigspec
