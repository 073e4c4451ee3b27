// A process of four threads (sleeping, polling, computing, in a futex) is stopped and continued by SIGSTOP
// and SIGTSTP, once with a handler for SIGCONT, killed while stopped, and continued by a pending SIGCONT.
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static sem_t never;
static volatile int stop;

static void on_cont(int signo) { (void)signo; }

static void *sleeper(void *unused) {
  while (!stop) nanosleep(&(struct timespec){0, 400000000}, NULL);
  return unused;
}
static void *poller(void *unused) {
  while (!stop) poll(NULL, 0, 300);
  return unused;
}
static void *computer(void *unused) {
  while (!stop)
    for (volatile int i = 0; i < 5000000; i++) {}
  return unused;
}
static void *waiter(void *unused) {
  sem_wait(&never);
  return unused;
}

static void live(void) {
  struct sigaction action = {.sa_handler = on_cont, .sa_flags = SA_RESTART};
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGCONT, &action, NULL);
  sem_init(&never, 0, 0);
  pthread_t threads[4];
  void *(*bodies[])(void *) = {sleeper, poller, computer, waiter};
  for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, bodies[i], NULL);
  for (;;) pause();
}

int main(void) {
  pid_t child = fork();
  if (child == 0) live();
  int signals[] = {SIGSTOP, SIGTSTP, SIGTTIN, SIGSTOP}, status;
  for (int i = 0; i < 4; i++) {
    usleep(60000);
    kill(child, signals[i]);
    waitpid(child, &status, WUNTRACED);
    printf("stopped %#x\n", status);
    if (i == 1) kill(child, SIGUSR1);
    if (i == 2) kill(child, SIGTSTP);
    usleep(20000);
    kill(child, i == 3 ? SIGKILL : SIGCONT);
    if (i < 3) waitpid(child, &status, WCONTINUED);
  }
  waitpid(child, &status, 0);
  printf("ended %#x\n", status);
}
