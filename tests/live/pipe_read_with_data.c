// A read of a pipe that has some bytes returns them and does not wait for the rest. Table T003.
// Expect: read completes; plain ok 10; restart ok 10; stop ok 10
#include "tests/live/live.h"
static int fds[2];
int main(int argc, char** argv) {
  begin(argc, argv);
  char buf[100];
  must(pipe(fds) == 0, "pipe");
  must(write(fds[1], "0123456789", 10) == 10, "write");
  soon(NULL);
  tell(read(fds[0], buf, sizeof buf));
}
