// A console asks its process for leave when it is switched away, and tells it when it is switched
// back: by signals that the process chose, which come from the kernel.
#include <fcntl.h>
#include <linux/kd.h>
#include <linux/vt.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int console;

static void leaves(int signal) {
  (void)signal;
  ioctl(console, VT_RELDISP, 1);
}
static void enters(int signal) {
  (void)signal;
  ioctl(console, VT_RELDISP, VT_ACKACQ);
}

int main(void) {
  const int other = 5;
  struct vt_stat state;
  struct vt_mode asks = {.mode = VT_PROCESS, .relsig = SIGUSR1};
  const struct vt_mode is_left_alone = {.mode = VT_AUTO};
  asks.acqsig = (short)SIGRTMIN;
  signal(SIGUSR1, leaves);
  signal(SIGRTMIN, enters);
  console = open("/dev/tty5", O_RDWR | O_NOCTTY);
  ioctl(console, VT_GETSTATE, &state);
  ioctl(console, VT_SETMODE, &asks);
  ioctl(console, VT_ACTIVATE, other);
  ioctl(console, VT_WAITACTIVE, other);
  ioctl(console, VT_ACTIVATE, state.v_active);
  ioctl(console, VT_WAITACTIVE, state.v_active);
  ioctl(console, VT_SETMODE, &is_left_alone);
  return 0;
}
