// Reads what strace prints in front of an event: task, command name, times, call number, address.
//
// Every part is optional and the order is fixed, so that one left-to-right pass reads all option
// combinations (-f, -Y, --secontext, -t.., -r, -n, -i) without being told which were used.
#pragma once

#include "traces/record.h"

namespace sigspec::traces {

/// Fills tid, bracketed, comm, clock and time_ns.  Pre: [begin, end) is one line.
/// Returns: where the event begins; `begin` when there is no prefix.  What follows decides
/// whether the line was an event at all.
const char* parse_prefix(const char* begin, const char* end, Record& record);

}  // namespace sigspec::traces
