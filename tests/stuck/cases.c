// Tasks that are held, each in a way of its own and harmlessly: `cases NAME` makes one, prints
// `ready PID [PID...]`, and waits to be ended. It runs in pid and mount namespaces of its own. Here are
// those that a signal does not end because of what they do with signals.
#include "tests/stuck/cases.h"

#include <pthread.h>
#include <sched.h>
#include <sys/signalfd.h>

static void* waits_for_any(void* what) {
  if (what) mask(SIG_UNBLOCK, SIGTERM);
  rest();
  return NULL;
}
static void blocked(void) {
  mask(SIG_BLOCK, SIGTERM);
  kill(getpid(), SIGTERM);
  ready(getpid(), 0);
  rest();
}
static void ignored(void) {
  signal(SIGTERM, SIG_IGN);
  ready(getpid(), 0);
  rest();
}
static void caught(void) {
  signal(SIGTERM, nothing);
  ready(getpid(), 0);
  rest();
}
// The first thread blocks SIGTERM, the other does not.
static void one_takes(void) {
  mask(SIG_BLOCK, SIGTERM);
  pthread_t thread;
  pthread_create(&thread, NULL, waits_for_any, "unblocks");
  ready(getpid(), 0);
  rest();
}
static void init(void) {
  ready(begin_namespace(), 0);
  rest();
}
// Both threads have the handler, and the first blocks the signal.
static void caught_by_thread(void) {
  signal(SIGTERM, nothing);
  one_takes();
}
static void* sends_ready(void* nothing_given) {
  (void)nothing_given;
  ready(getpid(), 0);
  rest();
  return NULL;
}
// A thread that blocks everything says that the first one is where it should be.
static void tell_when_asleep(void) {
  sigset_t all, old;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &old);
  pthread_t thread;
  pthread_create(&thread, NULL, sends_ready, NULL);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
}
static void sigwait_takes(void) {
  mask(SIG_BLOCK, SIGTERM);
  tell_when_asleep();
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  for (int taken;;) sigwait(&set, &taken);
}
static void signalfd_takes(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, NULL);
  const int fd = signalfd(-1, &set, 0);
  must(fd >= 0, "signalfd");
  tell_when_asleep();
  struct signalfd_siginfo info;
  for (;;) (void)!read(fd, &info, sizeof info);
}

int main(int argc, char** argv) {
  static const struct maker signals[] = {
      {"blocked", blocked}, {"ignored", ignored}, {"caught", caught}, {"one_takes", one_takes},
      {"caught_by_thread", caught_by_thread}, {"init", init}, {"sigwait_takes", sigwait_takes},
      {"signalfd_takes", signalfd_takes}, {NULL, NULL}};
  const struct maker* const all[] = {signals, states, waits};
  alarm(60);
  for (int i = 0; argc > 1 && i < 3; ++i)
    for (const struct maker* one = all[i]; one->name; ++one)
      if (strcmp(argv[1], one->name) == 0) one->make();
  return 2;
}
