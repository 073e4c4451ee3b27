// Reads, writes and opens that block, interrupted with and without SA_RESTART: pipes, sockets, a
// terminal, eventfd, timerfd, inotify, a FIFO without a peer, splice and tee.
#include "interrupt.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <termios.h>

static int empty[2], full[2], other[2], event, timer, watch, terminal;
static char bytes[4096];

static long read_pipe(void) { return read(empty[0], bytes, 10); }
static long readv_pipe(void) { return readv(empty[0], &(struct iovec){bytes, 10}, 1); }
static long write_pipe(void) { return write(full[1], bytes, 4096); }
static long read_event(void) { return read(event, bytes, 8); }
static long read_timer(void) { return read(timer, bytes, 8); }
static long read_watch(void) { return read(watch, bytes, sizeof bytes); }
static long read_terminal(void) { return read(terminal, bytes, 10); }
static long drain_terminal(void) { return ioctl(terminal, TCSBRK, 1); }
static long open_fifo(void) { return open("fifo", O_RDONLY); }
static long splice_pipe(void) { return splice(empty[0], NULL, other[1], NULL, 100, 0); }
static long tee_pipe(void) { return tee(empty[0], other[1], 100, 0); }
static long vmsplice_pipe(void) { return vmsplice(full[1], &(struct iovec){bytes, 4096}, 1, 0); }

int main(void) {
  pipe(empty), pipe(other);
  pipe2(full, O_NONBLOCK);
  while (write(full[1], bytes, 4096) > 0) {}
  fcntl(full[1], F_SETFL, 0);
  event = eventfd(0, 0);
  timer = timerfd_create(CLOCK_MONOTONIC, 0);
  watch = inotify_init1(0);
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  grantpt(master), unlockpt(master);
  terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
  mkfifo("fifo", 0600);
  interrupt("read pipe", read_pipe);
  interrupt("readv pipe", readv_pipe);
  interrupt("write pipe", write_pipe);
  interrupt("read eventfd", read_event);
  interrupt("read timerfd", read_timer);
  interrupt("read inotify", read_watch);
  interrupt("read terminal", read_terminal);
  interrupt("tcdrain", drain_terminal);
  interrupt("open fifo", open_fifo);
  interrupt("splice", splice_pipe);
  interrupt("tee", tee_pipe);
  interrupt("vmsplice", vmsplice_pipe);
}
