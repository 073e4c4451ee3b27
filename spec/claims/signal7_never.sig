// What signal(7) says of calls that never restart, and of what stops do to calls.

claim signal7.input_timeout_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "With SO_RCVTIMEO set accept, recv, recvfrom and recvmsg never restart: they fail with"
       "EINTR."
  interrupted accept, accept4, recvfrom, recvmsg on UNIX_SOCKETS | socket_tcp
    when fd.receive_timeout handled EINTR restarted EINTR
  expect holds

claim signal7.recvmmsg_socket_timeout_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "With SO_RCVTIMEO set recvmmsg never restarts."
  interrupted recvmmsg on UNIX_SOCKETS | socket_udp when fd.receive_timeout handled EINTR
    restarted EINTR
  expect holds

/// The argument is looked at only after a message has come: what counts is SO_RCVTIMEO. Without it
/// the call restarts with SA_RESTART.
claim signal7.recvmmsg_own_timeout_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "With a timeout argument recvmmsg never restarts, either."
  interrupted recvmmsg on SOCKETS when timeout is some(_), not fd.receive_timeout restarted EINTR
  expect refuted
  seen in page_recvmmsg_own_timeout "A.sleeps_in = recvmmsg and A.handled = [SIGUSR1]"
  cites kernel "net/socket.c:do_recvmmsg"

/// It is SO_SNDTIMEO that counts. What fails with SO_RCVTIMEO is what an interrupted recvmmsg has
/// left.
claim signal7.output_receive_timeout_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "With SO_RCVTIMEO set connect, send, sendto and sendmsg never restart."
  interrupted connect, sendto, sendmsg on UNIX_SOCKETS | socket_tcp when fd.receive_timeout,
                                                                         not fd.send_timeout
    restarted EINTR
  expect conditional
  seen in page_connect_receive_timeout "A.sleeps_in = connect and A.handled = [SIGUSR1]"
  cites kernel "include/net/sock.h:sock_sndtimeo", kernel "include/net/sock.h:sock_intr_errno"

claim signal7.output_send_timeout_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "With SO_SNDTIMEO set connect, send, sendto and sendmsg never restart."
  interrupted connect, sendto, sendmsg on UNIX_SOCKETS | socket_tcp when fd.send_timeout,
                                                                         fd.receive_timeout
    handled EINTR restarted EINTR
  expect holds

claim signal7.pause_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "pause never restarts."
  interrupted pause handled EINTR restarted EINTR
  expect holds

claim signal7.sigsuspend_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "sigsuspend never restarts."
  interrupted rt_sigsuspend handled EINTR restarted EINTR
  expect holds

claim signal7.sigtimedwait_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "sigtimedwait and sigwaitinfo never restart after a handler for another signal."
  interrupted rt_sigtimedwait row rt_sigtimedwait.other_signal handled EINTR restarted EINTR
  expect holds

claim signal7.epoll_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "epoll_wait and epoll_pwait never restart."
  interrupted epoll_wait, epoll_pwait row epoll_wait.waiting | epoll_pwait.waiting handled EINTR
    restarted EINTR
  expect holds

claim signal7.poll_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "poll never restarts."
  interrupted poll handled EINTR restarted EINTR
  expect holds

claim signal7.ppoll_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "ppoll never restarts."
  interrupted ppoll row ppoll.waiting | ppoll.sticky_timeout handled EINTR restarted EINTR
  expect holds

claim signal7.select_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "select and pselect never restart."
  interrupted select handled EINTR restarted EINTR
  interrupted pselect6 row pselect6.waiting | pselect6.sticky_timeout handled EINTR restarted EINTR
  expect holds

claim signal7.message_ipc_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "msgrcv and msgsnd never restart."
  interrupted msgrcv, msgsnd handled EINTR restarted EINTR
  expect holds

claim signal7.semaphore_ipc_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "semop and semtimedop never restart."
  interrupted semop, semtimedop handled EINTR restarted EINTR
  expect holds

claim signal7.sleep_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "nanosleep, clock_nanosleep and usleep never restart."
  interrupted nanosleep, clock_nanosleep handled EINTR restarted EINTR
  expect holds

claim signal7.io_getevents_eintr
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "io_getevents never restarts."
  interrupted io_getevents handled EINTR restarted EINTR
  expect holds

/// After a stop it goes on, where io_getevents fails.
claim signal7.io_getevents_in_pgetevents
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "io_pgetevents, of which the page says nothing, goes the way of io_getevents."
  interrupted io_pgetevents handled EINTR restarted EINTR unhandled EINTR
  expect conditional
  unseen "no litmus test makes asynchronous requests"
  cites kernel "fs/aio.c:SYSCALL_DEFINE6(io_pgetevents)", live "pages"

claim signal7.sleep_gives_rest
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "sleep(3) returns the rest of its time when a handler interrupts it."
  interrupted clock_nanosleep row clock_nanosleep.sleep_in_the_library handled EINTR restarted EINTR
  litmus page_nanosleep always "A.got = EINTR"
  expect holds

claim signal7.seccomp_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "A notification by seccomp can make calls restart that never would."
  interrupted nanosleep, epoll_wait row any.supervised handled EINTR restarted reissue
  expect holds

/// With SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV signals that do not kill wait until the call is
/// answered.
claim signal7.seccomp_only_restarts
  page "signal(7)" section "Interruption of system calls and library functions by signal handlers"
  says "That is all that such a notification changes."
  interrupted nanosleep, epoll_wait row any.supervised handled EINTR restarted reissue
  interrupted nanosleep, epoll_wait row any.supervised_and_received handled EINTR restarted reissue
  expect conditional
  unseen "no litmus test has a supervisor"
  cites kernel "kernel/seccomp.c:should_sleep_killable", live "pages"

claim signal7.stop_input_timeout
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop accept, recv, recvfrom and recvmsg fail with EINTR when SO_RCVTIMEO is set."
  interrupted accept, accept4, recvfrom, recvmsg on UNIX_SOCKETS | socket_tcp
    when fd.receive_timeout unhandled EINTR
  expect holds

/// It waits on, unless SO_RCVTIMEO is set.
claim signal7.stop_recvmmsg_own_timeout
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop recvmmsg with a timeout argument fails with EINTR."
  interrupted recvmmsg on SOCKETS when timeout is some(_), not fd.receive_timeout unhandled EINTR
  expect refuted
  seen in page_recvmmsg_stopped "A.sleeps_in = recvmmsg"
  cites kernel "net/socket.c:do_recvmmsg"

claim signal7.stop_recvmmsg_socket_timeout
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop recvmmsg fails with EINTR when SO_RCVTIMEO is set."
  interrupted recvmmsg on UNIX_SOCKETS | socket_udp when fd.receive_timeout unhandled EINTR
  expect holds

claim signal7.stop_output_timeout
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop connect, send, sendto and sendmsg fail with EINTR when SO_SNDTIMEO is set."
  interrupted connect, sendto, sendmsg on UNIX_SOCKETS | socket_tcp when fd.send_timeout,
                                                                         fd.receive_timeout
    unhandled EINTR
  expect holds

claim signal7.stop_epoll
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop epoll_wait and epoll_pwait fail with EINTR."
  interrupted epoll_wait, epoll_pwait row epoll_wait.waiting | epoll_pwait.waiting unhandled EINTR
  expect holds

claim signal7.stop_semop
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop semop and semtimedop fail with EINTR."
  interrupted semop, semtimedop unhandled EINTR
  expect holds

claim signal7.stop_sigtimedwait
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop sigtimedwait and sigwaitinfo fail with EINTR."
  interrupted rt_sigtimedwait row rt_sigtimedwait.other_signal unhandled EINTR
  expect holds

claim signal7.stop_inotify
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop read of an inotify descriptor goes on, since Linux 3.8."
  interrupted read on inotify unhandled reissue
  expect holds

claim signal7.stop_futex
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop FUTEX_WAIT, sem_wait and sem_timedwait go on, since Linux 2.6.22."
  interrupted futex on FUTEX_WAIT unhandled reissue | go_on
  interrupted futex row futex.sem_wait | futex.sem_timedwait unhandled reissue | go_on
  expect holds

claim signal7.stop_messages
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop msgrcv and msgsnd go on, since Linux 2.6.9."
  interrupted msgrcv, msgsnd unhandled reissue
  expect holds

claim signal7.stop_nanosleep
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "After a stop nanosleep goes on, since Linux 2.6."
  interrupted nanosleep unhandled go_on
  litmus page_stopped_sleeper always "A.got = 0"
  expect holds

/// It fails with EINTR.
claim signal7.stop_list_io_getevents
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "io_getevents is not in the list of what fails with EINTR after a stop: it goes on."
  interrupted io_getevents unhandled reissue | go_on
  expect refuted
  unseen "no litmus test makes asynchronous requests"
  cites kernel "fs/aio.c:read_events", live "pages"

/// It fails with EINTR.
claim signal7.stop_list_io_uring_enter
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "io_uring_enter is not in the list of what fails with EINTR after a stop: it goes on."
  interrupted io_uring_enter row io_uring_enter.waiting unhandled reissue | go_on
  expect refuted
  unseen "no litmus test has a ring"
  cites kernel "io_uring/io_uring.c:io_cqring_wait", live "pages"

/// It fails with EINTR, as epoll_pwait does.
claim signal7.stop_list_epoll_pwait2
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "epoll_pwait2 is not in the list of what fails with EINTR after a stop: it goes on."
  interrupted epoll_pwait2 unhandled reissue | go_on
  expect refuted
  seen in page_epoll_pwait2_stopped "A.got = EINTR"
  cites kernel "fs/eventpoll.c:ep_poll"

/// It fails with EINTR where the rest of the timeout cannot be written back, or with the
/// personality STICKY_TIMEOUTS.
claim signal7.stop_list_select
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "select, with pselect and ppoll, is not in the list of what fails with EINTR after a stop:"
       "it goes on."
  interrupted select row select.waiting | select.sticky_timeout unhandled reissue | go_on
  interrupted pselect6 row pselect6.waiting | pselect6.sticky_timeout unhandled reissue | go_on
  interrupted ppoll row ppoll.waiting | ppoll.sticky_timeout unhandled reissue | go_on
  expect conditional
  unseen "no litmus test has a personality, or memory that cannot be written to"
  cites kernel "fs/select.c:poll_select_finish", live "pages"

/// It fails with EINTR, as recv does.
claim signal7.stop_list_socket_read
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "read or readv of a socket with SO_RCVTIMEO is not in the list of what fails with EINTR"
       "after a stop: it goes on."
  interrupted read, readv row read.socket_with_timeout unhandled reissue | go_on
  expect refuted
  seen in page_read_timeout_stopped "A.got = EINTR"
  cites kernel "include/net/sock.h:sock_intr_errno"

/// It fails with EINTR, as send does.
claim signal7.stop_list_socket_write
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "write or writev to a socket with SO_SNDTIMEO is not in the list of what fails with EINTR"
       "after a stop: it goes on."
  interrupted write, writev row write.socket_with_timeout unhandled reissue | go_on
  expect refuted
  unseen "no litmus test has a socket that is full"
  cites kernel "include/net/sock.h:sock_intr_errno", live "pages"

/// It fails with EINTR.
claim signal7.stop_list_splice
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "splice from a socket with SO_RCVTIMEO is not in the list of what fails with EINTR after a"
       "stop: it goes on."
  interrupted splice row splice.socket_with_timeout unhandled reissue | go_on
  expect refuted
  unseen "no litmus test has such a splice"
  cites kernel "net/ipv4/tcp.c:tcp_splice_read", live "pages"

/// It fails with EINTR.
claim signal7.stop_list_drain
  page "signal(7)" section "Interruption of system calls and library functions by stop signals"
  says "tcdrain is not in the list of what fails with EINTR after a stop: it goes on."
  interrupted ioctl row ioctl.draining unhandled reissue | go_on
  expect refuted
  unseen "needs a line that is not drained"
  cites kernel "drivers/tty/tty_io.c:tty_ioctl", live "machine"
