// The tasks of a trace that names them only now and then; see live_tasks.h.
#include "traces/live_tasks.h"

namespace sigspec::traces {

LiveTasks::Whose LiveTasks::resolve(const Record& record, bool mended) {
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
  if (whose.identified) nameless_ = false;
  last_ = record.tid;
  return whose;
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
  live_.insert(static_cast<std::int32_t>(tid));
  leaving_.erase(static_cast<std::int32_t>(tid));
}

void LiveTasks::end(Tid tid) {
  if (tid == Tid{}) nameless_ = false;
  live_.erase(static_cast<std::int32_t>(tid));
  leaving_.erase(static_cast<std::int32_t>(tid));
  if (tid == last_) last_ = Tid{};
}

void LiveTasks::remains(Tid tid) {
  live_ = {static_cast<std::int32_t>(tid)};
  leaving_.clear();
  last_ = tid;
}

}  // namespace sigspec::traces
