// What /proc tells of a task, by calls that nothing stands in between of.
#pragma once

namespace runner {

/// The numbers by which /proc has a task.
struct Numbers {
  int process, task;
};

/// The state of a task that /proc does not have any more.
constexpr char kNoTask = '-';

/// Reads a file of it. Returns: how many bytes, with a zero behind them, or a negative error.
int read_proc(Numbers of, const char* name, char* text, int size);

/// The letter of its state (proc_pid_stat(5)), or kNoTask. Who is about to end counts as running:
/// on its way it may wait, and nothing that a test does wakes it there (fs/aio.c:exit_aio).
char state_of(Numbers of);

inline bool is_over(char state) { return state == 'Z' || state == 'X' || state == kNoTask; }

/// How often it has gone to sleep, or -1.
long switches_of(Numbers of);

}  // namespace runner
