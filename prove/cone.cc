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
  }

  Cone find() {
    for (const Step& step : system_.steps) read_conditions(step);
    for (const SystemProperty& property : system_.properties)
      for (const Node* node : {property.left, property.right, property.antecedent})
        if (node) read(node);
    for (const SystemHint& hint : system_.hints) read(hint.node);
    do {
      grown_ = false;
      for (const Step& step : system_.steps) follow(step.effects);
      follow(system_.initial.effects);
    } while (grown_);
    for (const Step& step : system_.steps) keep_event(step);
    keep_event(system_.initial);
    return std::move(cone_);
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

  void mark(std::vector<bool>& slots, int slot) {
    const auto i = static_cast<std::size_t>(slot);
    if (slots[i]) return;
    slots[i] = true;
    grown_ = true;
  }

  void read(const Node* node) {
    for_each_read(node, [&](const Node& place) {
      if (place.base == Base::Event) event_[static_cast<std::size_t>(place.offset)] = true;
      if (place.base == Base::Task)
        for_each_state_slot(system_, place, [&](int slot) { mark(cone_.state, slot); });
    });
  }

  bool matters(const Node& target) {
    if (target.base != Base::Task) return true;  // a value that is named
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

}  // namespace sigspec::prove
