// The newer call that waits for a futex, interrupted with and without SA_RESTART.
#include "interrupt.h"

#include <sys/syscall.h>

enum { FUTEX_WAIT_CALL = 455, SIZE_32 = 2, PRIVATE = 128 };

static unsigned word;
static long wait_for_futex(void) {
  return syscall(FUTEX_WAIT_CALL, &word, 0UL, 0xffffffffUL, SIZE_32 | PRIVATE, NULL, 0);
}

int main(void) { interrupt("futex_wait", wait_for_futex); }
