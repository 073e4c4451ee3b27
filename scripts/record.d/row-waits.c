// Waits that the other programs leave out, interrupted with and without SA_RESTART: futexes with priorities,
// calls that cannot write back what remains of their timeout, old calls, asynchronous I/O, forks into a storm.
#include "interrupt.h"

#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

static int lock, second, pipes[2], semaphores, epoll;
static mqd_t queue;
static aio_context_t requests;
static struct timespec *fixed;  // on a page that cannot be written
static struct timeval *fixed_old;

static struct timespec in(long seconds) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  now.tv_sec += seconds;
  return now;
}

static long lock_pi(void) { return syscall(SYS_futex, &lock, FUTEX_LOCK_PI, 0, NULL, NULL, 0); }
static long lock_pi2(void) { return syscall(SYS_futex, &lock, 13 /* FUTEX_LOCK_PI2 */, 0, NULL, NULL, 0); }
static long requeue_pi(void) { return syscall(SYS_futex, &second, FUTEX_WAIT_REQUEUE_PI, second, NULL, &lock, 0); }
static long select_old(void) {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(pipes[0], &set);
  return syscall(SYS_select, pipes[0] + 1, &set, NULL, NULL, NULL);
}
static long select_old_for_a_time(void) {
  fd_set set;
  struct timeval time = {5, 0};
  FD_ZERO(&set);
  FD_SET(pipes[0], &set);
  return syscall(SYS_select, pipes[0] + 1, &set, NULL, NULL, &time);
}
static long select_fixed(void) {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(pipes[0], &set);
  return syscall(SYS_select, pipes[0] + 1, &set, NULL, NULL, fixed_old);
}
static long pselect_fixed(void) {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(pipes[0], &set);
  return syscall(SYS_pselect6, pipes[0] + 1, &set, NULL, NULL, fixed, NULL);
}
static long ppoll_fixed(void) {
  struct pollfd one = {pipes[0], POLLIN, 0};
  return syscall(SYS_ppoll, &one, 1, fixed, NULL, 8);
}
static long nanosleep_old(void) { struct timespec time = {5, 0}; return syscall(SYS_nanosleep, &time, &time); }
static long sleep_cpu(void) {
  struct timespec time = {5, 0};
  return syscall(SYS_clock_nanosleep, CLOCK_PROCESS_CPUTIME_ID, 0, &time, &time);
}
static long sleep_cpu_until(void) {
  struct timespec time = {5, 0};
  return syscall(SYS_clock_nanosleep, CLOCK_PROCESS_CPUTIME_ID, TIMER_ABSTIME, &time, NULL);
}
static long semaphore(void) { return syscall(SYS_semop, semaphores, &(struct sembuf){0, -1, 0}, 1); }
static long send_message(void) { struct timespec until = in(5); return mq_timedsend(queue, "x", 1, 0, &until); }
static long events(void) { struct io_event event; return syscall(SYS_io_getevents, requests, 1, 1, &event, NULL); }
static long events_with_mask(void) {
  struct io_event event;
  struct { const sigset_t *mask; size_t size; } mask = {NULL, 8};
  return syscall(SYS_io_pgetevents, requests, 1, 1, &event, NULL, &mask);
}
static long wait_pidfd(void) {
  pid_t child = fork();
  if (child == 0) { prctl(PR_SET_PDEATHSIG, SIGKILL); pause(); _exit(0); }
  siginfo_t info;
  int pidfd = syscall(SYS_pidfd_open, child, 0);
  long result = waitid(P_PIDFD, pidfd, &info, WEXITED);
  kill(child, SIGKILL), waitpid(child, NULL, 0);
  return result;
}
static long epoll_with_mask(void) {
  sigset_t none;
  struct epoll_event event;
  sigemptyset(&none);
  return epoll_pwait(epoll, &event, 1, 5000, &none);
}

// The alarm is pending when the call begins: the signal comes first.
static long forks(long (*make)(void)) {
  set_alarm_every(300);
  for (int i = 0; i < 300; i++) {
    long child = make();
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, NULL, 0);
  }
  set_alarm_every(0);
  return 0;
}
static void nothing(int signo) { (void)signo; }
static long fork_old(void) { return syscall(SYS_fork); }
static long fork_new(void) {
  struct clone_args args = {.exit_signal = SIGCHLD};
  return syscall(SYS_clone3, &args, sizeof args);
}

// Rules that ask for one call each.
static void single_calls(void) {
  struct timespec past = {1, 0}, none = {0, 0};
  mq_timedsend(queue, "x", 1, 0, &past);
  syscall(SYS_sigaltstack, (void *)8, NULL);
  siginfo_t info = {.si_code = SI_QUEUE};
  syscall(SYS_rt_tgsigqueueinfo, 1, 1, SIGUSR1, NULL);
  syscall(SYS_rt_tgsigqueueinfo, getpid(), 999999, SIGUSR1, &info);
  sigset_t mask;
  sigemptyset(&mask), sigaddset(&mask, SIGUSR2);
  fd_set closed;
  FD_ZERO(&closed);
  FD_SET(40, &closed);
  pselect(0, NULL, NULL, NULL, &none, &mask);  // over at once: the mask comes back
  pselect(41, &closed, NULL, NULL, &none, &mask);
  signal(SIGUSR2, nothing);
  raise(SIGUSR2);
  sigprocmask(SIG_BLOCK, &mask, NULL);
  int signals = signalfd(-1, &mask, 0);
  struct signalfd_siginfo taken;
  raise(SIGUSR2);
  read(signals, &taken, sizeof taken);  // so it is not pending any more
  sigprocmask(SIG_UNBLOCK, &mask, NULL);
  getppid();
}

static void *holder(void *unused) {
  syscall(SYS_futex, &lock, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
  sigset_t all;
  sigfillset(&all), pthread_sigmask(SIG_BLOCK, &all, NULL);
  for (;;) pause();
  return unused;
}

int main(void) {
  pthread_t thread;
  sigset_t all, none;
  sigfillset(&all), sigemptyset(&none);
  pthread_sigmask(SIG_BLOCK, &all, NULL);
  pthread_create(&thread, NULL, holder, NULL);
  pthread_sigmask(SIG_SETMASK, &none, NULL);
  usleep(20000);
  pipe(pipes);
  semaphores = semget(IPC_PRIVATE, 1, 0600);
  struct mq_attr attr = {.mq_maxmsg = 1, .mq_msgsize = 16};
  queue = mq_open("/row", O_RDWR | O_CREAT, 0600, &attr);
  mq_send(queue, "x", 1, 0);
  syscall(SYS_io_setup, 8, &requests);
  epoll = epoll_create1(0);
  fixed = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  fixed_old = (struct timeval *)(fixed + 1);
  *fixed = (struct timespec){5, 0}, *fixed_old = (struct timeval){5, 0};
  mprotect(fixed, 4096, PROT_READ);

  interrupt("FUTEX_LOCK_PI", lock_pi);
  interrupt("FUTEX_LOCK_PI2", lock_pi2);
  interrupt("FUTEX_WAIT_REQUEUE_PI", requeue_pi);
  interrupt("select", select_old);
  interrupt("select, timeout", select_old_for_a_time);
  interrupt("select, fixed timeout", select_fixed);
  interrupt("pselect6, fixed timeout", pselect_fixed);
  interrupt("ppoll, fixed timeout", ppoll_fixed);
  interrupt("nanosleep", nanosleep_old);
  interrupt("CPU clock", sleep_cpu);
  interrupt("CPU clock, absolute", sleep_cpu_until);
  interrupt("semop", semaphore);
  interrupt("mq_timedsend", send_message);
  interrupt("io_getevents", events);
  interrupt("io_pgetevents", events_with_mask);
  interrupt("waitid P_PIDFD", wait_pidfd);
  interrupt("epoll_pwait", epoll_with_mask);
  for (int restart = 0; restart < 2; restart++) {
    struct sigaction action = {.sa_handler = nothing, .sa_flags = restart ? SA_RESTART : 0};
    sigaction(SIGALRM, &action, NULL);
    forks(fork_old), forks(fork_new);
  }
  single_calls();
  mq_unlink("/row");
  semctl(semaphores, 0, IPC_RMID);
}
