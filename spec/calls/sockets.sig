// Programs of i386 may come to these calls through socketcall(2), whose number is another one: no
// numbers for i386 here.

/// The flags of the send and receive calls that change how they wait.
enum MsgFlag {
  MSG_OOB = 0x1, MSG_PEEK = 0x2, MSG_TRUNC = 0x20, MSG_DONTWAIT = 0x40, MSG_WAITALL = 0x100,
  MSG_ERRQUEUE = 0x2000, MSG_NOSIGNAL = 0x4000, MSG_MORE = 0x8000, MSG_WAITFORONE = 0x10000,
  MSG_FASTOPEN = 0x20000000, MSG_CMSG_CLOEXEC = 0x40000000,
  other_msg_flag otherwise,
}

/// The bytes of an option, as far as the rules look: a timeout of zero is none.
enum OptionBytes {
  all_zero "\"\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\"" "\"\\0\\0\\0\\0\\0\\0\\0\\0\""
      "\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\""
      "\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"",
  /// Only the address was printed, or the first bytes, which are zero.
  unread "0x*" "NULL" "\"\\0*\"..." "\"\\x00*\"...",
  other_bytes otherwise,
}

/// An option of a socket, as far as it matters here.
enum SocketOption {
  SO_PEEK_OFF = 42,
  SO_ERROR = 4,
  SO_RCVTIMEO = 20 "SO_RCVTIMEO" "SO_RCVTIMEO_OLD" "SO_RCVTIMEO_NEW" "0x42",
  SO_SNDTIMEO = 21 "SO_SNDTIMEO" "SO_SNDTIMEO_OLD" "SO_SNDTIMEO_NEW" "0x43",
  SO_LINGER = 13,
  other_socket_option otherwise,
}

/// May a socket hold the code of a recvmmsg that was cut short? In a file of one task alone no call
/// of another shows.
fn may_hold_code() -> bool
  cites kernel "net/socket.c:do_recvmmsg", strace "strace(1) -ff"
=
  observer.codes_left > 0 or observer.unordered

/// Receives. signal(7): restarted with SA_RESTART unless SO_RCVTIMEO is set on the socket; if it
/// is, EINTR always, and after a stop as well.
call recvfrom, recv(fd: Fd, buf: out data, len: int, flags: set MsgFlag, ...)
  nr x86_64 45 -1
  by fd.object
  same fd, len, flags
  cites kernel "net/socket.c:__sys_recvfrom", man "recv(2)"
{
  row stream on socket_unix_stream when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/unix/af_unix.c:unix_stream_read_generic", table T047
    verified "6.18"

  row stream_with_timeout on socket_unix_stream when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno", table T049
    verified "6.18"

  /// MSG_WAITALL, and a part has come.
  row stream_partial on socket_unix_stream after transfer
    sleeps interruptible interrupted partial
    cites kernel "net/unix/af_unix.c:unix_stream_read_generic", table T051
    verified "6.18"

  /// Datagrams and sequenced packets of AF_UNIX, UDP, raw IP, AF_PACKET, netlink.
  row datagram on DATAGRAM_SOCKETS when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/core/datagram.c:__skb_wait_for_more_packets",
          table T052 T055 T090 T098 T099 T101
    verified "6.18"

  row datagram_with_timeout on DATAGRAM_SOCKETS when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/core/datagram.c:__skb_wait_for_more_packets", table T053 T091 T102
    verified "6.18"

  row tcp on socket_tcp when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/ipv4/tcp.c:tcp_recvmsg_locked", table T077
    verified "6.18"

  row tcp_with_timeout on socket_tcp when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/ipv4/tcp.c:tcp_recvmsg_locked", table T079
    verified "6.18"

  /// MSG_WAITALL or SO_RCVLOWAT, and a part has come.
  row tcp_partial on socket_tcp after transfer
    sleeps interruptible interrupted partial
    cites kernel "net/ipv4/tcp.c:tcp_recvmsg_locked", table T080
    verified "6.18"

  /// At the mark of urgent data, with a signal pending: nothing is copied and nobody slept.
  row tcp_urgent_mark on socket_tcp when not fd.receive_timeout
    interrupted ERESTARTSYS
    cites kernel "net/ipv4/tcp.c:tcp_recvmsg_locked", table T081
    verified "6.18"

  /// Another task holds the socket's lock.
  row tcp_locked on socket_tcp
    sleeps uninterruptible interrupted completes
    cites kernel "net/core/sock.c:__lock_sock", table T089

  row vsock on socket_vsock when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/vmw_vsock/af_vsock.c:vsock_connectible_recvmsg", table T106
    verified "6.1"

  row vsock_with_timeout on socket_vsock when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/vmw_vsock/af_vsock.c:vsock_connectible_recvmsg", table T106
    verified "6.1"

  /// AF_ALG takes no notice of timeouts.
  row crypto on socket_other
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "crypto/af_alg.c:af_alg_wait_for_data", table T107
    verified "6.1"

  row other_family on socket_other when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "include/net/sock.h:sock_intr_errno", table T108
    verified "6.1"

  row other_family_with_timeout on socket_other when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno", table T108
    verified "6.1"

  /// The call before was a recvmmsg that a signal cut short: it left its restart code in the socket
  /// for the next call to find. No signal is there, so nothing turns the code into something else
  /// and the program sees errno 512. A fault of Linux.
  row after_recvmmsg on SOCKETS when not fd.receive_timeout, may_hold_code()
    interrupted ERESTARTSYS
    cites kernel "net/socket.c:do_recvmmsg", rule E1 V15, table T096
    verified "6.18"

  /// As above with SO_RCVTIMEO: EINTR, late, and no signal near it.
  row after_recvmmsg_with_timeout on SOCKETS when fd.receive_timeout, may_hold_code()
    interrupted EINTR
    cites kernel "net/socket.c:do_recvmmsg", rule E1, table T097
    verified "6.18"

  rule begins_to_drain (s: out Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_read_generic"
    shows entered(_, _)
    do    s.draining := s.draining + 1

  /// As read does; what is only looked at stays there.
  rule drains (s: out Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_read_generic", man "recv(2)"
    shows returned(_, _, value(_))
    with  flags & BESIDE_THE_STREAM != {}
            or if amount > 0 then may_come_out(s, amount) else len > 0 implies may_be_at_its_end(s)
    do    s.draining := s.draining - 1
          s.uncounted := s.uncounted or flags & BESIDE_THE_STREAM != {}
          s.drained := s.drained + (if MSG_PEEK in flags then 0 else amount)
          observer.shows_receiving := true

  rule drains_nothing (s: out Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_read_generic"
    shows returned(_, _, error(_) | code(_))
    do    s.draining := s.draining - 1
}

/// Receives a message. All as recvfrom.
call recvmsg(fd: Fd, msg: out data, flags: set MsgFlag)
  nr x86_64 47
  by fd.object
  same fd, flags
  cites kernel "net/socket.c:__sys_recvmsg", man "recv(2)"
{
  row empty on SOCKETS when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "include/net/sock.h:sock_intr_errno", table T047 T078 T090 T106 T108
    verified "6.18"

  row with_timeout on SOCKETS when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno", table T049 T091 T106 T108
    verified "6.18"

  row partial on SOCKETS after transfer
    sleeps interruptible interrupted partial
    cites kernel "net/ipv4/tcp.c:tcp_recvmsg_locked", table T051 T080
    verified "6.18"

  row crypto on socket_other
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "crypto/af_alg.c:af_alg_wait_for_data", table T107
    verified "6.1"

  /// See recvfrom.
  row after_recvmmsg on SOCKETS when not fd.receive_timeout, may_hold_code()
    interrupted ERESTARTSYS
    cites kernel "net/socket.c:do_recvmmsg", table T096
    verified "6.18"

  row after_recvmmsg_with_timeout on SOCKETS when fd.receive_timeout, may_hold_code()
    interrupted EINTR
    cites kernel "net/socket.c:do_recvmmsg", table T097
    verified "6.18"

  rule begins_to_drain (s: out Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_read_generic"
    shows entered(_, _)
    do    s.draining := s.draining + 1

  /// As read does; what is only looked at stays there.
  rule drains (s: out Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_read_generic", man "recv(2)"
    shows returned(_, _, value(_))
    with  flags & BESIDE_THE_STREAM != {} or may_come_out(s, amount)
    do    s.draining := s.draining - 1
          s.uncounted := s.uncounted or flags & BESIDE_THE_STREAM != {}
          s.drained := s.drained + (if MSG_PEEK in flags then 0 else amount)
          observer.shows_received_messages := true

  rule drains_nothing (s: out Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_read_generic"
    shows returned(_, _, error(_) | code(_))
    do    s.draining := s.draining - 1
}

/// Receives several messages. The timeout of its own is looked at after each message only, so it
/// never shortens a sleep, and it does not decide about restarting either: SO_RCVTIMEO does.
call recvmmsg, recvmmsg_time64(fd: Fd, msgs: out data, count: int, flags: set MsgFlag,
                               timeout: option Timespec)
  nr x86_64 299 -1
  by fd.object
  same fd, count, flags, timeout
  cites kernel "net/socket.c:do_recvmmsg", man "recvmmsg(2)"
{
  row empty on SOCKETS when not fd.receive_timeout, timeout is none
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/socket.c:do_recvmmsg", rule M1, table T092
    verified "6.18"

  /// signal(7) says that it is never restarted with a timeout, and fails after a stop.
  row with_own_timeout on SOCKETS when not fd.receive_timeout, timeout is some(_)
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/socket.c:do_recvmmsg", rule M1, table T093
    refutes man "signal(7) recvmmsg with a non-NULL timeout is never restarted"
    verified "6.18"

  row with_timeout on SOCKETS when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/socket.c:do_recvmmsg", table T094
    verified "6.18"

  /// Some messages came. Their number is returned, and the code that would have been stays in the
  /// socket: the next call on it fails. See recvfrom.
  row partial on SOCKETS after transfer
    sleeps interruptible interrupted partial
    cites kernel "net/socket.c:do_recvmmsg", rule E1, table T095
    verified "6.18"

  row crypto on socket_other
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "crypto/af_alg.c:af_alg_wait_for_data", table T107
    verified "6.1"

  row after_recvmmsg on SOCKETS when not fd.receive_timeout, may_hold_code()
    interrupted ERESTARTSYS
    cites kernel "net/socket.c:do_recvmmsg", table T096
    verified "6.18"

  row after_recvmmsg_with_timeout on SOCKETS when fd.receive_timeout, may_hold_code()
    interrupted EINTR
    cites kernel "net/socket.c:do_recvmmsg", table T097
    verified "6.18"

  /// No more than was asked for. If it is less, a signal may have cut it short.
  rule moves_no_more
    cites kernel "net/socket.c:do_recvmmsg", rule U7 E1
    shows returned(t, _, value(_))
    with  fits(amount, count)
    do    observer.codes_left := if amount < count then observer.codes_left + 1
                                 else observer.codes_left

  /// From here on nobody counts what the stream holds.
  rule moves_messages (s: out Stream)
    cites kernel "net/socket.c:do_recvmmsg"
    shows entered(_, _)
    do    s.uncounted := true
}

// The new descriptor is of the listener's kind.
/// Takes the next connection of a listening socket. signal(7): as recv.
call accept, accept4(fd: Fd, addr: out data, len: data, flags: data)
  nr x86_64 43 288
  by fd.object
  same fd, flags
  cites kernel "net/socket.c:__sys_accept4", man "accept(2)"
{
  row unix on UNIX_SOCKETS when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/core/datagram.c:__skb_wait_for_more_packets", table T068
    verified "6.18"

  row unix_with_timeout on UNIX_SOCKETS when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/core/datagram.c:__skb_wait_for_more_packets", table T069
    verified "6.18"

  row tcp on socket_tcp when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/ipv4/inet_connection_sock.c:inet_csk_accept", table T074 T075
    verified "6.18"

  row tcp_with_timeout on socket_tcp when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/ipv4/inet_connection_sock.c:inet_csk_accept", table T076
    verified "6.18"

  row vsock on socket_vsock when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/vmw_vsock/af_vsock.c:vsock_accept", table T104
    verified "6.18"

  row vsock_with_timeout on socket_vsock when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/vmw_vsock/af_vsock.c:vsock_accept", table T105
    verified "6.18"

  row other_family on socket_other when not fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "include/net/sock.h:sock_intr_errno", table T108
    verified "6.1"

  row other_family_with_timeout on socket_other when fd.receive_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno", table T108
    verified "6.1"
}

/// Connects. It looks at SO_SNDTIMEO. signal(7): as send.
call connect(fd: Fd, addr: data, len: int)
  nr x86_64 42
  by fd.object
  same fd, len
  cites kernel "net/socket.c:__sys_connect", man "connect(2)"
{
  /// The listener's queue is full.
  row unix on UNIX_SOCKETS when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/unix/af_unix.c:unix_stream_connect", table T070
    verified "6.18"

  row unix_with_timeout on UNIX_SOCKETS when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/unix/af_unix.c:unix_stream_connect", table T071
    verified "6.18"

  /// The handshake goes on whatever becomes of the call: after EINTR the next connect fails with
  /// EALREADY or EISCONN, and one that is restarted waits for the same handshake.
  row tcp on socket_tcp when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/ipv4/af_inet.c:__inet_stream_connect", table T086
    verified "6.18"

  row tcp_with_timeout on socket_tcp when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/ipv4/af_inet.c:__inet_stream_connect", table T087
    verified "6.18"

  /// A vsock has a timeout of its own for connecting: two seconds unless changed, never endless.
  row vsock on socket_vsock
    sleeps interruptible interrupted EINTR
    cites kernel "net/vmw_vsock/af_vsock.c:vsock_connect", table T106
    verified "6.1"

  row other_family on socket_other when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "include/net/sock.h:sock_intr_errno", table T108
    verified "6.1"

  row other_family_with_timeout on socket_other
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno", table T108
    verified "6.1"
}

/// Names a socket. On AF_UNIX this makes a file, wherever that may lie.
call bind(fd: Fd, addr: data, len: int)
  nr x86_64 49
  by fd.object
  same fd, len
  cites kernel "net/socket.c:__sys_bind", man "bind(2)"
{
  /// Another task binds the same socket, or FUSE answers for the file.
  row busy on UNIX_SOCKETS
    sleeps interruptible interrupted EINTR
    cites kernel "net/unix/af_unix.c:unix_bind_bsd", table T272
    verified "6.1"

  row remote_file on UNIX_SOCKETS
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269 T270
    verified "6.1"
}

/// Sets an option.
call setsockopt(fd: Fd, level: data, option_name: SocketOption, value: OptionBytes, len: int)
  nr x86_64 54
  by fd.object
  same fd, level, option_name, len
  cites kernel "net/socket.c:__sys_setsockopt", man "setsockopt(2)"
{
  /// Somebody holds the lock of the socket's readers. A reader that is asleep does not: it lets go
  /// of it before, so that the call succeeds at once.
  row peek_offset_beside_reader on UNIX_SOCKETS when option_name is SO_PEEK_OFF
    interrupted completes
    cites live "unix_peek_offset", table T072
    verified "6.18"
    unobservable "no signal need follow it, so nothing shows that it waited"

  /// One that is just copying does, and then a signal can end the wait.
  row peek_offset on UNIX_SOCKETS when option_name is SO_PEEK_OFF
    sleeps interruptible interrupted EINTR
    cites kernel "net/unix/af_unix.c:unix_set_peek_off", table T072
    until 6.8

  /// Some families connect by an option (SCTP).
  row other_family on socket_other
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/sctp/socket.c:sctp_wait_for_connect", table T108
    verified "6.1"

  row other_family_with_timeout on socket_other
    sleeps interruptible interrupted EINTR
    cites kernel "net/sctp/socket.c:sctp_wait_for_connect", table T108
    verified "6.1"

  /// Until it is done other threads may find the old timeout or the new one.
  rule begins_to_set
    cites kernel "net/core/sock.c:sock_set_timeout"
    shows entered(t, _, _)
    do    fd.receive_timeout := if option_name is SO_RCVTIMEO then unknown else fd.receive_timeout
          fd.send_timeout := if option_name is SO_SNDTIMEO then unknown else fd.send_timeout

  /// A receive timeout is set, or taken away by setting it to zero.
  rule sets_receive_timeout
    cites kernel "net/core/sock.c:sock_set_timeout", man "socket(7) SO_RCVTIMEO"
    shows returned(t, _, value(_))
    when  option_name is SO_RCVTIMEO
    do    fd.receive_timeout := if value is unread or fd.shared then unknown else value != all_zero

  rule sets_send_timeout
    cites kernel "net/core/sock.c:sock_set_timeout", man "socket(7) SO_SNDTIMEO"
    shows returned(t, _, value(_))
    when  option_name is SO_SNDTIMEO
    do    fd.send_timeout := if value is unread or fd.shared then unknown else value != all_zero

  rule sets_other_option
    cites kernel "net/socket.c:__sys_setsockopt", man "setsockopt(2)"
    shows returned(t, _, value(_))
    when  not option_name in {SO_RCVTIMEO, SO_SNDTIMEO}
}

/// Reads an option.
call getsockopt(fd: Fd, level: data, option_name: SocketOption, value: out data, len: data)
  nr x86_64 55
  by fd.object
  same fd, level, option_name
  cites kernel "net/socket.c:__sys_getsockopt", man "getsockopt(2)"
{
  /// SO_ERROR gives, and forgets, the code that an interrupted recvmmsg left: 512, or EINTR when
  /// SO_RCVTIMEO is set. The call itself succeeds. A fault of Linux.
  row error_left_by_recvmmsg on SOCKETS when option_name is SO_ERROR
    interrupted succeeds
    cites kernel "net/socket.c:do_recvmmsg", rule E1, table T289
    verified "6.18"
    unobservable "the value is the code, and values are not looked at"

  row other_family on socket_other
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/sctp/socket.c:sctp_wait_for_connect", table T108
    verified "6.1"

  row other_family_with_timeout on socket_other when option_name is other_socket_option
    sleeps interruptible interrupted EINTR
    cites kernel "net/sctp/socket.c:sctp_wait_for_connect", table T108
    verified "6.1"
}

// The kind of descriptor that comes from socket and socketpair is told by domain and type.

/// Makes a socket; it never waits for anybody.
call socket(domain: data, kind: data, protocol: data)
  nr x86_64 41
  makes SOCKETS
  cites kernel "net/socket.c:__sys_socket", man "socket(2)"

/// What two sockets are to each other.
enum SocketKind {
  SOCK_STREAM = 0x1, SOCK_NONBLOCK = 0x800, SOCK_CLOEXEC = 0x80000, other_socket_kind otherwise,
}

/// Two descriptors: what is sent by one is received by the other.
call socketpair(domain: data, kind: set SocketKind, protocol: data, fds: out data)
  nr x86_64 53
  makes SOCKETS
  cites kernel "net/socket.c:__sys_socketpair", man "socketpair(2)"
{
  /// Messages are no stream: their ends may be cut off.
  rule begins_empty (s: Stream)
    cites kernel "net/unix/af_unix.c:unix_create", man "unix(7)"
    shows returned(_, _, value(_))
    do    s.of_sockets := true
          s.uncounted := kind - {SOCK_NONBLOCK, SOCK_CLOEXEC} != {SOCK_STREAM}
}
