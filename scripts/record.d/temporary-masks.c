// Calls that carry a mask: sigsuspend, pselect, ppoll, epoll_pwait and epoll_pwait2, with the signal pending
// before and arriving during the call, and handlers that look at the mask they run with.
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int set;
static sigset_t open_mask;
static const struct timespec second = {1, 0};

static void look(int signo) {
  sigset_t now;
  sigprocmask(SIG_BLOCK, NULL, &now);
  dprintf(1, "signal %d: USR1 %d USR2 %d\n", signo, sigismember(&now, SIGUSR1), sigismember(&now, SIGUSR2));
}

static long wait_once(int kind) {
  switch (kind) {
    case 0: return sigsuspend(&open_mask);
    case 1: return pselect(0, NULL, NULL, NULL, &second, &open_mask);
    case 2: return ppoll(NULL, 0, &second, &open_mask);
    case 3: return epoll_pwait(set, &(struct epoll_event){0}, 1, 1000, &open_mask);
    case 4: return syscall(SYS_epoll_pwait2, set, &(struct epoll_event){0}, 1, &second, &open_mask, 8);
    case 5: return ppoll(NULL, 0, NULL, &open_mask);
    default: return pselect(0, NULL, NULL, NULL, NULL, &open_mask);
  }
}

int main(void) {
  struct sigaction action = {.sa_handler = look, .sa_flags = SA_RESTART};
  sigaction(SIGUSR1, &action, NULL);
  sigaddset(&action.sa_mask, SIGUSR1);
  sigaction(SIGUSR2, &action, NULL);
  sigset_t both;
  sigemptyset(&both), sigaddset(&both, SIGUSR1), sigaddset(&both, SIGUSR2);
  sigprocmask(SIG_BLOCK, &both, &open_mask);
  set = epoll_create1(0);
  for (int kind = 0; kind < 7; kind++) {
    raise(SIGUSR2), raise(SIGUSR1);
    printf("kind %d, both pending: %ld\n", kind, wait_once(kind));
    fflush(stdout);
    if (fork() == 0) usleep(20000), kill(getppid(), SIGUSR1), _exit(0);
    printf("kind %d, sent later: %ld\n", kind, wait_once(kind));
    fflush(stdout);
    wait(NULL);
  }
  pselect(0, NULL, NULL, NULL, &(struct timespec){0, 10000000}, &open_mask);
}
