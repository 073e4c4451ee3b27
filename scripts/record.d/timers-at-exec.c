// A thread sets its process's timer over and over while another runs the next program, which is told
// how much is left: the call that execve ends may have set the timer or not.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

static void *set_alarms(void *unused) {
  for (unsigned seconds = 100;; ++seconds) alarm(seconds);
  return unused;
}

static void *set_timers(void *unused) {
  struct itimerval value = {{0, 0}, {100, 0}};
  for (;; ++value.it_value.tv_sec) setitimer(ITIMER_REAL, &value, NULL);
  return unused;
}

int main(int argc, char **argv) {
  const int round = argc > 1 ? atoi(argv[1]) : 12;
  struct itimerval left;
  getitimer(ITIMER_REAL, &left);
  alarm(0);
  if (round == 0) return 0;
  pthread_t setter;
  pthread_create(&setter, NULL, round % 2 ? set_alarms : set_timers, NULL);
  usleep(3000);
  char next[16];
  snprintf(next, sizeof next, "%d", round - 1);
  execl(argv[0], argv[0], next, NULL);
  return 1;
}
