// An event loop: blocked signals through a signalfd in epoll, with a timerfd, an eventfd and children that
// signal and die; a blocking signalfd read interrupted by another signal.
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void on_usr2(int signo) { (void)signo; }

static void start_child(int index) {
  if (fork() != 0) return;
  usleep(10000 * index);
  sigqueue(getppid(), SIGRTMIN, (union sigval){.sival_int = index});
  kill(getppid(), SIGUSR1);
  _exit(index);
}

static void read_signals(int signals, int *children) {
  struct signalfd_siginfo infos[4];
  long got = read(signals, infos, sizeof infos);
  for (long i = 0; i < got / (long)sizeof *infos; i++) {
    printf("signal %u value %d\n", infos[i].ssi_signo, infos[i].ssi_int);
    if (infos[i].ssi_signo != SIGCHLD) continue;
    while (waitpid(-1, NULL, WNOHANG) > 0) --*children;
  }
}

int main(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1), sigaddset(&set, SIGCHLD), sigaddset(&set, SIGRTMIN);
  sigprocmask(SIG_BLOCK, &set, NULL);
  int fds[3] = {signalfd(-1, &set, SFD_NONBLOCK), timerfd_create(CLOCK_MONOTONIC, 0), eventfd(0, 0)};
  timerfd_settime(fds[1], 0, &(struct itimerspec){{0, 7000000}, {0, 7000000}}, NULL);
  int loop = epoll_create1(0), children = 5;
  for (int i = 0; i < 3; i++)
    epoll_ctl(loop, EPOLL_CTL_ADD, fds[i], &(struct epoll_event){.events = EPOLLIN, .data.fd = fds[i]});
  for (int i = 0; i < children; i++) start_child(i);
  while (children > 0) {
    struct epoll_event events[4];
    int count = epoll_wait(loop, events, 4, -1);
    uint64_t value = 1;
    for (int i = 0; i < count; i++) {
      if (events[i].data.fd == fds[0]) read_signals(fds[0], &children);
      else read(events[i].data.fd, &value, 8);
    }
    if (count == 1) value = 1, write(fds[2], &value, 8);
  }
  struct sigaction action = {.sa_handler = on_usr2, .sa_flags = SA_RESTART};
  sigaction(SIGUSR2, &action, NULL);
  int blocking = signalfd(-1, &set, 0);
  if (fork() == 0) {
    for (int i = 0; i < 3; i++) usleep(20000), kill(getppid(), i == 2 ? SIGUSR1 : SIGUSR2);
    _exit(0);
  }
  read_signals(blocking, &children);
  read_signals(blocking, &children);
}
