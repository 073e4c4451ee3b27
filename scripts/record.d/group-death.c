// How a thread group ends: a fatal signal aimed at one thread, exit_group in a thread, a leader that leaves
// first, SIGKILL from outside, a fault in a thread, a fatal signal while threads are in long calls. A fatal
// signal aimed at a leader that has left (kind 3) is accepted and lost: the group lives on.
#define _GNU_SOURCE
#include <pthread.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void *sleep_in_poll(void *unused) {
  poll(NULL, 0, 400);
  return unused;
}
static volatile int computer;

static void *compute(void *unused) {
  computer = syscall(SYS_gettid);
  for (volatile long i = 0; i < 300000000; i++) {}
  return unused;
}
static void *end_all(void *argument) {
  usleep(20000);
  switch ((long)argument) {
    case 1: exit(7);
    case 2: *(volatile int *)4 = 1; break;
    case 3: syscall(SYS_tgkill, getpid(), getpid(), SIGTERM); break;
    case 4: kill(getpid(), SIGQUIT); break;
    case 5: syscall(SYS_exit, 5); break;
    case 6: syscall(SYS_tgkill, getpid(), computer, SIGTERM); break;
  }
  return NULL;
}

static void live(long kind) {
  pthread_t threads[3];
  pthread_create(&threads[0], NULL, sleep_in_poll, NULL);
  pthread_create(&threads[1], NULL, compute, NULL);
  pthread_create(&threads[2], NULL, end_all, (void *)kind);
  if (kind == 3 || kind == 1) pthread_exit(NULL);
  if (kind == 5) usleep(50000), exit(0);
  for (;;) pause();
}

int main(void) {
  for (long kind = 0; kind < 7; kind++) {
    pid_t child = fork();
    if (child == 0) live(kind);
    usleep(60000);
    if (kind == 0) kill(child, SIGKILL);
    int status;
    waitpid(child, &status, 0);
    printf("kind %ld: %#x\n", kind, status);
  }
}
