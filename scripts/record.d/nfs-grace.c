// Locks on an NFS server of version 3 that takes none yet.
#include "interrupt.h"

#include "nfs_server.h"

#include <fcntl.h>
#include <sys/file.h>

static int here;

static long lock_by(int command) {
  struct flock lock = {.l_type = F_WRLCK};
  return fcntl(here, command, &lock);
}
static long do_flock(void) { return flock(here, LOCK_EX); }
static long do_setlk(void) { return lock_by(F_SETLK); }
static long do_setlkw(void) { return lock_by(F_SETLKW); }

int main(void) {
  alarm_us = 60000;
  if (mount_nfs_in_grace("m")) perror("NFS");
  here = open("m/file", O_RDWR);
  interrupt("flock", do_flock);
  interrupt("F_SETLKW", do_setlkw);
  interrupt("F_SETLK", do_setlk);
  _exit(0);
}
