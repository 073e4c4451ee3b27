// A file of a FUSE server. A lock that the server keeps: answered with EINTR after an interrupt,
// the call begins again as if it were a local lock. A close, whose flush is first left to wait in
// spite of the interrupt, and then answered with EINTR: the descriptor is gone both times. Tables
// T137 and T274.
// Expect: fcntl ERESTARTSYS; plain EINTR ok 0 EINTR; restart ok 0 ok 0 EINTR; stop ok 0 ok 0 EINTR
// Expect: close EINTR; plain EINTR ok 0 EINTR; restart ok 0 ok 0 EINTR; stop ok 0 ok 0 EINTR
#include <linux/fuse.h>
#include <time.h>
#include "tests/live/live.h"
static int device;
static void answer(uint64_t unique, int error, const void* data, size_t size) {
  struct fuse_out_header head = {(uint32_t)(sizeof head + size), error, unique};
  struct iovec parts[] = {{&head, sizeof head}, {(void*)data, size}};
  (void)!writev(device, parts, 2);
}
static void serve(void) {
  static char buf[1 << 20];
  uint64_t lock = 0, flush = 0;
  int locks = 0, flushes = 0;
  for (;;) {
    struct pollfd p = {device, POLLIN, 0};
    if (poll(&p, 1, flush ? 400 : -1) == 0) {
      answer(flush, 0, NULL, 0);
      flush = 0;
      continue;
    }
    if (read(device, buf, sizeof buf) <= 0) _exit(0);
    const struct fuse_in_header* in = (void*)buf;
    const struct fuse_attr attributes = {.ino = 2, .mode = S_IFREG | 0600, .nlink = 1};
    switch (in->opcode) {
      case FUSE_INIT: {
        struct fuse_init_out out = {
            .major = 7, .minor = 31, .max_write = 4096, .flags = FUSE_POSIX_LOCKS};
        answer(in->unique, 0, &out, sizeof out);
        break;
      }
      case FUSE_LOOKUP: {
        struct fuse_entry_out out = {
            .nodeid = 2, .entry_valid = 100, .attr_valid = 100, .attr = attributes};
        answer(in->unique, 0, &out, sizeof out);
        break;
      }
      case FUSE_OPEN: {
        struct fuse_open_out out = {.fh = 1};
        answer(in->unique, 0, &out, sizeof out);
        break;
      }
      case FUSE_SETLKW:
        if (++locks == 1) lock = in->unique;
        else answer(in->unique, 0, NULL, 0);
        break;
      case FUSE_FLUSH:
        ++flushes;
        flush = in->unique;
        break;
      case FUSE_INTERRUPT: {
        const uint64_t whose = ((const struct fuse_interrupt_in*)(in + 1))->unique;
        if (whose == lock) answer(lock, -EINTR, NULL, 0);
        if (whose == flush && flushes > 1) {
          answer(flush, -EINTR, NULL, 0);
          flush = 0;
        }
        break;
      }
      default:
        if (in->opcode != FUSE_FORGET) answer(in->unique, -ENOSYS, NULL, 0);
    }
  }
}
static long begun;
static long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
static void until_ms(long ms) {
  while (now_ms() < begun + ms) wait_ms(5);
}
int main(int argc, char** argv) {
  begin(argc, argv);
  device = open("/dev/fuse", O_RDWR);
  must(device >= 0, "/dev/fuse");
  char options[100];
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
  mkdir("m", 0700);
  must(mount("sigspec", "m", "fuse", 0, options) == 0, "mount");
  const pid_t server = child();
  if (server == 0) serve();
  const int file = open("m/f", O_RDWR), other = open("m/f", O_RDWR);
  must(file >= 0 && other >= 0, "open");
  const pid_t me = getpid();
  begun = now_ms();
  if (child() == 0) {  // the descriptors of the file are the caller's alone
    close(file);
    close(other);
    for (int i = 0; i < 3; ++i) {
      wait_ms(150);
      interrupt(me);
      wait_ms(650);
    }
    for (;;) pause();
  }
  struct flock lock = {.l_type = F_WRLCK};
  tell(fcntl(file, F_SETLKW, &lock));
  until_ms(800);
  tell(close(file));
  until_ms(1600);
  tell(close(other));
  kill(server, SIGKILL);
}
