// The symbolic domain means what the concrete one means, and the engines find the same.
//
// RC_PARAMS="seed=N" repeats a run of the random tests.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "prove/symbolic.h"
#include "tests/support/random_nodes.h"
#include "tests/support/small_scenario.h"

namespace sigspec {
namespace {

using prove::PropertyResult;
using prove::Symbolic;
using prove::Term;
using prove::Verdict;

constexpr int kStepsPerCase = 1100;  // of each of 100 cases
constexpr int kDepth = 3;

/// Terms are integers without bounds: what would leave 64 bits is not compared.
bool stays_small(const Node* node, int& products) {
  if (!node) return true;
  if (node->op == Op::Multiply && ++products > 2) return false;
  constexpr std::uint64_t kSmall = 1 << 16;
  const auto small = [](std::uint64_t v) { return v + kSmall < 2 * kSmall; };
  if (node->op == Op::Const && node->kind == LeafKind::Number &&
      !(small(node->constant.a) && small(node->constant.b)))
    return false;
  return stays_small(node->a, products) && stays_small(node->b, products) &&
         stays_small(node->c, products);
}

bool has_term(const Node* node) {
  if (!node) return true;
  if (node->op == Op::Top || node->op == Op::StackEmpty || node->op == Op::CallNumber ||
      node->op == Op::WhoIs)
    return false;
  return has_term(node->a) && has_term(node->b) && has_term(node->c);
}

/// The term of a value, as wide as leaves of its kind are.
Term term_of(const Leaf& leaf, std::uint64_t value) {
  switch (leaf.kind) {
    case LeafKind::Choice: return Symbolic::member(value, leaf.choices);
    case LeafKind::Set: return Symbolic::context->bv_val(value, 64);
    default: return Symbolic::context->int_val(static_cast<std::int64_t>(value));
  }
}

/// Where each leaf is read, by base and offset: the slots of a node say what they hold.
void collect_leaves(const Node* node, std::map<std::pair<int, int>, Leaf>& leaves) {
  if (!node) return;
  const Leaf leaf{node->kind, node->choices, nullptr};
  if (node->op == Op::Slot) leaves[{static_cast<int>(node->base), node->offset}] = leaf;
  if (node->op == Op::Indexed)
    for (int i = 0; i < 64; ++i)
      if ((node->a->choices >> i) & 1)
        leaves[{static_cast<int>(node->base), node->offset + i * node->stride}] = leaf;
  for (const Node* part : {node->a, node->b, node->c}) collect_leaves(part, leaves);
}

RC_GTEST_PROP(SymbolicDomain, AgreesWithTheConcreteOne, (std::uint64_t seed)) {
  test::RandomNodes random(seed);
  int compared = 0;
  z3::context context;  // a new one for each case keeps its tables small
  Symbolic::context = &context;
  while (compared < kStepsPerCase) {
    const Node* node = random.node(kDepth, test::Choices::Deterministic);
    int products = 0;
    if (!has_term(node) || !stays_small(node, products)) continue;
    test::State state = random.state();
    std::map<std::pair<int, int>, Leaf> leaves;
    collect_leaves(node, leaves);
    std::array<std::vector<Term>, kBases> terms;
    Context<Symbolic> evaluation;
    for (std::size_t base = 0; base < terms.size(); ++base)
      terms[base].resize(state.slots[base].size());
    for (const auto& [place, leaf] : leaves) {
      auto& value =
          state
              .slots[static_cast<std::size_t>(place.first)][static_cast<std::size_t>(place.second)];
      if (leaf.kind == LeafKind::Number)
        value = static_cast<std::uint64_t>(static_cast<std::int64_t>(value) % 1000);
      terms[static_cast<std::size_t>(place.first)][static_cast<std::size_t>(place.second)] =
          term_of(leaf, value);
    }
    for (std::size_t base = 0; base < terms.size(); ++base)
      evaluation.base[base] = terms[base].data();
    const auto found = Symbolic::value(*operand<Symbolic>(*node, evaluation));
    const auto expected = test::concrete_value(*node, state);
    if (!found || *found != expected) RC_FAIL(test::text_of(*node));
    ++compared;
  }
  Symbolic::context = nullptr;
}

std::vector<PropertyResult> prove_small(const std::string& body) {
  prove::ProveOptions options;
  options.only_explore = true;
  return test::prove_scenario(body, options).properties;
}

constexpr const char* kTank = R"sig(
  size Capacity 1 .. any
  object Tank { level: int }
  rule fills cites rule X1 when tank.level < Capacity do tank.level := tank.level + 1
  rule drains (n: 1 .. Capacity) cites rule X1 when n <= tank.level do tank.level := tank.level - n
  property fits: always tank.level <= Capacity
)sig";

TEST(Induction, ProvesForAnySize) {
  const auto results = prove_small(
      std::string(kTank) + "  invariant level: 0 <= tank.level and tank.level <= Capacity\n");
  EXPECT_EQ(results[0].verdict, Verdict::Proved);
  EXPECT_TRUE(results[0].method.starts_with("invariants, 4 conditions, any Capacity"))
      << results[0].method;
}

TEST(Induction, WithoutInvariantsSomeSizesAreAllThatIsKnown) {
  const auto results = prove_small(kTank);
  EXPECT_EQ(results[0].verdict, Verdict::HoldsToBound);
}

TEST(Induction, AFailureNamesTheRule) {
  const auto results = prove_small(std::string(kTank) + "  invariant low: tank.level < 100\n");
  EXPECT_EQ(results[0].verdict, Verdict::HoldsToBound);
  EXPECT_NE(results[0].method.find("not kept by rule fills"), std::string::npos)
      << results[0].method;
}

TEST(Induction, AnInvariantThatDoesNotHoldProvesNothing) {
  const auto results = prove_small(R"sig(
    object Lamp { on: bool }
    rule press cites rule X1 do lamp.on := not lamp.on
    invariant dark: not lamp.on
    property dark: never lamp.on
  )sig");
  EXPECT_EQ(results[0].verdict, Verdict::Refuted);
}

}  // namespace
}  // namespace sigspec
