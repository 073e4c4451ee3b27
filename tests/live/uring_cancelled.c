// Requests that io_uring runs in a worker, and that are cancelled there: a splice from an empty
// pipe, and the opening of a FIFO that has no writer. Table T213 says that a restart code inside
// becomes -EINTR in the completion. The operations on sockets and files see to that; these two do
// not, and the program finds -512. A fault of Linux.
// Expect: io_uring_enter completes; plain -512 -512; restart -512 -512; stop -512 -512
#include <linux/io_uring.h>
#include "tests/live/live.h"
static struct io_uring_params p;
static char *sq, *cq;
static struct io_uring_sqe* sqes;
static int ring;
static void submit(struct io_uring_sqe sqe) {
  unsigned *tail = (unsigned*)(sq + p.sq_off.tail), *array = (unsigned*)(sq + p.sq_off.array);
  const unsigned i = *tail & *(unsigned*)(sq + p.sq_off.ring_mask);
  sqes[i] = sqe;
  array[i] = i;
  __atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
  must(syscall(SYS_io_uring_enter, ring, 1, 0, 0, NULL, 0) == 1, "io_uring_enter");
}
int main(int argc, char** argv) {
  begin(argc, argv);
  int fds[2], out[2];
  ring = (int)syscall(SYS_io_uring_setup, 8, &p);
  must(ring >= 0 && pipe(fds) == 0 && pipe(out) == 0, "io_uring_setup");
  const size_t size = p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe) + 4096;
  sq = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING);
  cq = sq;  // IORING_FEAT_SINGLE_MMAP
  sqes = mmap(NULL, 8 * sizeof *sqes, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
  must(sq != MAP_FAILED && (void*)sqes != MAP_FAILED, "mmap");
  must(mkfifo("fifo", 0600) == 0, "mkfifo");
  submit((struct io_uring_sqe){.opcode = IORING_OP_SPLICE,
                               .splice_fd_in = fds[0],
                               .splice_off_in = (uint64_t)-1,
                               .fd = out[1],
                               .off = (uint64_t)-1,
                               .len = 10,
                               .user_data = 1});
  submit((struct io_uring_sqe){.opcode = IORING_OP_OPENAT,
                               .flags = IOSQE_ASYNC,
                               .fd = AT_FDCWD,
                               .addr = (uintptr_t) "fifo",
                               .open_flags = O_RDONLY,
                               .user_data = 2});
  wait_ms(100);
  submit((struct io_uring_sqe){.opcode = IORING_OP_ASYNC_CANCEL, .addr = 1, .user_data = 3});
  submit((struct io_uring_sqe){.opcode = IORING_OP_ASYNC_CANCEL, .addr = 2, .user_data = 3});
  wait_ms(100);
  const struct io_uring_cqe* cqes = (struct io_uring_cqe*)(cq + p.cq_off.cqes);
  const unsigned tail = *(unsigned*)(cq + p.cq_off.tail);
  for (unsigned which = 1; which <= 2; ++which)
    for (unsigned i = 0; i < tail; ++i)
      if (cqes[i].user_data == which) printf("%d\n", cqes[i].res);
}
