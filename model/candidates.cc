// Keeps the set of candidates small: equal ones once, covered ones not at all, and those that
// differ in one choice, one member of a set, or numbers with no gap between, merged into one that
// may be either, which loses nothing.
#include <algorithm>
#include <bit>
#include <cstring>

#include "model/interpreter.h"

namespace sigspec {

namespace {

/// The blocks of a candidate in a fixed order: its tasks' come first.
Block*& block_at(Candidate& c, std::size_t i) {
  const std::size_t tasks = c.tasks.size();
  if (i < tasks) return c.tasks[i];
  return i == tasks ? c.process : i == tasks + 1 ? c.child_task : c.child_process;
}
const Block* block_at(const Candidate& c, std::size_t i) {
  return block_at(const_cast<Candidate&>(c), i);
}
std::size_t count_blocks(const Candidate& c) { return c.tasks.size() + 3; }

bool same_shape(const Candidate& x, const Candidate& y) {
  if (x.tasks.size() != y.tasks.size()) return false;
  for (std::size_t b = 0; b < count_blocks(x); ++b)
    if ((block_at(x, b) == nullptr) != (block_at(y, b) == nullptr)) return false;
  return true;
}

/// The first slot from `at` on in which two blocks of one size differ, or their size. Most slots of
/// most blocks are equal, so that whole runs are compared.
std::size_t find_difference(const Block& x, const Block& y, std::size_t at) {
  constexpr std::size_t kRun = 16;
  const std::size_t size = x.slots.size();
  while (at + kRun <= size &&
         std::memcmp(&x.slots[at], &y.slots[at], kRun * sizeof(Cell)) == 0)
    at += kRun;
  while (at < size && x.slots[at] == y.slots[at]) ++at;
  return at;
}

}  // namespace

const Type* Interpreter::type_of(const Block& block) const {
  const Type* task = program_.task_type();
  return block.size == task->size() ? task : program_.process_type();
}

/// Makes `into` stand for both when they differ in at most one slot, which is a choice, or numbers
/// with no gap between, or in one member of a set; or when `into` already covers `other`.
bool Interpreter::merge(Candidate& into, const Candidate& other) {
  if (!same_shape(into, other)) return false;
  std::size_t differences = 0, at_block = 0, at_slot = 0;
  bool covers = true, covered = true;
  for (std::size_t b = 0; b < count_blocks(into); ++b) {
    const Block *mine = block_at(into, b), *theirs = block_at(other, b);
    if (mine == theirs) continue;
    const Type* type = type_of(*mine);
    for (std::size_t i = find_difference(*mine, *theirs, 0); i < mine->slots.size();
         i = find_difference(*mine, *theirs, i + 1)) {
      const Cell &x = mine->slots[i], &y = theirs->slots[i];
      const Leaf& leaf = type->leaves[i];
      if (leaf.kind == LeafKind::Depth) {
        // A stack of which nothing is known covers every stack; others must be equally deep.
        constexpr Cell kUnknownStack{0, 0};
        covers = covers && x == kUnknownStack;
        covered = covered && y == kUnknownStack;
        if (!covers && !covered) return false;
        differences += 2;
        i += static_cast<std::size_t>(leaf.type->bound * leaf.type->element->size());
        continue;
      }
      ++differences;
      at_block = b;
      at_slot = i;
      covers = covers && Partly::covers(leaf.kind, x, y);
      covered = covered && Partly::covers(leaf.kind, y, x);
      if (differences > 1 && !covers && !covered) return false;
    }
  }
  if (covers) return true;
  if (covered) {
    Candidate larger = copy(other);
    drop(into);
    into = std::move(larger);
    return true;
  }
  if (differences != 1) return false;
  Block*& block = block_at(into, at_block);
  const LeafKind kind = type_of(*block)->leaves[at_slot].kind;
  const Cell x = block->slots[at_slot], y = block_at(other, at_block)->slots[at_slot];
  const bool by_one_member =
      kind == LeafKind::Set && std::has_single_bit((x.a ^ y.a) | (x.b ^ y.b));
  const bool adjoin = kind == LeafKind::Number && Partly::adjoin(x, y);
  if (kind != LeafKind::Choice && !by_one_member && !adjoin) return false;
  own(block);
  block->slots[at_slot] = Partly::join(kind, x, y);
  return true;
}

/// Makes `into` admit all that either admits. Where the stacks' depths differ, that stack is
/// unknown from here on.
void Interpreter::join(Candidate& into, const Candidate& other) {
  if (!same_shape(into, other)) return;
  for (std::size_t b = 0; b < count_blocks(into); ++b) {
    const Block* theirs = block_at(other, b);
    if (!theirs || block_at(into, b) == theirs) continue;
    own(block_at(into, b));
    Block& mine = *block_at(into, b);
    const Type* type = type_of(mine);
    for (std::size_t i = 0; i < mine.slots.size(); ++i) {
      Cell& x = mine.slots[i];
      const Cell& y = theirs->slots[i];
      const Leaf& leaf = type->leaves[i];
      if (leaf.kind == LeafKind::Depth) x = x == y ? x : Cell{0, 0};
      else x = Partly::join(leaf.kind, x, y);
    }
  }
}

/// Merges candidate `k` into `i`, if that can be. What internal steps say of the recording counts
/// only where it came about in no other way.
bool Interpreter::take_in(std::vector<Candidate>& candidates, std::size_t i, std::size_t k) {
  const bool shows = !candidates[i].shown.empty() && !candidates[k].shown.empty();
  if (!merge(candidates[i], candidates[k])) return false;
  if (!shows) candidates[i].shown.clear();
  drop(candidates[k]);
  candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(k));
  return true;
}

/// Joins those that differ only in which of a few states one of several tasks is in: how the facts
/// about that task hang together is lost, nothing else. Otherwise the choices of all multiply.
void Interpreter::join_choices(std::vector<Candidate>& candidates) {
  const auto differ_elsewhere = [](const Candidate& x, const Candidate& y, std::size_t task) {
    if (!same_shape(x, y)) return true;
    for (std::size_t b = 0; b < count_blocks(x); ++b) {
      const Block *mine = block_at(x, b), *theirs = block_at(y, b);
      if (b != task && mine != theirs && find_difference(*mine, *theirs, 0) < mine->slots.size())
        return true;
    }
    return false;
  };
  for (std::size_t task = 0; task < candidates.front().tasks.size(); ++task) {
    if (candidates.size() <= kCandidatesMax / 2) return;
    for (auto one = candidates.begin(); one != candidates.end(); ++one) {
      const auto others = std::stable_partition(
          one + 1, candidates.end(),
          [&](const Candidate& other) { return differ_elsewhere(*one, other, task); });
      if (candidates.end() - others >= static_cast<std::ptrdiff_t>(kFewCandidates)) continue;
      for (auto other = others; other != candidates.end(); ++other) {
        join(*one, *other);
        if (other->shown.empty()) one->shown.clear();
        drop(*other);
      }
      candidates.erase(others, candidates.end());
    }
  }
}

void Interpreter::reduce(std::vector<Candidate>& candidates) {
  for (bool changed = candidates.size() > 1; changed;) {
    changed = false;
    for (std::size_t i = 0; i < candidates.size(); ++i)
      for (std::size_t k = i + 1; k < candidates.size();)
        if (take_in(candidates, i, k)) changed = true;
        else ++k;
  }
  if (candidates.size() > kCandidatesMax) join_choices(candidates);
  if (candidates.size() <= kCandidatesMax) return;
  ++times_capped_;
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    join(candidates.front(), candidates[i]);
    if (candidates[i].shown.empty()) candidates.front().shown.clear();
    drop(candidates[i]);
  }
  candidates.resize(1);
}

/// Comparing many with each other costs more than to go on with all of them. Those that were apart
/// mostly stay so, and what an event makes of one stands side by side.
void Interpreter::reduce_in_time(Group& group, std::vector<Candidate>& candidates) {
  if (candidates.size() > kFewCandidates)
    for (std::size_t i = 0; candidates.size() > group.apart && i + 1 < candidates.size();)
      if (!take_in(candidates, i, i + 1)) ++i;
  if (candidates.size() > kFewCandidates && candidates.size() < 2 * group.apart &&
      ++group.unreduced < kEventsApart)
    return;
  reduce(candidates);
  group.apart = candidates.size();
  group.unreduced = 0;
}

}  // namespace sigspec
