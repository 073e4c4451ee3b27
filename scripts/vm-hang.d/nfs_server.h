// A server of NFS version 3 with one file, as small as the client of Linux lets it be (RFC 1813), and the
// mount of it. It is there to be stopped.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

enum { MOUNT_PROGRAM = 100005 };
enum { GETATTR = 1, LOOKUP = 3, ACCESS = 4, WRITE = 7, FSSTAT = 18, FSINFO = 19, PATHCONF = 20 };

static uint32_t reply[256], *end_of_reply;
static void put(uint32_t word) { *end_of_reply++ = htonl(word); }
static void put_long(uint64_t number) { put(number >> 32), put((uint32_t)number); }
static void put_handle(uint32_t node) { put(4), put(node); }
static void put_attributes(uint32_t node) {
  put(node == 1 ? 2 : 1), put(node == 1 ? 0755 : 0644), put(1), put(0), put(0);
  put_long(4096), put_long(4096), put_long(0), put_long(7), put_long(node);
  for (int i = 0; i < 6; ++i) put(1);  // times
}
static void put_some_attributes(uint32_t node) { put(1), put_attributes(node); }

static void answer_call(uint32_t program, uint32_t procedure, uint32_t node) {
  if (procedure == 0) return;
  put(0);  // it went well
  if (program == MOUNT_PROGRAM) {
    put_handle(1), put(1), put(1);  // AUTH_SYS
    return;
  }
  switch (procedure) {
    case GETATTR: put_attributes(node); break;
    case LOOKUP: put_handle(2), put_some_attributes(2), put_some_attributes(1); break;
    case ACCESS: put_some_attributes(node), put(0x3f); break;
    case WRITE: put(0), put_some_attributes(node), put(1), put(2), put_long(1); break;
    case FSSTAT: put_some_attributes(node); for (int i = 0; i < 6; ++i) put_long(1 << 20); put(0); break;
    case FSINFO:
      put_some_attributes(node);
      for (int i = 0; i < 7; ++i) put(4096);
      put_long(1 << 30), put(0), put(1), put(0x1b);
      break;
    case PATHCONF: put_some_attributes(node); put(32), put(255), put(1), put(1), put(0), put(1); break;
  }
}

static int read_all(int connection, void* to, size_t size) {
  for (size_t done = 0; done < size;) {
    const ssize_t more = read(connection, (char*)to + done, size - done);
    if (more <= 0) return 0;
    done += (size_t)more;
  }
  return 1;
}
// A call: length, number, 0, 2, program, version, procedure, two credentials, and a handle first.
static void serve_nfs(int connection) {
  static uint32_t call[4096];
  uint32_t length;
  while (read_all(connection, &length, 4)) {
    length = ntohl(length) & 0x7fffffff;
    if (length > sizeof call || !read_all(connection, call, length)) break;
    const uint32_t* at = call + 6;
    for (int i = 0; i < 2; ++i) at += 2 + (ntohl(at[1]) + 3) / 4;
    end_of_reply = reply + 1;
    *end_of_reply++ = call[0];
    put(1), put(0), put(0), put(0), put(0);
    answer_call(ntohl(call[3]), ntohl(call[5]), ntohl(at[1]));
    reply[0] = htonl(0x80000000u | (uint32_t)((end_of_reply - reply - 1) * 4));
    (void)!write(connection, reply, (size_t)((char*)end_of_reply - (char*)reply));
  }
  _exit(0);
}

// Returns: the process group that accepts and answers, a process for each connection.
static pid_t mount_nfs(const char* place) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(2049),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
  must(bind(listener, (struct sockaddr*)&here, sizeof here) == 0 && listen(listener, 8) == 0, "bind");
  const pid_t server = fork();
  if (server == 0) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) {
      const int connection = accept(listener, NULL, NULL);
      if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve_nfs(connection);
      }
      close(connection);
    }
  }
  mkdir(place, 0700);
  must(mount("127.0.0.1:/", place, "nfs", 0,
             "vers=3,nolock,hard,proto=tcp,port=2049,mountproto=tcp,mountport=2049,mountvers=3,"
             "addr=127.0.0.1,mountaddr=127.0.0.1,timeo=600,retrans=100,sec=sys") == 0, "mount of NFS");
  return server;
}
