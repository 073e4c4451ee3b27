// What contradicts manual pages and takes devices and file systems that few machines have: in the virtual
// machine of scripts/in-machine, and nowhere else, for who waits for a FUSE server may have to wait for ever.
#define _GNU_SOURCE
#include "tests/claims/claim.h"

#include "scripts/record.d/fuse_server.h"
#include "scripts/record.d/nfs_server.h"

#include <fcntl.h>
#include <linux/vhost.h>
#include <linux/vm_sockets.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>

#ifndef TIOCM_LOOP
#define TIOCM_LOOP 0x8000  // which the C library does not name
#endif

// ---------------------------------------------------------------------- a line whose other end is not ready

/// In loopback, RTS is CTS: without it nothing goes out.
static int undrained_line(void) {
  static char text[200];
  const int line = open("/dev/ttyS1", O_RDWR | O_NOCTTY), loop = TIOCM_LOOP, ready = TIOCM_RTS;
  struct termios settings;
  if (line < 0 || tcgetattr(line, &settings) != 0) return -1;
  cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CRTSCTS;
  ioctl(line, TIOCMBIS, &loop), ioctl(line, TIOCMBIC, &ready);
  tcsetattr(line, TCSANOW, &settings);
  return write(line, text, sizeof text) > 0 ? line : -1;
}
static int drains(void) {
  const int line = undrained_line();
  if (line < 0) return LACKS;
  handle(SIGUSR1, SA_RESTART);
  const int result = fails_with(tcdrain(line), EINTR);
  tcflush(line, TCOFLUSH);  // the end would wait for the output
  return result;
}

// ---------------------------------------------------------------------- a guest that never runs

static int connects(void) {
  const struct sockaddr_vm guest = {.svm_family = AF_VSOCK, .svm_port = 9, .svm_cid = 42};
  const int device = open("/dev/vhost-vsock", O_RDWR), one = socket(AF_VSOCK, SOCK_STREAM, 0);
  const unsigned long long number = guest.svm_cid;
  if (one < 0 || ioctl(device, VHOST_SET_OWNER) || ioctl(device, VHOST_VSOCK_SET_GUEST_CID, &number)) return LACKS;
  handle(SIGUSR1, SA_RESTART);
  return fails_with(connect(one, (const void*)&guest, sizeof guest), EINTR);
}

// ---------------------------------------------------------------------- a file system that answers late

enum { LATE = 2 };

/// The opening of its file is answered only once the caller was interrupted.
static void serve_one(const struct fuse_in_header* in) {
  struct fuse_entry_out entry = {.entry_valid = 100, .attr_valid = 100};
  struct fuse_attr_out attributes = {.attr_valid = 100, .attr = attributes_of(in->nodeid, 0)};
  switch (in->opcode) {
    case FUSE_INIT: answer_init(in->unique, 0); break;
    case FUSE_GETATTR: answer(in->unique, 0, &attributes, sizeof attributes); break;
    case FUSE_LOOKUP:
      entry.nodeid = LATE;
      entry.attr = attributes_of(LATE, 0);
      answer(in->unique, 0, &entry, sizeof entry);
      break;
    case FUSE_INTERRUPT: answer(((const struct fuse_interrupt_in*)(in + 1))->unique, -EINTR, NULL, 0); break;
    case FUSE_OPEN:
    case FUSE_FORGET: break;
    default: answer(in->unique, -ENOSYS, NULL, 0);
  }
}
/// Mounts it at "m" for as long as this process lasts.
static int mount_late(void) {
  static char request[1 << 16];
  char options[128];
  device = open("/dev/fuse", O_RDWR);
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
  umount2("m", MNT_DETACH), mkdir("m", 0700);
  if (device < 0 || mount("late", "m", "fuse", MS_NOSUID | MS_NODEV, options) != 0) return -1;
  if (fork() == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (read(device, request, sizeof request) > 0) serve_one((const struct fuse_in_header*)request);
    _exit(0);
  }
  close(device);
  handle(SIGUSR1, SA_RESTART);
  return 0;
}
static int opens_late(void) { return mount_late() == 0 ? fails_with(open("m/late", O_RDONLY), EINTR) : LACKS; }

// ---------------------------------------------------------------------- a file system that takes no locks yet

static int open_in_grace(void) {
  const int file = mount_nfs_in_grace("n") == 0 ? open("n/file", O_RDWR) : -1;
  handle(SIGUSR1, SA_RESTART);
  return file;
}
static int locks_file(void) {
  const int file = open_in_grace();
  return file < 0 ? LACKS : fails_with(flock(file, LOCK_EX), EINTR);
}
static int locks_record(void) {
  const int file = open_in_grace();
  struct flock all = {.l_type = F_WRLCK};
  return file < 0 ? LACKS : fails_with(fcntl(file, F_SETLKW, &all), EINTR);
}

static const struct page pages[] = {
    {"signal7.ioctl_restarts", drains, SIGNAL, 0},
    {"signal7.stop_list_drain", drains, STOP, 0},
    {"signal7.connect_of_all_families", connects, SIGNAL, 0},
    {"signal7.open_restarts", opens_late, SIGNAL, 0},
    {"signal7.flock_everywhere", locks_file, SIGNAL, 0},
    {"signal7.locks_everywhere", locks_record, SIGNAL, 0},
};

int main(void) {
  if (access("/out/command", F_OK) != 0) return fputs("only in the machine of scripts/in-machine\n", stderr), 2;
  until_it_waits = 1000000;  // emulated instructions take long; a connection over VSOCK has two seconds
  if (chdir("/tmp") == 0) show(pages, sizeof pages / sizeof *pages);
  return 0;
}
