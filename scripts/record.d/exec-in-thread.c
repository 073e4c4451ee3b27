// A thread that is not the leader executes a new program while the leader pauses and another thread
// computes: the group is taken over and goes on under the leader's id.
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char **arguments;

static void on_usr2(int signo) { (void)signo; }

static void *compute(void *unused) {
  for (volatile unsigned long i = 0;; i++) {}
  return unused;
}
static void *execute(void *unused) {
  usleep(50000);
  char *next[] = {arguments[0], "again", NULL};
  if (arguments[1]) next[0] = "true", execvp("true", next);
  execv(arguments[0], next);
  return unused;
}

int main(int argc, char **argv) {
  pthread_t one, two;
  arguments = argv;
  (void)argc;
  signal(SIGUSR1, SIG_IGN);
  signal(SIGUSR2, on_usr2);
  pthread_create(&one, NULL, compute, NULL);
  pthread_create(&two, NULL, execute, NULL);
  while (1) pause();
}
