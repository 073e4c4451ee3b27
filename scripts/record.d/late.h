// Interrupts a call that no signal ends: the answer to it comes late, and a signal before that.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void on_late(int signo) { (void)signo; }

// A signal to the process whose number the file holds, and to those of its group.
static void signal_group(const char *file, int signo) {
  char number[20] = "";
  const int open_file = open(file, O_RDONLY);
  read(open_file, number, sizeof number - 1), close(open_file);
  kill(-atoi(number), signo);
}

static void look_late(const char *path, void (*stop)(void), void (*go_on)(void)) {
  struct sigaction action = {.sa_handler = on_late};
  struct stat status;
  sigaction(SIGALRM, &action, NULL);
  stop();
  const pid_t helper = fork();
  if (helper == 0) {
    usleep(300000);
    kill(getppid(), SIGALRM);
    usleep(300000);
    go_on();
    _exit(0);
  }
  printf("%s, late: %d\n", path, stat(path, &status));
  waitpid(helper, NULL, 0);
}
