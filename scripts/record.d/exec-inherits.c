// What execve keeps and resets: handlers become default, ignored stays ignored, the mask and the pending
// signals stay, the alternate stack goes, interval timers run on, POSIX timers do not.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void on_signal(int signo) { dprintf(1, "signal %d\n", signo); }

int main(int argc, char **argv) {
  struct sigaction old, action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK | SA_RESTART};
  int signals[] = {SIGUSR1, SIGUSR2, SIGHUP, SIGALRM, SIGCHLD};
  for (int i = 0; i < 5; i++) {
    sigaction(signals[i], NULL, &old);
    printf("%d: %s\n", signals[i], old.sa_handler == SIG_IGN ? "ignored" : old.sa_handler ? "caught" : "default");
  }
  sigset_t mask;
  if (argc == 1) {
    stack_t stack = {.ss_sp = malloc(65536), .ss_size = 65536};
    sigaltstack(&stack, NULL);
    sigaction(SIGUSR1, &action, NULL), sigaction(SIGALRM, &action, NULL);
    signal(SIGHUP, SIG_IGN), signal(SIGCHLD, SIG_IGN);
    sigemptyset(&mask), sigaddset(&mask, SIGUSR1), sigaddset(&mask, SIGRTMIN), sigaddset(&mask, SIGALRM);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    raise(SIGUSR1), sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 5});
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 20000}, {0, 30000}}, NULL);
    timer_t timer;
    timer_create(CLOCK_REALTIME, &(struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGTERM}, &timer);
    timer_settime(timer, 0, &(struct itimerspec){{0, 0}, {0, 50000000}}, NULL);
    fflush(stdout);
    execl(argv[0], argv[0], "again", NULL);
  }
  stack_t stack;
  sigaltstack(NULL, &stack);
  sigpending(&mask);
  printf("stack %d, pending USR1 %d RT %d\n", stack.ss_flags, sigismember(&mask, SIGUSR1), sigismember(&mask, SIGRTMIN));
  sigaction(SIGALRM, &action, NULL);
  sigaction(SIGRTMIN, &action, NULL);
  usleep(70000);
  kill(getpid(), SIGHUP);
  sigemptyset(&mask), sigaddset(&mask, SIGALRM), sigaddset(&mask, SIGRTMIN);
  sigprocmask(SIG_UNBLOCK, &mask, NULL);
  pause();
  fflush(stdout);
  sigfillset(&mask);
  sigprocmask(SIG_UNBLOCK, &mask, NULL);
}
