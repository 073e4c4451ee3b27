// A read of a signalfd with room for two records, and one signal pending: one record. Table T194.
// Expect: read completes; plain ok 128; restart ok 128; stop ok 128
#include <sys/signalfd.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, NULL);
  const int fd = signalfd(-1, &set, 0);
  raise(SIGUSR2);
  soon(NULL);
  struct signalfd_siginfo info[2];
  tell(read(fd, info, sizeof info));
}
