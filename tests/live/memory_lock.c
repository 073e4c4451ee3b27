// Two threads map and unmap as fast as they can, so that the lock of their address space is
// contended, while signals rain on one of them: no call is interrupted. Table T262.
// Expect: mmap completes; plain ok 0; restart ok 0; stop ok 0
#include "tests/live/live.h"
static long failures;
static volatile int done;
static void* storm(void* unused) {
  while (!done) {
    char* p = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) {
      ++failures;
      continue;
    }
    p[0] = 1;
    failures += mprotect(p, 4096, PROT_READ) != 0;
    failures += madvise(p, 1 << 16, MADV_DONTNEED) != 0;
    failures += munmap(p, 1 << 16) != 0;
  }
  return unused;
}
int main(int argc, char** argv) {
  begin(argc, argv);
  if (mode == STOP) mode = PLAIN, handle(SIGUSR1);
  pthread_t threads[3];
  for (int i = 0; i < 3; ++i) pthread_create(&threads[i], NULL, storm, NULL);
  const pid_t me = getpid();
  if (child() == 0)
    for (;;) {
      wait_ms(1);
      kill(me, SIGUSR1);
    }
  while (handled < 200) sched_yield();
  done = 1;
  for (int i = 0; i < 3; ++i) pthread_join(threads[i], NULL);
  tell(failures);
}
