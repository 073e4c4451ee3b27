// Fires rules on candidates: tests, learning, effects.
#include "model/interpreter.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "model/learn.h"

namespace sigspec {

namespace {

bool reads_only_event(const Node& node) {
  bool only = true;
  for_each_read(&node, [&](const Node& read) { only = only && read.base == Base::Event; });
  return only;
}

}  // namespace

Interpreter::Interpreter(Program& program) : program_(program) {
  context_.numbers = &program.model().numbers;
  context_.trail = &trail_;
  context_.directory = &directory_;
  context_.base[static_cast<int>(Base::Local)] = locals_.data();
  if (const Type* type = program.model().observer) {
    for (const Leaf& leaf : type->leaves)  // nothing has been shown yet
      observer_.push_back(leaf.kind == LeafKind::Choice ? Cell{leaf.choices & -leaf.choices, 0}
                          : leaf.kind == LeafKind::Set
                              ? Cell{0, 0}
                              : Partly::unknown(leaf.kind, leaf.choices));
    context_.base[static_cast<int>(Base::Observer)] = observer_.data();
    waiting_field_ = type->field("waiting");
    foreign_field_ = type->field("foreign");
  }
  fired_.assign(program.model().rules.size(), 0);
  group_field_ = program.process_type()->field("group");
  self_field_ = program.task_type()->field("self");
  id_field_ = program.task_type()->field("id");
  doubtful_field_ = program.task_type()->field("doubtful");
}

void Interpreter::rely_on(const Interpreter& other) {
  if (std::exchange(relied_on_, other.epoch_) != other.epoch_) show(other.observer_);
}

// ---------------------------------------------------------------------- blocks and candidates

Block* Interpreter::make_block(int size) {
  auto& pool = size == program_.task_type()->size() ? free_task_blocks_ : free_process_blocks_;
  if (!pool.empty()) {
    Block* block = pool.back();
    pool.pop_back();
    block->references = 1;
    return block;
  }
  blocks_.push_back(std::make_unique<Block>());
  Block* block = blocks_.back().get();
  block->size = size;
  block->slots.resize(static_cast<std::size_t>(size));
  block->lines.resize(static_cast<std::size_t>(size));
  return block;
}

Block* Interpreter::copy_block(const Block& block) {
  Block* copied = make_block(block.size);
  copied->slots = block.slots;
  copied->lines = block.lines;
  return copied;
}

void Interpreter::release(Block*& block) {
  if (block && --block->references == 0)
    (block->size == program_.task_type()->size() ? free_task_blocks_ : free_process_blocks_)
        .push_back(block);
  block = nullptr;
}

Candidate Interpreter::copy(const Candidate& candidate) {
  Candidate copied = candidate;
  for (Block* block : copied.tasks)
    if (block) ++block->references;
  for (Block* block : {copied.process, copied.child_task, copied.child_process})
    if (block) ++block->references;
  return copied;
}

void Interpreter::drop(Candidate& candidate) {
  for (Block*& block : candidate.tasks) release(block);
  release(candidate.process);
  release(candidate.child_task);
  release(candidate.child_process);
}

bool Interpreter::own(Block*& block) {
  if (!block || block->references == 1) return false;
  Block* mine = copy_block(*block);
  --block->references;
  block = mine;
  return true;
}

bool Interpreter::own(Candidate& candidate, int index, bool process) {
  bool shared = own(candidate.tasks[static_cast<std::size_t>(index)]);
  if (process) shared |= own(candidate.process);
  if (candidate.child_task) {
    shared |= own(candidate.child_task);
    shared |= own(candidate.child_process);
  }
  return shared;
}

void Interpreter::point_at(Base base, Block* block) {
  context_.base[static_cast<int>(base)] = block ? block->slots.data() : nullptr;
  lines_[static_cast<int>(base)] = block ? block->lines.data() : nullptr;
}

void Interpreter::point_at(Candidate& candidate, int index, Cell* slots) {
  candidate_ = &candidate;
  index_ = index;
  context_.base[static_cast<int>(Base::Event)] = slots;
  point_at(Base::Task, candidate.tasks[static_cast<std::size_t>(index)]);
  point_at(Base::Process, candidate.process);
  point_at(Base::ChildTask, candidate.child_task);
  point_at(Base::ChildProcess, candidate.child_process);
}

TaskState Interpreter::begin(const std::string& name, const std::string& then) {
  Candidate candidate;
  const auto fill = [&](const Type* type) {
    Block* block = make_block(type->size());
    std::transform(type->leaves.begin(), type->leaves.end(), block->slots.begin(),
                   [](const Leaf& leaf) { return Partly::unknown(leaf.kind, leaf.choices); });
    std::fill(block->lines.begin(), block->lines.end(), 0);
    return block;
  };
  candidate.tasks = {fill(program_.task_type())};
  candidate.process = fill(program_.process_type());
  point_at(candidate, 0, nullptr);
  for (const std::string* begins : {&name, &then})
    if (const auto* effects = program_.begins(*begins)) run(*effects, 0);
  assume_invariants(candidate);
  TaskState task{std::make_shared<Group>(), 0};
  task.group->candidates = {std::move(candidate)};
  task.group->quiet = {0};
  introduce(task);
  return task;
}

void Interpreter::assume_invariants(Candidate& candidate) {
  point_at(candidate, 0, nullptr);
  for (const Node* invariant : program_.invariants()) assume(*invariant, true, context_);
  trail_.clear();
}

void Interpreter::end(TaskState& task) {
  if (!task.group) return;
  for (Candidate& candidate : task.group->candidates)
    release(candidate.tasks[static_cast<std::size_t>(task.index)]);
  const Member& member = task.group->members[static_cast<std::size_t>(task.index)];
  known_.erase(member.identity);
  if (const auto named = directory_.by_number.find(member.number);
      named != directory_.by_number.end() && named->second.task == member.identity)
    directory_.by_number.erase(named);
  const auto& tasks = task.group->candidates.front().tasks;
  if (std::all_of(tasks.begin(), tasks.end(), [](const Block* b) { return b == nullptr; })) {
    for (Candidate& candidate : task.group->candidates) drop(candidate);
    known_.erase(task.group->identity);
  }
  task.group.reset();
}

// ------------------------------------------------------------------------------------- tests

/// A condition's truth. Most ask about one slot.
inline Cell Interpreter::ask(const Node& question) {
  if (question.op == Op::Among && question.a->op == Op::Slot)
    return Partly::in(context_.base[static_cast<int>(question.a->base)][question.a->offset],
                      Partly::members(question));
  return eval<Partly>(question, context_);
}

/// The bodies that may explain the event from the candidate pointed at. A test is asked once, for
/// all bodies that none of the tests before it has excluded.
void Interpreter::find_possible(const EventClass& event_class) {
  possible_.clear();
  excluded_ = 0;
  const std::uint64_t* asked_by = event_class.asked_by.data();
  for (std::size_t first = 0; first < event_class.bodies.size(); first += kBodyBits) {
    std::uint64_t possible = first_bits(event_class.bodies.size() - first);
    std::uint64_t unsure = 0, excluded = event_class.ruled_out[first / kBodyBits];
    for (std::size_t test = 0; test < event_class.tests.size(); ++test) {
      const std::uint64_t asking = *asked_by++ & possible;
      if (asking == 0) continue;
      const Cell truth = ask(*event_class.tests[test]);
      if (wants_asked_) asked_.push_back(event_class.tests[test]);
      if (Partly::is_false(truth)) possible &= ~asking;
      else if (!Partly::is_true(truth)) unsure |= asking;
      if (Partly::is_false(truth) && test < event_class.task_tests) excluded |= asking;
    }
    excluded_ += static_cast<std::size_t>(std::popcount(excluded));
    for (; possible != 0; possible &= possible - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(possible));
      possible_.emplace_back(&event_class.bodies[first + i],
                             (unsure >> i) & 1 ? Truth::Maybe : Truth::Yes);
    }
  }
}

Interpreter::Truth Interpreter::test(const Body& body) {
  bool all = true;
  for (const Literal& literal : body.literals) {
    const Cell truth = ask(*literal.node);
    if (Partly::is_false(truth)) return Truth::No;
    all = all && Partly::is_true(truth);
  }
  return all ? Truth::Yes : Truth::Maybe;
}

bool Interpreter::fire(const Body& body, Truth truth, Candidate& candidate, int index,
                       Cell* slots, std::uint32_t line) {
  if (truth == Truth::Maybe) {
    own(candidate, index, body.touches_process);
    point_at(candidate, index, slots);
    trail_.clear();
    // Twice, if there is something new: what a later condition teaches may decide an earlier one.
    std::size_t taught = 0;
    do {
      taught = trail_.size();
      for (const Literal& literal : body.literals)
        if (!assume(*literal.node, true, context_)) {
          undo(context_, 0);
          return false;
        }
    } while (taught == 0 && !trail_.empty());
    for (const TrailEntry& entry : trail_) {
      write(entry.base, entry.slot, *entry.slot, line);
      if (recorder_.is_whole()) recorder_.note_learned(entry.base, entry.slot);
    }
    trail_.clear();
  }
  if (watch_) watch_learned(body, candidate);
  ++firings_;
  if (!body.effects.empty()) {
    if (truth == Truth::Yes) {
      own(candidate, index, body.touches_process);
      point_at(candidate, index, slots);
    }
    run(body.effects, line);
  }
  if (watch_) watch_done(candidate);
  count(body, line);
  return true;
}

void Interpreter::count(const Body& body, std::uint32_t line) {
  ++fired_[static_cast<std::size_t>(body.rule)];
  if (body.clause >= 0) ++fired_[static_cast<std::size_t>(body.clause)];
  if (body.is_finding) findings_.try_emplace(body.rule, line);
}

void Interpreter::wake(TaskState& task, const Body& body) {
  if (body.effects.empty()) return;
  if (std::exchange(wakes_others_, false))
    std::fill(task.group->quiet.begin(), task.group->quiet.end(), 0);
  task.group->quiet[static_cast<std::size_t>(task.index)] &=
      ~program_.memo_bits_cleared_by(body);
}

bool Interpreter::step(const EventClass& event_class, TaskState& task, Cell* slots,
                       std::uint32_t line) {
  forget_messages();
  if (!watch_) return explain_event(event_class, task, slots, line);
  begin_watching(event_class, task, slots);
  return watch_->steps.back().explained = explain_event(event_class, task, slots, line);
}

bool Interpreter::explain_event(const EventClass& event_class, TaskState& task, Cell* slots,
                                std::uint32_t line) {
  Group& group = *task.group;
  if (group.candidates.size() > 1) return explain_all(event_class, task, slots, line);
  const Step step = explain_alone(event_class, group.candidates.front(), task.index, slots, line);
  if (step.body) {
    if (step.makes_quiet) make_quiet(event_class, task, *step.body);
    wake(task, *step.body);
    return true;
  }
  if (possible_.size() > 1) return explain_all(event_class, task, slots, line);
  return explain_after_internal_steps(event_class, task, slots, line);
}

/// What one body alone explains of a candidate changes it in place, as it did before if that is
/// remembered. Else the candidate is as it was, and the bodies are found that are possible.
Interpreter::Step Interpreter::explain_alone(const EventClass& event_class, Candidate& candidate,
                                             int index, Cell* slots, std::uint32_t line) {
  point_at(candidate, index, slots);
  // What is done to a child is not remembered.
  StepMemo* memo = watch_ || candidate.child_task ? nullptr : event_class.memo.get();
  if (memo)
    if (const StepMemo::Outcome* outcome = memo->find(context_)) {
      const Body& body = event_class.bodies[outcome->body];
      do_again(body, *outcome, candidate, index, line);
      return {&body, outcome->makes_quiet};
    }
  wants_asked_ = memo && memo->has_room();
  asked_.clear();
  find_possible(event_class);
  const bool noted = std::exchange(wants_asked_, false);
  if (possible_.size() != 1) return {};
  const auto [only, truth] = possible_.front();
  const bool quiet = becomes_quiet(event_class, *only, truth);
  if (noted) {
    recorder_.begin();
    for (const Node* test : asked_) recorder_.depend_on(*test);
    if (truth == Truth::Maybe)
      for (const Literal& literal : only->literals) recorder_.learn_from(*literal.node);
  }
  const bool fired = fire(*only, truth, candidate, index, slots, line);
  if (fired && recorder_.is_whole())
    memo->remember(recorder_.answers(),
                   {static_cast<std::uint32_t>(only - event_class.bodies.data()), quiet,
                    std::move(recorder_.deeds())});
  else if (noted)
    memo->note_fruitless();
  recorder_.end();
  if (fired) return {only, quiet};
  possible_.clear();
  return {};
}

/// Did nothing but the task's own slots make a body the only possible one, as far as the event
/// fits, and does it change nothing? Then it stays so until one of them changes.
bool Interpreter::becomes_quiet(const EventClass& event_class, const Body& body,
                                Truth truth) const {
  return truth == Truth::Yes && event_class.memo_bit >= 0 && !watch_ &&
         excluded_ + 1 == event_class.bodies.size() && event_class.may_be_quiet(body);
}

void Interpreter::make_quiet(const EventClass& event_class, const TaskState& task,
                             const Body& body) {
  Group& group = *task.group;
  if (group.epoch != epoch_) {
    std::fill(group.quiet.begin(), group.quiet.end(), 0);
    group.epoch = epoch_;
  }
  group.quiet[static_cast<std::size_t>(task.index)] |= 1ULL << event_class.memo_bit;
  program_.fires_quietly(event_class, body);
}

bool Interpreter::holds_every_check(const EventClass& event_class, Cell* slots) {
  context_.base[static_cast<int>(Base::Event)] = slots;
  return std::all_of(event_class.checks.begin(), event_class.checks.end(),
                     [&](const Node* check) { return Partly::is_true(ask(*check)); });
}

/// What the candidate may become. It becomes the last of these itself, for which nothing is copied;
/// when nothing explains the event it is as before.
void Interpreter::explain(const EventClass& event_class, Candidate& from, int index, Cell* slots,
                          std::uint32_t line, std::vector<Candidate>& out) {
  std::copy(as_shown_.begin(), as_shown_.end(), slots);
  if (explain_alone(event_class, from, index, slots, line).body) {
    as_taught_.assign(slots, slots + as_shown_.size());
    out.push_back(std::exchange(from, {}));
    return;
  }
  for (const auto& [body, truth] : possible_) {
    const bool last = body == possible_.back().first;
    Candidate candidate = last ? std::exchange(from, {}) : copy(from);
    std::copy(as_shown_.begin(), as_shown_.end(), slots);
    point_at(candidate, index, slots);
    if (fire(*body, truth, candidate, index, slots, line)) {
      as_taught_.assign(slots, slots + as_shown_.size());
      out.push_back(std::move(candidate));
    } else if (last) {
      from = std::move(candidate);
    } else {
      drop(candidate);
    }
  }
}

/// What one body or candidate teaches of the event is not so for the next. In the end the event is
/// as the last one that explains it has it.
void Interpreter::begin_trying(const EventClass& event_class, const Cell* slots) {
  as_shown_.assign(slots, slots + event_class.event_slots);
  as_taught_.clear();
}

void Interpreter::end_trying(Cell* slots) {
  std::copy(as_taught_.begin(), as_taught_.end(), slots);
}

bool Interpreter::explain_all(const EventClass& event_class, TaskState& task, Cell* slots,
                              std::uint32_t line) {
  std::vector<Candidate> explained;
  begin_trying(event_class, slots);
  for (Candidate& candidate : task.group->candidates)
    explain(event_class, candidate, task.index, slots, line, explained);
  end_trying(slots);
  if (explained.empty()) return explain_after_internal_steps(event_class, task, slots, line);
  weigh_messages();
  replace(*task.group, explained);
  return true;
}

/// From here on the recording has shown this.
void Interpreter::show(const std::vector<Cell>& shown) {
  if (observer_ == shown) return;
  std::copy(shown.begin(), shown.end(), observer_.begin());  // in place: rules point at it
  ++epoch_;
}

void Interpreter::note_waiting(bool any) {
  if (!waiting_field_) return;
  Cell& at = observer_[static_cast<std::size_t>(waiting_field_->offset)];
  const Cell now = Partly::truth(any ? kTrue : kFalse);
  if (at == now) return;
  at = now;
  ++epoch_;
}

bool Interpreter::may_count_otherwise() const {
  return foreign_field_ &&
         !Partly::is_false(observer_[static_cast<std::size_t>(foreign_field_->offset)]);
}

void Interpreter::replace(Group& group, std::vector<Candidate>& candidates) {
  reduce_in_time(group, candidates);
  most_candidates_ = std::max(most_candidates_, candidates.size());
  for (Candidate& candidate : group.candidates) drop(candidate);
  group.candidates = std::move(candidates);
  std::fill(group.quiet.begin(), group.quiet.end(), 0);
}

bool Interpreter::birth(const EventClass& event_class, TaskState& parent, Cell* slots,
                        std::uint32_t line, TaskState& child) {
  Group& group = *parent.group;
  for (Candidate& candidate : group.candidates) {
    // A child starts as its parent; the rule says what differs.
    candidate.child_task =
        copy_block(*candidate.tasks[static_cast<std::size_t>(parent.index)]);
    candidate.child_process = candidate.process;
    ++candidate.process->references;
  }
  shares_process_ = false;
  forget_messages();
  if (watch_) begin_watching(event_class, parent, slots);
  const bool explained = explain_all(event_class, parent, slots, line);
  if (watch_) watch_->steps.back().explained = explained;
  auto family = std::make_shared<Group>();
  for (Candidate& candidate : group.candidates) {
    if (explained && shares_process_) {
      candidate.tasks.push_back(std::exchange(candidate.child_task, nullptr));
      release(candidate.child_process);
    } else if (explained) {
      Candidate own_process;
      own_process.tasks = {std::exchange(candidate.child_task, nullptr)};
      own_process.process = std::exchange(candidate.child_process, nullptr);
      family->candidates.push_back(std::move(own_process));
    } else {
      release(candidate.child_task);
      release(candidate.child_process);
    }
  }
  if (!explained) return false;
  if (shares_process_) {
    group.quiet.push_back(0);
    child = {parent.group, static_cast<int>(group.quiet.size()) - 1};
    introduce(child);
    return true;
  }
  reduce(family->candidates);
  family->quiet = {0};
  child = {std::move(family), 0};
  introduce(child);
  return true;
}

// ------------------------------------------------------------------------------ when it fails

Failure Interpreter::diagnose(const EventClass& event_class, TaskState& task, Cell* slots) {
  Failure best;
  best.event_class = &event_class;
  best.task_index = task.index;
  best.candidate = &task.group->candidates.front();
  // A rule whose `when` speaks of another event, or that is of any call or of a view, comes last;
  // then count the conditions of the state that fail, then those of the observation; then how far
  // it got, then the spec's order.
  std::array<std::size_t, 4> best_score;
  best_score.fill(~0UL);
  for (Candidate& candidate : task.group->candidates) {
    point_at(candidate, task.index, slots);
    for (const Body& body : event_class.bodies) {
      const RuleInfo& rule = program_.model().rule(body.rule);
      std::vector<const Literal*> failed;
      std::array<std::size_t, 4> score{rule.of_any_call || !rule.view.empty() ? 1U : 0U, 0, 0,
                                       1000};
      for (const Literal& literal : body.literals) {
        const Cell truth = eval<Partly>(*literal.node, context_);
        if (Partly::is_true(truth) && failed.empty()) --score[3];
        if (!Partly::is_false(truth)) continue;
        failed.push_back(&literal);
        ++score[literal.shown ? 2 : reads_only_event(*literal.node) ? 0 : 1];
      }
      if (score >= best_score) continue;
      best_score = score;
      best.body = &body;
      best.failed = std::move(failed);
      best.candidate = &candidate;
    }
  }
  return best;
}

void Interpreter::forget(const Node& condition, std::uint32_t line) {
  for_each_read(&condition, [&](const Node& read) {
    if (read.base == Base::Event || read.base == Base::Local || read.base == Base::Observer) return;
    if (read.op == Op::StackEmpty) {
      write(read.base, context_.base[static_cast<int>(read.base)] + read.offset, {0, 0}, line);
      return;
    }
    if (Cell* slot = detail::find_slot<Partly>(read, context_))
      write(read.base, slot, Partly::unknown(read.kind, read.choices), line);
  });
}

void Interpreter::resynchronise(const Failure& failure, TaskState& task, Cell* slots,
                                std::uint32_t line) {
  Candidate kept = copy(*failure.candidate);
  Group& group = *task.group;
  for (Candidate& candidate : group.candidates) drop(candidate);
  group.candidates.clear();
  group.candidates.push_back(std::move(kept));
  std::fill(group.quiet.begin(), group.quiet.end(), 0);
  if (!failure.body) return;
  Candidate& candidate = group.candidates.front();
  own(candidate, task.index, true);
  point_at(candidate, task.index, slots);
  for (const Literal* literal : failure.failed) forget(*literal->node, line);
  trail_.clear();
  for (const Literal& literal : failure.body->literals) {
    const auto mark = trail_.size();
    if (!assume(*literal.node, true, context_)) undo(context_, mark);
  }
  trail_.clear();
  forget_messages();
  run(failure.body->effects, line);
  for (Message& message : outbox_.list) message.certain = false;
}

Cell Interpreter::value(const Node& node, const Failure& failure, Cell* slots) {
  point_at(const_cast<Candidate&>(*failure.candidate), failure.task_index, slots);
  return eval<Partly>(node, context_);
}

std::uint64_t Interpreter::truth(const Node& condition, TaskState& task, Cell* slots) {
  point_at(task.group->candidates.front(), task.index, slots);
  return eval<Partly>(condition, context_).a;
}

bool Interpreter::may_be_explained(const EventClass& event_class, TaskState& task, Cell* slots) {
  return std::any_of(
      task.group->candidates.begin(), task.group->candidates.end(), [&](Candidate& candidate) {
        point_at(candidate, task.index, slots);
        return std::any_of(event_class.bodies.begin(), event_class.bodies.end(),
                           [&](const Body& body) {
                             return std::none_of(
                                 body.literals.begin(), body.literals.end(),
                                 [&](const Literal& literal) {
                                   return Partly::is_false(eval<Partly>(*literal.node, context_));
                                 });
                           });
      });
}

std::vector<std::uint32_t> Interpreter::lines_behind(const Node& node, const Failure& failure) {
  std::vector<std::uint32_t> lines;
  point_at(const_cast<Candidate&>(*failure.candidate), failure.task_index,
           context_.base[static_cast<int>(Base::Event)]);
  for_each_read(&node, [&](const Node& read) {
    const auto b = static_cast<std::size_t>(read.base);
    if (!lines_[b]) return;
    const Cell* slot = read.op == Op::StackEmpty
                           ? context_.base[b] + read.offset
                           : detail::find_slot<Partly>(read, context_);
    if (!slot) return;
    const std::uint32_t line = lines_[b][slot - context_.base[b]];
    if (line != 0) lines.push_back(line);
  });
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  return lines;
}

}  // namespace sigspec
