// What the pages of other calls say of signals that interrupt them.

claim futex2.wait_eintr
  page "futex(2)" section "ERRORS"
  says "FUTEX_WAIT and FUTEX_WAIT_BITSET fail with EINTR when a handler without SA_RESTART ran."
  interrupted futex on FUTEX_WAIT | FUTEX_WAIT_BITSET when timeout is none handled EINTR
    restarted reissue
  interrupted futex on FUTEX_WAIT | FUTEX_WAIT_BITSET when timeout is some(_) handled EINTR
  expect holds

claim futex2.spurious
  page "futex(2)" section "ERRORS"
  says "A wait may be interrupted by a stop, since Linux 2.6.22 no more."
  interrupted futex on FUTEX_WAIT unhandled reissue | go_on
  expect holds

/// FUTEX_LOCK_PI, FUTEX_LOCK_PI2 and FUTEX_WAIT_REQUEUE_PI are issued again under any handler: the
/// page names EINTR for all operations that wait.
claim futex2.lock_pi_never_fails
  page "futex(2)" section "FUTEX_LOCK_PI"
  says "FUTEX_LOCK_PI can fail with EINTR."
  interrupted futex row futex.lock_pi handled EINTR
  expect refuted
  unseen "the runner of litmus tests has no locks of this kind"
  cites kernel "kernel/futex/pi.c:futex_lock_pi", live "pages"

/// It restarts with SA_RESTART, with a timeout as well: that is a time, not a span.
claim futex2.waitv
  page "futex(2)" section "DESCRIPTION"
  says "futex_waitv, of which the page says nothing, treats timeouts as FUTEX_WAIT does."
  interrupted futex on FUTEX_WAIT when timeout is some(_) handled EINTR restarted EINTR
  interrupted futex_waitv handled EINTR restarted EINTR
  expect conditional
  unseen "litmus tests have no such wait"
  cites kernel "kernel/futex/syscalls.c:SYSCALL_DEFINE5(futex_waitv)", live "pages"

claim signalfd2.read_restarts
  page "signalfd(2)" section "DESCRIPTION"
  says "A read waits until a signal of the set is pending; a handler for another one interrupts it."
  interrupted read on signalfd handled EINTR restarted reissue
  expect holds

claim signalfd2.takes_what_is_there
  page "signalfd(2)" section "DESCRIPTION"
  says "A read takes as many signals as are there and fit, and does not wait for more."
  interrupted read row read.signalfd_with_first handled completes
  expect holds

claim signalfd2.consumes
  page "signalfd(2)" section "DESCRIPTION"
  says "What is read is no longer pending."
  expect beyond "which signals a signalfd takes is not followed"

claim wait2.eintr
  page "wait(2)" section "ERRORS"
  says "wait fails with EINTR when a handler without SA_RESTART ran, and restarts with it."
  interrupted wait4, waitid when WNOHANG not in options handled EINTR restarted reissue
  expect holds

claim wait2.stop
  page "wait(2)" section "DESCRIPTION"
  says "A stop of the caller does not end the wait."
  interrupted wait4, waitid when WNOHANG not in options unhandled reissue
  expect holds

claim wait2.pidfd
  page "wait(2)" section "DESCRIPTION"
  says "waitid for a descriptor of a process waits alike."
  interrupted waitid row waitid.for_pidfd handled EINTR restarted reissue unhandled reissue
  expect holds

claim wait2.stopped_child_is_told
  page "wait(2)" section "DESCRIPTION"
  says "With WUNTRACED a child that stops is told to its parent."
  property job_control.parent_told of linux
  expect holds

claim wait2.continued_child_is_told
  page "wait(2)" section "DESCRIPTION"
  says "With WCONTINUED a child that goes on is told."
  property job_control.continue_is_told of linux
  expect holds

claim wait2.ignored_sigchld
  page "wait(2)" section "NOTES"
  says "If SIGCHLD is ignored children leave no zombies, and wait ends with ECHILD."
  litmus page_ignored_sigchld always "A.got = ECHILD"
  expect holds

claim wait2.zombie
  page "wait(2)" section "NOTES"
  says "A child that nobody has waited for is a zombie."
  litmus page_zombie always "A.got = C and A.got.exited = 3"
  expect holds

claim read2.eintr
  page "read(2)" section "ERRORS"
  says "It fails with EINTR if a handler ran before anything was read."
  interrupted read, readv on PIPES handled EINTR
  interrupted read row read.terminal handled EINTR
  interrupted read on SOCKETS when not fd.receive_timeout handled EINTR
  litmus page_read_fails always "A.got = EINTR"
  expect holds

claim read2.partial
  page "read(2)" section "RETURN VALUE"
  says "If something was read before, it returns how much."
  interrupted read, readv on TERMINALS after transfer handled partial restarted partial
  expect holds

claim read2.background_sigttin
  page "read(2)" section "ERRORS"
  says "A background process that reads from its terminal, and neither blocks nor ignores SIGTTIN,"
       "is stopped and reads on later."
  interrupted read row read.background unhandled reissue
  expect holds

claim read2.background_eio
  page "read(2)" section "ERRORS"
  says "If it blocks or ignores SIGTTIN, or is orphaned, it is EIO."
  interrupted read row read.background_refused handled EIO restarted EIO unhandled EIO
  expect holds

claim write2.eintr
  page "write(2)" section "ERRORS"
  says "It fails with EINTR if a handler ran before anything was written."
  interrupted write, writev on PIPES handled EINTR
  interrupted write row write.terminal handled EINTR
  expect holds

claim write2.partial
  page "write(2)" section "RETURN VALUE"
  says "If something was written before, it returns how much."
  interrupted write, writev on PIPES after transfer handled partial restarted partial
  litmus page_partial_write always "A.got = 65536"
  expect holds

claim open2.eintr
  page "open(2)" section "ERRORS"
  says "EINTR comes when a handler ran while it waited for a slow device, such as a FIFO."
  interrupted open, openat row open.fifo | open.carrier handled EINTR
  expect holds

claim open2.lease
  page "open(2)" section "DESCRIPTION"
  says "Whoever opens a file that is leased waits, and a signal interrupts the wait."
  interrupted open, openat row open.leased handled EINTR restarted reissue
  expect holds

/// A wait for SO_LINGER or for a line to drain ends early with success. Only where the flush of a
/// file system is interrupted does EINTR come.
claim close2.eintr
  page "close(2)" section "ERRORS"
  says "It fails with EINTR when it was interrupted by a signal."
  interrupted close on socket_tcp | tty | regular_file handled EINTR
  expect conditional
  unseen "litmus tests have no connections that linger"
  cites kernel "net/core/stream.c:sk_stream_wait_close", live "pages"

claim close2.fd_is_gone
  page "close(2)" section "Dealing with error returns from close()"
  says "On Linux the descriptor is free, whatever close returns: one is not to try again."
  interrupted close on FILES | tty | socket_tcp restarted EINTR | succeeds | completes
  expect holds

/// On tmpfs it goes on, since Linux 6.12, unless the process is dying.
claim fallocate2.eintr
  page "fallocate(2)" section "ERRORS"
  says "It fails with EINTR when a signal was caught."
  interrupted fallocate row fstat.allocating handled EINTR
  expect refuted
  unseen "whether a signal came in its midst no outcome tells"
  cites kernel "mm/shmem.c:shmem_fallocate", live "pages"

claim getrandom2.boot_restarts
  page "getrandom(2)" section "ERRORS"
  says "While it waits for the pool a handler interrupts it with EINTR, and SA_RESTART restarts it."
  interrupted getrandom row getrandom.at_boot handled EINTR restarted reissue
  expect holds

/// Once the pool is ready it returns what it has, also with SA_RESTART, and never EINTR.
claim getrandom2.large_eintr
  page "getrandom(2)" section "Interruption by a signal handler"
  says "A large request that a handler interrupts may fail with EINTR."
  interrupted getrandom row getrandom.partial handled EINTR
  expect refuted
  unseen "whether a signal came in its midst no outcome tells"
  cites kernel "drivers/char/random.c:get_random_bytes_user", live "pages"

claim getrandom2.large_partial
  page "getrandom(2)" section "NOTES"
  says "A large request that a handler interrupts may return less."
  interrupted getrandom row getrandom.partial handled partial restarted partial
  expect holds

claim splice2.restarts
  page "splice(2)" section "DESCRIPTION"
  says "splice, tee and vmsplice, of which signal(7) says nothing, restart on pipes with"
       "SA_RESTART."
  interrupted splice row splice.empty_pipe | splice.full_pipe handled EINTR restarted reissue
    unhandled reissue
  interrupted tee, vmsplice handled EINTR restarted reissue unhandled reissue
  expect holds

claim sendfile2.partial
  page "sendfile(2)" section "RETURN VALUE"
  says "It may write fewer bytes than it was asked to."
  interrupted sendfile row sendfile.partial | sendfile.files_partial handled partial
    restarted partial
  expect holds

claim sendfile2.restarts
  page "sendfile(2)" section "DESCRIPTION"
  says "Into a pipe that is full it waits as write does: EINTR, or again with SA_RESTART."
  interrupted sendfile row sendfile.full_pipe handled EINTR restarted reissue
  expect holds

claim fcntl2.setlkw
  page "fcntl(2)" section "F_SETLKW"
  says "While it waits for a lock a handler interrupts it with EINTR, or SA_RESTART restarts it."
  interrupted fcntl row fcntl.record_lock | fcntl.open_file_lock handled EINTR restarted reissue
  expect holds

claim flock2.eintr
  page "flock(2)" section "ERRORS"
  says "While it waits for a lock a handler interrupts it with EINTR."
  interrupted flock handled EINTR
  expect holds

claim accept2.eintr
  page "accept(2)" section "ERRORS"
  says "EINTR comes when a signal was caught before a connection."
  interrupted accept, accept4 on UNIX_SOCKETS | socket_tcp handled EINTR
  expect holds

claim connect2.eintr
  page "connect(2)" section "ERRORS"
  says "EINTR comes when a signal was caught."
  interrupted connect on UNIX_SOCKETS | socket_tcp handled EINTR
  expect holds

claim recv2.eintr
  page "recv(2)" section "ERRORS"
  says "EINTR comes when a signal was delivered before any data."
  interrupted recvfrom, recvmsg on UNIX_SOCKETS | socket_tcp | socket_udp handled EINTR
  expect holds

claim recv2.partial
  page "recv(2)" section "MSG_WAITALL"
  says "MSG_WAITALL may return less when a signal is caught."
  interrupted recvfrom, recvmsg on UNIX_SOCKETS | socket_tcp after transfer handled partial
    restarted partial
  expect holds

claim recvmmsg2.timeout_checked_late
  page "recvmmsg(2)" section "BUGS"
  says "The timeout is looked at only after each datagram."
  interrupted recvmmsg row recvmmsg.with_own_timeout restarted reissue unhandled reissue
  litmus page_recvmmsg_own_timeout always "A.sleeps_in = recvmmsg"
  expect holds

claim send2.eintr
  page "send(2)" section "ERRORS"
  says "EINTR comes when a signal was delivered before any data was sent."
  interrupted sendto, sendmsg on UNIX_SOCKETS | socket_tcp handled EINTR
  expect holds

claim socket7.timeouts
  page "socket(7)" section "SO_RCVTIMEO and SO_SNDTIMEO"
  says "SO_RCVTIMEO is for what receives, SO_SNDTIMEO for what sends."
  interrupted recvfrom on socket_tcp when not fd.receive_timeout, fd.send_timeout restarted reissue
  interrupted sendto row sendto.stream_with_other_timeout restarted reissue
  litmus page_connect_receive_timeout always "A.sleeps_in = connect"
  expect holds

claim inotify7.read
  page "inotify(7)" section "Reading events from an inotify file descriptor"
  says "A read that waits is interrupted with EINTR, and restarts with SA_RESTART."
  interrupted read on inotify handled EINTR restarted reissue
  expect holds

claim eventfd2.read
  page "eventfd(2)" section "DESCRIPTION"
  says "A read of an empty eventfd waits as one of a pipe does."
  interrupted read, write on eventfd handled EINTR restarted reissue unhandled reissue
  expect holds

claim timerfd_create2.read
  page "timerfd_create(2)" section "DESCRIPTION"
  says "A read waits for the expiry, and a handler interrupts it."
  interrupted read on timerfd handled EINTR restarted reissue
  expect holds

claim pipe7.fifo_order
  page "pipe(7)" section "DESCRIPTION"
  says "What comes out of a pipe is what was put in, in order."
  property byte_stream.in_order of linux
  property byte_stream.no_byte_lost of linux
  expect holds

claim io_uring_enter2.eintr
  page "io_uring_enter(2)" section "ERRORS"
  says "EINTR comes when a signal was delivered while it waited."
  interrupted io_uring_enter row io_uring_enter.waiting handled EINTR restarted EINTR
  expect holds

claim seccomp_unotify2.restart
  page "seccomp_unotify(2)" section "BUGS"
  says "While a supervisor decides, a call with SA_RESTART is issued again though it never would be"
       "otherwise."
  interrupted nanosleep, epoll_wait, poll row any.supervised restarted reissue
  expect holds

claim seccomp_unotify2.receive_eintr
  page "seccomp_unotify(2)" section "SECCOMP_IOCTL_NOTIF_RECV"
  says "The supervisor's wait can be interrupted with EINTR, and with SA_RESTART it begins again."
  interrupted ioctl row ioctl.notification handled EINTR restarted reissue
  expect holds

claim userfaultfd2.read
  page "userfaultfd(2)" section "DESCRIPTION"
  says "A read of a userfaultfd waits as one of a pipe does."
  interrupted read on userfaultfd handled EINTR restarted reissue
  expect holds

claim syslog2.eintr
  page "syslog(2)" section "ERRORS"
  says "SYSLOG_ACTION_READ fails with EINTR when a signal interrupts it and nothing was read."
  interrupted syslog handled EINTR restarted reissue
  expect holds
