// How children are waited for: exits, kills, core dumps, stops and continuations with wait4 and waitid,
// WNOWAIT, WNOHANG, an ignored SIGCHLD, SA_NOCLDWAIT, SA_NOCLDSTOP, other exit signals of clone, pidfds.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_child(int signo, siginfo_t *info, void *context) {
  (void)context;
  dprintf(1, "signal %d code %d status %d\n", signo, info->si_code, info->si_status);
}

static pid_t start(int kind) {
  pid_t child = fork();
  if (child != 0) return child;
  if (kind == 0) _exit(42);
  if (kind == 1) raise(SIGKILL);
  if (kind == 2) abort();
  if (kind == 3) raise(SIGSTOP), _exit(3);
  usleep(30000);
  _exit(9);
}

static void wait_every_way(void) {
  siginfo_t info;
  int status;
  for (int kind = 0; kind < 3; kind++) {
    pid_t child = start(kind);
    waitid(P_PID, child, &info, WEXITED | WNOWAIT);
    waitpid(child, &status, WNOHANG);
  }
  pid_t child = start(3);
  waitid(P_PID, child, &info, WSTOPPED | WNOWAIT);
  waitpid(child, &status, WUNTRACED);
  kill(child, SIGCONT);
  waitid(P_ALL, 0, &info, WCONTINUED);
  waitid(P_PGID, 0, &info, WEXITED);
  printf("none left: %d\n", waitpid(-1, &status, 0));
}

static void set_sigchld(int flags, int ignore) {
  struct sigaction action = {.sa_sigaction = on_child, .sa_flags = flags | SA_SIGINFO};
  if (ignore) action = (struct sigaction){.sa_handler = SIG_IGN};
  sigaction(SIGCHLD, &action, NULL);
}

int main(void) {
  wait_every_way();
  set_sigchld(SA_RESTART, 0), wait_every_way();
  set_sigchld(SA_NOCLDSTOP, 0), wait_every_way();
  set_sigchld(SA_NOCLDWAIT, 0);
  pid_t child = start(4);
  printf("SA_NOCLDWAIT: %d %s\n", waitpid(child, NULL, 0), strerror(errno));
  set_sigchld(0, 1);
  start(0), start(4);
  printf("SIG_IGN: %d %s\n", wait(NULL), strerror(errno));
  set_sigchld(0, 0);
  struct sigaction action = {.sa_sigaction = on_child, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR1, &action, NULL);
  if (syscall(SYS_clone, SIGUSR1, 0, 0, 0, 0) == 0) _exit(5);
  printf("without __WCLONE: %d\n", waitpid(-1, NULL, 0));
  usleep(20000);
  printf("with __WALL: %d\n", waitpid(-1, NULL, __WALL) > 0);
  if (syscall(SYS_clone, 0, 0, 0, 0, 0) == 0) _exit(6);
  printf("with __WCLONE: %d\n", waitpid(-1, NULL, __WCLONE) > 0);
  child = start(4);
  int pidfd = syscall(SYS_pidfd_open, child, 0);
  poll(&(struct pollfd){pidfd, POLLIN, 0}, 1, -1);
  poll(&(struct pollfd){pidfd, POLLIN, 0}, 1, -1);
  syscall(SYS_pidfd_send_signal, pidfd, SIGTERM, NULL, 0);
  siginfo_t info;
  waitid(P_PIDFD, pidfd, &info, WEXITED);
  printf("gone: %ld\n", syscall(SYS_pidfd_send_signal, pidfd, SIGTERM, NULL, 0));
}
