// Record: what one physical line of an strace recording says, as views into that line.
//
// This is the boundary between bytes and events: the splitter fills a Record without allocating,
// the joiner makes events of records. Nothing in it gives a name a meaning; names stay text.
#pragma once

#include <cstdint>
#include <string_view>

namespace sigspec::traces {

/// A traced task, as strace numbers it. Zero: the line does not say.
enum class Tid : std::int32_t {};
/// A line of one file, counted from 1.
enum class LineNo : std::uint64_t {};

/// Larger numbers in front of a line are not a task: the kernel's own limit is 2^22.
inline constexpr std::uint64_t kTidMax = 1u << 22;

enum class RecordKind : std::uint8_t {
  Call,               // name(args) = result
  Unfinished,         // name(args <unfinished ...>
  Resumed,            // <... name resumed>args) = result
  ResumedUnfinished,  // <... name resumed>args <unfinished ...>
  Signal,             // --- NAME {...} ---
  Stopped,            // --- stopped by NAME ---
  Exited,             // +++ exited with N +++
  Killed,             // +++ killed by NAME +++
  Superseded,         // +++ superseded by execve in pid N +++
  Detached,           // name(args <detached ...>, or that ending alone
  Personality,        // [ Process PID=N runs in M mode. ]
  Attached,           // strace: Process N attached (or detached: flag `leaving`)
  CutByMessage,       // the head of an event, cut by one of strace's own messages
  Satellite,          // a line of a data dump; belongs to the line before
  StackLine,          // a frame of -k; belongs to the line before
  Summary,            // a line of the table of -c
  Message,            // anything else strace says about itself
  Empty,
  NotUnderstood,
};

enum class ResultKind : std::uint8_t {
  None,         // no result on this line
  Value,        // a number, perhaps with a decoration
  Error,        // -1 NAME (text), or -1 (errno N)
  Code,         // a result that only the kernel sees: ? NAME (text), or -1 NAME (unknown error N)
  Never,        // ?: the call did not return
  Unavailable,  // ? <unavailable>
  Register,     // what the register held: whether it is a value, an error or a code is not told
};

/// Everything behind the `=` of a call.
struct ResultText {
  ResultKind kind = ResultKind::None;
  bool negative = false;  // `value` is the two's complement of a negative number
  bool injected = false;
  bool delayed = false;
  std::uint64_t value = 0;      // any 64 bits; for Error and Code the number, where it is printed
  std::string_view text;        // the whole, without the duration
  std::string_view name;        // the name of an Error or a Code
  std::string_view decoration;  // of a returned descriptor, between < and >
  std::string_view aux;         // what stands in the parentheses behind

  void reset() {
    kind = ResultKind::None;
    negative = false;
    injected = false;
    delayed = false;
    value = 0;
    text = {};
    name = {};
    decoration = {};
    aux = {};
  }
};

/// What the time in front of a line is measured from.
enum class Clock : std::uint8_t { None, Epoch, TimeOfDay, SincePreviousLine, SinceSomeMoment };

inline constexpr std::int64_t kNoDuration = -1;

inline constexpr std::int64_t kSecondNs = 1'000'000'000;

/// The unit of a printed time: no coarser than the powers of a thousand that divide it tell.
constexpr std::int64_t time_unit_ns(std::int64_t time_ns) {
  for (const std::int64_t unit : {1'000'000'000, 1'000'000, 1'000})
    if (time_ns % unit == 0) return unit;
  return 1;
}

struct Record {
  RecordKind record = RecordKind::NotUnderstood;
  Clock clock = Clock::None;
  bool bracketed = false;    // the tid was written as [pid N]
  bool cut = false;          // <unfinished ...>) = ?: the arguments were never completed
  bool core_dumped = false;  // Killed
  bool leaving = false;      // Attached: "detached"
  Tid tid{};
  Tid other{};               // Superseded, Attached, Personality: the task spoken of
  std::int64_t time_ns = 0;  // by `clock`
  std::int64_t duration_ns = kNoDuration;
  std::uint64_t value = 0;  // Exited: the status
  std::string_view comm;    // of the task, where the prefix has it
  std::string_view name;    // of the call or signal; Personality: the mode; Attached: who speaks
  std::string_view args;    // between the parentheses; Signal: the siginfo; StackLine: the frame
  ResultText result;

  /// Back to nothing. Field by field: for an assignment of Record{} the compiler takes a string
  /// instruction whose start-up is longer than all these stores.
  void reset() {
    record = RecordKind::NotUnderstood;
    clock = Clock::None;
    bracketed = false;
    cut = false;
    core_dumped = false;
    leaving = false;
    tid = Tid{};
    other = Tid{};
    time_ns = 0;
    duration_ns = kNoDuration;
    value = 0;
    // One by one: a chain of = would read back what it just stored, in another width, and wait.
    comm = {};
    name = {};
    args = {};
    result.reset();
  }
};

}  // namespace sigspec::traces
