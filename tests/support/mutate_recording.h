// A recording as a list of steps, each with what is certain of its task before it.
//
// Faults may only be planted where the truth is known, or the planted line could be the truth of
// another program. So this is a second, much smaller reader of signal semantics: it follows only
// tasks that were seen from their start, alone in their process, in recordings without filters,
// and gives up at the first doubt. It is written without the specification on purpose.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/mutate_families.h"
#include "tests/support/mutate_sets.h"
#include "traces/event.h"

namespace sigspec::test {

inline constexpr std::size_t kNoStep = static_cast<std::size_t>(-1);

/// What the interrupted call has to come to.
enum class Promise { Free, Fail, Reissue, Unsure };

struct FrameSeen {
  int signal = 0;
  std::size_t call = kNoStep;  // the interrupted one
  bool editable = false;       // SA_SIGINFO: the program may change what the frame gives back
  std::optional<SignalSet> mask;
  Promise promise = Promise::Free;
};

/// A signal that a task sent to itself while it blocked it, and has not seen since.
struct PendingSeen {
  int signal = 0;
  bool of_thread = false;  // tkill and its kin: only this thread can take it
  std::size_t send = kNoStep;
};

/// By signal; shared by all steps between which they do not change.
using Actions = std::array<std::shared_ptr<const KnownAction>, 65>;

/// An event with its own copies of the texts.
struct Step {
  traces::EventKind kind{};
  std::int64_t tid = 0;
  std::size_t line = 0, entry_line = 0;  // from 1
  bool whole = false;
  std::string name, args;
  traces::ResultKind result{};
  std::uint64_t value = 0;  // of the result, or the status
  bool negative = false;
  std::string result_name;

  std::size_t task = kNobody;  // of the recording's families

  // What is certain of the task before the step.
  bool certain = false;   // all that follows is
  bool complete = false;  // the recording shows by itself that no calls are filtered out
  // Calls of these kinds were seen, so no filter hides them.
  bool actions_shown = false, masks_shown = false, returns_shown = false;
  bool inside_call = false;
  bool first_of_child = false;
  std::optional<SignalSet> mask;
  std::size_t depth = 0;              // frames
  std::optional<FrameSeen> frame;     // of a return from a handler
  KnownAction action;                 // of the signal that is delivered or asked for
  std::vector<PendingSeen> pending;   // these at least, in the order of the sends
  std::vector<PendingSeen> of_maker;  // of a child's first step: pending for its maker
  std::vector<std::pair<int, KnownAction>> handlers;  // of an execve, a child's first step
  std::shared_ptr<const Actions> actions;             // all that are known
  std::size_t code = kNoStep;  // the step of a restart code that is not decided yet
  bool promised = false;       // a handler has returned to a call that is to be re-issued
  std::size_t promised_call = kNoStep;
  std::size_t previous = kNoStep, next = kNoStep;  // of the same task

  const KnownAction& actions_before(int signal) const {
    return *(*actions)[static_cast<std::size_t>(signal)];
  }
  bool begins_call() const {
    return kind == traces::EventKind::Entered || (kind == traces::EventKind::Returned && whole);
  }
  bool returns(traces::ResultKind wanted) const {
    return kind == traces::EventKind::Returned && result == wanted;
  }
};

struct Recording {
  std::string name;
  std::vector<std::string> lines;  // line 1 is lines[0]
  std::vector<Step> steps;
  bool has_init = false;  // inits of pid namespaces are immune to much
  Families families;

  const std::string& line(std::size_t number) const { return lines[number - 1]; }
  const Step* step(std::size_t index) const { return index == kNoStep ? nullptr : &steps[index]; }
  /// The send that the step at this index is; nullptr: none.
  const Send* send_of(std::size_t index) const;
  /// The process of that id which has begun by this line, if it is certain; else nullptr.
  const ProcessFacts* process_with_id(std::int64_t pid, std::size_t line) const;
  const TaskFacts& task(const Step& step) const { return families.tasks[step.task]; }
  const ProcessFacts& process(const Step& step) const {
    return families.processes[task(step).process];
  }
};

/// fork and its kin.
bool makes_task(const std::string& name);

/// True for a recording whose options (as its provenance has them) hide nothing.
bool shows_everything(const std::string& options);

/// Reads at most `lines_max` lines and follows the tasks.  Returns: nothing when unreadable.
std::optional<Recording> read_recording(const std::string& path, std::size_t lines_max);

/// Fills in what is certain before each step.
void follow_tasks(Recording& recording);

}  // namespace sigspec::test
