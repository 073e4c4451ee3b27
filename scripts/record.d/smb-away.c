// Calls on files of an SMB server that is away: all of them wait for the connection. Before, one whose answer
// is only late: it completes. The share is mounted on m.
#include "interrupt.h"
#include "late.h"

#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/swap.h>
#include <sys/un.h>
#include <time.h>

static int file, other, plain, pipes[2];
static char *memory, data[4096];
static struct stat status;

static long do_stat(void) { return stat("m/file", &status); }
static long do_unlink(void) { return unlink("m/gone"); }
static long do_open(void) { return open("m/new", O_RDWR | O_CREAT, 0600); }
static long do_read(void) { return pread(file, data, 4096, 0); }
static long do_write(void) { return pwrite(file, data, 4096, 0); }
static long do_truncate(void) { return ftruncate(file, 100); }
static long do_msync(void) { return msync(memory, 4096, MS_SYNC); }
static long do_mmap(void) { return (long)mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0) == -1 ? -1 : 0; }
static long do_setlk(void) {
  struct flock lock = {.l_type = F_WRLCK};
  return fcntl(file, F_SETLK, &lock);
}
static long do_sendfile(void) { return sendfile(plain, file, NULL, 4096); }
static long do_splice(void) { return splice(file, NULL, pipes[1], NULL, 4096, 0); }
static long do_copy(void) { return copy_file_range(file, NULL, other, NULL, 4096, 0); }
static long do_mount(void) { return mount("none", "m/folder", "tmpfs", 0, NULL); }
static long do_swapoff(void) { return swapoff("m/another"); }
static long do_bind(void) {
  struct sockaddr_un address = {AF_UNIX, "m/socket"};
  const int one = socket(AF_UNIX, SOCK_STREAM, 0);
  const long result = bind(one, (void *)&address, sizeof address);
  close(one);
  return result;
}
static long do_execve(void) { return execl("m/program", "program", (char *)NULL); }

static void stop_server(void) { signal_group("/run/samba/smbd.pid", SIGSTOP); }
static void continue_server(void) { signal_group("/run/samba/smbd.pid", SIGCONT); }

// In a child that a timer kills, for some of these waits end only with the task.
static void guarded(const char *what, long (*call)(void)) {
  const pid_t child = fork();
  if (child == 0) {
    struct sigevent killed = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
    const struct itimerspec late = {.it_value = {4, 0}};
    timer_t timer;
    timer_create(CLOCK_MONOTONIC, &killed, &timer), timer_settime(timer, 0, &late, NULL);
    interrupt(what, call);
    fflush(stdout);
    _exit(0);
  }
  waitpid(child, NULL, 0);
}

int main(void) {
  alarm_us = 60000;
  pipe(pipes);
  file = open("m/file", O_RDWR | O_CREAT, 0700), other = open("m/other", O_RDWR | O_CREAT, 0700);
  plain = open("plain", O_RDWR | O_CREAT, 0600);
  mkdir("m/folder", 0700);
  close(open("m/program", O_RDWR | O_CREAT, 0700)), close(open("m/gone", O_RDWR | O_CREAT, 0700));
  write(file, data, 4096);
  memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (file < 0 || memory == MAP_FAILED) perror("SMB");
  look_late("m/file", stop_server, continue_server);
  signal_group("/run/samba/smbd.pid", SIGKILL);
  sleep(1);

  guarded("stat", do_stat);
  guarded("unlink", do_unlink);
  guarded("open", do_open);
  guarded("pread", do_read);
  guarded("pwrite", do_write);
  guarded("ftruncate", do_truncate);
  guarded("msync", do_msync);
  guarded("mmap", do_mmap);
  guarded("F_SETLK", do_setlk);
  guarded("sendfile", do_sendfile);
  guarded("splice", do_splice);
  guarded("copy_file_range", do_copy);
  guarded("mount", do_mount);
  guarded("swapoff", do_swapoff);
  guarded("bind", do_bind);
  guarded("execve", do_execve);
  fflush(stdout);
  _exit(0);
}
