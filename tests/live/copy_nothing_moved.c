// A signal that comes just as a copy from file to file begins: nothing was copied yet, and the call
// begins again or fails, though a disk is not slow and the call never sleeps. Two children send a
// signal every few microseconds. Tables T016, T024 and T025.
// Strace: --seccomp-bpf -e trace=sendfile,copy_file_range
// Expect: sendfile ERESTARTSYS; plain any; restart any; stop any
// Expect: copy_file_range ERESTARTSYS; plain any; restart any; stop any
#include <sys/sendfile.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  handle(SIGUSR1);
  const int in = open("in", O_RDWR | O_CREAT, 0600), out = open("out", O_RDWR | O_CREAT, 0600);
  must(ftruncate(in, 4096) == 0, "ftruncate");
  const pid_t me = getpid();
  for (int i = 0; i < 2; ++i)
    if (child() == 0)
      for (;;) {
        kill(me, SIGUSR1);
        usleep(30);
      }
  long interrupted = 0;
  for (int i = 0; i < 20000; ++i) {
    off_t from = 0, to = 0;
    lseek(out, 0, SEEK_SET);
    interrupted += sendfile(out, in, &from, 4096) < 0 && errno == EINTR;
    from = 0;
    interrupted += copy_file_range(in, &from, out, &to, 4096, 0) < 0 && errno == EINTR;
  }
  printf("%ld\n", interrupted);
}
