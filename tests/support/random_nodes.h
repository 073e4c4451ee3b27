// Random nodes over random slots, and an evaluator too simple to be wrong: what the engines are
// tested against.
//
// Nodes are made twice: as they come ("raw", never folded or shared), and again through NodeTable.
// A state is one concrete value for each slot; knowledge is a cell for each, and admits states.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "model/eval.h"

namespace sigspec::test {

/// What a node's value is: the leaf it fills.
enum class Sort : std::uint8_t {
  Bool, Two, Three, Many, SetOfThree, SetOfMany, Number, Opaque
};
inline constexpr int kSorts = 8;
Leaf leaf_of(Sort sort);

/// A slot, and where it is. The array and the stack below are more of them.
struct Place {
  Base base = Base::Task;
  int offset = 0;
  Sort sort = Sort::Bool;
};

/// In each base one slot of each sort; in the task also an array of three pairs and a stack.
inline constexpr int kArrayOffset = kSorts;       // pairs of (Two, SetOfThree), indexed by a Three
inline constexpr int kArrayStride = 2;
inline constexpr int kStackOffset = kArrayOffset + 3 * kArrayStride;
inline constexpr int kStackBound = 3;
inline constexpr int kStackElement = 2;           // (SetOfThree, Number)
inline constexpr int kTaskSlots = kStackOffset + 1 + kStackBound * kStackElement;

struct State {
  std::array<std::vector<std::uint64_t>, kBases> slots;
};

struct Knowledge {
  std::array<std::vector<Cell>, kBases> cells;
  friend bool operator==(const Knowledge&, const Knowledge&) = default;
};

enum class Choices : std::uint8_t { Deterministic, WithEither };

class RandomNodes {
 public:
  explicit RandomNodes(std::uint64_t seed) : random_(seed) {}

  /// A tree of at most `depth` operators above its leaves.
  const Node* node(Sort sort, int depth, Choices choices);
  const Node* node(int depth, Choices choices) { return node(any_sort(), depth, choices); }
  Sort any_sort() { return static_cast<Sort>(below(kSorts)); }

  Knowledge knowledge();
  /// Cells that admit one state only.
  static Knowledge of(const State& state);
  /// One of the states that `known` admits.
  State state(const Knowledge& known);
  State state() { return state(knowledge()); }
  Cell cell(LeafKind kind, std::uint64_t choices);
  std::uint64_t value(LeafKind kind, std::uint64_t choices, Cell admitting);
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

 private:
  const Node* make(Node node);
  const Node* operand(Sort sort, int depth, Choices choices);
  const Node* slot(Sort sort, int depth, Choices choices);
  const Node* constant(Sort sort, Choices choices);
  const Node* truth(int depth, Choices choices);
  Node binary(Op op, Sort result, Sort left, Sort right, int depth, Choices choices);

  std::mt19937_64 random_;
  std::deque<Node> nodes_;
};

/// Is `value` one of those that the cell stands for?
bool admits(LeafKind kind, Cell cell, std::uint64_t value);
/// Is each slot's value admitted? Stacks are compared from their tops.
bool admits(const Knowledge& known, const State& state);

/// The node's value in a state. `pick` decides, by a node's id, what Either and unknown constants
/// come to.
std::uint64_t naive_value(const Node& node, const State& state, std::uint64_t pick);

/// The same node, made through the table: shared, folded.
const Node* through_table(NodeTable& table, const Node* node);

/// The domain's own reading of the same slots.
std::uint64_t concrete_value(const Node& node, const State& state);
Context<Partly> partly_context(Knowledge& known, std::vector<TrailEntry>& trail);
Cell partly_value(const Node& node, Knowledge known);

/// For messages: `(In (Slot 1.2) (Const 3 3))`.
std::string text_of(const Node& node);

}  // namespace sigspec::test
