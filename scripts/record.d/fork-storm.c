// fork, vfork and clone in a storm of itimer signals (real, virtual and profiling): fork is restarted when
// a signal is pending (ERESTARTNOINTR); the children die in ten different ways.
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile long ticks;
static void on_tick(int signo) { (void)signo; ticks++; }
static void *nothing(void *unused) { return unused; }

static void storm(int which, int signo, long us) {
  struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_RESTART};
  sigaction(signo, &action, NULL);
  struct itimerval every = {{0, us}, {0, us}};
  setitimer(which, &every, NULL);
}

int main(void) {
  char *block = mmap(NULL, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memset(block, 1, 8 << 20);
  storm(ITIMER_REAL, SIGALRM, 300);
  storm(ITIMER_VIRTUAL, SIGVTALRM, 5000);
  storm(ITIMER_PROF, SIGPROF, 5000);
  for (int i = 0; i < 150; i++) {
    pid_t child = fork();
    if (child == 0) {
      if (i % 3 == 0) abort();
      if (i % 3 == 1) kill(getpid(), SIGKILL);
      _exit(i);
    }
    int status;
    waitpid(child, &status, 0);
    if (vfork() == 0) _exit(i);
    wait(&status);
    char *arguments[] = {"true", NULL};
    if (i % 50 == 0 && posix_spawnp(&child, "true", NULL, NULL, arguments, NULL) == 0) waitpid(child, &status, 0);
    pthread_t thread;
    pthread_create(&thread, NULL, nothing, NULL);
    pthread_join(thread, NULL);
  }
  printf("%ld ticks\n", ticks);
}
