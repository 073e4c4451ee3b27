// A process that serves its own FUSE mount, in a pid namespace, and is ended: the process that could
// not be killed (Netflix, 2023). `fuse_hang VARIANT`; papers/netflix-fuse-deadlock.md tells the story.
//
// It refuses to run but in the virtual machine of scripts/vm-hang: what it makes cannot be killed.
#define _GNU_SOURCE
#include "scripts/record.d/fuse_server.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILE_NODE = 2 };

static const char* variant;
static const char* place;
static int ready[2], go[2];

static int is(const char* name) { return strcmp(variant, name) == 0; }
static void must(int good, const char* what) {
  if (good) return;
  printf("failed: %s: %s\n", what, strerror(errno));
  exit(2);
}

static void serve_one(const struct fuse_in_header* in) {
  switch (in->opcode) {
    case FUSE_INIT: answer_init(in->unique, 0); break;
    case FUSE_LOOKUP: {
      struct fuse_entry_out out = {.nodeid = FILE_NODE, .entry_valid = 100, .attr_valid = 100};
      out.attr = attributes_of(FILE_NODE, 4096);
      answer(in->unique, 0, &out, sizeof out);
      break;
    }
    case FUSE_GETATTR: {
      struct fuse_attr_out out = {.attr_valid = 100, .attr = attributes_of(in->nodeid, 4096)};
      answer(in->unique, 0, &out, sizeof out);
      break;
    }
    case FUSE_OPEN: {
      struct fuse_open_out out = {.open_flags = FOPEN_DIRECT_IO};
      if (is("no_flush")) out.open_flags |= FOPEN_NOFLUSH;
      answer(in->unique, 0, &out, sizeof out);
      break;
    }
    case FUSE_READ:
      if (!is("unanswered_read")) answer(in->unique, 0, "x", 1);
      break;
    case FUSE_FLUSH:
      if (is("idle_server") || is("thread_exit")) break;  // taken, and never answered
      answer(in->unique, 0, NULL, 0);
      break;
    case FUSE_RELEASE: answer(in->unique, 0, NULL, 0); break;
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT: break;
    default: answer(in->unique, -ENOSYS, NULL, 0);
  }
}
static void* serve(void* nothing) {
  static char buf[1 << 20];
  for (;;) {
    const ssize_t size = read(device, buf, sizeof buf);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return nothing;
    serve_one((const struct fuse_in_header*)buf);
  }
}

static void mount_it(void) {
  char options[128];
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
  mkdir(place, 0700);
  must(mount("hang", place, "fuse", MS_NOSUID | MS_NODEV, options) == 0, "mount");
}

static void use_it(void) {
  char path[128], c;
  snprintf(path, sizeof path, "%s/f", place);
  const int file = open(path, O_RDWR);
  must(file >= 0, "open");
  if (is("unanswered_read")) {
    (void)!write(ready[1], "x", 1);
    _exit((int)read(file, &c, 1));
  }
  must(read(file, &c, 1) == 1, "read");
  if (is("closed_before")) close(file);
  (void)!write(ready[1], "x", 1);
  (void)!read(go[0], &c, 1);
  if (is("exit") || is("no_namespace")) _exit(0);
  if (is("idle_server")) _exit(0);
  for (;;) pause();
}

/// The leader closes the file in a table of its own while the others live on.
static void* ends_alone(void* nothing) {
  unshare(CLONE_FILES);
  pthread_t server;
  must(pthread_create(&server, NULL, serve, NULL) == 0, "thread");
  for (;;) pause();
  return nothing;
}

static void process(void) {
  pthread_t server;
  if (is("thread_exit")) {
    // The file is opened and closed by this thread alone; its death leaves the group alive.
    must(pthread_create(&server, NULL, ends_alone, NULL) == 0, "thread");
    usleep(100000);
    char path[128], c;
    unshare(CLONE_FILES);
    snprintf(path, sizeof path, "%s/f", place);
    const int file = open(path, O_RDWR);
    must(file >= 0 && read(file, &c, 1) == 1, "open");
    dup(device);  // closed after the file: until then nothing aborts the connection
    (void)!write(ready[1], "x", 1);
    (void)!read(go[0], &c, 1);
    syscall(SYS_exit, 0);
  }
  must(pthread_create(&server, NULL, serve, NULL) == 0, "thread");
  use_it();
}

static int init(void* nothing) {
  mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
  mount_it();
  const pid_t pid = fork();
  if (pid == 0) process();
  close(device);
  for (;;) pause();
  return nothing != NULL;
}

/// The server is a process of its own, and lives; the other has no descriptor of the device.
static void two_processes(void) {
  const pid_t user = fork();
  if (user == 0) {
    usleep(300000);  // until then it is mounted
    use_it();
  }
  device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  must(device >= 0, "/dev/fuse");
  mount_it();
  if (fork() == 0) serve(NULL);
  close(device);
  char c;
  (void)!read(ready[0], &c, 1);
  (void)!write(go[1], "x", 1);
  usleep(700000);
  printf("there %d\n", (int)user);
  fflush(stdout);
  int status;
  while (waitpid(user, &status, 0) < 0) {}
  printf("ended %d\n", status);
}

int main(int argc, char** argv) {
  static char stack[1 << 16];
  variant = argc > 1 ? argv[1] : "";
  place = argc > 2 ? argv[2] : "/tmp/m";
  if (access("/this-is-the-machine", F_OK) != 0) {
    fprintf(stderr, "fuse_hang: not outside of the virtual machine: this cannot be killed\n");
    return 2;
  }
  must(pipe(ready) == 0 && pipe(go) == 0, "pipe");
  if (is("idle_server") || is("unanswered_read")) {
    two_processes();
    return 0;
  }
  device = open("/dev/fuse", O_RDWR);
  must(device >= 0, "/dev/fuse");
  pid_t pid;
  if (is("no_namespace")) {
    mount_it();
    pid = fork();
    if (pid == 0) process();
  } else {
    pid = clone(init, stack + sizeof stack, CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, NULL);
  }
  must(pid > 0, "clone");
  char c;
  must(read(ready[0], &c, 1) == 1, "ready");
  close(device);
  if (is("exit") || is("no_namespace") || is("thread_exit")) (void)!write(go[1], "x", 1);
  usleep(200000);
  kill(pid, SIGKILL);
  usleep(700000);
  printf("there %d\n", (int)pid);
  fflush(stdout);
  int status;
  while (waitpid(pid, &status, 0) < 0) {}
  printf("ended %d\n", status);
  return 0;
}
