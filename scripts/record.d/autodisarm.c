// Alternate stacks: SS_AUTODISARM, handlers nested on and off the stack, EPERM for a change while on it,
// a different stack in each thread, a stack too small for a frame (which kills).
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif

static void set_stack(unsigned flags, size_t size) {
  stack_t old, stack = {.ss_sp = malloc(65536), .ss_size = size, .ss_flags = flags};
  if (sigaltstack(&stack, &old) < 0) perror("sigaltstack");
}
static void inner(int signo) { (void)signo; }
static void outer(int signo) {
  stack_t now;
  sigaltstack(NULL, &now);
  dprintf(1, "signal %d: stack flags %#x\n", signo, now.ss_flags);
  set_stack(SS_AUTODISARM, 65536);
  raise(SIGUSR2);
  raise(SIGHUP);
}
static void *in_thread(void *unused) {
  raise(SIGUSR1);
  set_stack(0, 65536);
  raise(SIGUSR1);
  stack_t off = {.ss_flags = SS_DISABLE};
  sigaltstack(&off, NULL);
  return unused;
}

int main(void) {
  struct sigaction on = {.sa_handler = outer, .sa_flags = SA_ONSTACK | SA_RESTART};
  sigaction(SIGUSR1, &on, NULL);
  on.sa_handler = inner;
  sigaction(SIGUSR2, &on, NULL);
  struct sigaction off = {.sa_handler = inner};
  sigaction(SIGHUP, &off, NULL);
  set_stack(SS_AUTODISARM, 65536);
  raise(SIGUSR1);
  set_stack(0, 65536);
  raise(SIGUSR1);
  pthread_t thread;
  pthread_create(&thread, NULL, in_thread, NULL);
  pthread_join(thread, NULL);
  static char no_access[8192] __attribute__((aligned(4096)));
  stack_t small = {.ss_sp = no_access, .ss_size = 2048};
  if (sigaltstack(&small, NULL) < 0) perror("small");
  small.ss_sp = (void *)4096, small.ss_size = 65536;
  sigaltstack(&small, NULL);
  raise(SIGUSR2);
}
