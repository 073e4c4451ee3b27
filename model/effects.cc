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
  if (effect.only_if && Partly::is_false(operand<Partly>(*effect.only_if, context_))) return;
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

/// Does those that go together, beginning with this one. Returns: the one behind them.
const StepMemo::Deed* Interpreter::compute_together(const StepMemo::Deed* deed,
                                                    std::uint32_t line) {
  const std::size_t count = deed->run;
  if (values_.size() < count) values_.resize(count);
  for (std::size_t i = 0; i < count; ++i)
    values_[i] = operand<Partly>(*deed[i].computed, context_);
  for (std::size_t i = 0; i < count; ++i, ++deed)
    write(deed->to.base, deed->to.offset, values_[i], line);
  return deed;
}

/// As compute_together, of values that are known already.
const StepMemo::Deed* Interpreter::fill(const StepMemo::Deed* deed, std::uint32_t line) {
  const auto base = static_cast<std::size_t>(deed->to.base);
  Cell* slots = context_.base[base];
  std::uint32_t* lines = lines_[base];
  for (const StepMemo::Deed* end = deed + deed->run; deed != end; ++deed) {
    slots[deed->to.offset] = deed->value;
    lines[deed->to.offset] = line;
  }
  return deed;
}

/// As it was fired when all that it depends on was the same.
void Interpreter::do_again(const Body& body, const StepMemo::Outcome& outcome,
                           Candidate& candidate, int index, std::uint32_t line) {
  ++repeated_;
  ++firings_;
  if (!outcome.deeds.empty() && own(candidate, index, body.touches_process))
    point_at(candidate, index, context_.base[static_cast<int>(Base::Event)]);
  const StepMemo::Deed* deed = outcome.deeds.data();
  for (const StepMemo::Deed* end = deed + outcome.deeds.size(); deed != end;) {
    using Kind = StepMemo::Deed::Kind;
    if (deed->run > 0) {
      deed = deed->kind == Kind::Constant ? fill(deed, line) : compute_together(deed, line);
      continue;
    }
    const StepMemo::Slot to = deed->to;
    switch (deed->kind) {
      case Kind::Constant: write(to.base, to.offset, deed->value, line); break;
      case Kind::Copied: {
        const StepMemo::Slot from = deed->from;
        write(to.base, to.offset, context_.base[static_cast<int>(from.base)][from.offset], line);
        break;
      }
      case Kind::Computed:
        write(to.base, to.offset, eval<Partly>(*deed->computed, context_), line);
        break;
      case Kind::ToOthers: concern_others(*deed->to_others, line); break;
    }
    ++deed;
  }
  count(body, line);
}

}  // namespace sigspec
