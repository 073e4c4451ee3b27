// The signals that the C library keeps for itself: cancellation (32) deferred and asynchronous, and setuid
// in all threads (33); cancellation points in read, poll and a condition variable.
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static int ends[2];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

static void unlock(void *unused) {
  (void)unused;
  pthread_mutex_unlock(&mutex);
}
static void *in_read(void *unused) {
  char byte;
  read(ends[0], &byte, 1);
  return unused;
}
static void *in_poll(void *unused) {
  poll(NULL, 0, -1);
  return unused;
}
static void *in_condition(void *unused) {
  pthread_mutex_lock(&mutex);
  pthread_cleanup_push(unlock, NULL);
  for (;;) pthread_cond_wait(&condition, &mutex);
  pthread_cleanup_pop(1);
  return unused;
}
static void *in_computation(void *unused) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  for (volatile long i = 0;; i++) {}
  return unused;
}
static void *disabled(void *unused) {
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
  usleep(100000);
  return unused;
}

int main(void) {
  pthread_t threads[5];
  void *(*bodies[])(void *) = {in_read, in_poll, in_condition, in_computation, disabled};
  pipe(ends);
  for (int i = 0; i < 5; i++) pthread_create(&threads[i], NULL, bodies[i], NULL);
  usleep(30000);
  setgid(65534);
  setuid(65534);
  usleep(10000);
  for (int i = 0; i < 5; i++) pthread_cancel(threads[i]);
  for (int i = 0; i < 5; i++) {
    void *result;
    pthread_join(threads[i], &result);
    printf("%d: %s\n", i, result == PTHREAD_CANCELED ? "cancelled" : "ended");
  }
  printf("kill init: %d\n", kill(1, SIGTERM));
}
