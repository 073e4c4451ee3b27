// A server of NFS version 3, with all that its clients ask of a machine: where services are, a mount, one file,
// who watches whom. It has just started, and for as long as it runs it takes no new locks.
#pragma once

#include <arpa/inet.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NFS_PORT = 111, NFS_TOP = 1, NFS_FILE = 2 };  // all services at the port of the one that tells the others

static uint32_t nfs_said[128], *nfs_end;  // the answer at hand

static inline void nfs_say(uint32_t word) { *nfs_end++ = htonl(word); }
static inline void nfs_say_all(int count, const uint32_t* words) {
  for (int i = 0; i < count; ++i) nfs_say(words[i]);
}
static inline void nfs_say_attributes(uint32_t node) {
  const uint32_t all[21] = {node == NFS_TOP ? 2 : 1, 0700, 1, [12] = 7, [14] = node};
  nfs_say_all(21, all);
}
static inline void nfs_say_handle(uint32_t node) { nfs_say(4), nfs_say(node); }

// What a call comes to: `ask` are its arguments.
static inline void nfs_answer(uint32_t program, uint32_t call, const uint32_t* ask) {
  const uint32_t node = ntohl(ask[1]);  // where the first of them is a handle
  switch (program << 8 | call) {
    case 100000 << 8 | 1:
    case 100000 << 8 | 2: nfs_say(1); break;  // services come and go
    case 100000 << 8 | 3: nfs_say(NFS_PORT); break;
    case 100005 << 8 | 1: nfs_say(0), nfs_say_handle(NFS_TOP), nfs_say(1), nfs_say(1); break;  // mount
    case 100003 << 8 | 1: nfs_say(0), nfs_say_attributes(node); break;
    case 100003 << 8 | 3:
      nfs_say(0), nfs_say_handle(NFS_FILE), nfs_say(1), nfs_say_attributes(NFS_FILE), nfs_say(0);
      break;
    case 100003 << 8 | 4: nfs_say(0), nfs_say(0), nfs_say(0x3f); break;  // all may be done
    case 100003 << 8 | 19: {
      const uint32_t sizes[] = {0, 0, 4096, 4096, 512, 4096, 4096, 512, 4096, 0, 1 << 30, 0, 1, 8};
      nfs_say_all(14, sizes);
      break;
    }
    case 100003 << 8 | 20: {
      const uint32_t names[] = {0, 0, 1, 255, 1, 1, 0, 1};
      nfs_say_all(8, names);
      break;
    }
    case 100021 << 8 | 2:  // a lock: the cookie, and that it has just started
      nfs_say(ntohl(ask[0]));
      for (uint32_t i = 0; i < (ntohl(ask[0]) + 3) / 4; ++i) *nfs_end++ = ask[1 + i];
      nfs_say(4);
      break;
    case 100024 << 8 | 2: nfs_say(0), nfs_say(1); break;  // whoever is to be watched is
    case 100024 << 8 | 3: nfs_say(1); break;
  }
}
// Returns: the size of the answer, in bytes, behind a word for its size.
static inline size_t nfs_hear(const uint32_t* call) {
  const uint32_t* behind_name = call + 8 + ntohl(call[7]) / 4;  // of the caller
  const uint32_t head[] = {ntohl(call[0]), 1, 0, 0, 0, 0};
  nfs_end = nfs_said + 1;
  nfs_say_all(6, head);
  nfs_answer(ntohl(call[3]), ntohl(call[5]), behind_name + 2);
  const size_t size = (size_t)((char*)nfs_end - (char*)(nfs_said + 1));
  nfs_said[0] = htonl(0x80000000 | (uint32_t)size);
  return size;
}

static inline void nfs_serve(void) {
  static uint32_t call[4096];
  const struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(NFS_PORT), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  struct pollfd ends[32] = {{socket(AF_INET, SOCK_DGRAM, 0), POLLIN, 0}, {socket(AF_INET, SOCK_STREAM, 0), POLLIN, 0}};
  nfds_t count = 2;
  const int yes = 1;  // one before it may just have ended
  setsockopt(ends[1].fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  bind(ends[0].fd, (const void*)&here, sizeof here);
  bind(ends[1].fd, (const void*)&here, sizeof here), listen(ends[1].fd, 8);
  while (poll(ends, count, -1) > 0) {
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    if (ends[0].revents && recvfrom(ends[0].fd, call, sizeof call, 0, (void*)&from, &size) > 0)
      sendto(ends[0].fd, nfs_said + 1, nfs_hear(call), 0, (const void*)&from, size);
    for (nfds_t i = 2; i < count; ++i) {
      if (!ends[i].revents) continue;
      if (recv(ends[i].fd, call, 4, MSG_WAITALL) == 4 &&
          recv(ends[i].fd, call, ntohl(call[0]) & 0xffff, MSG_WAITALL) > 0)
        (void)!write(ends[i].fd, nfs_said, nfs_hear(call) + 4);
      else close(ends[i].fd), ends[i].fd = -1;
    }
    if (ends[1].revents && count < 32) ends[count++] = (struct pollfd){accept(ends[1].fd, NULL, NULL), POLLIN, 0};
  }
}

// Mounts it at the folder for as long as this process lasts; no recorder sees who serves. Returns: 0, or -1 if there is no NFS here.
static inline int mount_nfs_in_grace(const char* folder) {
  umount2(folder, MNT_DETACH), mkdir(folder, 0700);
  if (syscall(SYS_clone, CLONE_UNTRACED | SIGCHLD, 0, 0, 0, 0) == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    nfs_serve();
    _exit(0);
  }
  usleep(200000);
  return mount("127.0.0.1:/", folder, "nfs", 0,
               "vers=3,addr=127.0.0.1,proto=tcp,port=111,mountaddr=127.0.0.1,mountproto=tcp,mountport=111,mountvers=3,sec=sys");
}
