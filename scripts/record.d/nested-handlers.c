// Handlers in handlers: SA_NODEFER recursion, SA_RESETHAND, sa_mask, several signals released at once
// (frames built in one go), a handler that changes the mask it returns to, siglongjmp out of two frames.
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <ucontext.h>
#include <unistd.h>

static volatile int calls;
static sigjmp_buf back;

static void recurse(int signo) {
  if (++calls % 5 != 0) raise(signo);
}
static void note(int signo) { dprintf(1, "signal %d\n", signo); }
static void leave(int signo) { siglongjmp(back, signo); }
static void raise_other(int signo) {
  (void)signo;
  raise(SIGTERM);
}
static void block_usr2(int signo, siginfo_t *info, void *context) {
  (void)signo, (void)info;
  sigaddset(&((ucontext_t *)context)->uc_sigmask, SIGUSR2);
}

static void handle(int signo, void (*handler)(int), int flags, int blocked) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  if (blocked) sigaddset(&action.sa_mask, blocked);
  sigaction(signo, &action, NULL);
}

int main(void) {
  handle(SIGUSR1, recurse, SA_NODEFER, 0);
  raise(SIGUSR1);
  handle(SIGUSR1, recurse, SA_NODEFER | SA_RESTART, SIGUSR1);
  raise(SIGUSR1);

  sigset_t all, old;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &old);
  handle(SIGHUP, note, 0, 0), handle(SIGUSR2, note, 0, SIGHUP), handle(SIGTERM, note, SA_RESETHAND, 0);
  handle(SIGRTMIN + 3, note, SA_NODEFER, 0);
  raise(SIGTERM), raise(SIGUSR2), raise(SIGRTMIN + 3), raise(SIGHUP), raise(SIGRTMIN + 3), raise(SIGHUP);
  sigprocmask(SIG_SETMASK, &old, NULL);

  struct sigaction action = {.sa_sigaction = block_usr2, .sa_flags = SA_SIGINFO};
  sigaction(SIGWINCH, &action, NULL);
  raise(SIGWINCH);
  raise(SIGUSR2);
  sigprocmask(SIG_SETMASK, &old, NULL);

  handle(SIGTERM, leave, 0, 0), handle(SIGQUIT, raise_other, 0, SIGUSR1);
  if (sigsetjmp(back, 1) == 0) raise(SIGQUIT);
  handle(SIGINT, note, SA_RESETHAND | SA_NODEFER, 0);
  raise(SIGINT);
  raise(SIGINT);
}
