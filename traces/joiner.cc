// Joining halves into events; see joiner.h.
#include "traces/joiner.h"

#include "traces/chars.h"

namespace sigspec::traces {
namespace {

/// Does the record go on with a call that was left unfinished?
bool resumes(const Event& event) {
  return event.record == RecordKind::Resumed || event.record == RecordKind::ResumedUnfinished;
}

}  // namespace

void Joiner::find_task(Event& event) {
  live_used_ = true;
  const bool is_asked = event.tid != Tid{} && live_.counts_births();
  const LiveTasks::Whose whose =
      live_.resolve(event, event.mended && !event.spliced,
                    is_asked ? nameless_at(event) : LiveTasks::Nameless::Idle);
  event.tid = whose.tid;
  event.tid_guessed = whose.guessed;
  if (whose.guessed) [[unlikely]] find_remaining(event);
  if (!whose.identified && !whose.lost) return;
  has_earlier_ = true;
  earlier_ = Event{};
  if (whose.identified) {
    tasks_.move(Tid{}, whose.tid);
    earlier_.kind = EventKind::Identified;
    earlier_.tid = whose.tid;
  } else {
    tasks_.drop(Tid{});
    earlier_.kind = EventKind::Detached;
  }
  earlier_.line = earlier_.entry_line = event.line;
  earlier_.file = event.file;
  earlier_.text = event.text;
}

LiveTasks::Nameless Joiner::nameless_at(const Event& event) {
  const OpenCall* call = tasks_.find(Tid{});
  if (call == nullptr || !call->open) return LiveTasks::Nameless::Idle;
  return resumes(event) && is_same(call->name(), event.name) ? LiveTasks::Nameless::GoesOn
                                                             : LiveTasks::Nameless::Inside;
}

// Who is about to end; and who makes whom, as long as that tells to whom a number belongs.
void Joiner::note_task(const Event& event) {
  if (event.result.kind == ResultKind::Never) live_.leave(event.tid);
  if (event.kind == EventKind::Entered) live_.split();
  if (!live_.counts_births() || !births_ || !births_->contains(event.name)) return;
  if (event.kind == EventKind::Entered) return live_.bears(event.tid);
  const ResultText& result = event.result;
  const bool made = result.kind == ResultKind::Value && !result.negative && result.value <= kTidMax;
  live_.born(event.tid, made ? static_cast<std::int32_t>(result.value) : 0);
}

// Filters and options hide how tasks end (strace -e signal=none), or that one is let go of (-q -b),
// but not which of them is inside this call, or in none.
void Joiner::find_remaining(Event& event) {
  const bool goes_on = resumes(event);
  const bool begins = event.record == RecordKind::Call || event.record == RecordKind::Unfinished;
  if (!goes_on && !begins) return;
  Tid found{};
  for (const std::int32_t tid : live_.all()) {
    const OpenCall* call = tasks_.find(Tid{tid});
    const bool inside = call != nullptr && call->open;
    if (goes_on ? !inside || !is_same(call->name(), event.name) : inside) continue;
    if (found != Tid{}) return;
    found = Tid{tid};
  }
  if (found == Tid{}) return;
  live_.remains(found);
  event.tid = found;
  event.tid_guessed = false;
}

void Joiner::return_whole(Event& event) {
  event.kind = EventKind::Returned;
  event.whole = true;
  if (OpenCall* call = tasks_.find(event.tid); call != nullptr && call->open) [[unlikely]] {
    event.previous_lost = true;
    call->open = false;
  }
}

void Joiner::enter(Event& event) {
  OpenCall& call = tasks_.make(event.tid);
  event.kind = EventKind::Entered;
  event.previous_lost = call.open;
  call.open = true;
  call.truncated = false;
  call.entry_line = event.line;
  last_entered_ = event.tid;
  call.text.clear();
  tasks_.append(call, event.name);
  call.name_size = static_cast<std::uint32_t>(call.text.size());
  tasks_.append(call, event.args);
  event.truncated = call.truncated;
}

const OpenCall* Joiner::opened_on(LineNo line) {
  const OpenCall* call = tasks_.find(last_entered_);
  return call != nullptr && call->open && call->entry_line == line ? call : nullptr;
}

bool Joiner::resume(Event& event) {
  OpenCall* call = tasks_.find(event.tid);
  const bool complete = event.record == RecordKind::Resumed;
  event.kind = EventKind::Returned;
  if (call != nullptr && call->open && is_same(call->name(), event.name)) {
    tasks_.append(*call, event.args);
    event.truncated = call->truncated;
    event.name = call->name();
    event.args = call->args();
    event.entry_line = call->entry_line;
    call->open = !complete;
    return complete;
  }
  event.head_missing = true;
  if (!complete) {  // go on with the piece there is, a head whose own head is missing
    enter(event);
    return true;
  }
  if (call != nullptr) {
    event.previous_lost = call->open;
    call->open = false;
  }
  return true;
}

void Joiner::end_task(Event& event) {
  if (OpenCall* call = tasks_.find(event.tid)) {
    event.previous_lost = call->open;
    tasks_.drop(event.tid);
  }
  if (live_used_) live_.end(event.tid);
}

bool Joiner::join(Event& event) {
  event.whole = false;
  event.head_missing = false;
  event.previous_lost = false;
  event.truncated = false;
  event.tid_guessed = false;
  event.entry_line = event.line;
  if (event.record <= RecordKind::Personality && (event.tid == Tid{} || event.bracketed))
    find_task(event);
  switch (event.record) {
    case RecordKind::Call:
      return_whole(event);
      if (live_used_) note_task(event);
      return true;
    case RecordKind::Unfinished:
      enter(event);
      if (live_used_) note_task(event);
      return true;
    case RecordKind::Resumed:
    case RecordKind::ResumedUnfinished:
      if (!resume(event)) return false;
      if (live_used_) note_task(event);
      return true;
    case RecordKind::Signal: event.kind = EventKind::Delivered; return true;
    default: return join_rare(event);
  }
}

bool Joiner::join_rare(Event& event) {
  switch (event.record) {
    case RecordKind::Stopped: event.kind = EventKind::Stopped; return true;
    case RecordKind::Exited:
      event.kind = EventKind::Exited;
      end_task(event);
      return true;
    case RecordKind::Killed:
      event.kind = EventKind::Killed;
      end_task(event);
      return true;
    case RecordKind::Superseded:
      // The executing task goes on under the number of the leader, with its open call.
      event.kind = EventKind::Superseded;
      tasks_.move(event.other, event.tid);
      if (live_used_) live_.end(event.other);
      return true;
    case RecordKind::Detached:
      event.kind = EventKind::Detached;
      end_task(event);
      return true;
    case RecordKind::Personality: event.kind = EventKind::Personality; return true;
    case RecordKind::Attached:
      live_used_ = true;
      if (event.leaving) {
        event.kind = EventKind::Detached;
        event.tid = event.other;
        live_.detach();
      } else {
        event.kind = EventKind::Attached;
        live_.attach(event.other);
      }
      return true;
    case RecordKind::StackLine: event.kind = EventKind::Frame; return true;
    case RecordKind::NotUnderstood: event.kind = EventKind::NotUnderstood; return true;
    default: return false;
  }
}

}  // namespace sigspec::traces
