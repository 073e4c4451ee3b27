// truncate, and link, of a file that another process has a lease on. A lease is given up for
// truncate; link asks for delegations only and does not wait. Table T134.
// Expect: truncate ERESTARTSYS; plain EINTR ok; restart ok; stop ok
#include "tests/live/live.h"
static int fd;
static void release(void) { fcntl(fd, F_SETLEASE, F_UNLCK); }
int main(int argc, char** argv) {
  begin(argc, argv);
  signal(SIGIO, SIG_IGN);
  fd = open("file", O_RDWR | O_CREAT, 0600);
  must(write(fd, "x", 1) == 1 && fcntl(fd, F_SETLEASE, F_WRLCK) == 0, "lease");
  soon(release);
  tell(truncate("file", 0));
  tell(link("file", "other"));
}
