// splice from an empty pipe to a socket, and to a file: nothing was moved. Table T016.
// Expect: splice ERESTARTSYS; plain EINTR EINTR; restart ok; stop ok
#include "tests/live/live.h"
static int in[2];
static void release(void) { (void)!write(in[1], "0123456789", 10); }
int main(int argc, char** argv) {
  begin(argc, argv);
  int pair[2];
  must(pipe(in) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "pipe");
  soon(release);
  tell(splice(in[0], NULL, pair[0], NULL, 10, 0));
  wait_ms(400);
  char buf[10];
  fcntl(in[0], F_SETFL, O_NONBLOCK);
  while (read(in[0], buf, sizeof buf) > 0) {
  }
  fcntl(in[0], F_SETFL, 0);
  const int file = open("file", O_RDWR | O_CREAT, 0600);
  soon(release);
  tell(splice(in[0], NULL, file, NULL, 10, 0));
}
