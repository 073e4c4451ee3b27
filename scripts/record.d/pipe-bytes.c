// Bytes through pipes while signals interrupt both sides: none is lost, none comes twice. With
// pipe and pipe2, reads of nothing, parts of writes, readers that take turns, and the end.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static char buffer[100000];
static int ends[2];

static void on_alarm(int signal) { (void)signal; }

/// A pause before each call lets the other side wait.
static void write_all(size_t size, size_t piece, useconds_t pause) {
  for (size_t done = 0; done < size;) {
    usleep(pause);
    const size_t left = size - done < piece ? size - done : piece;
    const ssize_t moved = write(ends[1], buffer, left);
    if (moved > 0) done += (size_t)moved;
  }
}

static void read_to_the_end(size_t piece, useconds_t pause) {
  while (read(ends[0], buffer, piece) != 0) {
    usleep(pause);
  }
}

static void transfer(int is_old, int flags, size_t size, size_t written, size_t taken,
                     int reader_waits) {
  if (is_old) syscall(SYS_pipe, ends);
  else pipe2(ends, 0);
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = flags};
  sigaction(SIGALRM, &action, NULL);
  const struct itimerval often = {{0, 3000}, {0, 3000}};
  if (fork() == 0) {
    close(ends[0]);
    setitimer(ITIMER_REAL, &often, NULL);
    write_all(size, written, reader_waits ? 8000 : 0);
    _exit(0);
  }
  close(ends[1]);
  setitimer(ITIMER_REAL, &often, NULL);
  read(ends[0], buffer, 0);
  read_to_the_end(taken, reader_waits ? 0 : 8000);
  const struct itimerval never = {0};
  setitimer(ITIMER_REAL, &never, NULL);
  while (wait(NULL) < 0) {
  }
  close(ends[0]);
}

int main(void) {
  transfer(1, SA_RESTART, 200000, 100000, 9000, 0);
  transfer(0, 0, 200000, 70000, 9000, 0);
  transfer(0, SA_RESTART, 200000, 5000, 9000, 0);
  transfer(0, SA_RESTART, 1000, 100, 10000, 1);
  transfer(0, 0, 1000, 100, 10000, 1);
  transfer(1, 0, 0, 1, 10, 1);
  // Two readers share what one writes.
  pipe2(ends, O_CLOEXEC);
  for (int i = 0; i < 2; ++i)
    if (fork() == 0) {
      close(ends[1]);
      read_to_the_end(7, 0);
      _exit(0);
    }
  close(ends[0]);
  write_all(400, 20, 0);
  close(ends[1]);
  while (wait(NULL) > 0) {
  }
  return 0;
}
