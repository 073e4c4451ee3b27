// Children of every kind: posix_spawn with a mask and default signals, vfork that runs on after a killed child,
// clones that share handlers, that clear them, that report other signals, that are siblings.
#define _GNU_SOURCE
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void note(int signo) { dprintf(1, "%d: signal %d\n", getpid(), signo); }

static int change_handlers(void *unused) {
  (void)unused;
  signal(SIGUSR2, SIG_IGN);
  raise(SIGUSR1);
  kill(getppid(), SIGUSR1);
  return 4;
}

static void spawn(const char *script, short flags) {
  posix_spawnattr_t attributes;
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGUSR1), sigaddset(&set, SIGPIPE);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, flags);
  posix_spawnattr_setsigmask(&attributes, &set);
  posix_spawnattr_setsigdefault(&attributes, &set);
  char *arguments[] = {"sh", "-c", (char *)script, NULL};
  pid_t child;
  int status;
  posix_spawn(&child, "/bin/sh", NULL, &attributes, arguments, (char *[]){NULL});
  waitpid(child, &status, 0);
  printf("%s: %#x\n", script, status);
}

static long clone3_child(unsigned long long flags, int exit_signal) {
  struct clone_args arguments = {.flags = flags, .exit_signal = exit_signal};
  return syscall(SYS_clone3, &arguments, sizeof arguments);
}

int main(void) {
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigaction(SIGUSR1, &action, NULL), sigaction(SIGUSR2, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
  setvbuf(stdout, NULL, _IONBF, 0);
  spawn("kill -PIPE $$; kill -USR1 $$", 0);
  spawn("kill -PIPE $$", POSIX_SPAWN_SETSIGDEF);
  spawn("kill -USR1 $$; exit 3", POSIX_SPAWN_SETSIGMASK);
  spawn("kill -TERM 0", POSIX_SPAWN_SETPGROUP);

  int status;
  if (vfork() == 0) kill(getpid(), SIGKILL);
  wait(&status);
  if (vfork() == 0) execl("/bin/nothing", "nothing", NULL), _exit(127);
  wait(&status);

  char *stack = (char *)malloc(65536) + 65536;
  clone(change_handlers, stack, CLONE_VM | CLONE_SIGHAND | SIGCHLD, NULL);
  wait(&status);
  struct sigaction now;
  sigaction(SIGUSR2, NULL, &now);
  printf("shared handlers: %d\n", now.sa_handler == SIG_IGN);
  if (clone3_child(CLONE_CLEAR_SIGHAND, SIGCHLD) == 0) raise(SIGUSR1), _exit(0);
  wait(&status);
  printf("cleared handlers: %#x\n", status);
  if (clone3_child(0, SIGUSR1) == 0) _exit(0);
  waitpid(-1, &status, __WALL);
  if (fork() == 0) {
    if (clone3_child(CLONE_PARENT, 0) == 0) _exit(8);
    _exit(7);
  }
  while (waitpid(-1, &status, __WALL) > 0) printf("child: %#x\n", status);
}
