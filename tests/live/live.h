// What the programs of this folder share: a call begins, something comes in the middle of it, and
// the program tells what the call did.
//
// A program is run three times: `plain` (a handler without SA_RESTART), `restart` (with it) and
// `stop` (SIGSTOP and SIGCONT, no handler). After the interruption a helper releases the call, so
// that one that was restarted comes to its end. The lines `Expect:` say which call is meant, what
// strace shows of it, and what the program sees in each of the three runs.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum mode { PLAIN, RESTART, STOP };
static enum mode mode;
static volatile sig_atomic_t handled;

static void on_signal(int sig) {
  (void)sig;
  ++handled;
}

static void must(int good, const char* what) {
  if (good) return;
  printf("skipped: %s: %s\n", what, strerror(errno));
  fflush(stdout);
  _exit(77);
}

static void wait_ms(int ms) { poll(NULL, 0, ms); }

static void handle(int sig) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = mode == RESTART ? SA_RESTART : 0};
  sigaction(sig, &action, NULL);
}

/// Reads the mode, sets the handler, and bounds the program's life.
static void begin(int argc, char** argv) {
  mode = argc > 1 && !strcmp(argv[1], "restart") ? RESTART
         : argc > 1 && !strcmp(argv[1], "stop")  ? STOP
                                                 : PLAIN;
  handle(SIGUSR1);
  alarm(8);
}

/// A child that shares the open files, and dies with its maker.
static pid_t child(void) {
  const pid_t pid = fork();
  if (pid == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
  return pid;
}

/// Sends what the mode says.
static void interrupt(pid_t pid) {
  if (mode != STOP) {
    kill(pid, SIGUSR1);
    return;
  }
  kill(pid, SIGSTOP);
  wait_ms(50);
  kill(pid, SIGCONT);
}

/// In 150 ms the caller is interrupted, and 150 ms later the call is released.
static void soon(void (*release)(void)) {
  const pid_t target = getpid();
  if (child() != 0) return;
  wait_ms(150);
  interrupt(target);
  wait_ms(150);
  if (release) release();
  for (;;) pause();
}

/// Says what a call returned: `EINTR`, or `ok 10`.
static void tell(long result) {
  const int error = errno;
  if (result < 0 && error > 500) printf("errno %d\n", error);
  else if (result < 0)
    printf("%s\n", error == EINTR ? "EINTR" : error == EAGAIN ? "EAGAIN" : strerror(error));
  else printf("ok %ld\n", result);
  fflush(stdout);
}
