// Transfers interrupted half way return what they moved: a write larger than a pipe, MSG_WAITALL,
// sendfile and splice into a slow reader, a long read of /dev/zero and getrandom.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static char *bytes;
enum { kSize = 1 << 24 };

static void on_alarm(int signo) { (void)signo; }

static void set_alarm(long us) {
  struct itimerval once = {{0, 0}, {0, us}};
  setitimer(ITIMER_REAL, &once, NULL);
}

static void report(const char *what, long result) { printf("%s: %ld\n", what, result); }

int main(void) {
  int ends[2], pair[2];
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &action, NULL);
  bytes = malloc(kSize);
  memset(bytes, 1, kSize);
  pipe(ends);
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  int file = open("file", O_CREAT | O_RDWR, 0600), zero = open("/dev/zero", O_RDONLY);
  write(file, bytes, 1 << 20);

  set_alarm(30000);
  report("write 1 MiB to a pipe", write(ends[1], bytes, 1 << 20));
  set_alarm(30000);
  read(ends[0], bytes, 10000);
  report("sendfile to a full pipe", sendfile(ends[1], file, &(off_t){0}, 1 << 20));
  if (fork() == 0) {
    for (int i = 0; i < 3; i++) usleep(20000), write(pair[1], "12345", 5);
    _exit(0);
  }
  set_alarm(30000);
  report("recv MSG_WAITALL", recv(pair[0], bytes, 15, MSG_WAITALL));
  report("recv MSG_WAITALL", recv(pair[0], bytes, 5, MSG_WAITALL));
  set_alarm(30000);
  report("send 16 MiB", send(pair[0], bytes, kSize, 0));
  signal(SIGCHLD, SIG_DFL);
  for (int i = 0; i < 10; i++) {
    set_alarm(1000);
    report("read /dev/zero", read(zero, bytes, kSize));
    set_alarm(5000);
    report("getrandom", getrandom(bytes, kSize, 0));
  }
  signal(SIGPIPE, SIG_IGN);
  close(ends[0]);
  report("write without reader", write(ends[1], "x", 1));
  signal(SIGPIPE, SIG_DFL);
  report("never printed", write(ends[1], "x", 1));
}
