// What calls do to things, by the verbs of spec/litmus.
#include <algorithm>
#include <bit>
#include <utility>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

namespace {

Result value(std::int64_t number) { return {Result::Kind::Value, number, true}; }

std::size_t index(int slot) { return static_cast<std::size_t>(slot); }

/// A number; or of a record in memory all that its sizes speak of.
std::int64_t amount_of(const Value& value) {
  if (value.kind == Value::Kind::Number) return to_number(value);
  std::int64_t all = 0;
  for (std::size_t i = 0; i < value.parts.size(); ++i) {
    const bool counts = value.names.empty() || value.names[i].text == kSize ||
                        value.parts[i].kind == Value::Kind::List ||
                        value.parts[i].kind == Value::Kind::Record;
    if (counts) all += amount_of(value.parts[i]);
  }
  return all;
}

}  // namespace

std::int64_t Steps::constant(const PreparedStep& step, std::size_t i) const {
  if (!step.effect || i >= step.effect->operands.size()) return -1;
  return number_of(model_, step.effect->operands[i].text).value_or(-1);
}

/// The error that a constant stands for.
Result Steps::error(std::string_view constant) const {
  return {Result::Kind::Error, world_.error(only_member(model_, constant, kErrorType)), true};
}

int Steps::holder(const Plan& plan, int thread) const {
  for (std::size_t i = 0; i < test_.threads.size(); ++i)
    if (test_.threads[i].number_of == thread && plan.threads[i].phase != ThreadPlan::Phase::Unborn)
      return static_cast<int>(i);
  return thread;
}

int Steps::meant(const Plan& plan, const Argument& argument) const {
  if (argument.slot < 0) return -1;
  const Slot& slot = test_.slots[index(argument.slot)];
  if (slot.kind == Slot::Kind::Result) return plan.held[index(argument.slot)].owner;
  return slot.task < 0 ? -1 : holder(plan, slot.task);
}

/// A call may wait with a mask of its own, which is the one that counts when a signal is sent. The
/// rules put it in place when the call is interrupted, so that is tried.
bool Steps::drops_while_waiting(Plan& plan, int target, int signal, bool shared) {
  ThreadPlan& receiver = plan.threads[index(target)];
  if (receiver.phase != ThreadPlan::Phase::InCall || receiver.stopped) return false;
  const World::Saved before = world_.save();
  const std::vector<std::uint64_t> fired = world_.fired();
  bool drops = false;
  std::vector<Result> ends;
  for (std::size_t code = 0; code < world_.codes(); ++code)
    ends.push_back({Result::Kind::Code, static_cast<std::int64_t>(code), true});
  for (std::uint64_t errors = world_.cut_short_errors(); errors != 0; errors &= errors - 1)
    ends.push_back({Result::Kind::Error, std::countr_zero(errors), true});
  for (const Result& result : ends) {
    if (drops) break;
    if (world_.returns(target, current(receiver), called_as(receiver), result))
      world_.is_sent(target, signal, shared, &drops);
    world_.restore(before);
  }
  world_.discount(fired);
  return drops;
}

/// The signal that is named, or -1: none is.
int Steps::signal_in(const Argument& signal) const {
  if (!signal.value || signal.value->names.empty()) return -1;
  return model_.types.find(kSignalType)->member(signal.value->names[0].text);
}

/// Sends the signal to a process or a thread, or to whom the descriptor is of. Who has been waited
/// for is gone; who has only ended is still there.
Result Steps::send(Plan& plan, const Argument& to, const Argument& signal, bool shared) {
  const int target = meant(plan, to);
  if (target < 0) return value(0);
  const bool is_gone = plan.threads[index(process_of(target))].news == News::Gone ||
                       (!shared && process_of(target) != target &&
                        plan.threads[index(target)].phase == ThreadPlan::Phase::Ended);
  if (is_gone) return error(kNoProcess);
  if (const int member = signal_in(signal); member >= 0) send_to(plan, target, member, shared);
  return value(0);
}

/// To a process it is sent by way of a thread that lives.
void Steps::send_to(Plan& plan, int target, int member, bool shared) {
  if (shared) target = alive_of(plan, process_of(target));
  if (target < 0 || !plan.threads[index(target)].lives()) return;
  if (drops_while_waiting(plan, target, member, shared)) return;
  world_.is_sent(target, member, shared);
  const bool stood = all_stopped(plan, process_of(target));
  for (std::size_t i = 0; i < plan.threads.size(); ++i) {
    const int other = static_cast<int>(i);
    ThreadPlan& thread = plan.threads[i];
    if (process_of(other) != process_of(target) || !thread.lives()) continue;
    if (shared || other == target) plan.sent.emplace(member, other);
    thread.stopped = thread.stopped && world_.is_stopped(other);
    if (stood && !thread.stopped && is_child(other)) {
      thread.news = News::GoesOn;
      ++thread.owes;
    }
    if ((signals_named(model_, kUnstoppable) >> member & 1) != 0) thread.killed = true;
  }
}

/// Does an argument of flags name the member that the constant stands for?
bool Steps::asks(const PreparedStep& step, std::size_t i, std::string_view constant,
                 std::string_view type) const {
  const Argument* options = step.operand(i);
  const std::string flag = only_member(model_, constant, type);
  return options && options->value &&
         std::any_of(options->value->names.begin(), options->value->names.end(),
                     [&](const Name& name) { return name.text == flag; });
}

/// What a wait comes to, if it need not wait any longer.
std::optional<Result> Steps::wait_for_child(Plan& plan, int thread, const PreparedStep& step) {
  const std::optional<Result> found = find_child(plan, thread, step);
  const Name* fault = step.cannot_tell();
  if (!found || !fault || (found->told < 0 && !step.never_tells())) return found;
  return error(fault->text);
}

/// The first child that has something to tell that is asked for, in the order they were made in.
std::optional<Result> Steps::find_child(Plan& plan, int thread, const PreparedStep& step) {
  const Argument* who = step.operand(0);
  ThreadPlan& at = plan.threads[index(thread)];
  bool any = false;
  for (std::size_t i = 0; i < plan.threads.size(); ++i) {
    const int other = static_cast<int>(i);
    ThreadPlan& child = plan.threads[i];
    if (!is_child(other) || parent_of(other) != process_of(thread) || child.news == News::Gone ||
        child.phase == ThreadPlan::Phase::Unborn ||
        (who && who->slot >= 0 && meant(plan, *who) != other))
      continue;
    // Who is not told of ends has no child that has ended.
    if (child.news == News::Ended && step.effect->verb.text != kWaits &&
        !asks(step, 1, kEndsToo, kWaitType))
      continue;
    any = true;
    const bool tells = child.news == News::Ended ||
                       (child.news == News::Stopped &&
                        (child.hold != Hold::None || asks(step, 1, kStopsToo, kWaitType))) ||
                       (child.news == News::GoesOn && asks(step, 1, kGoesOnToo, kWaitType));
    if (!tells) continue;
    at.waited = child.news == News::GoesOn ? std::string(kWentOn) : child.changed;
    if (!asks(step, 1, kKeeps, kWaitType))
      child.news = child.news == News::Ended ? News::Gone : News::None;
    Result told = value(step.effect->verb.text == kWaits ? World::number_of(other) : 0);
    told.told = other;
    return told;
  }
  if (!any) return error(kNoChild);
  if (asks(step, 1, kDoNotWait, kWaitType)) return value(0);
  return std::nullopt;
}

/// A file of a process: it is about the user namespace that the process has now, for good.
Result Steps::open(Plan& plan, const PreparedStep& step) {
  const Slot* opened = step.result >= 0 ? &test_.slots[index(step.result)] : nullptr;
  if (!opened || opened->process < 0) return value(0);
  const int process = process_of(holder(plan, opened->process));
  if (plan.threads[index(process)].news == News::Gone) return error(kNoFile);
  Held& file = plan.held[index(step.result)];
  file.bytes = 0;
  file.owner = plan.held[index(test_.threads[index(process)].slot)].owner;
  return value(0);
}

/// A namespace that a process has made gets its map once, whoever lives by then.
Result Steps::fill_map(Plan& plan, const PreparedStep& step) {
  const Argument *map = step.operand(0), *count = step.operand(1);
  if (!map || map->slot < 0 || !count) return value(0);
  Held& own = plan.held[index(map->slot)];
  std::vector<int>& filled = plan.held[index(test_.slots[index(map->slot)].peer)].watched;
  if (own.bytes > 0) return error(kNotItsBeginning);
  if (own.owner < 0 || std::find(filled.begin(), filled.end(), own.owner) != filled.end())
    return error(kHasAMap);
  own.bytes = static_cast<std::size_t>(count->word);
  filled.push_back(own.owner);
  return value(count->word);
}

/// Every process has every thing, until it closes an end or is gone.
bool Steps::is_open(const Plan& plan, int slot) const {
  const std::vector<int>& closed = plan.held[index(slot)].closed;
  for (std::size_t i = 0; i < plan.threads.size(); ++i) {
    const int process = process_of(static_cast<int>(i));
    if (plan.threads[i].lives() &&
        std::find(closed.begin(), closed.end(), process) == closed.end())
      return true;
  }
  return false;
}

bool Steps::is_broken(const Plan& plan, int slot) const {
  const int peer = test_.slots[index(slot)].peer;
  return peer >= 0 && peer != slot && !is_open(plan, peer);
}

void Steps::close(Plan& plan, int thread, int slot) {
  plan.held[index(slot)].closed.push_back(process_of(thread));
}

/// A child has what its maker has when it is made.
void Steps::begin_as(Plan& plan, int child, int maker) {
  for (Held& held : plan.held)
    if (std::find(held.closed.begin(), held.closed.end(), maker) != held.closed.end())
      held.closed.push_back(child);
  plan.threads[index(child)].group = plan.threads[index(maker)].group;
  plan.threads[index(child)].session = plan.threads[index(maker)].session;
}

/// A process has one timer, which sends it a signal: how much of the time before is left, in
/// seconds, if it is told so.
Result Steps::arm(Plan& plan, int thread, const PreparedStep& step) {
  Held& timer = plan.held[index(test_.threads[index(process_of(thread))].slot)];
  const Argument* given = step.operand(0);
  if (!given || !given->value) return value(0);
  const bool in_seconds = given->kind == Argument::Kind::Word;
  const std::int64_t left = timer.due < 0 ? 0 : (timer.due - plan.now) / kSecondNs;
  const Value* field = field_of(*given->value, "value");
  const std::int64_t span = in_seconds ? given->word * kSecondNs
                            : field    ? nanoseconds(*field)
                                       : 0;
  timer.due = span > 0 ? plan.now + span : -1;
  timer.rings = std::countr_zero(signals_named(model_, step.effect->operands[1].text));
  return value(in_seconds ? left : 0);
}

/// The time of a process's timer has come.
void Steps::ring(const Node& node, int process, std::vector<Successor>& out) {
  if (process_of(process) != process) return;
  const std::size_t slot = index(test_.threads[index(process)].slot);
  const Held& timer = node.plan.held[slot];
  if (timer.rings < 0 || timer.due < 0 || timer.due > node.plan.now) return;
  Node next = begin(node);
  next.plan.held[slot].due = -1;
  send_to(next.plan, process, timer.rings, true);
  add(std::move(next), "the timer of " + name(process) + " sends a signal", out);
}

/// A call that has taken some of several messages leaves in the socket what its wait ended with.
void Steps::leave_code(Plan& plan, const PreparedStep& step) const {
  const Argument* socket = step.operand(0);
  if (!socket || socket->slot < 0 || step.effect->verb.text != kTakesMessages) return;
  plan.held[index(socket->slot)].code = world_.code(step.effect->operands[2].text);
}

/// What goes in and out: bytes, messages, counters, expiries.
std::optional<Result> Steps::transfer(Plan& plan, int thread, const PreparedStep& step) {
  ThreadPlan& at = plan.threads[index(thread)];
  const std::string& verb = step.effect->verb.text;
  const Argument *thing = step.operand(0), *amount = step.operand(1);
  if (!thing || thing->slot < 0 || !amount) return value(0);
  Held& own = plan.held[index(thing->slot)];
  Held& other = plan.held[index(test_.slots[index(thing->slot)].peer)];
  const bool is_record = amount->kind == Argument::Kind::Memory;
  const std::int64_t all = is_record ? amount_of(*amount->value) : amount->word;
  const auto asked = static_cast<std::size_t>(all);
  if (verb == kTakes || verb == kMoves || verb == kCopies) {
    const std::size_t count = std::min(own.bytes, asked);
    if (count == 0 && asked > 0 && !is_broken(plan, thing->slot)) return std::nullopt;
    if (verb != kCopies) own.bytes -= count;
    if (const Argument* into = step.operand(2); verb != kTakes && into && into->slot >= 0)
      plan.held[index(test_.slots[index(into->slot)].peer)].bytes += count;
    return value(static_cast<std::int64_t>(count));
  }
  if (verb == kTakesAll) {
    const std::size_t count = std::min(own.bytes, asked - at.moved);
    own.bytes -= count;
    at.moved += count;
    if (at.moved < asked && !is_broken(plan, thing->slot)) return std::nullopt;
    return value(static_cast<std::int64_t>(at.moved));
  }
  if (verb == kGives && is_broken(plan, thing->slot)) {
    send_to(plan, thread, std::countr_zero(signals_named(model_, kTellsOfBroken)), false);
    return error(kIsBroken);
  }
  if (verb == kGives) {
    const std::int64_t room = constant(step, 2);
    const std::size_t left = asked - at.moved;
    const std::size_t fits =
        room < 0 ? left : std::min(left, static_cast<std::size_t>(room) - other.bytes);
    other.bytes += fits;
    at.moved += fits;
    if (at.moved < asked) return std::nullopt;
    return value(all);
  }
  if ((verb == kTakesMessage || verb == kTakesMessages) && own.code >= 0)
    return Result{Result::Kind::Code, std::exchange(own.code, -1), true};
  if (verb == kTakesMessages) {
    for (; at.moved < asked && !own.messages.empty(); ++at.moved)
      own.messages.erase(own.messages.begin());
    return at.moved < asked ? std::nullopt : std::optional(value(all));
  }
  if (verb == kTakesMessage) {
    if (own.messages.empty()) return std::nullopt;
    const std::size_t size = std::min(own.messages.front(), asked);
    own.messages.erase(own.messages.begin());
    return value(static_cast<std::int64_t>(size));
  }
  if (verb == kGivesMessage || verb == kPutsMessage) {
    const std::int64_t room = constant(step, 2);
    if (room >= 0 && std::ssize(other.messages) >= room) return std::nullopt;
    other.messages.push_back(asked);
    return value(verb == kGivesMessage ? all : 0);
  }
  if (verb == kTakesCounter) {
    if (own.bytes == 0) return std::nullopt;
    own.bytes = 0;
    return value(all);
  }
  if (verb == kAddsToCounter) {
    own.bytes += 1;
    return value(all);
  }
  if (own.due < 0 || own.due > plan.now) return std::nullopt;  // the expiry of a timer
  own.due = -1;
  return value(all);
}

/// Waits for one of some things: how many are ready.
std::optional<Result> Steps::watch(Plan& plan, int thread, const PreparedStep& step) {
  const Argument* list = step.operand(0);
  std::vector<int> watched;
  if (list && list->slot >= 0) watched = plan.held[index(list->slot)].watched;
  else if (list)
    for (const Patch& patch : list->patches) watched.push_back(patch.slot);
  const auto ready = std::count_if(watched.begin(), watched.end(), [&](int slot) {
    const Held& held = plan.held[index(slot)];
    return held.is_readable(plan.now) || is_broken(plan, slot) ||
           !would_fetch(thread, held.signals, 1).empty();
  });
  if (ready == 0) return std::nullopt;
  return value(ready);
}

std::optional<Result> Steps::wait_at_word(Plan& plan, int thread, const PreparedStep& step) {
  const Argument *word = step.operand(0), *operation = step.operand(1), *count = step.operand(2);
  if (!word || word->slot < 0) return value(0);
  const int asked =
      operation ? model_.types.find(kFutexType)->member(operation->value->names[0].text) : -1;
  if (count && asked >= 0 && (members_named(model_, kWakes, kFutexType) >> asked & 1) != 0) {
    std::int64_t woken = 0;
    for (std::size_t i = 0; i < plan.threads.size() && woken < count->word; ++i) {
      ThreadPlan& other = plan.threads[i];
      if (other.phase != ThreadPlan::Phase::InCall || other.woken || static_cast<int>(i) == thread)
        continue;
      const PreparedStep& waits = current(other);
      const bool is_there = waits.effect && waits.effect->verb.text == kCallsFutex;
      const Argument* where = is_there ? waits.operand(0) : nullptr;
      if (!where || where->slot != word->slot) continue;
      other.woken = true;
      ++woken;
    }
    return value(woken);
  }
  if (!plan.threads[index(thread)].woken) return std::nullopt;
  return value(0);
}

/// A word belongs to the thread that has taken it, until that one leaves it to another.
std::optional<Result> Steps::own_word(Plan& plan, int thread, const PreparedStep& step) {
  const Argument* word = step.operand(0);
  if (!word || word->slot < 0) return value(0);
  int& owner = plan.held[index(word->slot)].owner;
  const bool takes = step.effect->verb.text == kTakesWord;
  if (takes && owner >= 0) return std::nullopt;
  owner = takes ? thread : -1;
  return value(0);
}

/// The time that a wait was given is over, if it was given one: a number of milliseconds, or a time
/// with a unit, from its beginning on; or, of moments long past and moments that never come, one.
bool Steps::time_is_over(Plan& plan, ThreadPlan& at, const PreparedStep& step) const {
  const Argument* timeout = step.given(*step.effect, step.effect->timeout.text);
  if (!timeout || !timeout->value || timeout->value->kind != Value::Kind::Number) return false;
  const bool is_time = !timeout->value->unit.empty();
  if (!is_time && timeout->word < 0) return false;
  const std::int64_t span =
      is_time ? nanoseconds(*timeout->value) : timeout->word * kMillisecondNs;
  if (span >= kForever) return false;
  if (at.deadline < 0) at.deadline = plan.now + (step.effect->until_then ? 0 : span);
  return plan.now >= at.deadline;
}

std::optional<Result> Steps::lock(Plan& plan, int thread, const PreparedStep& step) {
  const Argument *file = step.operand(0), *record = step.operand(1);
  if (!file || file->slot < 0 || !record || !record->value) return value(0);
  int& owner = plan.held[index(file->slot)].owner;
  const Value* type = field_of(*record->value, "type");
  const bool unlocks = type && !type->names.empty() && type->names[0].text == kUnlocks;
  if (unlocks) {
    if (owner == process_of(thread)) owner = -1;
    return value(0);
  }
  if (owner >= 0 && owner != process_of(thread)) return std::nullopt;
  owner = process_of(thread);
  return value(0);
}

std::optional<Result> Steps::perform(Plan& plan, int thread, const PreparedStep& step) {
  if (auto answer = filtered(plan, thread, step)) return answer;
  if (is_supervised(plan.threads[index(thread)], step)) return std::nullopt;
  if (!step.effect) return value(0);
  ThreadPlan& at = plan.threads[index(thread)];
  std::optional<Result> result = perform_verb(plan, thread, step);
  if (result || !time_is_over(plan, at, step)) return result;
  const std::string& name = step.effect->error.text;
  return name.empty() ? told_at_end(step, at.moved) : error(name);
}

std::optional<Result> Steps::perform_verb(Plan& plan, int thread, const PreparedStep& step) {
  const std::string& verb = step.effect->verb.text;
  const Argument *first = step.operand(0), *second = step.operand(1);
  if (verb == kSendsToProcess || verb == kSendsToThread || verb == kSendsByDescriptor)
    return first && second ? send(plan, *first, *second, verb != kSendsToThread) : value(0);
  if (verb == kSendsToGroup && first) return send_to_group(plan, thread, *first);
  if (verb == kJoinsGroup) return join_group(plan, thread, step);
  if (verb == kBeginsSession) return begin_session(plan, thread, step);
  if (verb == kOpensProcess && first && first->slot >= 0) {
    const int target = meant(plan, *first);
    if (target >= 0 && plan.threads[index(process_of(target))].news == News::Gone)
      return error(kNoProcess);
    if (step.result >= 0) plan.held[index(step.result)].owner = target;
    return value(1);
  }
  if (verb == kSetsStack) return set_stack(plan.threads[index(thread)], step);
  if (verb == kComesTo) return value(first ? first->word : constant(step, 0));
  if (verb == kFilters && first) {
    plan.threads[index(thread)].filter = first->value;
    return value(0);
  }
  if (verb == kArmsProcess) return arm(plan, thread, step);
  if (verb == kDisarmsProcess) {
    plan.held[index(test_.threads[index(process_of(thread))].slot)].due = -1;
    return value(0);
  }
  if (verb == kCloses && first && first->slot >= 0) {
    close(plan, thread, first->slot);
    return value(0);
  }
  if (verb == kFailsWith) return error(step.effect->operands[0].text);
  // A program that asks to go on by itself has nothing to go on with.
  if (verb == kGoesOn)
    return Result{Result::Kind::Error, std::countr_zero(world_.cut_short_errors()), true};
  if ((verb == kExits || verb == kExitsThread) && first)
    return Result{Result::Kind::Never, first->word, true};
  if (verb == kNeverEnds) return std::nullopt;
  if (verb == kGoesOn) return error(kCutShort);  // called by hand: with nothing
  if (verb == kMovesSome) {  // how much does not matter: it is not told
    plan.threads[index(thread)].moved = 1;
    return std::nullopt;
  }
  if (verb == kMakesChild || verb == kLendsMemory) return give_birth(plan, step);
  if (verb == kWatches || verb == kWatchesRegistered) return watch(plan, thread, step);
  if (verb == kReadsFile || verb == kWritesFile || verb == kSeeksFile || verb == kCopiesFile ||
      verb == kSendsFile)
    return move_in_file(plan, step);
  if (verb == kTakesSignal) return take_signal(thread, step);
  if (verb == kReadsSignals) return read_signals(plan, thread, step);
  if (verb == kLooksFor) {
    const int fd = first && first->slot >= 0 ? first->slot : step.result;
    if (fd >= 0) plan.held[index(fd)].signals = signals_of(second);
    return value(0);
  }
  if (verb == kCompletesRequest || verb == kTakesCompletions || verb == kAwaitsCompletions)
    return look_at_completions(plan, thread, step);
  if (verb == kCallsFutex) return wait_at_word(plan, thread, step);
  if (verb == kTakesWord || verb == kLeavesWord) return own_word(plan, thread, step);
  if (verb == kLocks) return lock(plan, thread, step);
  if (step.is_wait()) return wait_for_child(plan, thread, step);
  if (verb == kTraces) return trace(plan, thread, step);
  if (verb == kOpensPath) return open(plan, step);
  if (verb == kFillsMap) return fill_map(plan, step);
  if (verb == kLeaves) {
    const int process = process_of(thread);
    if (asks(step, 0, kOwnUsers, kCloneFlagType))
      plan.held[index(test_.threads[index(process)].slot)].owner = process;
    return value(0);
  }
  if (verb == kRegisters && first && first->slot >= 0) {
    for (const Argument& argument : step.args)
      if (argument.kind == Argument::Kind::Slot && argument.slot != first->slot)
        plan.held[index(first->slot)].watched.push_back(argument.slot);
    return value(0);
  }
  if (verb == kArms && first && second && second->value) {
    const Value* due = field_of(*second->value, "value");
    plan.held[index(first->slot)].due = due ? plan.now + nanoseconds(*due) : -1;
    return value(0);
  }
  if (verb == kOperates && first && second && second->value) {
    const Value* operation = field_of(*second->value, "op");
    const std::int64_t change = operation ? to_number(*operation) : 0;
    std::size_t& tokens = plan.held[index(first->slot)].bytes;
    if (change < 0 && tokens < static_cast<std::size_t>(-change)) return std::nullopt;
    tokens = static_cast<std::size_t>(static_cast<std::int64_t>(tokens) + change);
    return value(0);
  }
  return transfer(plan, thread, step);
}

}  // namespace sigspec::litmus
