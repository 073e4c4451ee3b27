// Does what the rules say: assignments, stacks, what all tasks of a process or another one get.
//
// Values are computed before anything of the same assignment is written. Nothing is allocated but
// what a message or a task's first write of its own copy needs.
#include <algorithm>

#include "model/interpreter.h"

namespace sigspec {

/// The values of some nodes, all before anything is written. Valid until the next call.
const Cell* Interpreter::evaluate(const std::vector<const Node*>& nodes) {
  if (values_.size() < nodes.size()) values_.resize(nodes.size());
  Cell* value = values_.data();
  for (const Node* node : nodes) *value++ = operand<Partly>(*node, context_);
  return values_.data();
}

inline void Interpreter::fill(const CompiledEffect& effect, std::uint32_t line) {
  const auto b = static_cast<std::size_t>(effect.base);
  Cell* slot = context_.base[b] + effect.offset;
  std::uint32_t* line_of = lines_[b] + effect.offset;
  for (const Cell& value : effect.constants) {
    *slot++ = value;
    *line_of++ = line;
  }
}

void Interpreter::assign(const CompiledEffect& effect, std::uint32_t line) {
  const Cell holds = effect.only_if ? operand<Partly>(*effect.only_if, context_)
                                    : Partly::truth(kMaybe);
  if (Partly::is_false(holds)) return;
  const Cell* value = evaluate(Partly::is_true(holds) ? effect.if_so : effect.values);
  for (const Node* target : effect.targets) {
    Cell* slot = target->op == Op::Slot
                     ? context_.base[static_cast<int>(target->base)] + target->offset
                     : detail::find_slot<Partly>(*target, context_);
    if (slot) write(target->base, slot, *value, line);
    ++value;
  }
}

void Interpreter::push(const CompiledEffect& effect, std::uint32_t line) {
  const Cell* value = evaluate(effect.values);
  Cell* depth = context_.base[static_cast<int>(effect.base)] + effect.offset;
  if (depth->a == static_cast<std::uint64_t>(effect.bound)) {  // the oldest is forgotten
    std::copy(depth + 1 + effect.size, depth + 1 + effect.size * effect.bound, depth + 1);
    *depth = {depth->a - 1, 0};
  }
  Cell* element = depth + 1 + static_cast<std::ptrdiff_t>(depth->a) * effect.size;
  for (int i = 0; i < effect.size; ++i) write(effect.base, element + i, value[i], line);
  write(effect.base, depth, {depth->a + 1, depth->b}, line);
}

void Interpreter::run(const std::vector<CompiledEffect>& effects, std::uint32_t line) {
  using Kind = CompiledEffect::Kind;
  for (const CompiledEffect& effect : effects) {
    if (recorder_.is_whole()) recorder_.note(effect);
    switch (effect.kind) {
      case Kind::Assign:
        if (effect.constants.empty()) assign(effect, line);
        else fill(effect, line);
        break;
      case Kind::Push: push(effect, line); break;
      case Kind::Pop: {
        Cell* depth = context_.base[static_cast<int>(effect.base)] + effect.offset;
        if (depth->a == 0) break;
        Cell* element = depth + 1 + static_cast<std::ptrdiff_t>(depth->a - 1) * effect.size;
        for (int i = 0; i < effect.size; ++i)
          write(effect.base, element + i, effect.values[static_cast<std::size_t>(i)]->constant,
                line);
        write(effect.base, depth, {depth->a - 1, depth->b}, line);
        break;
      }
      case Kind::ForEach:
        for (int i = 0; i < effect.count; ++i) {
          locals_[static_cast<std::size_t>(effect.offset)] = {1ULL << i, 0};
          run(effect.body, line);
        }
        break;
      case Kind::Share: shares_process_ = true; break;
      case Kind::Tell: tell(effect); break;
      case Kind::EachTask: run_for_others(effect, line); break;
    }
  }
}

void Interpreter::run_for_others(const CompiledEffect& effect, std::uint32_t line) {
  auto& tasks = candidate_->tasks;
  point_at(Base::ChildProcess, candidate_->process);
  const auto may_change = [&](const CompiledEffect& part) {
    return !part.only_if || !Partly::is_false(operand<Partly>(*part.only_if, context_));
  };
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (!tasks[i] || static_cast<int>(i) == index_) continue;
    point_at(Base::ChildTask, tasks[i]);
    if (std::none_of(effect.body.begin(), effect.body.end(), may_change)) continue;
    own(tasks[i]);
    point_at(Base::ChildTask, tasks[i]);
    run(effect.body, line);
    wakes_others_ = true;
  }
}

}  // namespace sigspec
