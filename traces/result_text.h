// Reads what stands behind the `=` of a call: value, error, kernel code, suffixes, duration.
//
// It is strict on purpose. The splitter proposes the rightmost " = " of a line; only because text
// that is no result is refused here may it do so (a path can hold ") = 4").
#pragma once

#include <string_view>

#include "traces/record.h"

namespace sigspec::traces {

/// Pre: `begin` is behind "= ".  Fills record.result and record.duration_ns.
/// Returns: false when the text is not exactly a result; the record is then half filled.
bool parse_result(const char* begin, const char* end, Record& record);

}  // namespace sigspec::traces
