// Sleeps, polls and waits interrupted with and without SA_RESTART, with no, finite and absolute timeouts.
#include "interrupt.h"

#include <linux/futex.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

static int ends[2], set;
static int word;
static const struct timespec second = {1, 0};

static long nano_sleep(void) {
  struct timespec left;
  return nanosleep(&second, &left);
}
static long clock_sleep(void) { return -clock_nanosleep(CLOCK_MONOTONIC, 0, &second, NULL); }
static long absolute_sleep(void) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec++;
  return -clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}
static long poll_ever(void) { return poll(&(struct pollfd){ends[0], POLLIN, 0}, 1, -1); }
static long poll_second(void) { return poll(&(struct pollfd){ends[0], POLLIN, 0}, 1, 1000); }
static long ppoll_second(void) { return ppoll(&(struct pollfd){ends[0], POLLIN, 0}, 1, &second, NULL); }
static long select_second(void) {
  fd_set reads;
  FD_ZERO(&reads);
  FD_SET(ends[0], &reads);
  return select(ends[0] + 1, &reads, NULL, NULL, &(struct timeval){1, 0});
}
static long epoll_ever(void) { return epoll_wait(set, &(struct epoll_event){0}, 1, -1); }
static long epoll_second(void) { return epoll_wait(set, &(struct epoll_event){0}, 1, 1000); }
static long futex_ever(void) { return syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0); }
static long futex_second(void) { return syscall(SYS_futex, &word, FUTEX_WAIT, 0, &second, NULL, 0); }
static long futex_until(void) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec++;
  return syscall(SYS_futex, &word, FUTEX_WAIT_BITSET, 0, &until, NULL, FUTEX_BITSET_MATCH_ANY);
}
static long wait_child(void) { return waitpid(-1, NULL, 0); }
static long wait_id(void) { return waitid(P_ALL, 0, &(siginfo_t){0}, WEXITED); }
static long just_pause(void) { return pause(); }
static long suspend(void) {
  sigset_t none;
  sigemptyset(&none);
  return sigsuspend(&none);
}
static long signal_wait(void) {
  sigset_t usr1;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);
  return sigtimedwait(&usr1, NULL, &second);
}
static long restart_by_hand(void) { return syscall(SYS_restart_syscall); }

int main(void) {
  pipe(ends);
  set = epoll_create1(0);
  epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &(struct epoll_event){.events = EPOLLIN});
  pid_t child = fork();
  if (child == 0) pause(), _exit(0);
  interrupt("nanosleep", nano_sleep);
  interrupt("clock_nanosleep", clock_sleep);
  interrupt("clock_nanosleep absolute", absolute_sleep);
  interrupt("poll for ever", poll_ever);
  interrupt("poll 1 s", poll_second);
  interrupt("ppoll 1 s", ppoll_second);
  interrupt("select 1 s", select_second);
  interrupt("epoll_wait for ever", epoll_ever);
  interrupt("epoll_wait 1 s", epoll_second);
  interrupt("futex for ever", futex_ever);
  interrupt("futex 1 s", futex_second);
  interrupt("futex absolute", futex_until);
  interrupt("waitpid", wait_child);
  interrupt("waitid", wait_id);
  interrupt("pause", just_pause);
  interrupt("sigsuspend", suspend);
  interrupt("sigtimedwait", signal_wait);
  interrupt("restart_syscall", restart_by_hand);
  kill(child, SIGKILL);
}
