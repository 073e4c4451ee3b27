// Every call that waits for a limited time: until the time is over, with a handler in between, and
// stopped and continued in between.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int ends[2], epoll_fd, semaphores, word = 1;
static mqd_t queue;
static aio_context_t aio;
static const struct timespec kShort = {0, 150000000};

static void nanosleep_(void) {
  struct timespec rest;
  syscall(SYS_nanosleep, &kShort, &rest);
}
static void clock_relative(void) {
  struct timespec rest;
  syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &kShort, &rest);
}
static void absolute(struct timespec* until) {
  clock_gettime(CLOCK_REALTIME, until);
  until->tv_nsec += kShort.tv_nsec;
  if (until->tv_nsec >= 1000000000) ++until->tv_sec, until->tv_nsec -= 1000000000;
}
static void clock_absolute(void) {
  struct timespec until;
  absolute(&until);
  syscall(SYS_clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &until, NULL);
}
static void poll_(void) {
  struct pollfd fd = {ends[0], POLLIN, 0};
  syscall(SYS_poll, &fd, 1, 150);
}
static void ppoll_(void) {
  struct pollfd fd = {ends[0], POLLIN, 0};
  struct timespec time = kShort;
  syscall(SYS_ppoll, &fd, 1, &time, NULL, 8);
}
static void select_(void) {
  struct timeval time = {0, 150000};
  syscall(SYS_select, 0, NULL, NULL, NULL, &time);
}
static void select_ready(void) {
  struct timeval time = {1, 150000};
  fd_set set;
  FD_ZERO(&set);
  FD_SET(ends[1], &set);
  syscall(SYS_select, ends[1] + 1, NULL, &set, NULL, &time);
}
static void pselect_(void) {
  struct timespec time = kShort;
  syscall(SYS_pselect6, 0, NULL, NULL, NULL, &time, NULL);
}
static void epoll_wait_(void) {
  struct epoll_event event;
  syscall(SYS_epoll_wait, epoll_fd, &event, 1, 150);
}
static void epoll_no_time(void) {
  struct epoll_event event;
  syscall(SYS_epoll_wait, epoll_fd, &event, 1, 0);
}
static void epoll_pwait_(void) {
  struct epoll_event event;
  syscall(SYS_epoll_pwait, epoll_fd, &event, 1, 150, NULL, 8);
}
static void epoll_pwait2_(void) {
  struct epoll_event event;
  syscall(SYS_epoll_pwait2, epoll_fd, &event, 1, &kShort, NULL, 8);
}
static void futex_(void) { syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 1, &kShort, NULL, 0); }
static void semtimedop_(void) {
  struct sembuf down = {0, -1, 0};
  syscall(SYS_semtimedop, semaphores, &down, 1, &kShort);
}
static void mq_(void) {
  struct timespec until;
  char message[8192];
  absolute(&until);
  syscall(SYS_mq_timedreceive, queue, message, sizeof message, NULL, &until);
}
static void io_getevents_(void) {
  struct io_event event;
  struct timespec time = kShort;
  syscall(SYS_io_getevents, aio, 1, 1, &event, &time);
}
static void io_pgetevents_(void) {
  struct io_event event;
  struct timespec time = kShort;
  syscall(SYS_io_pgetevents, aio, 1, 1, &event, &time, NULL);
}
static void sigtimedwait_(void) {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGUSR2);
  syscall(SYS_rt_sigtimedwait, &wanted, NULL, &kShort, 8);
}

static void nothing(int signal) { (void)signal; }

int main(void) {
  pipe(ends);
  epoll_fd = epoll_create1(0);
  semaphores = semget(IPC_PRIVATE, 1, 0600);
  queue = mq_open("/timed-waits", O_RDWR | O_CREAT, 0600, NULL);
  mq_unlink("/timed-waits");
  syscall(SYS_io_setup, 4, &aio);
  struct sigaction action = {.sa_handler = nothing};
  sigaction(SIGALRM, &action, NULL);
  void (*const waits[])(void) = {
      nanosleep_, clock_relative, clock_absolute, poll_, ppoll_, select_, select_ready, pselect_,
      epoll_wait_, epoll_no_time, epoll_pwait_, epoll_pwait2_, futex_, semtimedop_, mq_,
      io_getevents_, io_pgetevents_, sigtimedwait_};
  const unsigned count = sizeof waits / sizeof *waits;
  for (unsigned i = 0; i < count; ++i) waits[i]();
  for (unsigned i = 0; i < count; ++i) {
    struct itimerval soon = {.it_value.tv_usec = 60000}, off = {0};
    setitimer(ITIMER_REAL, &soon, NULL);
    waits[i]();
    setitimer(ITIMER_REAL, &off, NULL);
  }
  pid_t sleepers[sizeof waits / sizeof *waits];
  unsigned asleep = 0;
  for (unsigned i = 0; i < count; ++i) {
    const int at_once = waits[i] == select_ready || waits[i] == epoll_no_time ||
                        waits[i] == io_getevents_ || waits[i] == io_pgetevents_;
    if (at_once) continue;  // also what a child cannot do: contexts of aio are not inherited
    if ((sleepers[asleep++] = fork()) == 0) {
      waits[i]();
      _exit(0);
    }
  }
  struct timespec stopped = {0, 40000000};
  nanosleep(&stopped, NULL);
  for (unsigned i = 0; i < asleep; ++i) kill(sleepers[i], SIGSTOP);
  nanosleep(&stopped, NULL);
  for (unsigned i = 0; i < asleep; ++i) kill(sleepers[i], SIGCONT);
  for (unsigned i = 0; i < asleep; ++i) wait(NULL);
  semctl(semaphores, 0, IPC_RMID);
  return 0;
}
