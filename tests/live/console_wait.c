// Waiting until another virtual console is shown: a plain EINTR. Table T042.
// Expect: ioctl EINTR; plain EINTR; restart EINTR; stop EINTR
#include <linux/vt.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  const int fd = open("/dev/tty0", O_RDWR | O_NOCTTY | O_NONBLOCK);
  must(fd >= 0, "/dev/tty0");
  struct vt_stat state;
  must(ioctl(fd, VT_GETSTATE, &state) == 0, "VT_GETSTATE");
  soon(NULL);
  tell(ioctl(fd, VT_WAITACTIVE, state.v_active == 40 ? 41 : 40));
}
