// A serial line whose output cannot go out, for its other end is not ready: draining, closing, opening, waiting
// for the modem; and one that has no carrier.
#include "interrupt.h"

#include <fcntl.h>
#include <linux/serial.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>

#ifndef TIOCM_LOOP
#define TIOCM_LOOP 0x8000
#define TIOCM_OUT2 0x4000
#endif

static int line;
static struct termios settings;

static long do_configure(void) { return ioctl(line, TIOCSERCONFIG); }
static long wait_modem(void) { return ioctl(line, TIOCMIWAIT, TIOCM_CD | TIOCM_RNG); }
static long drain(void) { return tcdrain(line); }
static long set_after_drain(void) { return tcsetattr(line, TCSADRAIN, &settings); }
static long do_open(void) { return open("/dev/ttyS1", O_RDWR | O_NOCTTY); }

static void set_lines(int set, int clear) {
  ioctl(line, TIOCMBIS, &set);
  ioctl(line, TIOCMBIC, &clear);
}

int main(void) {
  char text[200] = "";
  alarm_us = 60000;
  line = open("/dev/ttyS1", O_RDWR | O_NOCTTY);
  if (line < 0 || tcgetattr(line, &settings)) perror("/dev/ttyS1");
  cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL;
  tcsetattr(line, TCSANOW, &settings);
  interrupt("TIOCMIWAIT", wait_modem);

  // In loopback RTS is CTS, and OUT2 the carrier: without them nothing goes out, and an open waits.
  set_lines(TIOCM_LOOP, TIOCM_RTS | TIOCM_OUT2);
  settings.c_cflag &= ~(tcflag_t)CLOCAL;
  tcsetattr(line, TCSANOW, &settings);
  interrupt("open, no carrier", do_open);

  set_lines(TIOCM_LOOP, TIOCM_RTS);
  settings.c_cflag |= CLOCAL | CRTSCTS;
  tcsetattr(line, TCSANOW, &settings);
  write(line, text, sizeof text);
  interrupt("tcdrain", drain);
  interrupt("tcsetattr", set_after_drain);

  const pid_t closer = fork();
  if (closer == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    usleep(200000);
    close(line);  // the last one: it waits for the output
    _exit(0);
  }
  close(line);
  usleep(400000);
  interrupt("open, busy", do_open);
  kill(closer, SIGKILL), waitpid(closer, NULL, 0);

  // Another task holds the port while it looks for its kind and its interrupt, again and again.
  struct serial_struct port;
  line = open("/dev/ttyS2", O_RDWR | O_NOCTTY | O_NONBLOCK);
  ioctl(line, TIOCGSERIAL, &port);
  port.flags |= ASYNC_AUTO_IRQ;
  ioctl(line, TIOCSSERIAL, &port);
  const pid_t other = fork();
  if (other == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) do_configure();
  }
  usleep(30000);
  alarm_us = 10000;
  for (int i = 0; i < 4; i++) interrupt("TIOCSERCONFIG", do_configure);
  kill(other, SIGKILL), waitpid(other, NULL, 0);
  fflush(stdout);
  _exit(0);
}
