// Asks the interpreter what it would make of other events in the same state.
#include "checker/alternatives.h"

#include <algorithm>
#include <map>

#include "model/describe.h"
#include "model/interpreter.h"
#include "model/places.h"

namespace sigspec {

namespace {

/// An event about which nothing is known but its class.
std::vector<Cell> unknown_event(const Model& model, const EventClass& event_class) {
  std::vector<Cell> cells;
  const auto add = [&](const Type* type) {
    for (const Leaf& leaf : type->leaves) cells.push_back(Partly::unknown(leaf.kind, leaf.choices));
  };
  for (const Type* type :
       model.observations[static_cast<std::size_t>(event_class.key.observation)].parameters)
    if (type->kind != TypeKind::Entity) add(type);
  if (event_class.key.call >= 0)
    for (const Type* type :
         model.calls[static_cast<std::size_t>(event_class.key.call)].parameters)
      add(type);
  cells.resize(static_cast<std::size_t>(event_class.event_slots));
  return cells;
}

class Search {
 public:
  Search(const Model& model, const WatchedLine& watched, const WatchedStep& step)
      : model_(model), watched_(watched), step_(step), interpreter_(*step.program) {}

  std::vector<Alternative> run() {
    const ClassKey& seen = step_.event_class->key;
    const Type* result = result_type(seen.observation);
    if (result) {
      other_results(seen, result);
    } else if (is_next(seen.observation)) {
      for (const int observation : next_)
        if (observation != seen.observation || takes_call(observation))
          add({observation, -1, -1, -1}, name(observation));
    }
    return std::move(found_);
  }

 private:
  const ObservationInfo& info(int observation) const {
    return model_.observations[static_cast<std::size_t>(observation)];
  }
  const std::string& name(int observation) const { return info(observation).name; }

  const Type* result_type(int observation) const {
    for (const Type* type : info(observation).parameters)
      if (type->kind == TypeKind::Union && !type->is_option) return type;
    return nullptr;
  }
  bool takes_call(int observation) const {
    const auto& types = info(observation).parameters;
    return std::any_of(types.begin(), types.end(),
                       [](const Type* type) { return type->kind == TypeKind::Call; });
  }

  /// What a task may be seen to do next, when no call of it is in progress.
  bool is_next(int observation) {
    for (const char* wanted : {"call_entered", "signal", "stopped", "exited", "killed"})
      for (const LineInfo& line : model_.lines)
        if (line.line == wanted && line.view == step_.program->view())
          next_.push_back(line.observation);
    return std::find(next_.begin(), next_.end(), observation) != next_.end();
  }

  void other_results(const ClassKey& seen, const Type* result) {
    for (int tag = 0; tag < static_cast<int>(result->alternatives.size()); ++tag) {
      const UnionAlternative& alternative = result->alternatives[static_cast<std::size_t>(tag)];
      const Type* payload = alternative.payload.empty() ? nullptr : alternative.payload[0];
      if (!payload || payload->kind != TypeKind::Enum) {
        if (tag != seen.tag)
          add({seen.observation, seen.call, tag, -1}, alternative.name);
        continue;
      }
      std::map<std::string, std::uint64_t> members;  // by the rules that allow them
      for (std::size_t member = 0; member < payload->members.size(); ++member)
        if (tag != seen.tag || static_cast<int>(member) != seen.payload)
          for (const std::string& rule :
               rules_for({seen.observation, seen.call, tag, static_cast<int>(member)}))
            members[rule] |= 1ULL << member;
      for (const auto& [rule, bits] : members) {
        const Cell cell{bits, 0};
        take(alternative.name + "(" + describe_value(model_, payload, &cell) + ")", rule);
      }
    }
  }

  /// Asks what the rules make of an event of that class.
  WatchedStep ask(const ClassKey& key) {
    const EventClass& event_class =
        step_.program->class_of(key.observation, key.call, key.tag, key.payload);
    Snapshot state = step_.before.front();
    state.at(Base::Event) = unknown_event(model_, event_class);
    return interpreter_.try_step(event_class, state);
  }

  template <class Take>
  void for_each_firing(const WatchedStep& tried, Take&& take) {
    for (const Firing& firing : tried.firings)
      if (firing.after < 0 && !model_.rule(firing.body->rule).rule->internal) take(firing);
  }

  std::vector<std::string> rules_for(const ClassKey& key) {
    std::vector<std::string> rules;
    for_each_firing(ask(key), [&](const Firing& firing) {
      rules.push_back(rule_name(model_, *firing.body));
    });
    return rules;
  }

  void add(const ClassKey& key, const std::string& what) {
    const WatchedStep tried = ask(key);
    for_each_firing(tried, [&](const Firing& firing) {
      take(what + narrowed(tried, firing), rule_name(model_, *firing.body));
    });
  }

  void take(std::string what, std::string rule) {
    if (std::none_of(found_.begin(), found_.end(),
                     [&](const Alternative& known) { return known.what == what; }))
      found_.push_back({std::move(what), std::move(rule)});
  }

  /// What the rule demands of the event's parts: what it taught of an event that was unknown.
  std::string narrowed(const WatchedStep& tried, const Firing& firing) const {
    const EventClass& event_class = *tried.event_class;
    const std::vector<Cell>& cells = firing.learned.at(Base::Event);
    const ObservationInfo& shown = info(event_class.key.observation);
    std::string text;
    for (std::size_t i = 0; i < shown.parameters.size(); ++i) {
      const Type* type = shown.parameters[i];
      const Cell* at = cells.data() + shown.offsets[i];
      if (type->kind == TypeKind::Entity || type->kind == TypeKind::Bool || is_unknown(type, at))
        continue;
      text += ", " + place_of(model_, event_class, Base::Event, shown.offsets[i]).name + " being " +
              describe_value(model_, type, at, &watched_.texts);
    }
    return text;
  }

  const Model& model_;
  const WatchedLine& watched_;
  const WatchedStep& step_;
  Interpreter interpreter_;
  std::vector<int> next_;
  std::vector<Alternative> found_;
};

}  // namespace

Context<Partly> context_of(const Model& model, Snapshot& state) {
  Context<Partly> context;
  static thread_local std::vector<TrailEntry> trail;
  for (std::size_t base = 0; base < kBases; ++base) context.base[base] = state.cells[base].data();
  context.numbers = &model.numbers;
  context.trail = &trail;
  return context;
}

std::optional<int> slot_read(const Node& read, Context<Partly>& context) {
  if (read.base == Base::Local || !context.base[static_cast<int>(read.base)]) return std::nullopt;
  if (read.op == Op::StackEmpty) return read.offset;
  if (read.op == Op::Indexed) {
    bool loops = false;  // the index is a loop's variable
    for_each_read(read.a, [&](const Node& index) { loops = loops || index.base == Base::Local; });
    if (loops) return std::nullopt;
  }
  const Cell* slot = detail::find_slot<Partly>(read, context);
  if (!slot) return std::nullopt;
  return static_cast<int>(slot - context.base[static_cast<int>(read.base)]);
}

std::vector<const Node*> values_of(const std::vector<CompiledEffect>& effects) {
  std::vector<const Node*> out;
  for (const CompiledEffect& effect : effects) {
    out.insert(out.end(), effect.values.begin(), effect.values.end());
    if (effect.only_if) out.push_back(effect.only_if);
    const std::vector<const Node*> inner = values_of(effect.body);
    out.insert(out.end(), inner.begin(), inner.end());
  }
  return out;
}

std::vector<const Body*> closest_bodies(const Model& model, const WatchedStep& step) {
  std::vector<const Body*> closest;
  std::size_t fewest = ~0UL;
  for (Snapshot state : step.before) {
    Context<Partly> context = context_of(model, state);
    for (const Body& body : step.event_class->bodies) {
      const auto failed = static_cast<std::size_t>(
          std::count_if(body.literals.begin(), body.literals.end(), [&](const Literal& literal) {
            return Partly::is_false(eval<Partly>(*literal.node, context));
          }));
      if (failed < fewest) closest.clear();
      if (failed <= fewest) closest.push_back(&body);
      fewest = std::min(fewest, failed);
    }
  }
  return closest;
}

std::vector<Alternative> find_alternatives(const Model& model, const WatchedLine& watched,
                                           const WatchedStep& step) {
  return Search(model, watched, step).run();
}

}  // namespace sigspec
