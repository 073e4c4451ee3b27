// Three threads take a process's real-time signals with sigwaitinfo, sigtimedwait and sigwait while the
// main thread queues them and a fourth thread has them unblocked for a while.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static sigset_t waited;
static volatile int taken[5];

static void on_signal(int signo) { (void)signo; taken[4]++; }

static void *take(void *argument) {
  long kind = (long)argument;
  siginfo_t info;
  int signo = 0;
  while (signo != SIGTERM) {
    if (kind == 0) signo = sigwaitinfo(&waited, &info);
    if (kind == 1) signo = sigtimedwait(&waited, &info, &(struct timespec){0, 1000000});
    if (kind == 2) sigwait(&waited, &signo);
    if (signo > 0) taken[kind]++;
  }
  kill(getpid(), SIGTERM);
  return NULL;
}

static void *open_for_a_while(void *unused) {
  usleep(20000);
  for (int i = 0; i < 10; i++) {
    pthread_sigmask(SIG_UNBLOCK, &waited, NULL);
    usleep(8000);
    pthread_sigmask(SIG_BLOCK, &waited, NULL);
    usleep(1000);
  }
  return unused;
}

int main(void) {
  sigemptyset(&waited);
  sigaddset(&waited, SIGRTMIN), sigaddset(&waited, SIGRTMIN + 1), sigaddset(&waited, SIGTERM);
  sigprocmask(SIG_BLOCK, &waited, NULL);
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGRTMIN, &action, NULL), sigaction(SIGRTMIN + 1, &action, NULL);
  pthread_t threads[4];
  for (long i = 0; i < 3; i++) pthread_create(&threads[i], NULL, take, (void *)i);
  pthread_create(&threads[3], NULL, open_for_a_while, NULL);
  for (int i = 0; i < 120; i++) {
    sigqueue(getpid(), SIGRTMIN + i % 2, (union sigval){.sival_int = i});
    if (i % 4 == 0) usleep(4000);
    if (i % 10 == 0) pthread_sigqueue(threads[i % 3], SIGRTMIN, (union sigval){.sival_int = -i});
  }
  pthread_join(threads[3], NULL);
  kill(getpid(), SIGTERM);
  for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < 5; i++) printf("%d ", taken[i]);
}
