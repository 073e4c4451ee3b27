// FUTEX_WAIT_REQUEUE_PI, moved to the mutex already: the signal ends the wait with EAGAIN. Table
// T152.
// Expect: futex EAGAIN; plain EAGAIN; restart EAGAIN; stop EAGAIN
#include <linux/futex.h>
#include "tests/live/live.h"
static uint32_t condition, mutex;
static void* waiter(void* unused) {
  (void)unused;
  tell(syscall(SYS_futex, &condition, FUTEX_WAIT_REQUEUE_PI, 0, NULL, &mutex, 0));
  exit(0);
}
int main(int argc, char** argv) {
  begin(argc, argv);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  mutex = (uint32_t)syscall(SYS_gettid);  // locked by this thread
  pthread_t thread;
  pthread_create(&thread, NULL, waiter, NULL);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  wait_ms(100);
  must(syscall(SYS_futex, &condition, FUTEX_CMP_REQUEUE_PI, 1, (void*)1L, &mutex, 0) == 1,
       "requeue");
  soon(NULL);
  for (;;) wait_ms(1000);
}
