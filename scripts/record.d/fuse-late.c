// A FUSE server that answers only when its client was interrupted, and then with EINTR; and the
// calls that wait for it, each interrupted by a signal. With the word `more` also those that only root
// of the whole machine may make.
#define _GNU_SOURCE
#include "fuse_server.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DIRECT = 2, CACHED = 3, LATE = 4, PROGRAM = 5, OTHER = 6, MODULE = 7 };  // files, by what they are for

static char buf[1 << 20];

static void serve_one(const struct fuse_in_header* in) {
  switch (in->opcode) {
    case FUSE_INIT:
      usleep(300000);  // until then every call waits at the gate
      answer_init(in->unique, FUSE_POSIX_LOCKS | FUSE_FLOCK_LOCKS);
      break;
    case FUSE_LOOKUP: {
      const char name = *(const char*)(in + 1);
      if (name == 's') {
        answer(in->unique, -ENOENT, NULL, 0);
        break;
      }
      struct fuse_entry_out out = {.entry_valid = 100};
      if (name == 'w') break;  // nobody knows yet whether it exists
      out.nodeid = name == 'd' ? DIRECT : name == 'c' ? CACHED : name == 'l' ? LATE : name == 'o' ? OTHER : PROGRAM;
      if (name == 'k') out.nodeid = MODULE;
      out.attr_valid = out.nodeid == LATE ? 0 : 100;
      out.attr = attributes_of(out.nodeid, 8192);
      answer(in->unique, 0, &out, sizeof out);
      break;
    }
    case FUSE_OPEN:
    case FUSE_OPENDIR: {
      struct fuse_open_out out = {.fh = 1};
      if (in->nodeid == DIRECT) out.open_flags = FOPEN_DIRECT_IO;
      if (in->nodeid != LATE && in->nodeid != PROGRAM) answer(in->unique, 0, &out, sizeof out);
      break;
    }
    case FUSE_GETATTR: {
      struct fuse_attr_out out = {.attr_valid = 100, .attr = attributes_of(in->nodeid, 8192)};
      if (in->nodeid != LATE) answer(in->unique, 0, &out, sizeof out);
      break;
    }
    case FUSE_READ:
      if (in->nodeid == CACHED) answer(in->unique, 0, buf, 4096);
      break;
    case FUSE_WRITE: {
      struct fuse_write_out out = {.size = 4096};
      if (in->nodeid == CACHED) answer(in->unique, 0, &out, sizeof out);
      break;
    }
    case FUSE_INTERRUPT:
      answer(((const struct fuse_interrupt_in*)(in + 1))->unique, -EINTR, NULL, 0);
      break;
    case FUSE_READDIR:
    case FUSE_FSYNC:
    case FUSE_IOCTL:
    case FUSE_SETATTR:
    case FUSE_COPY_FILE_RANGE:
    case FUSE_LSEEK:
    case FUSE_FALLOCATE:
    case FUSE_MKNOD:
    case FUSE_GETXATTR:
    case FUSE_GETLK:
    case FUSE_SETLK:
    case FUSE_SETLKW:
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET: break;
    case FUSE_FLUSH:
    case FUSE_RELEASE: answer(in->unique, 0, NULL, 0); break;
    default: answer(in->unique, -ENOSYS, NULL, 0);
  }
}

static void on_signal(int signal) { (void)signal; }

// The next call is interrupted while it waits.
static void soon(void) {
  const pid_t me = getpid();
  static pid_t last;
  if (last) waitpid(last, NULL, 0);
  last = fork();
  if (last != 0) return;
  usleep(120000);
  kill(me, SIGUSR1);
  _exit(0);
}

static void tell(const char* what, long result) {
  printf("%s: %s\n", what, result < 0 ? strerror(errno) : "done");
}

#define INTERRUPTED(what, call) \
  do {                          \
    soon();                     \
    tell(what, (long)(call));   \
  } while (0)

static void more(int direct) {
  int pipes[2];
  pipe(pipes);
  INTERRUPTED("splice", splice(direct, NULL, pipes[1], NULL, 4096, 0));
  INTERRUPTED("mount", mount("none", "m/waited_for", "tmpfs", 0, NULL));
  INTERRUPTED("finit_module", syscall(SYS_finit_module, open("m/kernel_module", O_RDONLY), "", 0));
  const struct sockaddr_un address = {AF_UNIX, "m/socket"};
  INTERRUPTED("bind", bind(socket(AF_UNIX, SOCK_STREAM, 0), (const void*)&address, sizeof address));
  char* memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, open("m/cached", O_RDWR), 0);
  INTERRUPTED("MADV_REMOVE", madvise(memory, 4096, MADV_REMOVE));
}

int main(int argc, char** argv) {
  (void)argv;
  setvbuf(stdout, NULL, _IOFBF, 4096);
  device = open("/dev/fuse", O_RDWR);
  char options[100];
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
  mkdir("m", 0700);
  if (device < 0 || mount("sigspec", "m", "fuse", 0, options) != 0) return 77;
  const pid_t server = fork();
  if (server == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (read(device, buf, sizeof buf) > 0) serve_one((void*)buf);
    _exit(0);
  }
  close(device);  // the server alone holds it: when it dies, nobody waits for it any more
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGUSR1, &action, NULL);
  alarm(20);

  struct stat status;
  INTERRUPTED("stat at the gate", syscall(SYS_stat, "m/direct", &status));
  usleep(400000);
  const int direct = open("m/direct", O_RDWR), other = open("m/other", O_RDWR);
  const int cached = open("m/cached", O_RDWR), directory = open("m", O_RDONLY | O_DIRECTORY);
  const int plain = open("plain", O_RDWR | O_CREAT, 0600);
  char data[8192] = {0};
  struct iovec part = {data, 4096};
  INTERRUPTED("read", read(direct, data, 4096));
  INTERRUPTED("pread", pread(direct, data, 4096, 4096));
  INTERRUPTED("readv", readv(direct, &part, 1));
  INTERRUPTED("write", write(direct, data, 4096));
  INTERRUPTED("pwritev", pwritev(direct, &part, 1, 0));
  INTERRUPTED("open", open("m/late", O_RDONLY));
  INTERRUPTED("stat", syscall(SYS_stat, "m/late", &status));
  INTERRUPTED("fsync", fsync(direct));
  INTERRUPTED("ioctl", ioctl(direct, 0x5a01, 0));
  INTERRUPTED("getdents64", syscall(SYS_getdents64, directory, data, sizeof data));
  INTERRUPTED("ftruncate", ftruncate(direct, 100));
  INTERRUPTED("copy_file_range", copy_file_range(direct, NULL, other, NULL, 4096, 0));
  INTERRUPTED("sendfile", sendfile(plain, direct, NULL, 4096));
  INTERRUPTED("lseek", lseek(direct, 0, SEEK_DATA));
  INTERRUPTED("fallocate", fallocate(direct, 0, 0, 4096));
  struct flock lock = {.l_type = F_WRLCK};
  INTERRUPTED("F_GETLK", fcntl(direct, F_GETLK, &lock));
  lock.l_type = F_WRLCK;
  INTERRUPTED("F_SETLK", fcntl(direct, F_SETLK, &lock));
  INTERRUPTED("F_SETLKW", fcntl(direct, F_SETLKW, &lock));
  INTERRUPTED("flock", flock(direct, LOCK_EX));
  char* memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, cached, 0);
  if (memory != MAP_FAILED) {
    memory[0] = 1;
    INTERRUPTED("msync", msync(memory, 4096, MS_SYNC));
  }
  if (argc > 1) more(direct);
  INTERRUPTED("execve", execl("m/program", "program", (char*)NULL));
  fflush(stdout);
  kill(server, SIGKILL);
  return 0;
}
