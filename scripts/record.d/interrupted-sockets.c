// Socket calls that block, interrupted with and without SA_RESTART, and again with a receive or send
// timeout on the socket, which takes the restart away.
#include "interrupt.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

static int pair[2], packets[2], listener, udp;
static char bytes[65536];

static long receive(void) { return recv(pair[0], bytes, 10, 0); }
static long receive_all(void) { return recv(pair[0], bytes, 10, MSG_WAITALL); }
static long receive_message(void) {
  struct iovec part = {bytes, 10};
  return recvmsg(packets[0], &(struct msghdr){.msg_iov = &part, .msg_iovlen = 1}, 0);
}
static long receive_udp(void) { return recvfrom(udp, bytes, 10, 0, NULL, NULL); }
static long read_socket(void) { return read(pair[0], bytes, 10); }
static long send_full(void) { return send(pair[0], bytes, sizeof bytes, 0); }
static long write_full(void) { return write(packets[0], bytes, 1000); }
static long accept_one(void) { return accept(listener, NULL, NULL); }
static long connect_full(void) {
  struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "socket"};
  return connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&name, sizeof name);
}

static void set_timeouts(void) {
  struct timeval time = {5, 0};
  int all[] = {pair[0], packets[0], listener, udp};
  for (int i = 0; i < 4; i++) {
    setsockopt(all[i], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    setsockopt(all[i], SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
  }
}

int main(void) {
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  socketpair(AF_UNIX, SOCK_DGRAM, 0, packets);
  udp = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  bind(udp, (struct sockaddr *)&any, sizeof any);
  listener = socket(AF_INET, SOCK_STREAM, 0);
  listen(listener, 1);
  struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "socket"};
  int backlog = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(backlog, (struct sockaddr *)&name, sizeof name);
  listen(backlog, 0);
  connect_full();
  while (send(pair[0], bytes, sizeof bytes, MSG_DONTWAIT) > 0) {}
  while (send(packets[0], bytes, 1000, MSG_DONTWAIT) > 0) {}
  for (int timeouts = 0; timeouts < 2; timeouts++) {
    if (timeouts) set_timeouts(), puts("with SO_RCVTIMEO and SO_SNDTIMEO:");
    interrupt("recv", receive);
    interrupt("recv MSG_WAITALL", receive_all);
    interrupt("recvmsg", receive_message);
    interrupt("recvfrom udp", receive_udp);
    interrupt("read socket", read_socket);
    interrupt("send", send_full);
    interrupt("write datagram", write_full);
    interrupt("accept", accept_one);
    if (!timeouts) interrupt("connect", connect_full);
  }
}
