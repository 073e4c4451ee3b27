// The line splitter: one physical line of an strace recording in, one Record out.
//
// It is made by hand because it is the inner loop of everything: it allocates nothing, looks at
// most bytes once, and walks through the arguments only when the short way (the rightmost " = "
// of the line) does not lead to a well-formed result.
#pragma once

#include <string>
#include <string_view>

#include "traces/prefix.h"
#include "traces/record.h"

namespace sigspec::traces {

/// Whether the line is known to be whole, or was cut by the end of the input or a length limit.
enum class LineEnd : bool { Whole, Cut };

class Splitter {
 public:
  /// Returns by `out`: views into `line`, or into the splitter's own scratch when the line was
  /// coloured; valid until the next call or the end of `line`'s life.
  void split(std::string_view line, Record& out, LineEnd line_end = LineEnd::Whole) {
    if (coloured_ || !split_event(line, out, line_end)) [[unlikely]]
      split_rare(line, out, line_end);
  }

  /// True when a line that is no event could be the head of one: a prefix, a name and its '('.
  bool begins_event(std::string_view line);
  /// Fills `out` with the end of a call that stands on a line of its own, without name or prefix.
  bool split_bare_end(std::string_view line, Record& out);
  /// True when an event could end with this text, whose head the beginning of the recording lacks.
  static bool is_rest_of_event(std::string_view text);
  /// True when an event could begin with this text, which the end of the recording cut off.
  bool is_cut_event(std::string_view text);

 private:
  bool split_event(std::string_view line, Record& out, LineEnd line_end);
  void split_rare(std::string_view line, Record& out, LineEnd line_end);
  bool split_stripped(std::string_view line, Record& out, LineEnd line_end);
  bool split_lost_call(std::string_view line, Record& out);
  bool split_call_before_frame(std::string_view line, Record& out);
  bool split_behind_unread_call(std::string_view line, Record& out);

  PrefixParser prefix_;
  bool coloured_ = false;    // escapes were seen: strip before looking
  bool in_summary_ = false;  // between the head and the total of a -c table
  std::string scratch_;      // the line without escapes, or a part of it
  std::string short_;        // a short line with room before it
};

}  // namespace sigspec::traces
