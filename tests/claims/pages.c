// What contradicts manual pages and no litmus test can show, for real. It runs in namespaces of its own.
#define _GNU_SOURCE
#include "tests/claims/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sched.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PIDFD_THREAD_ONLY = 1, WAITV = 449, U32 = 2, KILLABLE_ONCE_RECEIVED = 1 << 5 };

static void block(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
}
static int is_pending(int signal) {
  sigset_t set;
  sigpending(&set);
  return sigismember(&set, signal);
}
/// Reads what /proc says of the task into TEXT, as a string.
static void read_proc(pid_t pid, const char* name, char* text, size_t size) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
  const int file = open(path, O_RDONLY);
  const ssize_t got = read(file, text, size - 1);
  text[got > 0 ? got : 0] = 0;
  close(file);
}
static char state_of(pid_t pid) {
  char text[256];
  read_proc(pid, "stat", text, sizeof text);
  const char* end = strrchr(text, ')');
  return end ? end[2] : 0;
}

// ---------------------------------------------------------------------- who takes a signal

/// The leader takes it, and waits for a vfork child, so it is pending, and this thread blocks it not.
static void* asks_what_is_pending(void* result) {
  for (int i = 0; i < 100 && state_of(getpid()) != 'D'; ++i) usleep(1000);
  kill(getpid(), SIGUSR1);
  const int told = is_pending(SIGUSR1);
  char line[256];
  unsigned long shared = 0;
  FILE* status = fopen("/proc/self/status", "r");
  while (fgets(line, sizeof line, status)) sscanf(line, "ShdPnd: %lx", &shared);
  fclose(status);
  *(int*)result = (shared >> (SIGUSR1 - 1) & 1) && !told && !handled ? SHOWN : NOT;
  return NULL;
}
static int pending_and_not_blocked(void) {
  static int result = NOT;
  handle(SIGUSR1, SA_RESTART);
  pthread_t thread;
  pthread_create(&thread, NULL, asks_what_is_pending, &result);
  if (vfork() == 0) {
    usleep(200000);
    _exit(0);
  }
  pthread_join(thread, NULL);
  return result;
}

static volatile sig_atomic_t taken_by_others;
static void tells_who(int signal) {
  (void)signal, ++handled;
  if (gettid() != getpid()) ++taken_by_others;
}
static void* sleeps(void* unused) {
  for (;;) pause();
  return unused;
}
static int leader_of_four(void) {
  enum { TIMES = 30 };
  struct sigaction action = {.sa_handler = tells_who};
  sigaction(SIGUSR1, &action, NULL);
  for (int i = 0; i < 3; ++i) {
    pthread_t thread;
    pthread_create(&thread, NULL, sleeps, NULL);
  }
  const pid_t leader = getpid();
  if (fork() == 0) {
    for (int i = 0; i < TIMES; ++i) {
      do usleep(5000);
      while (state_of(leader) != 'S');
      kill(leader, SIGUSR1);
    }
    _exit(0);
  }
  for (int i = 0; i < 400 && handled < TIMES; ++i) usleep(100000);
  return handled == TIMES && taken_by_others == 0 ? SHOWN : NOT;
}

// ---------------------------------------------------------------------- refused, and not

static int wrong_size(void) {
  struct { void* handler; unsigned long flags, restorer, mask; } action = {0};
  return fails_with(syscall(SYS_rt_sigaction, SIGUSR1, &action, NULL, 4L), EINVAL);
}
static int no_restorer(void) {
  struct { void (*handler)(int); unsigned long flags, restorer, mask; } action = {nothing, 0, 0, 0};
  syscall(SYS_rt_sigaction, SIGUSR1, &action, NULL, 8L);
  raise(SIGUSR1);
  return NOT;  // unless it has ended by then
}
static int disable_with_flag(void) {
  const stack_t stack = {.ss_flags = SS_DISABLE | 0x40000000};
  return fails_with(sigaltstack(&stack, NULL), EINVAL);
}
static int scope_of_pidfd(void) {
  const int self = (int)syscall(SYS_pidfd_open, getpid(), 0);
  if (self < 0) return LACKS;
  return syscall(SYS_pidfd_send_signal, self, 0, NULL, PIDFD_THREAD_ONLY) == 0 ? SHOWN : LACKS;
}
static void* takes_any(void* nothing_given) {
  for (;;) pause();
  return nothing_given;
}
static int pidfd_to_thread(void) {
  handle(SIGUSR1, 0);
  pthread_t thread;
  pthread_create(&thread, NULL, takes_any, NULL);
  block(SIGUSR1);
  const int self = (int)syscall(SYS_pidfd_open, getpid(), 0);
  if (self < 0 || syscall(SYS_pidfd_send_signal, self, SIGUSR1, NULL, PIDFD_THREAD_ONLY) != 0) return LACKS;
  usleep(50000);
  return is_pending(SIGUSR1) && handled == 0 ? SHOWN : NOT;
}

// ---------------------------------------------------------------------- over execve

static int timer_over_exec(void) {
  block(SIGUSR1), block(SIGUSR2);
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
  timer_t timer;
  timer_create(CLOCK_MONOTONIC, &event, &timer);
  timer_settime(timer, 0, &(struct itimerspec){.it_value.tv_nsec = 1}, NULL);
  kill(getpid(), SIGUSR2);
  while (!is_pending(SIGUSR1)) usleep(1000);
  execl("/proc/self/exe", "pages", "after", NULL);
  return LACKS;
}

// ---------------------------------------------------------------------- interrupted, or stopped

static int word;
static void* holds_lock(void* nothing_given) {
  syscall(SYS_futex, &word, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
  return takes_any(nothing_given);
}
static int lock_pi(void) {
  sigset_t set, old;
  sigfillset(&set);
  pthread_sigmask(SIG_BLOCK, &set, &old);
  pthread_t thread;
  pthread_create(&thread, NULL, holds_lock, NULL);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  usleep(50000);
  handle(SIGUSR1, 0);
  return fails_with(syscall(SYS_futex, &word, FUTEX_LOCK_PI, 0, NULL, NULL, 0), EINTR) == SHOWN ? NOT : LACKS;
}
static int waitv_with_timeout(void) {
  struct { uint64_t value, address; uint32_t flags, reserved; } one = {0, (uintptr_t)&word, U32, 0};
  struct timespec end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_sec += 60;
  handle(SIGUSR1, SA_RESTART);
  return syscall(WAITV, &one, 1, 0, &end, CLOCK_MONOTONIC) < 0 && errno == ENOSYS ? LACKS : NOT;
}
static int lingers(void) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0), one = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof place;
  if (bind(listener, (struct sockaddr*)&place, size) || listen(listener, 1) ||
      getsockname(listener, (struct sockaddr*)&place, &size) || connect(one, (struct sockaddr*)&place, size))
    return LACKS;
  static char much[1 << 16];
  while (send(one, much, sizeof much, MSG_DONTWAIT) > 0) {}
  setsockopt(one, SOL_SOCKET, SO_LINGER, &(struct linger){1, 60}, sizeof(struct linger));
  handle(SIGUSR1, 0);
  return close(one) == 0 && handled ? SHOWN : NOT;
}
static int large_random(void) {
  const size_t size = 1 << 30;
  void* to = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  handle(SIGUSR1, 0);
  const ssize_t got = to == MAP_FAILED ? -1 : (ssize_t)syscall(SYS_getrandom, to, (size_t)(1 << 25) - 1, 0);
  return got > 0 && handled ? SHOWN : got == (1 << 25) - 1 ? LACKS : NOT;
}
static int getevents(void) {
  aio_context_t context = 0;
  if (syscall(SYS_io_setup, 1, &context) != 0) return LACKS;
  struct io_event event;
  return fails_with(syscall(SYS_io_getevents, context, 1L, 1L, &event, NULL), EINTR);
}
static int pgetevents(void) {
  aio_context_t context = 0;
  if (syscall(SYS_io_setup, 1, &context) != 0) return LACKS;
  struct io_event event;
  syscall(SYS_io_pgetevents, context, 1L, 1L, &event, NULL, NULL);
  return NOT;
}
static int ring(void) {
  static char parameters[120];
  const int made = (int)syscall(SYS_io_uring_setup, 2, parameters);
  if (made < 0) return LACKS;
  return fails_with(syscall(SYS_io_uring_enter, made, 0, 1, 1, NULL, 0), EINTR);
}
static int writes_with_timeout(void) {
  int ends[2];
  static char much[1 << 16];
  socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  while (send(ends[0], much, sizeof much, MSG_DONTWAIT) > 0) {}
  setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &(struct timeval){60, 0}, sizeof(struct timeval));
  return fails_with(write(ends[0], much, sizeof much), EINTR);
}
static int splices_with_timeout(void) {
  int ends[2], stream[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) || pipe(stream)) return LACKS;
  setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){60, 0}, sizeof(struct timeval));
  return fails_with(splice(ends[0], NULL, stream[1], NULL, 1, 0), EINTR);
}
static int sticky_select(void) {
  personality(STICKY_TIMEOUTS);
  return fails_with(select(0, NULL, NULL, NULL, &(struct timeval){60, 0}), EINTR);
}
static int pwait_without_time(void) {
  handle(SIGUSR1, 0);
  block(SIGUSR1);
  raise(SIGUSR1);
  sigset_t none;
  sigemptyset(&none);
  struct epoll_event event;
  const int result = epoll_pwait(epoll_create1(0), &event, 1, 0, &none);
  if (result != 0 || handled || !is_pending(SIGUSR1)) return NOT;
  return fails_with(ppoll(NULL, 0, &(struct timespec){0, 0}, &none), EINTR);
}

/// So much of the same small memory, again and again: nobody has that much to be filled for real.
static char* repeated(size_t size) {
  enum { PART = 1 << 21 };
  const int part = memfd_create("part", 0);
  char* const all = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (part < 0 || ftruncate(part, PART) != 0 || all == MAP_FAILED) return NULL;
  for (size_t at = 0; at < size; at += PART)
    if (mmap(all + at, PART, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, part, 0) == MAP_FAILED) return NULL;
  return all;
}
/// A signal comes again and again, so that one comes while something is under way.
static void keep_calling(int flags) {
  handle(SIGALRM, flags);
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 5000}, {0, 5000}}, NULL);
}
/// Was what took so long cut short?
static int cut_short(ssize_t got, size_t size) {
  return got == (ssize_t)size ? handled ? NOT : LACKS : got > 0 && handled ? SHOWN : NOT;
}
static int large_zeros(void) {
  const size_t size = 1u << 30;
  char* const to = repeated(size);
  const int zeros = open("/dev/zero", O_RDONLY);
  if (!to || zeros < 0) return LACKS;
  keep_calling(SA_RESTART);
  return cut_short(read(zeros, to, size), size);
}
static int large_copy(void) {
  const size_t size = 1u << 28;
  const int from = memfd_create("from", 0), into = memfd_create("into", 0);
  if (from < 0 || into < 0 || ftruncate(from, (off_t)size) != 0) return LACKS;
  keep_calling(SA_RESTART);
  return cut_short(sendfile(into, from, NULL, size), size);
}
static int allocates(void) {
  const int file = memfd_create("file", 0);
  keep_calling(0);
  if (fallocate(file, 0, 0, 1 << 28) != 0) return errno == EINTR ? NOT : LACKS;
  return handled ? SHOWN : LACKS;
}
static int leased_program(void) {
  char path[64];
  const int program = open("/tmp", O_TMPFILE | O_RDWR, 0700);
  block(SIGIO);  // by which the holder of the lease is asked to give it up
  if (fcntl(program, F_SETLEASE, F_WRLCK) != 0) return LACKS;
  snprintf(path, sizeof path, "/proc/self/fd/%d", program);
  handle(SIGUSR1, 0);
  return fails_with(execl(path, "program", NULL), EINTR);
}

// ---------------------------------------------------------------------- other tasks

/// The number of the call that the task sleeps in.
static long call_of(pid_t pid) {
  char text[256];
  read_proc(pid, "syscall", text, sizeof text);
  return text[0] >= '0' && text[0] <= '9' ? atol(text) : -1;
}
static pid_t sleeper(int flags) {
  const pid_t pid = fork();
  if (pid == 0) {
    struct timespec span = {60, 0}, now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (flags == TIMER_ABSTIME) span.tv_sec += now.tv_sec;
    syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, flags, &span, NULL);
    _exit(0);
  }
  usleep(50000);
  return pid;
}
static long call_after_stop(int flags) {
  const pid_t pid = sleeper(flags);
  kill(pid, SIGSTOP);
  usleep(50000);
  kill(pid, SIGCONT);
  usleep(50000);
  const long call = call_of(pid);
  kill(pid, SIGKILL);
  return call;
}
static int sleep_until(void) {
  const long relative = call_after_stop(0), absolute = call_after_stop(TIMER_ABSTIME);
  if (relative < 0 || absolute < 0) return LACKS;
  return relative == SYS_restart_syscall && absolute == SYS_clock_nanosleep ? SHOWN : NOT;
}
static int attached_sleeper(void) {
  const pid_t pid = sleeper(0);
  const long before = call_of(pid);
  if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) != 0 || ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) != 0) return LACKS;
  waitpid(pid, NULL, 0);
  ptrace(PTRACE_DETACH, pid, NULL, NULL);
  usleep(50000);
  const long after = call_of(pid);
  kill(pid, SIGKILL);
  if (before < 0) return LACKS;
  return before == SYS_clock_nanosleep && after == SYS_restart_syscall ? SHOWN : NOT;
}
static int supervised(void) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog filter = {sizeof code / sizeof *code, code};
  volatile int* const shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  shared[0] = -1;
  const pid_t pid = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) {
    handle(SIGUSR1, 0);
    shared[0] = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                             SECCOMP_FILTER_FLAG_NEW_LISTENER | KILLABLE_ONCE_RECEIVED, &filter);
    shared[1] = (int)syscall(SYS_getppid);
    shared[2] = 1;
    pause();
  }
  struct seccomp_notif asked = {0};
  while (shared[0] == -1 && waitpid(pid, NULL, WNOHANG) == 0) usleep(1000);
  if (shared[0] < 0 || ioctl(shared[0], SECCOMP_IOCTL_NOTIF_RECV, &asked) != 0) return LACKS;
  kill(pid, SIGUSR1);
  usleep(100000);
  const int early = shared[2];  // it has failed with EINTR
  struct seccomp_notif_resp answer = {.id = asked.id, .val = 42};
  ioctl(shared[0], SECCOMP_IOCTL_NOTIF_SEND, &answer);
  for (int i = 0; i < 100 && !shared[2]; ++i) usleep(10000);
  kill(pid, SIGKILL);
  return !early && shared[1] == 42 ? SHOWN : NOT;
}

static int killable_in_d(void) {
  const pid_t maker = fork();
  if (maker == 0) {
    if (vfork() == 0) {
      usleep(400000);
      _exit(0);
    }
    _exit(0);
  }
  usleep(100000);
  const char before = state_of(maker);
  kill(maker, SIGKILL);
  usleep(100000);
  return before == 'D' && state_of(maker) == 'Z' ? SHOWN : NOT;
}
static int put(const char* folder, const char* file, const char* text) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, file);
  const int to = open(path, O_WRONLY);
  const int good = to >= 0 && write(to, text, strlen(text)) > 0;
  close(to);
  return good;
}
static int frozen_wait(void) {
  char place[200] = "", line[512], folder[256], number[16];
  FILE* const mounts = fopen("/proc/mounts", "r");
  while (mounts && fgets(line, sizeof line, mounts))
    if (strstr(line, " cgroup2 ") && !place[0]) sscanf(line, "%*s %199s", place);
  snprintf(folder, sizeof folder, "%s/pages-%d", place, (int)getpid());
  if (!place[0] || mkdir(folder, 0700) != 0) return LACKS;
  const pid_t pid = fork();
  struct epoll_event event;
  if (pid == 0) _exit(fails_with(epoll_wait(epoll_create1(0), &event, 1, -1), EINTR));
  snprintf(number, sizeof number, "%d", (int)pid);
  usleep(50000);
  int status = LACKS << 8;
  const int done = put(folder, "cgroup.procs", number) && put(folder, "cgroup.freeze", "1");
  usleep(200000);
  if (!put(folder, "cgroup.freeze", "0") || !done) kill(pid, SIGKILL);
  usleep(200000);
  if (waitpid(pid, &status, WNOHANG) == 0) status = NOT << 8, kill(pid, SIGKILL), waitpid(pid, NULL, 0);
  for (int i = 0; i < 20 && rmdir(folder) != 0; ++i) usleep(50000);
  return WIFEXITED(status) ? WEXITSTATUS(status) : LACKS;
}

static const struct page pages[] = {
    {"sigaction2.einval", wrong_size, ALONE, 0},
    {"sigaction2.restorer_not_needed", no_restorer, ALONE, SIGSEGV},
    {"sigaltstack2.disable_ignores_others", disable_with_flag, ALONE, 0},
    {"pidfd_send_signal2.flags", scope_of_pidfd, ALONE, 0},
    {"pidfd_send_signal2.sends_to_process", pidfd_to_thread, ALONE, 0},
    {"sigpending2.union", pending_and_not_blocked, ALONE, 0},
    {"signal7.pending_union", pending_and_not_blocked, ALONE, 0},
    {"signal7.arbitrary_thread", leader_of_four, ALONE, 0},
    {"sigpending2.exec", timer_over_exec, ALONE, 0},
    {"execve2.timers", timer_over_exec, ALONE, 0},
    {"signal7.pending_over_exec", timer_over_exec, ALONE, 0},
    {"futex2.lock_pi_never_fails", lock_pi, SIGNAL, SIGKILL},
    {"futex2.waitv", waitv_with_timeout, SIGNAL, SIGKILL},
    {"close2.eintr", lingers, SIGNAL, 0},
    {"getrandom2.large_eintr", large_random, SOON, 0},
    {"signal7.stop_list_io_getevents", getevents, STOP, 0},
    {"io_getevents2.eintr_only_by_handler", getevents, STOP, 0},
    {"signal7.io_getevents_in_pgetevents", pgetevents, STOP, SIGKILL},
    {"signal7.stop_list_io_uring_enter", ring, STOP, 0},
    {"signal7.stop_list_socket_write", writes_with_timeout, STOP, 0},
    {"signal7.stop_list_splice", splices_with_timeout, STOP, 0},
    {"signal7.stop_list_select", sticky_select, STOP, 0},
    {"signal7.zero_device", large_zeros, ALONE, 0},
    {"signal7.disk_io", large_copy, ALONE, 0},
    {"fallocate2.eintr", allocates, ALONE, 0},
    {"execve2.no_eintr_anywhere", leased_program, SIGNAL, 0},
    {"restart_syscall2.only_those", sleep_until, ALONE, 0},
    {"restart_syscall2.after_stop", attached_sleeper, ALONE, 0},
    {"signal7.seccomp_only_restarts", supervised, ALONE, 0},
    {"epoll_wait2.pwait_atomic", pwait_without_time, ALONE, 0},
    {"proc5.d_is_disk_sleep", killable_in_d, ALONE, 0},
    {"cgroups7.freezer", frozen_wait, ALONE, 0},
};

int main(int argc, char** argv) {
  if (argc > 1 && strcmp(argv[1], "after") == 0)  // execve
    return is_pending(SIGUSR2) && !is_pending(SIGUSR1) ? SHOWN : NOT;
  show(pages, sizeof pages / sizeof *pages);
  return 0;
}
