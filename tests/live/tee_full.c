// tee into a pipe that is full. Table T014.
// Expect: tee ERESTARTSYS; plain EINTR; restart ok; stop ok
#include "tests/live/live.h"
static int in[2], out[2];
static void release(void) {
  char buf[65536];
  (void)!read(out[0], buf, sizeof buf);
}
int main(int argc, char** argv) {
  begin(argc, argv);
  static char page[65536];
  must(pipe(in) == 0 && pipe(out) == 0, "pipe");
  must(write(in[1], page, 4096) == 4096, "write");
  must(write(out[1], page, sizeof page) == sizeof page, "fill");
  soon(release);
  tell(tee(in[0], out[1], 4096, 0));
}
