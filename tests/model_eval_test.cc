// One evaluator, several value domains: concrete and partly known evaluation agree, exhaustively on
// a small scope and at random beyond. The seed of a run is printed; RC_PARAMS="seed=N" repeats it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/support/random_nodes.h"

namespace sigspec {
namespace {

using test::Choices;
using test::Knowledge;
using test::RandomNodes;
using test::State;

constexpr int kStepsPerCase = 1100;  // of each of 100 cases
constexpr int kDepth = 4;

/// The value that a cell of one value stands for.
std::uint64_t only_value(LeafKind kind, Cell c) {
  return kind == LeafKind::Choice ? static_cast<std::uint64_t>(std::countr_zero(c.a)) : c.a;
}

RC_GTEST_PROP(Domains, KnownCellsGiveTheConcreteValue, (std::uint64_t seed)) {
  RandomNodes random(seed);
  for (int i = 0; i < kStepsPerCase; ++i) {
    const Node* node = random.node(kDepth, Choices::Deterministic);
    const State state = random.state();
    const auto concrete = test::concrete_value(*node, state);
    if (concrete != test::naive_value(*node, state, 0)) RC_FAIL("naive: " + test::text_of(*node));
    const Cell partly = test::partly_value(*node, RandomNodes::of(state));
    // What nobody numbered, and the top of an empty stack, is unknown to one and 0 to the other.
    if (!Partly::known(node->kind, partly)) {
      if (!test::admits(node->kind, partly, concrete)) RC_FAIL(test::text_of(*node));
      continue;
    }
    if (only_value(node->kind, partly) != concrete) RC_FAIL(test::text_of(*node));
  }
}

RC_GTEST_PROP(Domains, PartlyKnownAdmitsEveryValueThatMayBe, (std::uint64_t seed)) {
  RandomNodes random(seed);
  for (int i = 0; i < kStepsPerCase; ++i) {
    const Node* node = random.node(kDepth, Choices::WithEither);
    const Knowledge known = random.knowledge();
    const Cell partly = test::partly_value(*node, known);
    for (int k = 0; k < 4; ++k) {
      const State state = random.state(known);
      RC_ASSERT(test::admits(known, state));
      const auto value = test::naive_value(*node, state, random.below(1000));
      if (!test::admits(node->kind, partly, value)) RC_FAIL(test::text_of(*node));
    }
  }
}

RC_GTEST_PROP(Domains, EvaluationLeavesTheSlotsAlone, (std::uint64_t seed)) {
  RandomNodes random(seed);
  for (int i = 0; i < kStepsPerCase / 10; ++i) {
    const Node* node = random.node(kDepth, Choices::WithEither);
    const Knowledge before = random.knowledge();
    Knowledge known = before;
    std::vector<TrailEntry> trail;
    auto context = test::partly_context(known, trail);
    eval<Partly>(*node, context);
    RC_ASSERT(known == before);
    RC_ASSERT(trail.empty());
  }
}

RC_GTEST_PROP(Nodes, FoldingKeepsTheValue, (std::uint64_t seed)) {
  RandomNodes random(seed);
  NodeTable table;
  for (int i = 0; i < kStepsPerCase; ++i) {
    const Node* raw = random.node(kDepth, Choices::Deterministic);
    const Node* folded = test::through_table(table, raw);
    if (folded != test::through_table(table, raw)) RC_FAIL("not shared: " + test::text_of(*raw));
    if (folded->kind != raw->kind) RC_FAIL("kind: " + test::text_of(*raw));
    const Knowledge known = random.knowledge();
    const State state = random.state(known);
    const auto value = test::naive_value(*raw, state, 0);
    if (test::concrete_value(*folded, state) != value) RC_FAIL(test::text_of(*raw));
    if (!test::admits(raw->kind, test::partly_value(*folded, known), value))
      RC_FAIL(test::text_of(*raw));
  }
}

RC_GTEST_PROP(Nodes, FoldingWhatIsUnknownLosesNoValue, (std::uint64_t seed)) {
  RandomNodes random(seed);
  NodeTable table;
  for (int i = 0; i < kStepsPerCase; ++i) {
    const Node* folded =
        test::through_table(table, random.node(kDepth, Choices::WithEither));
    const Knowledge known = random.knowledge();
    const State state = random.state(known);
    const auto value = test::naive_value(*folded, state, random.below(1000));
    if (!test::admits(folded->kind, test::partly_value(*folded, known), value))
      RC_FAIL(test::text_of(*folded));
  }
}

TEST(Nodes, OperandsAreNumberedBeforeWhatIsMadeOfThem) {
  RandomNodes random(7);
  NodeTable table;
  for (int i = 0; i < 2000; ++i) {
    const Node* node = test::through_table(table, random.node(kDepth, Choices::WithEither));
    for (const Node* part : {node->a, node->b, node->c})
      EXPECT_TRUE(!part || part->id < node->id);
  }
  EXPECT_GT(table.size(), 2000U);
}

// ------------------------------------------------------------------------------ small scope

/// Every cell of a kind over few values, and every value.
struct SmallKind {
  LeafKind kind;
  std::uint64_t choices;
  std::vector<Cell> cells;
  std::vector<std::uint64_t> values;
};

SmallKind small_choice(int members) {
  SmallKind small{LeafKind::Choice, first_bits(static_cast<std::size_t>(members)), {}, {}};
  for (std::uint64_t mask = 1; mask <= small.choices; ++mask) small.cells.push_back({mask, 0});
  for (int i = 0; i < members; ++i) small.values.push_back(static_cast<std::uint64_t>(i));
  return small;
}

SmallKind small_set() {
  SmallKind small{LeafKind::Set, 7, {}, {}};
  for (std::uint64_t may = 0; may < 8; ++may)
    for (std::uint64_t must = 0; must < 8; ++must)
      if ((must & ~may) == 0) small.cells.push_back({must, may});
  for (std::uint64_t v = 0; v < 8; ++v) small.values.push_back(v);
  return small;
}

SmallKind small_number() {
  SmallKind small{LeafKind::Number, 0, {}, {}};
  std::vector<std::int64_t> ends{kLowest, -2, -1, 0, 1, 2, kHighest};
  for (const auto low : ends)
    for (const auto high : ends)
      if (low <= high && low != kHighest && high != kLowest)
        small.cells.push_back(Partly::interval(low, high));
  for (int v = -3; v <= 3; ++v) small.values.push_back(static_cast<std::uint64_t>(v));
  return small;
}

SmallKind small_opaque() {
  return {LeafKind::Opaque, 0, {{0, 0}, {0, 1}, {1, 1}, {2, 1}}, {0, 1, 2, 3}};
}

SmallKind small_depth() {
  SmallKind small{LeafKind::Depth, 0, {{0, 0}}, {0, 1, 2}};
  for (std::uint64_t d = 0; d < 3; ++d) small.cells.push_back({d, 1});
  return small;
}

std::vector<SmallKind> small_kinds() {
  return {small_choice(2), small_choice(3), small_set(), small_number(), small_opaque(),
          small_depth()};
}

template <class Visit>
void for_each_pair(const SmallKind& x, const SmallKind& y, Visit&& visit) {
  for (const Cell a : x.cells)
    for (const Cell b : y.cells) visit(a, b);
}

/// The values that a cell admits, as a mask over the small scope.
std::uint64_t admitted(const SmallKind& small, Cell c) {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < small.values.size(); ++i)
    if (test::admits(small.kind, c, small.values[i])) mask |= 1ULL << i;
  return mask;
}

TEST(Lattice, JoinAdmitsWhatEitherAdmits) {
  for (const SmallKind& small : small_kinds())
    for_each_pair(small, small, [&](Cell x, Cell y) {
      const Cell joined = Partly::join(small.kind, x, y);
      const auto both = admitted(small, x) | admitted(small, y);
      EXPECT_EQ(both & ~admitted(small, joined), 0U);
      EXPECT_TRUE(Partly::covers(small.kind, joined, x));
      EXPECT_TRUE(Partly::covers(small.kind, joined, y));
    });
}

TEST(Lattice, IntervalsThatAdjoinAreJoinedWithoutLoss) {
  for (const SmallKind& small : small_kinds()) {
    if (small.kind != LeafKind::Number) continue;
    for_each_pair(small, small, [&](Cell x, Cell y) {
      EXPECT_EQ(Partly::adjoin(x, y), Partly::adjoin(y, x));
      if (!Partly::adjoin(x, y)) return;
      EXPECT_EQ(admitted(small, Partly::join(small.kind, x, y)),
                admitted(small, x) | admitted(small, y));
    });
  }
  EXPECT_TRUE(Partly::adjoin(Partly::number(1), Partly::number(2)));
  EXPECT_FALSE(Partly::adjoin(Partly::number(1), Partly::number(3)));
  EXPECT_TRUE(Partly::adjoin(Partly::number(kHighest), Partly::number(kHighest)));
}

TEST(Lattice, MeetAdmitsWhatBothAdmit) {
  for (const SmallKind& small : small_kinds()) {
    if (small.kind == LeafKind::Depth) continue;  // nothing is ever observed of a depth
    for_each_pair(small, small, [&](Cell x, Cell y) {
      Cell met{};
      const bool possible = Partly::meet(small.kind, x, y, met);
      const auto common = admitted(small, x) & admitted(small, y);
      EXPECT_EQ(possible ? admitted(small, met) : 0, common);
    });
  }
}

TEST(Lattice, JoinAndMeetAreCommutativeAssociativeAndIdempotent) {
  for (const SmallKind& small : small_kinds()) {
    const auto join = [&](Cell x, Cell y) { return Partly::join(small.kind, x, y); };
    for (const Cell x : small.cells) EXPECT_EQ(join(x, x), x);
    for_each_pair(small, small, [&](Cell x, Cell y) {
      EXPECT_EQ(join(x, y), join(y, x)) << static_cast<int>(small.kind);
      for (const Cell z : small.cells) EXPECT_EQ(join(join(x, y), z), join(x, join(y, z)));
      Cell xy{}, yx{};
      EXPECT_EQ(Partly::meet(small.kind, x, y, xy), Partly::meet(small.kind, y, x, yx));
      if (small.kind != LeafKind::Depth && Partly::meet(small.kind, x, y, xy)) {
        EXPECT_EQ(xy, yx);
        EXPECT_EQ(join(x, xy), x);  // absorption
      }
    });
  }
}

TEST(Lattice, CoversMeansAdmittingAll) {
  for (const SmallKind& small : small_kinds())
    for_each_pair(small, small, [&](Cell x, Cell y) {
      const bool all = (admitted(small, y) & ~admitted(small, x)) == 0;
      // Numbers have more values than the scope: what admits all of them here may not everywhere.
      const bool covers = Partly::covers(small.kind, x, y);
      EXPECT_TRUE(covers ? all : !all || small.kind == LeafKind::Number);
    });
}

TEST(Lattice, UnknownCoversEverything) {
  for (const SmallKind& small : small_kinds())
    for (const Cell x : small.cells)
      EXPECT_TRUE(Partly::covers(small.kind, Partly::unknown(small.kind, small.choices), x));
}

/// A domain function of two cells against the concrete one, over all cells of the small scope.
/// Exact: it admits nothing but the values that may be.
template <class PartlyOp, class ConcreteOp>
void expect_sound(const SmallKind& x, const SmallKind& y, LeafKind result, PartlyOp&& partly,
                  ConcreteOp&& concrete) {
  for_each_pair(x, y, [&](Cell a, Cell b) {
    const Cell value = partly(a, b);
    std::uint64_t truths = 0;
    for (const auto u : x.values)
      for (const auto v : y.values) {
        if (!test::admits(x.kind, a, u) || !test::admits(y.kind, b, v)) continue;
        const std::uint64_t now = concrete(u, v);
        EXPECT_TRUE(test::admits(result, value, now)) << a.a << "," << a.b << " " << b.a;
        if (result == LeafKind::Choice) truths |= 1ULL << now;
      }
    const bool bounded = x.kind != LeafKind::Number && x.kind != LeafKind::Opaque;
    if (result == LeafKind::Choice && bounded && truths) {
      EXPECT_EQ(value.a, truths);
    }
  });
}

TEST(SmallScope, EveryOperatorOnAllCells) {
  const SmallKind set = small_set(), three = small_choice(3), truth = small_choice(2),
                  number = small_number(), opaque = small_opaque();
  using P = Partly;
  using C = Concrete;
  expect_sound(truth, truth, LeafKind::Choice, P::both, C::both);
  expect_sound(truth, truth, LeafKind::Choice, P::one_of, C::one_of);
  expect_sound(three, set, LeafKind::Choice, P::in, C::in);
  expect_sound(set, set, LeafKind::Choice, P::subset, C::subset);
  expect_sound(number, number, LeafKind::Choice, P::less, C::less);
  expect_sound(set, set, LeafKind::Set, P::unite, C::unite);
  expect_sound(set, set, LeafKind::Set, P::minus, C::minus);
  expect_sound(set, set, LeafKind::Set, P::meet_sets, C::meet_sets);
  expect_sound(number, number, LeafKind::Number, P::add, C::add);
  expect_sound(number, number, LeafKind::Number, P::subtract, C::subtract);
  for (const SmallKind* kind : {&truth, &three, &set, &number, &opaque})
    expect_sound(
        *kind, *kind, LeafKind::Choice,
        [&](Cell x, Cell y) { return P::equal(kind->kind, x, y); },
        [&](std::uint64_t u, std::uint64_t v) { return C::equal(kind->kind, u, v); });
  expect_sound(
      set, truth, LeafKind::Set, [](Cell x, Cell) { return P::complement(7, x); },
      [](std::uint64_t u, std::uint64_t) { return C::complement(7, u); });
  expect_sound(
      three, truth, LeafKind::Set, [](Cell x, Cell) { return P::singleton(x); },
      [](std::uint64_t u, std::uint64_t) { return C::singleton(u); });
  expect_sound(
      truth, truth, LeafKind::Choice, [](Cell x, Cell) { return P::negate(x); },
      [](std::uint64_t u, std::uint64_t) { return C::negate(u); });
}

}  // namespace
}  // namespace sigspec
