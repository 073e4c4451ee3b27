// A blocked pipe read is interrupted by SIGALRM six times: with SA_RESTART it is restarted, without it
// fails with EINTR. A child ends the matter by writing.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t alarms;
static void on_alarm(int signo) { (void)signo; alarms++; }

static void interrupt_reads(int fd, int flags) {
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = flags};
  sigaction(SIGALRM, &action, NULL);
  struct itimerval every = {{0, 50000}, {0, 50000}}, never = {{0, 0}, {0, 0}};
  setitimer(ITIMER_REAL, &every, NULL);
  char byte;
  long got;
  int failures = 0;
  while ((got = read(fd, &byte, 1)) < 0 && errno == EINTR && ++failures < 3) {}
  setitimer(ITIMER_REAL, &never, NULL);
  printf("flags %#x: read %ld, %d alarms, %d times EINTR\n", flags, got, (int)alarms, failures);
}

int main(void) {
  int ends[2];
  pipe(ends);
  if (fork() == 0) {
    for (int i = 0; i < 2; i++) usleep(220000), write(ends[1], "x", 1);
    _exit(0);
  }
  interrupt_reads(ends[0], SA_RESTART);
  interrupt_reads(ends[0], 0);
  wait(NULL);
}
