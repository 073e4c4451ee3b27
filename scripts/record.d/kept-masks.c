// Temporary masks of calls that have something to tell although a signal is pending: io_pgetevents
// and io_uring_enter keep the mask for the delivery, pselect6 and ppoll put the old one back. And
// calls that refuse.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/io_uring.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct mask_argument {
  const sigset_t* mask;
  size_t size;
};

static sigset_t none;
static const struct mask_argument nothing_blocked = {&none, 8};

static void handler(int signal) {
  sigset_t now;
  (void)signal;
  sigprocmask(SIG_BLOCK, NULL, &now);
}
static void shows_mask(void) { handler(0); }

static void aio(void) {
  aio_context_t context = 0;
  char byte;
  const int zero = open("/dev/zero", O_RDONLY);
  struct iocb request = {.aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = zero,
                         .aio_buf = (unsigned long)&byte, .aio_nbytes = 1}, *requests[] = {&request};
  struct io_event event;
  syscall(SYS_io_setup, 4, &context);
  syscall(SYS_io_submit, context, 1, requests);
  syscall(SYS_io_pgetevents, context, 1, 1, &event, NULL, &nothing_blocked);  // none is pending
  shows_mask();
  syscall(SYS_io_submit, context, 1, requests);
  raise(SIGUSR1);
  syscall(SYS_io_pgetevents, context, 1, 1, &event, NULL, &nothing_blocked);
  shows_mask();
  raise(SIGUSR1);
  syscall(SYS_io_pgetevents, context, 1, 1, &event, NULL, &nothing_blocked);  // nothing to tell
  shows_mask();
}

static void uring(void) {
  struct io_uring_params p;
  memset(&p, 0, sizeof p);
  const int ring = syscall(SYS_io_uring_setup, 4, &p);
  if (ring < 0) return;
  char* sq = mmap(NULL, p.sq_off.array + p.sq_entries * sizeof(unsigned), PROT_READ | PROT_WRITE,
                  MAP_SHARED, ring, IORING_OFF_SQ_RING);
  struct io_uring_sqe* entries = mmap(NULL, p.sq_entries * sizeof *entries,
                                      PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQES);
  unsigned* tail = (unsigned*)(sq + p.sq_off.tail);
  unsigned* array = (unsigned*)(sq + p.sq_off.array);
  for (int i = 0; i < 2; ++i) {
    memset(&entries[i], 0, sizeof *entries);
    entries[i].opcode = IORING_OP_NOP;
    array[i] = i;
    __atomic_store_n(tail, i + 1, __ATOMIC_RELEASE);
    if (i == 1) raise(SIGUSR1);  // and more completions are waited for than there are
    syscall(SYS_io_uring_enter, ring, 1, i == 1 ? 9 : 1, IORING_ENTER_GETEVENTS, &none, 8);
    shows_mask();
  }
}

static void put_back(void) {
  int ends[2];
  pipe(ends);
  struct pollfd writable = {ends[1], POLLOUT, 0};
  struct timespec no_time = {0, 0};
  sigset_t usr1;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);
  raise(SIGUSR1);
  syscall(SYS_ppoll, &writable, 1, NULL, &none, 8);
  shows_mask();
  fd_set set;
  FD_ZERO(&set);
  FD_SET(60, &set);
  syscall(SYS_pselect6, 61, &set, NULL, NULL, &no_time, &nothing_blocked);  // no such descriptor
  shows_mask();
  syscall(SYS_pselect6, 0, NULL, NULL, NULL, &no_time, &nothing_blocked);  // signals come first
  shows_mask();
}

static void refused(void) {
  syscall(SYS_sigaltstack, (void*)8, NULL);
  struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = 8};
  const mqd_t queue = mq_open("/kept-masks", O_RDWR | O_CREAT, 0600, &attributes);
  mq_unlink("/kept-masks");
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  ++until.tv_sec;
  for (int i = 0; i < 2; ++i) syscall(SYS_mq_timedsend, queue, "x", 1, 0, &until);
}

int main(void) {
  sigset_t usr1;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);
  sigprocmask(SIG_BLOCK, &usr1, NULL);
  signal(SIGUSR1, handler);
  aio();
  uring();
  put_back();
  refused();
  return 0;
}
