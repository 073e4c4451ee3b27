// A page that is given on demand: each fault is handled, and comes again when the page is taken.
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char *page;
static long size;

static void give(int signal) {
  (void)signal;
  mprotect(page, size, PROT_READ | PROT_WRITE);
}

int main(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = give;
  sigaction(SIGSEGV, &action, NULL);
  size = sysconf(_SC_PAGESIZE);
  page = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 5; ++i) {
    *(volatile char *)page = 1;
    mprotect(page, size, PROT_NONE);
  }
  return 0;
}
