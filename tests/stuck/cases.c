// Tasks that are held, each in a way of its own and harmlessly: `cases NAME` makes one, prints
// `ready PID [PID...]`, and waits to be ended. It runs in pid and mount namespaces of its own.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <linux/filter.h>
#include <linux/userfaultfd.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void fail(const char* what) {
  printf("skipped: %s: %s\n", what, strerror(errno));
  fflush(stdout);
  exit(77);
}
static void must(int good, const char* what) {
  if (!good) fail(what);
}
static void ready(pid_t a, pid_t b) {
  usleep(200000);  // whoever is to sleep does so by now
  if (b) printf("ready %d %d\n", (int)a, (int)b);
  else printf("ready %d\n", (int)a);
  fflush(stdout);
}
static void rest(void) {
  for (;;) pause();
}
static void mask(int how, int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(how, &set, NULL);
}
static void nothing(int signal) { (void)signal; }
static void* waits(void* what) {
  if (what) mask(SIG_UNBLOCK, SIGTERM);
  rest();
  return NULL;
}
static void* leaves_main(void* main_thread) {
  pthread_join(*(pthread_t*)main_thread, NULL);
  ready(getpid(), 0);
  rest();
  return NULL;
}
static int child_of_clone(void* go) {
  (void)go;
  rest();
  return 0;
}
static pid_t begin_namespace(void) {
  static char stack[1 << 16];
  const pid_t init = clone(child_of_clone, stack + sizeof stack, CLONE_NEWPID | SIGCHLD, NULL);
  must(init > 0, "clone");
  return init;
}

static void blocked(void) {
  mask(SIG_BLOCK, SIGTERM);
  kill(getpid(), SIGTERM);
  ready(getpid(), 0);
  rest();
}
static void ignored(void) {
  signal(SIGTERM, SIG_IGN);
  ready(getpid(), 0);
  rest();
}
static void caught(void) {
  signal(SIGTERM, nothing);
  ready(getpid(), 0);
  rest();
}
// The first thread blocks SIGTERM, the other does not.
static void one_takes(void) {
  mask(SIG_BLOCK, SIGTERM);
  pthread_t thread;
  pthread_create(&thread, NULL, waits, &thread);
  ready(getpid(), 0);
  rest();
}
static void init(void) {
  const pid_t pid = begin_namespace();
  ready(pid, 0);
  rest();
}
static void stopped(void) {
  const pid_t pid = fork();
  if (pid == 0) rest();
  kill(pid, SIGSTOP);
  waitpid(pid, NULL, WUNTRACED);
  ready(pid, 0);
  rest();
}
static void traced(void) {
  const pid_t pid = fork();
  if (pid == 0) {
    must(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0, "ptrace");
    raise(SIGUSR1);
    rest();
  }
  waitpid(pid, NULL, 0);
  ready(pid, getpid());
  rest();
}
static void zombie(void) {
  const pid_t pid = fork();
  if (pid == 0) _exit(3);
  ready(pid, getpid());
  rest();
}
static void leader_zombie(void) {
  static pthread_t self;
  self = pthread_self();
  pthread_t thread;
  pthread_create(&thread, NULL, leaves_main, &self);
  pthread_exit(NULL);
}
// The child of vfork waits; so its maker sleeps killably, in D.
static void vforked(void) {
  int end[2];
  must(pipe(end) == 0, "pipe");
  const pid_t maker = fork();
  if (maker == 0) {
    if (vfork() == 0) {
      char c = 'x';
      (void)!write(end[1], &c, 1);
      rest();
    }
    _exit(0);
  }
  char c;
  (void)!read(end[0], &c, 1);
  ready(maker, 0);
  rest();
}
// A child of an outside process, in a namespace whose init ends; nobody waits for it.
static void teardown(void) {
  const pid_t pid = begin_namespace();
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/pid", (int)pid);
  const int own = open("/proc/self/ns/pid", O_RDONLY), other = open(path, O_RDONLY);
  must(own >= 0 && other >= 0 && setns(other, CLONE_NEWPID) == 0, "setns");
  const pid_t child = fork();
  if (child == 0) rest();
  must(child > 0, "fork");
  setns(own, CLONE_NEWPID);
  kill(pid, SIGKILL);
  ready(pid, child);
  rest();
}
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
  pthread_t thread;
  const pid_t self = getpid();
  (void)self;
  pthread_create(&thread, NULL, waits, NULL);
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

int main(int argc, char** argv) {
  static const struct {
    const char* name;
    void (*make)(void);
  } cases[] = {{"blocked", blocked}, {"ignored", ignored}, {"caught", caught},
               {"one_takes", one_takes}, {"init", init}, {"stopped", stopped},
               {"traced", traced}, {"zombie", zombie}, {"leader_zombie", leader_zombie},
               {"vforked", vforked}, {"teardown", teardown}, {"reads_pipe", reads_pipe},
               {"locks_file", locks_file}, {"futex", futex}, {"epoll", epoll},
               {"waits_for_child", waits_for_child}, {"userfault", userfault},
               {"supervised", supervised}};
  alarm(60);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i)
    if (argc > 1 && strcmp(argv[1], cases[i].name) == 0) cases[i].make();
  return 2;
}
