// Compares the states along a run and puts the differences into words.
#include "prove/story.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/describe.h"

namespace sigspec::prove {

namespace {

Cell partly(const Leaf& leaf, std::uint64_t value) {
  switch (leaf.kind) {
    case LeafKind::Choice: return {1ULL << (value & 63), 0};
    case LeafKind::Set:
    case LeafKind::Number: return {value, value};
    case LeafKind::Opaque:
    case LeafKind::Depth: return {value, 1};
  }
  return {};
}

std::string shown(const Model& model, const SystemPlace& place, const Cells& cells) {
  std::vector<Cell> values;
  for (int i = 0; i < place.type->size(); ++i)
    values.push_back(partly(place.type->leaves[static_cast<std::size_t>(i)],
                            cells[static_cast<std::size_t>(place.offset + i)]));
  return values.empty() ? "" : describe_value(model, place.type, values.data());
}

/// What nothing depends on that is asked is not told.
bool is_told(const SystemPlace& place, const std::vector<bool>& tracked) {
  const auto begin = tracked.begin() + place.offset;
  return std::find(begin, begin + place.type->size(), true) != begin + place.type->size();
}

std::vector<Change> differences(const Model& model, const System& system,
                                const std::vector<bool>& tracked, const Cells& before,
                                const Cells& after) {
  std::vector<Change> changes;
  for (const SystemPlace& place : system.places) {
    const auto begin = static_cast<std::ptrdiff_t>(place.offset);
    if (!is_told(place, tracked)) continue;
    if (std::equal(before.begin() + begin, before.begin() + begin + place.type->size(),
                   after.begin() + begin))
      continue;
    Change change{place.name, shown(model, place, before), shown(model, place, after)};
    if (change.before != change.after) changes.push_back(std::move(change));
  }
  return changes;
}

std::string head(const StoryStep& step) {
  std::string text = step.rule;
  std::string separator = " (";
  for (const Binding& binding : step.bindings) {
    text += separator + binding.value;
    separator = ", ";
  }
  return step.bindings.empty() ? text : text + ")";
}

std::string changes_text(const std::vector<Change>& changes) {
  std::string text;
  for (const Change& change : changes) {
    if (!text.empty()) text += "; ";
    text += change.before.empty()
                ? fmt::format("{} = {}", change.place, change.after)
                : fmt::format("{}: {} -> {}", change.place, change.before, change.after);
  }
  return text;
}

}  // namespace

Story tell_story(const Model& model, const System& system, const std::vector<bool>& tracked,
                 const Counterexample& counterexample, const std::vector<Cells>& states) {
  Story story;
  story.lasso = counterexample.lasso;
  story.loop = counterexample.loop;
  const Cells nothing(system.slots.size(), 0);
  story.begins = differences(model, system, tracked, nothing, states[0]);
  for (Change& change : story.begins) change.before.clear();
  for (std::size_t i = 0; i < counterexample.steps.size(); ++i) {
    const Step& step = system.steps[counterexample.steps[i].step];
    story.steps.push_back({step.name, system.rule_docs[static_cast<std::size_t>(step.rule)],
                           step.bindings,
                           differences(model, system, tracked, states[i], states[i + 1])});
  }
  const Cells& before = states.back();
  if (story.lasso && story.loop == story.steps.size())
    for (const SystemPlace& place : system.places) {
      const auto begin = before.begin() + place.offset;
      if (is_told(place, tracked) &&
          std::any_of(begin, begin + place.type->size(), [](std::uint64_t v) { return v != 0; }))
        story.ends.push_back(fmt::format("{} = {}", place.name, shown(model, place, before)));
    }
  return story;
}

std::vector<std::string> story_lines(const Story& story) {
  std::vector<std::string> lines;
  if (!story.begins.empty()) lines.push_back("begins with " + changes_text(story.begins));
  for (std::size_t i = 0; i < story.steps.size(); ++i) {
    if (story.lasso && i == story.loop) lines.push_back("and for ever again:");
    const std::string changes = changes_text(story.steps[i].changes);
    lines.push_back(fmt::format("{}. {}{}{}", i + 1, head(story.steps[i]),
                                changes.empty() ? "" : ": ", changes));
  }
  if (story.lasso && story.loop == story.steps.size()) {
    std::string ends;
    for (const std::string& end : story.ends) ends += (ends.empty() ? "" : "; ") + end;
    lines.push_back("and so it stays, for nothing has to happen any more: " + ends);
  }
  return lines;
}

std::string story_mermaid(const Story& story, const std::string& title) {
  std::string out = fmt::format("sequenceDiagram\n  title {}\n", title);
  const auto clean = [](std::string text) {
    std::replace(text.begin(), text.end(), ';', ',');
    return text;
  };
  bool looping = false;
  for (std::size_t i = 0; i < story.steps.size(); ++i) {
    const StoryStep& step = story.steps[i];
    if (story.lasso && i == story.loop) {
      out += "  loop for ever\n";
      looping = true;
    }
    const std::string from = step.bindings.empty() ? "system" : step.bindings[0].value;
    const std::string to = step.bindings.size() > 1 ? step.bindings[1].value : from;
    out += fmt::format("  {}->>{}: {}\n", from, to, clean(step.rule));
    if (!step.changes.empty())
      out += fmt::format("  Note over {}: {}\n", from, clean(changes_text(step.changes)));
  }
  if (looping) out += "  end\n";
  else if (story.lasso) out += "  Note over system: nothing has to happen any more\n";
  return out;
}

}  // namespace sigspec::prove
