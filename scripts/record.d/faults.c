// Every fault signal, caught and left by siglongjmp: SIGFPE, SIGILL, SIGTRAP, SIGBUS, SIGSEGV of three
// kinds, SIGSYS by seccomp; abort through a handler that returns; last, a blocked SIGSEGV that kills.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static sigjmp_buf back;
static volatile int zero;
static char *truncated, *readonly;

static void leave(int signo, siginfo_t *info, void *context) {
  (void)context;
  dprintf(1, "signal %d code %d\n", signo, info->si_code);
  if (signo != SIGABRT && signo != SIGSYS) siglongjmp(back, signo);
}

static void refuse_getppid(void) {
  struct sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP | 7),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog filter = {4, program};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
  printf("getppid: %ld\n", syscall(SYS_getppid));
}

static void fault(int kind) {
  switch (kind) {
    case 0: zero = 7 / zero; break;
    case 1: __asm__ volatile("ud2"); break;
    case 2: __asm__ volatile("int3"); break;
    case 3: *truncated = 1; break;
    case 4: *(volatile char *)16 = 1; break;
    case 5: *readonly = 1; break;
    case 6: *(volatile char *)0x8000000000000000 = 1; break;
    case 7: refuse_getppid(); break;
  }
}

int main(void) {
  struct sigaction action = {.sa_sigaction = leave, .sa_flags = SA_SIGINFO};
  int signals[] = {SIGFPE, SIGILL, SIGTRAP, SIGBUS, SIGSEGV, SIGSYS, SIGABRT};
  for (int i = 0; i < 7; i++) sigaction(signals[i], &action, NULL);
  truncated = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, open("short", O_CREAT | O_RDWR, 0600), 0);
  readonly = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int kind = 0; kind < 8; kind++)
    if (sigsetjmp(back, 1) == 0) fault(kind);
  if (fork() == 0) abort();
  wait(NULL);
  sigset_t faults;
  sigemptyset(&faults), sigaddset(&faults, SIGSEGV);
  sigprocmask(SIG_BLOCK, &faults, NULL);
  fault(4);
}
