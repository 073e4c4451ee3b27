// A send on a TCP socket whose connection is still being made: the listener's queue is full. First
// with SO_SNDTIMEO, then without. Table T085.
// Expect: sendto ERESTARTSYS; plain EINTR EINTR; restart EINTR ok; stop EINTR ok
#include <netinet/in.h>
#include "tests/live/live.h"
static int listener;
static void release(void) {
  for (;;) accept(listener, NULL, NULL);
}
static struct sockaddr_in name = {.sin_family = AF_INET};
static int connecting(void) {
  for (;;) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    connect(fd, (void*)&name, sizeof name);
    struct pollfd p = {fd, POLLOUT, 0};
    if (poll(&p, 1, 100) == 0) {
      fcntl(fd, F_SETFL, 0);
      return fd;
    }
  }
}
int main(int argc, char** argv) {
  begin(argc, argv);
  listener = socket(AF_INET, SOCK_STREAM, 0);
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t len = sizeof name;
  must(bind(listener, (void*)&name, sizeof name) == 0 && listen(listener, 0) == 0, "listen");
  getsockname(listener, (void*)&name, &len);
  const int timed = connecting(), untimed = connecting();
  const struct timeval limit = {5, 0};
  setsockopt(timed, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  soon(NULL);
  tell(send(timed, "x", 1, 0));
  soon(release);
  tell(send(untimed, "x", 1, 0));
}
