// A netlink message to another program whose queue is full. Then with SO_SNDTIMEO. Table T103.
// Expect: sendto ERESTARTSYS; plain EINTR EINTR; restart ok EINTR; stop ok EINTR
#include <linux/netlink.h>
#include "tests/live/live.h"
static int receiver;
static void release(void) {
  char buf[4096];
  while (recv(receiver, buf, sizeof buf, MSG_DONTWAIT) > 0) {
  }
}
int main(int argc, char** argv) {
  begin(argc, argv);
  struct sockaddr_nl name = {.nl_family = AF_NETLINK};
  socklen_t len = sizeof name;
  receiver = socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
  must(bind(receiver, (void*)&name, sizeof name) == 0, "bind");
  getsockname(receiver, (void*)&name, &len);
  const int sender = socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
  static char message[2048];
  while (sendto(sender, message, sizeof message, MSG_DONTWAIT, (void*)&name, len) > 0) {
  }
  soon(release);
  tell(sendto(sender, message, sizeof message, 0, (void*)&name, len));
  wait_ms(300);
  while (sendto(sender, message, sizeof message, MSG_DONTWAIT, (void*)&name, len) > 0) {
  }
  const struct timeval limit = {5, 0};
  setsockopt(sender, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  soon(NULL);
  tell(sendto(sender, message, sizeof message, 0, (void*)&name, len));
}
