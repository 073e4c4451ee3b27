// Joining halves into events; see joiner.h.
#include "traces/joiner.h"

#include <algorithm>

namespace sigspec::traces {
Tid Joiner::find_task(const Record& record, const Place& place, Event& out) {
  live_used_ = true;
  const LiveTasks::Whose whose = live_.resolve(record);
  out.tid_guessed = whose.guessed;
  if (whose.identified) {
    tasks_.move(Tid{}, whose.tid);
    has_earlier_ = true;
    earlier_ = Event{};
    earlier_.kind = EventKind::Identified;
    earlier_.tid = whose.tid;
    earlier_.line = earlier_.entry_line = place.line;
    earlier_.file = place.file;
  }
  return whose.tid;
}

bool Joiner::returned(const Record& record, Event& out) {
  out.kind = EventKind::Returned;
  out.whole = true;
  out.args = record.args;
  if (OpenCall* call = tasks_.find(out.tid); call != nullptr && call->open) {
    out.previous_lost = true;
    call->open = false;
  }
  return true;
}

void Joiner::unfinished(const Record& record, Event& out) {
  OpenCall& call = tasks_.make(out.tid);
  out.kind = EventKind::Entered;
  out.previous_lost = call.open;
  call.open = true;
  call.entry_line = out.line;
  call.truncated = false;
  call.text.clear();
  tasks_.append(call, record.name);
  tasks_.append(call, record.args);
  call.name_size = static_cast<std::uint32_t>(
      call.truncated ? std::min(call.text.size(), record.name.size()) : record.name.size());
  out.truncated = call.truncated;
  out.args = call.args();
}

bool Joiner::resumed(const Record& record, Event& out) {
  OpenCall* call = tasks_.find(out.tid);
  const bool known = call != nullptr && call->open && call->name() == record.name;
  const bool complete = record.kind == RecordKind::Resumed;
  out.kind = EventKind::Returned;
  if (known) {
    tasks_.append(*call, record.args);
    out.truncated = call->truncated;
    out.args = call->args();
    out.name = call->name();
    out.entry_line = call->entry_line;
    if (complete) call->open = false;
    return complete;
  }
  if (!complete) {  // go on with the piece there is; it is a head whose own head is missing
    unfinished(record, out);
    out.head_missing = true;
    return true;
  }
  out.head_missing = true;
  out.args = record.args;
  if (call != nullptr) {
    out.previous_lost = call->open;
    call->open = false;
  }
  return true;
}

void Joiner::ended(Event& out) {
  if (OpenCall* call = tasks_.find(out.tid)) {
    out.previous_lost = call->open;
    tasks_.drop(out.tid);
  }
  if (live_used_) live_.end(out.tid);
}

bool Joiner::join(const Record& record, const Place& place, Event& out) {
  out.truncated = out.whole = out.head_missing = out.previous_lost = out.tid_guessed = false;
  out.cut = record.cut;
  out.core_dumped = record.core_dumped;
  out.clock = record.clock;
  out.other = record.other;
  out.file = place.file;
  out.line = out.entry_line = place.line;
  out.time_ns = record.time_ns;
  out.duration_ns = record.duration_ns;
  out.value = record.value;
  out.name = record.name;
  out.args = record.args;
  out.comm = record.comm;
  out.text = place.text;
  out.result = record.result;
  out.tid = record.tid;
  const bool about_a_task = record.kind <= RecordKind::Personality;
  if (about_a_task && (record.tid == Tid{} || record.bracketed))
    out.tid = find_task(record, place, out);
  switch (record.kind) {
    case RecordKind::Call:
      return returned(record, out);
    case RecordKind::Unfinished:
      unfinished(record, out);
      return true;
    case RecordKind::Resumed:
    case RecordKind::ResumedUnfinished:
      return resumed(record, out);
    case RecordKind::Signal:
      out.kind = EventKind::Delivered;
      return true;
    case RecordKind::Stopped:
      out.kind = EventKind::Stopped;
      return true;
    case RecordKind::Exited:
    case RecordKind::Killed:
      out.kind = record.kind == RecordKind::Exited ? EventKind::Exited : EventKind::Killed;
      ended(out);
      return true;
    case RecordKind::Superseded:
      // The executing task goes on under the number of the leader, with its open call.
      out.kind = EventKind::Superseded;
      tasks_.move(record.other, out.tid);
      if (live_used_) live_.end(record.other);
      return true;
    case RecordKind::Detached:
      out.kind = EventKind::Detached;
      ended(out);
      return true;
    case RecordKind::Personality:
      out.kind = EventKind::Personality;
      return true;
    case RecordKind::Attached:
      out.kind = record.leaving ? EventKind::Detached : EventKind::Attached;
      if (record.leaving) out.tid = record.other;
      live_used_ = true;
      if (!record.leaving) live_.attach(record.other);
      return true;
    case RecordKind::StackLine:
      out.kind = EventKind::Frame;
      return true;
    case RecordKind::NotUnderstood:
      out.kind = EventKind::NotUnderstood;
      return true;
    case RecordKind::CutByMessage:
    case RecordKind::Satellite:
    case RecordKind::Summary:
    case RecordKind::Message:
    case RecordKind::Empty:
      return false;
  }
  return false;
}

}  // namespace sigspec::traces
