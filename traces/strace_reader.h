// StraceReader: a recording in strace's words as a stream of events.
//
// It is the public face of the reading half of traces/: it owns the way from lines to records to
// events, keeps the clock, and counts what it did not understand, so that nobody is acquitted in
// ignorance. Reading is pulled, one event a call, and allocates only when a task appears.
#pragma once

#include <cstdint>
#include <string>

#include "traces/cut_lines.h"
#include "traces/event.h"
#include "traces/input.h"
#include "traces/joiner.h"
#include "traces/reader.h"
#include "traces/splitter.h"

namespace sigspec::traces {

class StraceReader {
 public:
  /// `fixed_tid`: every line is of this task, as in the files of -ff; zero: lines say it.
  explicit StraceReader(Input& input, ReaderOptions options = {}, Tid fixed_tid = Tid{},
                        std::uint32_t file = 0);

  /// Returns: false at the end of the input; see failure().  Views live until the next call.
  bool next(Event& out);

  ReaderStats stats() const;
  /// Why the input could not be read to its end; empty when it could.
  const std::string& failure() const { return input_.failure(); }

  /// The first half of next(), for readers that merge several files into one joiner: fills the
  /// record and the place.  Returns: false at the end of the input.
  bool next_record(Event& out);
  /// The second half.  Returns: false when the record makes no event.
  bool make_event(Joiner& joiner, Event& event);

 private:
  bool next_unusual(Event& out);
  void finish_record(Event& out);
  void keep_time(Event& event);
  void keep_odd(Event& event);
  void mend(Event& event);
  void note_cut(Event& event);
  bool resume_bare(Event& event);
  void lose(LineNo line, std::string_view text);

  Input& input_;
  ReaderOptions options_;
  Tid fixed_tid_;
  std::uint32_t file_;
  Splitter splitter_;
  CutLines cut_lines_;
  Joiner joiner_;
  std::uint64_t line_count_ = 0;
  std::int64_t clock_ns_ = 0;  // the last time of day, or the sum of -r
  std::int64_t unit_ns_ = 1'000'000'000;  // of -r, as far as its digits have told
  bool timed_ = false;                    // a line with -r was read
  std::int64_t day_ns_ = 0;    // midnights passed
  bool lost_ = false;                     // a line was not understood since the last event
  Event held_;                 // comes after the one next() gave
  bool holds_ = false;
  ReaderStats stats_;
};

/// True when the first bytes of an input look like a recording of strace's.
bool looks_like_strace(std::string_view first_bytes);
/// True when one of the first lines has the number of a task.
bool says_whose_lines(std::string_view first_bytes);

}  // namespace sigspec::traces
