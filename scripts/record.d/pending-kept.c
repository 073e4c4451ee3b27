// What pends and for whom: signals a process sends itself while it blocks them, by kill to the process and
// by tgkill to the thread, told by sigpending, taken by sigtimedwait, let in together, dropped by SIG_IGN,
// not handed to children, and kept through execve.
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void on_signal(int signo) { (void)signo; }

static sigset_t set_of(int a, int b, int c) {
  sigset_t set;
  sigemptyset(&set);
  if (a) sigaddset(&set, a);
  if (b) sigaddset(&set, b);
  if (c) sigaddset(&set, c);
  return set;
}

static void tell_pending(void) {
  sigset_t set;
  sigpending(&set);
}

static void send_thread(int signo) { syscall(SYS_tgkill, getpid(), gettid(), signo); }
static void send_process(int signo) { kill(getpid(), signo); }

// Sends two or three while they are blocked, then lets them in together: the thread's own first, then by
// number. Each handler blocks nothing else, so all frames are built at once.
static void let_in(const int *signals, const int *private, int count) {
  sigset_t all, none = set_of(0, 0, 0);
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  for (int i = 0; i < count; i++) (private[i] ? send_thread : send_process)(signals[i]);
  tell_pending();
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static void orders(void) {
  static const struct { int signals[3], private[3], count; } cases[] = {
      {{SIGUSR1, SIGTERM}, {0, 0}, 2},         {{SIGTERM, SIGUSR1}, {0, 0}, 2},
      {{SIGUSR1, SIGTERM}, {0, 1}, 2},         {{SIGTERM, SIGUSR1}, {0, 1}, 2},
      {{SIGHUP, SIGSEGV}, {0, 0}, 2},          {{SIGHUP, SIGSEGV}, {1, 1}, 2},
      {{SIGSEGV, SIGHUP}, {0, 1}, 2},          {{SIGUSR2, 40, SIGUSR1}, {0, 0, 0}, 3},
      {{40, SIGUSR2, SIGALRM}, {1, 0, 0}, 3},  {{41, 40, SIGWINCH}, {0, 0, 0}, 3},
      {{SIGBUS, SIGILL, SIGHUP}, {0, 0, 0}, 3},{{SIGINT, SIGINT}, {0, 1}, 2},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    let_in(cases[i].signals, cases[i].private, cases[i].count);
}

static void take(sigset_t wanted) {
  siginfo_t info;
  struct timespec now = {0, 0};
  sigtimedwait(&wanted, &info, &now);
}

static void children(void) {
  if (fork() == 0) {
    getppid();
    tell_pending();
    _exit(3);
  }
  wait(NULL);
  pid_t child = vfork();
  if (child == 0) {
    getppid();
    getpgrp();
    tell_pending();
    _exit(4);
  }
  wait(NULL);
}

int main(int argc, char **argv) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  if (argc > 1) {  // what pended before execve pends still
    getppid();
    tell_pending();
    take(set_of(SIGTERM, 0, 0));
    tell_pending();
    signal(SIGUSR1, SIG_IGN);
    tell_pending();
    sigaction(SIGRTMIN, &action, NULL);
    sigset_t none = set_of(0, 0, 0);
    sigprocmask(SIG_SETMASK, &none, NULL);
    _exit(5);
  }
  for (int signo = 1; signo <= 64; signo++)
    if (signo != SIGCHLD && signo != 32 && signo != 33) sigaction(signo, &action, NULL);
  close(-1);
  orders();
  sigset_t some = set_of(SIGUSR1, SIGTERM, SIGRTMIN);
  sigprocmask(SIG_SETMASK, &some, NULL);
  raise(SIGUSR1);
  kill(getpid(), SIGTERM);
  kill(getpid(), SIGTERM);  // one of them is enough
  sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 1});
  sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 2});
  tell_pending();
  children();
  take(set_of(SIGUSR2, SIGTERM, 0));
  take(set_of(SIGUSR2, SIGTERM, 0));
  kill(getpid(), SIGTERM);
  tell_pending();
  execl(argv[0], argv[0], "again", NULL);
}
