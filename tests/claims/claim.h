// What programs have in common that show what contradicts manual pages: each prints the names of
// claims and `shown`, `not shown`, or `skipped` where the kernel or the machine lacks something.
#pragma once

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SHOWN = 0, NOT = 1, LACKS = 77 };

static useconds_t until_it_waits = 150000;

static volatile sig_atomic_t handled;
static void nothing(int signal) { (void)signal, ++handled; }
static void handle(int signal, int flags) {
  struct sigaction action = {.sa_handler = nothing, .sa_flags = flags};
  sigaction(signal, &action, NULL);
}
static int fails_with(long result, int error) { return result < 0 && errno == error ? SHOWN : NOT; }

enum event { ALONE, SOON, SIGNAL, STOP };  // what comes from outside, and when
struct page {
  const char* claims;
  int (*makes)(void);
  enum event event;
  int ends_by;  // the signal that shows it, SIGKILL if the call waits on
};

static const char* result_of(const struct page* page) {
  const pid_t pid = fork();
  if (pid == 0) _exit(page->makes());
  if (page->event != ALONE) {
    usleep(page->event == SOON ? 30000 : until_it_waits);
    kill(pid, page->event == STOP ? SIGSTOP : SIGUSR1);
    usleep(50000);
    if (page->event == STOP) kill(pid, SIGCONT);
  }
  int status = 0;
  for (int i = 0; waitpid(pid, &status, WNOHANG) == 0; ++i) {
    usleep(20000);
    if (i == (page->ends_by == SIGKILL ? 20 : 400)) kill(pid, SIGKILL);  // it waits on
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == LACKS) return "skipped";
  const int shown = page->ends_by ? WIFSIGNALED(status) && WTERMSIG(status) == page->ends_by
                                  : WIFEXITED(status) && WEXITSTATUS(status) == SHOWN;
  return shown ? "shown" : "not shown";
}

/// Once is enough, and on a busy machine a signal may come before the call that it is to interrupt.
static void show(const struct page* pages, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    const char* result = "not shown";
    for (int tries = 0; tries < 3 && strcmp(result, "not shown") == 0; ++tries)
      result = result_of(&pages[i]);
    printf("%s %s\n", pages[i].claims, result), fflush(stdout);
  }
}
