// Signals from limits and relatives: SIGXCPU soft and hard, SIGXFSZ, a dead parent's signal, a reparented
// child's SIGCHLD at a subreaper, signals without permission, an init of a pid namespace that is immune.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void note(int signo) { dprintf(1, "signal %d\n", signo); }
static void ignore_quietly(int signo) { (void)signo; }
static void burn(void) {
  for (volatile long i = 0;; i++) {}
}

static void run(void (*body)(void)) {
  pid_t child = fork();
  int status;
  if (child == 0) body(), _exit(0);
  waitpid(child, &status, 0);
  printf("status %#x\n", status);
  fflush(stdout);
}

static void processor_time(void) {
  signal(SIGXCPU, note);
  setrlimit(RLIMIT_CPU, &(struct rlimit){1, 2});
  burn();
}
static void file_size(void) {
  int file = open("big", O_CREAT | O_RDWR, 0600);
  signal(SIGXFSZ, ignore_quietly);
  setrlimit(RLIMIT_FSIZE, &(struct rlimit){10, 10});
  write(file, "0123456789abc", 13), write(file, "x", 1);
  signal(SIGXFSZ, SIG_DFL);
  write(file, "x", 1);
}
static void dead_parent(void) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  if (fork() == 0) {
    if (fork() == 0) prctl(PR_SET_PDEATHSIG, SIGUSR1), signal(SIGUSR1, note), pause(), _exit(4);
    usleep(30000), _exit(3);
  }
  while (wait(NULL) > 0) {}
}
static void no_permission(void) {
  pid_t other = fork();
  if (other == 0) alarm(1), pause();
  setuid(65534);
  printf("kill: %d %s\n", kill(other, SIGTERM), strerror(errno));
  printf("kill all: %d\n", kill(-1, 0));
  printf("group: %d\n", kill(0, 0));
  fflush(stdout);
}
static void immune_init(void) {
  int status;
  pid_t init = syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0);
  if (init == 0) {
    signal(SIGUSR1, note);
    kill(1, SIGTERM), kill(1, SIGKILL), kill(1, SIGUSR1), raise(SIGSTOP);
    if (fork() == 0) kill(1, SIGKILL), kill(1, SIGTERM), kill(1, SIGUSR1), _exit(0);
    wait(NULL);
    pause();
  }
  usleep(50000);
  kill(init, SIGTERM), usleep(20000), kill(init, SIGKILL);
  waitpid(init, &status, 0);
}

int main(void) {
  run(processor_time), run(file_size), run(dead_parent), run(no_permission), run(immune_init);
}
