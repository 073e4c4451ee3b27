// A session on its own terminal: a background group is stopped by SIGTTIN and SIGTTOU, ^Z and ^C strike
// the foreground group, an orphaned group gets EIO, and the hang-up sends SIGHUP and SIGCONT.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static int terminal;

static pid_t start_group(void (*body)(void)) {
  pid_t child = fork();
  if (child == 0) setpgid(0, 0), body(), _exit(0);
  setpgid(child, child);
  return child;
}
static void read_line(void) {
  char line[100];
  dprintf(2, "read %zd\n", read(terminal, line, sizeof line));
}
static void write_line(void) { write(terminal, "out\n", 4); }
static void sleep_long(void) { sleep(3); }
static void read_as_orphan(void) {
  if (fork() != 0) _exit(0);
  usleep(50000);
  read_line();
  signal(SIGTTOU, SIG_DFL);
  tcsetpgrp(terminal, getpgrp());
}

static int wait_for(pid_t child) {
  int status;
  waitpid(child, &status, WUNTRACED | WCONTINUED);
  return status;
}
static void bring_forward(pid_t group) {
  tcsetpgrp(terminal, group);
  kill(-group, SIGCONT);
  wait_for(group);
}

static void lead_session(const char *name) {
  setsid();
  terminal = open(name, O_RDWR);
  signal(SIGTTOU, SIG_IGN);
  pid_t job = start_group(read_line);
  wait_for(job), bring_forward(job), wait_for(job);
  tcsetpgrp(terminal, getpgrp());
  struct termios mode;
  tcgetattr(terminal, &mode);
  mode.c_lflag |= TOSTOP;
  tcsetattr(terminal, TCSANOW, &mode);
  signal(SIGTTOU, SIG_DFL);
  job = start_group(write_line);
  wait_for(job), bring_forward(job), wait_for(job);
  signal(SIGTTOU, SIG_IGN);
  job = start_group(sleep_long);
  tcsetpgrp(terminal, job);
  wait_for(job), bring_forward(job), wait_for(job);
  tcsetpgrp(terminal, getpgrp());
  wait_for(start_group(read_as_orphan));
  usleep(100000);
  wait_for(start_group(sleep_long));
}

int main(void) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  grantpt(master), unlockpt(master);
  pid_t leader = fork();
  if (leader == 0) {
    const char *name = ptsname(master);
    close(master);
    lead_session(name);
    exit(0);
  }
  usleep(100000), write(master, "hello\n", 6);
  usleep(150000), write(master, "\032", 1);
  usleep(50000), write(master, "\003", 1);
  usleep(50000), ioctl(master, TIOCSWINSZ, &(struct winsize){.ws_row = 30, .ws_col = 90});
  usleep(200000), close(master);
  int status;
  waitpid(leader, &status, 0);
  printf("leader: %#x\n", status);
}
