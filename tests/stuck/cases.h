// What all cases of held tasks share: how they say that they are ready, or cannot be made here.
#pragma once
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct maker {
  const char* name;
  void (*make)(void);
};
extern const struct maker states[], waits[];  // the last has no name

static inline void fail(const char* what) {
  printf("skipped: %s: %s\n", what, strerror(errno));
  fflush(stdout);
  exit(77);
}
static inline void must(int good, const char* what) {
  if (!good) fail(what);
}
static inline void ready(pid_t a, pid_t b) {
  usleep(200000);  // whoever is to sleep does so by now
  if (b) printf("ready %d %d\n", (int)a, (int)b);
  else printf("ready %d\n", (int)a);
  fflush(stdout);
}
static inline void rest(void) {
  for (;;) pause();
}
static inline int rests(void* nothing_given) {
  (void)nothing_given;
  rest();
  return 0;
}
// The init of a new pid namespace, which does nothing.
static inline pid_t begin_namespace(void) {
  static char stack[1 << 16];
  const pid_t init = clone(rests, stack + sizeof stack, CLONE_NEWPID | SIGCHLD, NULL);
  must(init > 0, "clone");
  return init;
}
static inline void mask(int how, int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(how, &set, NULL);
}
static inline void nothing(int signal) { (void)signal; }
