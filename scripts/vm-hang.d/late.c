// Tasks that wait for a device, a server or a lock that does not come: `late CASE` makes one, prints
// `ready PID [SERVER]` and rests; with its end, and the server's, the wait ends too. For the virtual machine
// of scripts/vm-hang alone: not all of them can be killed.
#include "tests/stuck/cases.h"

#include "scripts/record.d/fuse_server.h"

#include <fcntl.h>
#include <linux/nbd.h>
#include <sys/fanotify.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "scripts/vm-hang.d/nfs_server.h"

enum { DIRECTORY = 2, FILE_NODE = 3 };
static _Alignas(4096) char page[4096];

static pid_t begin(void (*does)(void)) {
  const pid_t pid = fork();
  if (pid != 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  does();
  _exit(0);
}
static void run(const char* command) { must(system(command) == 0, command); }

// A network block device whose server takes requests and answers none.
static int disk;
static void serve_disk(void) {
  ioctl(disk, NBD_DO_IT);
  _exit(0);
}
static pid_t attach_disk(void) {
  int ends[2];
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0, "socketpair");
  disk = open("/dev/nbd0", O_RDWR);
  must(disk >= 0, "/dev/nbd0");
  ioctl(disk, NBD_CLEAR_SOCK);
  must(ioctl(disk, NBD_SET_BLKSIZE, 4096L) == 0 && ioctl(disk, NBD_SET_SIZE_BLOCKS, 1024L) == 0 &&
           ioctl(disk, NBD_SET_SOCK, ends[0]) == 0, "NBD_SET_SOCK");
  const pid_t server = begin(serve_disk);
  usleep(300000);
  return server;
}
static void reads_disk(void) { (void)!pread(disk, page, sizeof page, 1 << 20); }
static void reads_disk_itself(void) {
  fcntl(disk, F_SETFL, O_DIRECT);
  (void)!pread(disk, page, sizeof page, 2 << 20);
}
static void syncs_disk(void) {
  (void)!pwrite(disk, page, sizeof page, 0);
  fsync(disk);
}
static void disk_case(void (*does)(void)) {
  const pid_t server = attach_disk();
  ready(begin(does), server);
  rest();
}
static void disk_read(void) { disk_case(reads_disk); }
static void disk_direct(void) { disk_case(reads_disk_itself); }
static void disk_sync(void) { disk_case(syncs_disk); }

// A file system that somebody froze.
static void writes_frozen(void) { open("/tmp/frozen/new", O_CREAT | O_WRONLY, 0600); }
static void frozen_file_system(void) {
  run("modprobe brd rd_nr=1 rd_size=4096; mke2fs /dev/ram0 >/dev/null && mkdir -p /tmp/frozen && "
      "mount -t ext4 /dev/ram0 /tmp/frozen && fsfreeze --freeze /tmp/frozen");
  ready(begin(writes_frozen), 0);
  rest();
}

// A FUSE server that does not answer what is asked of its directory: who waits has the locks of it.
static void serve_fuse(void) {
  static char buf[1 << 16];
  for (;;) {
    if (read(device, buf, sizeof buf) <= 0) return;
    const struct fuse_in_header* in = (const struct fuse_in_header*)buf;
    struct fuse_attr_out attributes = {.attr_valid = 100, .attr = attributes_of(in->nodeid, 4096)};
    struct fuse_open_out opened = {.open_flags = 0};
    if (in->opcode == FUSE_INIT) answer_init(in->unique, 0);
    else if (in->opcode == FUSE_GETATTR) answer(in->unique, 0, &attributes, sizeof attributes);
    else if (in->opcode == FUSE_OPENDIR) answer(in->unique, 0, &opened, sizeof opened);
    else if (in->opcode == FUSE_LOOKUP) answer(in->unique, -ENOENT, NULL, 0);
  }
}
static int directory;
static pid_t mount_fuse(void) {
  device = open("/dev/fuse", O_RDWR);
  must(device >= 0, "/dev/fuse");
  char options[128];
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
  mkdir("/tmp/late", 0700);
  must(mount("late", "/tmp/late", "fuse", MS_NOSUID | MS_NODEV, options) == 0, "mount");
  const pid_t server = begin(serve_fuse);
  close(device);
  directory = open("/tmp/late", O_RDONLY | O_DIRECTORY);
  must(directory >= 0, "/tmp/late");
  return server;
}
static void makes_directory(void) { mkdir("/tmp/late/d", 0700); }
static void reads_directory(void) { (void)!syscall(SYS_getdents64, directory, page, sizeof page); }
static void second_of(void (*does)(void)) {
  const pid_t server = mount_fuse();
  begin(does);
  usleep(200000);
  ready(begin(does), server);
  rest();
}
static void lock_of_directory(void) { second_of(makes_directory); }
static void lock_of_place(void) { second_of(reads_directory); }
static void fuse_stopped(void) {
  const pid_t server = mount_fuse();
  kill(server, SIGSTOP);
  ready(begin(makes_directory), server);
  rest();
}

// A watcher of files that does not decide.
static void opens_watched(void) { open("/tmp/watched", O_RDONLY); }
static void watched(void) {
  close(open("/tmp/watched", O_CREAT | O_RDWR, 0600));
  const int watcher = fanotify_init(FAN_CLASS_CONTENT, O_RDONLY);
  must(watcher >= 0 && fanotify_mark(watcher, FAN_MARK_ADD, FAN_OPEN_PERM, AT_FDCWD, "/tmp/watched") == 0,
       "fanotify");
  ready(begin(opens_watched), getpid());
  rest();
}

// An NFS server that is away.
static void looks_at_remote(void) {
  struct stat status;
  stat("/tmp/remote/other", &status);
}
static int remote;
static void writes_remote(void) {
  (void)!write(remote, "x", 1);
  close(remote);
}
static void ends_with_remote(void) { (void)!write(remote, "x", 1); }
static void nfs_case(void (*does)(void)) {
  const pid_t server = mount_nfs("/tmp/remote");
  remote = open("/tmp/remote/f", O_WRONLY);
  must(remote >= 0, "/tmp/remote/f");
  kill(-server, SIGSTOP);
  ready(begin(does), 0);
  rest();
}
static void nfs_stat(void) { nfs_case(looks_at_remote); }
static void nfs_close(void) { nfs_case(writes_remote); }
static void nfs_exit(void) { nfs_case(ends_with_remote); }

int main(int argc, char** argv) {
  static const struct maker all[] = {
      {"disk_read", disk_read}, {"disk_direct", disk_direct}, {"disk_sync", disk_sync},
      {"frozen_file_system", frozen_file_system}, {"lock_of_directory", lock_of_directory},
      {"lock_of_place", lock_of_place}, {"fuse_stopped", fuse_stopped}, {"watched", watched},
      {"nfs_stat", nfs_stat}, {"nfs_close", nfs_close}, {"nfs_exit", nfs_exit}, {NULL, NULL}};
  if (access("/this-is-the-machine", F_OK) != 0) {
    fprintf(stderr, "late: not outside of the virtual machine: this cannot be killed\n");
    return 2;
  }
  for (const struct maker* one = all; argc > 1 && one->name; ++one)
    if (strcmp(argv[1], one->name) == 0) one->make();
  return 2;
}
