// What sigaltstack tells: of a new stack, a replaced one, in a handler on it and beside it, after fork,
// vfork and execve, in a thread, and how the masks and actions of a handler look from inside.
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char first[65536], second[65536];

static void tell(void) {
  stack_t old;
  sigset_t mask;
  struct sigaction action;
  sigaltstack(NULL, &old);
  sigprocmask(SIG_BLOCK, NULL, &mask);
  sigaction(SIGUSR2, NULL, &action);
}

static void set(char *where, int flags) {
  stack_t stack = {.ss_sp = where, .ss_size = 65536, .ss_flags = flags}, old;
  sigaltstack(&stack, &old);
}

static void on_signal(int signo) {
  tell();
  set(second, 0);  // refused while it runs there
  if (signo == SIGUSR1) raise(SIGUSR2);
}

static void *thread(void *unused) {
  tell();
  set(second, SS_ONSTACK);
  tell();
  raise(SIGUSR2);
  return unused;
}

static void handle(int signo, int flags) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = flags};
  sigaddset(&action.sa_mask, SIGHUP);
  sigaction(signo, &action, NULL);
}

int main(int argc, char **argv) {
  tell();
  if (argc > 1) return 0;
  close(-1);
  set(first, 0);
  tell();
  set(second, 0);
  set(first, 0);
  static const int flags[] = {0, SA_NODEFER, SA_RESETHAND, SA_RESETHAND | SA_NODEFER};
  for (int i = 0; i < 4; i++) {
    handle(SIGUSR1, SA_ONSTACK | flags[i]);
    handle(SIGUSR2, i % 2 ? SA_ONSTACK | flags[i] : flags[i]);
    raise(SIGUSR1);
    tell();
    handle(SIGUSR2, flags[i]);
    raise(SIGUSR2);
    tell();
  }
  if (fork() == 0) {
    tell();
    _exit(0);
  }
  wait(NULL);
  if (vfork() == 0) {
    tell();
    _exit(0);
  }
  wait(NULL);
  handle(SIGUSR2, SA_ONSTACK);
  raise(SIGUSR2);
  set(NULL, SS_DISABLE);
  tell();
  set(first, 0);
  if (fork() == 0) execl(argv[0], argv[0], "again", NULL);
  wait(NULL);
  if (fork() == 0) {
    pthread_t other;
    pthread_create(&other, NULL, thread, NULL);
    pthread_join(other, NULL);
    _exit(0);
  }
  wait(NULL);
  execl(argv[0], argv[0], "again", NULL);
}
