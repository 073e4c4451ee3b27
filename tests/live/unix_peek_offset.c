// SO_PEEK_OFF while a reader of the socket is asleep: does the reader hold the lock that it needs?
// The table (T072, from the source) says that the call waits and can fail with EINTR; the reader
// lets go of the lock while it sleeps, so the call succeeds at once.
// Expect: setsockopt completes; plain ok 0 ok 0; restart ok 0 ok 0; stop ok 0 ok 0
#include "tests/live/live.h"
static void check(int kind) {
  int pair[2], offset = 0;
  must(socketpair(AF_UNIX, kind, 0, pair) == 0, "socketpair");
  if (child() == 0) {
    char buf[10];
    for (;;) (void)!recv(pair[0], buf, sizeof buf, 0);
  }
  wait_ms(50);
  soon(NULL);
  tell(setsockopt(pair[0], SOL_SOCKET, SO_PEEK_OFF, &offset, sizeof offset));
}
int main(int argc, char** argv) {
  begin(argc, argv);
  check(SOCK_STREAM);
  check(SOCK_DGRAM);
}
