// Another task is reading the same terminal: this one waits for the terminal's read lock. Table
// T034.
// Expect: read ERESTARTSYS; plain EINTR; restart ok; stop ok
#include "tests/live/live.h"
static int master, slave;
static void release(void) {
  (void)!write(master, "one\n", 4);
  wait_ms(50);
  (void)!write(master, "two\n", 4);
}
int main(int argc, char** argv) {
  begin(argc, argv);
  char buf[100];
  master = posix_openpt(O_RDWR | O_NOCTTY);
  must(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0, "pty");
  slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  must(slave >= 0, "slave");
  if (child() == 0) {
    (void)!read(slave, buf, sizeof buf);
    for (;;) pause();
  }
  wait_ms(50);
  soon(release);
  tell(read(slave, buf, sizeof buf));
}
