// An empty trace_pipe, of an instance of its own. Table T230.
// Expect: read ERESTARTSYS; plain EINTR; restart ok; stop ok
#include "tests/live/live.h"
static void release(void) {
  const int fd = open("t/instances/sigspec_live/trace_marker", O_WRONLY);
  (void)!write(fd, "x\n", 2);
}
int main(int argc, char** argv) {
  begin(argc, argv);
  char buf[4096];
  mkdir("t", 0700);
  must(mount("tracefs", "t", "tracefs", 0, NULL) == 0, "mount tracefs");
  mkdir("t/instances/sigspec_live", 0700);
  const int fd = open("t/instances/sigspec_live/trace_pipe", O_RDONLY);
  must(fd >= 0, "trace_pipe");
  soon(release);
  tell(read(fd, buf, sizeof buf));
  close(fd);
  rmdir("t/instances/sigspec_live");
}
