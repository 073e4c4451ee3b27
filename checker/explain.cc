// From the snapshots of a step to what a person is told of it.
#include "checker/explain.h"

#include <algorithm>
#include <map>
#include <utility>

#include "checker/alternatives.h"
#include "checker/report_escape.h"
#include "model/describe.h"
#include "model/places.h"

namespace sigspec {

namespace {

/// Elements of an array that changed alike are told together; at most this many by name.
constexpr std::size_t kNamedElementsMax = 3;

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string observation_doc(const Model& model, const ObservationInfo& observation) {
  for (const ast::File& file : model.files)
    for (const ast::Decl& decl : file.decls)
      if (std::get_if<ast::ObservationDecl>(&decl.node) == observation.declaration)
        return one_line(decl.doc);
  return {};
}

constexpr Base kStateBases[] = {Base::Task, Base::Process, Base::ChildTask, Base::ChildProcess,
                                Base::Observer};

class StepTeller {
 public:
  StepTeller(const Model& model, const WatchedLine& watched, const WatchedStep& step)
      : model_(model), watched_(watched), step_(step) {}

  /// The parts of the state, and of the event, that the bodies look at.
  void facts(const std::vector<const Body*>& bodies, StepExplanation& out) {
    Snapshot state = step_.before.front();
    Context<Partly> context = context_of(model_, state);
    std::vector<const Node*> nodes;
    for (const Body* body : bodies) {
      for (const Literal& literal : body->literals) nodes.push_back(literal.node);
      const std::vector<const Node*> values = values_of(body->effects);
      nodes.insert(nodes.end(), values.begin(), values.end());
    }
    std::map<std::pair<Base, int>, Place> places;
    for (const Node* node : nodes)
      for_each_read(node, [&](const Node& read) {
        if (const auto slot = slot_read(read, context)) {
          const Place place = place_of(model_, *step_.event_class, read.base, *slot);
          if (place.type) places.emplace(std::pair(read.base, place.offset), place);
        }
      });
    for (const auto& [at, place] : places)
      (at.first == Base::Event ? out.event : out.state).push_back(fact(place, state));
  }

  FiredRule fired(const Firing& firing, const Snapshot& before) const {
    FiredRule out;
    out.name = rule_name(model_, *firing.body);
    for (const RuleId id : {firing.body->rule, firing.body->clause}) {
      if (id < 0) continue;
      const RuleInfo& rule = model_.rule(id);
      if (!rule.doc.empty()) out.docs.push_back(one_line(rule.doc));
      for (const ast::Citation& citation : rule.clauses->cites)
        out.cites.push_back(citation.kind + " " + joined(citation.texts, " "));
    }
    out.unseen = model_.rule(firing.body->rule).rule->internal;
    out.learned = changes(before, firing.learned);
    out.done = changes(firing.learned, firing.done);
    return out;
  }

  /// The rules from the state before to this firing.
  std::vector<FiredRule> chain(const Firing& last) const {
    std::vector<FiredRule> out;
    const Firing* at = &last;
    while (true) {
      const bool first = at->after < 0;
      const Snapshot& before =
          first ? step_.before[static_cast<std::size_t>(-1 - at->after)]
                : step_.firings[static_cast<std::size_t>(at->after)].done;
      out.insert(out.begin(), fired(*at, before));
      if (first) return out;
      at = &step_.firings[static_cast<std::size_t>(at->after)];
    }
  }

 private:
  StateFact fact(const Place& place, const Snapshot& state) const {
    const Cell* cells = state.at(place.base).data() + place.offset;
    StateFact out{place.name, value(place, cells), doc_of_value(place.type, cells), 0};
    if (out.doc.empty()) out.doc = place.doc;
    out.doc = one_line(out.doc);
    for (int i = 0; i < place.type->size(); ++i)
      out.line = std::max<std::uint64_t>(out.line, state.line_of(place.base, place.offset + i));
    return out;
  }

  std::string value(const Place& place, const Cell* cells) const {
    return is_unknown(place.type, cells)
               ? "unknown"
               : describe_value(model_, place.type, cells, &watched_.texts);
  }

  std::vector<StateChange> changes(const Snapshot& before, const Snapshot& after) const {
    struct Change {
      Place place;
      std::string before, after;
    };
    std::vector<Change> found;
    for (const Base base : kStateBases) {
      const std::vector<Cell>&old = before.at(base), &now = after.at(base);
      if (old.size() != now.size()) continue;
      for (int slot = 0; slot < static_cast<int>(now.size()); ++slot) {
        if (old[static_cast<std::size_t>(slot)] == now[static_cast<std::size_t>(slot)]) continue;
        const Place place = place_of(model_, *step_.event_class, base, slot);
        if (!place.type) continue;
        std::string was = value(place, old.data() + place.offset);
        std::string is = value(place, now.data() + place.offset);
        if (was != is) found.push_back({place, std::move(was), std::move(is)});
        slot = place.offset + place.type->size() - 1;
      }
    }
    std::vector<StateChange> out;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const Change& change = found[i];
      std::vector<std::string> indices;
      if (!change.place.array.empty())
        for (std::size_t k = 0; k < found.size(); ++k) {
          const Change& other = found[k];
          if (other.place.array != change.place.array || other.place.base != change.place.base ||
              other.before != change.before || other.after != change.after)
            continue;
          if (k < i) break;
          indices.push_back(other.place.index);
        }
      if (!change.place.array.empty() && indices.empty()) continue;  // told with an earlier one
      out.push_back({indices.size() > 1 ? several(change.place.array, indices)
                                        : change.place.name,
                     change.before, change.after});
    }
    return out;
  }

  static std::string several(const std::string& array, const std::vector<std::string>& indices) {
    std::string text = array + " of ";
    const std::size_t named = std::min(indices.size(), kNamedElementsMax);
    for (std::size_t i = 0; i < named; ++i)
      text += (i == 0 ? "" : i + 1 == indices.size() ? " and " : ", ") + indices[i];
    if (named < indices.size())
      text += " and " + std::to_string(indices.size() - named) + " more";
    return text;
  }

  const Model& model_;
  const WatchedLine& watched_;
  const WatchedStep& step_;
};

}  // namespace

std::string rule_name(const Model& model, const Body& body) {
  std::string name = model.rule(body.rule).name;
  if (body.clause >= 0) name += ", " + model.rule(body.clause).name;
  return name;
}

StepExplanation explain_step(const Model& model, const WatchedLine& watched, std::size_t index) {
  const WatchedStep& step = watched.watch.steps[index];
  const ObservationInfo& observation =
      model.observations[static_cast<std::size_t>(step.event_class->key.observation)];
  StepExplanation out;
  out.task = watched.tasks[index];
  out.observation = observation.name;
  out.doc = observation_doc(model, observation);
  out.explained = step.explained;
  out.states = step.before.size();
  StepTeller teller(model, watched, step);
  std::vector<const Body*> bodies;
  std::vector<std::string> told;
  for (const Firing& firing : step.firings) {
    if (model.rule(firing.body->rule).rule->internal || !step.explained) continue;
    std::vector<FiredRule> chain = teller.chain(firing);
    std::string names;
    for (const FiredRule& rule : chain) names += rule.name + "; ";
    bodies.push_back(firing.body);
    if (std::find(told.begin(), told.end(), names) != told.end()) continue;
    told.push_back(std::move(names));
    out.explanations.push_back(std::move(chain));
  }
  if (!step.explained)
    for (const Body* body : closest_bodies(model, step)) bodies.push_back(body);
  teller.facts(bodies, out);
  if (step.event_class->subject == model.task)
    out.others = find_alternatives(model, watched, step);
  return out;
}

}  // namespace sigspec
