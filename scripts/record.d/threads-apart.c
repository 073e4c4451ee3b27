// Threads that change what they share: actions and interval timers. With one file a task nobody can
// tell which of them came first.
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

enum { kThreads = 3, kTimes = 60 };

static void first(int number) { (void)number; }
static void second(int number) { (void)number; }

static void *change(void *unused) {
  for (int i = 0; i < kTimes; ++i) {
    struct sigaction action = {.sa_flags = i % 2 ? SA_RESTART : 0}, old;
    action.sa_handler = i % 3 == 0 ? first : i % 3 == 1 ? second : SIG_IGN;
    sigaction(SIGUSR1, &action, &old);
    sigaction(SIGUSR2, NULL, &old);
    struct itimerval timer = {.it_value.tv_usec = 100 + i}, before;
    setitimer(i % 2 ? ITIMER_REAL : ITIMER_PROF, &timer, &before);
    if (i % 10 == 0) kill(getpid(), SIGUSR1);
  }
  return unused;
}

int main(void) {
  struct sigaction action = {.sa_handler = first};
  sigaction(SIGALRM, &action, NULL);
  sigaction(SIGPROF, &action, NULL);
  pthread_t threads[kThreads];
  for (int i = 0; i < kThreads; ++i) pthread_create(&threads[i], NULL, change, NULL);
  change(NULL);
  for (int i = 0; i < kThreads; ++i) pthread_join(threads[i], NULL);
}
