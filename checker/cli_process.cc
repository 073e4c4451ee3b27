// The program's own dispositions: the host's numbers are used for our own process only.
#include "checker/cli_process.h"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

namespace sigspec {

namespace {

std::atomic<bool> g_interrupted{false};
std::atomic<int> g_recorded{-1};  // a descriptor of the program that is recorded
static_assert(std::atomic<bool>::is_always_lock_free, "set from a handler");
static_assert(std::atomic<int>::is_always_lock_free, "read in a handler");

struct Disposition {
  int number;
  struct sigaction before;
  bool changed;
};

Disposition g_dispositions[] = {{SIGINT, {}, false},
                                {SIGTERM, {}, false},
                                {SIGHUP, {}, false},
                                {SIGQUIT, {}, false},
                                {SIGPIPE, {}, false}};

/// Pre: the number is one of the list's.
void change(int number, void (*handler)(int), int flags) {
  for (Disposition& d : g_dispositions) {
    if (d.number != number) continue;
    struct sigaction now {};
    struct sigaction found {};
    sigaction(number, nullptr, &found);
    if (!d.changed) d.before = found;
    if (found.sa_handler == SIG_IGN && handler != SIG_DFL) return;
    now.sa_handler = handler;
    now.sa_flags = flags;
    sigemptyset(&now.sa_mask);
    sigaction(number, &now, nullptr);
    d.changed = true;
  }
}

void note_request(int) { g_interrupted = true; }
void pass_over(int) {}

/// To the program that is recorded; where it has gone already, the request ends us.
void pass_on(int number) {
  const int saved = errno;
  if (syscall(SYS_pidfd_send_signal, g_recorded.load(), number, nullptr, 0) != 0) {
    signal(number, SIG_DFL);
    raise(number);
  }
  errno = saved;
}

}  // namespace

const std::atomic<bool>* watch_interrupts() {
  change(SIGINT, note_request, static_cast<int>(SA_RESETHAND));
  change(SIGTERM, note_request, static_cast<int>(SA_RESETHAND));
  return &g_interrupted;
}

bool was_interrupted() { return g_interrupted; }

void end_quietly_without_reader() { change(SIGPIPE, SIG_DFL, 0); }

void leave_terminal_requests_to_child() {
  change(SIGINT, pass_over, SA_RESTART);
  change(SIGQUIT, pass_over, SA_RESTART);
}

void pass_requests_on_to(int program) {
  const long descriptor = syscall(SYS_pidfd_open, program, 0);
  if (descriptor < 0) return;
  g_recorded = static_cast<int>(descriptor);
  change(SIGTERM, pass_on, SA_RESTART);
  change(SIGHUP, pass_on, SA_RESTART);
}

bool has_ended(int child) {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         info.si_pid != 0;
}

void leave_broken_pipes_to_caller() {
  sigset_t pipe_set;
  sigemptyset(&pipe_set);
  sigaddset(&pipe_set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_set, nullptr);
}

void restore_dispositions() {
  for (const Disposition& d : g_dispositions)
    if (d.changed) sigaction(d.number, &d.before, nullptr);
}

void forget_dispositions() {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void end_with_parent() { prctl(PR_SET_PDEATHSIG, SIGKILL); }

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

bool wants_color(ColorChoice choice, int descriptor) {
  if (choice != ColorChoice::Auto) return choice == ColorChoice::Always;
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal && std::string_view(terminal) == "dumb";
  return !(no_color && *no_color) && !dumb && is_terminal(descriptor);
}

}  // namespace sigspec
