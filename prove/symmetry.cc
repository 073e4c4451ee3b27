// Compares steps and properties with what renaming makes of them, by shapes: numbers that are the
// same for what is written the same, up to the order of what may come in any order.
#include "prove/symmetry.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "prove/cone.h"

namespace sigspec::prove {

namespace {

constexpr std::size_t kRenamingsMax = 720;  // each state is renamed in each way

using Numbers = std::vector<int>;  // the new number of each object
using Shape = std::int64_t;
using Shapes = std::vector<Shape>;

/// The entity whose objects the values of a leaf name; -1: it names none.
int named_by(const Instances& instances, const Leaf& leaf) {
  const bool is_set = leaf.type && leaf.type->kind == TypeKind::Set;
  const Instances::Of* of = instances.named_by(is_set ? leaf.type->element : leaf.type);
  return of ? static_cast<int>(of - instances.entities.data()) : -1;
}

/// Where a slot of a field goes within it: an array by objects is in the order of their numbers.
int moved_within(const Instances& instances, const Type& field, int slot,
                 const std::vector<Numbers>& numbers) {
  if (field.kind != TypeKind::Array) return slot;
  const Instances::Of* of = instances.named_by(field.index);
  if (!of) return slot;
  const int size = field.element->size();
  const Numbers& moved = numbers[static_cast<std::size_t>(of - instances.entities.data())];
  return moved[static_cast<std::size_t>(slot / size)] * size + slot % size;
}

std::vector<Numbers> nothing_renamed(const Instances& instances) {
  std::vector<Numbers> numbers;
  for (const Instances::Of& of : instances.entities) {
    numbers.emplace_back(static_cast<std::size_t>(of.count));
    std::iota(numbers.back().begin(), numbers.back().end(), 0);
  }
  return numbers;
}

Renaming renaming_by(const System& system, std::vector<Numbers> numbers) {
  const Instances& instances = system.scenario->instances;
  std::vector<int> to(system.slots.size());
  std::iota(to.begin(), to.end(), 0);
  for (std::size_t e = 0; e < instances.entities.size(); ++e) {
    const Instances::Of& of = instances.entities[e];
    for (int i = 0; i < of.count; ++i) {
      const int old = Instances::offset_of(of, i);
      const int fresh = Instances::offset_of(of, numbers[e][static_cast<std::size_t>(i)]);
      for (const RecordField& field : of.entity->fields)
        for (int k = 0; k < field.type->size(); ++k)
          to[static_cast<std::size_t>(old + field.offset + k)] =
              fresh + field.offset + moved_within(instances, *field.type, k, numbers);
    }
  }
  Renaming made;
  for (std::size_t slot = 0; slot < to.size(); ++slot) {
    const auto goes = static_cast<std::size_t>(to[slot]);
    const int names = named_by(instances, system.slots[slot]);
    const bool is_set = system.slots[slot].kind == LeafKind::Set;
    if (goes != slot || names >= 0) made.moves.push_back({slot, goes, names, is_set});
  }
  made.numbers = std::move(numbers);
  return made;
}

/// The same number for the same parts.
class ShapeTable {
 public:
  Shape of(Shapes parts) {
    const auto next = static_cast<Shape>(known_.size());
    return known_.emplace(std::move(parts), next).first->second;
  }

 private:
  std::map<Shapes, Shape> known_;
};

/// The shapes of a system's parts when its objects are renamed.
class RenamedShapes {
 public:
  RenamedShapes(const System& system, const Renaming& renaming, ShapeTable& table)
      : system_(system), renaming_(renaming), table_(table), to_(system.slots.size()) {
    std::iota(to_.begin(), to_.end(), 0);
    for (const Renaming::Move& move : renaming.moves) to_[move.from] = static_cast<int>(move.to);
  }

  /// Was there nothing that cannot be renamed?
  bool is_sound() const { return sound_; }

  Shape step(const Step& step) {
    step_ = &step;
    locals_.clear();
    Shapes guards, parts{step.rule, step.also};
    for (const Node* guard : step.guards) guards.push_back(node(guard));
    parts.push_back(in_any_order(std::move(guards)));
    for (const OpenSlot& open : step.open) {
      parts.push_back(static_cast<Shape>(open.leaf.kind));
      parts.push_back(named_by(system_.scenario->instances, open.leaf));
      parts.push_back(static_cast<Shape>(open.leaf.choices));
      parts.push_back(node(open.low));
      parts.push_back(node(open.high));
    }
    parts.push_back(effects(step.effects));
    return table_.of(std::move(parts));
  }

  Shape condition(const Node* condition) {
    step_ = nullptr;
    return node(condition);
  }

 private:
  /// One effect, and what it has to do with others.
  struct Item {
    Shape shape = 0;
    std::vector<int> reads, writes;  // slots; the event's own count down from -1
    bool conflicts_with(const Item& other) const {
      return meets(writes, other.writes) || meets(writes, other.reads) ||
             meets(reads, other.writes);
    }
    static bool meets(const std::vector<int>& a, const std::vector<int>& b) {
      return std::any_of(a.begin(), a.end(),
                         [&](int x) { return std::find(b.begin(), b.end(), x) != b.end(); });
    }
  };

  Shape in_any_order(Shapes parts) {
    std::sort(parts.begin(), parts.end());
    return table_.of(std::move(parts));
  }

  Shape give_up() {
    sound_ = false;
    return 0;
  }

  // ------------------------------------------------------------------------- expressions

  const Leaf* leaf_at(const Node& place) const {
    if (place.base == Base::Event && step_) {
      for (const OpenSlot& open : step_->open)
        if (open.slot == place.offset) return &open.leaf;
      return nullptr;
    }
    int slot = place.offset;
    if (place.op == Op::Indexed) slot += __builtin_ctzll(place.a->choices) * place.stride;
    if (place.op == Op::Top) slot += 1 + place.stride;
    return place.base == Base::Task ? &system_.slots[static_cast<std::size_t>(slot)] : nullptr;
  }

  /// The entity whose objects the value names.
  int names_of(const Node* n) const {
    switch (n->op) {
      case Op::Slot:
      case Op::Indexed:
      case Op::Top: {
        if (n->base == Base::Local) {
          const auto known = locals_.find(n->offset);
          return known == locals_.end() ? -1 : known->second;
        }
        const Leaf* leaf = leaf_at(*n);
        return leaf ? named_by(system_.scenario->instances, *leaf) : -1;
      }
      case Op::Unite:
      case Op::Minus:
      case Op::Meet: return std::max(names_of(n->a), names_of(n->b));
      case Op::Complement:
      case Op::Singleton:
      case Op::First: return names_of(n->a);
      case Op::If:
      case Op::Either: return std::max(names_of(n->b), names_of(n->c));
      default: return -1;
    }
  }

  /// The parts of a chain of one operation.
  void gather(const Node* n, Op op, int names, Shapes& parts) {
    if (n->op != op) return parts.push_back(node(n, names));
    gather(n->a, op, names, parts);
    gather(n->b, op, names, parts);
  }

  /// Where a place begins after the renaming. Pre: of the state.
  Shape begin_of(const Node& place) {
    const auto slot = static_cast<std::size_t>(place.offset);
    if (place.op != Op::Indexed) return to_[slot];
    const int names = names_of(place.a);
    std::optional<int> begin;
    for (std::uint64_t rest = place.a->choices; rest != 0; rest &= rest - 1) {
      const int k = __builtin_ctzll(rest);
      const auto e = static_cast<std::size_t>(names);
      const int fresh = names < 0 ? k : renaming_.numbers[e][static_cast<std::size_t>(k)];
      const auto at = slot + static_cast<std::size_t>(k * place.stride);
      const int found = to_[at] - fresh * place.stride;
      if (begin.value_or(found) != found) return give_up();
      begin = found;
    }
    return begin.value_or(place.offset);
  }

  /// `names`: what the place where the value stands is known to name.
  Shape node(const Node* n, int names = -1) {
    if (!n) return -1;
    names = std::max(names, names_of(n));
    Shapes parts{static_cast<Shape>(n->op), static_cast<Shape>(n->kind)};
    const auto with = [&](std::initializer_list<Shape> more) {
      parts.insert(parts.end(), more);
      return table_.of(std::move(parts));
    };
    switch (n->op) {
      case Op::Const: {
        const auto bits = [&](std::uint64_t value) {
          return static_cast<Shape>(names < 0 ? value : renaming_.renamed(value, names));
        };
        return with({bits(n->constant.a), bits(n->constant.b)});
      }
      case Op::Slot:
      case Op::StackEmpty:
      case Op::Top:
      case Op::Indexed: {
        const Shape begin = n->base == Base::Task ? begin_of(*n) : n->offset;
        return with({static_cast<Shape>(n->base), begin, n->stride, n->size, node(n->a)});
      }
      case Op::And:
      case Op::Or:
      case Op::Add:
      case Op::Multiply:
      case Op::Unite:
      case Op::Meet: {
        Shapes chain;
        gather(n, n->op, names, chain);
        return with({in_any_order(std::move(chain))});
      }
      case Op::Equal: {
        const int both = std::max(names_of(n->a), names_of(n->b));
        return with({in_any_order({node(n->a, both), node(n->b, both)})});
      }
      case Op::Among: {
        const int of = names_of(n->a);
        const std::uint64_t members = n->constant.a;
        return with({node(n->a), static_cast<Shape>(
                                     of < 0 ? members : renaming_.renamed(members, of))});
      }
      case Op::In:
      case Op::Subset: {
        const int both = std::max(names_of(n->a), names_of(n->b));
        return with({node(n->a, both), node(n->b, both)});
      }
      case Op::First: return names >= 0 ? give_up() : with({node(n->a)});
      case Op::If:
      case Op::Either: return with({node(n->a), node(n->b, names), node(n->c, names)});
      case Op::WhoIs: return give_up();
      default: return with({n->offset, node(n->a, names), node(n->b, names), node(n->c, names)});
    }
  }

  // ------------------------------------------------------------------------- effects

  void note_place(const Node& place, std::vector<int>& slots) const {
    if (place.base == Base::Local) slots.push_back(-1 - place.offset);
    if (place.base == Base::Task)
      for_each_state_slot(system_, place, [&](int slot) { slots.push_back(slot); });
  }

  void note_reads(const Node* n, Item& item) const {
    if (n) for_each_read(n, [&](const Node& place) { note_place(place, item.reads); });
  }

  Item assignment(const CompiledEffect& effect) {
    Item item;
    Shapes pairs;
    for (std::size_t i = 0; i < effect.targets.size(); ++i) {
      const Node* target = effect.targets[i];
      const int names = std::max(names_of(target), names_of(effect.values[i]));
      if (target->base == Base::Local) locals_[target->offset] = names;
      const Node* if_so = effect.only_if ? effect.if_so[i] : nullptr;
      pairs.push_back(
          table_.of({node(target, names), node(effect.values[i], names), node(if_so, names)}));
      note_place(*target, item.writes);
      note_reads(target->a, item);
      note_reads(effect.values[i], item);
      note_reads(if_so, item);
    }
    note_reads(effect.only_if, item);
    item.shape = table_.of({static_cast<Shape>(effect.kind), node(effect.only_if),
                            in_any_order(std::move(pairs))});
    return item;
  }

  Item movement(const CompiledEffect& effect) {
    Item item;
    const auto begin = static_cast<std::size_t>(effect.offset);
    Shapes parts{static_cast<Shape>(effect.kind), to_[begin]};
    for (std::size_t i = 0; i < effect.values.size(); ++i) {
      const int names =
          named_by(system_.scenario->instances, system_.slots[begin + 1 + i]);
      parts.push_back(node(effect.values[i], names));
      note_reads(effect.values[i], item);
    }
    for (int i = 0; i <= effect.size * effect.bound; ++i) item.writes.push_back(effect.offset + i);
    item.shape = table_.of(std::move(parts));
    return item;
  }

  Item loop(const CompiledEffect& effect) {
    Item item;
    for (const CompiledEffect& part : effect.body) {
      const Item within = item_of(part);
      item.reads.insert(item.reads.end(), within.reads.begin(), within.reads.end());
      item.writes.insert(item.writes.end(), within.writes.begin(), within.writes.end());
    }
    item.shape = table_.of({static_cast<Shape>(effect.kind), effect.offset, effect.count,
                            effects(effect.body)});
    return item;
  }

  Item item_of(const CompiledEffect& effect) {
    using Kind = CompiledEffect::Kind;
    switch (effect.kind) {
      case Kind::Assign: return assignment(effect);
      case Kind::Push:
      case Kind::Pop: return movement(effect);
      case Kind::ForEach: return loop(effect);
      default: give_up(); return {};
    }
  }

  /// Effects that have nothing to do with each other may come in any order: of those that may come
  /// next the one with the smallest shape does.
  Shape effects(const std::vector<CompiledEffect>& in_order) {
    std::vector<Item> left;
    for (const CompiledEffect& effect : in_order) left.push_back(item_of(effect));
    Shapes order;
    while (!left.empty()) {
      auto next = left.begin();
      for (auto at = left.begin(); at != left.end(); ++at)
        if (at->shape < next->shape &&
            std::none_of(left.begin(), at, [&](const Item& i) { return at->conflicts_with(i); }))
          next = at;
      order.push_back(next->shape);
      left.erase(next);
    }
    return table_.of(std::move(order));
  }

  const System& system_;
  const Renaming& renaming_;
  ShapeTable& table_;
  std::vector<int> to_;
  const Step* step_ = nullptr;
  std::map<int, int> locals_;  // what named values name, by slot
  bool sound_ = true;
};

/// All steps and conditions of a system.
class SystemShapes {
 public:
  SystemShapes(const System& system, const std::vector<const SystemProperty*>& asked)
      : system_(system), asked_(asked) {
    as_it_is_ = shapes(renaming_by(system, nothing_renamed(system.scenario->instances)));
  }

  bool is_kept_by(const Renaming& renaming) {
    return as_it_is_ && shapes(renaming) == as_it_is_;
  }

 private:
  /// Nothing: there is something that cannot be renamed.
  std::optional<Shapes> shapes(const Renaming& renaming) {
    RenamedShapes renamed(system_, renaming, table_);
    Shapes found;
    for (const Step& step : system_.steps) found.push_back(renamed.step(step));
    const auto add = [&](const void* declaration, const Node* condition) {
      const auto whose = static_cast<Shape>(reinterpret_cast<std::uintptr_t>(declaration));
      found.push_back(table_.of({whose, renamed.condition(condition)}));
    };
    for (const SystemProperty* property : asked_) add(property->declaration, property->left);
    for (const SystemHint& hint : system_.hints) add(hint.declaration, hint.node);
    std::sort(found.begin(), found.end());
    if (!renamed.is_sound()) return std::nullopt;
    return found;
  }

  const System& system_;
  const std::vector<const SystemProperty*>& asked_;
  ShapeTable table_;
  std::optional<Shapes> as_it_is_;
};

bool is_interchangeable(SystemShapes& shapes, const System& system, std::size_t entity) {
  const Instances& instances = system.scenario->instances;
  const int count = instances.entities[entity].count;
  for (int i = 0; i + 1 < count; ++i) {
    std::vector<Numbers> numbers = nothing_renamed(instances);
    Numbers& own = numbers[entity];
    std::swap(own[static_cast<std::size_t>(i)], own[static_cast<std::size_t>(i) + 1]);
    if (!shapes.is_kept_by(renaming_by(system, std::move(numbers)))) return false;
  }
  return count > 1;
}

}  // namespace

void Renaming::rename(const Cells& state, Cells& to) const {
  to = state;
  for (const Move& move : moves) {
    const std::uint64_t value = state[move.from];
    const auto entity = static_cast<std::size_t>(move.names);
    to[move.to] = move.names < 0 ? value
                  : move.is_set  ? renamed(value, move.names)
                                 : static_cast<std::uint64_t>(numbers[entity][value]);
  }
}

std::uint64_t Renaming::renamed(std::uint64_t objects, int entity) const {
  const Numbers& to = numbers[static_cast<std::size_t>(entity)];
  std::uint64_t made = 0;
  for (std::size_t i = 0; i < to.size(); ++i) made |= (objects >> i & 1) << to[i];
  return made;
}

std::vector<Renaming> find_symmetry(const System& system,
                                    const std::vector<const SystemProperty*>& asked) {
  const Instances& instances = system.scenario->instances;
  if (std::none_of(instances.entities.begin(), instances.entities.end(),
                   [](const Instances::Of& of) { return of.count > 1; }))
    return {};
  SystemShapes shapes(system, asked);
  std::vector<std::vector<Numbers>> all{nothing_renamed(instances)};
  for (std::size_t e = 0; e < instances.entities.size(); ++e) {
    if (!is_interchangeable(shapes, system, e)) continue;
    std::vector<std::vector<Numbers>> more;
    for (std::vector<Numbers> numbers : all) {
      do more.push_back(numbers);
      while (more.size() <= kRenamingsMax &&
             std::next_permutation(numbers[e].begin(), numbers[e].end()));
    }
    if (more.size() <= kRenamingsMax) all = std::move(more);
  }
  std::vector<Renaming> made;
  for (std::size_t i = 1; i < all.size(); ++i)
    made.push_back(renaming_by(system, std::move(all[i])));
  return made;
}

}  // namespace sigspec::prove
