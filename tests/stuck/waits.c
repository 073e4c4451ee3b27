// Tasks that wait in the kernel, each for something else.
#include "tests/stuck/cases.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static void reads_pipe(void) {
  int end[2];
  must(pipe(end) == 0, "pipe");
  const pid_t pid = fork();
  char c;
  if (pid == 0) _exit((int)read(end[0], &c, 1));
  ready(pid, 0);
  rest();
}
static void locks_file(void) {
  FILE* file = tmpfile();
  must(file != NULL, "tmpfile");
  struct flock lock = {.l_type = F_WRLCK};
  must(fcntl(fileno(file), F_SETLK, &lock) == 0, "fcntl");
  const pid_t pid = fork();
  if (pid == 0) _exit(fcntl(fileno(file), F_SETLKW, &lock));
  ready(pid, 0);
  rest();
}
// The lock is that of an open file; whoever asked for it is gone, and another has the file open.
static void flocks_file(void) {
  FILE* file = tmpfile();
  must(file != NULL, "tmpfile");
  const pid_t asks = fork();
  if (asks == 0) _exit(flock(fileno(file), LOCK_EX));
  waitpid(asks, NULL, 0);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(file));
  const pid_t pid = fork();
  if (pid == 0) {
    const int own = open(path, O_RDWR);
    close(fileno(file));
    _exit(flock(own, LOCK_EX));
  }
  ready(pid, getpid());
  rest();
}
// In no table: it reads the messages of the kernel.
static void unknown_wait(void) {
  const int log = open("/dev/kmsg", O_RDONLY);
  must(log >= 0 && lseek(log, 0, SEEK_END) >= 0, "/dev/kmsg");
  const pid_t pid = fork();
  char message[8192];
  if (pid == 0)
    for (;;) (void)!read(log, message, sizeof message);
  ready(pid, 0);
  rest();
}
static void futex(void) {
  static int word;
  const pid_t pid = fork();
  if (pid == 0) _exit((int)syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0));
  ready(pid, 0);
  rest();
}
static void epoll(void) {
  const pid_t pid = fork();
  struct epoll_event event;
  if (pid == 0) _exit(epoll_wait(epoll_create1(0), &event, 1, -1));
  ready(pid, 0);
  rest();
}
static void waits_for_child(void) {
  const pid_t pid = fork();
  if (pid == 0) {
    if (fork() == 0) rest();
    _exit(wait(NULL) > 0);
  }
  ready(pid, 0);
  rest();
}
// Its memory is somebody's who does not fill it: read(2) into it faults within a call.
static void userfault(void) {
  const int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
  must(fd >= 0, "userfaultfd");
  struct uffdio_api api = {.api = UFFD_API};
  must(ioctl(fd, UFFDIO_API, &api) == 0, "UFFDIO_API");
  char* page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct uffdio_register area = {{(unsigned long)page, 4096}, UFFDIO_REGISTER_MODE_MISSING, 0};
  must(ioctl(fd, UFFDIO_REGISTER, &area) == 0, "UFFDIO_REGISTER");
  int end[2];
  must(pipe(end) == 0 && write(end[1], "x", 1) == 1, "pipe");
  if (fork() == 0) {  // prints for us, who fault
    usleep(300000);
    ready(getppid(), 0);
    rest();
  }
  (void)!read(end[0], page, 1);
}
static void supervised(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {4, filter};
  const pid_t pid = fork();
  if (pid == 0) {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    must(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program) >= 0,
         "seccomp");
    syscall(SYS_getppid);
    _exit(0);
  }
  ready(pid, 0);
  rest();
}

const struct maker waits[] = {{"reads_pipe", reads_pipe}, {"locks_file", locks_file},
                              {"flocks_file", flocks_file}, {"unknown_wait", unknown_wait},
                              {"futex", futex}, {"epoll", epoll},
                              {"waits_for_child", waits_for_child}, {"userfault", userfault},
                              {"supervised", supervised}, {NULL, NULL}};
