// What /proc tells of a task.
#include "litmus/runner/proc.h"

#include <fcntl.h>
#include <sys/syscall.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "litmus/runner/system.h"

namespace runner {

int read_proc(Numbers of, const char* name, char* text, int size) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/task/%d/%s", of.process, of.task, name);
  const int fd = static_cast<int>(
      call(SYS_openat, AT_FDCWD, reinterpret_cast<std::int64_t>(path), O_RDONLY | O_CLOEXEC));
  if (fd < 0) return fd;
  const int count =
      static_cast<int>(call(SYS_read, fd, reinterpret_cast<std::int64_t>(text), size - 1));
  call(SYS_close, fd);
  if (count >= 0) text[count] = '\0';
  return count;
}

constexpr int kFieldsToFlags = 6;        // from the state on: proc_pid_stat(5)
constexpr unsigned long kExiting = 0x4;  // include/linux/sched.h:PF_EXITING

char state_of(Numbers of) {
  char text[512];
  if (read_proc(of, "stat", text, sizeof text) <= 0) return kNoTask;
  const char* at = std::strrchr(text, ')');
  if (!at || !at[1]) return kNoTask;
  const char state = *(at += 2);
  for (int field = 0; field < kFieldsToFlags && at; ++field)
    if ((at = std::strchr(at, ' '))) ++at;
  const bool exits = at && (std::strtoul(at, nullptr, 10) & kExiting) != 0;
  return exits && !is_over(state) ? 'R' : state;
}

long switches_of(Numbers of) {
  char text[2048];
  if (read_proc(of, "status", text, sizeof text) <= 0) return -1;
  const char* at = std::strstr(text, "\nvoluntary_ctxt_switches:");
  return at ? std::atol(std::strchr(at, ':') + 1) : -1;
}

}  // namespace runner
