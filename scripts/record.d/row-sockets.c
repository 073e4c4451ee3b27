// Socket calls that the other programs leave out, interrupted with and without SA_RESTART, first without
// and then with SO_RCVTIMEO and SO_SNDTIMEO: TCP, VSOCK, several messages at once, connecting, splicing.
#include "interrupt.h"

#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <fcntl.h>

static int tcp[2], full_tcp[2], pair[2], unix_listener, tcp_listener, full_listener, vsock, packets[2], pipes[2],
    bound, named, file, timeouts;
static struct sockaddr_in tcp_name, full_name;
static struct sockaddr_un datagram_name;
static char bytes[1 << 16];

static void limit(int fd) {
  struct timeval time = {timeouts ? 5 : 0, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

static int tcp_listens(struct sockaddr_in *name, int backlog) {
  socklen_t size = sizeof *name;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  *name = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  bind(fd, (struct sockaddr *)name, sizeof *name);
  listen(fd, backlog);
  getsockname(fd, (struct sockaddr *)name, &size);
  return fd;
}

static void tcp_pair(int *ends) {
  struct sockaddr_in name;
  int listener = tcp_listens(&name, 1);
  ends[0] = socket(AF_INET, SOCK_STREAM, 0);
  connect(ends[0], (struct sockaddr *)&name, sizeof name);
  ends[1] = accept(listener, NULL, NULL);
  close(listener);
}

static struct msghdr *message(void) {
  static struct iovec part;
  static struct msghdr header;
  part = (struct iovec){bytes, 1000};
  header = (struct msghdr){.msg_iov = &part, .msg_iovlen = 1};
  return &header;
}

static long receive_tcp(void) { return recv(tcp[0], bytes, 10, 0); }
static long receive_some_tcp(void) {  // three bytes are there
  send(tcp[1], "abc", 3, 0);
  return recv(tcp[0], bytes, 10, MSG_WAITALL);
}
static long receive_messages(void) {
  struct mmsghdr headers[2] = {{*message(), 0}, {*message(), 0}};
  return recvmmsg(packets[0], headers, 2, 0, NULL);
}
static long receive_messages_for_a_time(void) {
  struct mmsghdr headers[2] = {{*message(), 0}, {*message(), 0}};
  struct timespec time = {5, 0};
  return recvmmsg(packets[0], headers, 2, 0, &time);
}
static long receive_one_message_of_two(void) {
  send(packets[1], "x", 1, 0);
  long result = receive_messages();
  int left = 0;  // what interrupted it would come with the next call
  getsockopt(packets[0], SOL_SOCKET, SO_ERROR, &left, &(socklen_t){sizeof left});
  return result;
}
static long send_tcp(void) { return send(full_tcp[0], bytes, sizeof bytes, 0); }
static long send_much_tcp(void) {  // some of it goes
  char much[1 << 22];
  return recv(full_tcp[1], bytes, sizeof bytes, MSG_DONTWAIT), send(full_tcp[0], much, sizeof much, 0);
}
static long send_message(void) { return sendmsg(full_tcp[0], message(), 0); }
static long send_messages(void) {
  struct mmsghdr headers[2] = {{*message(), 0}, {*message(), 0}};
  return sendmmsg(full_tcp[0], headers, 2, 0);
}
static long send_unix(void) { return send(pair[0], bytes, sizeof bytes, 0); }
static long send_packet(void) { return send(bound, bytes, 1000, 0); }
static long send_to_full_peer(void) {
  return sendto(named, bytes, 1, 0, (struct sockaddr *)&datagram_name, sizeof datagram_name);
}
static long accept_unix(void) { return accept(unix_listener, NULL, NULL); }
static long accept_tcp(void) { return accept4(tcp_listener, NULL, NULL, 0); }
static long accept_vsock(void) { return accept(vsock, NULL, NULL); }
static long connect_tcp(void) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  limit(fd);
  return connect(fd, (struct sockaddr *)&full_name, sizeof full_name);
}
static long connect_unix(void) {
  struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "full"};
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  limit(fd);
  return connect(fd, (struct sockaddr *)&name, sizeof name);
}
static long splice_socket(void) { return splice(tcp[0], NULL, pipes[1], NULL, 10, 0); }
static long sendfile_socket(void) {
  off_t from = 0;
  return sendfile(full_tcp[0], file, &from, sizeof bytes);
}
static long write_socket(void) {
  char much[1 << 22];
  return recv(full_tcp[1], bytes, sizeof bytes, MSG_DONTWAIT), write(full_tcp[0], much, sizeof much);
}

static int unix_listens(const char *path) {
  struct sockaddr_un name = {.sun_family = AF_UNIX};
  strcpy(name.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  bind(fd, (struct sockaddr *)&name, sizeof name);
  listen(fd, 0);
  return fd;
}

static void fill(int fd) {
  while (send(fd, bytes, sizeof bytes, MSG_DONTWAIT) > 0) {}
}

int main(void) {
  tcp_pair(tcp), tcp_pair(full_tcp);
  socketpair(AF_UNIX, SOCK_DGRAM, 0, packets);
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  unix_listener = unix_listens("empty");
  unix_listens("full"), connect_unix();
  tcp_listener = tcp_listens(&tcp_name, 1);
  full_listener = tcp_listens(&full_name, 0);
  for (int i = 0; i < 3; i++) {  // what more wants to connect is not answered
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    connect(fd, (struct sockaddr *)&full_name, sizeof full_name);
  }
  vsock = socket(AF_VSOCK, SOCK_STREAM, 0);
  struct sockaddr_vm vm = {.svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_ANY, .svm_port = 1234};
  bind(vsock, (struct sockaddr *)&vm, sizeof vm), listen(vsock, 1);
  int ends[2];  // a datagram socket whose own buffer is full
  socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), bound = ends[0];
  int small = 1;
  setsockopt(bound, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
  while (send(bound, bytes, 1000, MSG_DONTWAIT) > 0) {}
  datagram_name = (struct sockaddr_un){.sun_family = AF_UNIX, .sun_path = "datagrams"};
  int receiver = socket(AF_UNIX, SOCK_DGRAM, 0);
  bind(receiver, (struct sockaddr *)&datagram_name, sizeof datagram_name);
  named = socket(AF_UNIX, SOCK_DGRAM, 0);
  connect(named, (struct sockaddr *)&datagram_name, sizeof datagram_name);
  while (send(named, "x", 1, MSG_DONTWAIT) > 0) {}
  pipe(pipes);
  file = open("bytes", O_RDWR | O_CREAT, 0600), write(file, bytes, sizeof bytes);
  fill(full_tcp[0]), fill(pair[0]);
  for (timeouts = 0; timeouts < 2; timeouts++) {
    int limited[] = {tcp[0], packets[0], full_tcp[0], pair[0], bound, named, unix_listener, tcp_listener, vsock};
    for (size_t i = 0; i < sizeof limited / sizeof *limited; i++) limit(limited[i]);
    interrupt("recv tcp", receive_tcp);
    interrupt("recv tcp, some", receive_some_tcp);
    interrupt("recvmmsg", receive_messages);
    interrupt("recvmmsg, timeout", receive_messages_for_a_time);
    interrupt("recvmmsg, one of two", receive_one_message_of_two);
    interrupt("send tcp", send_tcp);
    interrupt("send tcp, some", send_much_tcp);
    interrupt("sendmsg tcp", send_message);
    interrupt("sendmmsg tcp", send_messages);
    interrupt("send unix", send_unix);
    interrupt("send datagram", send_packet);
    interrupt("send to a full peer", send_to_full_peer);
    interrupt("accept unix", accept_unix);
    interrupt("accept tcp", accept_tcp);
    interrupt("accept vsock", accept_vsock);
    interrupt("connect tcp", connect_tcp);
    interrupt("connect unix", connect_unix);
    interrupt("splice from tcp", splice_socket);
    interrupt("sendfile to tcp", sendfile_socket);
    interrupt("write tcp, some", write_socket);
  }
}
