// Families of processes and threads that do at random what the specification speaks of: make tasks,
// run programs, send signals, wait, sleep, set timers, masks and actions, move bytes, and end.
//   random-tasks SEED FAMILIES     one family after the other, each from a seed of its own
//   random-tasks SEED program      what a member of a family runs as another program
// Whoever is left of a family after a while is killed.
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

enum { MEMBERS_MAX = 48, DEPTH_MAX = 4, TOO_MUCH = 150000 };

static struct family {
  volatile int members[MEMBERS_MAX];  // their process numbers
  volatile int made, begun;
} *family;
static char **arguments;
static unsigned long long seed;
static __thread unsigned long long state;
static int depth;
static char bytes[TOO_MUCH];

static int own_id(void) { return (int)syscall(SYS_gettid); }

static unsigned below(unsigned n) {
  if (state == 0) state = seed ^ (unsigned)own_id() * 0x9e3779b97f4a7c15ull;
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (unsigned)(state >> 20) % n;
}
static int one_in(unsigned n) { return below(n) == 0; }

// Signals that are ignored unless somebody asks for them, or that families often handle; any.
static int mild_signal(void) {
  static const int all[] = {SIGUSR1, SIGUSR2, SIGCHLD, SIGWINCH, SIGURG, SIGCONT, 34, 35};
  return all[below(sizeof all / sizeof *all)];
}
static int any_signal(void) {
  static const int all[] = {SIGTERM, SIGHUP,  SIGALRM, SIGPIPE, SIGTSTP,
                            SIGQUIT, SIGVTALRM, 40,    SIGTTIN};
  return one_in(2) ? mild_signal() : all[below(sizeof all / sizeof *all)];
}
static int a_member(void) {
  const int n = family->begun < MEMBERS_MAX ? family->begun : MEMBERS_MAX;
  return n == 0 ? getpid() : family->members[below((unsigned)n)];
}
static void join_family(void) {
  const int n = __sync_fetch_and_add(&family->begun, 1);
  if (n < MEMBERS_MAX) family->members[n] = getpid();
}
static void alarm_soon(long us) {
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, us}}, NULL);
}
static void pause_for(long us) { nanosleep(&(struct timespec){0, us * 1000}, NULL); }
static sigset_t some_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  for (unsigned n = below(3); n > 0; n--) sigaddset(&set, any_signal());
  return set;
}

static void on_signal(int signo, siginfo_t *info, void *context) {
  (void)signo, (void)info;
  switch (below(20)) {
    case 0: getppid(); break;
    case 1: sigaddset(&((ucontext_t *)context)->uc_sigmask, SIGUSR2); break;
    case 2: kill(getpid(), SIGUSR1); break;
    case 3: pause_for(200); break;
    case 4: waitpid(-1, NULL, WNOHANG); break;
  }
}

static void on_end(int signo) { (void)signo; }

static void ask_for_action(void) {
  static __thread char stack[16384];
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
  int signo = any_signal();
  if (one_in(6)) action = (struct sigaction){.sa_handler = SIG_IGN};
  if (one_in(7)) action = (struct sigaction){.sa_handler = SIG_DFL}, signo = SIGCHLD;
  static const int flags[] = {SA_RESTART,   SA_RESTART,   SA_NODEFER,   SA_RESETHAND,
                              SA_NOCLDSTOP, SA_NOCLDWAIT, SA_ONSTACK};
  for (unsigned n = below(3); n > 0; n--) action.sa_flags |= flags[below(7)];
  if (action.sa_flags & SA_ONSTACK)
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
  action.sa_mask = some_signals();
  sigaction(signo, &action, NULL);
}

static void set_mask(void) {
  const sigset_t set = some_signals();
  pthread_sigmask((int)below(3), &set, NULL);
}

static void live(unsigned steps);

static void *begin_thread(void *unused) {
  live(2 + below(8));
  if (one_in(4)) syscall(SYS_exit, below(100));
  return unused;
}
static void run_program(void) {
  char text[24];
  snprintf(text, sizeof text, "%u", below(1000000));
  execl(arguments[0], arguments[0], text, "program", (char *)NULL);
}
static int begin_clone(void *unused) {
  (void)unused;
  state = 0;
  join_family();
  live(1 + below(5));
  return (int)below(50);
}
static void begin_child(void) {
  state = 0;
  depth++;
  join_family();
  if (one_in(6)) setpgid(0, 0);
  if (one_in(9)) setsid();
  live(2 + below(10));
  if (one_in(5)) run_program();
  if (one_in(2)) exit((int)below(3));
  _exit((int)below(256));
}
static void make_task(void) {
  if (depth >= DEPTH_MAX || __sync_fetch_and_add(&family->made, 1) > MEMBERS_MAX) return;
  const unsigned what = below(8);
  if (what < 2) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, begin_thread, NULL) == 0 && one_in(2)) pthread_detach(thread);
  } else if (what == 2) {
    const int child = vfork();
    if (child == 0) {
      if (one_in(2)) execl("/bin/true", "true", (char *)NULL);
      _exit(3);
    }
  } else if (what == 3) {
    static const int flags[] = {SIGCHLD, SIGUSR1, 0, SIGCHLD | CLONE_PARENT};
    char *stack = malloc(1 << 16);
    clone(begin_clone, stack + (1 << 16), flags[below(4)], NULL);
  } else {
    const int child = fork();
    if (child == 0) begin_child();
    if (child > 0 && one_in(6)) setpgid(child, child);
  }
}

static void wait_for_task(void) {
  int status, options = (one_in(3) ? WUNTRACED : 0) | (one_in(4) ? WCONTINUED : 0);
  siginfo_t info;
  if (one_in(2)) options |= WNOHANG;
  alarm(0);
  alarm_soon(4000);
  switch (below(6)) {
    case 0: waitpid(-1, &status, options); break;
    case 1: waitpid(a_member(), one_in(2) ? &status : NULL, options); break;
    case 2: waitid(P_ALL, 0, &info, WEXITED | options | (one_in(4) ? WNOWAIT : 0)); break;
    case 3: waitid(P_PID, (id_t)a_member(), one_in(3) ? NULL : &info, WEXITED | options); break;
    case 4: waitpid(0, &status, options); break;
    case 5: syscall(SYS_wait4, -1, &status, options | (one_in(2) ? __WALL : __WCLONE), NULL);
  }
}

static void send_signal(void) {
  const union sigval value = {.sival_int = (int)below(100)};
  const int member = a_member();
  switch (below(9)) {
    case 0: kill(getpid(), mild_signal()); break;
    case 1: raise(mild_signal()); break;
    case 2: kill(member, one_in(3) ? any_signal() : mild_signal()); break;
    case 3: sigqueue(member, mild_signal(), value); break;
    case 4: kill(0, mild_signal()); break;
    case 5:
      kill(member, SIGSTOP);
      if (one_in(2)) pause_for(500);
      kill(member, SIGCONT);
      break;
    case 6:
      if (one_in(4)) kill(member, SIGKILL);
      break;
    case 7: syscall(SYS_tgkill, getpid(), own_id(), mild_signal()); break;
    case 8: {
      const int fd = (int)syscall(SYS_pidfd_open, member, 0);
      syscall(SYS_pidfd_send_signal, fd, mild_signal(), NULL, 0);
      close(fd);
    }
  }
}

static void sleep_somehow(void) {
  struct timespec time = {0, 1000000 * (1 + below(3))};
  sigset_t set = some_signals();
  siginfo_t info;
  int word = 0;
  const int fd = epoll_create1(0);
  switch (below(10)) {
    case 0: nanosleep(&time, one_in(2) ? &time : NULL); break;
    case 1: clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL); break;
    case 2: poll(NULL, 0, 2); break;
    case 3: ppoll(NULL, 0, &time, &set); break;
    case 4: pselect(0, NULL, NULL, NULL, &time, &set); break;
    case 5: epoll_pwait(fd, &(struct epoll_event){0}, 1, 2, &set); break;
    case 6: syscall(SYS_futex, &word, 0, 0, &time, NULL, 0); break;
    case 7:
      sigdelset(&set, SIGALRM);
      alarm_soon(2000);
      sigsuspend(&set);
      break;
    case 8: sigpending(&set); break;
    case 9:
      sigaddset(&set, mild_signal());
      sigtimedwait(&set, &info, &time);
  }
  close(fd);
}

static void set_timer(void) {
  timer_t id;
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = mild_signal()};
  const struct itimerspec times = {{0, one_in(2) ? 900000 : 0}, {0, 500000}};
  switch (below(5)) {
    case 0:
      signal(SIGALRM, SIG_IGN);
      alarm_soon(300 + (long)below(2000));
      break;
    case 1: alarm_soon(one_in(2) ? 0 : 5000); break;
    case 2: alarm(below(3)); break;
    case 3: prctl(PR_SET_PDEATHSIG, mild_signal()); break;
    case 4:
      if (timer_create(CLOCK_MONOTONIC, &event, &id) != 0) break;
      timer_settime(id, 0, &times, NULL);
      pause_for((long)below(2000));
      timer_getoverrun(id);
      timer_delete(id);
  }
}

static void move_bytes(void) {
  int ends[2];
  struct iovec all = {bytes, TOO_MUCH};
  struct signalfd_siginfo info;
  const sigset_t set = some_signals();
  alarm_soon(3000);
  switch (below(5)) {
    case 0:
      if (pipe(ends) != 0) return;
      if (one_in(2)) write(ends[1], bytes, one_in(2) ? TOO_MUCH : 3);
      read(ends[0], bytes, TOO_MUCH);
      break;
    case 1:
      if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return;
      writev(ends[0], &all, 1);
      shutdown(ends[0], SHUT_WR);
      read(ends[1], bytes, TOO_MUCH);
      break;
    case 2:
      if (pipe(ends) != 0) return;
      close(dup(ends[0]));
      close(ends[0]);
      ends[0] = eventfd(0, 0);
      write(ends[1], "x", 1);  // SIGPIPE
      break;
    case 3:
      ends[0] = eventfd(0, 0), ends[1] = timerfd_create(CLOCK_MONOTONIC, 0);
      timerfd_settime(ends[1], 0, &(struct itimerspec){{0, 0}, {0, 2000000}}, NULL);
      read(one_in(2) ? ends[0] : ends[1], bytes, 8);
      break;
    default:
      ends[0] = signalfd(-1, &set, SFD_NONBLOCK), ends[1] = eventfd(1, 0);
      read(ends[0], &info, sizeof info);
  }
  close(ends[0]), close(ends[1]);
}

static void live(unsigned steps) {
  static void (*const all[])(void) = {ask_for_action, ask_for_action, set_mask,    make_task,
                                      make_task,      wait_for_task,  wait_for_task, send_signal,
                                      send_signal,    sleep_somehow,  set_timer,   move_bytes};
  while (steps-- > 0) {
    all[below(sizeof all / sizeof *all)]();
    if (one_in(60)) prctl(PR_SET_CHILD_SUBREAPER, below(2));
    if (one_in(120)) run_program();
    if (one_in(150)) _exit((int)below(9));
  }
}

// The family's first member. Most signals are handled, or it would not live long.
static void found_family(void) {
  setsid();
  prctl(PR_SET_CHILD_SUBREAPER, below(2));
  join_family();
  for (int signo = 1; signo < 32; signo++)
    if (signo != SIGSEGV && signo != SIGTRAP && one_in(3)) {
      struct sigaction action = {.sa_sigaction = on_signal,
                                 .sa_flags = SA_SIGINFO | (one_in(2) ? SA_RESTART : 0)};
      sigaction(signo, &action, NULL);
    }
  live(12 + below(30));
  exit(0);
}

int main(int argc, char **argv) {
  arguments = argv;
  if (argc < 3) return 2;
  family = mmap(NULL, sizeof *family, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  const unsigned long long first = strtoull(argv[1], NULL, 10);
  seed = first * 0x2545f4914f6cdd1dull + 88172645463325252ull;
  if (strcmp(argv[2], "program") == 0) {
    depth = DEPTH_MAX - 1;
    live(4 + below(6));
    return (int)below(5);
  }
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  signal(SIGUSR1, on_end);  // of a child of a member's, made with CLONE_PARENT
  for (int n = 0; n < atoi(argv[2]); n++) {
    memset(family, 0, sizeof *family);
    seed += 0x9e3779b97f4a7c15ull;
    if (fork() == 0) found_family();
    int ended = 0;
    for (int tries = 0; ended >= 0 && tries < 1000; tries++) {
      while ((ended = waitpid(-1, NULL, WNOHANG | __WALL)) > 0) {}
      if (ended == 0) pause_for(1000);
      for (int m = 0; tries >= 200 && m < MEMBERS_MAX; m++)
        if (family->members[m] > 0) kill(family->members[m], SIGKILL);
    }
  }
  return 0;
}
