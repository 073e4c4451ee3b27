// A thread that is not followed asks for the handler that runs in the one that is.
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static void on_signal(int signal) { (void)signal; }

static void *catches(void *unused) {
  sigset_t all;
  struct sigaction action = {.sa_handler = on_signal};
  (void)unused;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, NULL);
  sigaction(SIGUSR1, &action, NULL);
  kill(getpid(), SIGUSR1);
  return NULL;
}

int main(void) {
  pthread_t thread;
  signal(SIGUSR1, SIG_DFL);
  pthread_create(&thread, NULL, catches, NULL);
  pthread_join(thread, NULL);
  getppid();
  return 0;
}
