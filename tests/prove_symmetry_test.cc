// Which objects are interchangeable, and that leaving out what differs in names changes no verdict.
//
// RC_PARAMS="seed=N" repeats a run of the random tests.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <random>
#include <set>

#include "prove/explorer.h"
#include "tests/support/small_scenario.h"

namespace sigspec {
namespace {

using prove::Explorer;

/// A scenario of three players, a ball, and what stands in `rules`.
class Game {
 public:
  explicit Game(const std::string& rules)
      : loaded_(test::load_scenario(R"sig(
          size Player 3 .. 3
          object Player { hue: Hue, score: 0 .. 2, ready: bool }
          object Ball { holder: Player, seen: set Player, moves: 0 .. 2 }
        )sig" + rules)),
        system_(lower_scenario(*loaded_.model, loaded_.model->scenarios[0], "", {}, nullptr)) {
    for (const SystemProperty& property : system_.properties) asked_.push_back(&property);
  }
  const System& system() const { return system_; }
  std::vector<prove::Renaming> symmetry() const { return prove::find_symmetry(system_, asked_); }

 private:
  test::Loaded loaded_;
  System system_;
  std::vector<const SystemProperty*> asked_;
};

struct SymmetryCase {
  const char* name;
  const char* rules;
  std::size_t renamings;  // but the one that changes nothing
};

class Symmetry : public testing::TestWithParam<SymmetryCase> {};

TEST_P(Symmetry, IsFoundWhereNothingTellsObjectsApart) {
  EXPECT_EQ(Game(GetParam().rules).symmetry().size(), GetParam().renamings);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Symmetry,
    testing::Values(
        SymmetryCase{"OwnSlots", R"sig(
          rule plays (p: Player) cites rule X1 when p.score < 2 do p.score := p.score + 1
        )sig", 5},
        SymmetryCase{"NamesInTheState", R"sig(
          rule throws (p: Player, q: Player) cites rule X1
            when ball.holder = p, p not in ball.seen
            do ball.holder := q; ball.seen := ball.seen + {p}
        )sig", 5},
        SymmetryCase{"WhatIsNamedMeanwhile", R"sig(
          rule throws (p: Player) cites rule X1
            do let before = ball.holder; ball.holder := p; ball.seen := ball.seen + {before}
        )sig", 5},
        SymmetryCase{"AllOfThem", R"sig(
          rule starts cites rule X1 when forall p: Player. not p.ready
            do for p: Player do p.ready := p in ball.seen
          rule counts (p: Player) cites rule X1 when (count q: Player where q.ready) > 1
            do p.hue := green
        )sig", 5},
        SymmetryCase{"TheFirstOfASet", R"sig(
          rule throws cites rule X1 when ball.seen != {} do ball.holder := first(ball.seen)
        )sig", 0},
        SymmetryCase{"InTurn", R"sig(
          rule starts cites rule X1
            do for p: Player do { p.ready := ball.moves = 0; ball.moves := 1 }
        )sig", 0},
        SymmetryCase{"AnotherSaysTheSame", R"sig(
          rule starts cites rule X1 do for p: Player do ball.moves := if p.ready then 1 else 1
        )sig", 5},
        SymmetryCase{"PropertiesOfEach", R"sig(
          rule plays (p: Player) cites rule X1 when p.score < 2 do p.score := p.score + 1
          property low: forall p: Player. always p.score < 2
        )sig", 5}),
    [](const auto& tested) { return std::string(tested.param.name); });

/// Conditions and effects of rules about two players.
std::string random_game(unsigned seed) {
  std::mt19937 random(seed);
  const auto pick = [&](std::initializer_list<const char*> list) {
    return std::string(*(list.begin() + random() % list.size()));
  };
  const auto condition = [&] {
    return pick({"p.ready", "not q.ready", "p.score < 2", "ball.holder = p", "ball.holder != q",
                 "p in ball.seen", "q not in ball.seen", "p.hue is red", "ball.holder.score = 1",
                 "exists r: Player. r.ready and r in ball.seen", "p != q", "ball.moves < 2",
                 "forall r: Player where r != p. r.hue = q.hue"});
  };
  const auto effect = [&] {
    return pick({"p.ready := not p.ready", "q.hue := p.hue", "p.hue := green", "q.hue := unknown",
                 "ball.holder := q", "ball.holder := unknown", "ball.seen := ball.seen + {p}",
                 "ball.seen := ~ball.seen", "ball.seen := ball.seen - {q, ball.holder}",
                 "if p.score < 2 then p.score := p.score + 1",
                 "if ball.moves < 2 then ball.moves := ball.moves + 1",
                 "for r: Player where r in ball.seen do r.ready := r.hue is red",
                 "for r: Player do { r.score := ball.moves; r.hue := blue }",
                 "if q in ball.seen then { p.score := 0; ball.holder := p }"});
  };
  std::string text;
  for (int i = 0; i < 3; ++i)
    text += "  rule r" + std::to_string(i) + " (p: Player, q: Player) cites rule X1 when " +
            condition() + ", " + condition() + " do " + effect() + "; " + effect() + "\n";
  text += "  property apart: never exists p: Player. exists q: Player. " + condition() + " and " +
          condition() + " and " + condition() + "\n";
  text += "  property each: forall p: Player. always forall q: Player. " + condition() + " or " +
          condition() + "\n";
  return text;
}

constexpr std::size_t kStatesMax = 20'000;

/// What an exploration comes to.
struct Found {
  std::set<prove::Cells> states;  // each as the least of those that differ in names
  std::size_t visited = 0;
  /// By property of the scenario: the steps to a violation of one of its instances.
  std::map<std::string, std::size_t> violated;
  std::string fault;  // of a counterexample
};

Found explore(const System& system, const std::vector<prove::Renaming>& renamings,
              const std::vector<prove::Renaming>& used) {
  const prove::Watch watch;
  Explorer explorer(system, used, kStatesMax, watch);
  Found found;
  std::map<std::string, prove::StateId> where;
  explorer.run([&](prove::StateId state, prove::Cells&) {
    prove::Cells cells, least, renamed;
    explorer.load(state, cells);
    least = cells;
    for (const prove::Renaming& renaming : renamings) {
      renaming.rename(cells, renamed);
      for (std::size_t slot = 0; slot < renamed.size(); ++slot)
        if (!explorer.tracked()[slot]) renamed[slot] = 0;
      least = std::min(least, renamed);
    }
    found.states.insert(least);
    for (const SystemProperty& p : system.properties)
      if (explorer.holds(p.left, cells) != (p.declaration->kind == "always"))
        where.emplace(p.declaration->name.text, state);
    return true;
  });
  found.visited = explorer.size();
  for (const auto& [name, state] : where) {
    prove::Counterexample told = explorer.retrace(explorer.run_to(state));
    found.violated[name] = told.steps.size();
    std::string fault = "no instance is violated";
    for (const SystemProperty& p : system.properties)
      if (p.declaration->name.text == name && !fault.empty())
        fault = replay(system, p, told, explorer.tracked()).fault;
    found.fault += fault;
  }
  return found;
}

RC_GTEST_PROP(SymmetryLaw, ChangesNoVerdict, ()) {
  const unsigned seed = *rc::gen::arbitrary<unsigned>();
  const std::string text = random_game(seed);
  const Game game(text);
  const std::vector<prove::Renaming> renamings = game.symmetry();
  RC_CLASSIFY(!renamings.empty(), "interchangeable");
  const Found whole = explore(game.system(), renamings, {});
  if (whole.visited == kStatesMax) return;  // an order of visiting is no verdict
  const Found reduced = explore(game.system(), renamings, renamings);
  RC_LOG() << text;
  RC_ASSERT(reduced.visited == whole.states.size());
  RC_ASSERT(reduced.states == whole.states);
  RC_ASSERT(reduced.violated == whole.violated);
  RC_ASSERT(whole.fault.empty());
  RC_ASSERT(reduced.fault.empty());
}

}  // namespace
}  // namespace sigspec
