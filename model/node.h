// The scalar expressions that the engines evaluate: hash-consed nodes over leaves.
//
// A node's value is one leaf. Equal nodes are one object, so that guards which many rules share are
// recognised by their address and evaluated once an event.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_set>
#include <vector>

#include "model/types.h"

namespace sigspec {

/// One leaf value of the partly known domain, 16 bytes for every kind (see partly.h).
struct Cell {
  std::uint64_t a = 0, b = 0;
  friend bool operator==(const Cell&, const Cell&) = default;
};

/// Where a slot lives: the event, the entities it is about, or a rule's own variables.
enum class Base : std::uint8_t { Event, Task, Process, ChildTask, ChildProcess, Local, Observer };
inline constexpr int kBases = 7;

enum class Op : std::uint8_t {
  Const,       // constant
  Slot,        // base, offset
  Indexed,     // base, offset + value of a * stride
  Top,         // the leaf `stride` of the top element of the stack at base, offset; size: element's
  StackEmpty,  // base, offset
  Not, And, Or,
  Equal, Less,
  In,          // Choice a in Set b
  Among,       // Choice a is one of the constant's members
  Subset,      // Set a within Set b
  Unite, Minus, Meet, Complement,
  Singleton,   // the set of one Choice
  First,       // the first member of a Set
  Add, Subtract, Multiply,
  If,          // a ? b : c
  Either,      // b, or c as well when a may be true
  CallNumber,  // the number of call a in the ABI `offset`
  WhoIs,       // the identity of the process (stride 0) or task (stride 1) whose number is a
};

struct Node {
  Op op = Op::Const;
  LeafKind kind = LeafKind::Opaque;
  Base base = Base::Event;
  std::int32_t offset = 0, stride = 0, size = 0;
  std::uint64_t choices = 0;  // a Choice's or Set's possible values
  const Node *a = nullptr, *b = nullptr, *c = nullptr;
  Cell constant;
  std::uint32_t id = 0;       // counts up: nodes are numbered after their operands
};

/// Of what is true or false.
inline const Leaf kTruth{LeafKind::Choice, 3, nullptr};

/// Makes nodes once each and folds what can be told without a state: constants; questions about
/// one Choice, which become one question; questions about what an `if` or a union of sets comes to,
/// which become questions about its parts.
class NodeTable {
 public:
  const Node* constant(const Leaf& leaf, Cell value);
  const Node* unknown(const Leaf& leaf);
  const Node* boolean(bool value);
  const Node* slot(const Leaf& leaf, Base base, int offset);
  const Node* indexed(const Leaf& leaf, Base base, int offset, int stride, const Node* index);
  const Node* top(const Leaf& leaf, Base base, int stack_offset, int element_offset, int size);
  const Node* stack_empty(Base base, int offset);
  const Node* negation(const Node* a);
  const Node* both(const Node* a, const Node* b);
  const Node* one_of(const Node* a, const Node* b);
  const Node* equal(const Node* a, const Node* b);
  const Node* less(const Node* a, const Node* b);
  const Node* contains(const Node* element, const Node* set);
  const Node* subset(const Node* a, const Node* b);
  /// Unite, Minus, Meet on sets; Add, Subtract, Multiply on numbers.
  const Node* combine(Op op, const Node* a, const Node* b);
  const Node* complement(const Node* a);
  const Node* singleton(const Node* a, const Leaf& set_leaf);
  const Node* first(const Node* set, const Leaf& leaf);
  const Node* choose(const Node* condition, const Node* then, const Node* otherwise);
  const Node* either(const Node* reason, const Node* first, const Node* second);
  const Node* call_number(const Node* call, int abi, const Leaf& leaf);
  const Node* who_is(const Node* number, bool task, const Leaf& leaf);

  std::size_t size() const { return nodes_.size(); }

 private:
  struct Hash {
    std::size_t operator()(const Node* node) const;
  };
  struct Same {
    bool operator()(const Node* x, const Node* y) const;
  };
  const Node* intern(Node node);
  const Node* among(const Node* choice, std::uint64_t members);
  const Node* within(const Node* choice, std::uint64_t members);
  const Node* holds(const Node* set, const Node* member);
  std::deque<Node> nodes_;
  std::unordered_set<const Node*, Hash, Same> known_;
};

/// Calls `visit(node)` for every Slot, Indexed, Top, StackEmpty and WhoIs that the value of `node`
/// reads; a WhoIs reads who lives, which is no slot, and has the base Local.
template <class Visit>
void for_each_read(const Node* node, Visit&& visit) {
  switch (node->op) {
    case Op::Slot:
    case Op::Indexed:
    case Op::Top:
    case Op::StackEmpty:
    case Op::WhoIs:
      visit(*node);
      break;
    default:
      break;
  }
  if (node->a) for_each_read(node->a, visit);
  if (node->b) for_each_read(node->b, visit);
  if (node->c) for_each_read(node->c, visit);
}

}  // namespace sigspec
