// Descriptors that tell of something. How reading them is interrupted stands with read.

call eventfd, eventfd2(count: int, ...)
  nr x86_64 284 290
  nr i386 323 328
  makes eventfd
  cites kernel "fs/eventfd.c:do_eventfd", man "eventfd(2)"

call timerfd_create(clock: data, flags: data)
  nr x86_64 283
  nr i386 322
  makes timerfd
  cites kernel "fs/timerfd.c:timerfd_create", man "timerfd_create(2)"

call timerfd_settime, timerfd_settime64, timerfd_gettime, timerfd_gettime64(fd: Fd, ...)
  nr x86_64 286 -1 287 -1
  nr i386 325 411 326 410
  cites kernel "fs/timerfd.c:do_timerfd_settime", man "timerfd_create(2)"

/// With -1 a new descriptor, otherwise another set of signals for an old one.
call signalfd, signalfd4(fd: Fd, mask: set Signal, ...)
  nr x86_64 282 289
  nr i386 321 327
  makes signalfd
  cites kernel "fs/signalfd.c:do_signalfd4", man "signalfd(2)"
{
  rule opens
    cites kernel "fs/signalfd.c:do_signalfd4", rule P11
    shows entered(t, _, _)
    do    observer.by_descriptor := observer.by_descriptor + mask - KERNEL_ONLY
}

call epoll_create, epoll_create1(size: data)
  nr x86_64 213 291
  nr i386 254 329
  makes epoll
  cites kernel "fs/eventpoll.c:do_epoll_create", man "epoll_create(2)"

call epoll_ctl(epfd: Fd, operation: data, fd: Fd, event: data)
  nr x86_64 233
  nr i386 255
  cites kernel "fs/eventpoll.c:do_epoll_ctl", man "epoll_ctl(2)"

call inotify_init, inotify_init1(...)
  nr x86_64 253 294
  nr i386 291 332
  makes inotify
  cites kernel "fs/notify/inotify/inotify_user.c:do_inotify_init", man "inotify_init(2)"

call fanotify_init(flags: data, event_flags: data)
  nr x86_64 300
  nr i386 338
  makes fanotify
  cites kernel "fs/notify/fanotify/fanotify_user.c:fanotify_init", man "fanotify_init(2)"

call userfaultfd(flags: data)
  nr x86_64 323
  nr i386 374
  makes userfaultfd
  cites kernel "fs/userfaultfd.c:userfaultfd", man "userfaultfd(2)"

enum PidfdFlag {
  PIDFD_NONBLOCK = 0x800,
  /// It stands for a thread.
  PIDFD_THREAD = 0x80 "PIDFD_THREAD" "O_EXCL", other_pidfd_flag otherwise,
}

call pidfd_open(pid: int, flags: set PidfdFlag)
  nr x86_64 434
  nr i386 434
  makes pidfd
  cites kernel "kernel/pid.c:pidfd_open", man "pidfd_open(2)"
{
  /// Once there may be one for a thread, nobody can tell which it is.
  rule opens
    cites kernel "kernel/pid.c:pidfd_open", man "pidfd_open(2)"
    shows returned(t, _, value(_))
    do    observer.sends_to_threads := observer.sends_to_threads or not flags <= {PIDFD_NONBLOCK}
}

call memfd_create(name: data, flags: data)
  nr x86_64 319
  nr i386 356
  makes regular_file
  cites kernel "mm/memfd.c:memfd_create", man "memfd_create(2)"
