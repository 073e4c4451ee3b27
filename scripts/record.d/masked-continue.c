// SIGCONT to a traced process in a ppoll whose mask blocks it: it is woken to tell the tracer, the call is issued
// again, and before that comes what the mask of the call held back.
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void on_signal(int signo) { (void)signo; }

int main(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGCONT, &action, NULL);
  const pid_t child = fork();
  if (child == 0) {
    sigset_t all;
    sigfillset(&all);
    const struct timespec second = {.tv_sec = 1};
    ppoll(NULL, 0, &second, &all);
    _exit(0);
  }
  const struct timespec while_it_begins = {.tv_nsec = 300000000};
  nanosleep(&while_it_begins, NULL);
  kill(child, SIGUSR1);
  nanosleep(&while_it_begins, NULL);
  kill(child, SIGCONT);
  waitpid(child, NULL, 0);
  return 0;
}
