// Generation, the naive evaluator and the relation between cells and values.
#include "tests/support/random_nodes.h"

#include <bit>

namespace sigspec::test {

namespace {

constexpr int kCalls = 4;
const CallNumbers& call_numbers() {
  static const CallNumbers numbers{{{0, 10, 219, -1}, {3, -1, 0, 7}}};
  return numbers;
}

std::uint64_t mixed(std::uint64_t x, std::uint64_t y) {
  x = (x ^ y) * 0x9E3779B97F4A7C15ULL;
  return (x ^ (x >> 31)) * 0xBF58476D1CE4E5B9ULL;
}

constexpr std::uint64_t kAll = ~0ULL;

LeafKind kind_of_slot(std::size_t i) {
  if (i < kSorts) return leaf_of(static_cast<Sort>(i)).kind;
  if (i < kStackOffset) return i % 2 ? LeafKind::Set : LeafKind::Choice;
  if (i == kStackOffset) return LeafKind::Depth;
  return (i - kStackOffset) % 2 ? LeafKind::Set : LeafKind::Number;
}

Node blank(Op op, Sort sort) {
  const Leaf leaf = leaf_of(sort);
  Node node;
  node.op = op;
  node.kind = leaf.kind;
  node.choices = leaf.choices;
  return node;
}

std::int64_t number(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }

const std::uint64_t& at(const State& state, Base base, std::int64_t offset) {
  return state.slots[static_cast<std::size_t>(base)][static_cast<std::size_t>(offset)];
}

}  // namespace

Leaf leaf_of(Sort sort) {
  switch (sort) {
    case Sort::Bool:
    case Sort::Two: return {LeafKind::Choice, 3, nullptr};
    case Sort::Three: return {LeafKind::Choice, 7, nullptr};
    case Sort::Many: return {LeafKind::Choice, kAll, nullptr};
    case Sort::SetOfThree: return {LeafKind::Set, 7, nullptr};
    case Sort::SetOfMany: return {LeafKind::Set, kAll, nullptr};
    case Sort::Number: return {LeafKind::Number, 0, nullptr};
    default: return {LeafKind::Opaque, 0, nullptr};
  }
}

Cell RandomNodes::cell(LeafKind kind, std::uint64_t choices) {
  if (below(4) == 0) return Partly::unknown(kind, choices);
  switch (kind) {
    case LeafKind::Choice: {
      const auto mask = random_() & random_() & choices;
      return {mask ? mask : choices & ~(choices - 1), 0};
    }
    case LeafKind::Set: {
      const auto may = random_() & choices;
      return {may & random_(), may};
    }
    case LeafKind::Number: {
      const auto low = static_cast<std::int64_t>(below(13)) - 6;
      const auto high = low + static_cast<std::int64_t>(below(4));
      return Partly::interval(below(6) == 0 ? kLowest : low, below(6) == 0 ? kHighest : high);
    }
    case LeafKind::Opaque: return {below(kCalls) << kCallKeyBits, 1};
    default: return {below(kStackBound + 1), below(2)};
  }
}

std::uint64_t RandomNodes::value(LeafKind kind, std::uint64_t choices, Cell c) {
  switch (kind) {
    case LeafKind::Choice: {
      std::uint64_t rest = c.a;
      for (auto skip = below(static_cast<std::uint64_t>(std::popcount(c.a))); skip > 0; --skip)
        rest &= rest - 1;
      return static_cast<std::uint64_t>(std::countr_zero(rest));
    }
    case LeafKind::Set: return c.a | (c.b & random_() & choices);
    case LeafKind::Number: {
      auto low = Partly::low(c), high = Partly::high(c);
      if (low == kLowest) low = std::min<std::int64_t>(-9, high);
      if (high == kHighest) high = std::max<std::int64_t>(9, low);
      return static_cast<std::uint64_t>(low) + below(static_cast<std::uint64_t>(high - low) + 1);
    }
    case LeafKind::Opaque: return c.b ? c.a : below(kCalls) << kCallKeyBits;
    default: return c.b ? c.a : c.a + below(kStackBound + 1 - c.a);
  }
}

Knowledge RandomNodes::knowledge() {
  Knowledge known;
  const auto of_sort = [&](Sort s) { return cell(leaf_of(s).kind, leaf_of(s).choices); };
  for (auto& base : known.cells)
    for (int i = 0; i < kSorts; ++i) base.push_back(of_sort(static_cast<Sort>(i)));
  auto& task = known.cells[static_cast<std::size_t>(Base::Task)];
  for (int i = 0; i < 3; ++i)
    for (const Sort sort : {Sort::Two, Sort::SetOfThree}) task.push_back(of_sort(sort));
  task.push_back(cell(LeafKind::Depth, 0));
  for (int i = 0; i < kStackBound; ++i)
    for (const Sort sort : {Sort::SetOfThree, Sort::Number}) task.push_back(of_sort(sort));
  return known;
}

State RandomNodes::state(const Knowledge& known) {
  State state;
  const auto of_sort = [&](Sort s, Cell c) {
    return value(leaf_of(s).kind, leaf_of(s).choices, c);
  };
  for (std::size_t b = 0; b < kBases; ++b)
    for (std::size_t i = 0; i < kSorts; ++i)
      state.slots[b].push_back(of_sort(static_cast<Sort>(i), known.cells[b][i]));
  const auto& cells = known.cells[static_cast<std::size_t>(Base::Task)];
  auto& task = state.slots[static_cast<std::size_t>(Base::Task)];
  for (std::size_t i = 0; i < 6; ++i)
    task.push_back(of_sort(i % 2 ? Sort::SetOfThree : Sort::Two, cells[kArrayOffset + i]));
  const Cell depth = cells[kStackOffset];
  const auto height = value(LeafKind::Depth, 0, depth);
  task.push_back(height);
  for (std::uint64_t i = 0; i < kStackBound; ++i)  // what is known lies on top
    for (std::size_t k = 0; k < kStackElement; ++k) {
      const Sort sort = k ? Sort::Number : Sort::SetOfThree;
      const auto below_known = height - depth.a;
      const auto from = kStackOffset + 1 + (i - below_known) * kStackElement + k;
      const Cell unknown = Partly::unknown(leaf_of(sort).kind, leaf_of(sort).choices);
      task.push_back(of_sort(sort, i >= below_known && i < height ? cells[from] : unknown));
    }
  return state;
}

Knowledge RandomNodes::of(const State& state) {
  Knowledge known;
  for (std::size_t b = 0; b < kBases; ++b)
    for (std::size_t i = 0; i < state.slots[b].size(); ++i) {
      const auto v = state.slots[b][i];
      const LeafKind kind = kind_of_slot(i);
      const Cell known_value{v, kind == LeafKind::Set || kind == LeafKind::Number ? v : 1};
      known.cells[b].push_back(kind == LeafKind::Choice ? Cell{1ULL << v, 0} : known_value);
    }
  return known;
}

bool admits(LeafKind kind, Cell c, std::uint64_t value) {
  switch (kind) {
    case LeafKind::Choice: return value < 64 && ((c.a >> value) & 1) != 0;
    case LeafKind::Set: return (c.a & ~value) == 0 && (value & ~c.b) == 0;
    case LeafKind::Number: {
      const auto n = static_cast<std::int64_t>(value);
      return Partly::low(c) <= n && n <= Partly::high(c);
    }
    case LeafKind::Opaque: return !c.b || c.a == value;
    default: return c.b ? c.a == value : c.a <= value;
  }
}

bool admits(const Knowledge& known, const State& state) {
  for (std::size_t b = 0; b < kBases; ++b)
    for (std::size_t i = 0; i < known.cells[b].size() && i <= kStackOffset; ++i)
      if (!admits(kind_of_slot(i), known.cells[b][i], state.slots[b][i])) return false;
  const auto& cells = known.cells[static_cast<std::size_t>(Base::Task)];
  const auto& task = state.slots[static_cast<std::size_t>(Base::Task)];
  const Cell depth = cells[kStackOffset];
  const auto shift = (task[kStackOffset] - depth.a) * kStackElement;
  for (std::size_t i = kStackOffset + 1; i <= kStackOffset + depth.a * kStackElement; ++i)
    if (!admits(kind_of_slot(i), cells[i], task[i + shift])) return false;
  return true;
}

const Node* RandomNodes::make(Node node) {
  node.id = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back(node);
  return &nodes_.back();
}

const Node* RandomNodes::constant(Sort sort, Choices choices) {
  const Leaf leaf = leaf_of(sort);
  Node node = blank(Op::Const, sort);
  node.constant = cell(leaf.kind, leaf.choices);
  if (choices == Choices::Deterministic || below(3) != 0) {
    const auto v = value(leaf.kind, leaf.choices, node.constant);
    if (leaf.kind == LeafKind::Choice) node.constant = {1ULL << v, 0};
    else node.constant = {v, leaf.kind == LeafKind::Opaque ? 1 : v};
  }
  return make(node);
}

const Node* RandomNodes::slot(Sort sort, int depth, Choices choices) {
  Node node = blank(Op::Slot, sort);
  node.base = static_cast<Base>(below(kBases));
  node.offset = static_cast<int>(sort);
  const bool in_array = sort == Sort::Two || sort == Sort::SetOfThree;
  const bool in_stack = sort == Sort::Number || sort == Sort::SetOfThree;
  if (in_array && below(3) == 0) {
    node.op = Op::Indexed;
    node.base = Base::Task;
    node.offset = kArrayOffset + (sort == Sort::SetOfThree ? 1 : 0);
    node.stride = kArrayStride;
    node.a = operand(Sort::Three, depth - 1, choices);
  } else if (in_stack && below(3) == 0) {
    node.op = Op::Top;
    node.base = Base::Task;
    node.offset = kStackOffset;
    node.stride = sort == Sort::Number ? 1 : 0;
    node.size = kStackElement;
  }
  return make(node);
}

const Node* RandomNodes::operand(Sort sort, int depth, Choices choices) {
  if (depth > 0 && below(4) != 0) return node(sort, depth, choices);
  return below(3) == 0 ? constant(sort, choices) : slot(sort, depth, choices);
}

Node RandomNodes::binary(Op op, Sort result, Sort left, Sort right, int depth, Choices choices) {
  Node node = blank(op, result);
  node.a = operand(left, depth - 1, choices);
  node.b = operand(right, depth - 1, choices);
  return node;
}

const Node* RandomNodes::truth(int depth, Choices choices) {
  const auto two = [&](Op op, Sort left, Sort right) {
    return make(binary(op, Sort::Bool, left, right, depth, choices));
  };
  const Sort any = any_sort();
  const Sort sets = below(2) ? Sort::SetOfThree : Sort::SetOfMany;
  switch (below(9)) {
    case 0: return two(Op::And, Sort::Bool, Sort::Bool);
    case 1: return two(Op::Or, Sort::Bool, Sort::Bool);
    case 2: return two(Op::Equal, any, any);
    case 3: return two(Op::Less, Sort::Number, Sort::Number);
    case 4: return two(Op::In, sets == Sort::SetOfThree ? Sort::Three : Sort::Many, sets);
    case 5: return two(Op::Subset, sets, sets);
    case 6: {
      Node node = blank(Op::Among, Sort::Bool);
      node.a = operand(below(2) ? Sort::Three : Sort::Many, depth - 1, choices);
      const std::uint64_t members = mixed(below(1000), 7) & node.a->choices;
      node.constant = {members, members};
      return make(node);
    }
    case 7: {
      Node node = blank(Op::Not, Sort::Bool);
      node.a = operand(Sort::Bool, depth - 1, choices);
      return make(node);
    }
    default: {
      Node node = blank(Op::StackEmpty, Sort::Bool);
      node.base = Base::Task;
      node.offset = kStackOffset;
      Node answer = blank(Op::Const, Sort::Bool);
      for (const auto& [mask, part] :
           {std::pair{kFalse, &node.a}, std::pair{kTrue, &node.b}, std::pair{kMaybe, &node.c}}) {
        answer.constant = {mask, 0};
        *part = make(answer);
      }
      return make(node);
    }
  }
}

const Node* RandomNodes::node(Sort sort, int depth, Choices choices) {
  if (depth <= 0) return operand(sort, 0, choices);
  const bool with_either = choices == Choices::WithEither && below(6) == 0;
  if (with_either || below(4) == 0) {
    const auto* condition = operand(Sort::Bool, depth - 1, choices);
    Node node = binary(with_either ? Op::Either : Op::If, sort, sort, sort, depth, choices);
    node.c = node.b;
    node.b = node.a;
    node.a = condition;
    return make(node);
  }
  switch (sort) {
    case Sort::Bool: return truth(depth, choices);
    case Sort::SetOfThree:
    case Sort::SetOfMany: {
      static constexpr Op kOps[] = {Op::Unite, Op::Minus, Op::Meet, Op::Complement, Op::Singleton};
      const Op op = kOps[below(5)];
      Node node = binary(op, sort, sort, sort, depth, choices);
      if (op == Op::Singleton)
        node.a = operand(sort == Sort::SetOfThree ? Sort::Three : Sort::Many, depth - 1, choices);
      if (op == Op::Singleton || op == Op::Complement) node.b = nullptr;
      return make(node);
    }
    case Sort::Number:
    {
      static constexpr Op kOps[] = {Op::Add, Op::Subtract, Op::Multiply};
      return make(binary(kOps[below(3)], sort, sort, sort, depth, choices));
    }
    case Sort::Opaque: {
      Node node = blank(Op::CallNumber, sort);
      node.offset = static_cast<int>(below(2));
      node.a = slot(Sort::Opaque, 0, choices);
      return make(node);
    }
    case Sort::Three:
    case Sort::Many: {
      if (below(3) != 0) return slot(sort, depth, choices);
      Node node = blank(Op::First, sort);
      const Sort sets = sort == Sort::Three ? Sort::SetOfThree : Sort::SetOfMany;
      node.a = operand(sets, depth - 1, choices);
      return make(node);
    }
    default: return slot(sort, depth, choices);
  }
}

std::uint64_t naive_value(const Node& n, const State& s, std::uint64_t pick) {
  const auto of = [&](const Node* part) { return naive_value(*part, s, pick); };
  const auto drawn = mixed(pick, n.id);
  switch (n.op) {
    case Op::Const:
      if (!Partly::known(n.kind, n.constant))
        return RandomNodes(drawn).value(n.kind, n.choices, n.constant);
      return n.kind == LeafKind::Choice
                 ? static_cast<std::uint64_t>(std::countr_zero(n.constant.a))
                 : n.constant.a;
    case Op::Slot: return at(s, n.base, n.offset);
    case Op::Indexed: return at(s, n.base, n.offset + number(of(n.a)) * n.stride);
    case Op::Top: {
      const auto height = number(at(s, n.base, n.offset));
      return height == 0 ? 0 : at(s, n.base, n.offset + 1 + (height - 1) * n.size + n.stride);
    }
    case Op::StackEmpty: return at(s, n.base, n.offset) == 0;
    case Op::Not: return !of(n.a);
    case Op::And: return of(n.a) && of(n.b);
    case Op::Or: return of(n.a) || of(n.b);
    case Op::Equal: return of(n.a) == of(n.b);
    case Op::Less: return number(of(n.a)) < number(of(n.b));
    case Op::In: return (of(n.b) & (1ULL << of(n.a))) != 0;
    case Op::Among: return (n.constant.a & (1ULL << of(n.a))) != 0;
    case Op::Subset: return (of(n.a) | of(n.b)) == of(n.b);
    case Op::Unite: return of(n.a) | of(n.b);
    case Op::Minus: return of(n.a) & ~of(n.b);
    case Op::Meet: return of(n.a) & of(n.b);
    case Op::Complement: return n.choices & ~of(n.a);
    case Op::Singleton: return 1ULL << of(n.a);
    case Op::Add: return of(n.a) + of(n.b);
    case Op::Subtract: return of(n.a) - of(n.b);
    case Op::Multiply: return of(n.a) * of(n.b);
    case Op::If: return of(n.a) ? of(n.b) : of(n.c);
    case Op::Either: return of(n.a) && pick != 0 && drawn % 2 == 0 ? of(n.c) : of(n.b);
    case Op::CallNumber:
      return static_cast<std::uint64_t>(
          call_numbers().of_abi[static_cast<std::size_t>(n.offset)][of(n.a) >> kCallKeyBits]);
    case Op::First: return of(n.a) == 0 ? 0 : static_cast<std::uint64_t>(std::countr_zero(of(n.a)));
    case Op::WhoIs: return 0;  // nobody is followed
  }
  return 0;
}

const Node* through_table(NodeTable& t, const Node* n) {
  const auto part = [&](const Node* x) { return through_table(t, x); };
  const Leaf leaf{n->kind, n->choices, nullptr};
  switch (n->op) {
    case Op::Const: return t.constant(leaf, n->constant);
    case Op::Slot: return t.slot(leaf, n->base, n->offset);
    case Op::Indexed: return t.indexed(leaf, n->base, n->offset, n->stride, part(n->a));
    case Op::Top: return t.top(leaf, n->base, n->offset, n->stride, n->size);
    case Op::StackEmpty: return t.stack_empty(n->base, n->offset);
    case Op::Not: return t.negation(part(n->a));
    case Op::And: return t.both(part(n->a), part(n->b));
    case Op::Or: return t.one_of(part(n->a), part(n->b));
    case Op::Equal: return t.equal(part(n->a), part(n->b));
    case Op::Less: return t.less(part(n->a), part(n->b));
    case Op::In: return t.contains(part(n->a), part(n->b));
    case Op::Among: {
      const Leaf set{LeafKind::Set, n->a->choices, nullptr};
      return t.contains(part(n->a), t.constant(set, n->constant));
    }
    case Op::Subset: return t.subset(part(n->a), part(n->b));
    case Op::Unite: case Op::Minus: case Op::Meet: case Op::Add: case Op::Subtract:
    case Op::Multiply:
      return t.combine(n->op, part(n->a), part(n->b));
    case Op::Complement: return t.complement(part(n->a));
    case Op::Singleton: return t.singleton(part(n->a), leaf);
    case Op::If: return t.choose(part(n->a), part(n->b), part(n->c));
    case Op::Either: return t.either(part(n->a), part(n->b), part(n->c));
    case Op::CallNumber: return t.call_number(part(n->a), n->offset, leaf);
    case Op::First: return t.first(part(n->a), leaf);
    case Op::WhoIs: return t.who_is(part(n->a), n->stride != 0, leaf);
  }
  return nullptr;
}

std::uint64_t concrete_value(const Node& node, const State& state) {
  State copy = state;
  Context<Concrete> context;
  context.numbers = &call_numbers();
  for (std::size_t b = 0; b < kBases; ++b) context.base[b] = copy.slots[b].data();
  return eval<Concrete>(node, context);
}

Context<Partly> partly_context(Knowledge& known, std::vector<TrailEntry>& trail) {
  Context<Partly> context;
  context.numbers = &call_numbers();
  context.trail = &trail;
  for (std::size_t b = 0; b < kBases; ++b) context.base[b] = known.cells[b].data();
  return context;
}

Cell partly_value(const Node& node, Knowledge known) {
  std::vector<TrailEntry> trail;
  Context<Partly> context = partly_context(known, trail);
  return eval<Partly>(node, context);
}

std::string text_of(const Node& n) {
  static constexpr const char* kNames[] = {  // in the order of Op
      "Const", "Slot", "Indexed", "Top", "StackEmpty", "Not", "And", "Or", "Equal", "Less", "In",
      "Among", "Subset", "Unite", "Minus", "Meet", "Complement", "Singleton", "First", "Add",
      "Subtract", "Multiply", "If", "Either", "CallNumber", "WhoIs"};
  std::string text = std::string("(") + kNames[static_cast<int>(n.op)];
  if (n.op == Op::Const)
    text += " " + std::to_string(number(n.constant.a)) + " " + std::to_string(number(n.constant.b));
  else if (n.op <= Op::StackEmpty)
    text += " " + std::to_string(static_cast<int>(n.base)) + "." + std::to_string(n.offset);
  for (const Node* part : {n.a, n.b, n.c})
    if (part && n.op != Op::StackEmpty) text += " " + text_of(*part);
  return text + ")";
}

}  // namespace sigspec::test
