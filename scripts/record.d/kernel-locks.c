// Locks of the kernel that others hold, and work of the kernel that stops for any signal: network attributes,
// memory, swap, keys, modules, control groups, mounts, automounts, alarm clocks, Bluetooth. Only for a
// machine of its own: it takes the lock of the network configuration and keeps it.
#include "interrupt.h"

#include <fcntl.h>
#include <linux/auto_fs.h>
#include <linux/ethtool.h>
#include <linux/keyctl.h>
#include <linux/sockios.h>
#include <linux/userfaultfd.h>
#include <net/if.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

static char data[4096];
static int here;

static int open_as(const char *name, int flags) {
  here = open(name, flags, 0600);
  if (here < 0) perror(name);
  return here;
}
static void put(const char *name, const char *text) {
  write(open_as(name, O_WRONLY), text, strlen(text));
  close(here);
}

// Until a signal was there when the call began, or came while it worked; in both ways of handling it.
static void meet(void (*prepare)(void), long (*call)(void), int step_us) {
  for (int restart = 0; restart < 2; restart++) {
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = restart ? SA_RESTART : 0};
    sigaction(SIGALRM, &action, NULL);
    for (int i = 0, met = 0; i < 40 && met < 2; i++) {
      const struct itimerval once = {{0, 0}, {0, (1 + i % 20) * step_us}};
      alarms = 0;
      if (prepare) prepare();
      setitimer(ITIMER_REAL, &once, NULL);
      errno = 0;
      met += call() < 0 && errno == EINTR;
      set_alarm_every(0);
    }
  }
}

static pid_t beside(void (*function)(void)) {
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGALRM, SIG_IGN);
    function();
    _exit(0);
  }
  usleep(100000);
  return child;
}
static void end(pid_t child) { kill(child, SIGKILL), waitpid(child, NULL, 0); }

// The lock of the network configuration is held while the second half of an argument is fetched, from a page that
// is filled late.
static volatile int *held;
static void *fill_late(void *faults) {
  struct uffd_msg message;
  read(*(int *)faults, &message, sizeof message);
  *held = 1;
  usleep(20000);
  *held = 0;
  struct uffdio_zeropage zero = {.range = {message.arg.pagefault.address & ~4095ULL, 4096}};
  ioctl(*(int *)faults, UFFDIO_ZEROPAGE, &zero);
  return NULL;
}
static void hold_network(void) {
  for (;;) {
    int faults = syscall(SYS_userfaultfd, O_CLOEXEC);
    struct uffdio_api api = {.api = UFFD_API};
    char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct ethtool_perm_addr *argument = (void *)(pages + 4092);
    struct uffdio_register all = {{(uintptr_t)pages + 4096, 4096}, UFFDIO_REGISTER_MODE_MISSING, 0};
    argument->cmd = ETHTOOL_GPERMADDR;
    ioctl(faults, UFFDIO_API, &api), ioctl(faults, UFFDIO_REGISTER, &all);
    pthread_t filler;
    pthread_create(&filler, NULL, fill_late, &faults);
    struct ifreq request = {.ifr_name = "lo", .ifr_data = (void *)argument};
    ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCETHTOOL, &request);
    pthread_join(filler, NULL);
    close(faults);
    usleep(20000);
  }
}
static void await_holder(void) {
  while (*held) continue;
  while (!*held) continue;
}
static void network(void) {
  const int forwarding = open_as("/proc/sys/net/ipv4/conf/all/forwarding", O_WRONLY);
  const int length = open_as("/sys/class/net/lo/tx_queue_len", O_WRONLY);
  const int speed = open_as("/sys/class/net/v0/speed", O_RDONLY);
  held = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  const pid_t holder = beside(hold_network);
  for (int i = 0; i < 2; i++) {
    await_holder(), pwrite(forwarding, i ? "0" : "1", 1, 0);
    await_holder(), pwrite(length, i ? "1000" : "999", 4, 0);
    await_holder(), pread(speed, data, 100, 0);
  }
  end(holder);
}

static char *memory;
enum { MEMORY = 32 << 20 };
static void touch(void) {
  for (int i = 0; i < MEMORY; i += 4096) memory[i] = (char)(i >> 12 | 1);
}
static long merge_nothing(void) { return pwrite(here, "2", 1, 0); }
static void merge(void) { pwrite(here, "1", 1, 0), madvise(memory, MEMORY, MADV_MERGEABLE), usleep(50000); }
static long reclaim(void) { return pwrite(here, "900M", 4, 0); }
static void swap_on(void) {
  swapon("/dev/ram0", 0);  // it may still be on
  touch();
  madvise(memory, MEMORY, MADV_PAGEOUT);
}
static long swap_off(void) { return swapoff("/dev/ram0"); }
static void memories(void) {
  memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  touch();
  open_as("/sys/kernel/mm/ksm/run", O_RDWR);
  meet(merge, merge_nothing, 100);
  touch();
  system("mkswap /dev/ram0 >/dev/null");
  meet(swap_on, swap_off, 500);
  mkdir("group", 0700);
  mount("none", "group", "cgroup2", 0, NULL);
  open_as("group/memory.reclaim", O_WRONLY);
  if (here < 0) {
    put("group/cgroup.subtree_control", "+memory");
    mkdir("group/one", 0700);
    open_as("group/one/memory.reclaim", O_WRONLY);
  }
  meet(NULL, reclaim, 100);
}

static long request(void) { return syscall(SYS_request_key, "user", "slow", "nothing", KEY_SPEC_SESSION_KEYRING); }
static void request_first(void) { request(); }
static void keys(void) {
  syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
  const pid_t first = beside(request_first);
  usleep(200000);
  interrupt("request_key", request);
  end(first);
}

static const char *module;
static long load(void) { return syscall(SYS_finit_module, here, "delay=1", 0); }
static void load_first(void) {
  for (;;) load(), syscall(SYS_delete_module, "scsi_debug", O_NONBLOCK);
}
static long unload(void) { return syscall(SYS_delete_module, "nobody_has_this_name", O_NONBLOCK); }
static void modules(void) {
  open_as(module, O_RDONLY);
  const pid_t first = beside(load_first);
  meet(NULL, load, 1000);
  meet(NULL, unload, 20);
  end(first);
}

static long mount_hierarchy(void) {
  const long result = mount("none", "hierarchy", "cgroup", 0, "none,name=one");
  umount("hierarchy");
  return result;
}
static int context;
static void create_silent(void) {  // a server that never answers
  int pair[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  char number[10];
  snprintf(number, sizeof number, "%d", pair[0]);
  syscall(SYS_fsconfig, context, 1, "source", "nobody", 0);
  syscall(SYS_fsconfig, context, 1, "trans", "fd", 0);
  syscall(SYS_fsconfig, context, 1, "rfdno", number, 0), syscall(SYS_fsconfig, context, 1, "wfdno", number, 0);
  syscall(SYS_fsconfig, context, 6, NULL, NULL, 0);
}
static long configure(void) { return syscall(SYS_fsconfig, context, 0, "ro", NULL, 0); }
static void mounts(void) {
  mkdir("hierarchy", 0700);
  for (int i = 0; i < 8; i++) mount_hierarchy();
  context = syscall(SYS_fsopen, "9p", 0);
  const pid_t first = beside(create_silent);
  interrupt("fsconfig", configure);
  end(first);
}

static struct stat status;
static int automounts[2], automount_folder;
static long walk(void) { return stat("auto/late", &status); }
static long open_automount(void) { return open("auto/late", O_RDONLY); }
static void serve_automount(void) {
  union autofs_v5_packet_union packet;
  while (read(automounts[0], &packet, sizeof packet) > 0) {
    if (automount_folder == 0) automount_folder = open("auto", O_RDONLY);  // it is mounted by now
    usleep(400000);
    ioctl(automount_folder, AUTOFS_IOC_FAIL, packet.v5_packet.wait_queue_token);
  }
}
static void on_late(int signo) { (void)signo; }
static void late_alarm(void) {
  const struct itimerval once = {{0, 0}, {0, 150000}};
  struct sigaction action = {.sa_handler = on_late};
  sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &once, NULL);
}
static void automounter(void) {
  char options[100];
  pipe2(automounts, O_DIRECT);
  mkdir("auto", 0700);
  const pid_t server = fork();
  if (server == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    serve_automount();
    _exit(0);
  }
  setpgid(server, server);
  snprintf(options, sizeof options, "fd=%d,pgrp=%d,minproto=5,maxproto=5,indirect", automounts[1], server);
  if (mount("none", "auto", "autofs", 0, options)) perror("autofs");
  usleep(400000);
  for (int i = 0; i < 2; i++) late_alarm(), walk(), late_alarm(), open_automount();
  end(server);
}

static long sleep_for_alarm(void) {
  const struct timespec time = {5, 0};
  return clock_nanosleep(CLOCK_BOOTTIME_ALARM, 0, &time, NULL);
}
static long sleep_until_alarm(void) {
  struct timespec time;
  clock_gettime(CLOCK_BOOTTIME_ALARM, &time);
  time.tv_sec += 5;
  return clock_nanosleep(CLOCK_BOOTTIME_ALARM, TIMER_ABSTIME, &time, NULL);
}

static long read_revision(void) { return read(here, data, 100); }

static long start_bluetooth(void) { return ioctl(here, _IOW('H', 201, int), 0); }
static void bluetooth(void) {
  const int controller = open_as("/dev/vhci", O_RDWR);  // never answers a command
  write(controller, "\xff\0", 2);
  here = socket(31, SOCK_RAW | SOCK_CLOEXEC, 1);
  interrupt("Bluetooth", start_bluetooth);
  close(here);
}

int main(int argc, char **argv) {
  alarm_us = 60000;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "network")) network();
    if (!strcmp(argv[i], "memory")) memories();
    if (!strcmp(argv[i], "keys")) keys();
    if (!strcmp(argv[i], "modules")) module = argv[++i], modules();
    if (!strcmp(argv[i], "mounts")) mounts();
    if (!strcmp(argv[i], "automount")) automounter();
    if (!strcmp(argv[i], "alarms")) {
      interrupt("alarm clock", sleep_for_alarm);
      interrupt("alarm clock, absolute", sleep_until_alarm);
    }
    if (!strcmp(argv[i], "apparmor")) {
      open_as("/sys/kernel/security/apparmor/revision", O_RDONLY);
      interrupt("revision", read_revision);
    }
    if (!strcmp(argv[i], "bluetooth")) bluetooth();
  }
  fflush(stdout);
  _exit(0);
}
