// Looks through the nodes and effects of a step.
#include "model/closed.h"

#include <algorithm>

namespace sigspec {

namespace {

std::string outside(const Node* node) {
  if (!node) return "";
  switch (node->op) {
    case Op::WhoIs: return "asks who has a number";
    case Op::CallNumber: return "asks for the number of a call";
    case Op::Slot:
    case Op::Indexed:
    case Op::Top:
    case Op::StackEmpty:
      if (node->base != Base::Task && node->base != Base::Event && node->base != Base::Local)
        return "is about a task that is not in it";
      break;
    default: break;
  }
  for (const Node* part : {node->a, node->b, node->c})
    if (std::string found = outside(part); !found.empty()) return found;
  return "";
}

std::string outside(const std::vector<const Node*>& nodes) {
  for (const Node* node : nodes)
    if (std::string found = outside(node); !found.empty()) return found;
  return "";
}

std::string outside(const std::vector<CompiledEffect>& effects) {
  using Kind = CompiledEffect::Kind;
  for (const CompiledEffect& effect : effects) {
    switch (effect.kind) {
      case Kind::Tell: return "tells another task what happened";
      case Kind::Share: return "makes a task a thread of another process";
      case Kind::EachTask: return "changes the other tasks of a process";
      case Kind::Push:
      case Kind::Pop:
        if (effect.base != Base::Task) return "is about a task that is not in it";
        break;
      case Kind::Assign:
      case Kind::ForEach: break;
    }
    for (const auto* nodes : {&effect.targets, &effect.values})
      if (std::string found = outside(*nodes); !found.empty()) return found;
    if (std::string found = outside(effect.only_if); !found.empty()) return found;
    if (std::string found = outside(effect.body); !found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string find_outside(const Step& step) {
  std::string found = outside(step.guards);
  return found.empty() ? outside(step.effects) : found;
}

}  // namespace sigspec
