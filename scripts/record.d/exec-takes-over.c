// While the leader computes, a thread that blocks another signal than the leader does executes a new
// program: it goes on under the leader's id, with the thread's mask. A handler returns to that mask.
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static char **arguments;

static void on_signal(int signo) { (void)signo; }

static void block(int signo) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signo);
  pthread_sigmask(SIG_SETMASK, &set, NULL);
}

static void *execute(void *unused) {
  block(SIGHUP);
  usleep(20000);
  char *next[] = {arguments[0], "again", NULL};
  execv(arguments[0], next);
  return unused;
}

static int new_program(void) {
  signal(SIGCHLD, on_signal);
  raise(SIGCHLD);
  pid_t child = fork();
  if (child == 0) {
    raise(SIGHUP);   // blocked
    raise(SIGUSR1);  // not blocked, and no handler is left
    return 3;
  }
  waitpid(child, NULL, 0);
  return 0;
}

int main(int argc, char **argv) {
  pthread_t thread;
  arguments = argv;
  if (argc > 1) return new_program();
  signal(SIGUSR1, on_signal);
  block(SIGUSR1);
  pthread_create(&thread, NULL, execute, NULL);
  for (volatile unsigned long i = 0;; i++) {}
}
