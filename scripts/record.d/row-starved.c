// Calls that wait for tasks which hardly ever run: one that is to take a descriptor from its supervisor, one
// that never comes to the end of its copying, and those that have a lock; and for a lock that a crowd fights
// for. The tasks that are waited for are not traced. `row-starved locks` takes a kernel that has modules, and
// interrupts a task that has a lock.
#include "interrupt.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_tun.h>
#include <linux/io_uring.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <net/if.h>
#include <sched.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

static int *listener, here;
static struct seccomp_notif request;

static pid_t untraced(unsigned long flags, void (*function)(void)) {
  const pid_t child = syscall(SYS_clone, CLONE_UNTRACED | flags | SIGCHLD, 0, 0, 0, 0);
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    function();
    _exit(0);
  }
  return child;
}
enum { CROWD = 6 };
static pid_t crowd[CROWD];
static void gather(void (*function)(void)) {
  for (int i = 0; i < CROWD; i++) crowd[i] = untraced(0, function);
}
static void end(pid_t child) { kill(child, SIGKILL), waitpid(child, NULL, 0); }
static void disperse(void) {
  for (int i = 0; i < CROWD; i++) end(crowd[i]);
}

// Shares processor 0 with one that goes before it whenever it can.
static void use_first_processor(int policy, int priority) {
  const unsigned long first = 1;
  const struct sched_param urgency = {.sched_priority = priority};
  syscall(SYS_sched_setaffinity, 0, sizeof first, &first);
  if (sched_setscheduler(0, policy, &urgency)) perror("sched_setscheduler");
}
static void starve(void) { use_first_processor(SCHED_IDLE, 0); }
static long now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
static void spin(void) {
  use_first_processor(SCHED_FIFO, 1);
  for (const long end = now_us() + 600000; now_us() < end;) continue;
}
static void get_supervised(void) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog filter = {4, code};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  *listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
}
static void ask(void) {
  for (;;) syscall(SYS_getppid);
}
static void supervised(void) {
  get_supervised();
  starve();
  ask();
}
static long add_descriptor(void) {
  struct seccomp_notif_addfd added = {.id = request.id, .srcfd = 0};
  return ioctl(*listener, SECCOMP_IOCTL_NOTIF_ADDFD, &added);
}
// Until a signal came while somebody else had the lock, in both ways of handling it.
static void meet(long (*call)(void), int tries) {
  for (int restart = 0; restart < 2; restart++) {
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = restart ? SA_RESTART : 0};
    sigaction(SIGALRM, &action, NULL);
    for (int i = 0, met = 0; i < tries && met < 2; i++) {
      const struct itimerval once = {{0, 0}, {0, (1 + i % 20) * 50}};
      alarms = 0;
      setitimer(ITIMER_REAL, &once, NULL);
      errno = 0;
      met += call() < 0 && errno == EINTR;
    }
    set_alarm_every(0);
  }
}

static void supervise(void) {
  const pid_t target = untraced(CLONE_FILES, supervised);
  while (*listener == 0) usleep(10000);
  ioctl(*listener, SECCOMP_IOCTL_NOTIF_RECV, &request);
  const pid_t spinner = untraced(0, spin);
  usleep(20000);
  interrupt("ADDFD", add_descriptor);
  end(spinner);
  end(target);
}

static struct io_uring_sync_cancel_reg cancelled = {.addr = 1, .fd = -1, .timeout = {-1, -1}};
static long cancel(void) { return syscall(SYS_io_uring_register, here, IORING_REGISTER_SYNC_CANCEL, &cancelled, 1); }
// A worker of the ring reads onto a page that nobody ever fills.
static void ring(void) {
  struct io_uring_params p = {0};
  here = (int)syscall(SYS_io_uring_setup, 4, &p);
  const int faults = syscall(SYS_userfaultfd, O_CLOEXEC);
  struct uffdio_api api = {.api = UFFD_API};
  char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct uffdio_register all = {{(uintptr_t)page, 4096}, UFFDIO_REGISTER_MODE_MISSING, 0};
  ioctl(faults, UFFDIO_API, &api), ioctl(faults, UFFDIO_REGISTER, &all);
  char *sq = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, here, IORING_OFF_SQ_RING);
  struct io_uring_sqe *sqes = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, here, IORING_OFF_SQES);
  sqes[0] = (struct io_uring_sqe){.opcode = IORING_OP_READ, .flags = IOSQE_ASYNC, .fd = open("/dev/zero", O_RDONLY),
                                  .addr = (uintptr_t)page, .len = 4096, .user_data = 1};
  *(unsigned *)(sq + p.sq_off.tail) = 1;
  syscall(SYS_io_uring_enter, here, 1, 0, 0, NULL, 0);
  usleep(50000);
  interrupt("SYNC_CANCEL", cancel);
  struct uffdio_zeropage zero = {.range = {(uintptr_t)page, 4096}};
  ioctl(faults, UFFDIO_ZEROPAGE, &zero);
}

static void change_network(void) {
  for (;;) {
    struct ifreq interface = {.ifr_name = "t%d", .ifr_flags = IFF_TUN};
    const int tun = open("/dev/net/tun", O_RDWR);
    ioctl(tun, TUNSETIFF, &interface);
    close(tun);
  }
}
static long set_length(void) { return pwrite(here, "1000", 4, 0); }
static void network(void) {
  unshare(CLONE_NEWNET);
  mkdir("sysfs", 0700);
  mount("none", "sysfs", "sysfs", 0, NULL);
  here = open("sysfs/class/net/lo/tx_queue_len", O_WRONLY);
  if (here < 0) perror("tx_queue_len");
  gather(change_network);
  meet(set_length, 150);
  disperse();
}

// Holders give the lock back only to take it again, and do not run while one goes before them.
static void keep_lock(const char *what, long (*call)(void), void (*holder)(void)) {
  const pid_t has = untraced(0, holder);
  for (int i = 0; i < 4; i++) {
    usleep(200000);
    const pid_t spinner = untraced(0, spin);
    usleep(100000);
    interrupt(what, call);
    end(spinner);
  }
  end(has);
}
enum { ASKING = 100 };  // under supervision, and looked through under the lock
static void ask_supervisor(void) {
  get_supervised();
  for (int i = 0; i < ASKING; i++) untraced(0, ask);
  ask();
}
static long look_for_nobody(void) {
  const uint64_t nobody = 1;
  return ioctl(*listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &nobody);
}
static void use_listener(void) {
  starve();
  for (;;) look_for_nobody();
}
static long unload(void) { return syscall(SYS_delete_module, "nobody_has_this_name", O_NONBLOCK); }
static void list_modules(void) {
  static char list[1 << 16];
  here = open("/proc/modules", O_RDONLY);
  starve();
  for (;;) pread(here, list, sizeof list, 0);
}
static void locks(void) {
  alarm_us = 40000;
  const pid_t asking = untraced(CLONE_FILES, ask_supervisor);
  while (*listener == 0) usleep(10000);
  sleep(1);
  keep_lock("ID_VALID", look_for_nobody, use_listener);
  end(asking);
  keep_lock("delete_module", unload, list_modules);
}

int main(int argc, char **argv) {
  listener = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (argc > 1 && !strcmp(argv[1], "locks")) {
    locks();
    _exit(0);
  }
  supervise();
  ring();
  network();
  _exit(0);
}
