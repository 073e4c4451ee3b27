// Breadth-first search with packed states in one arena and an open hash table of their numbers.
#include "prove/explorer.h"

#include <algorithm>
#include <bit>

namespace sigspec::prove {

namespace {

constexpr int kNumberBits = std::bit_width(static_cast<std::uint64_t>(-Explorer::kNumberLeast));
constexpr StateId kStatesBetweenLooks = 4096;
constexpr std::uint64_t kSubsetsMax = 1ULL << 10;

int bits_of(const Leaf& leaf) {
  switch (leaf.kind) {
    case LeafKind::Choice:
      return std::bit_width(static_cast<unsigned>(std::bit_width(leaf.choices)) - 1U);
    case LeafKind::Set: return std::popcount(leaf.choices);
    case LeafKind::Number: return kNumberBits;
    case LeafKind::Opaque: return 64;
    case LeafKind::Depth: return 7;
  }
  return 64;
}

/// The bits of `value` at the places of `members`, side by side; and back.
std::uint64_t gather(std::uint64_t value, std::uint64_t members) {
  if ((members & (members + 1)) == 0) return value & members;
  std::uint64_t dense = 0;
  int at = 0;
  for (std::uint64_t rest = members; rest != 0; rest &= rest - 1, ++at)
    dense |= ((value >> __builtin_ctzll(rest)) & 1) << at;
  return dense;
}

std::uint64_t spread(std::uint64_t dense, std::uint64_t members) {
  if ((members & (members + 1)) == 0) return dense;
  std::uint64_t value = 0;
  int at = 0;
  for (std::uint64_t rest = members; rest != 0; rest &= rest - 1, ++at)
    value |= ((dense >> at) & 1) << __builtin_ctzll(rest);
  return value;
}

bool compares_opaque(const Node* node) {
  if (!node) return false;
  if (node->op == Op::Equal && node->a->kind == LeafKind::Opaque) return true;
  return compares_opaque(node->a) || compares_opaque(node->b) || compares_opaque(node->c);
}

bool compares_opaque(const std::vector<const Node*>& nodes) {
  return std::any_of(nodes.begin(), nodes.end(),
                     [](const Node* node) { return compares_opaque(node); });
}

bool compares_opaque(const std::vector<CompiledEffect>& effects) {
  return std::any_of(effects.begin(), effects.end(), [](const CompiledEffect& effect) {
    return compares_opaque(effect.values) || compares_opaque(effect.only_if) ||
           compares_opaque(effect.body);
  });
}

/// Where values without meaning are handed on but never compared, one stands for all.
bool compares_opaque(const System& system) {
  const auto in_step = [](const Step& step) {
    return compares_opaque(step.guards) || compares_opaque(step.effects);
  };
  return in_step(system.initial) ||
         std::any_of(system.steps.begin(), system.steps.end(), in_step) ||
         std::any_of(system.properties.begin(), system.properties.end(),
                     [](const SystemProperty& p) {
                       return compares_opaque(p.left) || compares_opaque(p.right);
                     });
}

/// The literals among a condition's values that have nothing but identity.
void collect_literals(const Node* node, std::vector<std::uint64_t>& out) {
  if (!node) return;
  if (node->op == Op::Const && node->kind == LeafKind::Opaque) out.push_back(node->constant.a);
  for (const Node* part : {node->a, node->b, node->c}) collect_literals(part, out);
}

/// Does an open value with nothing but identity get into the state, to be compared some other time?
bool hands_on_identity(const std::vector<CompiledEffect>& effects) {
  return std::any_of(effects.begin(), effects.end(), [](const CompiledEffect& effect) {
    bool found = hands_on_identity(effect.body);
    for (const Node* value : effect.values)
      if (value)
        for_each_read(value, [&](const Node& read) {
          found = found || (read.base == Base::Event && read.kind == LeafKind::Opaque);
        });
    return found;
  });
}

/// How many of the open slots have to be filled in before the condition can be asked.
std::size_t filled_before(const Node* node, const std::vector<OpenSlot>& open) {
  std::size_t count = 0;
  for_each_read(node, [&](const Node& place) {
    for (std::size_t i = count; place.base == Base::Event && i < open.size(); ++i)
      if (open[i].slot == place.offset) count = i + 1;
  });
  return count;
}

}  // namespace

Explorer::Explorer(const System& system, std::vector<Renaming> renamings, std::size_t states_max,
                   const Watch& watch)
    : system_(system),
      renamings_(std::move(renamings)),
      states_max_(states_max),
      watch_(watch),
      cone_(find_cone(system)),
      compares_opaque_(compares_opaque(system)) {
  int word = 0, shift = 0;
  for (std::size_t i = 0; i < system.slots.size(); ++i) {
    if (!cone_.state[i]) continue;
    const int bits = std::max(1, bits_of(system.slots[i]));
    if (shift + bits > 64) ++word, shift = 0;
    fields_.push_back({static_cast<int>(i), word, shift, bits});
    shift += bits;
    if (system.slots[i].kind == LeafKind::Opaque) opaque_slots_.push_back(static_cast<int>(i));
  }
  words_ = word + 1;
  packed_.resize(static_cast<std::size_t>(words_));
  packed_renamed_ = packed_;
  for (std::size_t i = 0; i < system.steps.size(); ++i)
    prepared_.push_back(prepare(system.steps[i], cone_.event[i]));
  event_.resize(static_cast<std::size_t>(system.event_slots) + 1);
  locals_.resize(kLocalSlots);
  fired_.resize(system.rules.size());
  context_.base[static_cast<int>(Base::Event)] = event_.data();
  context_.base[static_cast<int>(Base::Local)] = locals_.data();
  table_.assign(1 << 16, kNoState);
}

Explorer::PreparedStep Explorer::prepare(const Step& step,
                                         const std::vector<bool>& looked_at) const {
  PreparedStep prepared;
  for (const OpenSlot& open : step.open)
    (looked_at[static_cast<std::size_t>(open.slot)] || open.low ? prepared.open : prepared.others)
        .push_back(open);
  for (const OpenSlot& open : prepared.open)
    if (open.leaf.kind == LeafKind::Opaque) prepared.identities.open.push_back(open.slot);
  prepared.guards.resize(prepared.open.size() + 1);
  for (const Node* guard : step.guards) {
    prepared.guards[filled_before(guard, prepared.open)].push_back(guard);
    collect_literals(guard, prepared.identities.literals);
    for_each_read(guard, [&](const Node& read) {
      if (read.base != Base::Task || read.kind != LeafKind::Opaque) return;
      for_each_state_slot(system_, read, [&](int slot) {
        if (system_.slots[static_cast<std::size_t>(slot)].kind == LeafKind::Opaque)
          prepared.identities.compared.push_back(slot);
      });
    });
  }
  if (hands_on_identity(step.effects)) prepared.identities.compared = opaque_slots_;
  return prepared;
}

Explorer::Identities Explorer::identities_of(const Step& step) const {
  if (&step == &system_.initial) return prepare(step, cone_.event.back()).identities;
  return prepared_[static_cast<std::size_t>(&step - system_.steps.data())].identities;
}

/// As Identities says.
std::vector<std::uint64_t> Explorer::identities(const PreparedStep& prepared, std::size_t at,
                                                const Cells& cells) const {
  std::vector<std::uint64_t> found = prepared.identities.literals;
  std::uint64_t taken = 0;  // of the small ones
  const auto take = [&](std::uint64_t value) { taken |= value < 64 ? 1ULL << value : 0; };
  for (const std::uint64_t value : found) take(value);
  for (const int slot : opaque_slots_) take(cells[static_cast<std::size_t>(slot)]);
  const auto add = [&](std::uint64_t value) {
    take(value);
    if (std::find(found.begin(), found.end(), value) == found.end()) found.push_back(value);
  };
  for (const int slot : prepared.identities.compared) add(cells[static_cast<std::size_t>(slot)]);
  for (std::size_t i = 0; i < at; ++i)
    if (prepared.open[i].leaf.kind == LeafKind::Opaque)
      add(event_[static_cast<std::size_t>(prepared.open[i].slot)]);
  found.push_back(static_cast<std::uint64_t>(std::countr_one(taken)));
  return found;
}

void Explorer::shortfall(const std::string& why) {
  if (why_incomplete_.empty()) why_incomplete_ = why;
}

bool Explorer::holds(const Node* condition, Cells& cells) {
  context_.base[static_cast<int>(Base::Task)] = cells.data();
  return operand<Concrete>(*condition, context_) != 0;
}

void Explorer::fire(const Step& step, const PreparedStep& prepared, Cells& cells,
                    const Fire& then) {
  for (const OpenSlot& open : prepared.others)
    event_[static_cast<std::size_t>(open.slot)] =
        open.leaf.kind == LeafKind::Choice ? Concrete::first(system_.choices(open.leaf)) : 0;
  fill(step, prepared, 0, cells, then);
}

/// Every way to fill in what the step leaves open, from the `at`th slot on.
void Explorer::fill(const Step& step, const PreparedStep& prepared, std::size_t at, Cells& cells,
                    const Fire& then) {
  for (const Node* guard : prepared.guards[at])
    if (!holds(guard, cells)) return;
  if (at == prepared.open.size()) {
    next_ = cells;
    context_.base[static_cast<int>(Base::Task)] = next_.data();
    const bool fits = run_effects(step.effects, store_);
    return then(next_, fits);
  }
  const OpenSlot& open = prepared.open[at];
  std::uint64_t& slot = event_[static_cast<std::size_t>(open.slot)];
  const std::uint64_t choices = system_.choices(open.leaf);
  const auto with = [&](std::uint64_t value) {
    slot = value;
    fill(step, prepared, at + 1, cells, then);
  };
  switch (open.leaf.kind) {
    case LeafKind::Choice:
      for (std::uint64_t rest = choices; rest != 0; rest &= rest - 1)
        with(static_cast<std::uint64_t>(__builtin_ctzll(rest)));
      break;
    case LeafKind::Set: {
      if (std::popcount(choices) > 10)
        shortfall("a set with too many subsets is left open: " + open.name + " of " + step.name);
      std::uint64_t subset = 0, count = 0;
      do {
        with(subset);
        subset = (subset - choices) & choices;
      } while (subset != 0 && ++count < kSubsetsMax);
      break;
    }
    case LeafKind::Number: {
      if (!open.low) {
        shortfall("a number without bounds is left open: " + open.name + " of " + step.name);
        return with(0);
      }
      context_.base[static_cast<int>(Base::Task)] = cells.data();
      const auto low = static_cast<std::int64_t>(operand<Concrete>(*open.low, context_));
      const auto high = static_cast<std::int64_t>(operand<Concrete>(*open.high, context_));
      for (std::int64_t n = low; n <= high; ++n) with(static_cast<std::uint64_t>(n));
      break;
    }
    case LeafKind::Opaque:
      if (!compares_opaque_) return with(0);
      for (const std::uint64_t value : identities(prepared, at, cells)) with(value);
      break;
    case LeafKind::Depth: with(0); break;
  }
}

/// The one that stands for all that differ in names. False: a number is too large.
bool Explorer::pack(const Cells& cells) {
  if (!pack_as_named(cells, packed_)) return false;
  for (const Renaming& renaming : renamings_) {
    renaming.rename(cells, renamed_);
    pack_as_named(renamed_, packed_renamed_);
    if (packed_renamed_ < packed_) packed_.swap(packed_renamed_);
  }
  return true;
}

bool Explorer::pack_as_named(const Cells& cells, std::vector<std::uint64_t>& words) const {
  std::fill(words.begin(), words.end(), 0);
  for (const Field& field : fields_) {
    const Leaf& leaf = system_.slots[static_cast<std::size_t>(field.slot)];
    std::uint64_t value = cells[static_cast<std::size_t>(field.slot)];
    if (leaf.kind == LeafKind::Number) {
      value -= static_cast<std::uint64_t>(kNumberLeast);
      if (value >> kNumberBits) return false;
    } else if (leaf.kind == LeafKind::Set) {
      value = gather(value, leaf.choices);
    }
    words[static_cast<std::size_t>(field.word)] |= value << field.shift;
  }
  return true;
}

void Explorer::load(StateId state, Cells& cells) const {
  cells.assign(system_.slots.size(), 0);
  const std::uint64_t* words = arena_.data() + static_cast<std::size_t>(state) * words_;
  for (const Field& field : fields_) {
    const std::uint64_t mask = field.bits == 64 ? ~0ULL : (1ULL << field.bits) - 1;
    std::uint64_t value = (words[field.word] >> field.shift) & mask;
    const Leaf& leaf = system_.slots[static_cast<std::size_t>(field.slot)];
    if (leaf.kind == LeafKind::Number) value += static_cast<std::uint64_t>(kNumberLeast);
    else if (leaf.kind == LeafKind::Set) value = spread(value, leaf.choices);
    cells[static_cast<std::size_t>(field.slot)] = value;
  }
}

std::size_t Explorer::hash_of(const std::uint64_t* words) const {
  std::uint64_t h = 0x9E3779B97F4A7C15ULL;
  for (int i = 0; i < words_; ++i) {
    h = (h ^ words[i]) * 0xFF51AFD7ED558CCDULL;
    h ^= h >> 32;
  }
  return static_cast<std::size_t>(h);
}

/// Of the packed state at hand; kNoState: it is new.
StateId Explorer::find() const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = hash_of(packed_.data()) & mask;; i = (i + 1) & mask) {
    if (table_[i] == kNoState) return kNoState;
    if (std::equal(packed_.begin(), packed_.end(),
                   arena_.begin() + static_cast<std::ptrdiff_t>(table_[i]) * words_))
      return table_[i];
  }
}

void Explorer::grow() {
  table_.assign(table_.size() * 2, kNoState);
  const std::size_t mask = table_.size() - 1;
  for (StateId state = 0; state < parents_.size(); ++state) {
    std::size_t i = hash_of(arena_.data() + static_cast<std::size_t>(state) * words_) & mask;
    while (table_[i] != kNoState) i = (i + 1) & mask;
    table_[i] = state;
  }
}

StateId Explorer::insert(StateId parent, std::size_t step) {
  if (parents_.size() * 2 > table_.size()) grow();
  const auto state = static_cast<StateId>(parents_.size());
  arena_.insert(arena_.end(), packed_.begin(), packed_.end());
  parents_.push_back(parent);
  steps_.push_back(static_cast<std::uint32_t>(step));
  const std::size_t mask = table_.size() - 1;
  std::size_t i = hash_of(packed_.data()) & mask;
  while (table_[i] != kNoState) i = (i + 1) & mask;
  table_[i] = state;
  return state;
}

void Explorer::run(const std::function<bool(StateId, Cells&)>& visit) {
  Cells cells(system_.slots.size(), 0);
  bool going = true;
  StateId from = kNoState;
  std::size_t taken = 0;
  const Fire reached = [&](Cells& next, bool fits) {
    if (!going) return;
    if (!fits) return shortfall("a stack is full");
    if (!pack(next)) return shortfall("a number grows too large");
    if (from != kNoState)
      for (const int rule : {system_.steps[taken].rule, system_.steps[taken].also})
        if (rule >= 0) fired_[static_cast<std::size_t>(rule)] = true;
    if (find() != kNoState) return;
    if (parents_.size() >= states_max_)
      return shortfall("more than " + std::to_string(states_max_) + " states");
    const StateId state = insert(from, taken);
    going = visit(state, next);
  };
  const PreparedStep initial = prepare(system_.initial, cone_.event.back());
  fire(system_.initial, initial, cells, reached);
  for (from = 0; going && from < parents_.size(); ++from) {
    if (from % kStatesBetweenLooks == 0) {
      watch_.tell(std::to_string(parents_.size()) + " states");
      if (watch_.stopped()) return shortfall("interrupted");
    }
    load(from, cells);
    for (taken = 0; going && taken < system_.steps.size(); ++taken)
      fire(system_.steps[taken], prepared_[taken], cells, reached);
  }
  if (!going) shortfall("stopped");
}

void Explorer::successors(StateId state,
                          const std::function<void(std::size_t step, StateId to)>& visit) {
  Cells cells;
  load(state, cells);
  for (std::size_t i = 0; i < system_.steps.size(); ++i)
    fire(system_.steps[i], prepared_[i], cells, [&](Cells& next, bool fits) {
      if (!fits || !pack(next)) return;
      const StateId to = find();
      if (to != kNoState) visit(i, to);
    });
}

Run Explorer::run_to(StateId state) const {
  Run run;
  for (; parents_[state] != kNoState; state = parents_[state])
    run.moves.push_back({steps_[state], state});
  std::reverse(run.moves.begin(), run.moves.end());
  run.start = state;
  return run;
}

Counterexample Explorer::retrace(const Run& run) {
  Counterexample made;
  made.lasso = run.lasso;
  made.loop = run.loop;
  Cells cells(system_.slots.size(), 0);
  bool found = false;
  const PreparedStep initial = prepare(system_.initial, cone_.event.back());
  fire(system_.initial, initial, cells, [&](Cells& next, bool fits) {
    if (found || !fits || !pack(next) || find() != run.start) return;
    found = true;
    made.open = event_;
    made.begin = next;
  });
  cells = made.begin;
  for (const Move& move : run.moves) made.steps.push_back(retake(move, cells));
  return made;
}

/// The step again, from the state at hand, which it changes. Where another one stood for that, it
/// is the rule's step for other objects.
Counterexample::Taken Explorer::retake(const Move& move, Cells& cells) {
  Counterexample::Taken taken{move.step, {}, {}};
  const Cells before = cells;
  const auto try_step = [&](std::size_t step) {
    cells = before;
    fire(system_.steps[step], prepared_[step], cells, [&](Cells& next, bool fits) {
      if (!taken.after.empty() || !fits || !pack(next) || find() != move.to) return;
      taken = {step, event_, next};
    });
  };
  try_step(move.step);
  for (std::size_t step = 0; taken.after.empty() && step < system_.steps.size(); ++step)
    if (system_.steps[step].rule == system_.steps[move.step].rule) try_step(step);
  cells = taken.after;
  return taken;
}

}  // namespace sigspec::prove
