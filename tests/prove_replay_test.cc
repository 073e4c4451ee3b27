// A counterexample is believed when the concrete interpreter goes the same way, and not otherwise.
#include "prove/lasso.h"
#include "prove/search.h"
#include "tests/support/small_scenario.h"

namespace sigspec {
namespace {

using prove::Counterexample;
using prove::Explorer;
using prove::Replay;

/// Doors open one after the other; the bell may ring for ever meanwhile.
constexpr const char* kDoors = R"sig(
  size Door 2 .. 2
  object Door { open: bool, knocks: 0 .. 3 }
  object Bell { rings: bool }
  rule knock (d: Door, n: 1 .. 2) cites rule X1 when d.knocks = 0 do d.knocks := n
  rule ring fair bell cites rule X1 when not bell.rings do bell.rings := true
  rule rest fair bell cites rule X1 when bell.rings do bell.rings := false
  rule opens (d: Door) fair d cites rule X1 when d.knocks = 2 do d.open := true
  property shut: never forall d: Door. d.open
  property heard: forall d: Door. d.knocks > 0 leads to d.open
)sig";

class Found {
 public:
  explicit Found(const std::string& property)
      : loaded_(test::load_scenario(kDoors)),
        system_(lower_scenario(*loaded_.model, loaded_.model->scenarios[0], "", {}, nullptr)),
        explorer_(system_, {}, 10'000, watch_) {
    prove::StateId bad = prove::kNoState;
    for (const SystemProperty& candidate : system_.properties)
      if (!property_ && candidate.declaration->name.text == property) property_ = &candidate;
    const bool safety = property == "shut";
    explorer_.run([&](prove::StateId state, prove::Cells& cells) {
      if (safety && bad == prove::kNoState && explorer_.holds(property_->left, cells)) bad = state;
      return true;
    });
    const prove::Run run =
        safety ? explorer_.run_to(bad) : *find_lasso(explorer_, *property_);
    claimed = explorer_.retrace(run);
  }

  std::string fault() {
    return prove::replay(system_, *property_, claimed, explorer_.tracked()).fault;
  }
  std::size_t slot(const std::string& place) const {
    for (const SystemPlace& known : system_.places)
      if (known.name == place) return static_cast<std::size_t>(known.offset);
    return 0;
  }
  std::size_t step(const std::string& name, std::size_t which = 0) const {
    for (std::size_t i = 0; i < system_.steps.size(); ++i)
      if (system_.steps[i].name == name && which-- == 0) return i;
    return 0;
  }
  const System& system() const { return system_; }
  const SystemProperty& property() const { return *property_; }
  const std::vector<bool>& tracked() const { return explorer_.tracked(); }

  Counterexample claimed;

 private:
  test::Loaded loaded_;
  prove::Watch watch_;
  System system_;
  Explorer explorer_;
  const SystemProperty* property_ = nullptr;
};

TEST(Replay, GoesTheWayOfTheExplorer) {
  EXPECT_EQ(Found("shut").fault(), "");
  EXPECT_EQ(Found("heard").fault(), "");
}

TEST(Replay, GoesTheWayOfTheSolver) {
  Found found("shut");
  const prove::Search search = prove::search_violation(found.system(), found.property(), 8, {});
  ASSERT_TRUE(search.counterexample);
  EXPECT_EQ(search.depth, found.claimed.steps.size());
  found.claimed = *search.counterexample;
  EXPECT_EQ(found.fault(), "");
}

TEST(Replay, AnotherStateIsNotBelieved) {
  Found found("shut");
  found.claimed.steps[1].after[found.slot("bell.rings")] ^= 1;
  EXPECT_NE(found.fault().find("in step 2, "), std::string::npos) << found.fault();
  EXPECT_NE(found.fault().find("bell.rings comes to another value"), std::string::npos);
}

TEST(Replay, AnotherBeginningIsNotBelieved) {
  Found found("shut");
  found.claimed.begin[found.slot("door1.open")] = 1;
  EXPECT_EQ(found.fault(), "at the beginning, door1.open comes to another value");
}

TEST(Replay, AStepThatCannotBeTakenIsNotBelieved) {
  Found found("shut");
  found.claimed.steps[0].step = found.step("opens");
  EXPECT_EQ(found.fault(), "in step 1, opens, a condition does not hold");
}

TEST(Replay, AChoiceThatThereIsNotIsNotBelieved) {
  Found found("shut");
  for (std::uint64_t& open : found.claimed.steps[0].open) open = 3;
  EXPECT_EQ(found.fault(), "in step 1, knock, a choice is none of those there are");
}

TEST(Replay, ARunThatEndsTooEarlyIsNotBelieved) {
  Found found("shut");
  found.claimed.steps.pop_back();
  EXPECT_EQ(found.fault(), "the property holds in the last state");
}

TEST(Replay, ALoopMustComeRound) {
  Found found("heard");
  ASSERT_EQ(found.claimed.steps.size() - found.claimed.loop, 2U);  // the bell, twice
  found.claimed.steps.pop_back();
  EXPECT_EQ(found.fault(), "the loop does not come round");
}

TEST(Replay, ALoopMustBeFair) {
  Found found("heard");
  found.claimed.steps.resize(found.claimed.loop);  // nothing is done any more
  EXPECT_EQ(found.fault(), "'bell' could be taken all the time and is not");
}

/// What nobody reads is no part of states; a step that changes nothing else must be taken again and
/// again all the same.
TEST(Replay, ALoopHasTheStepsThatFairnessAsksFor) {
  const auto results = test::prove_scenario(R"sig(
    object Bell { rings: bool, broken: bool }
    rule ring fair cites rule X1 do bell.rings := not bell.rings
    property breaks: eventually bell.broken
  )sig").properties;
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].verdict, prove::Verdict::Refuted);
  EXPECT_EQ(results[0].fault, "");
  ASSERT_TRUE(results[0].story);
  EXPECT_EQ(results[0].story->steps.size(), 1U);
  EXPECT_EQ(results[0].story->loop, 0U);
}

TEST(Replay, ALoopMustBeWithoutTheGoal) {
  Found found("heard");
  found.claimed.steps.clear();
  found.claimed.loop = 0;
  EXPECT_EQ(found.fault(), "nothing is due");
}

}  // namespace
}  // namespace sigspec
