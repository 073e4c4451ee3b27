// Process groups and sessions: who is in which, who may be moved, and signals to all of a group.
#include <algorithm>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

namespace {

std::size_t index(int process) { return static_cast<std::size_t>(process); }

}  // namespace

/// A process that has begun, and that nobody has waited for yet.
bool Steps::is_there(const Plan& plan, int process) const {
  const ThreadPlan& at = plan.threads[index(process)];
  return process_of(process) == process && at.phase != ThreadPlan::Phase::Unborn &&
         at.news != News::Gone;
}

/// Who is in the group of this number, of those who are there: anybody; -1: nobody.
int Steps::member_of(const Plan& plan, int group) const {
  for (std::size_t i = 0; i < plan.threads.size(); ++i)
    if (is_there(plan, static_cast<int>(i)) && plan.threads[i].group == group)
      return static_cast<int>(i);
  return -1;
}

Result Steps::begin_session(Plan& plan, int thread, const PreparedStep& step) const {
  const int process = process_of(thread);
  if (member_of(plan, process) >= 0) return error(step.effect->operands[0].text);
  ThreadPlan& at = plan.threads[index(process)];
  at.group = at.session = process;
  Result begun{Result::Kind::Value, World::number_of(process), true};
  begun.told = process;
  return begun;
}

/// Oneself or a child that has not run a program of its own; to the group of its own number, or to
/// one that is there in the same session.
Result Steps::join_group(Plan& plan, int thread, const PreparedStep& step) const {
  const auto fault = [&](std::size_t i) { return error(step.effect->operands[i].text); };
  const Argument *who = step.operand(0), *where = step.operand(1);
  const int self = process_of(thread), session = plan.threads[index(self)].session;
  const bool names_other = who && (who->slot >= 0 || who->word != 0);
  const int moved = names_other ? meant(plan, *who) : self;
  if (moved < 0 || !is_there(plan, process_of(moved))) return fault(2);
  if (process_of(moved) != moved) return fault(3);
  ThreadPlan& at = plan.threads[index(moved)];
  if (moved != self) {
    if (!is_child(moved) || parent_of(moved) != self) return fault(2);
    if (at.session != session) return fault(4);
    if (at.executed) return fault(5);
  }
  const bool names_group = where && (where->slot >= 0 || where->word != 0);
  const int group = names_group ? meant(plan, *where) : moved;
  const int member = group < 0 ? -1 : member_of(plan, group);
  const bool may_join =
      group == moved || (member >= 0 && plan.threads[index(member)].session == session);
  if (at.session == moved || !may_join) return fault(4);
  at.group = group;
  return {};
}

/// At once: nobody acts in between.
Result Steps::send_to_group(Plan& plan, int thread, const Argument& signal) {
  const int group = plan.threads[index(process_of(thread))].group;
  const int member = signal_in(signal);
  for (std::size_t i = 0; i < plan.threads.size() && member >= 0; ++i)
    if (is_there(plan, static_cast<int>(i)) && plan.threads[i].group == group)
      send_to(plan, static_cast<int>(i), member, true);
  return {};
}

/// Has nobody of its group a parent in another group of the same session? That of those whom no
/// process of the test has made is in the session that they begin in.
bool Steps::is_orphaned(const Plan& plan, int process) const {
  const ThreadPlan& at = plan.threads[index(process)];
  for (std::size_t i = 0; i < plan.threads.size(); ++i) {
    const int member = static_cast<int>(i);
    if (!is_there(plan, member) || alive_of(plan, member) < 0 ||
        plan.threads[i].group != at.group)
      continue;
    const ThreadPlan* parent = is_child(member) && alive_of(plan, parent_of(member)) >= 0
                                   ? &plan.threads[index(parent_of(member))]
                                   : nullptr;
    const bool is_of_another = parent ? parent->group != at.group : true;
    const int session = parent ? parent->session : ThreadPlan::kFirst;
    if (is_of_another && session == at.session) return false;
  }
  return true;
}

}  // namespace sigspec::litmus
