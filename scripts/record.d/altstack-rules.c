// Alternate signal stacks: what sigaltstack(2) takes, refuses and reads back; who inherits one; what
// a return from a handler puts back.
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif

static char first[65536], second[65536];
static enum { Read, Change, Edit } in_handler;

static void set(void* base, int flags, size_t size) {
  stack_t wanted = {.ss_sp = base, .ss_flags = flags, .ss_size = size}, old;
  syscall(SYS_sigaltstack, &wanted, &old);
}
static void show(void) {
  stack_t old;
  syscall(SYS_sigaltstack, NULL, &old);
}
static void handler(int signal, siginfo_t* info, void* frame) {
  (void)signal, (void)info;
  show();
  if (in_handler == Change) set(second, 0, sizeof second);
  if (in_handler == Edit) ((ucontext_t*)frame)->uc_stack.ss_size = 32768;
}
static void plain_handler(int signal) { handler(signal, NULL, NULL); }
static void raise_with(int flags) {
  struct sigaction action = {.sa_flags = flags};
  if (flags & SA_SIGINFO) action.sa_sigaction = handler;
  else action.sa_handler = plain_handler;
  sigaction(SIGUSR1, &action, NULL);
  raise(SIGUSR1);
  show();
}
static void* thread(void* nothing) {
  show();
  set(second, 0, sizeof second);
  show();
  return nothing;
}
static int child(void* nothing) {
  (void)nothing;
  show();
  _exit(0);
}

int main(int argc, char** argv) {
  if (argc > 1) {  // run by itself: is anything left of the stack?
    show();
    return 0;
  }
  show();
  set(first, 0, sizeof first);            // taken
  set(first, 4, sizeof first);            // no such flag
  set(first, SS_DISABLE | 4, 0);          // nor here
  set(first, SS_ONSTACK, sizeof first);   // accepted
  set(first, 0, 2047);                    // too small
  set(NULL, SS_DISABLE, 5);               // none any more
  set(first, 0, sizeof first);
  raise_with(0);                          // not on it
  in_handler = Change;
  raise_with(0);                          // the return puts the first one back
  raise_with(SA_ONSTACK);                 // on it: not permitted
  in_handler = Edit;
  raise_with(SA_SIGINFO);                 // the frame is edited: half of it is left
  in_handler = Read;
  set(first, SS_AUTODISARM, sizeof first);
  raise_with(0);                          // taken away whatever the flag
  raise_with(SA_ONSTACK);
  in_handler = Change;
  raise_with(SA_ONSTACK);                 // and so another may be set
  in_handler = Read;

  pthread_t other;
  pthread_create(&other, NULL, thread, NULL);
  pthread_join(other, NULL);
  int status;
  if (fork() == 0) child(NULL);
  wait(&status);
  if (vfork() == 0) {
    show();
    _exit(0);
  }
  wait(&status);
  static char stack[65536];
  clone(child, stack + sizeof stack, CLONE_VM | SIGCHLD, NULL);  // shares memory: none
  wait(&status);
  execl("/proc/self/exe", argv[0], "again", NULL);
  return 1;
}
