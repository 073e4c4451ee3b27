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
  if (world_.is_doomed(thread) && world_.is_killed(thread, signal)) {
    leave(plan, thread, end_by(kKilledBy, called), signal);
    return called + " kills " + name(thread);
  }
  // What stops an orphaned group is only the signal that nothing withstands.
  const bool can_stop = (signals_named(model_, kHalt) >> signal & 1) != 0 ||
                        !is_orphaned(plan, process_of(thread));
  if (!can_stop || !world_.stops(thread, signal)) return name(thread) + " takes " + called;
  at.stopped = world_.is_stopped(thread);
  for (std::size_t i = 0; i < plan.threads.size(); ++i)
    if (process_of(static_cast<int>(i)) == process_of(thread) && plan.threads[i].lives()) {
      plan.threads[i].stopper = signal;
      if (!plan.threads[i].stopped) world_.is_told_to_stop(static_cast<int>(i), signal);
    }
  if (at.stopped && !is_held_in_group_stop(plan, thread)) tell_of_stop(plan, thread);
  return called + " stops " + name(thread);
}

/// The parent hears of it from the last thread that stops.
void Steps::tell_of_stop(Plan& plan, int thread) {
  ThreadPlan& process = plan.threads[static_cast<std::size_t>(process_of(thread))];
  if (!is_child(process_of(thread)) || !all_stopped(plan, process_of(thread))) return;
  process.news = News::Stopped;
  ++process.owes;
  process.changed = end_by(kStoppedBy, world_.signal_name(process.stopper));
}

bool Steps::all_stopped(const Plan& plan, int process) const {
  for (std::size_t i = 0; i < plan.threads.size(); ++i)
    if (process_of(static_cast<int>(i)) == process && plan.threads[i].lives() &&
        !plan.threads[i].stopped)
      return false;
  return true;
}

/// Another thread has stopped it, or would have. Returns: whether it takes no signals before that.
bool Steps::join_stop(const Node& node, int thread, std::vector<Successor>& out) {
  if (node.plan.threads[static_cast<std::size_t>(thread)].stopper < 0) return false;
  Node next = begin(node);
  if (world_.joins_stop(thread)) {
    next.plan.threads[static_cast<std::size_t>(thread)].stopped = world_.is_stopped(thread);
    tell_of_stop(next.plan, thread);
    add(std::move(next), name(thread) + " stops as well", out);
    return true;
  }
  if (!world_.misses_stop(thread)) return false;
  add(std::move(next), name(thread) + " need not stop", out);
  return true;
}

}  // namespace sigspec::litmus
