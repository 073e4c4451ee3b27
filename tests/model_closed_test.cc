// What a scenario must not use: rules of Linux that reach outside of it are refused, not cut down.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/system.h"
#include "tests/support/small_model.h"

namespace sigspec {
namespace {

constexpr const char* kLinux = R"sig(
  kernel 2.6 .. 6.1
  enum Colour { red, green, blue }
  entity Process { shared: Colour, group: identity }
  entity Task in Process { own: Colour, self: identity, parent: identity, seen: bool }
  observation painted(t: Task, c: Colour)
  observation forked(t: Task, child: Task)
  observation heard(t: Task, c: Colour)
  entity Observer { blind: bool }
  begins dark(t: Task) cites rule X1 do t.own := green  observer.blind := true
  rule whispers cites rule X1 shows painted(t, c) do t.own := c  tell t.parent heard(c)
  rule looks cites rule X1 shows painted(t, c) when observer.blind
    do t.own := c  observer.blind := false
  rule paints cites rule X1 shows painted(t, c) do t.own := c
  rule tells cites rule X1 shows painted(t, c) do t.own := c  tell t.parent painted(c)
  rule asks cites rule X1 shows painted(t, c) when task_at(1) = t.self do t.own := c
  rule forks cites rule X1 shows forked(t, child) do child.own := t.own
  rule mixes (t: Task, u: Task) internal cites rule X1 when u.own is red do t.own := red
  rule spreads cites rule X1 shows painted(t, c)
    do for u: Task where u.own is red do u.own := c
       t.shared := c
)sig";

test::Loaded load_using(const std::string& body) {
  return test::load(std::string(kLinux) + "scenario small cites paper \"p\" {\n" + body +
                    "  property trivial: always true\n}\n");
}

void refused(const std::string& rule, const std::string& why) {
  const test::Loaded loaded = load_using("  uses " + rule + "\n  size Task 2 .. 2\n");
  EXPECT_EQ(loaded.model, nullptr) << rule;
  EXPECT_NE(loaded.messages().find(why), std::string::npos) << loaded.messages();
}

TEST(ClosedSystem, TakesARuleOfLinuxAboutItsTasks) {
  const test::Loaded loaded = load_using("  uses paints\n  size Task 2 .. 2\n");
  EXPECT_NE(loaded.model, nullptr) << loaded.messages();
}

TEST(ClosedSystem, RefusesRulesThatReachOutside) {
  refused("tells", "rule 'tells' tells another task what happened, which no scenario has");
  refused("asks", "rule 'asks' asks who has a number");
  refused("forks", "rule 'forks' is not about one task alone");
  refused("mixes", "rule 'mixes' is not about one task alone");
}

/// A rule of the scenario that shows something is taken together with each rule of Linux that shows
/// the same, and what it says of that is known there.
TEST(ClosedSystem, JoinsItsRulesToThoseOfLinux) {
  const test::Loaded loaded = load_using(
      "  uses paints, spreads\n  size Task 2 .. 2\n  object Lamp { on: bool, was: Colour }\n"
      "  rule brush (t: Task) cites rule X1 shows painted(t, c) when c is blue\n"
      "    do lamp.was := t.own\n");
  ASSERT_NE(loaded.model, nullptr) << loaded.messages();
  const System system = lower_scenario(*loaded.model, loaded.model->scenarios[0], "", {}, nullptr);
  ASSERT_EQ(system.steps.size(), 4U);  // two rules of two tasks, and none alone
  const auto was = std::find_if(system.places.begin(), system.places.end(),
                                [](const SystemPlace& place) { return place.name == "lamp.was"; });
  ASSERT_NE(was, system.places.end());
  for (const Step& step : system.steps) {
    EXPECT_EQ(step.rule, 0);
    EXPECT_EQ(step.name, "brush, " + system.rules[static_cast<std::size_t>(step.also)]);
    EXPECT_TRUE(step.guards.empty());  // the colour is known
    ASSERT_EQ(step.bindings.size(), 1U);
    EXPECT_EQ(step.effects.front().targets.front()->offset, was->offset);  // its own comes first
  }
}

TEST(ClosedSystem, RefusesWhatNoRuleInUseShows) {
  EXPECT_NE(load_using("  uses paints\n  size Task 1 .. 1\n  object Lamp { on: bool }\n"
                       "  rule forks cites rule X1 shows forked(task, _) do lamp.on := true\n")
                .messages()
                .find("no rule that the scenario uses shows 'forked'"),
            std::string::npos);
}

/// What nobody hears is told to nobody; who would hear it is refused (above).
TEST(ClosedSystem, LeavesOutWhatNobodyHears) {
  const test::Loaded loaded = load_using("  uses whispers\n  size Task 2 .. 2\n");
  EXPECT_NE(loaded.model, nullptr) << loaded.messages();
}

/// `uses NAME` of a `begins`: tasks begin so, and what is said of the observer is known for good.
TEST(ClosedSystem, BeginsAsIsSaid) {
  const test::Loaded loaded = load_using("  uses dark, looks\n  size Task 2 .. 2\n");
  ASSERT_NE(loaded.model, nullptr) << loaded.messages();
  const System system = lower_scenario(*loaded.model, loaded.model->scenarios[0], "", {}, nullptr);
  EXPECT_EQ(system.initial.effects.size(), 2U);
  ASSERT_EQ(system.steps.size(), 2U);
  for (const Step& step : system.steps) {
    EXPECT_TRUE(step.guards.empty());
    EXPECT_EQ(step.effects.size(), 1U);  // and it learns nothing
  }
}

TEST(ClosedSystem, RefusesWhatNoEngineWouldDo) {
  const auto message = [](const std::string& body) { return load_using(body).messages(); };
  EXPECT_NE(message("  object Lamp { on: bool }\n  rule press cites rule X1\n"
                    "    do choose b: bool do { lamp.on := b }\n")
                .find("nothing is chosen here"),
            std::string::npos);
  EXPECT_NE(message("  object Lamp { on: bool }\n  rule press cites rule X1\n"
                    "    do for b: bool do lamp.on := b\n")
                .find("expected an object or an enum"),
            std::string::npos);
  EXPECT_NE(message("  object Lamp { on: bool }\n  rule press cites rule X1\n"
                    "    when forall b: bool. b = lamp.on do lamp.on := true\n")
                .find("expected an object or an enum"),
            std::string::npos);
}

/// `for u: Task` in a rule of Linux: the other tasks of the same process, and no others.
TEST(ClosedSystem, LoopsAreOverTheOtherTasksOfTheProcess) {
  const test::Loaded loaded =
      load_using("  uses spreads\n  size Task 4 .. 4\n  size Process 2 .. 2\n");
  ASSERT_NE(loaded.model, nullptr) << loaded.messages();
  const System system = lower_scenario(*loaded.model, loaded.model->scenarios[0], "", {}, nullptr);
  ASSERT_EQ(system.steps.size(), 4U);
  for (const Step& step : system.steps) {
    int written = 0;
    for (const CompiledEffect& effect : step.effects)
      written += static_cast<int>(effect.targets.size());
    EXPECT_EQ(written, 2) << step.bindings[0].value;  // its one neighbour, and the process
  }
}

}  // namespace
}  // namespace sigspec
