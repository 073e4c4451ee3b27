// The least set of slots that holds what guards and properties read and is closed under effects.
#include "prove/cone.h"

#include <algorithm>

namespace sigspec::prove {

namespace {

/// The stack whose depth lies at `offset`; nullptr when none does.
const Type* stack_at(const System& system, int offset) {
  for (const SystemPlace& place : system.places)
    if (place.offset == offset) return place.type;
  return nullptr;
}

class ConeFinder {
 public:
  explicit ConeFinder(const System& system) : system_(system) {
    cone_.state.assign(system.slots.size(), false);
    event_.assign(static_cast<std::size_t>(system.event_slots), false);
    named_.assign(system.steps.size() + 1, std::vector<bool>(kLocalSlots, false));
  }

  /// Leaves out what no condition depends on, however far.
  void leave_out(System& system) {
    find();
    for (step_ = 0; step_ < system.steps.size(); ++step_) leave_out(system.steps[step_].effects);
    leave_out(system.initial.effects);
  }

  Cone find() {
    for (const Step& step : system_.steps) read_conditions(step);
    for (const SystemProperty& property : system_.properties)
      for (const Node* node : {property.left, property.right, property.antecedent})
        if (node) read(node);
    for (const SystemHint& hint : system_.hints) read(hint.node);
    do {
      grown_ = false;
      for (step_ = 0; step_ < system_.steps.size(); ++step_) follow(system_.steps[step_].effects);
      follow(system_.initial.effects);
    } while (grown_);
    for (step_ = 0; step_ < system_.steps.size(); ++step_) keep_event(system_.steps[step_]);
    keep_event(system_.initial);
    return cone_;
  }

 private:
  void read_conditions(const Step& step) {
    for (const Node* guard : step.guards) read(guard);
    for (const OpenSlot& open : step.open) {
      if (open.low) read(open.low);
      if (open.high) read(open.high);
    }
  }

  void keep_event(const Step& step) {
    event_.assign(static_cast<std::size_t>(system_.event_slots), false);
    read_conditions(step);
    follow(step.effects);
    cone_.event.push_back(event_);
  }

  void leave_out(std::vector<CompiledEffect>& effects) {
    using Kind = CompiledEffect::Kind;
    for (CompiledEffect& effect : effects) {
      if (effect.kind == Kind::ForEach) leave_out(effect.body);
      if (effect.kind != Kind::Assign) continue;
      CompiledEffect kept = effect;
      kept.targets.clear(), kept.values.clear(), kept.if_so.clear(), kept.constants.clear();
      for (std::size_t i = 0; i < effect.targets.size(); ++i) {
        if (!matters(*effect.targets[i])) continue;
        kept.targets.push_back(effect.targets[i]);
        kept.values.push_back(effect.values[i]);
        if (!effect.if_so.empty()) kept.if_so.push_back(effect.if_so[i]);
      }
      if (kept.targets.size() < effect.targets.size()) effect = std::move(kept);
    }
    std::erase_if(effects, [](const CompiledEffect& effect) {
      return (effect.kind == Kind::Assign && effect.targets.empty()) ||
             (effect.kind == Kind::ForEach && effect.body.empty());
    });
  }

  void mark(std::vector<bool>& slots, int slot) {
    const auto i = static_cast<std::size_t>(slot);
    if (slots[i]) return;
    slots[i] = true;
    grown_ = true;
  }

  void read(const Node* node) {
    for_each_read(node, [&](const Node& place) {
      if (place.base == Base::Event) event_[static_cast<std::size_t>(place.offset)] = true;
      if (place.base == Base::Local) mark(named_[step_], place.offset);
      if (place.base == Base::Task)
        for_each_state_slot(system_, place, [&](int slot) { mark(cone_.state, slot); });
    });
  }

  bool matters(const Node& target) {
    if (target.base == Base::Local) return named_[step_][static_cast<std::size_t>(target.offset)];
    if (target.base != Base::Task) return true;
    bool any = false;
    for_each_state_slot(system_, target, [&](int slot) {
      any = any || cone_.state[static_cast<std::size_t>(slot)];
    });
    return any;
  }

  void follow(const std::vector<CompiledEffect>& effects) {
    using Kind = CompiledEffect::Kind;
    for (const CompiledEffect& effect : effects) {
      if (effect.kind == Kind::ForEach) follow(effect.body);
      if (effect.kind == Kind::Push || effect.kind == Kind::Pop) {
        bool any = false;
        for (int i = 0; i < effect.size; ++i) {
          bool used = false;
          for (int k = 0; k < effect.bound; ++k)
            used = used ||
                   cone_.state[static_cast<std::size_t>(effect.offset + 1 + k * effect.size + i)];
          if (used) read(effect.values[static_cast<std::size_t>(i)]);
          any = any || used;
        }
        if (any) mark(cone_.state, effect.offset);
      }
      if (effect.kind != Kind::Assign) continue;
      bool any = false;
      for (std::size_t i = 0; i < effect.targets.size(); ++i) {
        if (!matters(*effect.targets[i])) continue;
        any = true;
        read(effect.values[i]);
        if (effect.targets[i]->op == Op::Indexed) read(effect.targets[i]->a);
      }
      if (any && effect.only_if) read(effect.only_if);
    }
  }

  const System& system_;
  Cone cone_;
  std::vector<bool> event_;  // what is read since the last step was begun
  std::size_t step_ = 0;     // the one at hand; behind them the initial one
  std::vector<std::vector<bool>> named_;  // of each step: the values that it names and that matter
  bool grown_ = false;
};

}  // namespace

void for_each_state_slot(const System& system, const Node& place,
                         const std::function<void(int)>& visit) {
  switch (place.op) {
    case Op::Indexed:
      for (int i = 0; i < 64; ++i)
        if ((place.a->choices >> i) & 1) visit(place.offset + i * place.stride);
      break;
    case Op::Top: {
      visit(place.offset);
      const Type* stack = stack_at(system, place.offset);
      for (int k = 0; stack && k < stack->bound; ++k)
        visit(place.offset + 1 + k * place.size + place.stride);
      break;
    }
    default: visit(place.offset);
  }
}

Cone find_cone(const System& system) { return ConeFinder(system).find(); }

void leave_out_what_nothing_reads(System& system) { ConeFinder(system).leave_out(system); }

}  // namespace sigspec::prove
