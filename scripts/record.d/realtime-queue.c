// Queued real-time signals: order by number, first in first out within one, values kept; ordinary signals
// coalesce; the queue's limit; sigpending, sigtimedwait and handlers drain it.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static void show(int signo, siginfo_t *info, void *context) {
  (void)context;
  dprintf(1, "signal %d code %d value %d\n", signo, info->si_code, info->si_value.sival_int);
}

int main(void) {
  sigset_t all, pending;
  struct sigaction action = {.sa_sigaction = show, .sa_flags = SA_SIGINFO};
  sigfillset(&all);
  sigfillset(&action.sa_mask);
  sigprocmask(SIG_BLOCK, &all, NULL);
  for (int signo = SIGRTMIN; signo <= SIGRTMAX; signo++) sigaction(signo, &action, NULL);
  sigaction(SIGUSR1, &action, NULL);
  for (int round = 0; round < 2; round++) {
    for (int i = 0; i < 12; i++) sigqueue(getpid(), SIGRTMAX - i % 4, (union sigval){.sival_int = i});
    for (int i = 0; i < 3; i++) sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 100 + i});
    kill(getpid(), SIGRTMIN), raise(SIGRTMIN);
    sigpending(&pending);
    siginfo_t info;
    for (int i = 0; i < 3; i++) sigtimedwait(&all, &info, &(struct timespec){0, 0});
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    sigprocmask(SIG_BLOCK, &all, NULL);
  }
  struct rlimit few = {3, 3};
  setrlimit(RLIMIT_SIGPENDING, &few);
  for (int i = 0; i < 6; i++)
    if (sigqueue(getpid(), SIGRTMIN + 1, (union sigval){.sival_int = i}) < 0) perror("sigqueue");
  kill(getpid(), SIGRTMIN + 2), kill(getpid(), SIGUSR1);
  sigprocmask(SIG_UNBLOCK, &all, NULL);
  sigprocmask(SIG_BLOCK, &all, NULL);
  sigtimedwait(&all, NULL, &(struct timespec){0, 20000000});
}
