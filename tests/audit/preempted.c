// The same in C: an interval timer whose handler has SA_RESTART, and calls that last longer.
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/sem.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void on_signal(int signal) { (void)signal; }

static void tell(const char* name, long result) {
  if (result >= 0 || errno == ETIMEDOUT || errno == EAGAIN) printf("%s ok\n", name);
  else printf("%s %s\n", name, errno == EINTR ? "EINTR" : strerror(errno));
  fflush(stdout);
}

// Runs `release` in a child, 60 ms from now.
#define RELEASE(what)       \
  if (fork() == 0) {        \
    usleep(60000);          \
    what;                   \
    _exit(0);               \
  }

int main(void) {
  char folder[] = "/tmp/preemptedXXXXXX";
  if (!mkdtemp(folder) || chdir(folder) != 0 || mkfifo("fifo", 0600) != 0) return 2;
  const struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &action, NULL);
  int ends[2];
  if (pipe(ends) != 0) return 2;
  const int held = open("lock", O_CREAT | O_RDWR, 0600), wanted = open("lock", O_RDWR);
  const int set = semget(IPC_PRIVATE, 1, 0600), epoll = epoll_create1(0);
  char byte;
  unsigned word = 0;
  const struct timespec time = {0, 60000000};
  struct epoll_event event;
  struct sembuf take = {.sem_op = -1};
  flock(held, LOCK_EX);

  RELEASE((void)!write(ends[1], "x", 1));
  RELEASE((usleep(60000), (void)!open("fifo", O_WRONLY)));
  if (fork() == 0) {
    usleep(180000);
    flock(held, LOCK_UN);
    _exit(0);
  }
  const struct itimerval often = {{0, 10000}, {0, 10000}};
  setitimer(ITIMER_REAL, &often, NULL);
  tell("read", read(ends[0], &byte, 1));
  tell("openat", openat(AT_FDCWD, "fifo", O_RDONLY));
  tell("flock", flock(wanted, LOCK_EX));
  tell("wait4", wait4(-1, NULL, 0, NULL));
  tell("epoll_wait", epoll_wait(epoll, &event, 1, 60));
  tell("poll", poll(NULL, 0, 60));
  tell("nanosleep", syscall(SYS_nanosleep, &time, NULL));
  tell("futex", syscall(SYS_futex, &word, FUTEX_WAIT, 0, &time, NULL, 0));
  tell("semop", semop(set, &take, 1));
  semctl(set, 0, IPC_RMID);
  unlink("fifo");
  unlink("lock");
  return chdir("/") == 0 ? rmdir(folder) : 2;
}
