// A filter of calls that answers for them: with EINTR, and through a supervisor whom a signal lets
// wait in vain, with SA_RESTART and without.
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void on_alarm(int signal) { (void)signal; }

static int filter(int number, unsigned answer, unsigned flags) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, answer),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {4, code};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

static void catch_alarm(int flags) {
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = flags};
  sigaction(SIGALRM, &action, NULL);
  struct itimerval soon = {{0, 0}, {0, 20000}};
  setitimer(ITIMER_REAL, &soon, NULL);
}

static void *supervise(void *listener) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, NULL);
  for (int answered = 0; answered < 2;) {
    char room[256] = {0};
    struct seccomp_notif *request = (void *)room;
    if (ioctl((long)listener, SECCOMP_IOCTL_NOTIF_RECV, request) != 0) continue;
    nanosleep(&(struct timespec){0, 60000000}, NULL);
    struct seccomp_notif_resp answer = {.id = request->id, .val = 42};
    answered += ioctl((long)listener, SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0;
  }
  return NULL;
}

int main(void) {
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  filter(SYS_getuid, SECCOMP_RET_ERRNO | 4 /* EINTR */, 0);
  getuid();
  const long listener =
      filter(SYS_getppid, SECCOMP_RET_USER_NOTIF, SECCOMP_FILTER_FLAG_NEW_LISTENER);
  pthread_t supervisor;
  pthread_create(&supervisor, NULL, supervise, (void *)listener);
  catch_alarm(SA_RESTART);
  getppid();
  catch_alarm(0);
  getppid();
  getppid();
  pthread_join(supervisor, NULL);
  return 0;
}
