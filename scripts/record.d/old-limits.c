// The older call that sets limits: of how many signals may be queued.
#define _GNU_SOURCE
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void) {
  const struct rlimit few = {2, 2};
  const union sigval value = {.sival_int = 7};
  sigset_t realtime;
  sigemptyset(&realtime);
  sigaddset(&realtime, SIGRTMIN);
  sigprocmask(SIG_BLOCK, &realtime, NULL);
  syscall(SYS_setrlimit, RLIMIT_SIGPENDING, &few);
  for (int i = 0; i < 4; ++i) sigqueue(getpid(), SIGRTMIN, value);
  for (int i = 0; i < 3; ++i) sigtimedwait(&realtime, NULL, &(struct timespec){0, 1000000});
  return 0;
}
