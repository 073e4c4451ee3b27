// What comes of signals that are taken: handlers, ends, stops; and faults, where there is no frame
// for a handler.
#include <bit>
#include <utility>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

/// Whatever was sent may be next; the rules know which is.
void Steps::take_signals(const Node& node, int thread, std::vector<Successor>& out) {
  for (const auto& [signal, target] : node.plan.sent) {
    if (target != thread) continue;
    for (const bool shared : {true, false}) {
      Node next = begin(node);
      if (!world_.takes(thread, signal, shared)) continue;
      std::string what = act_on_taken(next.plan, thread, signal);
      if (what.empty()) continue;
      add(std::move(next), std::move(what), out);
      break;
    }
  }
}

/// Its tracer is told first, if it has one. Returns: what comes of it, in words; nothing if the
/// rules know of nothing.
std::string Steps::act_on_taken(Plan& plan, int thread, int signal) {
  if (world_.is_held(thread, signal)) {
    stop_for_tracer(plan, thread, Hold::AtSignal, signal);
    return name(thread) + " stops at " + world_.signal_name(signal);
  }
  return settles(plan, thread, signal) ? act_on(plan, thread, signal) : std::string();
}

/// Where there is no room for the frame of its handler, that has to be known by then.
bool Steps::settles(const Plan& plan, int thread, int signal) {
  const PreparedHandler* handles = handler(thread, signal);
  const ThreadPlan& at = plan.threads[static_cast<std::size_t>(thread)];
  if (handles && !handles->ignored && !has_room(at, *handles)) world_.has_no_room(thread);
  return world_.settles(thread);
}

/// What comes of a signal whose action is settled. Returns: that in words.
std::string Steps::act_on(Plan& plan, int thread, int signal) {
  ThreadPlan& at = plan.threads[static_cast<std::size_t>(thread)];
  const std::string& called = world_.signal_name(signal);
  const PreparedHandler* handles = handler(thread, signal);
  if (handles && world_.handles(thread, signal)) {
    begin_handler(at, *handles, signal);
    return name(thread) + " handles " + called;
  }
  const int fault = std::countr_zero(signals_named(model_, kFaultOfFrame));
  if (handles && world_.faults(thread, fault))
    return name(thread) + " cannot handle " + called + ", " + act_on_taken(plan, thread, fault);
  if (world_.is_killed(thread, signal)) {
    leave(plan, thread, end_by(kKilledBy, called), signal);
    return called + " kills " + name(thread);
  }
  if (!world_.stops(thread, signal)) return name(thread) + " takes " + called;
  at.stopped = world_.is_stopped(thread);
  at.stopper = signal;
  if (at.stopped && !is_held_in_group_stop(plan, thread) && is_child(thread)) {
    at.news = News::Stopped;
    ++at.owes;
    at.changed = end_by(kStoppedBy, called);
  }
  return called + " stops " + name(thread);
}

}  // namespace sigspec::litmus
