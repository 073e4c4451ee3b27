// The lock of the network configuration is busy: a write to one of its switches gives up and has
// itself begun again, with no signal in sight. Children switch a device on and off all the time.
// The attributes of network devices in sysfs did so too until 6.15; now they wait. Table T111.
// Strace: --seccomp-bpf -e trace=pwrite64
// Expect: pwrite64 ERESTARTNOINTR; plain ok 0; restart ok 0; stop ok 0
#include <net/if.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  must(unshare(CLONE_NEWNET) == 0, "unshare");
  for (int i = 0; i < 6; ++i)
    if (child() == 0) {
      const int fd = socket(AF_INET, SOCK_DGRAM, 0);
      struct ifreq request = {.ifr_name = "lo"};
      for (short up = 0;; up ^= IFF_UP) {
        request.ifr_flags = up;
        ioctl(fd, SIOCSIFFLAGS, &request);
      }
    }
  const int fd = open("/proc/sys/net/ipv4/conf/all/forwarding", O_RDWR);
  must(fd >= 0, "open");
  long failures = 0;
  for (int i = 0; i < 20000; ++i) failures += pwrite(fd, i % 2 ? "0\n" : "1\n", 2, 0) != 2;
  tell(failures);
}
