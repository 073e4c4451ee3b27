// A background process changes its terminal: SIGTTOU with a handler. Without SA_RESTART the call
// fails; with it, it begins again and raises the signal again, for as long as it is in the
// background. First tcsetattr (ioctl TCSETS), then a write with TOSTOP. Table T038. In the run
// `stop` SIGTTOU stops the process, and the call succeeds once it is in the foreground.
// Expect: ioctl ERESTARTSYS; plain EINTR EINTR; restart ok; stop ok
#include <termios.h>
#include "tests/live/live.h"
int main(int argc, char** argv) {
  begin(argc, argv);
  if (fork() != 0) {
    wait(NULL);
    return 0;
  }
  setsid();
  const int master = posix_openpt(O_RDWR | O_NOCTTY);
  must(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0, "pty");
  const int slave = open(ptsname(master), O_RDWR);  // becomes the controlling terminal
  must(slave >= 0, "slave");
  struct termios how;
  tcgetattr(slave, &how);
  how.c_lflag |= TOSTOP;
  tcsetattr(slave, TCSANOW, &how);
  const pid_t job = fork();
  if (job == 0) {
    setpgid(0, 0);
    wait_ms(100);
    if (mode != STOP) handle(SIGTTOU);
    tell(tcsetattr(slave, TCSANOW, &how));
    if (mode == PLAIN) tell(write(slave, "x", 1));
    _exit(0);
  }
  setpgid(job, job);
  wait_ms(400);
  signal(SIGTTOU, SIG_IGN);
  tcsetpgrp(slave, job);
  if (mode == STOP) kill(job, SIGCONT);
  waitpid(job, NULL, 0);
}
