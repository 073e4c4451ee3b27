// Four threads sleep, wait and compute while POSIX timers strike the process (SIGEV_SIGNAL), one thread
// (SIGEV_THREAD_ID) and pthread_kill strikes them all; one thread is cancelled.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static volatile int stop;
static sem_t never;
static volatile long counts[3];

static void on_usr1(int signo) { (void)signo; counts[0]++; }
static void on_timer(int signo, siginfo_t *info, void *context) {
  (void)signo, (void)context;
  counts[1] += info->si_overrun + 1;
}
static void on_rt(int signo) { (void)signo; counts[2]++; }

static void start_timer(int notify, int signo, long ns) {
  timer_t timer;
  struct sigevent event = {.sigev_notify = notify, .sigev_signo = signo};
  event.sigev_value.sival_int = signo;
  event.sigev_notify_thread_id = syscall(SYS_gettid);
  struct itimerspec every = {{0, ns}, {0, ns}};
  timer_create(CLOCK_MONOTONIC, &event, &timer);
  timer_settime(timer, 0, &every, NULL);
}

static void *sleeper(void *unused) {
  start_timer(SIGEV_THREAD_ID, SIGRTMIN + 1, 7000000);
  while (!stop) {
    struct timespec left = {0, 50000000};
    while (nanosleep(&left, &left) < 0 && errno == EINTR) {}
  }
  return unused;
}
static void *poller(void *unused) {
  while (!stop) poll(NULL, 0, 30);
  return unused;
}
static void *waiter(void *unused) {
  struct timespec until;
  while (!stop) {
    clock_gettime(CLOCK_REALTIME, &until);
    if ((until.tv_nsec += 40000000) >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
    sem_timedwait(&never, &until);
  }
  return unused;
}
static void *cancelled(void *unused) {
  pause();
  while (1) pause();
  return unused;
}

int main(void) {
  struct sigaction usr1 = {.sa_handler = on_usr1, .sa_flags = SA_RESTART};
  struct sigaction timer = {.sa_sigaction = on_timer, .sa_flags = SA_SIGINFO};
  struct sigaction rt = {.sa_handler = on_rt, .sa_flags = SA_NODEFER};
  sigaction(SIGUSR1, &usr1, NULL);
  sigaction(SIGRTMIN, &timer, NULL);
  sigaction(SIGRTMIN + 1, &rt, NULL);
  sem_init(&never, 0, 0);
  pthread_t threads[4];
  void *(*bodies[])(void *) = {sleeper, poller, waiter, cancelled};
  for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, bodies[i], NULL);
  start_timer(SIGEV_SIGNAL, SIGRTMIN, 5000000);
  for (int round = 0; round < 20; round++) {
    usleep(11000);
    for (int i = 0; i < 4; i++) pthread_kill(threads[i], SIGUSR1);
  }
  stop = 1;
  pthread_cancel(threads[3]);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  printf("%ld %ld %ld\n", counts[0], counts[1], counts[2]);
}
