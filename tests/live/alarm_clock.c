// Sleeping by a clock that can wake the machine; it needs a real-time clock. Tables T169 and T170.
// Expect: clock_nanosleep ERESTART_RESTARTBLOCK; plain EINTR; restart EINTR; stop ok 0
#include <time.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  struct timespec one = {1, 0};
  soon(NULL);
  const int error = clock_nanosleep(CLOCK_BOOTTIME_ALARM, 0, &one, NULL);
  errno = error;
  must(error == 0 || error == EINTR, "CLOCK_BOOTTIME_ALARM");
  tell(error ? -1 : 0);
}
