// Merged pages are made single again, or looked for at least: the call looks for signals while it
// goes over the pages that are there. Table T263.
// Expect: madvise ERESTARTSYS; plain EINTR; restart ok 0; stop any
#include <sys/time.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  handle(SIGALRM);
  const size_t size = 512UL << 20;
  char* p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  must(p != MAP_FAILED && madvise(p, size, MADV_MERGEABLE) == 0, "MADV_MERGEABLE");
  madvise(p, size, MADV_NOHUGEPAGE);
  for (size_t i = 0; i < size; i += 4096) p[i] = 1;
  const struct itimerval soon_ = {{0, 0}, {0, 500}};
  setitimer(ITIMER_REAL, &soon_, NULL);
  tell(madvise(p, size, MADV_UNMERGEABLE));
}
