// Another task is writing to the same terminal, which is full: this one waits for the terminal's
// write lock. Table T033.
// Expect: write ERESTARTSYS; plain EINTR; restart ok; stop ok
#include "tests/live/live.h"
static int master, slave;
static void release(void) {
  char buf[4096];
  for (;;) (void)!read(master, buf, sizeof buf);
}
int main(int argc, char** argv) {
  begin(argc, argv);
  static char text[1 << 20];
  memset(text, 'x', sizeof text);
  master = posix_openpt(O_RDWR | O_NOCTTY);
  must(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0, "pty");
  slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  must(slave >= 0, "slave");
  if (child() == 0) {
    (void)!write(slave, text, sizeof text);
    for (;;) pause();
  }
  wait_ms(50);
  soon(release);
  tell(write(slave, "y", 1));
}
