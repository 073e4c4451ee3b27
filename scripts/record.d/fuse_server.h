// What servers of FUSE have in common that speak to /dev/fuse themselves: answers, attributes, the first
// request. The other requests are their own matter.
#pragma once

#include <linux/fuse.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/uio.h>

enum { ROOT = 1 };

static int device;

static inline void answer(uint64_t unique, int error, const void* data, size_t size) {
  struct fuse_out_header head = {(uint32_t)(sizeof head + size), error, unique};
  struct iovec parts[] = {{&head, sizeof head}, {(void*)data, size}};
  (void)!writev(device, parts, 2);
}

static inline struct fuse_attr attributes_of(uint64_t node, uint64_t size) {
  struct fuse_attr out = {.ino = node, .nlink = 1, .size = size};
  out.mode = node == ROOT ? S_IFDIR | 0700 : S_IFREG | 0700;
  return out;
}

static inline void answer_init(uint64_t unique, uint32_t flags) {
  struct fuse_init_out out = {.major = 7, .minor = 31, .max_write = 4096, .flags = flags};
  answer(unique, 0, &out, sizeof out);
}
