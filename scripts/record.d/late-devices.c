// Devices whose drivers wait: a clock, input, sound, graphics, USB and a network block device, and one whose
// driver is a process (CUSE) that answers only when its client was interrupted, and then with EINTR.
#include "interrupt.h"

#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/fuse.h>
#include <linux/nbd.h>
#include <linux/usbdevice_fs.h>
#include <sound/asound.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

// From drm.h and vgem_drm.h, which come with another package.
struct buffer { uint32_t height, width, bpp, flags, handle, pitch; uint64_t size; };
struct shared { uint32_t handle, flags; int32_t fd; };
struct fence { uint32_t handle, flags, out, padding; };
enum { FENCE_WRITE = 1 };

static char data[1 << 17];
static int here;

static long do_read(void) { return read(here, data, 4096); }
static long do_write(void) { return write(here, data, 4096); }
static int open_as(const char *name, int flags) {
  here = open(name, flags);
  if (here < 0) perror(name);
  return here;
}

static int server;
static void answer(uint64_t unique, int error, const void *body, size_t size) {
  struct fuse_out_header head = {(uint32_t)(sizeof head + size), error, unique};
  struct iovec parts[] = {{&head, sizeof head}, {(void *)body, size}};
  (void)!writev(server, parts, 2);
}
static void serve(void) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  while (read(server, data, sizeof data) > 0) {
    const struct fuse_in_header *in = (void *)data;
    if (in->opcode == CUSE_INIT) {
      struct { struct cuse_init_out out; char name[13]; } made = {
          {.major = 7, .minor = 31, .max_read = 4096, .max_write = 4096}, "DEVNAME=late"};
      answer(in->unique, 0, &made, sizeof made.out + sizeof made.name);
    } else if (in->opcode == FUSE_OPEN) {
      struct fuse_open_out out = {.fh = 1};
      if (!(((const struct fuse_open_in *)(in + 1))->flags & O_APPEND)) answer(in->unique, 0, &out, sizeof out);
    } else if (in->opcode == FUSE_INTERRUPT) {
      answer(((const struct fuse_interrupt_in *)(in + 1))->unique, -EINTR, NULL, 0);
    } else if (in->opcode == FUSE_RELEASE) {
      answer(in->unique, 0, NULL, 0);
    }
  }
  _exit(0);
}
static long open_late(void) { return open("/dev/late", O_RDWR | O_APPEND); }
static long late_ioctl(void) { return ioctl(here, 0x5a01, 0); }
static void late(void) {
  server = open("/dev/cuse", O_RDWR);
  if (fork() == 0) serve();
  close(server);
  for (int i = 0; i < 100 && access("/dev/late", F_OK) != 0; i++) usleep(50000);
  open_as("/dev/late", O_RDWR);
  interrupt("late read", do_read);
  interrupt("late write", do_write);
  interrupt("late ioctl", late_ioctl);
  interrupt("late open", open_late);
}

static long reap(void) {
  void *request;
  return ioctl(here, USBDEVFS_REAPURB, &request);
}

static long do_nbd(void) {
  int pair[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  ioctl(here, NBD_SET_SIZE_BLOCKS, 1024L);
  ioctl(here, NBD_SET_SOCK, pair[0]);
  return ioctl(here, NBD_DO_IT);
}

static void set_interval(struct snd_pcm_hw_params *all, int what, unsigned value) {
  struct snd_interval *one = &all->intervals[what - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL];
  *one = (struct snd_interval){.min = value, .max = value, .integer = 1};
}
static void set_mask(struct snd_pcm_hw_params *all, int what, unsigned bit) {
  struct snd_mask *one = &all->masks[what - SNDRV_PCM_HW_PARAM_FIRST_MASK];
  memset(one, 0, sizeof *one);
  one->bits[0] = 1U << bit;
}
static void prepare_sound(const char *name, int flags) {
  struct snd_pcm_hw_params all;
  if (open_as(name, flags) < 0) return;
  memset(&all, 0, sizeof all);
  memset(all.masks, 0xff, sizeof all.masks);
  for (int i = 0; i <= SNDRV_PCM_HW_PARAM_LAST_INTERVAL - SNDRV_PCM_HW_PARAM_FIRST_INTERVAL; i++)
    all.intervals[i].max = ~0U;
  all.rmask = all.info = ~0U;
  set_mask(&all, SNDRV_PCM_HW_PARAM_ACCESS, SNDRV_PCM_ACCESS_RW_INTERLEAVED);
  set_mask(&all, SNDRV_PCM_HW_PARAM_FORMAT, SNDRV_PCM_FORMAT_S16_LE);
  set_interval(&all, SNDRV_PCM_HW_PARAM_CHANNELS, 1);
  set_interval(&all, SNDRV_PCM_HW_PARAM_RATE, 8000);
  set_interval(&all, SNDRV_PCM_HW_PARAM_PERIOD_SIZE, 16000);
  set_interval(&all, SNDRV_PCM_HW_PARAM_PERIODS, 2);
  // It does not begin to move by itself, so that there is never one frame more.
  struct snd_pcm_sw_params begin = {
      .period_step = 1, .avail_min = 1, .start_threshold = 1000000, .stop_threshold = 1000000};
  if (ioctl(here, SNDRV_PCM_IOCTL_HW_PARAMS, &all) || ioctl(here, SNDRV_PCM_IOCTL_SW_PARAMS, &begin) ||
      ioctl(here, SNDRV_PCM_IOCTL_PREPARE))
    perror("sound");
}
static long read_frames(void) {
  struct snd_xferi frames = {.buf = data, .frames = 100};
  return ioctl(here, SNDRV_PCM_IOCTL_READI_FRAMES, &frames);
}
static long drain(void) { return ioctl(here, SNDRV_PCM_IOCTL_DRAIN); }
static void sound(void) {
  prepare_sound("/dev/snd/pcmC0D0c", O_RDWR);
  interrupt("sound, read", do_read);
  interrupt("sound, frames", read_frames);
  prepare_sound("/dev/snd/pcmC0D1p", O_RDWR);
  write(here, data, 64000);  // all there is room for
  interrupt("sound, write", do_write);
  interrupt("sound, drain", drain);
}

static long synchronize(void) {
  struct dma_buf_sync sync = {DMA_BUF_SYNC_START | DMA_BUF_SYNC_READ};
  return ioctl(here, DMA_BUF_IOCTL_SYNC, &sync);
}
static void graphics(void) {
  struct buffer buffer = {.width = 64, .height = 64, .bpp = 32};
  struct fence fence = {.flags = FENCE_WRITE};
  struct shared shared = {.flags = O_CLOEXEC};
  const int card = open_as("/dev/dri/card0", O_RDWR);
  ioctl(card, _IOWR('d', 0xb2, struct buffer), &buffer);
  fence.handle = shared.handle = buffer.handle;
  ioctl(card, _IOWR('d', 0x2d, struct shared), &shared);
  if (ioctl(card, _IOWR('d', 0x41, struct fence), &fence)) perror("vgem");
  here = shared.fd;
  interrupt("graphics", synchronize);
}

int main(void) {
  alarm_us = 60000;
  late();
  open_as("/dev/rtc0", O_RDONLY);
  interrupt("clock", do_read);
  open_as("/dev/input/event0", O_RDONLY);
  interrupt("input", do_read);
  open_as("/dev/bus/usb/001/002", O_RDWR);
  interrupt("USB", reap);
  sound();
  graphics();
  open_as("/dev/nbd0", O_RDWR);
  interrupt("nbd", do_nbd);
  fflush(stdout);
  _exit(0);
}
