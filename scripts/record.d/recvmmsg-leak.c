// A fault of Linux: a recvmmsg that a signal cuts short leaves its restart code in the socket. The
// next call on the socket fails with errno 512 (ERESTARTSYS), or where SO_RCVTIMEO is set with EINTR,
// and no signal is near. Each kind of call finds it in turn.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

static char buffers[2][8];
static struct iovec parts[2] = {{buffers[0], 8}, {buffers[1], 8}};
static struct mmsghdr messages[2] = {{.msg_hdr = {.msg_iov = &parts[0], .msg_iovlen = 1}},
                                     {.msg_hdr = {.msg_iov = &parts[1], .msg_iovlen = 1}}};
static int ends[2];

static void on_alarm(int signal) { (void)signal; }

static void leave_code(int with_timeout) {
  const struct timeval timeout = {5 * with_timeout, 0};
  socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);
  setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  send(ends[1], "x", 1, 0);
  const struct itimerval soon = {.it_value = {0, 50000}};
  setitimer(ITIMER_REAL, &soon, NULL);
  recvmmsg(ends[0], messages, 2, 0, NULL);
  send(ends[1], "y", 1, 0);
}

static void tell(const char* call, long result) {
  fprintf(stderr, "%s: %ld, errno %d\n", call, result, errno);
  close(ends[0]);
  close(ends[1]);
}

int main(void) {
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &action, NULL);
  for (int timeout = 0; timeout < 2; ++timeout) {
    leave_code(timeout);
    tell("recv", recv(ends[0], buffers[0], 8, 0));
    leave_code(timeout);
    tell("recvmsg", recvmsg(ends[0], &messages[0].msg_hdr, 0));
    leave_code(timeout);
    tell("recvmmsg", recvmmsg(ends[0], messages, 1, 0, NULL));
    leave_code(timeout);
    tell("read", read(ends[0], buffers[0], 8));
    leave_code(timeout);
    tell("readv", readv(ends[0], parts, 1));
    leave_code(timeout);
    tell("send", send(ends[0], "z", 1, 0));
    leave_code(timeout);
    tell("sendmsg", sendmsg(ends[0], &messages[0].msg_hdr, 0));
    leave_code(timeout);
    tell("sendmmsg", sendmmsg(ends[0], messages, 1, 0));
    leave_code(timeout);
    tell("write", write(ends[0], "z", 1));
    leave_code(timeout);
    tell("writev", writev(ends[0], parts, 1));
  }
  return 0;
}
