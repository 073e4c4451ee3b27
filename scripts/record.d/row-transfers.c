// Transfers between files, pipes, terminals and devices that the other programs leave out, interrupted with
// and without SA_RESTART: before anything was moved, and after some of it was.
#include "interrupt.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <sys/klog.h>
#include <sys/syscall.h>
#include <termios.h>

static int file, other, full_pipe[2], empty_pipe[2], half_pipe[2], master, terminal, counter, zero, null, notes,
    watcher, kmsg, tun, random_device;
static char bytes[1 << 20], *much;
enum { kMuch = 1 << 28 };

static void drain(int fd, int count) { while (count > 0) count -= read(fd, bytes, count > 65536 ? 65536 : count); }

static long sendfile_to_full_pipe(void) { off_t from = 0; return sendfile(full_pipe[1], file, &from, 100); }
static long sendfile_some(void) {  // a page has room
  off_t from = 0;
  drain(full_pipe[0], 4096);
  return sendfile(full_pipe[1], file, &from, 65536);
}
static long sendfile_to_file(void) { off_t from = 0; lseek(other, 0, SEEK_SET); return sendfile(other, file, &from, kMuch); }
static long copy_to_file(void) { loff_t from = 0, to = 0; return copy_file_range(zero, &from, other, &to, kMuch, 0); }
static long copy_range(void) { loff_t from = 0, to = 0; return syscall(SYS_copy_file_range, file, &from, other, &to, (size_t)kMuch, 0); }
static long splice_some(void) {  // three bytes are in the pipe, and nobody closes it
  write(empty_pipe[1], "abc", 3);
  loff_t to = 0;
  return splice(empty_pipe[0], NULL, other, &to, 10, 0);
}
static long splice_none(void) { loff_t to = 0; return splice(empty_pipe[0], NULL, other, &to, 10, 0); }
static long read_random(void) { return read(random_device, much, kMuch); }
static long get_random(void) { return getrandom(much, kMuch, 0); }
static long read_zeros(void) { return read(zero, much, kMuch); }
static long read_terminal_some(void) { write(master, "abc", 3); return read(terminal, bytes, 10); }
static long write_terminal(void) { return write(terminal, bytes, sizeof bytes); }
static long write_terminal_some(void) { drain(master, 100); return write(terminal, bytes, sizeof bytes); }
static long write_counter(void) { unsigned long many = 10; return write(counter, &many, 8); }
static long read_notes(void) { return read(notes, bytes, 4096); }
static long read_watcher(void) { return read(watcher, bytes, 4096); }
static long read_log(void) { while (read(kmsg, bytes, 8192) > 0) {} return -1; }
static long read_syslog(void) { return syscall(SYS_syslog, 2, bytes, 4096); }
static long read_tun(void) { return read(tun, bytes, 2000); }
static long write_file(void) { lseek(other, 0, SEEK_SET); return write(other, much, kMuch); }
static long allocate(void) { return fallocate(other, 0, 0, 1 << 30); }

int main(void) {
  much = mmap(NULL, kMuch, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  file = open("big", O_RDWR | O_CREAT, 0600), ftruncate(file, kMuch);
  other = open("copy", O_RDWR | O_CREAT, 0600);
  pipe(full_pipe), pipe(empty_pipe), pipe(half_pipe);
  fcntl(full_pipe[1], F_SETFL, O_NONBLOCK);
  while (write(full_pipe[1], bytes, 4096) > 0) {}
  fcntl(full_pipe[1], F_SETFL, 0);
  zero = open("/dev/zero", O_RDWR), null = open("/dev/null", O_RDWR);
  random_device = open("/dev/urandom", O_RDONLY);
  counter = eventfd(0, 0);
  unsigned long limit = 0xfffffffffffffffe;
  write(counter, &limit, 8);
  notes = inotify_init1(0), inotify_add_watch(notes, ".", IN_MOVE);
  watcher = fanotify_init(FAN_CLASS_NOTIF, O_RDONLY);
  if (watcher >= 0) fanotify_mark(watcher, FAN_MARK_ADD, FAN_CLOSE_WRITE, AT_FDCWD, ".");
  kmsg = open("/dev/kmsg", O_RDONLY);
  tun = open("/dev/net/tun", O_RDWR);
  struct ifreq interface = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  if (tun >= 0) ioctl(tun, TUNSETIFF, &interface);
  master = posix_openpt(O_RDWR | O_NOCTTY), grantpt(master), unlockpt(master);
  terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
  struct termios raw;
  tcgetattr(terminal, &raw), cfmakeraw(&raw), raw.c_cc[VMIN] = 10, tcsetattr(terminal, TCSANOW, &raw);

  interrupt("sendfile, full pipe", sendfile_to_full_pipe);
  interrupt("sendfile, some", sendfile_some);
  interrupt("sendfile to a file", sendfile_to_file);
  interrupt("copy zeros", copy_to_file);
  interrupt("copy_file_range", copy_range);
  interrupt("splice, some", splice_some);
  interrupt("splice, none", splice_none);
  interrupt("read urandom", read_random);
  interrupt("getrandom", get_random);
  interrupt("read zeros", read_zeros);
  interrupt("read terminal, some", read_terminal_some);
  tcflush(terminal, TCIFLUSH);
  interrupt("write terminal", write_terminal);
  interrupt("write terminal, some", write_terminal_some);
  interrupt("write eventfd", write_counter);
  interrupt("read inotify", read_notes);
  if (watcher >= 0) interrupt("read fanotify", read_watcher);
  if (kmsg >= 0) interrupt("read kmsg", read_log);
  interrupt("syslog", read_syslog);
  if (tun >= 0) interrupt("read tun", read_tun);
  interrupt("write file", write_file);
  interrupt("fallocate", allocate);
}
