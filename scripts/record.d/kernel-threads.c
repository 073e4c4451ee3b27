// Calls that make a thread of the kernel's own, as fork(2) makes a child: not while a signal is
// pending. io_uring_setup with IORING_SETUP_SQPOLL, and the first KVM_RUN of a virtual machine.
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/kvm.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static void on_alarm(int signal) {
  (void)signal;
}

static void make_ring(void) {
  struct io_uring_params parameters = {.flags = IORING_SETUP_SQPOLL, .sq_thread_idle = 1};
  const int ring = (int)syscall(SYS_io_uring_setup, 4, &parameters);
  if (ring >= 0) close(ring);
}

// Its processor halts at once.
static void run_machine(int kvm) {
  const int machine = ioctl(kvm, KVM_CREATE_VM, 0);
  const int processor = ioctl(machine, KVM_CREATE_VCPU, 0);
  ioctl(processor, KVM_RUN, 0);
  close(processor);
  close(machine);
}

int main(void) {
  struct sigaction action;
  const struct itimerval often = {{0, 100}, {0, 100}}, never = {{0, 0}, {0, 0}};
  memset(&action, 0, sizeof action);
  action.sa_handler = on_alarm;
  sigaction(SIGALRM, &action, NULL);
  const int kvm = open("/dev/kvm", O_RDWR);
  setitimer(ITIMER_REAL, &often, NULL);
  for (int i = 0; i < 300; ++i) make_ring();
  for (int i = 0; kvm >= 0 && i < 300; ++i) run_machine(kvm);
  setitimer(ITIMER_REAL, &never, NULL);
  return 0;
}
