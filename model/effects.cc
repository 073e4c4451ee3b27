// Does what the rules say to the state of a candidate: what all tasks of a process or another one
// get as well.
//
// Nothing is allocated but what a message or a task's first write of its own copy needs.
#include "model/effects.h"

#include "model/interpreter.h"

namespace sigspec {

/// The candidate at hand, and the line that writes.
struct Interpreter::Store : PartlyStore<Interpreter::Store> {
  Interpreter& interpreter;
  std::uint32_t line;

  Store(Interpreter& of, std::uint32_t at)
      : PartlyStore{of.context_, of.values_}, interpreter(of), line(at) {}

  void note(const CompiledEffect& effect) {
    if (interpreter.recorder_.is_whole()) interpreter.recorder_.note(effect);
  }
  void write_slot(Base base, Cell* slot, const Cell& value) {
    interpreter.write(base, slot, value, line);
  }
  void fill(const CompiledEffect& effect) {
    Cell* slot = slot_at(effect.base, effect.offset);
    std::uint32_t* line_of = interpreter.lines_[static_cast<int>(effect.base)] + effect.offset;
    for (const Cell& value : effect.constants) {
      *slot++ = value;
      *line_of++ = line;
    }
  }
  void concern_others(const CompiledEffect& effect) { interpreter.concern_others(effect, line); }
};

void Interpreter::concern_others(const CompiledEffect& effect, std::uint32_t line) {
  switch (effect.kind) {
    case CompiledEffect::Kind::Share: shares_process_ = true; break;
    case CompiledEffect::Kind::Tell: tell(effect); break;
    default: run_for_others(effect, line);
  }
}

void Interpreter::run(const std::vector<CompiledEffect>& effects, std::uint32_t line) {
  Store store(*this, line);
  run_effects(effects, store);
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
