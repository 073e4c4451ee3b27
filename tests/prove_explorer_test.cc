// Small scenarios with known answers: what is proved, what is refuted, and by which story.
#include "tests/support/small_scenario.h"

namespace sigspec {
namespace {

using prove::PropertyResult;
using prove::Verdict;

std::vector<PropertyResult> prove_all(const std::string& body, std::size_t states_max = 100000,
                                      std::vector<std::string>* idle = nullptr) {
  prove::ProveOptions options;
  options.states_max = states_max;
  options.only_explore = true;
  auto made = test::prove_scenario(body, options);
  if (idle) *idle = made.idle_rules;
  return made.properties;
}

constexpr const char* kLamp = R"sig(
  object Lamp { on: bool, presses: 0 .. 3 }
  rule press cites rule X1 when lamp.presses < 3
    do lamp.on := not lamp.on
       lamp.presses := lamp.presses + 1
)sig";

TEST(Explorer, ProvesByExhaustionAndRefutesByTheShortestStory) {
  const auto results = prove_all(std::string(kLamp) + R"sig(
    property few: always lamp.presses <= 3
    property dark: never lamp.on and lamp.presses = 3
  )sig");
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].verdict, Verdict::Proved);
  EXPECT_EQ(results[0].method, "explored all 4 states");
  EXPECT_EQ(results[1].verdict, Verdict::Refuted);
  ASSERT_TRUE(results[1].story);
  EXPECT_EQ(results[1].story->steps.size(), 3U);
  EXPECT_EQ(prove::story_lines(*results[1].story)[2],
            "3. press: lamp.on: false -> true; lamp.presses: 2 -> 3");
}

/// Of several arms that assign the same, one is taken, and the others change nothing.
TEST(Explorer, ArmsWithinAnArmAssignTheSame) {
  const auto results = prove_all(R"sig(
    object Lamp { presses: 0 .. 3, colour: 0 .. 3 }
    rule press cites rule X1 when lamp.presses < 3
      do if lamp.presses = 0 then { lamp.colour := 1 }
         else if lamp.presses = 1 then { lamp.colour := 2 }
         else { lamp.colour := 3 }
         lamp.presses := lamp.presses + 1
    property follows: always lamp.colour = lamp.presses
  )sig");
  EXPECT_EQ(results[0].verdict, Verdict::Proved);
}

/// What has been reached may pass.
TEST(Explorer, EventuallyIsNotForEver) {
  const auto results = prove_all(R"sig(
    object Lamp { on: bool, burnt: bool }
    rule lights fair cites rule X1 when not lamp.on, not lamp.burnt do lamp.on := true
    rule burns fair cites rule X1 when lamp.on do lamp.on := false; lamp.burnt := true
    property lit: eventually lamp.on
  )sig");
  EXPECT_EQ(results[0].verdict, Verdict::Proved) << results[0].fault;
}

TEST(Explorer, PastTheBoundNothingIsProved) {
  const auto results = prove_all(std::string(kLamp) + R"sig(
    property few: always lamp.presses <= 3
    property ends: eventually lamp.presses = 3
  )sig",
                                 2);
  EXPECT_EQ(results[0].verdict, Verdict::HoldsToBound);
  EXPECT_EQ(results[1].verdict, Verdict::Unknown);
}

TEST(Explorer, NothingForcesARuleThatIsNotFair) {
  const std::string body = R"sig(
    object Lamp { on: bool }
    rule press FAIR cites rule X1 when not lamp.on do lamp.on := true
    property lit: eventually lamp.on
  )sig";
  const auto with = [&](const std::string& word) {
    std::string text = body;
    return prove_all(text.replace(text.find("FAIR"), 4, word))[0];
  };
  EXPECT_EQ(with("fair").verdict, Verdict::Proved);
  const PropertyResult refuted = with("");
  EXPECT_EQ(refuted.verdict, Verdict::Refuted);
  ASSERT_TRUE(refuted.story);
  EXPECT_TRUE(refuted.story->steps.empty());
  EXPECT_TRUE(refuted.story->lasso);
}

/// Weak fairness: what can be taken again and again, but not all the time, is not forced.
TEST(Explorer, WeakFairnessForcesOnlyWhatStaysPossible) {
  const std::string body = R"sig(
    object Lamp { on: bool, broken: bool }
    rule switch fair cites rule X1 do lamp.on := not lamp.on
    rule breaks fair cites rule X1 when CONDITION not lamp.broken do lamp.broken := true
    property fails: eventually lamp.broken
  )sig";
  const auto with = [&](const std::string& condition) {
    std::string text = body;
    return prove_all(text.replace(text.find("CONDITION"), 9, condition))[0];
  };
  EXPECT_EQ(with("").verdict, Verdict::Proved);
  const PropertyResult refuted = with("lamp.on,");
  EXPECT_EQ(refuted.verdict, Verdict::Refuted);
  ASSERT_TRUE(refuted.story);
  EXPECT_EQ(refuted.story->steps.size() - refuted.story->loop, 2U);
}

TEST(Explorer, EntitiesAreManyAndKnowEachOther) {
  const std::string body = R"sig(
    size Player 3 .. 3
    object Player { scores: 0 .. 2 }
    object Game { turn: Player, winners: set Player }
    rule plays (p: Player) fair p cites rule X1
      when game.turn = p, p.scores < 2
      do p.scores := p.scores + 1
         game.turn := unknown
         if p.scores = 1 then game.winners := game.winners + {p}
    property one_turn: always (count p: Player where game.turn = p) = 1
    property all_won: never forall p: Player. p in game.winners
    property turn_scores: always game.turn.scores <= 2
  )sig";
  const auto results = prove_all(body);
  EXPECT_EQ(results[0].verdict, Verdict::Proved);
  EXPECT_EQ(results[1].verdict, Verdict::Refuted);
  EXPECT_EQ(results[1].story->steps.size(), 3U);
  EXPECT_EQ(results[2].verdict, Verdict::Proved);
}

TEST(Explorer, LeadsToFindsWhereARunMayStay) {
  const auto results = prove_all(R"sig(
    object Door { asked: bool, open: bool, stuck: bool }
    rule ask cites rule X1 when not door.asked do door.asked := true
    rule jam cites rule X1 when not door.open do door.stuck := true
    rule opens fair cites rule X1 when door.asked, not door.stuck do door.open := true
    property answered: door.asked leads to door.open
    property kept: door.asked until door.open
  )sig");
  EXPECT_EQ(results[0].verdict, Verdict::Refuted);
  ASSERT_TRUE(results[0].story);
  EXPECT_EQ(results[0].story->steps.size(), 2U);
  EXPECT_EQ(results[1].verdict, Verdict::Proved);
}

TEST(Explorer, EmptyVictoriesAreTold) {
  std::vector<std::string> idle;
  const auto results = prove_all(R"sig(
    object Lamp { on: bool, broken: bool }
    rule press cites rule X1 do lamp.on := not lamp.on
    rule mend cites rule X1 when lamp.broken do lamp.broken := false
    property dark: always lamp.broken implies not lamp.on
  )sig",
                                 1000, &idle);
  EXPECT_TRUE(results[0].vacuous);
  EXPECT_EQ(idle, std::vector<std::string>{"mend"});
}

/// What is proved of two is not proved of any number.
TEST(Explorer, SomeOfAnyNumberAreNoProof) {
  const std::string body = R"sig(
    size Lamp 2 .. MOST
    object Lamp { on: bool }
    rule press (l: Lamp) cites rule X1 do l.on := true
    invariant trivial: true
    property trivial: never not true
  )sig";
  const auto with = [&](const std::string& most) {
    std::string text = body;
    return prove_all(text.replace(text.find("MOST"), 4, most))[0].verdict;
  };
  EXPECT_EQ(with("2"), Verdict::Proved);
  EXPECT_EQ(with("any"), Verdict::HoldsToBound);
}

TEST(Explorer, AnInterruptLeavesWhatIsNotDecided) {
  const std::atomic<bool> interrupted{true};
  prove::ProveOptions options;
  options.watch.interrupted = &interrupted;
  const std::string body = std::string(kLamp) + "property few: always lamp.presses <= 3\n";
  EXPECT_TRUE(test::prove_scenario(body, options).properties.empty());
}

TEST(Explorer, SizesThatAreNumbersAreExplored) {
  const auto results = prove_all(R"sig(
    size Capacity 1 .. 3
    object Pipe { filled: int }
    rule writes (n: 1 .. Capacity) cites rule X1 when pipe.filled + n <= Capacity
      do pipe.filled := pipe.filled + n
    property fits: always pipe.filled <= Capacity
    property never_three: never pipe.filled = 3
  )sig");
  EXPECT_EQ(results[0].verdict, Verdict::Proved);
  EXPECT_EQ(results[1].verdict, Verdict::Refuted);
  EXPECT_EQ(results[1].story->steps.size(), 1U);
}

}  // namespace
}  // namespace sigspec
