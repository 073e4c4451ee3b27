// The tasks of a trace that names them only now and then; see live_tasks.h.
#include "traces/live_tasks.h"

namespace sigspec::traces {

LiveTasks::Whose LiveTasks::resolve(const Record& record) {
  Whose whose;
  if (record.tid != Tid{}) {
    whose.tid = record.tid;
    if (record.tid == last_) return whose;
    const bool fresh = live_.insert(static_cast<std::int32_t>(record.tid)).second;
    // Children are announced before their first line; the one nobody announced was the first.
    whose.identified = fresh && nameless_;
    if (whose.identified) nameless_ = false;
    last_ = record.tid;
    return whose;
  }
  if (live_.empty() || nameless_) {
    nameless_ = true;
  } else if (live_.size() == 1) {
    whose.tid = Tid{*live_.begin()};
  } else {
    whose.tid = last_;
    whose.guessed = true;
  }
  last_ = whose.tid;
  return whose;
}

void LiveTasks::attach(Tid tid) { live_.insert(static_cast<std::int32_t>(tid)); }

void LiveTasks::end(Tid tid) {
  if (tid == Tid{}) nameless_ = false;
  live_.erase(static_cast<std::int32_t>(tid));
  if (tid == last_) last_ = Tid{};
}

}  // namespace sigspec::traces
