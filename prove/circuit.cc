// Builds the graph: inputs and latches first, as AIGER wants it.
#include "prove/circuit.h"

#include <bit>

#include "prove/cone.h"

namespace sigspec::prove {

namespace {

constexpr std::size_t kChoicesMax = 1024;  // that are tried to tell whether a step is possible

class Builder {
 public:
  Builder(const System& system, const SystemProperty& property, Overflow overflow)
      : system_(system), property_(property), overflow_is_(overflow), cone_(find_cone(system)) {
    Bits::aig = &aig_;
  }
  ~Builder() { Bits::aig = nullptr; }
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  Circuit build() {
    make_inputs();
    make_latches();
    locals_.resize(kLocalSlots);
    const State next = next_state();
    std::vector<Literal01> values{started_next_, started_};
    Literal01 bad = property_.is_safety() ? violated(state_) : 0;
    if (is_lasso()) bad = save(values);
    values.push_back(aig_.one_of(overflow_, overflows_));
    for (std::size_t i = 0; i < state_.size(); ++i)
      if (cone_.state[i]) values.insert(values.end(), next[i].begin(), next[i].begin() + used(i));
    if (is_until()) {
      Bits::Cell holds = truth(property_.left, state_);
      values.push_back(aig_.both(started_, aig_.both(holds[0], goal(state_) ^ 1)));
      bad = aig_.both(due_, aig_.both(holds[0] ^ 1, goal(state_) ^ 1));
    }
    bad = aig_.both(started_, overflow_is_ == Overflow::Violates ? aig_.one_of(bad, overflow_)
                                                                 : aig_.both(bad, overflow_ ^ 1));
    std::string text = aig_.text(values, bad);
    return {"", std::move(text), std::move(aig_), std::move(values), bad};
  }

 private:
  using State = std::vector<Bits::Cell>;

  bool is_until() const { return property_.declaration->kind == "until"; }
  bool is_lasso() const { return !property_.is_safety() && !is_until(); }
  bool is_eventually() const { return property_.declaration->kind == "eventually"; }

  Bits::Cell inputs(std::size_t count) {
    Bits::Cell made;
    for (std::size_t i = 0; i < count; ++i) made.push_back(aig_.input());
    return made;
  }
  Bits::Cell latches(std::size_t count) {
    Bits::Cell made;
    for (std::size_t i = 0; i < count; ++i) made.push_back(aig_.latch());
    return made;
  }
  Bits::Cell latches(const Leaf& leaf) {
    Bits::Cell made = latches(Bits::used(leaf.kind, leaf.choices));
    made.resize(Bits::width(leaf.kind, leaf.choices), 0);
    return made;
  }

  void make_inputs() {
    which_ = inputs(static_cast<std::size_t>(std::bit_width(system_.steps.size() + 1)));
    inputs_.resize(static_cast<std::size_t>(system_.event_slots) + 1);
    const auto need = [&](const Step& step) {
      for (const OpenSlot& open : step.open) {
        Bits::Cell& slot = inputs_[static_cast<std::size_t>(open.slot)];
        for (std::size_t i = slot.size(); i < Bits::width(open.leaf.kind, open.leaf.choices); ++i)
          slot.push_back(aig_.input());
      }
    };
    for (const Step& step : system_.steps) need(step);
    need(system_.initial);
    if (is_lasso()) save_ = aig_.input();
  }

  /// What the step leaves open, as wide as it is in it.
  void look_at_inputs(const Step& step) {
    event_ = inputs_;
    for (const OpenSlot& open : step.open)
      event_[static_cast<std::size_t>(open.slot)].resize(
          Bits::width(open.leaf.kind, open.leaf.choices));
  }

  void make_latches() {
    started_ = aig_.latch();
    later_ = aig_.latch();
    if (is_lasso()) {
      saved_ = aig_.latch();
      pending_ = aig_.latch();
      content_ = latches(system_.fair_classes.size());
      for (std::size_t i = 0; i < system_.slots.size(); ++i) {
        shadow_.emplace_back();
        if (cone_.state[i]) shadow_[i] = latches(system_.slots[i]);
      }
    }
    overflow_ = aig_.latch();
    for (std::size_t i = 0; i < system_.slots.size(); ++i)
      state_.push_back(cone_.state[i] ? latches(system_.slots[i]) : unread(i));
    if (is_until()) due_ = aig_.latch();
  }

  std::ptrdiff_t used(std::size_t slot) const {
    const Leaf& leaf = system_.slots[slot];
    return static_cast<std::ptrdiff_t>(Bits::used(leaf.kind, leaf.choices));
  }
  Bits::Cell unread(std::size_t slot) const {
    const Leaf& leaf = system_.slots[slot];
    return leaf.kind == LeafKind::Depth ? Bits::number(0, 1)
                                        : Bits::unknown(leaf.kind, leaf.choices);
  }

  Context<Bits>& at(State& state) {
    context_.base[static_cast<int>(Base::Task)] = state.data();
    context_.base[static_cast<int>(Base::Event)] = event_.data();
    context_.base[static_cast<int>(Base::Local)] = locals_.data();
    return context_;
  }
  void run(const Step& step, State& state) {
    TermStore<Bits> store(at(state));
    run_effects(step.effects, store);
  }
  Bits::Cell truth(const Node* node, State& state) { return operand<Bits>(*node, at(state)); }

  Literal01 goal(State& state) {
    return truth(is_eventually() ? property_.left : property_.right, state)[0];
  }
  Literal01 violated(State& state) {
    const Literal01 left = truth(property_.left, state)[0];
    return property_.declaration->kind == "always" ? left ^ 1 : left;
  }

  /// Can the step be taken, with what its inputs choose?
  Literal01 may(const Step& step, State& state) {
    Literal01 all = 1;
    for (const OpenSlot& open : step.open) {
      const Bits::Cell& value = event_[static_cast<std::size_t>(open.slot)];
      all = aig_.both(all, Bits::in_domain(open.leaf.kind, system_.choices(open.leaf), value));
      if (!open.low) continue;
      const Literal01 below = Bits::less(value, truth(open.low, state))[0];
      const Literal01 above = Bits::less(truth(open.high, state), value)[0];
      all = aig_.both(all, aig_.both(below ^ 1, above ^ 1));
    }
    for (const Node* guard : step.guards) all = aig_.both(all, truth(guard, state)[0]);
    return all;
  }

  /// Can it be taken, whatever is chosen?
  Literal01 possible(std::size_t number) {
    const Step& step = system_.steps[number];
    std::vector<const OpenSlot*> open;
    for (const OpenSlot& slot : step.open)
      if (cone_.event[number][static_cast<std::size_t>(slot.slot)] || slot.low)
        open.push_back(&slot);
    // What it does not look at may be anything: the first there is.
    event_ = inputs_;
    for (const OpenSlot& slot : step.open)
      event_[static_cast<std::size_t>(slot.slot)] =
          slot.leaf.kind == LeafKind::Choice
              ? Bits::member(Concrete::first(system_.choices(slot.leaf)), slot.leaf.choices)
              : Bits::unknown(slot.leaf.kind, slot.leaf.choices);
    std::size_t tried = 0;
    return some(step, open, 0, tried);
  }

  Literal01 some(const Step& step, const std::vector<const OpenSlot*>& open, std::size_t next,
                 std::size_t& tried) {
    if (next == open.size()) {
      if (++tried > kChoicesMax) throw Bits::NoTerm("too much is left open");
      return may(step, state_);
    }
    const Leaf& leaf = open[next]->leaf;
    const std::uint64_t choices = system_.choices(leaf);
    Bits::Cell& slot = event_[static_cast<std::size_t>(open[next]->slot)];
    Literal01 any = 0;
    const auto with = [&](Bits::Cell value) {
      slot = std::move(value);
      any = aig_.one_of(any, some(step, open, next + 1, tried));
    };
    if (leaf.kind == LeafKind::Choice) {
      for (std::uint64_t rest = choices; rest != 0; rest &= rest - 1)
        with(Bits::member(Concrete::first(rest), leaf.choices));
    } else if (leaf.kind == LeafKind::Set) {
      std::uint64_t subset = 0;
      do {
        with(Bits::number(static_cast<std::int64_t>(subset), Bits::kSetBits));
        subset = (subset - choices) & choices;
      } while (subset != 0);
    } else {
      throw Bits::NoTerm("a fair step leaves a number open");
    }
    return any;
  }

  State next_state() {
    State next = state_;
    State first;
    for (std::size_t i = 0; i < system_.slots.size(); ++i) first.push_back(unread(i));
    look_at_inputs(system_.initial);
    const Literal01 begins = may(system_.initial, first);
    run(system_.initial, first);
    started_next_ = aig_.one_of(started_, begins);
    take(aig_.both(started_ ^ 1, begins), first, next);
    for (std::size_t i = 0; i < system_.steps.size(); ++i) {
      const Step& step = system_.steps[i];
      const Literal01 chosen =
          Bits::equal(LeafKind::Choice, which_,
                      Bits::number(static_cast<std::int64_t>(i) + 1, which_.size()))[0];
      look_at_inputs(step);
      const Literal01 taken = aig_.both(started_, aig_.both(chosen, may(step, state_)));
      if (taken == 0) continue;
      State after = state_;
      run(step, after);
      take(taken, after, next);
      if (step.fair_class >= 0) taken_.emplace_back(step.fair_class, taken);
    }
    return next;
  }

  void take(Literal01 taken, const State& after, State& next) {
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (!cone_.state[i] || after[i] == state_[i]) continue;
      Bits::Cell value = after[i];
      if (system_.slots[i].kind == LeafKind::Number) {
        overflows_ = aig_.one_of(overflows_, aig_.both(taken, Bits::fits(value) ^ 1));
        value = Bits::choose({1}, value, Bits::number(0, Bits::kNumberBits));
      }
      value.resize(next[i].size(), 0);
      next[i] = Bits::choose({taken}, value, next[i]);
    }
  }

  /// Saves the state and watches. Returns: it has come round.
  Literal01 save(std::vector<Literal01>& values) {
    const Literal01 reached = goal(state_);
    const Literal01 asked = is_eventually() ? later_ ^ 1 : truth(property_.left, state_)[0];
    // Due: it was asked for, here or before, and not reached since.
    const Literal01 due = aig_.both(started_, aig_.both(aig_.one_of(pending_, asked), reached ^ 1));
    const Literal01 begins = aig_.both(save_, aig_.both(due, saved_ ^ 1));
    // The goal in between makes what was saved worth nothing.
    const Literal01 saved = aig_.both(aig_.one_of(saved_, begins), due);
    values.push_back(saved);
    values.push_back(due);
    Literal01 round = aig_.both(saved_, due);
    for (std::size_t c = 0; c < content_.size(); ++c) {
      Literal01 impossible = 1, taken = 0;
      for (std::size_t i = 0; i < system_.steps.size(); ++i)
        if (system_.steps[i].fair_class == static_cast<int>(c))
          impossible = aig_.both(impossible, possible(i) ^ 1);
      for (const auto& [fair_class, literal] : taken_)
        if (fair_class == static_cast<int>(c)) taken = aig_.one_of(taken, literal);
      values.push_back(aig_.both(
          saved, aig_.one_of(aig_.both(saved_, content_[c]), aig_.one_of(impossible, taken))));
      round = aig_.both(round, content_[c]);
    }
    for (std::size_t i = 0; i < shadow_.size(); ++i)
      for (std::ptrdiff_t k = 0; !shadow_[i].empty() && k < used(i); ++k) {
        const auto bit = static_cast<std::size_t>(k);
        values.push_back(aig_.choose(begins, state_[i][bit], shadow_[i][bit]));
        round = aig_.both(round, aig_.same(shadow_[i][bit], state_[i][bit]));
      }
    return round;
  }

  const System& system_;
  const SystemProperty& property_;
  Overflow overflow_is_;
  Cone cone_;
  Aig aig_;
  Bits::Cell which_, content_;
  State inputs_, event_, state_, shadow_, locals_;
  Context<Bits> context_;
  Literal01 started_ = 0, started_next_ = 1;
  Literal01 later_ = 0;  // it is not the first state any more
  Literal01 overflow_ = 0, overflows_ = 0;
  Literal01 save_ = 0, saved_ = 0, pending_ = 0, due_ = 0;
  std::vector<std::pair<int, Literal01>> taken_;
};

}  // namespace

Circuit make_circuit(const System& system, const SystemProperty& property, Overflow overflow) {
  try {
    return Builder(system, property, overflow).build();
  } catch (const Bits::NoTerm& fault) {
    Circuit none;
    none.why = fault.what();
    return none;
  }
}

}  // namespace sigspec::prove
