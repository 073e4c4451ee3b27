// Calls that wait for what another task holds for long, and calls that hardly sleep but look for signals: a
// timer that runs out while the call begins makes one pending.
#include "interrupt.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#ifndef PR_SET_MEMORY_MERGE
#define PR_SET_MEMORY_MERGE 67
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

static char data[8192];

// Runs the function in a thread that takes no signals, and gives it time to get where it waits.
static void beside(void *(*function)(void *)) {
  pthread_t thread;
  sigset_t all, old;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &old);
  pthread_create(&thread, NULL, function, NULL);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  usleep(100000);
}

static int log_file;
static void *log_reader(void *unused) { return read(log_file, data, sizeof data), unused; }
static long do_log(void) { return read(log_file, data + 4096, 4096); }

static int pair[2];

static int full[2], pipes[2], plain, copy;
static void fill(void) {
  const struct timeval time = {5, 0};
  socketpair(AF_UNIX, SOCK_STREAM, 0, full);
  while (send(full[0], data, sizeof data, MSG_DONTWAIT) > 0) continue;
  setsockopt(full[0], SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}
static long do_splice(void) { return splice(pipes[0], NULL, full[0], NULL, 100, 0); }
static long do_sendfile(void) {
  off_t from = 0;
  return sendfile(full[0], plain, &from, 100);
}

static long receive_some(void) {
  struct iovec part = {data, 100};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  send(pair[1], "some", 4, 0);
  return recvmsg(pair[0], &message, MSG_WAITALL);
}

static long do_execve(void) { return execl("./program", "program", (char *)NULL); }

// Until a signal was there when the call began, in both ways of handling it.
static void meet(void (*prepare)(void), long (*call)(void)) {
  for (int restart = 0; restart < 2; restart++) {
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = restart ? SA_RESTART : 0};
    sigaction(SIGALRM, &action, NULL);
    for (int i = 0, met = 0; i < 60 && met < 2; i++) {
      const struct itimerval once = {{0, 0}, {0, 10 + i % 20 * 10}};
      alarms = 0;
      if (prepare) prepare();
      setitimer(ITIMER_REAL, &once, NULL);
      met += call() < 0;
      set_alarm_every(0);
    }
  }
}

static long do_copy(void) {
  loff_t from = 0, to = 0;
  return copy_file_range(plain, &from, copy, &to, 4096, 0);
}

static int one, other;
static void connect_tcp(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  bind(listener, (void *)&address, sizeof address), listen(listener, 4);
  getsockname(listener, (void *)&address, &size);
  one = socket(AF_INET, SOCK_STREAM, 0);
  connect(one, (void *)&address, sizeof address);
  other = accept(listener, NULL, NULL);
}
// At the mark of urgent data a pending signal ends the call, although there is data behind it.
static void send_urgent(void) {
  while (recv(other, data, 100, MSG_DONTWAIT) > 0) continue;
  send(one, "u", 1, MSG_OOB), send(one, "ordinary", 8, 0);
}
static long receive_at_mark(void) { return recv(other, data, 100, 0); }

// Pages that might have been merged are visited one by one.
static void merge(void) { prctl(PR_SET_MEMORY_MERGE, 1, 0, 0, 0); }
static long do_unmerge(void) { return prctl(PR_SET_MEMORY_MERGE, 0, 0, 0, 0); }

// Memory of small pages, all of them there if it is touched.
static char *get_memory(size_t size, int touched) {
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  madvise(memory, size, MADV_NOHUGEPAGE);
  for (size_t i = 0; touched && i < size; i += 4096) memory[i] = 1;
  return memory;
}

// The last page is there again whenever the kernel, that makes guards of all the pages, has come to it.
static char *volatile last_page;
static volatile int guarded;
static void run_on(unsigned long processors) { syscall(SYS_sched_setaffinity, 0, sizeof processors, &processors); }
static void *touch_last(void *unused) {
  const struct sched_param urgency = {.sched_priority = 1};
  run_on(2);
  sched_setscheduler(0, SCHED_FIFO, &urgency);
  for (long i = 0; !guarded && i < 400000000; i++) *last_page = 1;
  return unused;
}
static void guard(void) {
  const size_t size = 256UL << 20;
  char *const memory = get_memory(size, 0);
  last_page = memory + size - 4096;
  run_on(1);
  beside(touch_last);
  madvise(memory, size, MADV_GUARD_INSTALL);
  guarded = 1;
  run_on(-1);
}

// Whose large memory is freed while it begins another program.
static pid_t begins;
static void begin_program(void) {
  int ready[2];
  pipe(ready);
  begins = fork();
  if (begins == 0) {
    get_memory(1UL << 29, 1);
    write(ready[1], data, 1);
    execl("/bin/true", "true", NULL);
    _exit(1);
  }
  read(ready[0], data, 1), close(ready[0]), close(ready[1]);
  usleep(3000);
}
static long measure(void) {
  struct perf_event_attr what = {.type = PERF_TYPE_SOFTWARE, .size = sizeof what, .config = PERF_COUNT_SW_TASK_CLOCK};
  const long result = syscall(SYS_perf_event_open, &what, begins, -1, -1, 0);
  const int error = errno;
  if (result >= 0) close((int)result);
  kill(begins, SIGKILL), waitpid(begins, NULL, 0);
  errno = error;
  return result;
}

int main(void) {
  log_file = open("/dev/kmsg", O_RDONLY);
  lseek(log_file, 0, SEEK_END);
  beside(log_reader);
  interrupt("kmsg, two readers", do_log);

  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  interrupt("recvmsg, some", receive_some);

  fill();
  pipe(pipes);
  write(pipes[1], data, sizeof data);
  plain = open("plain", O_RDWR | O_CREAT, 0600), copy = open("copy", O_RDWR | O_CREAT, 0600);
  write(plain, data, sizeof data);
  interrupt("splice, timeout", do_splice);
  interrupt("sendfile, timeout", do_sendfile);

  const int program = open("program", O_RDWR | O_CREAT, 0700);
  write(program, "#!/bin/true\n", 12);
  close(program);
  if (fork() == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGIO, SIG_IGN);
    fcntl(open("program", O_RDONLY), F_SETLEASE, F_WRLCK);
    for (;;) pause();
  }
  usleep(100000);
  interrupt("execve, leased", do_execve);

  meet(NULL, do_copy);
  connect_tcp();
  meet(send_urgent, receive_at_mark);
  get_memory(64UL << 20, 1);
  meet(merge, do_unmerge);
  meet(begin_program, measure);
  guard();
  _exit(0);
}
