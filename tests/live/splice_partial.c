// splice from a full pipe to a socket that takes a part of it. Table T017.
// Expect: splice partial; plain ok; restart ok; stop ok
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  static char pages[1 << 20];
  int in[2], pair[2];
  must(pipe(in) == 0 && fcntl(in[0], F_SETPIPE_SZ, sizeof pages) > 0, "pipe");
  must(write(in[1], pages, sizeof pages) == sizeof pages, "fill");
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "socketpair");
  soon(NULL);
  const long n = splice(in[0], NULL, pair[0], NULL, sizeof pages, 0);
  must(n < (long)sizeof pages, "all of it went");
  tell(n);
}
