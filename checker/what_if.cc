// Tries single changes, one after the other, by asking the interpreter.
#include "checker/what_if.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "checker/alternatives.h"
#include "checker/cli.h"
#include "model/interpreter.h"
#include "model/places.h"

namespace sigspec {

namespace {

/// Lines that are looked at for the cause, and changes that are told.
constexpr std::size_t kLinesMax = 4;

/// A step in which a task was made cannot be tried again: it needs a child.
bool is_birth(const WatchedStep& step) {
  return !step.before.front().at(Base::ChildTask).empty();
}
constexpr std::size_t kToldMax = 12;
/// Bodies that fail in more conditions than the closest one and this many are another story.
constexpr std::size_t kFurtherMax = 1;

using SlotId = std::pair<Base, int>;

/// The slots that the failed conditions of the closest bodies read.
std::set<SlotId> slots_that_failed(const Model& model, const WatchedStep& step) {
  std::set<SlotId> slots;
  for (Snapshot state : step.before) {
    Context<Partly> context = context_of(model, state);
    std::vector<std::vector<const Literal*>> failed;
    std::size_t fewest = ~0UL;
    for (const Body& body : step.event_class->bodies) {
      auto& literals = failed.emplace_back();
      for (const Literal& literal : body.literals)
        if (Partly::is_false(eval<Partly>(*literal.node, context))) literals.push_back(&literal);
      fewest = std::min(fewest, literals.size());
    }
    for (const auto& literals : failed) {
      if (literals.size() > fewest + kFurtherMax) continue;
      for (const Literal* literal : literals)
        for_each_read(literal->node, [&](const Node& read) {
          if (const auto slot = slot_read(read, context)) slots.emplace(read.base, *slot);
        });
    }
  }
  return slots;
}

/// The rule that explains the event in that state without any unseen step before it.
const Firing* direct_firing(const Model& model, const WatchedStep& tried, const Body* preferred) {
  const Firing* found = nullptr;
  for (const Firing& firing : tried.firings) {
    if (firing.after >= 0 || model.rule(firing.body->rule).rule->internal) continue;
    if (!found || firing.body == preferred) found = &firing;
  }
  return found;
}

/// Changes of one slot that helped, to be told in one clause.
struct Helpful {
  std::uint64_t values = 0;            // of a choice
  std::uint64_t added = 0, taken = 0;  // members of a set
};

class WhatIf {
 public:
  WhatIf(const Model& model, const WatchedStep& step)
      : model_(model), step_(step), interpreter_(*step.program) {}

  void change_state() {
    for (const SlotId& slot : slots_that_failed(model_, step_))
      tell(*step_.event_class, slot, step_.before.front(), "",
           [&](const Snapshot& changed) { return is_legal(changed); });
  }

  void change_line(const WatchedLine& line) {
    for (std::size_t i = 0; i < line.watch.steps.size(); ++i) {
      const WatchedStep& step = line.watch.steps[i];
      if (!step.explained) return;
      for (const SlotId& slot : slots_read(step)) {
        // What the line itself wrote is told by the change that came before.
        if (step.before.front().line_of(slot.first, slot.second) == line.line) continue;
        tell(*step.event_class, slot, step.before.front(),
             " on line " + std::to_string(line.line),
             [&](const Snapshot& changed) { return is_legal(after_line(line, i, changed)); });
      }
    }
  }

  void change_kernel() {
    std::set<Version> bounds{model_.kernel_low};
    const auto add = [&](const ast::Clauses& clauses) {
      for (const std::string* text : {&clauses.since, &clauses.until})
        if (const auto version = parse_version(*text); version && version->given())
          bounds.insert(*version);
    };
    for (const RuleInfo& rule : model_.rules) add(*rule.clauses);
    for (const auto& [name, declaration] : model_.constants) add(declaration->clauses);
    for (const auto& [name, declaration] : model_.functions) add(declaration->clauses);
    for (const auto& [name, declaration] : model_.tables) {
      add(declaration->clauses);
      for (const ast::TableRow& row : declaration->rows) add(row.clauses);
    }
    const std::vector<Version> versions(bounds.begin(), bounds.end());
    std::size_t begin = versions.size();  // of a run of versions that make it legal
    for (std::size_t i = 0; i <= versions.size(); ++i) {
      const bool legal = i < versions.size() && is_legal_on(versions[i]);
      if (legal) begin = std::min(begin, i);
      if (legal || begin == versions.size()) continue;
      std::string text = "on kernels ";
      if (begin > 0) text += "from " + version_text(versions[begin]) + " on";
      if (i < versions.size())
        text += (begin > 0 ? ", and before " : "before ") + version_text(versions[i]);
      told_.push_back(text);
      begin = versions.size();
    }
  }

  std::vector<std::string> take() {
    if (told_.size() > kToldMax) told_.resize(kToldMax);
    return std::move(told_);
  }

 private:
  bool is_legal(const std::optional<Snapshot>& state) {
    if (!state) return false;
    return direct_firing(model_, interpreter_.try_step(*step_.event_class, *state), nullptr);
  }

  bool is_legal_on(Version version) {
    Program of_tasks(model_, version, step_.program->view());
    const bool of_stream = step_.event_class->subject == model_.stream;
    Program& program = of_stream ? of_tasks.of_streams() : of_tasks;
    Interpreter interpreter(program);
    const ClassKey& key = step_.event_class->key;
    const EventClass& event_class =
        program.class_of(key.observation, key.call, key.tag, key.payload);
    return std::any_of(step_.before.begin(), step_.before.end(), [&](const Snapshot& state) {
      return direct_firing(model_, interpreter.try_step(event_class, state), nullptr) != nullptr;
    });
  }

  /// The state of the step in question if that line had gone on from `changed` at its step `first`.
  std::optional<Snapshot> after_line(const WatchedLine& line, std::size_t first,
                                     const Snapshot& changed) {
    Snapshot state = changed;
    for (std::size_t i = first; i < line.watch.steps.size(); ++i) {
      const WatchedStep& step = line.watch.steps[i];
      if (step.program != line.watch.steps[first].program) continue;
      if (is_birth(step)) return std::nullopt;
      if (i > first) state.at(Base::Event) = step.before.front().at(Base::Event);
      const WatchedStep tried = interpreter_.try_step(*step.event_class, state);
      const Body* before = step.firings.empty() ? nullptr : step.firings.back().body;
      const Firing* firing = direct_firing(model_, tried, before);
      if (!firing) return std::nullopt;
      state = firing->done;
    }
    Snapshot out = step_.before.front();
    bool differs = false;
    for (const Base base : {Base::Task, Base::Process}) {
      std::vector<Cell>& cells = out.at(base);
      const std::vector<Cell>& then = state.at(base);
      for (std::size_t slot = 0; slot < cells.size() && slot < then.size(); ++slot) {
        if (out.line_of(base, static_cast<int>(slot)) != line.line) continue;
        differs = differs || !(cells[slot] == then[slot]);
        cells[slot] = then[slot];
      }
    }
    return differs ? std::optional(std::move(out)) : std::nullopt;
  }

  /// What the rules that fired looked at.
  std::set<SlotId> slots_read(const WatchedStep& step) const {
    std::set<SlotId> slots;
    Snapshot state = step.before.front();
    Context<Partly> context = context_of(model_, state);
    const auto add = [&](const Node* node) {
      for_each_read(node, [&](const Node& read) {
        if (const auto slot = slot_read(read, context)) slots.emplace(read.base, *slot);
      });
    };
    for (const Firing& firing : step.firings) {
      for (const Literal& literal : firing.body->literals) add(literal.node);
      for (const Node* node : values_of(firing.body->effects)) add(node);
    }
    return slots;
  }

  /// Tries every other value of the slot, and tells in one clause which help.
  template <class Legal>
  void tell(const EventClass& event_class, const SlotId& id, const Snapshot& state,
            const std::string& when, Legal&& legal) {
    const auto& [base, slot] = id;
    if (base == Base::Observer || base == Base::Local) return;
    const Place place = place_of(model_, event_class, base, slot);
    if (!place.type || (base == Base::Event && place.type->kind == TypeKind::Union &&
                        !place.type->is_option))
      return;  // what the call returned is what is in question
    const Leaf& leaf = leaf_at(model_, event_class, base, slot);
    if (leaf.kind != LeafKind::Choice && leaf.kind != LeafKind::Set) return;
    const Cell now = state.at(base)[static_cast<std::size_t>(slot)];
    Helpful helpful;
    for (std::uint64_t rest = leaf.choices; rest != 0; rest &= rest - 1) {
      const std::uint64_t bit = rest & -rest;
      Snapshot changed = state;
      Cell& cell = changed.at(base)[static_cast<std::size_t>(slot)];
      if (leaf.kind == LeafKind::Choice) {
        if (now.a & bit) continue;
        cell = {bit, 0};
        if (legal(changed)) helpful.values |= bit;
      } else {
        const bool is_member = (now.a & bit) != 0;
        cell = is_member ? Cell{now.a & ~bit, now.b & ~bit} : Cell{now.a | bit, now.b | bit};
        if (legal(changed)) (is_member ? helpful.taken : helpful.added) |= bit;
      }
    }
    std::string name = slot_name(model_, event_class, base, slot);
    if (name.find(" of ") != std::string::npos || name.find(" on ") != std::string::npos)
      name.insert(0, "the ");
    const auto say = [&](std::uint64_t bits, const std::string& verb, bool first) {
      if (bits == 0) return;
      const std::string values = listed(leaf, bits);
      add((first ? name + verb + values : values + verb + name) + when);
    };
    say(helpful.values, " were ", true);
    say(helpful.added, " were in ", false);
    say(helpful.taken, " were not in ", false);
  }

  void add(std::string text) {
    if (std::find(told_.begin(), told_.end(), text) == told_.end())
      told_.push_back(std::move(text));
  }

  static std::string listed(const Leaf& leaf, std::uint64_t bits) {
    const Type* type = leaf.kind == LeafKind::Set ? leaf.type->element : leaf.type;
    std::vector<std::string> names;
    for (std::uint64_t rest = bits; rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(rest));
      names.push_back(type->kind == TypeKind::Bool    ? (i ? "true" : "false")
                      : type->kind == TypeKind::Union ? type->alternatives[i].name
                                                      : type->members[i].name);
    }
    constexpr std::size_t kNamesMax = 6;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < kNamesMax; ++i)
      text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
    if (names.size() > kNamesMax)
      text += " or one of " + std::to_string(names.size() - kNamesMax) + " others";
    return text;
  }

  const Model& model_;
  const WatchedStep& step_;
  Interpreter interpreter_;
  std::vector<std::string> told_;
};

}  // namespace

std::vector<std::uint64_t> lines_to_blame(const Model& model, const WatchedStep& step) {
  std::set<std::uint64_t, std::greater<>> lines;
  const Snapshot& state = step.before.front();
  for (const auto& [base, slot] : slots_that_failed(model, step))
    if (base == Base::Task || base == Base::Process)
      if (const auto line = state.line_of(base, slot); line != 0) lines.insert(line);
  std::vector<std::uint64_t> out(lines.begin(), lines.end());
  if (out.size() > kLinesMax) out.resize(kLinesMax);
  return out;
}

std::vector<std::string> find_what_ifs(const Model& model, const WatchedStep& step,
                                       const std::vector<WatchedLine>& earlier) {
  if (is_birth(step)) return {};
  WhatIf search(model, step);
  search.change_state();
  for (const WatchedLine& line : earlier) search.change_line(line);
  search.change_kernel();
  return search.take();
}

}  // namespace sigspec
