// A FIFO opened for reading and writing does not wait for a partner. Table T010.
// Expect: openat completes; plain ok 1; restart ok 1; stop ok 1
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  must(mkfifo("fifo", 0600) == 0, "mkfifo");
  soon(NULL);
  tell(open("fifo", O_RDWR) >= 0);
}
