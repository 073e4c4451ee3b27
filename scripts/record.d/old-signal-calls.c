// The calls of the first Linux for masks and actions, which i386 still has: made with int $0x80.
#include <signal.h>
#include <stddef.h>

static long call(long number, long first, long second, long third) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(first), "c"(second), "d"(third) : "memory");
  return result;
}

int main(void) {
  static unsigned mask = 1u << (SIGUSR1 - 1), old;
  call(69, 1 << (SIGUSR2 - 1), 0, 0);                 // ssetmask
  call(68, 0, 0, 0);                                  // sgetmask
  call(126, SIG_BLOCK, (long)&mask, (long)&old);      // sigprocmask
  call(73, (long)&old, 0, 0);                         // sigpending
  call(48, SIGUSR1, 1, 0);                            // signal: ignore it
  call(67, SIGUSR1, 0, 0);                            // sigaction, asking nothing
  raise(SIGUSR1);
  call(69, 0, 0, 0);
  return 0;
}
