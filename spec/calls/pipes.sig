enum FileFlag {
  O_NONBLOCK = 0x800, O_DIRECT = 0x4000, O_NOTIFICATION_PIPE = 0x80 "O_EXCL" "O_NOTIFICATION_PIPE",
  other_file_flag otherwise,
}

/// Two descriptors: the second writes what the first reads.
call pipe, pipe2(fds: out data, flags: set FileFlag)
  nr x86_64 22 293
  nr i386 42 331
  makes pipe
  cites kernel "fs/pipe.c:do_pipe2", man "pipe(2)"
{
  rule begins_empty (s: Stream)
    cites kernel "fs/pipe.c:alloc_pipe_info", man "pipe(7)"
    shows returned(_, pipe, value(_))
    do    s.of_sockets := false

  rule may_keep_packets (s: Stream)
    cites kernel "fs/pipe.c:pipe_write", man "pipe(2)"
    shows returned(_, pipe2, value(_))
    do    s.of_sockets := false
          s.uncounted := flags & KEEPS_NO_STREAM != {}
}

/// Moves data between a pipe and something else, without a copy. signal(7) does not speak of it.
call splice(fd_in: Fd, off_in: data, fd_out: Fd, off_out: data, len: int, flags: data)
  nr x86_64 275
  nr i386 313
  same fd_in, fd_out, len, flags
  cites kernel "fs/splice.c:do_splice", man "splice(2)"
{
  row empty_pipe when fd_in.object in PIPES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/splice.c:ipipe_prep", rule N1, table T011
    verified "6.18"

  row full_pipe when fd_out.object in PIPES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/splice.c:opipe_prep", table T012
    verified "6.18"

  /// From a pipe to a socket or a file. A pending signal is looked for before the first byte even
  /// when there is data in the pipe.
  row nothing_moved when fd_in.object in PIPES, fd_out.object not in PIPES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/splice.c:splice_from_pipe_next", table T016, live "splice_from_empty_pipe"
    verified "6.18"

  row partial after transfer
    sleeps interruptible interrupted partial
    cites kernel "fs/splice.c:splice_from_pipe_next", table T017, live "splice_partial"
    verified "6.18"

  /// A socket has no data, and no SO_RCVTIMEO.
  row socket when fd_in.object in SOCKETS, not fd_in.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/ipv4/tcp.c:tcp_splice_read", table T018
    verified "6.18"

  /// A socket has no data, and SO_RCVTIMEO is set.
  row socket_with_timeout when fd_in.object in SOCKETS, fd_in.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/ipv4/tcp.c:tcp_splice_read", rule M6, table T019
    verified "6.18"

  /// A socket takes no more, and SO_SNDTIMEO is set.
  row full_socket_with_timeout when fd_out.object in SOCKETS, fd_out.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno"
    verified "6.18"

  /// The peer of a UNIX socket is being read from.
  row busy_peer when fd_out.object in UNIX_SOCKETS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/unix/af_unix.c:unix_stream_sendpage", table T073
    until 6.5

  /// What read(2) and write(2) meet on such files and devices, splice meets as well.
  row file_or_device when fd_in.object in FILES
                            or fd_in.object in DEVICES
                            or fd_in.object in TERMINALS
                            or fd_out.object in FILES
                            or fd_out.object in DEVICES
                            or fd_out.object in TERMINALS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/splice.c:do_splice_read", table T269 T270 T284
    verified "6.1"

  row file_or_device_with_eintr when fd_in.object in FILES
                                       or fd_in.object in DEVICES
                                       or fd_out.object in FILES
                                       or fd_out.object in DEVICES
    sleeps interruptible interrupted EINTR
    cites kernel "fs/fuse/dev.c:request_wait_answer", table T272 T284
    verified "6.1"

  /// No more than was asked for.
  rule moves_no_more
    cites kernel "fs/splice.c:do_splice", rule U7
    shows returned(t, _, value(_))
    with  fits(amount, len)
    do    t.raised := t.raised + {SIGPIPE}

  /// From here on nobody counts what the pipe holds.
  rule moves_pages (s: Stream)
    cites kernel "fs/splice.c:do_splice"
    shows entered(_, _)
    do    s.uncounted := true
}

/// Copies from pipe to pipe, and leaves the data where it is.
call tee(fd_in: Fd, fd_out: Fd, len: int, flags: data)
  nr x86_64 276
  nr i386 315
  same fd_in, fd_out, len, flags
  cites kernel "fs/splice.c:do_tee", man "tee(2)"
{
  row empty_pipe
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/splice.c:ipipe_prep", rule N1, table T013
    verified "6.18"

  row full_pipe
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/splice.c:opipe_prep", table T014, live "tee_full"
    verified "6.18"

  /// No more than was asked for.
  rule moves_no_more
    cites kernel "fs/splice.c:do_tee", rule U7
    shows returned(t, _, value(_))
    with  fits(amount, len)
    do    t.raised := t.raised + {SIGPIPE}

  /// From here on nobody counts what the pipe holds.
  rule moves_pages (s: Stream)
    cites kernel "fs/splice.c:do_tee"
    shows entered(_, _)
    do    s.uncounted := true
}

/// Puts pages of memory into a pipe, or takes them out.
call vmsplice(fd: Fd, iov: data, count: int, flags: data)
  nr x86_64 278
  nr i386 316
  same fd, count, flags
  cites kernel "fs/splice.c:vmsplice", man "vmsplice(2)"
{
  row full_pipe
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/splice.c:wait_for_space", rule N1, table T015
    verified "6.18"

  /// A part may have been moved before the last reader went away.
  rule moves
    cites kernel "fs/splice.c:wait_for_space", rule F9
    shows returned(t, _, value(_))
    do    t.raised := t.raised + {SIGPIPE}

  /// From here on nobody counts what the pipe holds.
  rule moves_pages (s: Stream)
    cites kernel "fs/splice.c:vmsplice_to_pipe"
    shows entered(_, _)
    do    s.uncounted := true
}

/// Copies from a file to a socket or another file inside the kernel. signal(7): a disk is not slow;
/// but between files, too, a signal makes the count short.
call sendfile, sendfile64(out_fd: Fd, in_fd: Fd, offset: out data, count: int)
  nr x86_64 40 -1
  nr i386 187 239
  same out_fd, in_fd, count
  cites kernel "fs/read_write.c:do_sendfile", man "sendfile(2)"
{
  row full_pipe when out_fd.object in PIPES
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/splice.c:wait_for_space", rule N1, table T020
    verified "6.18"

  row full_socket when out_fd.object in SOCKETS, not out_fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/core/sock.c:sock_alloc_send_pskb",
          kernel "net/core/stream.c:sk_stream_wait_memory", table T021 T022
    verified "6.18"

  row full_socket_with_timeout when out_fd.object in SOCKETS, out_fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno"
    verified "6.18"

  row busy_peer when out_fd.object in UNIX_SOCKETS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/unix/af_unix.c:unix_stream_sendpage", table T073
    until 6.5

  row partial after transfer
    sleeps interruptible interrupted partial
    cites kernel "fs/splice.c:splice_direct_to_actor", rule N1, table T023
    verified "6.18"

  /// From file to file the call never sleeps, and any pending signal ends it between two pieces.
  row files_partial when out_fd.object in FILES after transfer
    sleeps running interrupted partial
    cites kernel "fs/splice.c:iter_file_splice_write", rule M23 L4, table T024
    refutes man "signal(7) disk I/O is not interrupted"
    verified "6.18"

  /// From file to file, with the signal there before the first byte: splice from the pipe in
  /// between.
  row nothing_moved when out_fd.object not in PIPES
    sleeps running interrupted ERESTARTSYS
    cites kernel "fs/splice.c:splice_from_pipe_next", table T016 T024, live "copy_nothing_moved"
    verified "6.18"

  /// The file that is read from lies on a network, or the output is a device.
  row file_or_device
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/splice.c:splice_direct_to_actor", table T269 T270 T284
    verified "6.1"

  row file_or_device_with_eintr when in_fd.object in FILES
                                       or in_fd.object in DEVICES
                                       or out_fd.object in FILES
                                       or out_fd.object in DEVICES
    sleeps interruptible interrupted EINTR
    cites kernel "fs/fuse/dev.c:request_wait_answer", table T272 T284
    verified "6.18"

  /// No more than was asked for.
  rule moves_no_more
    cites kernel "fs/read_write.c:do_sendfile", rule U7
    shows returned(t, _, value(_))
    with  fits(amount, count)
    do    t.raised := t.raised + {SIGPIPE}

  /// From here on nobody counts what the pipe holds.
  rule moves_pages (s: Stream)
    cites kernel "fs/read_write.c:do_sendfile"
    shows entered(_, _)
    do    s.uncounted := true
}

/// Copies from file to file.
call copy_file_range(fd_in: Fd, off_in: data, fd_out: Fd, off_out: data, len: int, flags: data)
  nr x86_64 326
  nr i386 377
  same fd_in, fd_out, len, flags
  cites kernel "fs/read_write.c:vfs_copy_file_range", man "copy_file_range(2)"
{
  /// The call never sleeps, and any pending signal ends it between two pieces.
  row partial after transfer
    sleeps running interrupted partial
    cites kernel "fs/splice.c:do_splice_direct", rule M23, table T025
    refutes man "signal(7) disk I/O is not interrupted"
    verified "6.18"

  /// The signal was there before the first byte.
  row nothing_moved
    sleeps running interrupted ERESTARTSYS
    cites kernel "fs/splice.c:splice_from_pipe_next", table T016 T025, live "copy_nothing_moved"
    verified "6.18"

  row remote_file
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269 T270
    untested "needs a file server on the network"

  row fuse_file
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/dev.c:request_wait_answer", table T272
    verified "6.18"

  /// No more than was asked for.
  rule moves_no_more
    cites kernel "fs/read_write.c:vfs_copy_file_range", rule U7
    shows returned(t, _, value(_))
    with  fits(amount, len)
}
