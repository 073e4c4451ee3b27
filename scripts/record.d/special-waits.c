// Rare waits interrupted by signals: priority-inheriting and vectored futexes, userfaultfd reads, io_uring_enter,
// io_getevents and a seccomp listener.
#include "interrupt.h"

#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/io_uring.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

static int word, faults, ring, listener;
static unsigned lock;
static unsigned long context;
static char *page, events[64];
static const struct timespec second = {1, 0};

static long lock_pi(void) { return syscall(SYS_futex, &lock, FUTEX_LOCK_PI, 0, NULL, NULL, 0); }
static long wait_vector(void) {
  struct futex_waitv waits[1] = {{.uaddr = (unsigned long)&word, .flags = FUTEX_32}};
  return syscall(SYS_futex_waitv, waits, 1, 0, NULL, CLOCK_MONOTONIC);
}
static long read_faults(void) {
  struct uffd_msg message;
  return read(faults, &message, sizeof message);
}
static long enter_ring(void) { return syscall(SYS_io_uring_enter, ring, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0); }
static long get_events(void) { return syscall(SYS_io_getevents, context, 1, 1, events, &second); }
static long receive_notice(void) {
  struct seccomp_notif notice = {0};
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &notice);
}

static void *hold_lock(void *unused) {
  syscall(SYS_futex, &lock, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
  if (lock == 0) lock = syscall(SYS_gettid);
  pause();
  return unused;
}

static int listen_to_seccomp(void) {
  struct sock_filter program[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog filter = {1, program};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
}

int main(void) {
  sigset_t alarm;
  sigemptyset(&alarm), sigaddset(&alarm, SIGALRM);
  pthread_t holder;
  pthread_sigmask(SIG_BLOCK, &alarm, NULL);
  pthread_create(&holder, NULL, hold_lock, NULL);
  pthread_sigmask(SIG_UNBLOCK, &alarm, NULL);
  usleep(20000);
  interrupt("FUTEX_LOCK_PI", lock_pi);
  interrupt("futex_waitv", wait_vector);

  faults = syscall(SYS_userfaultfd, 0);
  ioctl(faults, UFFDIO_API, &(struct uffdio_api){.api = UFFD_API});
  page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ioctl(faults, UFFDIO_REGISTER, &(struct uffdio_register){{(unsigned long)page, 4096}, UFFDIO_REGISTER_MODE_MISSING, 0});
  interrupt("read userfaultfd", read_faults);

  syscall(SYS_io_setup, 4, &context);
  interrupt("io_getevents", get_events);
  struct io_uring_params parameters = {0};
  ring = syscall(SYS_io_uring_setup, 4, &parameters);
  interrupt("io_uring_enter", enter_ring);
  listener = listen_to_seccomp();
  interrupt("seccomp notice", receive_notice);
}
