// Event: what happened to one traced task, as told by one line or by two joined halves.
//
// Events are the vocabulary between the readers of traces and those who judge them. Texts are
// views that live until the reader's next event; whoever needs them longer copies them.
#pragma once

#include <cstdint>
#include <string_view>

#include "traces/record.h"

namespace sigspec::traces {

enum class EventKind : std::uint8_t {
  Entered,        // a call began; its line is unfinished
  Returned,       // a call ended; `whole`: it also began on this line
  Delivered,      // a signal was taken from the queue; `args` is its siginfo
  Stopped,        // group stop, `name` is the signal
  Exited,         // `value` is the status
  Killed,         // `name` is the signal
  Superseded,     // `other` executed a program and goes on as `tid`
  Attached,       // the observer sees `other` for the first time
  Detached,       // the observer lets `tid` go; `name`: inside this call
  Personality,    // `name` is the mode
  Identified,     // the task without a number so far (tid 0) is `tid`
  Making,         // `tid` is about to make `other`; `args` are the flags, as a number
  Born,           // `tid` made `other`
  Generated,      // a signal was sent to `other`, by whatever ran: `args` is its siginfo and fate
  Ended,          // `tid` is no more; how it ended is not told
  Lost,           // lines are missing before this one: of `tid`, or of any task when that is zero
  Frame,          // a stack frame of the event before; only on demand
  NotUnderstood,  // `text` is the line; it may have hidden any event
};

/// How far the order of events of different tasks can be trusted.
enum class Order : std::uint8_t {
  Recorded,  // the observer wrote them in this order
  ByTime,    // files of single tasks, merged by the times of entry
  Unknown,   // files of single tasks without times, one after the other
};

/// An event is its record, mended: with halves joined, `args` is the whole text, `tid` is resolved
/// and `entry_line` is the line of the first half. Its own fields come first.
struct Event : Record {
  EventKind kind = EventKind::NotUnderstood;
  bool whole = false;          // Returned: entry and return on one line
  bool after_loss = false;     // lines before it, since the event before, were not understood
  bool head_missing = false;   // Returned: the first half was not seen; args is the second half
  bool previous_lost = false;  // an open call of the task never ended; at its end: it died there
  bool mended = false;         // its line was cut in two by other text and put together
  bool spliced = false;        // foreign text stood in the line; args may hold some of it
  bool held_back = false;      // shown when its call had ended, although in two lines
  bool truncated = false;      // args is not all that was printed: a limit was reached
  bool tid_guessed = false;    // the line has no number and several tasks may be meant
  // A dialect that tells calls by number: `name` is empty, the arguments are as in registers.
  bool numbered = false;
  bool wide_arguments = false;   // one of them needs more than 32 bits
  bool executed = false;         // Returned: the program was replaced in it
  int processor = -1;            // where it happened, or where lines were lost
  bool every_sender = false;     // the recording has a Generated for each signal, whoever sent it
  std::int64_t call_number = 0;  // at entry
  std::int64_t end_number = 0;   // at the end: an execve leaves that of the new program's ABI
  std::uint32_t file = 0;        // which file of the trace
  LineNo line{};
  LineNo entry_line{};    // of a Returned's first half; else the line itself
  std::string_view text;  // the physical line
};

}  // namespace sigspec::traces
