// Children blocked in read, poll, nanosleep, select, epoll_wait, futex, wait4 and pause are each stopped
// and continued twice, then woken or killed.
#define _GNU_SOURCE
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int ends[2];

static void block(int kind) {
  char byte;
  int word = 0;
  struct pollfd one = {.fd = ends[0], .events = POLLIN};
  struct timespec time = {0, 800000000};
  struct timeval limit = {0, 800000};
  struct epoll_event event = {.events = EPOLLIN};
  fd_set set;
  int epoll;
  switch (kind) {
    case 0: read(ends[0], &byte, 1); break;
    case 1: poll(&one, 1, 800); break;
    case 2: nanosleep(&time, NULL); break;
    case 3:
      FD_ZERO(&set);
      FD_SET(ends[0], &set);
      select(ends[0] + 1, &set, NULL, NULL, &limit);
      break;
    case 4:
      epoll = epoll_create1(0);
      epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event);
      while (epoll_wait(epoll, &event, 1, 400) < 0) {}
      break;
    case 5: syscall(SYS_futex, &word, FUTEX_WAIT, 0, &time, NULL, 0); break;
    case 6:
      if (fork() == 0) usleep(600000), _exit(6);
      wait(NULL);
      break;
    default: pause();
  }
}

int main(void) {
  for (int kind = 0; kind < 8; kind++) {
    pipe(ends);
    pid_t child = fork();
    if (child == 0) block(kind), _exit(kind);
    int status;
    for (int i = 0; i < 2; i++) {
      usleep(50000);
      kill(child, i ? SIGTSTP : SIGSTOP);
      waitpid(child, &status, WUNTRACED);
      kill(child, SIGCONT);
      waitpid(child, &status, WCONTINUED);
    }
    if (kind == 0) write(ends[1], "x", 1);
    if (kind == 7) kill(child, SIGKILL);
    waitpid(child, &status, 0);
    printf("kind %d: status %#x\n", kind, status);
    close(ends[0]), close(ends[1]);
  }
}
