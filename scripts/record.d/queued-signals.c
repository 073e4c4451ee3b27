// Real-time signals with values, a few to each of several children: queued while they are blocked, taken by
// handlers and by sigtimedwait, sent to the process and to its thread, from two senders, one after the other.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FIRST (SIGRTMIN + 2)
#define SECOND (SIGRTMIN + 4)

static int taken;
static void on_signal(int signo, siginfo_t *info, void *context) {
  (void)signo, (void)context;
  taken += info->si_value.sival_int;
}

static sigset_t both(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, FIRST);
  sigaddset(&set, SECOND);
  return set;
}

// Blocks both, says that it is ready, and goes on when the other end is closed.
static void wait_for_sends(int ready, int go) {
  sigset_t set = both();
  sigprocmask(SIG_BLOCK, &set, NULL);
  char byte = 'r';
  write(ready, &byte, 1);
  read(go, &byte, 1);
}

static void let_in(void) {
  sigset_t set = both();
  getppid();
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  getppid();
}

static void wait_for_them(void) {
  sigset_t set = both();
  struct timespec now = {0, 0};
  siginfo_t info;
  while (sigtimedwait(&set, &info, &now) > 0) taken += info.si_value.sival_int;
}

static void half_and_half(void) {
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, SECOND);
  siginfo_t info;
  sigwaitinfo(&one, &info);
  let_in();
}

static void queue(pid_t to, int signo, int value, int to_thread) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  info.si_signo = signo;
  info.si_code = SI_QUEUE;
  info.si_pid = getpid();
  info.si_uid = getuid();
  info.si_value.sival_ptr = (void *)(long)value;
  if (to_thread) syscall(SYS_rt_tgsigqueueinfo, to, to, signo, &info);
  else syscall(SYS_rt_sigqueueinfo, to, signo, &info);
}

static void round_of(void (*take)(void), int to_thread, int by_kill) {
  int ready[2], go[2];
  char byte;
  pipe(ready);
  pipe(go);
  pid_t child = fork();
  if (child == 0) {
    close(go[1]);
    wait_for_sends(ready[1], go[0]);
    take();
    _exit(0);
  }
  close(go[0]);
  read(ready[0], &byte, 1);
  for (int i = 1; i <= 3; i++) {
    queue(child, SECOND, 10 + i, to_thread == 1);
    queue(child, FIRST, 20 + i, to_thread && i != 2);
  }
  if (by_kill) {
    kill(child, FIRST);
    syscall(SYS_tgkill, child, child, FIRST);
  }
  close(go[1]);
  waitpid(child, NULL, 0);
  close(ready[0]);
  close(ready[1]);
}

int main(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO;
  sigaction(FIRST, &action, NULL);  // handlers within handlers
  action.sa_mask = both();
  sigaction(SECOND, &action, NULL);
  void (*const ways[])(void) = {let_in, wait_for_them, half_and_half};
  for (int way = 0; way < 3; way++)
    for (int to_thread = 0; to_thread < 3; to_thread++)
      for (int by_kill = 0; by_kill < 2; by_kill++) round_of(ways[way], to_thread, by_kill);
  // To itself, and with nothing blocked.
  for (int i = 1; i <= 3; i++) queue(getpid(), FIRST, 30 + i, 0);
  return access("/nothing", R_OK) == 0;
}
