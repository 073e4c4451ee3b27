// A datagram to an AF_UNIX socket whose queue is full. Then with SO_SNDTIMEO. Table T065.
// Expect: sendto ERESTARTSYS; plain EINTR EINTR; restart ok EINTR; stop ok EINTR
#include "tests/live/live.h"
static int receiver;
static void release(void) {
  char buf[10];
  for (int i = 0; i < 4; ++i) (void)!recv(receiver, buf, sizeof buf, 0);
}
int main(int argc, char** argv) {
  begin(argc, argv);
  struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "socket"};
  receiver = socket(AF_UNIX, SOCK_DGRAM, 0);
  must(bind(receiver, (void*)&name, sizeof name) == 0, "bind");
  const int sender = socket(AF_UNIX, SOCK_DGRAM, 0);
  must(connect(sender, (void*)&name, sizeof name) == 0, "connect");
  while (send(sender, "x", 1, MSG_DONTWAIT) == 1) {
  }
  soon(release);
  tell(send(sender, "x", 1, 0));
  wait_ms(300);
  while (send(sender, "x", 1, MSG_DONTWAIT) == 1) {
  }
  const struct timeval limit = {5, 0};
  setsockopt(sender, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  soon(NULL);
  tell(send(sender, "x", 1, 0));
}
