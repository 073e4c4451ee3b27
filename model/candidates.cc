// Keeps the set of candidates small: equal ones once, covered ones not at all, and those that
// differ in one choice merged into one that may be either, which loses nothing.
#include <algorithm>

#include "model/interpreter.h"

namespace sigspec {

namespace {

/// Every block of a candidate in a fixed order.
template <class Visit>
void for_each_block(const Candidate& c, Visit&& visit) {
  visit(c.process);
  for (Block* block : c.tasks) visit(block);
  visit(c.child_task);
  visit(c.child_process);
}

std::vector<Block*> blocks_of(const Candidate& c) {
  std::vector<Block*> blocks;
  for_each_block(c, [&](Block* block) { blocks.push_back(block); });
  return blocks;
}

bool same_shape(const std::vector<Block*>& x, const std::vector<Block*>& y) {
  if (x.size() != y.size()) return false;
  for (std::size_t i = 0; i < x.size(); ++i)
    if ((x[i] == nullptr) != (y[i] == nullptr)) return false;
  return true;
}

}  // namespace

/// Makes `into` stand for both when they differ in at most one slot, a choice; or when `into`
/// already covers `other`.
bool Interpreter::merge(Candidate& into, const Candidate& other) {
  auto mine = blocks_of(into);
  const auto theirs = blocks_of(other);
  if (!same_shape(mine, theirs)) return false;
  std::size_t differences = 0, at_block = 0, at_slot = 0;
  bool covers = true, covered = true;
  const int task_size = program_.task_type()->size();
  for (std::size_t b = 0; b < mine.size(); ++b) {
    if (mine[b] == theirs[b]) continue;
    const Type* type =
        mine[b]->size == task_size ? program_.task_type() : program_.process_type();
    for (std::size_t i = 0; i < mine[b]->slots.size(); ++i) {
      const Cell &x = mine[b]->slots[i], &y = theirs[b]->slots[i];
      if (x == y) continue;
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
  const Type* type =
      mine[at_block]->size == task_size ? program_.task_type() : program_.process_type();
  if (differences != 1 || type->leaves[at_slot].kind != LeafKind::Choice) return false;
  Block* joined = copy_block(*mine[at_block]);
  joined->slots[at_slot] = Partly::join(LeafKind::Choice, mine[at_block]->slots[at_slot],
                                        theirs[at_block]->slots[at_slot]);
  const auto replace_block = [&](Block*& block) {
    if (block == mine[at_block]) {
      release(block);
      ++joined->references;
      block = joined;
    }
  };
  const Block* old = mine[at_block];
  for (Block*& block : into.tasks)
    if (block == old) { replace_block(block); break; }
  if (into.process == old) replace_block(into.process);
  if (into.child_task == old) replace_block(into.child_task);
  if (into.child_process == old) replace_block(into.child_process);
  release(joined);
  return true;
}

/// Makes `into` admit all that either admits. Where the stacks' depths differ, that stack is
/// unknown from here on.
void Interpreter::join(Candidate& into, const Candidate& other) {
  auto mine = blocks_of(into);
  const auto theirs = blocks_of(other);
  for (std::size_t t = 0; t < into.tasks.size(); ++t)
    if (into.tasks[t]) own(into, static_cast<int>(t), true);
  mine = blocks_of(into);
  if (!same_shape(mine, theirs)) return;
  const int task_size = program_.task_type()->size();
  for (std::size_t b = 0; b < mine.size(); ++b) {
    if (!mine[b] || mine[b] == theirs[b]) continue;
    const Type* type =
        mine[b]->size == task_size ? program_.task_type() : program_.process_type();
    for (std::size_t i = 0; i < mine[b]->slots.size(); ++i) {
      Cell& x = mine[b]->slots[i];
      const Cell& y = theirs[b]->slots[i];
      const Leaf& leaf = type->leaves[i];
      if (leaf.kind == LeafKind::Depth) x = x == y ? x : Cell{0, 0};
      else x = Partly::join(leaf.kind, x, y);
    }
  }
}

void Interpreter::reduce(std::vector<Candidate>& candidates) {
  bool changed = candidates.size() > 1;
  while (changed) {
    changed = false;
    for (std::size_t i = 0; i < candidates.size() && !changed; ++i)
      for (std::size_t k = i + 1; k < candidates.size() && !changed; ++k)
        if (merge(candidates[i], candidates[k])) {
          drop(candidates[k]);
          candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(k));
          changed = true;
        }
  }
  if (candidates.size() <= kCandidatesMax) return;
  ++times_capped_;
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    join(candidates.front(), candidates[i]);
    drop(candidates[i]);
  }
  candidates.resize(1);
}

}  // namespace sigspec
