// A counterexample as people read it: the named rules in order, and what each one changed.
#pragma once

#include <string>
#include <vector>

#include "prove/counterexample.h"

namespace sigspec::prove {

struct Change {
  std::string place, before, after;
};

struct StoryStep {
  std::string rule, doc;
  std::vector<Binding> bindings;
  std::vector<Change> changes;
};

struct Story {
  std::vector<Change> begins;  // what is not at its first value; `before` is empty
  std::vector<StoryStep> steps;
  std::size_t loop = 0;  // steps from here on are repeated for ever, when `lasso`
  bool lasso = false;
  std::vector<std::string> ends;  // what holds at the end, for a run that stays there
};

/// Pre: it was replayed without a fault, and came through these states.
Story tell_story(const Model& model, const System& system, const std::vector<bool>& tracked,
                 const Counterexample& counterexample, const std::vector<Cells>& states);

/// One line for each step, and what happens in the end.
std::vector<std::string> story_lines(const Story& story);
/// A sequence diagram: each step with who takes it.
std::string story_mermaid(const Story& story, const std::string& title);

}  // namespace sigspec::prove
