// The socket families that few machines have, interrupted with and without SA_RESTART, and with and without
// timeouts of the socket: SCTP, TIPC, VSOCK, AF_ALG, packet rings.
#include "interrupt.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/tipc.h>
#include <linux/vhost.h>
#include <linux/vm_sockets.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

enum { SCTP_CONNECTX = 110, SCTP_CONNECTX3 = 111, SOL_SCTP_LEVEL = 132 };

static char data[65536];
static int here;  // the socket that the next call is made on

static void limit(int name) {
  const struct timeval time = {5, 0};
  setsockopt(here, SOL_SOCKET, name, &time, sizeof time);
}
static void fill(int flags) {
  while (send(here, data, 4096, flags | MSG_DONTWAIT) > 0) continue;
  while (send(here, data, 1, flags | MSG_DONTWAIT) > 0) continue;
}
static void shrink(int socket) {
  const int size = 4096;
  setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

static long do_recv(void) { return recv(here, data, 100, 0); }
static long do_recvmsg(void) {
  struct iovec part = {data, 100};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  return recvmsg(here, &message, 0);
}
static long do_recvmmsg(void) {
  struct iovec part = {data, 100};
  struct mmsghdr message = {{.msg_iov = &part, .msg_iovlen = 1}, 0};
  return recvmmsg(here, &message, 1, 0, NULL);
}
static long do_send(void) { return send(here, data, 4000, 0); }
static long do_send_more(void) { return send(here, data, 4000, MSG_MORE); }
static long do_sendmsg_more(void) {
  struct iovec part = {data, 4000};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  return sendmsg(here, &message, MSG_MORE);
}
static long do_sendmmsg(void) {
  struct iovec part = {data, 4000};
  struct mmsghdr message = {{.msg_iov = &part, .msg_iovlen = 1}, 0};
  return sendmmsg(here, &message, 1, MSG_MORE);
}
static long do_accept(void) { return accept(here, NULL, NULL); }

// The waits that every family of connections has. Pre: a listener, and two ends of a connection.
static void connection(const char *family, int listener, int one, int other) {
  static const struct { const char *name; long (*call)(void); int option; } kinds[] = {
      {"accept", do_accept, SO_RCVTIMEO}, {"recv", do_recv, SO_RCVTIMEO},
      {"send", do_send, SO_SNDTIMEO}, {"sendmmsg", do_sendmmsg, SO_SNDTIMEO}};
  const int sockets[] = {listener, one, other, other};
  for (int limited = 0; limited < 8; limited++) {
    const int kind = limited / 2;
    char what[60];
    here = sockets[kind];
    if (limited % 2) limit(kinds[kind].option);
    if (kind == 2) fill(0);
    snprintf(what, sizeof what, "%s %s%s", family, kinds[kind].name, limited % 2 ? ", timeout" : "");
    interrupt(what, kinds[kind].call);
  }
}

static struct sockaddr_in nobody = {.sin_family = AF_INET};  // swallows what is sent there
static int send_limited;

static int sctp_socket(void) {
  here = socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
  if (send_limited) limit(SO_SNDTIMEO);
  return here;
}
static int last;
static int fresh(int socket) {
  const int old = last;
  last = socket;  // first of all: an alarm may strike in between
  if (old > 0) close(old);
  return socket;
}
static long sctp_connect(void) { return connect(fresh(sctp_socket()), (void *)&nobody, sizeof nobody); }
static long sctp_connectx(void) {
  return setsockopt(fresh(sctp_socket()), SOL_SCTP_LEVEL, SCTP_CONNECTX, &nobody, sizeof nobody);
}
static long sctp_connectx3(void) {
  struct { int association, size; struct sockaddr_in *addresses; } old = {0, sizeof nobody, &nobody};
  socklen_t size = sizeof old;
  return getsockopt(fresh(sctp_socket()), SOL_SCTP_LEVEL, SCTP_CONNECTX3, &old, &size);
}
static void sctp(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(2905), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  const int listener = socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4)) { perror("SCTP"); return; }
  const int one = socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
  shrink(one);
  connect(one, (void *)&address, sizeof address);
  const int other = accept(listener, NULL, NULL);
  shrink(other);
  connection("SCTP", listener, one, other);
  for (send_limited = 0; send_limited < 2; send_limited++) {
    interrupt("SCTP connect", sctp_connect);
    interrupt("SCTP connectx", sctp_connectx);
    interrupt("SCTP connectx3", sctp_connectx3);
  }
}

static struct sockaddr_tipc tipc_address = {
    .family = AF_TIPC, .addrtype = TIPC_SERVICE_ADDR, .scope = TIPC_NODE_SCOPE};
static long tipc_connect(void) {
  return connect(fresh(socket(AF_TIPC, SOCK_STREAM, 0)), (void *)&tipc_address, sizeof tipc_address);
}
static void *tipc_connects(void *one) {
  connect(*(int *)one, (void *)&tipc_address, sizeof tipc_address);
  return NULL;
}
static void tipc(void) {
  tipc_address.addr.name.name.type = 18888, tipc_address.addr.name.name.instance = 17;
  const int listener = socket(AF_TIPC, SOCK_STREAM, 0);
  if (bind(listener, (void *)&tipc_address, sizeof tipc_address) || listen(listener, 4)) { perror("TIPC"); return; }
  int one = socket(AF_TIPC, SOCK_STREAM, 0);
  pthread_t connecting;
  pthread_create(&connecting, NULL, tipc_connects, &one);
  const int other = accept(listener, NULL, NULL);
  pthread_join(connecting, NULL);
  connection("TIPC", listener, one, other);
  interrupt("TIPC connect", tipc_connect);
}

static long vsock_connect(void) {
  struct sockaddr_vm address = {.svm_family = AF_VSOCK, .svm_port = 9, .svm_cid = 42};
  return connect(fresh(socket(AF_VSOCK, SOCK_STREAM, 0)), (void *)&address, sizeof address);
}
static void vsock(void) {
  struct sockaddr_vm address = {.svm_family = AF_VSOCK, .svm_port = 1234, .svm_cid = VMADDR_CID_LOCAL};
  const int listener = socket(AF_VSOCK, SOCK_STREAM, 0);
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4)) { perror("VSOCK"); return; }
  const int one = socket(AF_VSOCK, SOCK_STREAM, 0);
  connect(one, (void *)&address, sizeof address);
  const int other = accept(listener, NULL, NULL);
  connection("VSOCK", listener, one, other);
  // A guest that is never run: nobody takes the request from its queue.
  const int guest = open("/dev/vhost-vsock", O_RDWR);
  const unsigned long long number = 42;
  if (ioctl(guest, VHOST_SET_OWNER) || ioctl(guest, VHOST_VSOCK_SET_GUEST_CID, &number)) perror("vhost");
  interrupt("VSOCK connect", vsock_connect);
  close(guest);
}

static void crypto(void) {
  struct sockaddr_alg address = {.salg_family = AF_ALG, .salg_type = "skcipher", .salg_name = "cbc(aes)"};
  const int cipher = socket(AF_ALG, SOCK_SEQPACKET, 0);
  if (bind(cipher, (void *)&address, sizeof address)) { perror("AF_ALG"); return; }
  setsockopt(cipher, SOL_ALG, ALG_SET_KEY, data, 16);
  here = accept(cipher, NULL, NULL);
  interrupt("AF_ALG recv", do_recv);
  interrupt("AF_ALG recvmsg", do_recvmsg);
  interrupt("AF_ALG recvmmsg", do_recvmmsg);
  here = accept(cipher, NULL, NULL);
  fill(MSG_MORE);
  interrupt("AF_ALG send", do_send_more);
  interrupt("AF_ALG sendmsg", do_sendmsg_more);
  interrupt("AF_ALG sendmmsg", do_sendmmsg);
}

static long ring_send(void) { return send(here, NULL, 0, 0); }
static long ring_sendmsg(void) {
  struct msghdr message = {0};
  return sendmsg(here, &message, 0);
}
static long ring_sendmmsg(void) {
  struct mmsghdr message = {0};
  return sendmmsg(here, &message, 1, 0);
}
static void packet_ring(void) {
  struct tpacket_req size = {.tp_block_size = 4096, .tp_block_nr = 4, .tp_frame_size = 2048, .tp_frame_nr = 8};
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL),
                                .sll_ifindex = (int)if_nametoindex("slow")};
  here = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
  if (setsockopt(here, SOL_PACKET, PACKET_TX_RING, &size, sizeof size)) { perror("PACKET_TX_RING"); return; }
  char *ring = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_SHARED, here, 0);
  bind(here, (void *)&address, sizeof address);
  for (int i = 0; i < 8; i++) {
    struct tpacket_hdr *head = (void *)(ring + 2048 * i);
    head->tp_len = 1000;
    head->tp_status = TP_STATUS_SEND_REQUEST;
  }
  interrupt("packet ring send", ring_send);
  interrupt("packet ring sendmsg", ring_sendmsg);
  interrupt("packet ring sendmmsg", ring_sendmmsg);
}

int main(int argc, char **argv) {
  inet_pton(AF_INET, "10.9.0.2", &nobody.sin_addr);
  nobody.sin_port = htons(9);
  alarm_us = 60000;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "sctp")) sctp();
    if (!strcmp(argv[i], "tipc")) tipc();
    if (!strcmp(argv[i], "vsock")) vsock();
    if (!strcmp(argv[i], "crypto")) crypto();
    if (!strcmp(argv[i], "ring")) packet_ring();
  }
}
