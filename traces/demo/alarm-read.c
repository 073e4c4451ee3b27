// What traces/demo/accepted.strace records: an alarm comes while a read() of an empty pipe waits, first
// with a handler without SA_RESTART, then with it, and then while poll() waits.
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

static int fds[2];

static void write_byte(int signo) {
  (void)signo;
  if (write(fds[1], "x", 1) != 1) _exit(1);
}

static void only_wake(int signo) { (void)signo; }

static void set_alarm(void (*handler)(int), int flags) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  struct itimerval soon = {.it_value = {.tv_usec = 50000}};
  sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &soon, NULL);
}

static void read_byte(void) {
  char byte;
  while (read(fds[0], &byte, 1) < 0 && errno == EINTR) continue;
}

int main(void) {
  if (pipe(fds) != 0) return 1;
  set_alarm(write_byte, 0);
  read_byte();
  set_alarm(write_byte, SA_RESTART);
  read_byte();
  set_alarm(only_wake, SA_RESTART);
  struct pollfd item = {.fd = fds[0], .events = POLLIN};
  poll(&item, 1, 1000);
  return 0;
}
