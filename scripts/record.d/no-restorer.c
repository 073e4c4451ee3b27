// Handlers without SA_RESTORER: x86-64 cannot build their frames, and SIGSEGV comes instead.
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

struct kernel_action {
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)(void);
  unsigned long mask;
};


static void never(int signal) { _exit(signal); }
static void on_fault(int signal) { (void)signal; }

static void catch_without_restorer(int signal, unsigned long flags) {
  struct kernel_action action = {.handler = never, .flags = flags};
  syscall(SYS_rt_sigaction, signal, &action, NULL, 8);
}
static void dies_of_it(void) {
  catch_without_restorer(SIGUSR1, 0);
  raise(SIGUSR1);
}
static void dies_of_a_fault(void) {
  catch_without_restorer(SIGSEGV, 0);
  raise(SIGSEGV);
}
static void read_interrupted(unsigned long flags) {
  struct itimerval soon = {.it_value.tv_usec = 60000};
  int ends[2];
  pipe(ends);
  signal(SIGSEGV, on_fault);
  catch_without_restorer(SIGALRM, flags);
  if (fork() == 0) {
    usleep(300000);
    write(ends[1], "x", 1);
    _exit(0);
  }
  setitimer(ITIMER_REAL, &soon, NULL);
  char byte;
  read(ends[0], &byte, 1);
  wait(NULL);
  raise(SIGALRM);
}
static void fails(void) { read_interrupted(0); }
static void restarts(void) { read_interrupted(SA_RESTART); }
static void once(void) {
  signal(SIGSEGV, on_fault);
  catch_without_restorer(SIGUSR1, SA_RESETHAND | SA_NODEFER);
  raise(SIGUSR1);
  catch_without_restorer(SIGUSR2, 0);
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, SIGSEGV);
  sigprocmask(SIG_BLOCK, &mask, NULL);
  raise(SIGUSR2);  // the fault's signal is blocked
}

int main(void) {
  void (*const all[])(void) = {dies_of_it, dies_of_a_fault, fails, restarts, once};
  for (unsigned i = 0; i < sizeof all / sizeof *all; ++i) {
    if (fork() == 0) {
      all[i]();
      _exit(0);
    }
    wait(NULL);
  }
  return 0;
}
