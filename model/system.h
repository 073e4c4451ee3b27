// A scenario made ready to run: one flat state, and every step that may change it.
//
// Entities are instantiated: a step is a rule with its entities and members filled in, so that its
// nodes speak of fixed slots of the state (Base::Task). What a step still leaves open are slots of
// the event (Base::Event): numbers and sets among its parameters, `unknown` and `either`. The
// explorer and the solver run the same steps; typing a scenario is making a System of it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/lower.h"

namespace sigspec {

/// A run of slots that a reader thinks of as one thing: `thread1.state`.
struct SystemPlace {
  std::string name;
  const Type* type = nullptr;
  int offset = 0;
};

/// `t = thread2`: what a rule's or property's parameter stands for.
struct Binding {
  std::string parameter, value;
};

/// A slot of the event that a step leaves open, and what it may be.
struct OpenSlot {
  std::string name;  // empty: an `unknown` or `either` of the rule
  Leaf leaf;
  int slot = 0;
  const Node *low = nullptr, *high = nullptr;  // a number's bounds
};

struct Step {
  int rule = 0;   // index among the system's rules
  int also = -1;  // of the rule of Linux that an own rule goes together with
  std::string name;
  std::vector<Binding> bindings;
  std::vector<OpenSlot> open;
  std::vector<const Node*> guards;
  std::vector<CompiledEffect> effects;
  int fair_class = -1;  // -1: nothing forces it to be taken
};

struct SystemProperty {
  const ast::Property* declaration = nullptr;
  std::vector<Binding> bindings;
  const Node* left = nullptr;
  const Node* right = nullptr;       // leads to, until
  const Node* antecedent = nullptr;  // of `always a implies b`: a; it should be reachable

  /// Is it about each state alone: `always`, `never`?
  bool is_safety() const;
};

/// An invariant, a rank, or where a class is helpful, as the scenario states it.
struct SystemHint {
  const ast::Named* declaration = nullptr;
  std::vector<Binding> bindings;
  const Node* node = nullptr;
  int fair_class = -1;  // helpful: which; -1: this variant has no such class

  /// Is it for this instance of a property? Parameters of the same name stand for the same.
  bool is_for(const SystemProperty& property) const;
};

struct System {
  const ScenarioInfo* scenario = nullptr;
  std::string variant;  // empty: the scenario has none
  std::vector<SystemPlace> places;
  std::vector<Leaf> slots;
  std::vector<std::string> rules;  // own ones, then those of Linux that it uses
  std::vector<std::string> rule_docs;
  std::vector<Step> steps;
  Step initial;  // from the state in which every slot is at its first value
  std::vector<std::string> fair_classes;
  std::vector<SystemProperty> properties;
  std::vector<SystemHint> hints;
  std::uint64_t signals = ~0ULL;  // of the enum whose members the scenario restricts
  const Type* restricted = nullptr;
  int event_slots = 0;
  std::set<const void*> asked;  // functions, tables and rows that it was made ready with

  /// The values that an open Choice or Set may take.
  std::uint64_t choices(const Leaf& leaf) const {
    const Type* of = leaf.type && leaf.type->kind == TypeKind::Set ? leaf.type->element : leaf.type;
    return restricted && of == restricted ? leaf.choices & signals : leaf.choices;
  }
};

/// Makes a scenario ready. `variant`: one of its variants; empty when it has none. Faults are told,
/// where `diagnostics` is given.
System lower_scenario(const Model& model, const ScenarioInfo& scenario, std::string_view variant,
                      Version kernel, Diagnostics* diagnostics);

}  // namespace sigspec
