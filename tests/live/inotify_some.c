// A read of an inotify descriptor with an event: it does not wait for more. Table T220.
// Expect: read completes; plain ok 32; restart ok 32; stop ok 32
#include <sys/inotify.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  char buf[4096];
  const int fd = inotify_init();
  must(inotify_add_watch(fd, ".", IN_CREATE) >= 0, "inotify_add_watch");
  close(open("file", O_CREAT | O_RDWR, 0600));
  soon(NULL);
  tell(read(fd, buf, sizeof buf));
}
