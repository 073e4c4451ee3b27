// What signal(7) says of calls that a handler interrupts, and that restart under SA_RESTART.

claim signal7.pipes_restart
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "read, readv, write and writev on pipes and FIFOs restart with SA_RESTART, and fail with"
       "EINTR without it."
  interrupted read, readv, write, writev on PIPES handled EINTR restarted reissue
  expect holds

claim signal7.terminals_restart
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "read and write on terminals restart with SA_RESTART."
  interrupted read, readv row read.terminal handled EINTR restarted reissue
  interrupted write, writev row write.terminal handled EINTR restarted reissue
  expect holds

claim signal7.sockets_restart
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "read and write on sockets restart with SA_RESTART, unless a timeout is set."
  interrupted read, readv, write, writev on SOCKETS when not fd.receive_timeout, not fd.send_timeout
    handled EINTR restarted reissue
  expect holds

/// With a timeout on the socket they fail with EINTR, as recv and send do. What restarts is left
/// over from a recvmmsg that was interrupted.
claim signal7.socket_files_with_timeout
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "read, readv, write and writev on sockets restart with SA_RESTART: what the page says of"
       "timeouts names recv and send, and not these."
  interrupted read, readv on SOCKETS when fd.receive_timeout restarted reissue
  interrupted write, writev on SOCKETS when fd.send_timeout, not fd.receive_timeout
    restarted reissue
  expect conditional
  seen in page_read_with_timeout "A.got = EINTR"
  cites kernel "include/net/sock.h:sock_intr_errno"

/// It depends on the request: some return EINTR itself, whatever the handler.
claim signal7.ioctl_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "ioctl on slow devices restarts with SA_RESTART."
  interrupted ioctl when fd.object in TERMINALS or fd.object in DEVICES handled EINTR
    restarted reissue
  expect conditional
  unseen "needs a line that is not drained, a console, a virtual machine or a device on USB"
  cites kernel "drivers/tty/tty_io.c:tty_ioctl", kernel "drivers/tty/vt/vt_ioctl.c:vt_waitactive",
        live "machine"

claim signal7.partial_transfer
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "If some data was moved, the interrupted call returns how much."
  interrupted write, writev on PIPES after transfer handled partial restarted partial
    unhandled partial
  interrupted read, readv, write, writev on TERMINALS after transfer handled partial
    restarted partial
  interrupted write, writev on SOCKETS after transfer handled partial restarted partial
  litmus page_partial_write always "A.got = 65536 and A.handled = [SIGUSR1]"
  property byte_stream.transfer_never_eintr of linux
  expect holds

claim signal7.no_byte_lost
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "A transfer that is interrupted loses nothing and repeats nothing."
  property byte_stream.no_byte_lost of linux
  property byte_stream.no_byte_twice of linux
  expect holds

/// read and write are not. sendfile and copy_file_range between files return short counts on any
/// signal.
claim signal7.disk_io
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "I/O on a local disk is not interrupted by signals."
  interrupted read, readv row read.local_file | read.direct_io handled completes restarted completes
  interrupted write, writev row write.local_file | write.direct_io handled completes
    restarted completes
  interrupted sendfile row sendfile.files_partial handled completes restarted completes
  interrupted copy_file_range row copy_file_range.partial handled completes restarted completes
  expect conditional
  unseen "whether a signal came in the midst of the copy no outcome tells"
  cites kernel "fs/splice.c:splice_from_pipe_next", live "pages"

/// /dev/zero and /dev/urandom return what they have, also with SA_RESTART.
claim signal7.zero_device
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "A large read of /dev/zero is not cut by a signal."
  interrupted read row read.zeros handled completes restarted completes
  expect refuted
  unseen "whether a signal came in the midst of the read no outcome tells"
  cites kernel "drivers/char/mem.c:read_iter_zero", live "pages"

claim signal7.fifo_open_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "open of a FIFO that waits for the other end restarts with SA_RESTART."
  interrupted open, openat row open.fifo handled EINTR restarted reissue
  expect holds

/// On FUSE, and of some devices, it fails with EINTR.
claim signal7.open_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "open restarts with SA_RESTART if it can block."
  interrupted open, openat handled EINTR restarted reissue
  expect conditional
  unseen "no litmus test has a FUSE file system or such a device"
  cites kernel "fs/fuse/dev.c:request_wait_answer", live "machine"

claim signal7.wait_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "wait4, waitpid and waitid restart with SA_RESTART."
  interrupted wait4, waitid when WNOHANG not in options handled EINTR restarted reissue
  expect holds

claim signal7.accept_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "accept restarts with SA_RESTART, unless a timeout is set."
  interrupted accept, accept4 on SOCKETS when not fd.receive_timeout handled EINTR restarted reissue
  expect holds

claim signal7.connect_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "connect on AF_UNIX and TCP sockets restarts with SA_RESTART, unless a timeout is set."
  interrupted connect on UNIX_SOCKETS | socket_tcp when not fd.send_timeout handled EINTR
    restarted reissue
  expect holds

/// Not on AF_VSOCK, and not on those of some other families, which return EINTR.
claim signal7.connect_of_all_families
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "connect restarts with SA_RESTART on every socket without a timeout."
  interrupted connect on SOCKETS when not fd.send_timeout restarted reissue
  expect conditional
  unseen "no litmus test has such a socket"
  cites kernel "net/vmw_vsock/af_vsock.c:vsock_connect", live "machine"

claim signal7.recv_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "recv and recvfrom restart with SA_RESTART, unless a timeout is set."
  interrupted recvfrom on SOCKETS when not fd.receive_timeout handled EINTR restarted reissue
  expect holds

claim signal7.recvmsg_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "recvmsg restarts with SA_RESTART, unless a timeout is set."
  interrupted recvmsg on SOCKETS when not fd.receive_timeout handled EINTR restarted reissue
  expect holds

claim signal7.recvmmsg_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "recvmmsg restarts with SA_RESTART, unless a timeout is set or given."
  interrupted recvmmsg on SOCKETS when not fd.receive_timeout, timeout is none handled EINTR
    restarted reissue
  expect holds

claim signal7.send_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "send and sendto restart with SA_RESTART, unless a timeout is set."
  interrupted sendto on SOCKETS when not fd.send_timeout, not fd.receive_timeout handled EINTR
    restarted reissue
  expect holds

claim signal7.sendmsg_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "sendmsg restarts with SA_RESTART, unless a timeout is set."
  interrupted sendmsg on SOCKETS when not fd.send_timeout, not fd.receive_timeout handled EINTR
    restarted reissue
  expect holds

claim signal7.flock_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "flock restarts with SA_RESTART."
  interrupted flock row flock.conflict handled EINTR restarted reissue
  expect holds

/// While a server of NFSv3 that has just started takes no new locks it fails with EINTR.
claim signal7.flock_everywhere
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "flock restarts with SA_RESTART whatever the file system."
  interrupted flock restarted reissue
  expect conditional
  unseen "no litmus test has NFS"
  cites kernel "fs/lockd/clntproc.c:nlm_wait_on_grace", live "machine"

claim signal7.record_locks_restart
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "fcntl with F_SETLKW or F_OFD_SETLKW restarts with SA_RESTART."
  interrupted fcntl row fcntl.record_lock | fcntl.open_file_lock handled EINTR restarted reissue
  expect holds

/// While a server of NFSv3 that has just started takes no new locks it fails with EINTR.
claim signal7.locks_everywhere
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "fcntl with F_SETLKW restarts with SA_RESTART whatever the file system."
  interrupted fcntl on F_SETLKW restarted reissue
  expect conditional
  unseen "no litmus test has NFS"
  cites kernel "fs/lockd/clntproc.c:nlm_wait_on_grace", live "machine"

claim signal7.message_queues_restart
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "mq_receive, mq_timedreceive, mq_send and mq_timedsend restart with SA_RESTART."
  interrupted mq_timedreceive, mq_timedsend handled EINTR restarted reissue
  expect holds

claim signal7.futex_wait_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "FUTEX_WAIT without a timeout restarts with SA_RESTART."
  interrupted futex on FUTEX_WAIT when timeout is none handled EINTR restarted reissue
  expect holds

/// With a timeout it fails with EINTR under any handler.
claim signal7.futex_wait_always_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "FUTEX_WAIT restarts with SA_RESTART."
  interrupted futex on FUTEX_WAIT handled EINTR restarted reissue
  expect conditional
  seen in page_futex_wait_timed "A.got = EINTR and A.handled = [SIGUSR1]"
  cites kernel "kernel/futex/waitwake.c:futex_wait"

claim signal7.futex_bitset_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "FUTEX_WAIT_BITSET without a timeout restarts with SA_RESTART."
  interrupted futex on FUTEX_WAIT_BITSET when timeout is none handled EINTR restarted reissue
  expect holds

/// With a timeout it fails with EINTR under any handler.
claim signal7.futex_bitset_always_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "FUTEX_WAIT_BITSET restarts with SA_RESTART."
  interrupted futex on FUTEX_WAIT_BITSET handled EINTR restarted reissue
  expect conditional
  seen in page_futex_bitset_timed "A.got = EINTR and A.handled = [SIGUSR1]"
  cites kernel "kernel/futex/waitwake.c:futex_wait"

claim signal7.getrandom_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "getrandom restarts with SA_RESTART where it waits for randomness, at boot."
  interrupted getrandom row getrandom.at_boot handled EINTR restarted reissue
  expect holds

claim signal7.mutex_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "pthread_mutex_lock and pthread_cond_wait go on after a handler with SA_RESTART."
  interrupted futex row futex.mutex handled EINTR restarted reissue
  expect holds

claim signal7.sem_wait_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "sem_wait restarts with SA_RESTART."
  interrupted futex row futex.sem_wait handled EINTR restarted reissue
  expect holds

/// The C library waits with a timed FUTEX_WAIT_BITSET, and passes its EINTR on.
claim signal7.sem_timedwait_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "sem_timedwait restarts with SA_RESTART."
  interrupted futex row futex.sem_timedwait restarted reissue
  expect refuted
  seen in page_futex_bitset_timed "A.got = EINTR and A.handled = [SIGUSR1]"
  cites kernel "kernel/futex/waitwake.c:futex_wait"

claim signal7.inotify_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "read of an inotify descriptor restarts with SA_RESTART, since Linux 3.8."
  interrupted read on inotify handled EINTR restarted reissue
  expect holds
