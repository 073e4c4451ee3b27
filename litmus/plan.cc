// Every step that may come next.
#include "litmus/plan.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "litmus/words.h"

namespace sigspec::litmus {

using Phase = ThreadPlan::Phase;

Steps::Steps(const Model& model, Program& program, const Library& library, const PreparedTest& test)
    : model_(model), library_(library), test_(test), world_(program, test, library) {
  goes_on_ = call_with_verb(kGoesOn);
  returns_from_handler_ = call_with_verb(kReturnsFromHandler);
  sets_handler_ = call_with_verb(kSetsHandler);
}

int Steps::call_with_verb(std::string_view verb) const {
  const EffectDecl* effect = library_.with_verb(verb);
  return effect ? model_.call_id(effect->calls.front().text) : -1;
}

const PreparedHandler* Steps::handler(int thread, int signal) const {
  const PreparedThread& found = test_.threads[static_cast<std::size_t>(thread)];
  for (const PreparedHandler& handler : found.handlers)
    if (std::find(handler.signals.begin(), handler.signals.end(), signal) != handler.signals.end())
      return &handler;
  // Threads share them, and children begin with those of their maker.
  return found.of >= 0 ? this->handler(found.of, signal) : nullptr;
}

/// All handlers are set before the first step.
Node Steps::initial() {
  Node node;
  world_.begin_step();
  for (std::size_t i = 0; i < test_.threads.size(); ++i) {
    ThreadPlan plan;
    Level& program = plan.levels.emplace_back();
    program.steps = &test_.threads[i].steps;
    program.begun = true;
    const bool later = test_.threads[i].comes_later;
    if (later) plan.phase = Phase::Unborn;
    node.plan.threads.push_back(std::move(plan));
    const World::Saved before = world_.save();
    if (is_child(static_cast<int>(i))) world_.makes(static_cast<int>(i), test_.threads[i].of);
    if (later) world_.restore(before);  // its maker has no such child yet
    else set_handlers(static_cast<int>(i));
  }
  for (std::size_t i = 0; i < test_.threads.size(); ++i)
    if (test_.threads[i].of >= 0 && !test_.threads[i].is_child)
      world_.makes(static_cast<int>(i), test_.threads[i].of);
  for (const PreparedStep& step : test_.setup) world_.prepares(step);
  node.plan.held.resize(test_.slots.size());
  node.plan.results.resize(test_.slots.size());
  for (const PreparedStep& step : test_.setup) perform(node.plan, 0, step);
  node.saved = world_.save();
  world_.keep_step();
  return node;
}

void Steps::set_handlers(int thread) {
  const std::vector<PreparedHandler>& handlers =
      test_.threads[static_cast<std::size_t>(thread)].handlers;
  for (const PreparedHandler& handler : handlers)
    for (const int signal : handler.signals) {
      const Given given{&handler, signal, static_cast<int>(&handler - handlers.data())};
      world_.enters(thread, nothing_, sets_handler_, &given);
      world_.returns(thread, nothing_, sets_handler_, {}, &given);
    }
}

std::string Steps::key(const Node& node) {
  std::string key = World::key(node.saved);
  const auto add = [&](const auto& value) { key += std::to_string(value) + ","; };
  for (const ThreadPlan& thread : node.plan.threads) {
    add(static_cast<int>(thread.phase));
    for (const Level& level : thread.levels) {
      add(reinterpret_cast<std::uintptr_t>(level.steps));
      add(level.at);
      add(static_cast<int>(level.redo));
      add(level.begun);
      add(level.on_stack);
      add(static_cast<int>(level.stack_before));
      for (const auto& [slot, result] : level.unseen) key += result;
    }
    add(thread.resumed);
    add(thread.moved);
    add(thread.deadline < 0 ? -1 : thread.deadline - node.plan.now);
    add(thread.woken);
    add(thread.stopped);
    add(thread.killed);
    add(thread.replaced);
    add(thread.executed);
    add(thread.traced);
    add(thread.seized);
    add(thread.stopper);
    add(static_cast<int>(thread.hold));
    add(static_cast<int>(thread.stack));
    add(static_cast<int>(thread.news));
    add(thread.owes);
    add(thread.group);
    add(thread.session);
    add(reinterpret_cast<std::uintptr_t>(thread.filter));
    key += thread.changed + "," + thread.waited + ",";
    for (const int signal : thread.handled) add(signal);
    key += thread.end + ";";
  }
  for (const Held& held : node.plan.held) {
    add(held.bytes);
    for (const std::size_t size : held.messages) add(size);
    add(held.due < 0 ? -1 : std::max<std::int64_t>(held.due - node.plan.now, 0));
    add(held.rings);
    add(held.owner);
    add(held.signals);
    add(held.position);
    add(held.code);
    for (const int process : held.closed) add(process);
    key += "|";
    for (const int slot : held.watched) add(slot);
    key += ";";
  }
  for (const auto& result : node.plan.results) key += (result ? *result : "-") + ";";
  for (const auto& [signal, thread] : node.plan.sent) add(signal * 64 + thread);
  return key;
}

std::vector<Successor> Steps::successors(const Node& node) {
  std::vector<Successor> out;
  for (std::size_t i = 0; i < node.plan.threads.size(); ++i)
    of_thread(node, static_cast<int>(i), out);
  for (std::size_t i = 0; i < node.plan.threads.size(); ++i) ring(node, static_cast<int>(i), out);
  if (!out.empty()) return out;
  // Time passes only when there is nothing else to happen.
  std::int64_t next = -1;
  for (const ThreadPlan& thread : node.plan.threads)
    if (thread.phase == Phase::InCall && thread.deadline > node.plan.now &&
        (next < 0 || thread.deadline < next))
      next = thread.deadline;
  for (const Held& held : node.plan.held)
    if (held.due > node.plan.now && held.due - node.plan.now < kForever &&
        (next < 0 || held.due < next))
      next = held.due;
  if (next < 0) return out;
  Node later = begin(node);
  later.plan.now = next;
  add(std::move(later), "time passes", out);
  return out;
}

void Steps::of_thread(const Node& node, int thread, std::vector<Successor>& out) {
  const ThreadPlan& plan = node.plan.threads[static_cast<std::size_t>(thread)];
  if (plan.phase == Phase::Leaving) {
    Node next = begin(node);
    end_process(next.plan, process_of(thread));
    return add(std::move(next), name(process_of(thread)) + " ends", out);
  }
  if (!plan.lives()) return;
  if (plan.killed) return die(node, thread, out);
  if (plan.owes > 0) {
    Node next = begin(node);
    tell_parent(next.plan, thread);
    return add(std::move(next), name(thread) + " tells its parent", out);
  }
  if (plan.stopped || tell_tracer(node, thread, out) || plan.hold != Hold::None) return;
  if (plan.phase == Phase::InCall) {
    complete(node, thread, out);
    interrupt(node, thread, out);
    return;
  }
  const bool is_to_stop = join_stop(node, thread, out);
  if (!is_to_stop) take_signals(node, thread, out);
  // What it has come back with, it does not see before that.
  if (!is_to_stop || plan.levels.back().redo == Redo::None) go_on(node, thread, out);
}

/// Who is woken to die may first take what its call was for, so that others do not get it.
void Steps::die(const Node& node, int thread, std::vector<Successor>& out) {
  const std::uint64_t deadly =
      signals_named(model_, kUnstoppable) | signals_named(model_, kTellsOfFilter);
  for (const auto& [signal, target] : node.plan.sent)
    for (const bool takes : {false, true}) {
      if (target != thread || (deadly >> signal & 1) == 0) continue;
      Node next = begin(node);
      const ThreadPlan& plan = next.plan.threads[static_cast<std::size_t>(thread)];
      if (takes && (plan.phase != Phase::InCall || !perform(next.plan, thread, current(plan))))
        continue;
      if (!world_.is_killed(thread, signal)) continue;
      leave(next.plan, thread, end_by(kKilledBy, world_.signal_name(signal)), signal);
      add(std::move(next), world_.signal_name(signal) + " kills " + name(thread), out);
    }
}

/// All threads of a process end together; how, the first of them tells. From now on no signal
/// changes that.
void Steps::leave(Plan& plan, int thread, const std::string& end, int signal) {
  const int process = process_of(thread);
  for (std::size_t i = 0; i < plan.threads.size(); ++i) {
    const int other = static_cast<int>(i);
    ThreadPlan& leaves = plan.threads[i];
    if (process_of(other) != process || (!leaves.lives() && other != process)) continue;
    if (leaves.lives()) {
      if (other != thread && signal >= 0) world_.is_killed(other, signal);
      leaves.phase = Phase::Leaving;
    }
    const bool tells = other == process && !is_child(process) && !leaves.replaced;
    leaves.end = tells ? end : std::string(kEnded);
    if (other != process) continue;
    leaves.news = News::None;  // that it stopped or went on, nobody can be told any more
    leaves.changed = end;
  }
}

/// A thread ends alone, if its process has others. Returns: whether it has.
bool Steps::leave_others(Plan& plan, int thread) {
  ThreadPlan& leaves = plan.threads[static_cast<std::size_t>(thread)];
  const Phase before = std::exchange(leaves.phase, Phase::Ended);
  if (alive_of(plan, process_of(thread)) < 0) {
    leaves.phase = before;
    return false;
  }
  leaves.end = kEnded;
  if (process_of(thread) == thread) end_children(plan, thread);
  return true;
}

int Steps::alive_of(const Plan& plan, int process) const {
  if (plan.threads[static_cast<std::size_t>(process)].lives()) return process;
  for (std::size_t i = 0; i < plan.threads.size(); ++i)
    if (process_of(static_cast<int>(i)) == process && plan.threads[i].lives())
      return static_cast<int>(i);
  return -1;
}

/// The runner lets no child outlive the thread that has made it.
void Steps::end_children(Plan& plan, int process) {
  for (std::size_t i = 0; i < plan.threads.size(); ++i) {
    const int child = static_cast<int>(i);
    if (is_child(child) && parent_of(child) == process)
      send_to(plan, child, std::countr_zero(signals_named(model_, kUnstoppable)), true);
  }
}

/// Its children and its parent are told.
void Steps::end_process(Plan& plan, int process) {
  for (std::size_t i = 0; i < plan.threads.size(); ++i)
    if (process_of(static_cast<int>(i)) == process && plan.threads[i].phase == Phase::Leaving)
      plan.threads[i].phase = Phase::Ended;
  end_children(plan, process);
  if (!is_child(process)) return;
  plan.threads[static_cast<std::size_t>(process)].news = News::Ended;
  tell_parent(plan, process);
}

/// By a signal, or not, and whether there is something to wait for: as the rules say.
void Steps::tell_parent(Plan& plan, int child) {
  ThreadPlan& told = plan.threads[static_cast<std::size_t>(child)];
  if (told.owes > 0) --told.owes;
  const int parent = parent_of(child);
  if (alive_of(plan, parent) < 0) return;
  for (const bool signalled : {true, false})
    for (const bool stays : {true, false})
      if (world_.child_changes(parent, told.news == News::Ended, signalled, stays)) {
        if (!stays) told.news = News::Gone;
        if (signalled)
          send_to(plan, parent, std::countr_zero(signals_named(model_, kTellsOfChild)), true);
        return;
      }
}

/// A result in words: of a wait, which child.
std::string Steps::shown(const PreparedStep& step, const Result& result) const {
  if (result.kind == Result::Kind::Error) return world_.error_name(result.value);
  if (result.kind == Result::Kind::Code)  // as a program sees it, who should not
    return error_called(model_, world_.code_number(result.value));
  if (step.result >= 0 && test_.slots[static_cast<std::size_t>(step.result)].process >= 0)
    return name(test_.slots[static_cast<std::size_t>(step.result)].process);
  if (result.told >= 0) {
    const int first = test_.threads[static_cast<std::size_t>(result.told)].number_of;
    return name(first >= 0 ? first : result.told);  // to whoever has waited it is a number
  }
  return std::to_string(result.value);
}

void Steps::go_on(const Node& node, int thread, std::vector<Successor>& out) {
  const Level& level = node.plan.threads[static_cast<std::size_t>(thread)].levels.back();
  if (!level.begun) {  // handlers are built as long as signals are left; the last one runs first
    Node next = begin(node);
    if (!world_.runs(thread)) return;
    ThreadPlan& plan = next.plan.threads[static_cast<std::size_t>(thread)];
    plan.levels.back().begun = true;
    plan.handled.push_back(level.signal);
    return add(std::move(next), name(thread) + " runs its handler", out);
  }
  if (!level.unseen.empty()) {  // the program sees what its call came to
    Node next = begin(node);
    if (!world_.runs(thread)) return;
    for (const auto& [slot, result] : level.unseen)
      next.plan.results[static_cast<std::size_t>(slot)] = result;
    next.plan.threads[static_cast<std::size_t>(thread)].levels.back().unseen.clear();
    return add(std::move(next), name(thread) + " sees " + level.unseen.front().second, out);
  }
  if (level.at == level.steps->size()) {
    if (level.signal >= 0) return_from_handler(node, thread, out);
    return;
  }
  const PreparedStep& step = (*level.steps)[level.at];
  if (step.kind == Step::Kind::Call && level.redo == Redo::Undecided) {
    Node next = begin(node);
    if (world_.prepares_restart(thread))
      add(std::move(next), name(thread) + " is about to call again", out);
  }
  if (step.kind == Step::Kind::Call) return enter(node, thread, out);
  if (step.kind == Step::Kind::Make) return make(node, thread, out);
  if (step.kind == Step::Kind::Exec) return exec(node, thread, out);
  if (step.kind == Step::Kind::Leave || step.kind == Step::Kind::Edit)
    return change_frame(node, thread, out);
  if (!holds(node, step)) return;
  Node next = begin(node);
  ++next.plan.threads[static_cast<std::size_t>(thread)].levels.back().at;
  add(std::move(next), name(thread) + " sees " + name(step.who), out);
}

/// A call begins, for the first time or again; or it goes on where it was.
void Steps::enter(const Node& node, int thread, std::vector<Successor>& out) {
  const auto t = static_cast<std::size_t>(thread);
  const Redo redo = node.plan.threads[t].levels.back().redo;
  for (const bool resumed : {false, true}) {
    if (resumed && redo == Redo::None) continue;
    Node next = begin(node);
    ThreadPlan& plan = next.plan.threads[t];
    const PreparedStep& step = current(plan);
    plan.resumed = resumed;
    if (!world_.enters(thread, step, called_as(plan))) continue;
    plan.phase = Phase::InCall;
    plan.moved = 0;
    plan.woken = false;
    plan.levels.back().redo = Redo::None;
    if (!resumed) plan.deadline = -1;
    std::string what = name(thread) +
                       (redo == Redo::None ? " calls "
                        : resumed          ? " goes on with "
                                           : " calls again ") +
                       step.name;
    const std::optional<Result> result = perform(next.plan, thread, step);
    if (result && plan.deadline >= 0 && plan.deadline <= next.plan.now) {
      // Its time is over as it begins: the rules say whether it looks for signals before that.
      Node waits = next;
      waits.saved = world_.save();
      add(std::move(waits), what, out);
    }
    if (result && !plan.killed) {  // who kills itself does not come back
      if (!returns(next.plan, thread, step, *result)) continue;
      const std::string came_to = shown(step, *result);
      if (result->kind == Result::Kind::Never) {
        if (!world_.exits(thread, result->value)) continue;
        if (step.effect->verb.text != kExitsThread || !leave_others(next.plan, thread))
          leave(next.plan, thread, end_by(kExited, came_to), -1);
      } else {
        finish_call(next.plan, thread, came_to);
      }
      what += ": " + came_to;
    }
    add(std::move(next), std::move(what), out);
  }
}

/// The wait is over, and nothing was in the way.
void Steps::complete(const Node& node, int thread, std::vector<Successor>& out) {
  Node next = begin(node);
  ThreadPlan& plan = next.plan.threads[static_cast<std::size_t>(thread)];
  const PreparedStep& step = current(plan);
  const std::size_t moved = plan.moved;
  const std::optional<Result> result = perform(next.plan, thread, step);
  if (!result && plan.moved != moved)
    return add(std::move(next), name(thread) + ": " + step.name + " moves some", out);
  if (!result || !returns(next.plan, thread, step, *result)) return;
  const std::string came_to = shown(step, *result);
  finish_call(next.plan, thread, came_to);
  add(std::move(next), name(thread) + ": " + step.name + " returns " + came_to, out);
}

/// A signal ends the wait: with a code, an error, or what was moved so far. Which of them, the rows
/// say; whether there is such a signal, the mask that is in place then.
void Steps::interrupt(const Node& node, int thread, std::vector<Successor>& out) {
  const auto t = static_cast<std::size_t>(thread);
  const PreparedStep& step = current(node.plan.threads[t]);
  if (step.kind == Step::Kind::Make) return;
  // Who waits for a child or for signals looks for those first.
  if (step.is_wait() || looked_for(node.plan, step) != 0) {
    begin(node);
    Plan ready = node.plan;
    if (perform_verb(ready, thread, step)) return;
  }
  const auto attempt = [&](const Result& result) -> std::optional<Node> {
    Node next = begin(node);
    if (!world_.returns(thread, step, called_as(next.plan.threads[t]), result)) return std::nullopt;
    if (!world_.is_cut_short(thread)) return std::nullopt;
    return next;
  };
  if (const std::size_t moved = node.plan.threads[t].moved; moved > 0) {
    Result told = told_at_end(step, moved);
    told.cut_short = true;
    if (auto next = attempt(told)) {
      leave_code(next->plan, step);
      finish_call(next->plan, thread, std::to_string(told.value));
      add(std::move(*next), name(thread) + ": " + step.name + " is cut short", out);
    }
    return;
  }
  if (step.never_tells()) {
    const Result fault = error(step.cannot_tell()->text);
    auto next = attempt(fault);
    if (!next) return;
    finish_call(next->plan, thread, world_.error_name(fault.value));
    return add(std::move(*next), name(thread) + ": " + step.name + " is interrupted", out);
  }
  for (std::size_t code = 0; code < world_.codes(); ++code) {
    const auto value = static_cast<std::int64_t>(code);
    auto next = attempt({Result::Kind::Code, value});
    if (!next) continue;
    ThreadPlan& plan = next->plan.threads[t];
    plan.phase = Phase::User;
    plan.levels.back().redo = Redo::Undecided;
    add(std::move(*next),
        name(thread) + ": " + step.name + " is interrupted, " + world_.code_name(value), out);
  }
  // Its filter may let it fail, but has left that to a supervisor.
  if (is_supervised(node.plan.threads[t], step)) return;
  for (std::uint64_t errors = world_.cut_short_errors(); errors != 0; errors &= errors - 1) {
    const std::int64_t error = std::countr_zero(errors);
    auto next = attempt({Result::Kind::Error, error});
    if (!next) continue;
    finish_call(next->plan, thread, world_.error_name(error));
    add(std::move(*next),
        name(thread) + ": " + step.name + " fails with " + world_.error_name(error), out);
  }
}

/// The frame tells what the interrupted call came to: an error, or that it is to be done again.
void Steps::return_from_handler(const Node& node, int thread, std::vector<Successor>& out) {
  const auto t = static_cast<std::size_t>(thread);
  const ThreadPlan& before = node.plan.threads[t];
  const Level& below = before.levels[before.levels.size() - 2];
  const Redo redo = below.redo;
  const std::size_t first = out.size();
  const auto attempt = [&](const Result& result) -> std::optional<Node> {
    Node next = begin(node);
    if (!world_.enters(thread, nothing_, returns_from_handler_)) return std::nullopt;
    if (!world_.returns(thread, nothing_, returns_from_handler_, result)) return std::nullopt;
    end_handler(next.plan.threads[t]);
    return next;
  };
  const std::string what = name(thread) + " returns from the handler";
  for (std::uint64_t errors = world_.cut_short_errors(); redo != Redo::None && errors != 0;
       errors &= errors - 1) {
    const std::int64_t error = std::countr_zero(errors);
    auto next = attempt({Result::Kind::Error, error});
    if (!next) continue;
    next->plan.threads[t].levels.back().redo = Redo::None;
    finish_call(next->plan, thread, world_.error_name(error));
    add(std::move(*next), what + " to " + world_.error_name(error), out);
  }
  // The value is the number of a call that is made then; else what the call had come to, which
  // tells nothing here.
  std::vector<std::int64_t> values{0};
  if (redo != Redo::None) {
    const int again = (*below.steps)[below.at].call_id;
    values = {call_number(model_, library_, kLitmusMachine, again),
              call_number(model_, library_, kLitmusMachine, goes_on_)};
  }
  for (const std::int64_t value : values) {
    auto next = attempt({Result::Kind::Value, value});
    if (!next) continue;
    if (redo != Redo::None) next->plan.threads[t].levels.back().redo = Redo::Decided;
    add(std::move(*next), what, out);
    break;
  }
  // Whether one comes back that had never been set depends on what its forebears did.
  const bool may_stay = before.levels.back().stack_before == AltStack::Never;
  for (std::size_t i = first, end = out.size(); may_stay && i < end; ++i) {
    if (out[i].node.plan.threads[t].stack == before.stack) continue;
    Successor stays = out[i];
    stays.node.plan.threads[t].stack = before.stack;
    out.push_back(std::move(stays));
  }
}

void Steps::finish_call(Plan& plan, int thread, const std::string& result) {
  ThreadPlan& at = plan.threads[static_cast<std::size_t>(thread)];
  const PreparedStep& step = current(at);
  if (step.result >= 0) at.levels.back().unseen = {{step.result, result}};
  if (step.status >= 0 && !at.waited.empty())
    at.levels.back().unseen.emplace_back(step.status, at.waited);
  at.waited.clear();
  at.phase = Phase::User;
  at.resumed = false;
  at.deadline = -1;
  at.moved = 0;
  at.woken = false;
  ++at.levels.back().at;
}

bool Steps::sleeps(const Node& node, int thread) {
  const ThreadPlan& plan = node.plan.threads[static_cast<std::size_t>(thread)];
  if (plan.phase != Phase::InCall || plan.stopped || plan.killed || plan.hold != Hold::None)
    return false;
  std::vector<Successor> may;
  complete(node, thread, may);
  interrupt(node, thread, may);
  return may.empty();
}

bool Steps::holds(const Node& node, const PreparedStep& when) {
  const ThreadPlan& plan = node.plan.threads[static_cast<std::size_t>(when.who)];
  switch (when.until) {
    case Step::Until::Stopped: return plan.stopped || plan.hold != Hold::None;
    case Step::Until::Ended: return plan.phase == Phase::Ended;
    case Step::Until::Did:
      return node.plan.results[static_cast<std::size_t>(when.awaited)].has_value();
    case Step::Until::Rests: {
      std::vector<Successor> may;
      of_thread(node, when.who, may);
      return may.empty();
    }
    case Step::Until::Sleeps:
      if (!sleeps(node, when.who)) return false;
      return when.call_id < 0 || current(plan).call_id == when.call_id;
  }
  return false;
}

Outcome Steps::outcome(const Node& node) const {
  Outcome outcome;
  for (std::size_t i = 0; i < node.plan.threads.size(); ++i) {
    const ThreadPlan& plan = node.plan.threads[i];
    const std::string& who = test_.threads[i].name;
    std::vector<std::string> handled;
    for (const int signal : plan.handled) handled.push_back(world_.signal_name(signal));
    tell_handled(outcome, who, handled);
    std::string end = plan.end;
    const Level& level = plan.levels.back();
    if (plan.phase == Phase::Ended) end = plan.end;
    else if (plan.phase == Phase::Unborn) end = kUnborn;
    else if (plan.stopped || plan.hold != Hold::None) end = kStands;
    else if (plan.phase == Phase::InCall) end = end_by(kSleepsIn, current(plan).name);
    else if (level.at < level.steps->size()) end = kPolls;
    tell_end(outcome, who, end);
  }
  for (std::size_t i = 0; i < test_.slots.size(); ++i)
    if (test_.slots[i].kind == Slot::Kind::Result)
      outcome[test_.slots[i].name] = node.plan.results[i].value_or(std::string(kNotReached));
    else if ((test_.slots[i].kind == Slot::Kind::Status ||
              test_.slots[i].kind == Slot::Kind::Part) &&
             node.plan.results[i])
      tell_end(outcome, test_.slots[i].name, *node.plan.results[i]);
  return outcome;
}

}  // namespace sigspec::litmus
