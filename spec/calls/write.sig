/// Writing to a descriptor. signal(7): a write to a "slow" device is restarted with SA_RESTART and
/// fails with EINTR without; once something was written the count is returned.
call write, writev, pwrite64, pwritev, pwritev2(fd: Fd, buf: data, count: int, asked: int as "$",
                                                ...)
  nr x86_64 1 20 18 296 328
  nr i386 4 146 181 334 379
  by fd.object
  same fd, count, asked
  cites kernel "fs/read_write.c:ksys_write", man "write(2)"
{
  /// No room, and nothing written yet.
  row full_pipe on PIPES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/pipe.c:pipe_write", table T004 T005
    verified "6.18"

  /// A part was written before the pipe was full. A traced task gets the short count even for a
  /// signal that it ignores.
  row pipe_partial on PIPES after transfer
    sleeps interruptible interrupted partial
    cites kernel "fs/pipe.c:pipe_write", table T006
    verified "6.18"

  /// Another task is in the middle of the same pipe.
  row busy_pipe on PIPES
    sleeps uninterruptible interrupted completes
    cites kernel "fs/pipe.c:__pipe_lock", table T007

  /// The terminal takes no more output, and nothing was written yet.
  row terminal on TERMINALS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/tty/n_tty.c:n_tty_write", table T030
    verified "6.18"

  /// Output goes out in pieces of 2048 bytes, and signals are looked for between them.
  row terminal_partial on TERMINALS after transfer
    sleeps interruptible interrupted partial
    cites kernel "drivers/tty/tty_io.c:iterate_tty_write", table T031 T032
    verified "6.18"

  /// Another task is writing.
  row terminal_of_another on TERMINALS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/tty/tty_io.c:tty_write_lock", table T033, live "tty_other_writer"
    verified "6.18"

  /// A background process group writes to its terminal, which has TOSTOP: SIGTTOU for the whole
  /// group. Where SIGTTOU is ignored or blocked the write goes through.
  row background on tty
    sleeps running interrupted ERESTARTSYS
    cites kernel "drivers/tty/tty_jobctrl.c:__tty_check_change", rule S7, table T038,
          live "tty_background_change"
    verified "6.18"

  /// No room, and no SO_SNDTIMEO; SO_RCVTIMEO has no say.
  row socket on SOCKETS when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "include/net/sock.h:sock_intr_errno", table T061 T082
    verified "6.18"

  /// No room, and SO_SNDTIMEO is set: EINTR whatever the handler. signal(7) says so of the send
  /// calls, naming the wrong option, and forgets write.
  row socket_with_timeout on SOCKETS when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno", rule M4 M6 N9, table T062 T083
    verified "6.18"

  row socket_partial on SOCKETS after transfer
    sleeps interruptible interrupted partial
    cites kernel "net/ipv4/tcp.c:tcp_sendmsg_locked",
          kernel "net/unix/af_unix.c:unix_stream_sendmsg", table T084
    verified "6.18"

  /// What an interrupted recvmmsg left in the socket: see recvfrom.
  row after_recvmmsg on SOCKETS when not fd.receive_timeout, may_hold_code()
    interrupted ERESTARTSYS
    cites kernel "net/socket.c:do_recvmmsg", table T096
    verified "6.18"

  row after_recvmmsg_with_timeout on SOCKETS when fd.receive_timeout, may_hold_code()
    interrupted EINTR
    cites kernel "net/socket.c:do_recvmmsg", table T097
    verified "6.18"

  /// The counter would overflow.
  row full_eventfd on eventfd
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/eventfd.c:eventfd_write", table T216
    verified "6.18"

  row device on DEVICES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "sound/core/pcm_lib.c:wait_for_avail", table T242 T284
    verified "6.1"

  row device_with_eintr on DEVICES
    sleeps interruptible interrupted EINTR
    cites kernel "drivers", table T284
    verified "6.1"

  /// The switches of network configuration under /proc/sys/net: the lock was busy, so the kernel
  /// gives up and has the whole call done again. It raises the mark of a pending signal itself;
  /// there need be none.
  row network_switch on kernel_file
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "net/ipv4/devinet.c:devinet_sysctl_forward", rule N15, table T111,
          live "network_lock"
    verified "6.18"

  /// The same of attributes of bridges and bonds, and until 6.15 of all network devices; of
  /// processors, memory and devices that are switched on or off; of limits of block devices.
  row configuration_lock on kernel_file
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "net/core/net-sysfs.c:netdev_store",
          kernel "drivers/base/core.c:lock_device_hotplug_sysfs",
          kernel "block/blk-cgroup.c:blkg_conf_prep", rule N15, table T110 T112 T113
    verified "6.1"

  /// Since 6.15 the attributes of network devices wait for the lock instead.
  row network_attribute on kernel_file
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/core/net-sysfs.c:sysfs_rtnl_lock", table T110
    since 6.15 verified "6.18"

  /// The control file of EVM in securityfs, and others behind a lock.
  row kernel_file on kernel_file
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "security/integrity/evm/evm_secfs.c:evm_write_xattrs", table T279
    verified "6.1"

  row kernel_file_with_eintr on kernel_file
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/locking/mutex.c:mutex_lock_interruptible", table T284
    verified "6.1"

  /// A file on a local disk or in memory: the loop ends early only for a signal that ends the task.
  row local_file on FILES
    sleeps uninterruptible interrupted completes
    cites kernel "mm/filemap.c:generic_perform_write", rule L5, table T252
    verified "6.18"

  row direct_io on FILES
    sleeps uninterruptible interrupted completes
    cites kernel "fs/direct-io.c:dio_await_one", rule L1, table T253
    unobservable "nothing in a recording tells that it waited here"

  row frozen_file_system on FILES
    sleeps uninterruptible interrupted completes
    cites kernel "include/linux/fs.h:sb_start_write", rule L1, table T258, live "frozen_file_system"
    verified "6.18"

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

  /// Nobody reads any more: the writer gets SIGPIPE.
  rule broken_pipe
    cites kernel "fs/pipe.c:pipe_write", kernel "net/core/stream.c:sk_stream_error",
          kernel "net/unix/af_unix.c:unix_stream_sendmsg", rule F9
    shows returned(t, write | writev, error(EPIPE))
    do    let told = fd.object in PIPES + STREAM_SOCKETS and queued(t, SIGPIPE, private_queue)
          t.due := if told then t.due + {SIGPIPE} else t.due
          t.due_alone := if told then t.due_alone + {SIGPIPE} else t.due_alone

  /// No more than was asked for.
  rule moves_no_more
    cites kernel "fs/read_write.c:vfs_write", rule U7
    shows returned(t, write, value(_))
    with  amount = asked

  /// Less was written: perhaps because the last reader of a pipe went away meanwhile. What fits
  /// into a page goes into a pipe whole, or not at all.
  rule moves_less
    cites kernel "fs/pipe.c:pipe_write", rule F9 U7
    shows returned(t, write, value(_))
    with  amount < asked,
          fd.object is pipe implies asked > PIPE_BUF
    do    t.raised := t.raised + {SIGPIPE}

  /// As above; how much was asked for is not looked at.
  rule may_move_less
    cites kernel "fs/pipe.c:pipe_write", rule F9
    shows returned(t, writev, value(_))
    do    t.raised := t.raised + {SIGPIPE}

  /// As above, at a position.
  rule moves_no_more_at_position
    cites kernel "fs/read_write.c:vfs_write", rule U7
    shows returned(t, pwrite64, value(_))
    with  fits(amount, count)

  rule begins_to_fill (s: in Stream)
    cites kernel "fs/pipe.c:pipe_write"
    shows entered(_, _)
    do    s.filling := s.filling + 1

  rule fills (s: in Stream)
    cites kernel "fs/pipe.c:pipe_write"
    shows returned(_, _, value(_))
    do    s.filling := s.filling - 1
          s.filled := s.filled + amount
          observer.shows_writing := true

  rule fills_nothing (s: in Stream)
    cites kernel "fs/pipe.c:pipe_write"
    shows returned(_, _, error(_) | code(_))
    do    s.filling := s.filling - 1
}
