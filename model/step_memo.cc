// The tree of outcomes, and what goes into it.
#include "model/step_memo.h"

#include <algorithm>
#include <utility>

namespace sigspec {

namespace {

/// More questions are not worth asking.
constexpr std::size_t kAnswersMax = 128;

/// Does a slot of this kind hold one of few values?
bool comes_back(LeafKind kind) { return kind == LeafKind::Choice || kind == LeafKind::Set; }

bool all_parts_come_back(const Node& node) {
  const auto parts = {node.a, node.b, node.c};
  return std::all_of(parts.begin(), parts.end(),
                     [](const Node* part) { return !part || comes_back(part->kind); });
}

bool is_about_another(const CompiledEffect& effect) {
  return effect.kind == CompiledEffect::Kind::Assign &&
         std::all_of(effect.targets.begin(), effect.targets.end(),
                     [](const Node* target) { return target->base == Base::ChildTask; });
}

Cell& slot_at(StepMemo::Slot place, Context<Partly>& x) {
  return x.base[static_cast<int>(place.base)][place.offset];
}

/// May one of them read what another one before it writes?
bool must_be_together(std::vector<StepMemo::Deed>::const_iterator begin,
                      std::vector<StepMemo::Deed>::const_iterator end) {
  bool must = false;
  for (auto deed = begin; deed != end; ++deed)
    for_each_read(deed->computed, [&](const Node& read) {
      must = must || std::any_of(begin, deed, [&](const StepMemo::Deed& before) {
               return read.base == before.to.base &&
                      (read.op != Op::Slot || read.offset == before.to.offset);
             });
    });
  return must;
}

/// Does nothing but give a slot a value, and note the line?
bool is_constant(const StepMemo::Deed& deed) {
  return deed.kind == StepMemo::Deed::Kind::Constant &&
         (deed.to.base == Base::Task || deed.to.base == Base::Process);
}

/// Says of each how far it can be done without a look at those behind it.
void find_runs(std::vector<StepMemo::Deed>& deeds) {
  using Kind = StepMemo::Deed::Kind;
  for (std::size_t i = deeds.size(); i-- > 0;) {
    StepMemo::Deed& deed = deeds[i];
    if (is_constant(deed)) {
      const bool goes_on = i + 1 < deeds.size() && is_constant(deeds[i + 1]) &&
                           deeds[i + 1].to.base == deed.to.base;
      deed.run = static_cast<std::uint16_t>(1 + (goes_on ? deeds[i + 1].run : 0));
    }
  }
  for (std::size_t i = 0; i < deeds.size(); ++i) {
    StepMemo::Deed& deed = deeds[i];
    if (deed.kind != Kind::Computed) continue;
    if (deed.run > 0) {
      i += deed.run - 1;
    } else if (const Node* node = deed.computed; node->op == Op::Slot) {
      deed.kind = Kind::Copied;
      deed.from = {node->base, node->offset};
    }
  }
}

}  // namespace

// ------------------------------------------------------------------------------------- the tree

Cell StepMemo::value_of(const Fork& fork, Context<Partly>& x) const {
  if (fork.is_condition) return eval<Partly>(*conditions_[fork.asked], x);
  return slot_at({fork.base, fork.asked}, x);
}

/// The place of the branch with this answer, or the first that is free for it.
template <class Places>
auto& StepMemo::place_of(Places& places, const Fork& fork, Cell answer) {
  const std::uint64_t mixed = (answer.a ^ (answer.b << 1)) * 0x9E3779B97F4A7C15ULL;
  const std::uint64_t last = (std::uint64_t{1} << fork.table_bits) - 1;
  for (std::size_t at = mixed >> 57;; ++at) {  // 2 * kBranchesMax places are the most
    auto& branch = places[fork.table + (at & last)];
    if (branch.to == kNone || branch.answer == answer) return branch;
  }
}

const StepMemo::Outcome* StepMemo::find(Context<Partly>& x) const {
  std::uint32_t at = root_;
  while ((at & kOutcome) == 0) {
    const Fork* fork = &forks_[at];
    Cell value = value_of(*fork, x);
    for (; fork->answer == value && fork->goes_on; value = value_of(*fork, x)) ++fork;
    if (fork->answer == value) at = fork->to;
    else if (fork->table_bits != 0) at = place_of(places_, *fork, value).to;
    else return nullptr;
  }
  return at == kNone ? nullptr : &outcomes_[at & ~kOutcome];
}

/// Twice as many places. Those it had are left behind: no more than it has now.
void StepMemo::widen(Fork& fork) {
  const Fork before = fork;
  ++fork.table_bits;
  fork.table = static_cast<std::uint32_t>(places_.size());
  places_.resize(places_.size() + (std::size_t{1} << fork.table_bits));
  if (before.table_bits == 0) return;
  for (std::uint32_t i = 0; i < 1U << before.table_bits; ++i)
    if (const Branch met = places_[before.table + i]; met.to != kNone)
      place_of(places_, fork, met.answer) = met;
}

/// Where the branch for this answer leads to, for the caller to say if it is new; nullptr: the fork
/// has too many already.
std::uint32_t* StepMemo::branch_for(Fork& fork, Cell answer) {
  if (fork.answer == answer) return &fork.to;
  if (fork.table_bits != 0)
    if (Branch& met = place_of(places_, fork, answer); met.to != kNone) return &met.to;
  if (fork.branches == kBranchesMax) return nullptr;
  if (fork.table_bits == 0 || 2 * fork.branches > 1 << fork.table_bits) widen(fork);
  ++fork.branches;
  Branch& branch = place_of(places_, fork, answer);
  branch.answer = answer;
  grow(1);
  return &branch.to;
}

bool StepMemo::asks(const Fork& fork, const Question& question) const {
  if (question.condition)
    return fork.is_condition && conditions_[fork.asked] == question.condition;
  return !fork.is_condition && Slot{fork.base, fork.asked} == question.place;
}

StepMemo::Fork StepMemo::make_fork(const Answer& answer) {
  Fork fork;
  fork.answer = answer.value;
  fork.is_condition = answer.question.condition != nullptr;
  if (fork.is_condition) {
    fork.asked = static_cast<std::int32_t>(conditions_.size());
    conditions_.push_back(answer.question.condition);
  } else {
    fork.asked = answer.question.place.offset;
    fork.base = answer.question.place.base;
  }
  return fork;
}

void StepMemo::grow(std::size_t by) {
  size_ += by;
  room_ -= std::min(room_, by);
}

void StepMemo::remember(const std::vector<Answer>& answers, Outcome outcome) {
  ++fruitless_;                                            // until it is kept
  if (forks_.capacity() < forks_.size() + answers.size())  // links point into it
    forks_.reserve(2 * (forks_.size() + answers.size()));
  std::uint32_t* at = &root_;
  for (const Answer& answer : answers) {
    if (*at == kNone) {
      *at = static_cast<std::uint32_t>(forks_.size());
      if (!forks_.empty() && at == &forks_.back().to) forks_.back().goes_on = true;
      forks_.push_back(make_fork(answer));
      grow(1);
      at = &forks_.back().to;
      continue;
    }
    if ((*at & kOutcome) != 0 || !asks(forks_[*at], answer.question)) return;
    at = branch_for(forks_[*at], answer.value);
    if (!at) return;
  }
  if (*at != kNone) return;
  *at = kOutcome | static_cast<std::uint32_t>(outcomes_.size());
  --fruitless_;
  grow(outcome.deeds.size());
  find_runs(outcome.deeds);
  outcomes_.push_back(std::move(outcome));
}

// -------------------------------------------------------------------------------- what goes in

void StepRecorder::begin() {
  whole_ = true;
  answers_.clear();
  written_.clear();
  writing_.clear();
  deeds_.clear();
}

void StepRecorder::answer(const Question& question, Cell value) {
  const bool known =
      std::any_of(answers_.begin(), answers_.end(),
                  [&](const StepMemo::Answer& met) { return met.question == question; });
  if (known) return;
  if (answers_.size() == kAnswersMax) return give_up();
  answers_.push_back({question, value});
}

/// What the step itself has written follows from what was asked before, or never comes back.
void StepRecorder::read(Slot place) {
  const auto written = std::find_if(written_.rbegin(), written_.rend(),
                                    [&](const Written& w) { return w.place == place; });
  if (written == written_.rend()) answer({nullptr, place}, slot_at(place, x_));
  else if (!written->is_known) give_up();
}

/// Which elements of arrays and stacks a node reads follows from the answers from here on.
bool StepRecorder::reads_any(const Node& node, const std::vector<Written>& written) {
  bool reads = false;
  for_each_read(&node, [&](const Node& read) {
    if (read.op == Op::WhoIs) return;
    if (read.op == Op::Indexed) depend_on(*read.a);
    if (read.op == Op::Top) this->read({read.base, read.offset});
    const Cell* base = x_.base[static_cast<int>(read.base)];
    const Cell* slot =
        read.op == Op::StackEmpty ? base + read.offset : detail::find_slot<Partly>(read, x_);
    for (const Written& w : written) {
      const bool moves = read.op == Op::Top && w.place.offset == read.offset;  // the top
      if (w.place.base == read.base && (!slot || moves || slot - base == w.place.offset))
        reads = true;
    }
  });
  return reads;
}

void StepRecorder::ask(const Node& condition) {
  if (!comes_back(condition.kind) || reads_any(condition, written_)) return give_up();
  answer({&condition, {}}, eval<Partly>(condition, x_));
}

/// Asks for what is held at a place, and for what says which place it is. Where that does not come
/// back, it is asked for only if nothing is known of it.
void StepRecorder::depend_on_place(const Node& place, bool comes_back) {
  if (place.op == Op::Indexed) {
    depend_on(*place.a);
    if (!Partly::single(eval<Partly>(*place.a, x_).a)) return give_up();
  }
  if (place.op == Op::Top) read({place.base, place.offset});
  const Cell* slot = detail::find_slot<Partly>(place, x_);
  if (!slot) return;  // of an empty stack nothing is known
  const bool any = *slot == Partly::unknown(place.kind, place.choices);
  if (!comes_back && !any) return give_up();
  const Cell* base = x_.base[static_cast<int>(place.base)];
  read({place.base, static_cast<std::int32_t>(slot - base)});
}

/// Asks for all that the value follows from, and no more than the evaluator looks at.
void StepRecorder::depend_on(const Node& node) {
  if (!whole_ || node.op == Op::Const) return;
  switch (node.op) {
    case Op::Slot:
    case Op::Indexed:
    case Op::Top: return depend_on_place(node, comes_back(node.kind));
    case Op::StackEmpty: return read({node.base, node.offset});
    case Op::And:
    case Op::Or: {
      depend_on(*node.a);
      const Cell left = eval<Partly>(*node.a, x_);
      const bool decides = node.op == Op::And ? Partly::is_false(left) : Partly::is_true(left);
      if (!decides) depend_on(*node.b);
      return;
    }
    case Op::If: {
      depend_on(*node.a);
      const Cell condition = eval<Partly>(*node.a, x_);
      if (Partly::is_true(condition)) return depend_on(*node.b);
      if (Partly::is_false(condition)) return depend_on(*node.c);
      for (const Node* part : {node.a, node.b, node.c}) learn_from(*part);  // by cases
      return;
    }
    default: break;
  }
  if (!all_parts_come_back(node)) return ask(node);
  for (const Node* part : {node.a, node.b, node.c})
    if (part) depend_on(*part);
}

/// Asks for all that may be looked at, whatever is assumed on the way. What is decided already
/// teaches nothing, and stays decided. Of a number something can be learned that does not come
/// back, unless nothing is known of it yet.
void StepRecorder::learn_from(const Node& node) {
  if (!whole_) return;
  const bool is_decided =
      node.kind == LeafKind::Choice && Partly::single(eval<Partly>(node, x_).a);
  if (is_decided || node.op == Op::StackEmpty) return depend_on(node);
  if (node.op == Op::Slot || node.op == Op::Indexed || node.op == Op::Top)
    return depend_on_place(node, comes_back(node.kind));
  if (node.op == Op::WhoIs) return give_up();  // who lives is not asked for
  for (const Node* part : {node.a, node.b, node.c})
    if (part) learn_from(*part);
}

void StepRecorder::note_learned(Base base, const Cell* slot) {
  const auto offset = slot - x_.base[static_cast<int>(base)];
  deeds_.emplace_back(Slot{base, static_cast<std::int32_t>(offset)}, *slot);
  written_.push_back({deeds_.back().to, true});
}

void StepRecorder::put(Slot to, Cell value) {
  deeds_.emplace_back(to, value);
  writing_.push_back({to, true});
}

/// What is computed is done first: no slot may be written twice by one effect.
void StepRecorder::put(Slot to, const Node* value) {
  const bool twice = std::any_of(writing_.begin(), writing_.end(),
                                 [&](const Written& w) { return w.place == to; });
  if (twice) return give_up();
  while (value->op == Op::If && whole_) {
    depend_on(*value->a);
    const Cell condition = eval<Partly>(*value->a, x_);
    if (Partly::is_true(condition)) value = value->b;
    else if (Partly::is_false(condition)) value = value->c;
    else break;  // it may be either
  }
  if (!whole_) return;
  const bool is_place = value->op == Op::Slot || value->op == Op::Indexed;
  if (is_place && detail::find_slot<Partly>(*value, x_) == &slot_at(to, x_)) {
    if (value->op == Op::Indexed) depend_on(*value->a);
    deeds_.emplace_back(to, to);  // it stays as it is
    return;
  }
  if (value->op == Op::Const || value->op == Op::If || comes_back(value->kind)) {
    const std::size_t asked = answers_.size();
    depend_on(*value);
    if (std::exchange(whole_, true)) return put(to, eval<Partly>(*value, x_));
    answers_.resize(asked);
  }
  deeds_.emplace_back(to, value);
  writing_.push_back({to, false});
}

void StepRecorder::note_assignment(const CompiledEffect& effect) {
  std::int32_t offset = effect.offset;
  for (const Cell& constant : effect.constants) put({effect.base, offset++}, constant);
  if (!effect.constants.empty()) return;
  Cell holds = Partly::truth(kMaybe);
  if (effect.only_if) {
    depend_on(*effect.only_if);
    holds = eval<Partly>(*effect.only_if, x_);
  }
  if (Partly::is_false(holds)) return;
  const auto& values = Partly::is_true(holds) ? effect.if_so : effect.values;
  for (std::size_t i = 0; i < effect.targets.size() && whole_; ++i) {
    const Node& target = *effect.targets[i];
    if (target.op == Op::Indexed && reads_any(*target.a, writing_)) return give_up();
    if (target.op == Op::Indexed) depend_on(*target.a);
    if (target.op == Op::Top) read({target.base, target.offset});
    const Cell* slot = detail::find_slot<Partly>(target, x_);
    if (!slot && target.op == Op::Indexed) return give_up();
    const Cell* base = x_.base[static_cast<int>(target.base)];
    if (slot) put({target.base, static_cast<std::int32_t>(slot - base)}, values[i]);
  }
}

std::int32_t StepRecorder::depth_at(const CompiledEffect& stack) {
  read({stack.base, stack.offset});
  return static_cast<std::int32_t>(slot_at({stack.base, stack.offset}, x_).a);
}

void StepRecorder::put_element(const CompiledEffect& stack, std::int32_t element) {
  std::int32_t offset = stack.offset + 1 + element * stack.size;
  for (const Node* value : stack.values) put({stack.base, offset++}, value);
}

void StepRecorder::note_push(const CompiledEffect& effect) {
  const std::int32_t depth = depth_at(effect);
  if (depth == effect.bound) return give_up();  // the whole stack moves
  put_element(effect, depth);
  const Slot at{effect.base, effect.offset};
  put(at, {slot_at(at, x_).a + 1, slot_at(at, x_).b});
}

void StepRecorder::note_pop(const CompiledEffect& effect) {
  const std::int32_t depth = depth_at(effect);
  if (depth == 0) return;
  put_element(effect, depth - 1);
  const Slot at{effect.base, effect.offset};
  put(at, {slot_at(at, x_).a - 1, slot_at(at, x_).b});
}

void StepRecorder::note_parts(const CompiledEffect& effect) {
  using Kind = CompiledEffect::Kind;
  switch (effect.kind) {
    case Kind::Assign: return note_assignment(effect);
    case Kind::Push: return note_push(effect);
    case Kind::Pop: return note_pop(effect);
    case Kind::Tell:
      depend_on(*effect.values.back());
      if (Partly::is_false(eval<Partly>(*effect.values.back(), x_))) return;
      deeds_.emplace_back(&effect);
      return;
    case Kind::EachTask:
      if (!std::all_of(effect.body.begin(), effect.body.end(), is_about_another)) return give_up();
      deeds_.emplace_back(&effect);
      return;
    default: return give_up();  // loops, and births
  }
}

void StepRecorder::note(const CompiledEffect& effect) {
  if (!whole_ || is_about_another(effect)) return;  // the loop around it was noted
  const auto before = static_cast<std::ptrdiff_t>(deeds_.size());
  note_parts(effect);
  const auto first = deeds_.begin() + before;
  const auto computed_end = std::stable_partition(
      first, deeds_.end(), [](const Deed& deed) { return deed.kind == Deed::Kind::Computed; });
  if (must_be_together(first, computed_end))
    first->run = static_cast<std::uint16_t>(computed_end - first);
  written_.insert(written_.end(), writing_.begin(), writing_.end());
  writing_.clear();
}

}  // namespace sigspec
