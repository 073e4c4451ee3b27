// Calls that have done what they are for before they find that they cannot tell: the pointer that they
// were given leads nowhere.
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void* const nowhere = (void*)(uintptr_t)8;

static void on_signal(int signal) { (void)signal; }

struct action {  // as the kernel has it
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)(void);
  uint64_t mask;
};

static pid_t child_that_ends(void) {
  const pid_t child = fork();
  if (child == 0) _exit(3);
  usleep(20000);
  return child;
}

int main(void) {
  struct action action;
  signal(SIGUSR1, on_signal);
  syscall(SYS_rt_sigaction, SIGUSR1, NULL, &action, 8);
  syscall(SYS_rt_sigaction, SIGUSR2, &action, nowhere, 8);
  kill(getpid(), SIGUSR2);

  uint64_t mask = 1u << (SIGUSR1 - 1);
  syscall(SYS_rt_sigprocmask, SIG_BLOCK, &mask, nowhere, 8);
  kill(getpid(), SIGUSR1);
  syscall(SYS_rt_sigtimedwait, &mask, nowhere, NULL, 8);
  syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &mask, NULL, 8);

  static char room[16384];
  stack_t stack = {.ss_sp = room, .ss_size = sizeof room}, now;
  syscall(SYS_sigaltstack, &stack, nowhere);
  syscall(SYS_sigaltstack, NULL, &now);

  const pid_t first = child_that_ends();
  syscall(SYS_wait4, first, nowhere, 0, NULL);
  syscall(SYS_wait4, first, NULL, 0, NULL);
  child_that_ends();
  syscall(SYS_waitid, P_ALL, 0, nowhere, WEXITED, NULL);
  syscall(SYS_wait4, -1, NULL, 0, NULL);
  return 0;
}
