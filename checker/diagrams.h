// State diagrams, drawn from what rules ask of a field and make of it, from tables, and from
// functions that say what becomes of a state.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"

namespace sigspec {

struct Transition {
  std::string from, to;  // alternatives; empty: any
  std::vector<std::string>
      labels;  // the rules that go this way, or when it is gone, or who makes it
};

/// How the rules change one field of an entity; or what a table or function makes of what it is
/// about.
struct Diagram {
  std::string field, doc;  // Task.life, after_handler, woken
  std::vector<Transition> transitions;
};

/// Of each field of an entity that has alternatives and that rules change, of tables that are small
/// enough, and of functions from a state and who comes to a state.
std::vector<Diagram> make_diagrams(const Model& model, Version kernel);

/// In the language of Graphviz.
std::string to_dot(const Diagram& diagram);
/// The drawing, by the program `dot`; empty where it is not installed.
std::string to_svg(const Diagram& diagram);

}  // namespace sigspec
