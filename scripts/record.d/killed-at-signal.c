// SIGKILL meets tasks that are about to take another signal: strace cannot read that one any more,
// and prints a stop.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_signal(int signal) { (void)signal; }

int main(void) {
  const int kSignals[] = {SIGCONT, SIGUSR1, SIGTSTP, SIGTERM};
  signal(SIGUSR1, on_signal);
  for (int i = 0; i < 160; ++i) {
    const pid_t child = fork();
    if (child == 0)
      for (;;) pause();
    usleep(1000 + 100 * (i % 7));
    kill(child, kSignals[i % 4]);
    for (volatile int wait = 0; wait < 700 * (i % 13); ++wait) {
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
  }
  return 0;
}
