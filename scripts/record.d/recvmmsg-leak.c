// A fault of Linux: a recvmmsg that a signal cuts short leaves its restart code in the socket. The
// next call on the socket fails with errno 512 (ERESTARTSYS), and no signal is near.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static void on_alarm(int signal) { (void)signal; }

int main(void) {
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &action, NULL);
  int ends[2];
  socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);
  send(ends[1], "x", 1, 0);
  char buffers[2][8];
  struct iovec parts[2] = {{buffers[0], 8}, {buffers[1], 8}};
  struct mmsghdr messages[2] = {{.msg_hdr = {.msg_iov = &parts[0], .msg_iovlen = 1}},
                                {.msg_hdr = {.msg_iov = &parts[1], .msg_iovlen = 1}}};
  alarm(1);
  printf("recvmmsg: %d\n", recvmmsg(ends[0], messages, 2, 0, NULL));
  send(ends[1], "y", 1, 0);
  if (recv(ends[0], buffers[0], 8, 0) < 0) printf("recv: errno %d\n", errno);
  fflush(stdout);
  return recv(ends[0], buffers[0], 8, 0) == 1 ? 0 : 1;
}
