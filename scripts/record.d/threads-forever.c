// Threads that compute, sleep and wait while a timer and each other's signals strike them, until killed:
// something to attach to.
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static pthread_t threads[4];
static int ends[2];

static void on_signal(int signo) { (void)signo; }

static void *body(void *argument) {
  char byte;
  for (;;) switch ((long)argument) {
      case 0: nanosleep(&(struct timespec){0, 30000000}, NULL); break;
      case 1: poll(NULL, 0, 25); break;
      case 2: read(ends[0], &byte, 1); break;
      case 3:
        for (volatile int i = 0; i < 3000000; i++) {}
        write(ends[1], "x", 1);
    }
  return NULL;
}

int main(void) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGALRM, &action, NULL);
  pipe(ends);
  for (long i = 0; i < 4; i++) pthread_create(&threads[i], NULL, body, (void *)i);
  timer_t timer;
  timer_create(CLOCK_MONOTONIC, &(struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM}, &timer);
  timer_settime(timer, 0, &(struct itimerspec){{0, 10000000}, {0, 10000000}}, NULL);
  for (int i = 0;; i++) {
    nanosleep(&(struct timespec){0, 7000000}, NULL);
    pthread_kill(threads[i % 4], SIGUSR1);
  }
}
