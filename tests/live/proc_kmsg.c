// /proc/kmsg, with everything read. Table T227.
// Expect: read ERESTARTSYS; plain EINTR; restart ok; stop ok
#include "tests/live/live.h"
static void release(void) { (void)!write(open("/dev/kmsg", O_WRONLY), "sigspec\n", 8); }
int main(int argc, char** argv) {
  begin(argc, argv);
  static char buf[1 << 16];
  const int fd = open("/proc/kmsg", O_RDONLY | O_NONBLOCK);
  must(fd >= 0, "/proc/kmsg");
  while (read(fd, buf, sizeof buf) > 0) {
  }
  fcntl(fd, F_SETFL, 0);
  soon(release);
  tell(read(fd, buf, sizeof buf));
}
