// A long storm: six threads in reads, writes, sleeps, polls, futexes and computation under POSIX timers of
// their own, an interval timer and each other's signals, half of the handlers with SA_RESTART.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static pthread_t threads[6];
static int ends[2];
static sem_t semaphore;
static volatile long signals;
static volatile int stop;

static void on_signal(int signo) { (void)signo; __atomic_fetch_add(&signals, 1, __ATOMIC_RELAXED); }

static void start_timer(int signo) {
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = signo};
  event.sigev_notify_thread_id = syscall(SYS_gettid);
  timer_create(CLOCK_MONOTONIC, &event, &timer);
  timer_settime(timer, 0, &(struct itimerspec){{0, 3000000}, {0, 3000000}}, NULL);
}

static void *body(void *argument) {
  long kind = (long)argument;
  char bytes[64];
  struct timespec until;
  start_timer(SIGRTMIN + kind);
  while (!stop) switch (kind) {
      case 0: read(ends[0], bytes, sizeof bytes); break;
      case 1: nanosleep(&(struct timespec){0, 2000000}, NULL), write(ends[1], bytes, 7); break;
      case 2: poll(&(struct pollfd){ends[0], POLLIN, 0}, 1, 4); break;
      case 3:
        clock_gettime(CLOCK_REALTIME, &until);
        if ((until.tv_nsec += 4000000) >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
        sem_timedwait(&semaphore, &until);
        break;
      case 4:
        for (volatile int i = 0; i < 300000; i++) {}
        sem_post(&semaphore);
        break;
      case 5: pthread_kill(threads[random() % 5], random() % 2 ? SIGUSR1 : SIGUSR2), usleep(500); break;
    }
  return NULL;
}

int main(int argc, char **argv) {
  int seconds = argc > 1 ? atoi(argv[1]) : 1;
  struct sigaction action = {.sa_handler = on_signal};
  sem_init(&semaphore, 0, 0);
  pipe(ends);
  for (int i = 0; i < 6; i++) {
    action.sa_flags = i % 2 ? SA_RESTART : SA_NODEFER;
    sigaction(SIGRTMIN + i, &action, NULL);
  }
  action.sa_flags = SA_RESTART, sigaction(SIGUSR1, &action, NULL), sigaction(SIGALRM, &action, NULL);
  action.sa_flags = 0, sigaction(SIGUSR2, &action, NULL);
  for (long i = 0; i < 6; i++) pthread_create(&threads[i], NULL, body, (void *)i);
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 2000}, {0, 2000}}, NULL);
  time_t end = time(NULL) + seconds;
  while (time(NULL) < end) poll(NULL, 0, 10);
  stop = 1;
  write(ends[1], "end", 3);
  for (int i = 0; i < 6; i++) pthread_join(threads[i], NULL);
  printf("%ld signals\n", signals);
}
