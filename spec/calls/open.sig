// What kind of descriptor comes out is not known from the arguments: a decoration may tell.
/// Opening a file. signal(7): restarted with SA_RESTART where it can block, as with a FIFO.
call open, openat, creat, openat2, open_by_handle_at(first: data, second: data, third: data,
                                                     fourth: data)
  nr x86_64 2 257 85 437 304
  nr i386 5 295 8 437 342
  same first, second, third, fourth
  cites kernel "fs/open.c:do_sys_openat2", man "open(2)"
{
  /// A FIFO for reading that nobody has open for writing, or the other way round. The call has left
  /// its place when it begins again.
  row fifo
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/pipe.c:wait_for_partner", man "fifo(7)", table T008 T009
    verified "6.18"

  /// A FIFO for reading and writing never blocks.
  row fifo_for_both
    interrupted completes
    cites kernel "fs/pipe.c:fifo_open", table T010, live "fifo_open_for_both"
    verified "6.18"

  /// A serial line waits for its carrier, or for a close to end.
  row carrier
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/tty/tty_port.c:tty_port_block_til_ready", table T044
    verified "6.1"

  /// The terminal is open, and somebody holds its lock.
  row busy_terminal
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/tty/tty_io.c:tty_open_by_driver", table T045
    verified "6.1"

  /// Another process has a lease that must be given up first. A restart waits for what remains.
  row leased
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/locks.c:__break_lease", man "fcntl(2) Leases", rule N11, table T133
    verified "6.18"

  /// A watcher has not permitted it yet; ps shows D.
  row not_permitted_yet
    sleeps killable interrupted completes
    cites kernel "fs/notify/fanotify/fanotify.c:fanotify_get_response", rule N17 L2, table T222
    verified "6.18"

  row frozen_file_system
    sleeps uninterruptible interrupted completes
    cites kernel "include/linux/fs.h:sb_start_write", table T258
    unobservable "nothing in a recording tells that it waited here"

  /// The lock of a directory, or a block of a local disk.
  row local_file
    sleeps uninterruptible interrupted completes
    cites kernel "fs/namei.c:lookup_slow", table T255
    unobservable "nothing in a recording tells that it waited here"

  /// The automounter is at work.
  row automount
    sleeps killable interrupted completes
    cites kernel "fs/autofs/waitq.c:autofs_wait", table T275
    verified "6.1"

  /// A file on a network: see the rows of `any file call` in filesystems.sig.
  row remote_file
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269 T270
    verified "6.1"

  /// A file on FUSE, whose server answered the interrupt with EINTR.
  row fuse_file
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/dev.c:request_wait_answer", table T272
    verified "6.18"

  /// A driver, when its device is opened.
  row device
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/locking/mutex.c:mutex_lock_interruptible", table T284
    verified "6.1"

  rule opens
    cites kernel "fs/open.c:do_sys_openat2"
    shows returned(t, open | openat, value(_))
    do    observer.shows_opening := true
}

/// Closing never restarts: the descriptor is gone when the waiting begins, so what would be a
/// restart code elsewhere is a plain EINTR here.
call close(fd: Fd)
  nr x86_64 3
  nr i386 6
  by fd.object
  same fd
  makes Nothing
  cites kernel "fs/open.c:close", man "close(2)"
{
  /// A serial line has output left to send (closing_wait): a signal ends the wait, and close
  /// succeeds all the same.
  row draining on tty
    sleeps interruptible interrupted succeeds
    cites kernel "drivers/tty/tty_ioctl.c:tty_wait_until_sent", table T046

  /// SO_LINGER with a time, and data not yet sent: a signal ends the wait, and close succeeds.
  row lingering on socket_tcp
    sleeps interruptible interrupted succeeds
    cites kernel "net/core/stream.c:sk_stream_wait_close", man "socket(7)", rule M19 N21, table T088
    verified "6.18"

  /// FUSE asks its server to flush: nothing ends this wait, not even SIGKILL. From 6.3 until 6.6 an
  /// ending task did not wait.
  row fuse_flush on FILES
    sleeps interruptible then uninterruptible interrupted completes
    cites kernel "fs/fuse/file.c:fuse_flush", paper "netflix-fuse-deadlock", rule Q2, table T274,
          live "fuse_file"
    verified "6.18"

  /// The file system's answer to the flush may itself be EINTR.
  row flush_failed on FILES | DEVICES
    sleeps interruptible interrupted EINTR
    cites kernel "fs/open.c:close", table T274, live "fuse_file"
    verified "6.18"

  /// The number is free for another object as soon as the call has begun.
  rule forgets_object
    cites kernel "fs/file.c:close_fd", man "close(2)"
    shows entered(t, _, _)
    do    fd.object := unknown
          fd.receive_timeout := unknown
          fd.send_timeout := unknown
          fd.shared := unknown
}
