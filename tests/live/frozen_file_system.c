// A write to a file system that is frozen waits, and no signal ends that. Table T258.
// Expect: pwrite64 completes; plain ok 1; restart ok 1; stop ok 1
#include <linux/fs.h>
#include "tests/live/live.h"
static int directory;
static void release(void) { ioctl(directory, FITHAW, 0); }
int main(int argc, char** argv) {
  begin(argc, argv);
  must(system("truncate -s 32M image && mkfs.ext4 -q image && mkdir m && mount -o loop image m") ==
           0,
       "mount");
  directory = open("m", O_RDONLY);
  const int fd = open("m/file", O_RDWR | O_CREAT, 0600);
  must(fd >= 0 && ioctl(directory, FIFREEZE, 0) == 0, "freeze");
  soon(release);
  tell(pwrite(fd, "x", 1, 0));
}
