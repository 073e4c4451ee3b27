// Who has something open, and who holds a lock: those that a task may wait for.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "stuck/task.h"

namespace sigspec::stuck {

/// A descriptor: what it is (`anon_inode:[eventfd]`), and what fdinfo says of it by name.
struct Descriptor {
  int number = 0;
  std::string object;
  std::map<std::string, std::string, std::less<>> info;
};

/// The descriptors of a process whose object is wanted; nullopt: it could not be read which it has.
std::optional<std::vector<Descriptor>> descriptors(
    const Root& root, int process, const std::function<bool(std::string_view object)>& is_wanted);

/// Is it a device, no named file at all, or has it a lock? Copies keep those.
bool is_kept(const Descriptor& descriptor);

struct Holder {
  int process = 0;
  Descriptor descriptor;
};
struct Holders {
  std::vector<Holder> found;
  std::size_t unread = 0;  // processes of which it could not be read what they have open
};
/// Who has that object open; a process once for each descriptor.
Holders find_holders(const Root& root, std::string_view object);

/// Who holds the lock on a file that the task waits for, by /proc/locks; where that names nobody
/// who lives, those whose open file has it.
Holders find_lock_owners(const Root& root, const Task& task);

/// A value that the task has if its descriptors could be read.
inline constexpr const char* kDescriptorsRead = "fd read";
/// Lets the task know what its descriptors that are no named files say: "fd anon_inode:[signalfd]
/// sigmask", one value behind the other.
void read_descriptors(const Root& root, Task& task);

}  // namespace sigspec::stuck
