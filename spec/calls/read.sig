/// What was read into. Of several buffers the last one may have room for nothing.
enum ReadBuffer { ends_with_no_room "*iov_len=0}]", other_buffer otherwise }

/// Reading from a descriptor. signal(7): a read from a "slow" device, one that may block for ever
/// such as a terminal, a pipe or a socket, is restarted with SA_RESTART and fails with EINTR
/// without; once some data was moved the count is returned; a local disk is not slow.
call read, readv, pread64, preadv, preadv2(fd: Fd, buf: out ReadBuffer, count: int,
                                           asked: int as "$", ...)
  nr x86_64 0 19 17 295 327
  nr i386 3 145 180 333 378
  by fd.object
  same fd, count, asked
  cites kernel "fs/read_write.c:ksys_read", man "read(2)"
{
  /// Nothing to read, and somebody has the pipe open for writing.
  row empty_pipe on PIPES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/pipe.c:pipe_read", table T001 T002
    verified "6.18"

  /// A pipe that gave some bytes does not wait for more, so no read of a pipe is cut short.
  row pipe_with_data on PIPES after transfer
    interrupted completes
    cites kernel "fs/pipe.c:pipe_read", table T003, live "pipe_read_with_data"
    verified "6.18"

  /// Another task is in the middle of the same pipe: a short wait, that signals do not end.
  row busy_pipe on PIPES
    sleeps uninterruptible interrupted completes
    cites kernel "fs/pipe.c:__pipe_lock", table T007
    unobservable "nothing in a recording tells that it waited here"

  /// No line yet, or no byte within VTIME; a restart waits for the whole VTIME again.
  row terminal on TERMINALS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/tty/n_tty.c:n_tty_read", table T026 T027 T029
    verified "6.18"

  /// Fewer bytes than VMIN asks for: those that came are returned.
  row terminal_partial on TERMINALS after transfer
    sleeps interruptible interrupted partial
    cites kernel "drivers/tty/n_tty.c:n_tty_read", table T028
    verified "6.18"

  /// Another task reads the same terminal.
  row terminal_of_another on TERMINALS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/tty/n_tty.c:n_tty_read", table T034, live "tty_other_reader"
    verified "6.18"

  /// A background process group reads its terminal: SIGTTIN for the whole group. With the default
  /// action it stops, and the call begins again when it goes on.
  row background on tty
    sleeps running interrupted ERESTARTSYS
    cites kernel "drivers/tty/tty_jobctrl.c:__tty_check_change", rule S7, table T035
    verified "6.18"

  /// The same with a handler for SIGTTIN. With SA_RESTART it never ends: each new attempt raises
  /// the signal again, as long as the group is in the background.
  row background_caught on tty
    sleeps running interrupted ERESTARTSYS
    cites kernel "drivers/tty/tty_jobctrl.c:__tty_check_change", rule N23 S7, table T036
    verified "6.18"

  /// SIGTTIN is ignored or blocked, or the group is orphaned: the call fails at once.
  row background_refused on tty
    interrupted EIO
    cites kernel "drivers/tty/tty_jobctrl.c:__tty_check_change", rule S7, table T037
    verified "6.18"

  /// No data, and no SO_RCVTIMEO.
  row socket on SOCKETS when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "include/net/sock.h:sock_intr_errno", table T048 T077
    verified "6.18"

  /// No data, and SO_RCVTIMEO is set: EINTR whatever the handler, and after a stop as well.
  /// signal(7) says so of the recv calls and forgets read.
  row socket_with_timeout on SOCKETS when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno", rule M6 N9, table T050 T054 T079
    verified "6.18"

  row empty_eventfd on eventfd
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/eventfd.c:eventfd_read", rule N2, table T215
    verified "6.18"

  /// The timer has not expired, or is not armed.
  row timerfd on timerfd
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/timerfd.c:timerfd_read", rule N2, table T217 T218
    verified "6.18"

  /// None of the wanted signals is pending.
  row signalfd on signalfd
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/signalfd.c:signalfd_dequeue", rule N2, table T195
    verified "6.18"

  /// It never waits for a second signal.
  row signalfd_with_first on signalfd after transfer
    interrupted completes
    cites kernel "fs/signalfd.c:signalfd_read", table T194, live "signalfd_one"
    verified "6.18"

  row inotify on inotify
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/notify/inotify/inotify_user.c:inotify_read", man "signal(7)", table T219
    since 3.8 verified "6.18"

  row inotify_before_3_8 on inotify
    sleeps interruptible interrupted EINTR
    cites man "signal(7)", table T219
    until 3.8

  row inotify_partial on inotify after transfer
    interrupted partial
    cites kernel "fs/notify/inotify/inotify_user.c:inotify_read", table T220, live "inotify_some"
    verified "6.18"

  row fanotify on fanotify
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/notify/fanotify/fanotify_user.c:fanotify_read", rule N2, table T221
    verified "6.18"

  row userfaultfd on userfaultfd
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/userfaultfd.c:userfaultfd_ctx_read", rule N2, table T223
    verified "6.18"

  /// The end of the kernel's log.
  row kernel_log on kmsg
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/printk/printk.c:devkmsg_read", rule N2, table T226
    verified "6.18"

  /// Another task reads through the same open file.
  row kernel_log_of_another on kmsg
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/printk/printk.c:devkmsg_read"
    verified "6.18"

  /// /proc/kmsg with nothing in it, and an empty trace_pipe.
  row kernel_file on kernel_file
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/printk/printk.c:syslog_print",
          kernel "kernel/trace/trace.c:tracing_wait_pipe", table T227 T230,
          live "proc_kmsg" "trace_pipe"
    verified "6.18"

  /// The revision file of apparmor.
  row revision on kernel_file
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "security/apparmor/apparmorfs.c:ns_revision_read", table T280
    verified "6.1"

  /// trace_pipe failed with a plain EINTR once.
  row trace_pipe_of_old on kernel_file
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/trace/trace.c:tracing_wait_pipe", table T230
    until 6.2

  /// The speed and other attributes of a network device while somebody else holds the lock of the
  /// network configuration: no signal need be there. Since 6.15 only bridges and bonds do so.
  row network_attribute on kernel_file
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "net/core/net-sysfs.c:speed_show"
    verified "6.1"

  row tun on tun
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/net/tun.c:tun_ring_recv", rule N2, table T229
    verified "6.18"

  row fuse_server on fuse_dev
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/fuse/dev.c:fuse_dev_do_read", table T231, live "fuse_server_read"
    verified "6.18"

  /// Clocks, input devices, hardware random numbers, printers, sound, graphics and many more.
  row device on DEVICES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/rtc/dev.c:rtc_dev_read", kernel "drivers/input/evdev.c:evdev_read",
          kernel "drivers/char/hpet.c:hpet_read",
          kernel "drivers/char/hw_random/core.c:rng_dev_read",
          kernel "sound/core/pcm_lib.c:wait_for_avail", table T236 T237 T242
    verified "6.1"

  /// A few drivers return a plain EINTR, most often from a lock.
  row device_with_eintr on DEVICES
    sleeps interruptible interrupted EINTR
    cites kernel "drivers/gpu/drm/drm_file.c:drm_read", table T284
    verified "6.1"

  /// Reads from /dev/zero look for signals at each page, though they never sleep.
  row zeros on char_zero after transfer
    sleeps running interrupted partial
    cites kernel "drivers/char/mem.c:read_iter_zero", rule N20 L4, table T232
    verified "6.18"

  /// As getrandom(2): looked at at each page.
  row random_numbers on char_random after transfer
    sleeps running interrupted partial
    cites kernel "drivers/char/random.c:get_random_bytes_user", rule N20 L4, table T234
    verified "6.18"

  /// /dev/random before the generator is initialised.
  row random_at_boot on char_random
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/char/random.c:wait_for_random_bytes", table T235
    verified "6.1"

  /// A page of a file on a local disk: only a signal that ends the task ends the wait.
  /// signal(7): a disk is not slow.
  row local_file on FILES
    sleeps killable interrupted completes
    cites kernel "mm/filemap.c:filemap_get_pages", rule L2, table T251
    unobservable "nothing in a recording tells that it waited here"

  /// A watcher has not permitted the read yet; ps shows D.
  row not_permitted_yet on FILES
    sleeps killable interrupted completes
    cites kernel "fs/notify/fanotify/fanotify.c:fanotify_get_response", table T222
    unobservable "nothing in a recording tells that it waited here"

  row direct_io on FILES
    sleeps uninterruptible interrupted completes
    cites kernel "fs/iomap/direct-io.c:__iomap_dio_rw", table T253
    unobservable "nothing in a recording tells that it waited here"

  /// A file on a network: see the rows of `any file call` in filesystems.sig.
  row remote_file on FILES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269 T270
    verified "6.1"

  /// A file on FUSE, whose server answered the interrupt with EINTR.
  row fuse_file on FILES
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/dev.c:request_wait_answer", table T272
    verified "6.18"

  /// No more than was asked for.
  rule moves_no_more
    cites kernel "fs/read_write.c:vfs_read", rule U7
    shows returned(t, read, value(_))
    with  amount <= asked

  /// As above, at a position.
  rule moves_no_more_at_position
    cites kernel "fs/read_write.c:vfs_read", rule U7
    shows returned(t, pread64, value(_))
    with  fits(amount, count)

  rule begins_to_drain (s: out Stream)
    cites kernel "fs/pipe.c:pipe_read"
    shows entered(_, _)
    do    s.draining := s.draining + 1

  /// What comes out of a pipe was put in, and has not come out before.
  rule drains (s: out Stream)
    cites kernel "fs/pipe.c:pipe_read", man "pipe(7)"
    shows returned(_, _, value(_))
    when  amount > 0
    with  may_come_out(s, amount)
    do    s.draining := s.draining - 1
          s.drained := s.drained + amount
          observer.shows_reading := true

  /// The end of a pipe comes when all has come out that was put in.
  rule drains_to_the_end (s: out Stream)
    cites kernel "fs/pipe.c:pipe_read", man "pipe(7)"
    shows returned(_, _, value(0))
    when  asked > 0,
          buf is not ends_with_no_room
    with  may_be_at_its_end(s)
    do    s.draining := s.draining - 1

  /// Where the last buffer has no room the others may have none.
  rule asks_for_nothing (s: out Stream)
    cites kernel "fs/pipe.c:pipe_read"
    shows returned(_, _, value(0))
    when  asked <= 0 or buf is ends_with_no_room
    do    s.draining := s.draining - 1

  rule drains_nothing (s: out Stream)
    cites kernel "fs/pipe.c:pipe_read"
    shows returned(_, _, error(_) | code(_))
    do    s.draining := s.draining - 1
}
