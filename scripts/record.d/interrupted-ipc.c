// System V and POSIX queues, semaphores and file locks that block, interrupted with and without SA_RESTART.
#include "interrupt.h"

#include <fcntl.h>
#include <mqueue.h>
#include <sys/file.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <time.h>

static int empty, full, semaphores, file;
static mqd_t queue, full_queue;
static struct { long type; char text[8192]; } message = {1, ""};

static long receive_message(void) { return msgrcv(empty, &message, 100, 0, 0); }
static long send_message(void) { return msgsnd(full, &message, 8192, 0); }
static long take(void) { return semop(semaphores, &(struct sembuf){0, -1, 0}, 1); }
static long take_in_time(void) {
  return semtimedop(semaphores, &(struct sembuf){0, -1, 0}, 1, &(struct timespec){1, 0});
}
static long queue_receive(void) { return mq_receive(queue, message.text, 8192, NULL); }
static long queue_send(void) { return mq_send(full_queue, "x", 1, 0); }
static long queue_receive_in_time(void) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec++;
  return mq_timedreceive(queue, message.text, 8192, NULL, &until);
}
static long lock_file(void) { return flock(file, LOCK_EX); }
static long lock_range(void) {
  return fcntl(file, F_SETLKW, &(struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET});
}
static long lock_open_file(void) {
  return fcntl(file, F_OFD_SETLKW, &(struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET});
}

int main(void) {
  empty = msgget(IPC_PRIVATE, 0600);
  full = msgget(IPC_PRIVATE, 0600);
  while (msgsnd(full, &message, 8192, IPC_NOWAIT) == 0) {}
  semaphores = semget(IPC_PRIVATE, 1, 0600);
  struct mq_attr limits = {.mq_maxmsg = 1, .mq_msgsize = 8192};
  queue = mq_open("/empty", O_CREAT | O_RDWR, 0600, &limits);
  full_queue = mq_open("/full", O_CREAT | O_RDWR, 0600, &limits);
  mq_send(full_queue, "x", 1, 0);
  pid_t holder = fork();
  file = open("lock", O_CREAT | O_RDWR, 0600);
  if (holder == 0) {
    flock(file, LOCK_EX), lock_range();
    pause();
    _exit(0);
  }
  usleep(30000);
  interrupt("msgrcv", receive_message);
  interrupt("msgsnd", send_message);
  interrupt("semop", take);
  interrupt("semtimedop", take_in_time);
  interrupt("mq_receive", queue_receive);
  interrupt("mq_timedreceive", queue_receive_in_time);
  interrupt("mq_send", queue_send);
  interrupt("flock", lock_file);
  interrupt("F_SETLKW", lock_range);
  interrupt("F_OFD_SETLKW", lock_open_file);
  kill(holder, SIGKILL);
  mq_unlink("/empty"), mq_unlink("/full");
}
