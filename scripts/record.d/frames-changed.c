// Handlers that change where the program goes on; calls that a seccomp filter ends the process for,
// or answers with SIGSYS.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

static sigjmp_buf back;

static void goes_on_here(void) { siglongjmp(back, 1); }

static void change_place(int signo, siginfo_t *info, void *context) {
  (void)signo, (void)info;
  ucontext_t *frame = context;
  sigaddset(&frame->uc_sigmask, SIGUSR2);
  frame->uc_mcontext.gregs[REG_RIP] = (greg_t)goes_on_here;
}

static void answer(int signo, siginfo_t *info, void *context) {
  (void)signo, (void)info;
  ((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX] = 0;
}

static void catch(int signo, void (*handler)(int, siginfo_t *, void *)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigaction(signo, &action, NULL);
}

static void refuse(unsigned call, unsigned verdict) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, verdict),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {4, code};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(void) {
  int ends[2];
  char byte;
  pipe(ends);
  catch(SIGALRM, change_place);
  if (sigsetjmp(back, 1) == 0) {
    struct itimerval soon = {{0, 0}, {0, 20000}};
    setitimer(ITIMER_REAL, &soon, NULL);
    read(ends[0], &byte, 1);
  }
  const unsigned verdicts[] = {SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_TRAP};
  for (int i = 0; i < 2; ++i) {
    pid_t child = fork();
    if (child == 0) {
      catch(SIGSYS, answer);
      refuse(SYS_alarm, verdicts[i]);
      alarm(1);
      alarm(0);
      _exit(3);
    }
    waitpid(child, NULL, 0);
  }
  if (fork() == 0) {
    refuse(SYS_exit_group, SECCOMP_RET_ERRNO | EPERM);
    syscall(SYS_exit_group, 3);
    syscall(SYS_exit, 4);
  }
  wait(NULL);
  return 0;
}
