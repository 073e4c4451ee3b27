// One thread is in the middle of an execve, waiting until a lease on its interpreter is given up;
// it holds the lock of the process's credentials. Another thread's execve and another process's
// PTRACE_SEIZE wait for that lock, and begin again after a signal. Tables T123 and T126.
// Expect: execve ERESTARTNOINTR; plain waiting; restart waiting; stop waiting
// Expect: ptrace ERESTARTNOINTR; plain waiting; restart waiting; stop waiting
#include "tests/live/live.h"
static pid_t second;
static void* other_exec(void* unused) {
  (void)unused;
  second = (pid_t)syscall(SYS_gettid);
  wait_ms(100);
  execl("/bin/true", "true", NULL);
  return NULL;
}
static void* leased_exec(void* unused) {
  (void)unused;
  execl("./script", "script", NULL);
  return NULL;
}
int main(int argc, char** argv) {
  begin(argc, argv);
  (void)!system("cp /bin/sleep interpreter; printf '#!./interpreter\n' > script; chmod +x script");
  if (child() == 0) {  // holds the lease, and does not give it up
    const int fd = open("interpreter", O_RDWR);
    signal(SIGIO, SIG_IGN);
    must(fcntl(fd, F_SETLEASE, F_WRLCK) == 0, "lease");
    for (;;) pause();
  }
  wait_ms(100);
  const pid_t victim = fork();
  if (victim == 0) {
    pthread_t a, b;
    pthread_create(&b, NULL, other_exec, NULL);
    pthread_create(&a, NULL, leased_exec, NULL);
    wait_ms(300);
    syscall(SYS_tgkill, getpid(), second, SIGUSR1);
    for (;;) pause();
  }
  const pid_t tracer = fork();
  if (tracer == 0) {
    wait_ms(200);
    ptrace(PTRACE_SEIZE, victim, 0, 0);
    _exit(0);
  }
  wait_ms(500);
  interrupt(tracer);
  wait_ms(200);
  puts(waitpid(tracer, NULL, WNOHANG) == 0 && waitpid(victim, NULL, WNOHANG) == 0 ? "waiting"
                                                                                  : "gone");
  kill(victim, SIGKILL);
  kill(tracer, SIGKILL);
}
