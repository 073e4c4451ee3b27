// Liveness by ranks: for any size, and where it fails the rule is named.
#include "tests/support/small_scenario.h"

namespace sigspec {
namespace {

using prove::PropertyResult;
using prove::Verdict;

/// Two walkers go home, each at its own pace; rain drives one that has not left back to its start.
std::string walkers(const std::string& rank, const std::string& more = "") {
  return R"sig(
    size Way 1 .. any
    size Walker 2 .. 2
    object Walker { left: int, home: bool, delayed: bool }
    object Weather { rains: bool }
    initially do
      for w: Walker do w.left := Way
    rule rains cites rule X1 do weather.rains := not weather.rains
    rule walks (w: Walker) fair w cites rule X1
      when w.left > 0 do w.left := w.left - 1
    rule arrives (w: Walker) fair w cites rule X1
      when w.left = 0, not w.home do w.home := true
    invariant positive: forall w: Walker. 0 <= w.left and w.left <= Way
    property home: forall w: Walker. eventually w.home
)sig" + more +
         rank;
}

constexpr const char* kRank = R"sig(
  rank way for home: forall w: Walker. w.left
  helpful w for home: forall w: Walker. not w.home
)sig";

PropertyResult prove_home(const std::string& body) {
  const auto results = test::prove_scenario(body).properties;
  EXPECT_EQ(results.size(), 1U);
  return results.empty() ? PropertyResult{} : results[0];
}

TEST(Ranking, ProvesForAnySize) {
  const PropertyResult proved = prove_home(walkers(kRank));
  EXPECT_EQ(proved.verdict, Verdict::Proved) << proved.method;
  EXPECT_TRUE(proved.method.starts_with("rank, ")) << proved.method;
  EXPECT_NE(proved.method.find("any Way"), std::string::npos) << proved.method;
}

TEST(Ranking, WithoutARankSomeSizesAreAllThatIsKnown) {
  EXPECT_EQ(prove_home(walkers("")).verdict, Verdict::HoldsToBound);
}

TEST(Ranking, AFailureNamesTheRule) {
  const PropertyResult flat = prove_home(walkers(R"sig(
    rank way for home: forall w: Walker. 0
    helpful w for home: forall w: Walker. not w.home
  )sig"));
  EXPECT_EQ(flat.verdict, Verdict::HoldsToBound);
  EXPECT_NE(flat.method.find("rule walks walker1 lowers the rank"), std::string::npos)
      << flat.method;
}

TEST(Ranking, WhatIsHelpfulMustBePossible) {
  const PropertyResult wrong = prove_home(walkers(
      R"sig(
    rank way for home: forall w: Walker. w.left
    helpful w for home: forall w: Walker. true
  )sig",
      "    rule pauses (w: Walker) cites rule X1 when w.left = 0 do w.delayed := w.home\n"));
  EXPECT_EQ(wrong.verdict, Verdict::Proved) << wrong.method;  // up to the goal it is possible
  const PropertyResult idle = prove_home(walkers(R"sig(
    rank way for home: forall w: Walker. w.left
    helpful w for home: forall w: Walker. w.left > 0
  )sig"));
  EXPECT_NE(idle.verdict, Verdict::Proved);
}

/// A step back is no progress, whatever the rank says of the others.
TEST(Ranking, ARuleThatUndoesProgressIsNamed) {
  const PropertyResult wrong =
      prove_home(walkers(kRank,
                         "    rule strays (w: Walker) cites rule X1\n"
                         "      when w.left < Way, not w.home do w.left := w.left + 1\n"));
  EXPECT_NE(wrong.verdict, Verdict::Proved);
  EXPECT_EQ(wrong.verdict, Verdict::Refuted);  // and so it is: for ever to and fro
}

TEST(Ranking, LeadsToAndRanksInOrder) {
  const auto results = test::prove_scenario(R"sig(
    size Lives 1 .. any
    size Steps 1 .. any
    object Game { lives: int, steps: int, over: bool, asked: bool }
    initially do game.lives := Lives
    rule ask cites rule X1 do game.asked := true
    rule runs fair player cites rule X1 when game.steps > 0 do game.steps := game.steps - 1
    rule falls fair player cites rule X1 when game.steps = 0, game.lives > 0
      do game.lives := game.lives - 1
         game.steps := Steps
    rule ends fair player cites rule X1 when game.steps = 0, game.lives = 0, not game.over
      do game.over := true
    invariant positive: game.lives >= 0 and game.steps >= 0
    property ends: game.asked leads to game.over
    property asked_stays: game.asked until game.over
    rank lives for ends: game.lives
    rank steps for ends: game.steps
    rank over for ends: if game.over then 0 else 1
  )sig")
                           .properties;
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].verdict, Verdict::Proved) << results[0].method;
  EXPECT_NE(results[0].method.find("any Lives, any Steps"), std::string::npos);
  EXPECT_EQ(results[1].verdict, Verdict::Proved) << results[1].method;
}

TEST(Ranking, UnknownClassesAndPropertiesAreFaults) {
  const auto message = [](const std::string& part) {
    return test::load(
               "scenario small cites paper \"p\" {\n  object Lamp { on: bool }\n"
               "  rule press fair cites rule X1 do lamp.on := true\n"
               "  property lit: eventually lamp.on\n" +
               part + "}\n")
        .messages();
  };
  EXPECT_EQ(message("  helpful press for lit: not lamp.on\n"), "");
  EXPECT_NE(message("  helpful pres: not lamp.on\n").find("no rule is fair in the class 'pres'"),
            std::string::npos);
  EXPECT_NE(message("  rank dark for lid: 0\n").find("unknown property 'lid'"), std::string::npos);
}

}  // namespace
}  // namespace sigspec
