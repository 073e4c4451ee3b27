// A FUSE server that waits for requests. Table T231.
// Expect: read ERESTARTSYS; plain EINTR; restart ok; stop ok
#include <linux/fuse.h>
#include "tests/live/live.h"
static int device;
static void release(void) {
  struct stat status;
  close(device);  // or nobody could ever end this request, when the server is gone
  stat("m", &status);
}
int main(int argc, char** argv) {
  begin(argc, argv);
  static char buf[1 << 20];
  device = open("/dev/fuse", O_RDWR);
  must(device >= 0, "/dev/fuse");
  char options[100];
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
  mkdir("m", 0700);
  must(mount("sigspec", "m", "fuse", 0, options) == 0, "mount");
  must(read(device, buf, sizeof buf) > 0, "INIT");
  const struct fuse_in_header* in = (void*)buf;
  struct {
    struct fuse_out_header head;
    struct fuse_init_out out;
  } reply = {{sizeof reply, 0, in->unique}, {.major = 7, .minor = 31, .max_write = 4096}};
  must(write(device, &reply, sizeof reply) > 0, "answer");
  soon(release);
  tell(read(device, buf, sizeof buf));
}
