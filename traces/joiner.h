// Joiner: records in, events out; the halves of cut calls are put together again.
//
// strace cuts a call in two when another task prints in between, at whatever place it had come
// to, inside a struct or before a comma. So halves are joined as text, per task, before anybody
// looks at arguments. Memory: one buffer for each task that lives and was cut.
#pragma once

#include "traces/event.h"
#include "traces/live_tasks.h"
#include "traces/record.h"
#include "traces/task_table.h"

namespace sigspec::traces {

/// The place of a record in the recording.
struct Place {
  LineNo line{};
  std::uint32_t file = 0;
  std::string_view text;  // the physical line
};

class Joiner {
 public:
  /// Returns: false when the record makes no event, or only adds to an open call.
  bool join(const Record& record, const Place& place, Event& out);

  /// True when an event comes before the one join() gave last: who a nameless task was.
  bool has_earlier() const { return has_earlier_; }
  /// Pre: has_earlier().
  void take_earlier(Event& out) {
    out = earlier_;
    has_earlier_ = false;
  }

 private:
  bool returned(const Record& record, Event& out);
  bool resumed(const Record& record, Event& out);
  void unfinished(const Record& record, Event& out);
  void ended(Event& out);
  Tid find_task(const Record& record, const Place& place, Event& out);

  TaskTable tasks_;
  LiveTasks live_;
  bool live_used_ = false;  // numbers are missing or bracketed in this trace
  bool has_earlier_ = false;
  Event earlier_;
};

}  // namespace sigspec::traces
