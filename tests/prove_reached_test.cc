// Certificates of explorations: other solvers confirm them, and do not where a state is missing.
//
// RC_PARAMS="seed=N" repeats a run of the random tests.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "prove/certificate.h"
#include "prove/process.h"
#include "prove/reached.h"
#include "tests/support/random_scenario.h"
#include "tests/support/small_scenario.h"

namespace sigspec {
namespace {

using prove::PropertyResult;
using prove::Verdict;
using test::Small;

/// Every kind of slot: Choices of two and of more, a set, numbers, and an array of objects.
constexpr const char* kLamps = R"sig(
  object Lamp { on: bool, hue: Hue, seen: set Hue }
  object Meter { presses: -3 .. 3 }
  rule press(h: Hue) fair cites rule X1 when meter.presses < 3 and h not in lamp.seen
    do lamp.on := not lamp.on
       lamp.hue := h
       lamp.seen := lamp.seen + {h}
       meter.presses := meter.presses + 1
  rule rests fair cites rule X1 when lamp.on do lamp.on := false
  property seen: always lamp.on implies lamp.hue in lamp.seen
  property few: never meter.presses > 3
  property stays: meter.presses = 1 until meter.presses = 2
  property dims: lamp.on leads to not lamp.on
  property moves: eventually meter.presses > 0
)sig";

class Reached : public testing::Test {
 protected:
  void SetUp() override {
    if (!prove::is_installed("z3") && !prove::is_installed("cvc5"))
      GTEST_SKIP() << "neither z3 nor cvc5 is installed";
  }

  static prove::Recheck recheck(const std::vector<prove::Condition>& conditions) {
    const prove::TemporaryFile file("reached.smt2", prove::certificate_text("test", conditions));
    return prove::recheck(file.path(), conditions);
  }

  static std::unique_ptr<prove::Explorer> explore(const System& system) {
    static const prove::Watch kWatch;
    auto explorer = std::make_unique<prove::Explorer>(system, std::vector<prove::Renaming>{}, 10000,
                                                      kWatch);
    explorer->run([](prove::StateId, prove::Cells&) { return true; });
    EXPECT_TRUE(explorer->complete()) << explorer->why_incomplete();
    return explorer;
  }
};

// A solver that does not come to an end neither confirms nor denies.
TEST_F(Reached, WhatIsNotAnsweredIsNoDisagreement) {
  const prove::Condition decided{"decided", "(assert false)\n(check-sat)", "QF_BV"},
      last{"last", "(assert false)\n(check-sat)\n(exit)", "QF_BV"};
  EXPECT_FALSE(recheck({decided, decided}).unanswered);
  const prove::Recheck cut_short = recheck({last, decided});
  EXPECT_TRUE(cut_short.unanswered);
  EXPECT_TRUE(cut_short.by.empty());
  EXPECT_EQ(cut_short.disagrees, "");
}

TEST_F(Reached, OtherSolversConfirmWhatWasExplored) {
  for (const PropertyResult& result : test::prove_scenario(kLamps).properties) {
    EXPECT_EQ(result.verdict, Verdict::Proved) << result.property << result.fault;
    EXPECT_EQ(result.certificate, "rechecked") << result.property;
  }
}

/// What is compared by identity alone may be anything: one stands for all that are equal to none.
TEST_F(Reached, ValuesWithNothingButIdentity) {
  const auto results = test::prove_scenario(R"sig(
    object Door { key: identity, lock: identity, open: bool }
    rule locks cites rule X1 when door.open do door.lock := unknown door.open := false
    rule finds cites rule X1 do door.key := unknown
    rule opens cites rule X1 when door.key = door.lock do door.open := true
    property told: always door.key = door.lock or door.key != door.lock
    property fits: door.key = door.lock until door.open or door.key != door.lock
  )sig")
                           .properties;
  ASSERT_EQ(results.size(), 2U);
  for (const PropertyResult& result : results)
    EXPECT_EQ(result.certificate, "rechecked") << result.method << result.fault;
}

/// As a reader checks it: what a step leads to is listed, and its own steps are looked at.
TEST_F(Reached, WhatIsLedToIsListed) {
  const Small small(kLamps);
  const auto explorer = explore(small.system);
  std::set<std::string> now, next;
  for (const auto& condition : prove::conditions_of_reached(small.system, *explorer, {}))
    for (const auto& [name, found] : {std::pair{"(= now #b", &now}, std::pair{"(= next #b", &next}})
      for (auto at = condition.smt.find(name); at != std::string::npos;
           at = condition.smt.find(name, at + 1)) {
        const auto begin = condition.smt.find('#', at);
        found->insert(condition.smt.substr(begin, condition.smt.find(')', at) - begin));
      }
  EXPECT_EQ(now.size(), explorer->size());
  EXPECT_EQ(next, now);
}

TEST_F(Reached, AStepThatLeadsElsewhereIsNotConfirmed) {
  Small small(kLamps);
  const auto explorer = explore(small.system);
  EXPECT_EQ(recheck(prove::conditions_of_reached(small.system, *explorer, {})).disagrees, "");
  small.system.steps[0].guards.clear();  // the explorer has made its own of them
  EXPECT_NE(recheck(prove::conditions_of_reached(small.system, *explorer, {})).disagrees, "");
}

TEST_F(Reached, ABeginningThatIsMissingIsNotConfirmed) {
  Small small("object Lamp { on: bool, hue: Hue }\n"
              "initially do lamp.on := true\n"
              "rule rests cites rule X1 when lamp.on do lamp.hue := green\n"
              "property p: always lamp.on");
  const auto explorer = explore(small.system);
  EXPECT_EQ(recheck(prove::conditions_of_reached(small.system, *explorer, {})).disagrees, "");
  small.system.initial.effects.clear();
  EXPECT_NE(recheck(prove::conditions_of_reached(small.system, *explorer, {})).disagrees, "");
}

TEST_F(Reached, APropertyThatDoesNotHoldIsNotConfirmed) {
  const Small small(std::string(kLamps) + R"sig(
    property dark: never lamp.hue is blue
    property slow: meter.presses = 1 until meter.presses = 3
    property blue: lamp.on leads to lamp.hue is blue
    property shines: eventually lamp.on and lamp.hue is blue
  )sig");
  const auto explorer = explore(small.system);
  for (std::size_t i = 0; i < small.system.properties.size(); ++i) {
    const auto conditions =
        prove::conditions_of_property(small.system, *explorer, small.property(i), {});
    EXPECT_EQ(recheck(conditions).disagrees.empty(), i < 5) << i;
  }
}

RC_GTEST_PROP(ReachedSlow, OtherSolversConfirmRandomScenarios, (unsigned seed)) {
  const std::string text = test::random_scenario(seed);
  for (const PropertyResult& result : test::prove_scenario(text).properties)
    if (!result.fault.empty()) RC_FAIL(result.property + ": " + result.fault + "\n" + text);
}

}  // namespace
}  // namespace sigspec
