// Signals that announce input, output and events: SIGIO with O_ASYNC and F_SETSIG, a file lease, a directory
// notification, urgent data, a message queue's notification, asynchronous input, a thread as owner.
#define _GNU_SOURCE
#include <aio.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void show(int signo, siginfo_t *info, void *context) {
  (void)context;
  dprintf(1, "signal %d code %d fd %d band %ld\n", signo, info->si_code, info->si_fd, info->si_band);
}

static void urgent_data(void) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof name;
  bind(listener, (struct sockaddr *)&name, size), listen(listener, 1);
  getsockname(listener, (struct sockaddr *)&name, &size);
  connect(client, (struct sockaddr *)&name, size);
  int server = accept(listener, NULL, NULL);
  fcntl(server, F_SETOWN, getpid());
  send(client, "!", 1, MSG_OOB);
  usleep(20000);
}

int main(void) {
  int signals[] = {SIGIO, SIGURG, SIGUSR1, SIGUSR2, SIGRTMIN + 1, SIGRTMIN + 2}, pair[2];
  struct sigaction action = {.sa_sigaction = show, .sa_flags = SA_SIGINFO | SA_RESTART};
  for (int i = 0; i < 6; i++) sigaction(signals[i], &action, NULL);

  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  fcntl(pair[0], F_SETFL, O_ASYNC | O_NONBLOCK);
  fcntl(pair[0], F_SETOWN, getpid());
  write(pair[1], "x", 1);
  fcntl(pair[0], F_SETSIG, SIGRTMIN + 1);
  write(pair[1], "y", 1);
  struct f_owner_ex owner = {F_OWNER_TID, syscall(SYS_gettid)};
  fcntl(pair[0], F_SETOWN_EX, &owner);
  write(pair[1], "z", 1);
  close(pair[1]);

  mkdir("watched", 0700);
  int directory = open("watched", O_RDONLY);
  fcntl(directory, F_SETSIG, SIGRTMIN + 2);
  fcntl(directory, F_NOTIFY, DN_CREATE | DN_DELETE | DN_MULTISHOT);
  int file = open("watched/file", O_CREAT | O_RDWR, 0600);
  unlink("watched/file");
  close(file), close(directory);

  file = open("leased", O_CREAT | O_RDWR, 0600);
  fcntl(file, F_SETLEASE, F_WRLCK);
  if (fork() == 0) open("leased", O_RDONLY), _exit(0);
  usleep(30000);
  fcntl(file, F_SETLEASE, F_UNLCK);

  urgent_data();

  mqd_t queue = mq_open("/notify", O_CREAT | O_RDWR, 0600, &(struct mq_attr){.mq_maxmsg = 2, .mq_msgsize = 8});
  mq_notify(queue, &(struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1});
  mq_send(queue, "hello", 5, 0);
  mq_unlink("/notify");

  char bytes[100];
  struct aiocb request = {.aio_fildes = open("/proc/self/stat", O_RDONLY), .aio_buf = bytes, .aio_nbytes = 100};
  request.aio_sigevent = (struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2};
  aio_read(&request);
  const struct aiocb *list[] = {&request};
  while (aio_error(&request) == 115) aio_suspend(list, 1, NULL);
  usleep(20000);
}
