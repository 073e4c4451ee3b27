// State diagrams, drawn from what rules ask of a field and what they make of it.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"

namespace sigspec {

struct Transition {
  std::string from, to;            // alternatives of the field; empty: any
  std::vector<std::string> rules;  // that go this way
};

/// How the rules change one field of an entity.
struct Diagram {
  std::string field, doc;  // Task.life
  std::vector<Transition> transitions;
};

/// Of each field of an entity that has alternatives and that rules change.
std::vector<Diagram> make_diagrams(const Model& model, Version kernel);

/// In the language of Graphviz.
std::string to_dot(const Diagram& diagram);
/// The drawing, by the program `dot`; empty where it is not installed.
std::string to_svg(const Diagram& diagram);

}  // namespace sigspec
