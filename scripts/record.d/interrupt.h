// Interrupts a blocking call: interrupt() runs it with and without SA_RESTART while SIGALRM strikes every
// 15 ms. A call that fails is called again twice; the fifth alarm leaves a call that goes on for ever.
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static sigjmp_buf leave_call;
static volatile sig_atomic_t alarms;
static long alarm_us = 15000;  // a program that runs on a slow machine takes more

static void on_alarm(int signo) {
  if (++alarms >= 5) siglongjmp(leave_call, signo);
}

static void set_alarm_every(long us) {
  struct itimerval every = {{0, us}, {0, us}};
  setitimer(ITIMER_REAL, &every, NULL);
}

__attribute__((unused)) static void interrupt(const char *const name, long (*const function)(void)) {
  const char *volatile what = name;  // the last alarm may strike in setitimer, which is not known to jump
  long (*volatile call)(void) = function;
  for (volatile int restart = 0; restart < 2; restart++) {
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = restart ? SA_RESTART : 0};
    sigaction(SIGALRM, &action, NULL);
    alarms = 0;
    volatile long result = 0;
    volatile int error = 0;
    set_alarm_every(alarm_us);
    if (sigsetjmp(leave_call, 1) == 0) {
      for (int i = 0; i < 3; i++) {
        errno = 0;
        result = call();
        error = errno;
        if (result >= 0) break;
      }
    } else {
      error = -1;
    }
    set_alarm_every(0);
    printf("%-24s %-10s %ld %s\n", what, restart ? "SA_RESTART" : "", result,
           error < 0 ? "left by the handler" : strerror(error));
  }
}
