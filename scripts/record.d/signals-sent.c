// What becomes of signals when they are sent: ignored, kept although ignored, already pending, taken
// back, beyond the limit. And a thread that a seccomp filter ends.
#define _GNU_SOURCE
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t taken;
static void count(int signo) { (void)signo; taken++; }

static void set(int how, int signo) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, signo);
  sigprocmask(how, &signals, NULL);
}

// Sent while it is blocked, and let in then.
static void send_blocked(int signo, int times) {
  set(SIG_BLOCK, signo);
  for (int i = 0; i < times; i++) kill(getpid(), signo);
  set(SIG_UNBLOCK, signo);
}

static void ignored_disturbs_nobody(void) {
  int epoll = epoll_create1(0);
  struct epoll_event event;
  signal(SIGUSR1, SIG_IGN);
  pid_t child = fork();
  if (child == 0) {
    for (int i = 0; i < 3; i++) {
      usleep(30000);
      kill(getppid(), SIGUSR1);
      kill(getppid(), SIGWINCH);
    }
    _exit(0);
  }
  printf("epoll_wait: %d\n", epoll_wait(epoll, &event, 1, 60));
  usleep(60000);
  waitpid(child, NULL, 0);
}

static void limited(void) {
  struct rlimit none = {0, 0};
  union sigval value = {.sival_int = 7};
  setrlimit(RLIMIT_SIGPENDING, &none);
  signal(SIGRTMIN, count);
  printf("sigqueue: %d\n", sigqueue(getpid(), SIGRTMIN, value));
  kill(getpid(), SIGRTMIN);
}

static void *be_ended(void *unused) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_THREAD),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  syscall(SYS_getppid);
  return unused;
}

int main(void) {
  pthread_t thread;
  ignored_disturbs_nobody();
  send_blocked(SIGUSR1, 1);   // kept, and dropped when it is taken
  send_blocked(SIGWINCH, 1);  // likewise, by default
  signal(SIGUSR2, count);
  send_blocked(SIGUSR2, 3);  // one of three
  signal(SIGTSTP, count);
  set(SIG_BLOCK, SIGTSTP);
  kill(getpid(), SIGTSTP);
  kill(getpid(), SIGCONT);  // takes it back
  set(SIG_UNBLOCK, SIGTSTP);
  printf("taken: %d\n", taken);
  limited();
  pthread_create(&thread, NULL, be_ended, NULL);
  usleep(100000);
  return 0;
}
