// Writes to stream sockets that nobody reads from any more: SIGPIPE, unless it is not wanted.
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static void on_pipe(int signal) { (void)signal; }

static void write_to(int fd) {
  struct iovec text = {"x", 1};
  struct msghdr message = {.msg_iov = &text, .msg_iovlen = 1};
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  write(fd, "x", 1);
  send(fd, "x", 1, 0);
  send(fd, "x", 1, MSG_NOSIGNAL);
  sendmsg(fd, &message, 0);
  sendmsg(fd, &message, MSG_NOSIGNAL);
  sigprocmask(SIG_BLOCK, &pipe, NULL);
  send(fd, "x", 1, 0);
  send(fd, "x", 1, MSG_NOSIGNAL);
  sigprocmask(SIG_UNBLOCK, &pipe, NULL);
}

int main(void) {
  struct sigaction action = {.sa_handler = on_pipe};
  sigaction(SIGPIPE, &action, NULL);
  int pair[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  close(pair[1]);
  write_to(pair[0]);

  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof here;
  const int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
  bind(listener, (struct sockaddr *)&here, size);
  listen(listener, 1);
  getsockname(listener, (struct sockaddr *)&here, &size);
  connect(client, (struct sockaddr *)&here, size);
  const int server = accept(listener, NULL, NULL);
  const struct linger at_once = {1, 0};
  setsockopt(server, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(server);
  nanosleep(&(struct timespec){0, 10000000}, NULL);
  write(client, "x", 1);  // tells of the reset
  write_to(client);
  return 0;
}
