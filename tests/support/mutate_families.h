// Who made whom, who sent what to whom, and how each task of a recording ended.
//
// What one task shows often limits what another can: a child's death its parent's wait, a send its
// target's next step. Here stands what is certain of that, again without the specification. Tasks
// are counted by birth, because ids are used again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sigspec::test {

struct Recording;

inline constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

struct TaskFacts {
  std::int64_t tid = 0;
  std::size_t process = kNobody;
  std::size_t maker = kNobody;                  // the task that made it
  std::size_t made_by = kNobody;                // the step with which that call returned
  std::size_t birth_line = 0;                   // on which that call began
  std::size_t first = kNobody, last = kNobody;  // steps
  std::size_t death = kNobody;                  // the step that says how it ended
};

struct ProcessFacts {
  std::int64_t pid = 0;
  std::size_t leader = kNobody;   // task
  std::size_t parent = kNobody;   // process; it stays the parent while that lives
  bool certain = true;            // made in the recording, and no id was taken over
  bool threaded = false;          // ever
  bool tells_by_sigchld = false;  // its end is told by SIGCHLD
  bool vforked = false;           // its maker waits for it
  std::vector<std::size_t> tasks, children;
};

/// A call that sends a signal.
struct Send {
  enum class Kind : std::uint8_t { Kill, Group, Thread, Queue, ThreadQueue, Descriptor };
  Kind kind = Kind::Kill;
  std::size_t step = kNobody;  // its return
  std::size_t entry_line = 0, line = 0;
  std::size_t sender = kNobody;  // process
  std::int64_t target = 0;       // a process, or a thread
  int signal = 0;
  bool worked = false;
};

struct Families {
  std::vector<TaskFacts> tasks;
  std::vector<ProcessFacts> processes;
  std::vector<Send> sends;
  /// Ids may mean something else, or signals come in ways that show nowhere: another pid
  /// namespace, a dying parent's signal, an attached task.
  bool certain = true;
};

/// Fills in `recording.families` and which task each step is of.
void find_families(Recording& recording);

}  // namespace sigspec::test
