// Runs a litmus test, again and again, and prints what each run came to.
//
// It reads a program in the form that litmus/assemble.cc writes, and makes its calls with nothing
// in between. Tasks wait for each other by what /proc says of them, never by sleeping for a time
// that should do. The processes of a run are a process group, and it ends within a bound.
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "litmus/runner/program.h"
#include "litmus/runner/shared.h"
#include "litmus/runner/system.h"
#include "litmus/runner/tasks.h"

namespace {

using namespace runner;

constexpr const char* kNoNamespaces = "LITMUS_NO_NAMESPACES";
constexpr int kCannotRun = 127;

/// In namespaces of its own nothing of a test is left when it is over. Without the right to make
/// them it runs as it is.
void leave_the_rest_of_the_machine() {
  if (unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC) != 0) return;
  const pid_t inner = fork();
  if (inner > 0) {
    int status = 0;
    while (waitpid(inner, &status, 0) < 0) {
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 125);
  }
  // Whoever ends the process that waits ends this one, and with it all that is in the namespaces.
  prctl(PR_SET_PDEATHSIG, kFinalSignal);
  mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
}

/// One run: a supervisor that outlives whatever the test does to its own tasks.
void run_once(const Shared& program) {
  const pid_t supervisor = fork();
  if (supervisor == 0) _exit(supervise(program));
  int status = 0;
  while (waitpid(supervisor, &status, 0) < 0) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) std::printf("failed %d\n", status);
}

/// Another program in namespaces of its own, such as one that traces this one in them, or emulates
/// the machine that it runs on.
int run_apart(char** words) {
  leave_the_rest_of_the_machine();
  setenv(kNoNamespaces, "1", 1);
  execvp(words[0], words);
  return kCannotRun;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 2 && std::strcmp(argv[1], "--apart") == 0) return run_apart(argv + 2);
  if (argc == 5 && std::strcmp(argv[1], kGoesOn) == 0)
    return go_on(std::atoi(argv[2]), std::atoi(argv[3]), std::atoi(argv[4]));
  const char* mode = argc > 1 && std::strncmp(argv[1], "--", 2) == 0 ? argv[1] : "";
  argc -= *mode ? 1 : 0;
  argv += *mode ? 1 : 0;
  if (argc < 3) {
    std::fputs("usage: litmus-runner [--emulated|--recorded] RUNS PROGRAM...\n"
               "       litmus-runner --apart COMMAND...\n", stderr);
    return 2;
  }
  const int runs = std::atoi(argv[1]);
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16);
  // An emulator's are not the ones that it was started in.
  if (std::getenv(kNoNamespaces) == nullptr || std::strcmp(mode, "--emulated") == 0)
    leave_the_rest_of_the_machine();
  setpgid(0, 0);  // a group that supervisors can find
  for (int i = 2; i < argc; ++i) {
    FILE* file = std::strcmp(argv[i], "-") == 0 ? stdin : std::fopen(argv[i], "r");
    if (!file) {
      std::perror(argv[i]);
      return 2;
    }
    static Shared program;
    while (read_program(file, program)) {
      program.emulated = std::strcmp(mode, "--emulated") == 0;
      program.recorded = std::strcmp(mode, "--recorded") == 0;
      for (int run = 0; run < runs; ++run) run_once(program);
      std::printf("end\n");
      std::fflush(stdout);
    }
    if (!std::feof(file)) {
      std::fprintf(stderr,
                   "litmus-runner: no test, or one of more than %d threads, %d handlers, %d steps, "
                   "%d values or %d bytes of memory\n",
                   kThreadsMax, kHandlersMax, kOpsMax, kSlotsMax, kMemoryMax);
      return 2;
    }
    if (file != stdin) std::fclose(file);
  }
  return 0;
}
