// Tasks that their state holds: stopped, traced, ended, or waiting for relatives.
#include "tests/stuck/cases.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

static void* leaves_main(void* main_thread) {
  pthread_join(*(pthread_t*)main_thread, NULL);
  ready(getpid(), 0);
  rest();
  return NULL;
}

static void stopped(void) {
  const pid_t pid = fork();
  if (pid == 0) rest();
  kill(pid, SIGSTOP);
  waitpid(pid, NULL, WUNTRACED);
  ready(pid, 0);
  rest();
}
static void traced(void) {
  const pid_t pid = fork();
  if (pid == 0) {
    must(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0, "ptrace");
    raise(SIGUSR1);
    rest();
  }
  waitpid(pid, NULL, 0);
  ready(pid, getpid());
  rest();
}
static void zombie(void) {
  const pid_t pid = fork();
  if (pid == 0) _exit(3);
  ready(pid, getpid());
  rest();
}
static void leader_zombie(void) {
  static pthread_t self;
  self = pthread_self();
  pthread_t thread;
  pthread_create(&thread, NULL, leaves_main, &self);
  pthread_exit(NULL);
}
// The child of vfork waits; so its maker sleeps killably, in D.
static void vforked(void) {
  int end[2];
  must(pipe(end) == 0, "pipe");
  const pid_t maker = fork();
  if (maker == 0) {
    if (vfork() == 0) {
      char c = 'x';
      (void)!write(end[1], &c, 1);
      rest();
    }
    _exit(0);
  }
  char c;
  (void)!read(end[0], &c, 1);
  ready(maker, 0);
  rest();
}
// A child of an outside process, in a namespace whose init ends; nobody waits for it.
static void teardown(void) {
  const pid_t pid = begin_namespace();
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/pid", (int)pid);
  const int own = open("/proc/self/ns/pid", O_RDONLY), other = open(path, O_RDONLY);
  must(own >= 0 && other >= 0 && setns(other, CLONE_NEWPID) == 0, "setns");
  const pid_t child = fork();
  if (child == 0) rest();
  must(child > 0, "fork");
  setns(own, CLONE_NEWPID);
  kill(pid, SIGKILL);
  ready(pid, child);
  rest();
}
// Its tracer wants to see its end, and does not look.
static void traced_at_exit(void) {
  const pid_t pid = fork();
  if (pid == 0) {
    must(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0, "ptrace");
    raise(SIGSTOP);
    rest();
  }
  waitpid(pid, NULL, 0);
  must(ptrace(PTRACE_SETOPTIONS, pid, NULL, (void*)PTRACE_O_TRACEEXIT) == 0, "PTRACE_O_TRACEEXIT");
  ptrace(PTRACE_CONT, pid, NULL, NULL);
  kill(pid, SIGKILL);
  ready(pid, getpid());
  rest();
}
// `makes` runs in a child that stops itself once it is done; it returns whom it is about.
static void by_one_that_stops(pid_t (*makes)(void)) {
  int end[2];
  must(pipe(end) == 0, "pipe");
  const pid_t maker = fork();
  if (maker == 0) {
    const pid_t pid = makes();
    (void)!write(end[1], &pid, sizeof pid);
    raise(SIGSTOP);
    rest();
  }
  pid_t pid;
  must(read(end[0], &pid, sizeof pid) == sizeof pid, "read");
  ready(pid, maker);
  rest();
}
static pid_t makes_traced(void) {
  const pid_t pid = fork();
  if (pid == 0) {
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    raise(SIGUSR1);
    rest();
  }
  waitpid(pid, NULL, 0);
  return pid;
}
static pid_t makes_zombie(void) {
  const pid_t pid = fork();
  if (pid == 0) _exit(3);
  return pid;
}
static void traced_by_stopped(void) { by_one_that_stops(makes_traced); }
static void zombie_of_stopped(void) { by_one_that_stops(makes_zombie); }
// It ends while somebody who is not its parent traces it.
static void zombie_of_tracer(void) {
  int end[2];
  must(pipe(end) == 0, "pipe");
  const pid_t pid = fork();
  char c;
  if (pid == 0) _exit((int)read(end[0], &c, 1));
  const pid_t tracer = fork();
  if (tracer == 0) {
    must(ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0, "PTRACE_SEIZE");
    (void)!write(end[1], "x", 1);
    rest();
  }
  ready(pid, tracer);
  rest();
}
// An init of a namespace within another one ends, and waits for whoever nobody waits for.
static int init_of_inner(void* pipe_end) {
  (void)!write(*(int*)pipe_end, "x", 1);
  rest();
  return 0;
}
static int init_of_outer(void* given) {
  static char stack[1 << 16];
  if (clone(init_of_inner, stack + sizeof stack, CLONE_NEWPID | SIGCHLD, given) < 0) _exit(1);
  rest();
  return 0;
}
static void nested_teardown(void) {
  static char stack[1 << 16];
  int end[2];
  must(pipe(end) == 0, "pipe");
  const pid_t outer = clone(init_of_outer, stack + sizeof stack, CLONE_NEWPID | SIGCHLD, &end[1]);
  char c, path[64];
  must(outer > 0 && read(end[0], &c, 1) == 1, "clone");
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)outer, (int)outer);
  FILE* const children = fopen(path, "r");
  int inner = 0;
  must(children && fscanf(children, "%d", &inner) == 1, "children");
  snprintf(path, sizeof path, "/proc/%d/ns/pid", inner);
  const int own = open("/proc/self/ns/pid", O_RDONLY), other = open(path, O_RDONLY);
  must(own >= 0 && other >= 0 && setns(other, CLONE_NEWPID) == 0, "setns");
  const pid_t child = fork();
  if (child == 0) rest();
  setns(own, CLONE_NEWPID);
  kill(outer, SIGKILL);
  ready(outer, child);
  rest();
}

const struct maker states[] = {{"stopped", stopped}, {"traced", traced}, {"zombie", zombie},
                               {"leader_zombie", leader_zombie}, {"vforked", vforked},
                               {"teardown", teardown}, {"traced_at_exit", traced_at_exit},
                               {"traced_by_stopped", traced_by_stopped},
                               {"zombie_of_stopped", zombie_of_stopped},
                               {"zombie_of_tracer", zombie_of_tracer},
                               {"nested_teardown", nested_teardown}, {NULL, NULL}};
