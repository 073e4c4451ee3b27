// One task as /proc shows it: values by the file and the name that they stand under.
//
// What a value means is not said here: the specification names those that it looks at
// (`letter: Letter as "status State"`), and gives them their types.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "stuck/root.h"

namespace sigspec::stuck {

/// A file that could not be read, and why.
struct Unread {
  std::string file, why;
};

/// A mount as the task's mountinfo has it.
struct Mount {
  std::int64_t device = 0;  // its number, as the kernel numbers devices
  std::string point, type;
};

/// A control group that may freeze the task.
struct Freezer {
  std::string path;  // of the file that freezes and thaws
  std::string thaw;  // what has to be written to it
  bool frozen = false;
  bool first_version = false;  // of control groups
};

struct Task {
  int process = 0, thread = 0;
  /// "status SigBlk": the text behind it. Also "stat flags", "syscall number", and what is found
  /// out of several files: "task alive", "task leader", "cgroup frozen.v1".
  std::map<std::string, std::string, std::less<>> values;
  /// The functions of the kernel that it is in, innermost first; and whether those are all.
  std::vector<std::string> stack;
  bool stack_is_whole = false;
  std::vector<std::int64_t> call_arguments;
  std::vector<int> children;
  std::vector<Mount> mounts;
  std::vector<Freezer> freezers;
  std::string pid_namespace;
  std::string call_object;  // what its call is about: a descriptor's object, or a path
  std::vector<Unread> unread;

  std::string_view value(std::string_view key) const {
    const auto found = values.find(key);
    return found == values.end() ? std::string_view() : std::string_view(found->second);
  }
  /// 0 when there is none, or it is no number.
  std::int64_t number(std::string_view key) const;
};

/// Is nothing left of it but what it ended with?
bool has_ended(const Task& task);

/// Reads all that is shown of one thread of a process. Without values when it is not there.
Task read_task(const Root& root, int process, int thread);

/// Where the call has no descriptor to begin with: the path that it was given, as its object.
void read_path(const Root& root, Task& task);

/// The process that a number is of: its own, or that of one of its threads; 0: there is none.
int process_of(const Root& root, int number);
/// The processes, and the threads of one.
std::vector<int> processes(const Root& root);
std::vector<int> threads(const Root& root, int process);

// Each of them reads one file's text; what makes no sense is left out.
void read_status(std::string_view text, Task& task);
void read_stat(std::string_view text, Task& task);
void read_stack(std::string_view text, Task& task);
void read_syscall(std::string_view text, Task& task);
std::vector<Mount> read_mounts(std::string_view text);

}  // namespace sigspec::stuck
