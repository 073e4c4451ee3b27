// The engines that need no hint: what each proves, and that none of them contradicts another.
//
// RC_PARAMS="seed=N" repeats a run of the random tests.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "prove/abc.h"
#include "prove/engines.h"
#include "prove/k_induction.h"
#include "prove/process.h"
#include "prove/spacer.h"
#include "tests/support/random_scenario.h"
#include "tests/support/small_scenario.h"

namespace sigspec {
namespace {

using prove::HardwareCheck;
using prove::PropertyResult;
using prove::Verdict;
using test::Small;

/// Two steps in a row tell more than one: a state from which the bad one is one step away is never
/// reached, but nothing says so.
constexpr const char* kRing = R"sig(
  object Ring { at: 0 .. 9, bad: bool }
  rule round cites rule X1 when ring.at < 2 do ring.at := ring.at + 1
  rule again cites rule X1 when ring.at = 2 do ring.at := 0
  rule slips cites rule X1 when ring.at = 5 do ring.bad := true
  rule climbs cites rule X1 when ring.at = 4 do ring.at := 5
  property good: never ring.bad
)sig";

TEST(KInduction, TellsWhichKWasEnough) {
  const Small small(kRing);
  const prove::KInduction found =
      prove::prove_k_inductive(small.system, small.property(), 6, false, {});
  EXPECT_EQ(found.proof.answer, prove::Induction::Answer::Proved) << found.proof.failed;
  EXPECT_EQ(found.k, 3U);
  EXPECT_EQ(found.proof.conditions.size(), 4U);  // three beginnings and a step
}

TEST(KInduction, WhatIsViolatedIsNotProved) {
  const Small small(R"sig(
    object Lamp { on: bool, presses: 0 .. 5 }
    rule press cites rule X1 when lamp.presses < 4 do lamp.presses := lamp.presses + 1
    property few: always lamp.presses < 3
  )sig");
  const auto found = prove::prove_k_inductive(small.system, small.property(), 6, false, {});
  EXPECT_EQ(found.proof.answer, prove::Induction::Answer::Fails);
  EXPECT_EQ(found.proof.failed, "3 steps from the beginning it holds");
}

TEST(Spacer, FindsAnInvariantByItself) {
  const Small small(kRing);
  const prove::Spacer found = prove::ask_spacer(small.system, small.property(), {});
  EXPECT_EQ(found.answer, prove::Spacer::Answer::Proved);
  EXPECT_EQ(found.proof.conditions.size(), 6U);  // the beginning, four rules, and the property
}

/// Without limits on sizes: no exploration comes to an end, and no invariant is stated.
TEST(Spacer, ProvesForAnySize) {
  const auto results = test::prove_scenario(R"sig(
    size Capacity 1 .. any
    object Tank { level: int }
    rule fills cites rule X1 when tank.level < Capacity do tank.level := tank.level + 1
    rule drains cites rule X1 when tank.level > 0 do tank.level := tank.level - 1
    property fits: always tank.level >= 0 and tank.level <= Capacity
  )sig")
                           .properties;
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].verdict, Verdict::Proved) << results[0].method;
  EXPECT_NE(results[0].method.find("any Capacity"), std::string::npos) << results[0].method;
}

HardwareCheck::Answer ask_abc(const Small& small, std::size_t property = 0) {
  constexpr std::chrono::seconds kTime(20);
  return prove::ask_abc(small.system, small.property(property), kTime,
                        prove::Certificate::Unwanted, {})
      .answer;
}

class Abc : public testing::Test {
 protected:
  void SetUp() override {
    if (!prove::is_installed("berkeley-abc")) GTEST_SKIP() << "berkeley-abc is not installed";
  }
};

TEST_F(Abc, ProvesAndRefutesSafety) {
  const Small small(std::string(kRing) + "  property low: always ring.at < 2\n");
  EXPECT_EQ(ask_abc(small, 0), HardwareCheck::Answer::Proved);
  EXPECT_EQ(ask_abc(small, 1), HardwareCheck::Answer::Violated);
}

TEST_F(Abc, ProvesAndRefutesLiveness) {
  const std::string body = R"sig(
    size Walker 2 .. 2
    object Walker { left: 0 .. 3 = 3, home: bool, asked: bool }
    rule asks (w: Walker) cites rule X1 do w.asked := true
    rule walks (w: Walker) WALKS cites rule X1 when w.left > 0 do w.left := w.left - 1
    rule arrives (w: Walker) fair w cites rule X1 when w.left = 0 do w.home := true
    rule leaves (w: Walker) cites rule X1 when w.home do w.home := false
    property home: forall w: Walker. eventually w.home
    property asked: forall w: Walker. w.asked leads to w.home
    property stays: forall w: Walker. w.home until w.asked
  )sig";
  const auto with = [&](const std::string& word) {
    std::string text = body;
    return Small(text.replace(text.find("WALKS"), 5, word));
  };
  const Small fair = with("fair w"), lazy = with("");
  for (const std::size_t property : {0, 2})
    EXPECT_EQ(ask_abc(fair, property), HardwareCheck::Answer::Proved) << property;
  for (const std::size_t property : {0, 2, 4})
    EXPECT_EQ(ask_abc(lazy, property), HardwareCheck::Answer::Violated) << property;
}

/// The goal that was reached in between makes a loop no counterexample.
TEST_F(Abc, ALoopWithTheGoalInItIsNone) {
  const Small small(R"sig(
    object Lamp { on: bool }
    rule press fair cites rule X1 do lamp.on := not lamp.on
    property lit: not lamp.on leads to lamp.on
  )sig");
  EXPECT_EQ(ask_abc(small), HardwareCheck::Answer::Proved);
}

/// Safety and liveness; z3 and cvc5 confirm what abc has found, as processes of their own.
TEST_F(Abc, GivesACertificate) {
  prove::ProveOptions options;
  options.states_max = 2;  // so that nothing else decides
  const auto results = test::prove_scenario(R"sig(
    object Lamp { hue: Hue, on: bool }
    rule warms fair cites rule X1 when lamp.hue is red do lamp.hue := green
    rule glows fair cites rule X1 when lamp.hue is green do lamp.hue := blue
    rule lights fair cites rule X1 when lamp.hue is blue do lamp.on := true
    property lit: eventually lamp.on
    property glows: lamp.hue is green leads to lamp.hue is blue
  )sig",
                                            options)
                           .properties;
  ASSERT_EQ(results.size(), 2U);
  for (const PropertyResult& result : results) {
    EXPECT_EQ(result.verdict, Verdict::Proved) << result.method;
    EXPECT_NE(result.method.find("abc, 3 conditions"), std::string::npos) << result.method;
    const bool can_check = prove::is_installed("z3") || prove::is_installed("cvc5");
    EXPECT_EQ(result.certificate, can_check ? "rechecked" : "none") << result.fault;
  }
}

TEST_F(Abc, NumbersThatGrowTooLargeAreNoProof) {
  const Small small(R"sig(
    object Counter { n: int }
    rule counts cites rule X1 do counter.n := counter.n + counter.n + 1
    property even: always counter.n >= 0
  )sig");
  EXPECT_EQ(ask_abc(small), HardwareCheck::Answer::Unknown);
}

RC_GTEST_PROP(EnginesSlow, DoNotContradictEachOther, (unsigned seed)) {
  prove::ProveOptions options;
  options.cross_check = true;
  options.engine_time = std::chrono::seconds(1);
  options.recheck = false;
  const std::string text = test::random_scenario(seed);
  for (const PropertyResult& result : test::prove_scenario(text, options).properties)
    if (!result.fault.empty()) RC_FAIL(result.property + ": " + result.fault + "\n" + text);
}

}  // namespace
}  // namespace sigspec
