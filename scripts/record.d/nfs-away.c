// Calls on files of an NFS server, version 4 on m4 and 3 on m3, both of the folder share: on locks while the server
// has just started and waits for its old clients, on locks that somebody holds there, on a file that was given to a
// client which cannot be asked, and one whose answer is late. And on a file of 9P, on p, whose server is late.
#include "interrupt.h"
#include "late.h"

#include <net/if.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

static int here;

static long do_fchmod(void) { return fchmod(here, 0640); }
static long do_flock(void) { return flock(here, LOCK_EX); }
static long lock_by(int command) {
  struct flock lock = {.l_type = F_WRLCK};
  return fcntl(here, command, &lock);
}
static long do_setlk(void) { return lock_by(F_SETLK); }
static long do_setlkw(void) { return lock_by(F_SETLKW); }

static void set_loopback(int up) {
  const int any = socket(AF_INET, SOCK_DGRAM, 0);
  struct ifreq request = {.ifr_name = "lo", .ifr_flags = up ? IFF_UP : 0};
  ioctl(any, SIOCSIFFLAGS, &request);
  close(any);
}
static void cut_network(void) { set_loopback(0); }
static void mend_network(void) { set_loopback(1); }
// The server takes new locks soon, and not only after the grace that the recording's list gives it.
static void end_grace_soon(void) {
  if (fork() != 0) return;
  sleep(1);
  const int end = open("/proc/fs/lockd/nlm_end_grace", O_WRONLY);
  write(end, "Y", 1);
  _exit(0);
}
static void stop_server(void) { signal_group("diod.pid", SIGSTOP); }
static void continue_server(void) { signal_group("diod.pid", SIGCONT); }

int main(void) {
  alarm_us = 60000;
  here = open("m4/locked", O_RDWR);
  interrupt("F_SETLK, version 4, grace", do_setlk);
  // The failure of version 3 is seen when the server has been told that the lock is not wanted any more, and it
  // listens to that as late as to locks.
  here = open("m3/locked", O_RDWR);
  end_grace_soon();
  interrupt("flock, version 3, grace", do_flock);

  const pid_t holder = fork();
  if (holder == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    here = open("share/locked", O_RDWR | O_CREAT, 0600);
    do_setlkw();
    for (;;) pause();
  }
  usleep(100000);
  here = open("m4/locked", O_RDWR);
  interrupt("F_SETLKW, version 4", do_setlkw);
  interrupt("flock, version 4", do_flock);
  here = open("m3/locked", O_RDWR);
  interrupt("F_SETLKW, version 3", do_setlkw);
  interrupt("flock, version 3", do_flock);
  kill(holder, SIGKILL), waitpid(holder, NULL, 0);

  // The client was given the file to itself, and cannot be asked to give it back.
  open("m4/given", O_RDONLY);
  here = open("share/given", O_RDONLY);
  cut_network();
  interrupt("fchmod, given away", do_fchmod);
  mend_network();
  look_late("m4/locked", cut_network, mend_network);
  look_late("p/locked", stop_server, continue_server);
  fflush(stdout);
  _exit(0);
}
