// The lines of an strace recording that are not events: dumps, stack frames, tables, messages.
//
// They come off the splitter's fast path: each is looked at only after the line was no event.
#pragma once

#include <string_view>

#include "traces/record.h"

namespace sigspec::traces {

/// Fills `out` when the line is one of strace's non-events, also when a message of strace cut
/// the head of an event (kind CutByMessage, `args` is the head).
/// Returns: false when the line is nothing strace is known to print.
bool split_message(std::string_view line, Record& out);

/// The head and the rows of -c tables.  `inside` remembers the state between lines.
bool split_summary(std::string_view line, bool& inside, Record& out);

}  // namespace sigspec::traces
