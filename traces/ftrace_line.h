// FtraceLine: one line of the kernel's own tracing, cut into its columns.
//
// The text is that of the files trace and trace_pipe of tracefs, and of `trace-cmd report`: command
// and task, processor, flags, time, the event's name, and its fields as the event prints them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "traces/record.h"

namespace sigspec::traces {

/// The comment in front of a recording that shows the signals of all senders: the kernel itself can
/// be told to show only those of some tasks, and then says nothing of it.
inline constexpr std::string_view kEverySender = "# signals of every sender";

enum class FtraceKind : std::uint8_t {
  Event,
  Lost,     // the buffer was full: lines are missing before this one
  Neutral,  // headers, comments, nothing
  NotUnderstood,
};

struct FtraceLine {
  FtraceKind kind = FtraceKind::NotUnderstood;
  Tid tid{};           // zero: no task ran, or a processor's idle one
  Tid group{};         // its process; zero: the line does not say
  int processor = -1;  // -1: the line does not say
  std::int64_t time_ns = 0;
  std::string_view comm, time, event, fields;
};

/// Returns by `out` views into `line`.
void split_ftrace_line(std::string_view line, FtraceLine& out);

/// The value of `key` ("pid=") in fields, up to the next space; the last one counts, because a
/// command's name may hold anything and stands before it.  Returns: empty when there is none.
std::string_view last_field(std::string_view fields, std::string_view key);
/// As last_field, of the first one: for what stands before a command's name.
std::string_view first_field(std::string_view fields, std::string_view key);

/// Reads a whole text as a decimal number.
std::optional<std::int64_t> whole_number(std::string_view text);
/// Reads a whole text as the number of a task; zero when it is none.
Tid task_number(std::string_view text);

}  // namespace sigspec::traces
