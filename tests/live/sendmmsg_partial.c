// Some messages went out before the queue was full: their number is returned. Table T067.
// Expect: sendmmsg partial; plain ok; restart ok; stop ok
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "socket"};
  const int receiver = socket(AF_UNIX, SOCK_DGRAM, 0), sender = socket(AF_UNIX, SOCK_DGRAM, 0);
  must(bind(receiver, (void*)&name, sizeof name) == 0, "bind");
  must(connect(sender, (void*)&name, sizeof name) == 0, "connect");
  enum { kCount = 1000 };
  static struct mmsghdr messages[kCount];
  struct iovec part = {"x", 1};
  for (int i = 0; i < kCount; ++i)
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &part, .msg_iovlen = 1};
  soon(NULL);
  const long n = sendmmsg(sender, messages, kCount, 0);
  must(n < kCount, "all of them went");
  tell(n);
}
