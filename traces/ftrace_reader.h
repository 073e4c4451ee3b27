// FtraceReader: a recording of the kernel's own tracing as a stream of events.
//
// It reads raw_syscalls (calls told by number, arguments as registers), signal_generate,
// signal_deliver, and the births, execs and ends of tasks. What a number or an address means is
// left to the specification. Texts of signals are given under the names of siginfo_t and sigaction,
// so that one declaration serves all dialects. Nothing is allocated for a line.
#pragma once

#include <cstdint>
#include <string>

#include "traces/event.h"
#include "traces/ftrace_line.h"
#include "traces/input.h"
#include "traces/reader.h"
#include "traces/task_table.h"

namespace sigspec::traces {

class FtraceReader {
 public:
  explicit FtraceReader(Input& input, ReaderOptions options = {})
      : input_(input), options_(options) {}

  /// Returns: false at the end of the input; see failure().  Views live until the next call.
  bool next(Event& out);

  ReaderStats stats() const;
  /// Why the input could not be read to its end; empty when it could.
  const std::string& failure() const { return input_.failure(); }

 private:
  enum class Made : std::uint8_t { Event, Nothing, NotUnderstood };

  bool next_line(Event& out);
  Made make_event(const FtraceLine& line, Event& event);
  Made enter(const FtraceLine& line, Event& event);
  Made leave(const FtraceLine& line, Event& event);
  Made generate(const FtraceLine& line, Event& event);
  Made deliver(const FtraceLine& line, Event& event);
  Made make_task(const FtraceLine& line, Event& event);
  Made born(const FtraceLine& line, Event& event);
  Made execute(const FtraceLine& line, Event& event);
  void lose_task(const Event& event);

  Input& input_;
  ReaderOptions options_;
  TaskTable tasks_;
  bool any_call_ = false;  // there is something in it
  bool every_sender_ = false;
  std::string text_;       // of the event at hand
  std::uint64_t line_count_ = 0;
  Event held_;  // comes after the one that next() gives
  bool holds_ = false;
  ReaderStats stats_;
};

/// True when the first bytes of an input look like such a recording.
bool looks_like_ftrace(std::string_view first_bytes);

}  // namespace sigspec::traces
