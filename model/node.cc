// Hash-consing and constant folding.
#include "model/node.h"

#include <optional>

#include "model/eval.h"

namespace sigspec {

namespace {

bool is_constant(const Node* n) { return n->op == Op::Const; }

/// A constant that stands for exactly one value, so that folding with it loses nothing.
bool is_known(const Node* n) { return is_constant(n) && Partly::known(n->kind, n->constant); }

std::size_t mixed(std::size_t seed, std::uint64_t value) {
  return (seed ^ value) * 0x9E3779B97F4A7C15ULL + (seed >> 29);
}

Node make(Op op, const Leaf& leaf) {
  Node node;
  node.op = op;
  node.kind = leaf.kind;
  node.choices = leaf.choices;
  return node;
}

Node make(Op op, const Leaf& leaf, const Node* a, const Node* b = nullptr,
          const Node* c = nullptr) {
  Node node = make(op, leaf);
  node.a = a;
  node.b = b;
  node.c = c;
  return node;
}

/// The members of `choice` for which `n` is true; nothing when `n` asks about more than that.
std::optional<std::uint64_t> members_for(const Node* n, const Node* choice) {
  if (is_known(n)) return n->constant.a == kTrue ? choice->choices : 0;
  if (n->op != Op::Among || n->a != choice) return std::nullopt;
  return n->constant.a;
}

/// The Choice that `n` asks about; nullptr when it is another question.
const Node* choice_of(const Node* n) { return n->op == Op::Among ? n->a : nullptr; }

Leaf leaf_of(const Node* n) { return {n->kind, n->choices, nullptr}; }

}  // namespace

std::size_t NodeTable::Hash::operator()(const Node* n) const {
  std::size_t h = static_cast<std::size_t>(n->op) * 31 + static_cast<std::size_t>(n->kind);
  h = mixed(h, static_cast<std::uint64_t>(n->base));
  h = mixed(h, (static_cast<std::uint64_t>(static_cast<std::uint32_t>(n->offset)) << 32) |
                   static_cast<std::uint32_t>(n->stride));
  h = mixed(h, static_cast<std::uint64_t>(n->size));
  h = mixed(h, n->choices);
  for (const Node* operand : {n->a, n->b, n->c}) h = mixed(h, operand ? operand->id + 1 : 0);
  return mixed(mixed(h, n->constant.a), n->constant.b);
}

bool NodeTable::Same::operator()(const Node* x, const Node* y) const {
  return x->op == y->op && x->kind == y->kind && x->base == y->base && x->offset == y->offset &&
         x->stride == y->stride && x->size == y->size && x->choices == y->choices &&
         x->a == y->a && x->b == y->b && x->c == y->c && x->constant == y->constant;
}

const Node* NodeTable::intern(Node node) {
  if (const auto known = known_.find(&node); known != known_.end()) return *known;
  node.id = static_cast<std::uint32_t>(nodes_.size());
  const bool foldable = node.op != Op::Const && node.op != Op::Slot && node.op != Op::Top &&
                        node.op != Op::StackEmpty && node.op != Op::Indexed &&
                        node.op != Op::CallNumber && node.op != Op::WhoIs;
  const auto constant_operand = [](const Node* n) { return !n || is_constant(n); };
  if (foldable && constant_operand(node.a) && constant_operand(node.b) &&
      constant_operand(node.c)) {
    std::vector<TrailEntry> trail;
    Context<Partly> context;
    context.trail = &trail;
    return constant(leaf_of(&node), eval<Partly>(node, context));
  }
  nodes_.push_back(node);
  known_.insert(&nodes_.back());
  return &nodes_.back();
}

const Node* NodeTable::constant(const Leaf& leaf, Cell value) {
  Node node = make(Op::Const, leaf);
  node.constant = value;
  return intern(node);
}

const Node* NodeTable::unknown(const Leaf& leaf) {
  return constant(leaf, Partly::unknown(leaf.kind, leaf.choices));
}

const Node* NodeTable::boolean(bool value) {
  return constant(kTruth, Partly::truth(value ? kTrue : kFalse));
}

const Node* NodeTable::slot(const Leaf& leaf, Base base, int offset) {
  Node node = make(Op::Slot, leaf);
  node.base = base;
  node.offset = offset;
  return intern(node);
}

const Node* NodeTable::indexed(const Leaf& leaf, Base base, int offset, int stride,
                               const Node* index) {
  if (is_known(index))
    return slot(leaf, base, offset + __builtin_ctzll(index->constant.a) * stride);
  Node node = make(Op::Indexed, leaf, index);
  node.base = base;
  node.offset = offset;
  node.stride = stride;
  return intern(node);
}

const Node* NodeTable::top(const Leaf& leaf, Base base, int stack_offset, int element_offset,
                           int size) {
  Node node = make(Op::Top, leaf);
  node.base = base;
  node.offset = stack_offset;
  node.stride = element_offset;
  node.size = size;
  return intern(node);
}

const Node* NodeTable::stack_empty(Base base, int offset) {
  // The three possible answers hang below as constants, so that the evaluator needs no domain
  // function for them.
  Node node = make(Op::StackEmpty, kTruth, boolean(false), boolean(true), unknown(kTruth));
  node.base = base;
  node.offset = offset;
  return intern(node);
}

const Node* NodeTable::negation(const Node* a) {
  if (a->op == Op::Not) return a->a;
  if (const Node* choice = choice_of(a)) return among(choice, ~*members_for(a, choice));
  return intern(make(Op::Not, kTruth, a));
}

const Node* NodeTable::both(const Node* a, const Node* b) {
  if (is_known(a)) return a->constant.a == kTrue ? b : a;
  if (is_known(b)) return b->constant.a == kTrue ? a : b;
  if (const Node* choice = choice_of(a))
    if (const auto members = members_for(b, choice))
      return among(choice, *members_for(a, choice) & *members);
  return a == b ? a : intern(make(Op::And, kTruth, a, b));
}

const Node* NodeTable::one_of(const Node* a, const Node* b) {
  if (is_known(a)) return a->constant.a == kTrue ? a : b;
  if (is_known(b)) return b->constant.a == kTrue ? b : a;
  if (const Node* choice = choice_of(a))
    if (const auto members = members_for(b, choice))
      return among(choice, *members_for(a, choice) | *members);
  return a == b ? a : intern(make(Op::Or, kTruth, a, b));
}

const Node* NodeTable::equal(const Node* a, const Node* b) {
  const bool opaque_or_place = !is_constant(a);
  if (a == b && opaque_or_place) return boolean(true);
  if (a->kind == LeafKind::Choice && is_known(a)) std::swap(a, b);
  if (a->kind == LeafKind::Choice && is_known(b)) return within(a, b->constant.a);
  if (a->id > b->id) std::swap(a, b);
  return intern(make(Op::Equal, kTruth, a, b));
}

const Node* NodeTable::less(const Node* a, const Node* b) {
  return intern(make(Op::Less, kTruth, a, b));
}

const Node* NodeTable::contains(const Node* element, const Node* set) {
  if (is_known(set)) return within(element, set->constant.a);
  if (is_known(element)) return holds(set, element);
  return intern(make(Op::In, kTruth, element, set));
}

const Node* NodeTable::among(const Node* choice, std::uint64_t members) {
  members &= choice->choices;
  if (members == 0 || members == choice->choices) return boolean(members != 0);
  Node node = make(Op::Among, kTruth, choice);
  node.constant = {members, members};
  return intern(node);
}

const Node* NodeTable::within(const Node* choice, std::uint64_t members) {
  if (choice->op != Op::If) return among(choice, members);
  return choose(choice->a, within(choice->b, members), within(choice->c, members));
}

const Node* NodeTable::holds(const Node* set, const Node* member) {
  switch (set->op) {
    case Op::Unite: return one_of(holds(set->a, member), holds(set->b, member));
    case Op::If: return choose(set->a, holds(set->b, member), holds(set->c, member));
    default: return intern(make(Op::In, kTruth, member, set));
  }
}

const Node* NodeTable::subset(const Node* a, const Node* b) {
  return intern(make(Op::Subset, kTruth, a, b));
}

const Node* NodeTable::combine(Op op, const Node* a, const Node* b) {
  const bool empty_b = b->kind == LeafKind::Set && is_known(b) && b->constant.a == 0;
  const bool empty_a = a->kind == LeafKind::Set && is_known(a) && a->constant.a == 0;
  if ((op == Op::Unite || op == Op::Minus) && empty_b) return a;
  if (op == Op::Unite && empty_a) return b;
  return intern(make(op, leaf_of(a), a, b));
}

const Node* NodeTable::complement(const Node* a) {
  return intern(make(Op::Complement, leaf_of(a), a));
}

const Node* NodeTable::singleton(const Node* a, const Leaf& set_leaf) {
  return intern(make(Op::Singleton, set_leaf, a));
}

const Node* NodeTable::choose(const Node* condition, const Node* then, const Node* otherwise) {
  if (is_known(condition)) return condition->constant.a == kTrue ? then : otherwise;
  if (then == otherwise) return then;
  if (then->kind == LeafKind::Choice && then->choices == kTruth.choices) {
    if (is_known(then) && is_known(otherwise))
      return then->constant.a == kTrue ? condition : negation(condition);
    if (const Node* choice = choice_of(condition)) {
      const auto yes = members_for(then, choice), no = members_for(otherwise, choice);
      const std::uint64_t members = *members_for(condition, choice);
      if (yes && no) return among(choice, (members & *yes) | (~members & *no));
    }
  }
  return intern(make(Op::If, leaf_of(then), condition, then, otherwise));
}

const Node* NodeTable::either(const Node* reason, const Node* first, const Node* second) {
  if (first == second || (is_known(reason) && reason->constant.a == kFalse)) return first;
  return intern(make(Op::Either, leaf_of(first), reason, first, second));
}

const Node* NodeTable::call_number(const Node* call, int abi, const Leaf& leaf) {
  Node node = make(Op::CallNumber, leaf, call);
  node.offset = abi;
  return intern(node);
}

const Node* NodeTable::first(const Node* set, const Leaf& leaf) {
  return intern(make(Op::First, leaf, set));
}

const Node* NodeTable::who_is(const Node* number, bool task, const Leaf& leaf) {
  Node node = make(Op::WhoIs, leaf, number);
  node.base = Base::Local;
  node.stride = task ? 1 : 0;
  return intern(node);
}

}  // namespace sigspec
