// Asynchronous I/O: io_getevents that has one of two events, and a read that was interrupted inside
// io_submit: its event says EINTR. Tables T206 and T214.
// Expect: io_getevents partial; plain ok 1 -4; restart ok 1 -4; stop ok 1 -4
#include <linux/aio_abi.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  aio_context_t context = 0;
  int ready[2], empty[2];
  struct io_event events[2];
  must(syscall(SYS_io_setup, 8, &context) == 0, "io_setup");
  must(pipe(ready) == 0 && pipe(empty) == 0 && write(ready[1], "x", 1) == 1, "pipe");
  struct iocb first = {
      .aio_lio_opcode = IOCB_CMD_POLL, .aio_fildes = (uint32_t)ready[0], .aio_buf = POLLIN};
  struct iocb second = {
      .aio_lio_opcode = IOCB_CMD_POLL, .aio_fildes = (uint32_t)empty[0], .aio_buf = POLLIN};
  struct iocb* both[] = {&first, &second};
  must(syscall(SYS_io_submit, context, 2, both) == 2, "io_submit");
  soon(NULL);
  tell(syscall(SYS_io_getevents, context, 2, 2, events, NULL));

  char buf[10];
  struct iocb reader = {.aio_lio_opcode = IOCB_CMD_PREAD,
                        .aio_fildes = (uint32_t)empty[0],
                        .aio_buf = (uintptr_t)buf,
                        .aio_nbytes = sizeof buf};
  struct iocb* one[] = {&reader};
  soon(NULL);
  must(syscall(SYS_io_submit, context, 1, one) == 1, "io_submit");
  struct timespec limit = {1, 0};
  must(syscall(SYS_io_getevents, context, 1, 1, events, &limit) == 1, "io_getevents");
  printf("%lld\n", (long long)events[0].res);
}
