// The tasks of a trace that names them only now and then; see live_tasks.h.
#include "traces/live_tasks.h"

namespace sigspec::traces {

LiveTasks::Whose LiveTasks::resolve(const Record& record, bool mended, Nameless nameless) {
  remembered_ = false;
  if (record.tid == Tid{}) {
    const Whose whose = mended                                   ? owner_
                        : record.record == RecordKind::Superseded ? resolve_superseded(record.other)
                                                                  : resolve_numberless();
    if (whose.tid == Tid{}) nameless_ = true;
    last_ = whose.tid;
    return whose;
  }
  Whose whose;
  whose.tid = record.tid;
  if (record.tid == last_) return whose;
  const bool fresh = live_.insert(static_cast<std::int32_t>(record.tid)).second;
  // Children are announced before their first line; the one nobody announced was the first.
  whose.identified = fresh && nameless_;
  if (whose.identified && !announced_) resolve_unannounced(record, nameless, whose);
  if (whose.identified || whose.lost) nameless_ = false;
  last_ = record.tid;
  return whose;
}

// Who is in a call does nothing else before that has ended. A number that no birth has told is that
// of the task without one, unless others may be making tasks, seen or unseen.
void LiveTasks::resolve_unannounced(const Record& record, Nameless nameless, Whose& whose) {
  const bool is_child = born_.contains(static_cast<std::int32_t>(whose.tid));
  const bool ends = record.record == RecordKind::Exited || record.record == RecordKind::Killed;
  if (nameless == Nameless::Idle) {
    const bool others_bear = !bearing_.empty() || (live_.size() > 1 && !split_);
    whose.lost = !is_child && (born_.empty() || others_bear);
    whose.identified = !is_child && !whose.lost;
  } else {
    whose.identified = nameless == Nameless::GoesOn || (ends && !is_child);
  }
}

void LiveTasks::born(Tid maker, std::int32_t child) {
  bearing_.erase(static_cast<std::int32_t>(maker));
  if (child != 0) born_.insert(child);
}

LiveTasks::Whose LiveTasks::resolve_numberless() {
  Whose whose;
  if (live_.empty() || nameless_) return whose;
  whose.tid = last_;
  std::size_t staying = 0;
  for (const std::int32_t tid : live_)
    if (live_.size() == 1 || !leaving_.contains(tid)) {
      whose.tid = ++staying == 1 ? Tid{tid} : last_;
      if (staying > 1) break;
    }
  whose.guessed = staying != 1;
  return whose;
}

// The leader, and the thread that goes on in its place: one of the two is no tracee any more.
LiveTasks::Whose LiveTasks::resolve_superseded(Tid by) {
  Whose whose;
  if (nameless_) return whose;
  for (const std::int32_t tid : live_) {
    if (Tid{tid} == by) continue;
    whose.guessed = whose.tid != Tid{};
    if (!whose.guessed) whose.tid = Tid{tid};
  }
  return whose;
}

// A message may have cut a line: whose it was is known now, but not with the next task alive.
void LiveTasks::remember_owner() {
  if (!remembered_) owner_ = resolve_numberless();
  remembered_ = true;
}

void LiveTasks::detach() {
  remembered_ = false;
  remember_owner();
}

void LiveTasks::attach(Tid tid) {
  remember_owner();
  announced_ = true;
  live_.insert(static_cast<std::int32_t>(tid));
  leaving_.erase(static_cast<std::int32_t>(tid));
}

void LiveTasks::end(Tid tid) {
  if (tid == Tid{}) nameless_ = false;
  live_.erase(static_cast<std::int32_t>(tid));
  leaving_.erase(static_cast<std::int32_t>(tid));
  bearing_.erase(static_cast<std::int32_t>(tid));
  if (tid == last_) last_ = Tid{};
}

void LiveTasks::remains(Tid tid) {
  live_ = {static_cast<std::int32_t>(tid)};
  leaving_.clear();
  last_ = tid;
}

}  // namespace sigspec::traces
