// A FUSE server of its own in a child. It answers the interrupt of a GETATTR with EINTR, and lets a
// STATFS wait until it is released, whatever interrupts it. The server's own read is interrupted as
// well. Tables T231 and T272.
// Expect: stat EINTR; plain EINTR ok 0; restart EINTR ok 0; stop EINTR ok 0
#include <linux/fuse.h>
#include <sys/vfs.h>
#include "tests/live/live.h"
static int device;
static void answer(uint64_t unique, int error, const void* data, size_t size) {
  struct fuse_out_header head = {(uint32_t)(sizeof head + size), error, unique};
  struct iovec parts[] = {{&head, sizeof head}, {(void*)data, size}};
  (void)!writev(device, parts, 2);
}
static void serve(void) {
  static char buf[1 << 20];
  uint64_t waiting = 0;
  for (;;) {
    struct pollfd p = {device, POLLIN, 0};
    if (poll(&p, 1, waiting ? 400 : -1) == 0) {  // nobody came: the STATFS is answered now
      struct fuse_statfs_out out = {0};
      answer(waiting, 0, &out, sizeof out);
      waiting = 0;
      continue;
    }
    if (read(device, buf, sizeof buf) <= 0) _exit(0);
    const struct fuse_in_header* in = (void*)buf;
    if (in->opcode == FUSE_INIT) {
      struct fuse_init_out out = {.major = 7, .minor = 31, .max_write = 4096};
      answer(in->unique, 0, &out, sizeof out);
    } else if (in->opcode == FUSE_STATFS) {
      waiting = in->unique;
    } else if (in->opcode == FUSE_INTERRUPT) {
      const uint64_t whose = ((const struct fuse_interrupt_in*)(in + 1))->unique;
      if (whose != waiting) answer(whose, -EINTR, NULL, 0);
    }  // a GETATTR is not answered
  }
}
int main(int argc, char** argv) {
  begin(argc, argv);
  device = open("/dev/fuse", O_RDWR);
  must(device >= 0, "/dev/fuse");
  char options[100];
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
  mkdir("m", 0700);
  must(mount("sigspec", "m", "fuse", 0, options) == 0, "mount");
  if (child() == 0) serve();
  struct stat status;
  struct statfs all;
  soon(NULL);
  tell(syscall(SYS_stat, "m", &status));
  soon(NULL);
  tell(statfs("m", &all));
}
