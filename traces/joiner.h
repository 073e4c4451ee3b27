// Joiner: records in, events out; the halves of cut calls are put together again.
//
// strace cuts a call in two when another task prints in between, at whatever place it had come
// to, inside a struct or before a comma. So halves are joined as text, per task, before anybody
// looks at arguments. Memory: one buffer for each task that lives and was cut.
#pragma once

#include <memory>
#include <utility>

#include "traces/event.h"
#include "traces/live_tasks.h"
#include "traces/reader.h"
#include "traces/task_table.h"

namespace sigspec::traces {

class Joiner {
 public:
  /// `births`: the calls that make tasks; nullptr: not known.
  explicit Joiner(std::shared_ptr<const CallNames> births = {}) : births_(std::move(births)) {}

  /// Makes an event of the record it holds.  Pre: the record, line, file and text are set.
  /// Returns: false when the record makes no event, or only adds to an open call.
  bool join(Event& event);

  /// A line was not understood: it may have begun or ended calls, and tasks.
  void lose() {
    tasks_.close_all();
    live_ = {};
  }

  /// The task whose call was left unfinished last, and that call if this line did it; else null.
  Tid last_entered() const { return last_entered_; }
  const OpenCall* opened_on(LineNo line);

  /// True when an event comes before the one join() gave last: who a nameless task was, or that
  /// nobody can tell any more.
  bool has_earlier() const { return has_earlier_; }
  /// Pre: has_earlier().
  void take_earlier(Event& out) {
    out = earlier_;
    has_earlier_ = false;
  }

 private:
  void enter(Event& event);
  void return_whole(Event& event);
  bool resume(Event& event);
  void end_task(Event& event);
  void find_task(Event& event);
  void find_remaining(Event& event);
  bool join_rare(Event& event);
  LiveTasks::Nameless nameless_at(const Event& event);
  void note_task(const Event& event);

  std::shared_ptr<const CallNames> births_;
  TaskTable tasks_;
  LiveTasks live_;
  Tid last_entered_{};
  bool live_used_ = false;  // numbers are missing or bracketed in this trace
  bool has_earlier_ = false;
  Event earlier_;
};

}  // namespace sigspec::traces
