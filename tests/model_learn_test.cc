// Learning: assuming a condition narrows the slots, and never past what it says.
//
// All conditions of two levels over all cells of one bool, one enum of two, one of three and one
// set of three; and random conditions beyond.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bitset>

#include "model/learn.h"
#include "tests/support/random_nodes.h"

namespace sigspec {
namespace {

using test::Choices;
using test::Knowledge;
using test::RandomNodes;
using test::State;

constexpr int kStepsPerCase = 1100;  // of each of 100 cases

RC_GTEST_PROP(Assume, KeepsEveryStateInWhichItHolds, (std::uint64_t seed)) {
  RandomNodes random(seed);
  for (int i = 0; i < kStepsPerCase; ++i) {
    const Node* node = random.node(test::Sort::Bool, 4, Choices::WithEither);
    const Knowledge before = random.knowledge();
    const bool value = random.below(2) != 0;
    Knowledge known = before;
    std::vector<TrailEntry> trail;
    auto context = test::partly_context(known, trail);
    const bool possible = assume(*node, value, context);
    for (int k = 0; k < 4; ++k) {
      const State state = random.state(before);
      if ((test::naive_value(*node, state, random.below(1000)) != 0) != value) continue;
      if (!possible) RC_FAIL("denied: " + test::text_of(*node));
      if (!test::admits(known, state)) RC_FAIL("lost: " + test::text_of(*node));
    }
    undo(context, 0);
    if (!(known == before)) RC_FAIL("undo: " + test::text_of(*node));
  }
}

RC_GTEST_PROP(Assume, OnlyNarrows, (std::uint64_t seed)) {
  RandomNodes random(seed);
  for (int i = 0; i < kStepsPerCase / 5; ++i) {
    const Node* node = random.node(test::Sort::Bool, 4, Choices::WithEither);
    const Knowledge before = random.knowledge();
    Knowledge known = before;
    std::vector<TrailEntry> trail;
    auto context = test::partly_context(known, trail);
    if (!assume(*node, true, context)) continue;
    for (int k = 0; k < 4; ++k)
      if (!test::admits(before, random.state(known))) RC_FAIL(test::text_of(*node));
  }
}

RC_GTEST_PROP(Assume, TwiceKeepsEveryStateToo, (std::uint64_t seed)) {
  // As a rule does: all conditions, in order, and all of them again.
  RandomNodes random(seed);
  for (int i = 0; i < kStepsPerCase / 5; ++i) {
    std::vector<const Node*> nodes;
    for (int k = 0; k < 3; ++k)
      nodes.push_back(random.node(test::Sort::Bool, 3, Choices::Deterministic));
    const Knowledge before = random.knowledge();
    const State state = random.state(before);
    Knowledge known = before;
    std::vector<TrailEntry> trail;
    auto context = test::partly_context(known, trail);
    bool possible = true, holds = true;
    for (int round = 0; round < 2; ++round)
      for (const Node* node : nodes) possible = possible && assume(*node, true, context);
    for (const Node* node : nodes) holds = holds && test::naive_value(*node, state, 0) != 0;
    if (holds && (!possible || !test::admits(known, state))) RC_FAIL(test::text_of(*nodes[0]));
  }
}

RC_GTEST_PROP(ByCases, EveryArmThatMayBeTakenCounts, (std::uint64_t seed)) {
  RandomNodes random(seed);
  for (int i = 0; i < kStepsPerCase / 3; ++i) {
    const test::Sort sort = random.any_sort();
    Node node;
    node.op = Op::If;
    node.kind = test::leaf_of(sort).kind;
    node.choices = test::leaf_of(sort).choices;
    node.a = random.node(test::Sort::Bool, 3, Choices::Deterministic);
    node.b = random.node(sort, 2, Choices::Deterministic);
    node.c = random.node(sort, 2, Choices::Deterministic);
    const Knowledge before = random.knowledge();
    Knowledge known = before;
    std::vector<TrailEntry> trail;
    auto context = test::partly_context(known, trail);
    const Cell value = evaluate_by_cases(node, context);
    if (!(known == before)) RC_FAIL("not undone: " + test::text_of(node));
    for (int k = 0; k < 4; ++k)
      if (!test::admits(node.kind, value, test::naive_value(node, random.state(before), 0)))
        RC_FAIL(test::text_of(node));
  }
}

// ------------------------------------------------------------------------------ small scope

/// Slots 0..3 of the task: a bool, an enum of two, an enum of three, a set of three.
struct SmallScope {
  NodeTable table;
  const Node *flag, *two, *three, *set;
  std::vector<const Node*> atoms;

  static Leaf choice(std::uint64_t choices) { return {LeafKind::Choice, choices, nullptr}; }
  static Leaf sets() { return {LeafKind::Set, 7, nullptr}; }

  SmallScope() {
    flag = table.slot(choice(3), Base::Task, 0);
    two = table.slot(choice(3), Base::Task, 1);
    three = table.slot(choice(7), Base::Task, 2);
    set = table.slot(sets(), Base::Task, 3);
    const auto member = [&](std::uint64_t bit) { return table.constant(choice(7), {bit, 0}); };
    const auto literal = [&](std::uint64_t bits) { return table.constant(sets(), {bits, bits}); };
    const auto one = table.singleton(three, sets());
    atoms = {flag,
             table.equal(two, table.constant(choice(3), {1, 0})),
             table.equal(three, member(2)),
             table.contains(three, set),
             table.contains(member(4), set),
             table.contains(three, literal(5)),
             table.equal(set, literal(3)),
             table.equal(set, one),
             table.subset(set, table.combine(Op::Unite, literal(1), one)),
             table.subset(literal(2), table.combine(Op::Minus, set, literal(4))),
             table.equal(flag, table.contains(member(1), set)),
             table.contains(member(2), table.choose(flag, set, table.complement(set)))};
  }

  /// Every condition of one or two levels over the atoms.
  template <class Visit>
  void for_each_condition(Visit&& visit) {
    for (const Node* a : atoms) {
      visit(a);
      visit(table.negation(a));
      for (const Node* b : atoms) {
        visit(table.both(a, b));
        visit(table.one_of(a, b));
        visit(table.equal(a, b));
        visit(table.both(table.negation(a), b));
        visit(table.one_of(a, table.negation(b)));
        for (std::size_t c = 0; c < atoms.size(); c += 3) visit(table.choose(a, b, atoms[c]));
      }
    }
  }
};

constexpr std::size_t kStates = 2 * 2 * 3 * 8;

std::array<std::uint64_t, 4> state_of(std::size_t i) {
  return {i & 1, (i >> 1) & 1, (i >> 2) % 3, (i >> 2) / 3};
}

/// Is state `i` one of those that the four cells stand for?
bool admits(const std::array<Cell, 4>& cells, std::size_t i) {
  const auto state = state_of(i);
  for (std::size_t k = 0; k < 4; ++k)
    if (!test::admits(k == 3 ? LeafKind::Set : LeafKind::Choice, cells[k], state[k])) return false;
  return true;
}

template <class Visit>
void for_each_knowledge(Visit&& visit) {
  for (std::uint64_t flag = 1; flag <= 3; ++flag)
    for (std::uint64_t two = 1; two <= 3; ++two)
      for (std::uint64_t three = 1; three <= 7; ++three)
        for (std::uint64_t may = 0; may < 8; ++may)
          for (std::uint64_t must = 0; must < 8; ++must)
            if ((must & ~may) == 0)
              visit(std::array<Cell, 4>{{{flag, 0}, {two, 0}, {three, 0}, {must, may}}});
}

TEST(SmallScope, AssumingKeepsExactlySoundAndUndoRestores) {
  SmallScope scope;
  struct Known {
    std::array<Cell, 4> cells;
    std::bitset<kStates> states;
  };
  std::vector<Known> all;
  for_each_knowledge([&](const std::array<Cell, 4>& cells) {
    Known known{cells, {}};
    for (std::size_t i = 0; i < kStates; ++i) known.states[i] = admits(cells, i);
    all.push_back(known);
  });
  std::size_t checked = 0, wrong = 0;
  scope.for_each_condition([&](const Node* node) {
    std::bitset<kStates> holds;
    for (std::size_t i = 0; i < kStates; ++i) {
      auto state = state_of(i);
      Context<Concrete> context;
      context.base[static_cast<int>(Base::Task)] = state.data();
      holds[i] = eval<Concrete>(*node, context) != 0;
    }
    std::vector<TrailEntry> trail;
    for (const Known& known : all) {
      std::array<Cell, 4> cells = known.cells;
      Context<Partly> context;
      context.base[static_cast<int>(Base::Task)] = cells.data();
      context.trail = &trail;
      const auto truth = eval<Partly>(*node, context).a;
      const bool may_hold = (known.states & holds).any(), may_fail = (known.states & ~holds).any();
      wrong += (may_hold && !(truth & kTrue)) || (may_fail && !(truth & kFalse));
      for (const bool value : {true, false}) {
        const auto wanted = known.states & (value ? holds : ~holds);
        const bool possible = assume(*node, value, context);
        bool lost = !possible && wanted.any();
        for (std::size_t i = 0; i < kStates && possible && !lost; ++i)
          lost = wanted[i] && !admits(cells, i);
        undo(context, 0);
        const bool restored = cells == known.cells && trail.empty();
        if ((lost || !restored) && ++wrong < 4)
          ADD_FAILURE() << test::text_of(*node) << (lost ? " loses" : " is not undone");
        ++checked;
      }
    }
  });
  EXPECT_EQ(wrong, 0U);
  EXPECT_GT(checked, 1'000'000U);
}

// ------------------------------------------------------------------- what must be learned

struct Learner {
  SmallScope scope;
  std::array<Cell, 4> cells{{{3, 0}, {3, 0}, {7, 0}, {0, 7}}};
  std::vector<TrailEntry> trail;

  bool assume(const Node* node, bool value = true) {
    Context<Partly> context;
    context.base[static_cast<int>(Base::Task)] = cells.data();
    context.trail = &trail;
    return sigspec::assume(*node, value, context);
  }
};

TEST(Assume, MembershipOfAKnownMemberFillsTheSet) {
  Learner l;
  l.cells[2] = {2, 0};
  EXPECT_TRUE(l.assume(l.scope.table.contains(l.scope.three, l.scope.set)));
  EXPECT_EQ(l.cells[3], (Cell{2, 7}));
}

TEST(Assume, MembershipInAKnownSetNarrowsTheMember) {
  Learner l;
  l.cells[3] = {5, 5};
  const Node* in = l.scope.table.contains(l.scope.three, l.scope.set);
  EXPECT_TRUE(l.assume(in, false));
  EXPECT_EQ(l.cells[2], (Cell{2, 0}));
  EXPECT_FALSE(l.assume(in, true));
}

TEST(Assume, ADisjunctionKeepsWhatBothSidesTeach) {
  Learner l;
  NodeTable& t = l.scope.table;
  const auto is = [&](std::uint64_t bit) {
    return t.equal(l.scope.three, t.constant(SmallScope::choice(7), {bit, 0}));
  };
  EXPECT_TRUE(l.assume(t.one_of(is(1), t.both(is(2), l.scope.flag))));
  EXPECT_EQ(l.cells[2], (Cell{3, 0}));
  EXPECT_EQ(l.cells[0], (Cell{3, 0}));  // the first side says nothing of the flag
}

TEST(Assume, AnArmThatContradictsSettlesTheCondition) {
  Learner l;
  NodeTable& t = l.scope.table;
  const auto set = [&](std::uint64_t bits) { return t.constant(SmallScope::sets(), {bits, bits}); };
  const Node* chosen = t.choose(l.scope.flag, set(1), l.scope.set);
  EXPECT_TRUE(l.assume(t.equal(chosen, set(6))));
  EXPECT_EQ(l.cells[0], (Cell{kFalse, 0}));
  EXPECT_EQ(l.cells[3], (Cell{6, 6}));
}

TEST(Assume, EqualityTeachesBothSides) {
  Learner l;
  NodeTable& t = l.scope.table;
  l.cells[1] = {1, 0};
  const Node* equal = t.equal(l.scope.flag, l.scope.two);
  EXPECT_TRUE(l.assume(equal));
  EXPECT_EQ(l.cells[0], (Cell{1, 0}));
  EXPECT_FALSE(l.assume(equal, false));
}

TEST(Assume, OrderNarrowsIntervals) {
  std::array<Cell, 2> cells{Partly::interval(0, 10), Partly::interval(5, 7)};
  std::vector<TrailEntry> trail;
  Context<Partly> context;
  context.base[static_cast<int>(Base::Task)] = cells.data();
  context.trail = &trail;
  NodeTable t;
  const Leaf number{LeafKind::Number, 0, nullptr};
  const Node* less = t.less(t.slot(number, Base::Task, 0), t.slot(number, Base::Task, 1));
  EXPECT_TRUE(assume(*less, true, context));
  EXPECT_EQ(cells[0], Partly::interval(0, 6));
  undo(context, 0);
  EXPECT_TRUE(assume(*less, false, context));
  EXPECT_EQ(cells[0], Partly::interval(5, 10));
}

}  // namespace
}  // namespace sigspec
