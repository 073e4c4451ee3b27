// Random numbers of a machine that has just started and has none yet, met by a signal. Who asks first waits for
// them: getrandom, or with an argument a read of the device.
#include "interrupt.h"

#include <fcntl.h>
#include <sys/random.h>

static char data[64];
static int device;
static long ask(void) { return getrandom(data, sizeof data, 0); }
static long ask_device(void) { return read(device, data, sizeof data); }

// A timer runs out while the kernel gathers its first randomness, which it does only for those who wait.
static void meet(int flags, long (*call)(void)) {
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = flags};
  const struct itimerval once = {{0, 0}, {0, 1500}};
  sigaction(SIGALRM, &action, NULL);
  alarms = 0;
  setitimer(ITIMER_REAL, &once, NULL);
  call();
  set_alarm_every(0);
}

int main(int argc, char **argv) {
  (void)argv;
  device = open("/dev/random", O_RDONLY);
  printf("ready: %ld\n", getrandom(data, 1, GRND_NONBLOCK));
  meet(0, argc > 1 ? ask_device : ask);
  meet(0, argc > 1 ? ask : ask_device);
  meet(SA_RESTART, ask);  // the last one: now there is some
  fflush(stdout);
  _exit(0);
}
