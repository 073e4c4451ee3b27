/// The commands of fcntl(2) that can wait, or that make a descriptor.
enum FcntlCommand {
  F_DUPFD = 0, F_GETFD = 1, F_SETFD = 2, F_GETFL = 3, F_SETFL = 4,
  F_GETLK = 5 "F_GETLK" "F_GETLK64" "0xc", F_SETLK = 6 "F_SETLK" "F_SETLK64" "0xd",
  F_SETLKW = 7 "F_SETLKW" "F_SETLKW64" "0xe",
  F_SETOWN = 8, F_GETOWN = 9, F_SETSIG = 10, F_GETSIG = 11, F_SETOWN_EX = 15, F_GETOWN_EX = 16,
  F_OFD_GETLK = 36, F_OFD_SETLK = 37, F_OFD_SETLKW = 38,
  F_SETLEASE = 1024, F_GETLEASE = 1025, F_NOTIFY = 1026, F_DUPFD_CLOEXEC = 1030,
  F_SETPIPE_SZ = 1031, F_GETPIPE_SZ = 1032, F_ADD_SEALS = 1033, F_GET_SEALS = 1034,
  other_fcntl_command otherwise,
}

// F_DUPFD and F_DUPFD_CLOEXEC make another descriptor of the same kind.
/// Locks and more. signal(7): F_SETLKW and F_OFD_SETLKW are restarted with SA_RESTART. One that is
/// restarted has lost its place among those who wait.
call fcntl, fcntl64(fd: Fd, command: FcntlCommand, flags: set FileFlag)
  nr x86_64 72 -1
  nr i386 55 221
  by command
  same fd, command
  cites kernel "fs/fcntl.c:do_fcntl", man "fcntl(2)"
{
  row record_lock on F_SETLKW | other_fcntl_command
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/locks.c:do_lock_file_wait", table T131
    verified "6.18"

  row open_file_lock on F_OFD_SETLKW | other_fcntl_command
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/locks.c:do_lock_file_wait", table T132
    since 3.15 verified "6.18"

  row nfs3_lock on F_SETLKW
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/lockd/clntlock.c:nlmclnt_block", table T135
    verified "6.1"

  row nfs4_lock on F_SETLKW
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_retry_setlk", table T136
    verified "6.1"

  /// The lock is kept by a FUSE server. It begins again only if the server answers the interrupt
  /// with EINTR.
  row fuse_lock on F_SETLKW | F_SETLK | F_OFD_SETLKW | F_OFD_SETLK
    sleeps interruptible then killable interrupted ERESTARTSYS
    cites kernel "fs/fuse/file.c:fuse_setlk", table T137, live "fuse_file"
    verified "6.18"

  row ceph_lock on F_SETLKW
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/ceph/locks.c:ceph_lock_wait_for_completion", table T138
    untested "needs a file server on the network"

  /// The server has just started, and takes no new locks yet. It is told that the lock is not
  /// wanted any more, and the call fails when it has understood that: Linux's own server does so
  /// only when it takes locks as well.
  row remote_lock on F_SETLKW | F_SETLK | F_OFD_SETLKW | F_OFD_SETLK when fd.object in FILES
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/lockd/clntproc.c:nlm_wait_on_grace",
          kernel "fs/lockd/clntproc.c:nlmclnt_unlock_callback", table T272
    verified "6.1"

  /// The other commands, where a server has to be asked about locks or leases.
  row remote_file on F_SETLK | F_GETLK | F_OFD_SETLK | F_OFD_GETLK | F_SETLEASE
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269 T270
    verified "6.1"

  row fuse_file on F_GETLK | F_OFD_GETLK | F_SETFL | F_SETLEASE when fd.object in FILES
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/file.c:fuse_getlk", table T272
    verified "6.18"

  /// As dup does.
  rule shares_object
    cites kernel "fs/fcntl.c:f_dupfd", man "dup(2)"
    shows returned(t, _, value(_))
    do    let another = command is F_DUPFD | F_DUPFD_CLOEXEC
          fd.receive_timeout := if another then unknown else fd.receive_timeout
          fd.send_timeout := if another then unknown else fd.send_timeout
          fd.shared := fd.shared or another

  rule may_keep_packets (s: Stream)
    cites kernel "fs/pipe.c:pipe_write", man "pipe(2)"
    shows entered(_, _)
    do    s.uncounted := s.uncounted or command is F_SETFL and flags & KEEPS_NO_STREAM != {}
}

/// Locks a whole file. signal(7): restarted with SA_RESTART.
call flock(fd: Fd, operation: data)
  nr x86_64 73
  nr i386 143
  same fd, operation
  cites kernel "fs/locks.c:flock", man "flock(2)"
{
  row conflict
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/locks.c:flock_lock_inode_wait", table T130
    verified "6.18"

  row fuse_lock
    sleeps interruptible then killable interrupted ERESTARTSYS
    cites kernel "fs/fuse/file.c:fuse_setlk", table T137
    verified "6.18"

  /// The server has just started, and takes no new locks yet: as with F_SETLKW.
  row remote_lock when fd.object in FILES
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/lockd/clntproc.c:nlm_wait_on_grace",
          kernel "fs/lockd/clntproc.c:nlmclnt_unlock_callback", table T272
    verified "6.1"
}
