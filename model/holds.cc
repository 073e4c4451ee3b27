// Types holds, and finds what they name.
#include "model/holds.h"

#include <algorithm>

#include "model/program.h"

namespace sigspec {

std::vector<std::string> alternatives(std::string_view joined) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = joined.find('|');
    parts.emplace_back(joined.substr(0, end));
    if (end == joined.npos) return parts;
    joined.remove_prefix(end + 1);
  }
}

int observation_of_holds(const Model& model) {
  for (const LineInfo& line : model.lines)
    if (line.line == kWhyLine) return line.observation;
  return -1;
}

void bind_parameters(const Model& model, const ObservationInfo& observation, Lowering& lowering) {
  RuleBinder(model, lowering).bind_observation(observation, {}, -1);
}

const Node* condition_of(const Model& model, const ast::HoldDecl& hold, Lowering& lowering) {
  const Node* all = model.nodes.boolean(true);
  for (const ast::Expr& when : hold.when) all = model.nodes.both(all, lowering.condition(when));
  return all;
}

void check_holds(const Model& model, Diagnostics& diagnostics) {
  Lowering lowering(model, {}, &diagnostics);
  const int observation = observation_of_holds(model);
  if (observation >= 0)
    bind_parameters(model, model.observations[static_cast<std::size_t>(observation)], lowering);
  const Type* states = model.types.find("TaskState");
  const auto check_member = [&](const Type* type, const ast::Name& name, const char* what) {
    if (type && type->kind == TypeKind::Enum && type->member(name.text) < 0)
      lowering.error(name.span, "unknown " + std::string(what) + " '" + name.text + "'");
  };
  for (const HoldInfo& info : model.holds) {
    const ast::HoldDecl& hold = *info.declaration;
    if (observation < 0)
      lowering.error(hold.name.span, "nobody asks for '" + hold.name.text + "'", {},
                     "declare a view with a line '" + std::string(kWhyLine) + "'");
    else condition_of(model, hold, lowering);
    if (hold.frames.empty() && hold.when.empty())
      lowering.error(hold.name.span, "'" + hold.name.text + "' would hold every task", {},
                     "say in which functions of the kernel, or when");
    if (hold.clauses.cites.empty())
      lowering.error(hold.name.span, "'" + hold.name.text + "' cites no source");
    for (const ast::Name& sleep : hold.sleeps)
      for (const std::string& state : alternatives(sleep.text))
        check_member(states, {state, sleep.span}, "task state");
    if (!hold.on.text.empty()) check_member(model.types.find("Whom"), hold.on, "member of Whom");
    for (const ast::Name& release : hold.releases)
      if (!model.releases.contains(release.text))
        lowering.error(release.span, "unknown release '" + release.text + "'");
    if (!hold.scenario.text.empty() &&
        std::none_of(model.scenarios.begin(), model.scenarios.end(), [&](const ScenarioInfo& s) {
          return s.declaration->name.text == hold.scenario.text;
        }))
      lowering.error(hold.scenario.span, "unknown scenario '" + hold.scenario.text + "'");
  }
}

}  // namespace sigspec
