// A stack overflow is caught on an alternate stack, left by siglongjmp, then a second fault through a
// null pointer is handled by mending the page, and a third kills with a core dump.
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static sigjmp_buf back;
static void *page;

static void leave(int signo) { siglongjmp(back, signo); }

static void mend(int signo, siginfo_t *info, void *context) {
  (void)signo, (void)context;
  if (info->si_addr == page) mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

static volatile int deep = 1;

static int overflow(int depth) {
  volatile char frame[4096];
  memset((char *)frame, depth, sizeof frame);
  return (deep ? overflow(depth + 1) : 0) + frame[depth % 4096];
}

int main(void) {
  stack_t stack = {.ss_sp = malloc(65536), .ss_size = 65536};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_handler = leave, .sa_flags = SA_ONSTACK};
  sigaction(SIGSEGV, &action, NULL);
  if (sigsetjmp(back, 1) == 0) overflow(0);
  puts("survived the overflow");
  page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  action = (struct sigaction){.sa_sigaction = mend, .sa_flags = SA_SIGINFO | SA_RESETHAND};
  sigaction(SIGSEGV, &action, NULL);
  *(volatile char *)page = 1;
  puts("mended the page");
  fflush(stdout);
  *(volatile char *)8 = 1;
}
