// Bytes through pairs of sockets, both ways, by every call that moves them, while a timer interrupts
// all of it. Whoever receives counts what came.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { kMessages = 60, kRoom = 4096 };

static char bytes[kRoom];

static void on_alarm(int signal) { (void)signal; }

static struct msghdr message(struct iovec* piece, size_t size) {
  *piece = (struct iovec){bytes, size};
  return (struct msghdr){.msg_iov = piece, .msg_iovlen = 1};
}

/// Returns: what send(2) and its like do, by one of them.
static ssize_t put(int fd, int i, size_t size) {
  struct iovec piece;
  struct msghdr one = message(&piece, size);
  if (i % 3 == 0) return write(fd, bytes, size);
  return i % 3 == 1 ? send(fd, bytes, size, MSG_NOSIGNAL) : sendmsg(fd, &one, MSG_NOSIGNAL);
}

static ssize_t get(int fd, int i) {
  struct iovec piece;
  struct msghdr one = message(&piece, kRoom / 2);
  if (i % 4 == 0) return recvmsg(fd, &one, 0);
  if (i % 4 == 1) return recv(fd, bytes, 100, MSG_PEEK);
  return i % 4 == 2 ? recv(fd, bytes, 600, MSG_WAITALL) : read(fd, bytes, kRoom);
}

/// The other end answers a half of what it gets, until nothing comes.
static int answer(int fd) {
  for (int i = 0;; ++i) {
    ssize_t size = get(fd, i);
    if (size == 0) break;
    if (size > 1 && i % 4 != 1) put(fd, i, (size_t)size / 2);
  }
  return 0;
}

/// What is counted in messages, in a pair of its own.
static void move_messages(void) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return;
  struct iovec pieces[2];
  struct mmsghdr both[2] = {{message(&pieces[0], 10), 0}, {message(&pieces[1], 20), 0}};
  sendmmsg(ends[0], both, 2, 0);
  struct mmsghdr one[1] = {{message(&pieces[0], 25), 0}};
  recvmmsg(ends[1], one, 1, 0, NULL);
  read(ends[1], bytes, kRoom);
  recv(ends[1], bytes, kRoom, MSG_DONTWAIT);
  struct msghdr nothing = message(&pieces[0], 1);
  recvmsg(ends[1], &nothing, MSG_DONTWAIT);
  close(ends[1]);
  send(ends[0], bytes, 1, MSG_NOSIGNAL);
  sendmsg(ends[0], &nothing, MSG_NOSIGNAL);
}

int main(void) {
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &action, NULL);
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return 1;
  pid_t child = fork();
  const struct itimerval every = {{0, 2000}, {0, 2000}};
  setitimer(ITIMER_REAL, &every, NULL);
  if (child == 0) {
    close(ends[0]);
    _exit(answer(ends[1]));
  }
  close(ends[1]);
  for (int i = 0; i < kMessages; ++i) {
    put(ends[0], i, (size_t)(50 * i % kRoom) + 1);
    if (i % 5 == 4) recv(ends[0], bytes, kRoom, 0);
    usleep(500);
  }
  shutdown(ends[0], SHUT_WR);
  while (read(ends[0], bytes, kRoom) > 0) continue;
  move_messages();
  return waitpid(child, NULL, 0) == child ? 0 : 1;
}
