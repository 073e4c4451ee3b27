// What a tracer asks for, and how those it traces stop for it.
//
// A tracer is the parent of whom it traces: another would have to hear of the end of tasks that are
// not its own.
#include <bit>
#include <utility>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

using Phase = ThreadPlan::Phase;

/// Its tracer has something to wait for, and is told so.
void Steps::stop_for_tracer(Plan& plan, int thread, Hold hold, int signal) {
  ThreadPlan& held = plan.threads[static_cast<std::size_t>(thread)];
  const bool tells_why = hold == Hold::AtStop && held.seized;
  held.hold = hold;
  held.stopped = false;
  held.news = News::Stopped;
  held.changed = end_by(tells_why ? kEventStop : kStoppedBy, world_.signal_name(signal));
  ++held.owes;
}

/// What stops its group is a stop for its tracer as well, if it has one.
bool Steps::is_held_in_group_stop(Plan& plan, int thread) {
  const int signal = plan.threads[static_cast<std::size_t>(thread)].stopper;
  if (!world_.is_held(thread, signal)) return false;
  stop_for_tracer(plan, thread, Hold::AtStop, signal);
  return true;
}

/// Before it takes signals, or goes on: the rules know whether there is such a stop, and with which
/// signal. Returns: whether there is.
bool Steps::tell_tracer(const Node& node, int thread, std::vector<Successor>& out) {
  const ThreadPlan& plan = node.plan.threads[static_cast<std::size_t>(thread)];
  const bool may = plan.hold == Hold::Listens ||
                   (plan.hold == Hold::None && plan.phase == Phase::User);
  for (int signal = 0; plan.traced && may && signal < world_.signals(); ++signal) {
    Node next = begin(node);
    if (!world_.is_held(thread, signal)) continue;
    stop_for_tracer(next.plan, thread, Hold::AtStop, signal);
    add(std::move(next), name(thread) + " stops for its tracer", out);
    return true;
  }
  return false;
}

/// With the signal that it has taken, with another, or without.
void Steps::let_go_on(Plan& plan, int thread, const Argument* signal) {
  const bool named = signal && signal->value && !signal->value->names.empty();
  const int given =
      named ? model_.types.find(kSignalType)->member(signal->value->names[0].text) : -1;
  if (given < 0) {
    world_.is_spared(thread);
  } else if (world_.is_let_through(thread, given)) {
    if (settles(plan, thread, given)) act_on(plan, thread, given);
  } else if (world_.is_put_back(thread, given)) {
    plan.sent.emplace(given, thread);
  }
}

Result Steps::trace(Plan& plan, int thread, const PreparedStep& step) {
  const auto done = [] { return Result{Result::Kind::Value, 0, true}; };
  const auto asks_for = [&](std::string_view what) { return asks(step, 0, what, kRequestType); };
  const Argument* whom = step.operand(1);
  const int target = whom ? meant(plan, *whom) : -1;
  if (target < 0 || !is_child(target) || parent_of(target) != process_of(thread))
    return error(kNoProcess);
  ThreadPlan& traced = plan.threads[static_cast<std::size_t>(target)];
  if (!traced.lives()) return error(kNoProcess);
  for (const bool seizes : {true, false}) {
    if (!asks_for(seizes ? kSeizes : kAttaches)) continue;
    if (!world_.is_traced(target, seizes)) return error(kIsTraced);
    traced.traced = true;
    traced.seized = seizes;
    if (traced.stopped) is_held_in_group_stop(plan, target);
    if (!seizes) send_to(plan, target, std::countr_zero(signals_named(model_, kHalt)), false);
    return done();
  }
  if (asks_for(kAsksToStop))
    return world_.is_asked_to_stop(target) ? done() : error(kNotInThisStop);
  if (traced.hold == Hold::None) return error(kNoProcess);
  if (asks_for(kListens)) {
    if (!traced.seized || traced.hold == Hold::AtSignal) return error(kNotInThisStop);
    traced.hold = Hold::Listens;
  } else if (asks_for(kLetsGoOn)) {
    if (traced.news == News::Stopped) traced.news = News::None;  // nobody can be told any more
    if (std::exchange(traced.hold, Hold::None) == Hold::AtSignal)
      let_go_on(plan, target, step.operand(2));
  }
  return done();
}

}  // namespace sigspec::litmus
