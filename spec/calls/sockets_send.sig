// Sending on sockets. A send timeout makes an interrupted call fail; a receive timeout does not.

/// Sends. signal(7): restarted with SA_RESTART unless SO_RCVTIMEO is set on the socket; it is
/// SO_SNDTIMEO that counts.
call sendto, send(fd: Fd, buf: data, len: int, flags: set MsgFlag, address: data, address_len: data)
  nr x86_64 44 -1
  by fd.object
  same fd, len, flags, address, address_len
  cites kernel "net/socket.c:__sys_sendto", man "send(2)"
{
  /// Nothing queued yet.
  row stream on socket_unix_stream when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/core/sock.c:sock_alloc_send_pskb", table T056
    verified "6.18"

  row stream_with_timeout on socket_unix_stream when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/core/sock.c:sock_alloc_send_pskb", table T057
    verified "6.18"

  /// Only SO_RCVTIMEO is set: the call restarts.
  row stream_with_other_timeout on socket_unix_stream when not fd.send_timeout, fd.receive_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "include/net/sock.h:sock_sndtimeo", rule M4, table T058
    refutes man "signal(7) output calls are never restarted when SO_RCVTIMEO is set"
    verified "6.18"

  row stream_partial on socket_unix_stream after transfer
    sleeps interruptible interrupted partial
    cites kernel "net/unix/af_unix.c:unix_stream_sendmsg", table T059
    verified "6.18"

  /// The sender's buffer is full.
  row datagram on DATAGRAM_SOCKETS when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/core/sock.c:sock_alloc_send_pskb", table T063
    verified "6.18"

  row datagram_with_timeout on DATAGRAM_SOCKETS when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/core/sock.c:sock_alloc_send_pskb", table T064
    verified "6.18"

  /// The receiver's queue is full.
  row full_peer on socket_unix_dgram when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/unix/af_unix.c:unix_wait_for_peer", table T065, live "unix_dgram_full_peer"
    verified "6.18"

  row full_peer_with_timeout on socket_unix_dgram when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/unix/af_unix.c:unix_wait_for_peer", table T065, live "unix_dgram_full_peer"
    verified "6.18"

  /// No memory for sending, and nothing queued yet.
  row tcp on socket_tcp when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/core/stream.c:sk_stream_wait_memory", table T082
    verified "6.18"

  row tcp_with_timeout on socket_tcp when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/core/stream.c:sk_stream_wait_memory", table T083
    verified "6.18"

  row tcp_partial on socket_tcp after transfer
    sleeps interruptible interrupted partial
    cites kernel "net/ipv4/tcp.c:tcp_sendmsg_locked", table T084
    verified "6.18"

  /// The connection is still being made.
  row tcp_connecting on socket_tcp when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/core/stream.c:sk_stream_wait_connect", table T085,
          live "tcp_send_while_connecting"
    verified "6.18"

  row tcp_connecting_with_timeout on socket_tcp when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/core/stream.c:sk_stream_wait_connect", table T085,
          live "tcp_send_while_connecting"
    verified "6.18"

  row tcp_locked on socket_tcp
    sleeps uninterruptible interrupted completes
    cites kernel "net/core/sock.c:__lock_sock", table T089

  /// A ring of packets to send: waiting until they have gone out.
  row packet_ring on socket_packet
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/packet/af_packet.c:tpacket_snd", table T100
    verified "6.1"

  /// The receiver cannot keep up.
  row netlink_congested on socket_netlink when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/netlink/af_netlink.c:netlink_attachskb", table T103, live "netlink_full_peer"
    verified "6.18"

  row netlink_congested_with_timeout on socket_netlink when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/netlink/af_netlink.c:netlink_attachskb", table T103, live "netlink_full_peer"
    verified "6.18"

  row vsock on socket_vsock when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/vmw_vsock/af_vsock.c:vsock_connectible_sendmsg", table T106
    verified "6.1"

  row vsock_with_timeout on socket_vsock when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "net/vmw_vsock/af_vsock.c:vsock_connectible_sendmsg", table T106
    verified "6.1"

  /// AF_ALG takes no notice of timeouts.
  row crypto on socket_other
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "crypto/af_alg.c:af_alg_wait_for_wmem", table T107
    verified "6.1"

  row other_family on socket_other when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "include/net/sock.h:sock_intr_errno", table T108
    verified "6.1"

  row other_family_with_timeout on socket_other when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno", table T108
    verified "6.1"

  /// What an interrupted recvmmsg left in the socket: see recvfrom.
  row after_recvmmsg on SOCKETS when not fd.receive_timeout, may_hold_code()
    interrupted ERESTARTSYS
    cites kernel "net/socket.c:do_recvmmsg", table T096
    verified "6.18"

  row after_recvmmsg_with_timeout on SOCKETS when fd.receive_timeout, may_hold_code()
    interrupted EINTR
    cites kernel "net/socket.c:do_recvmmsg", table T097
    verified "6.18"

  /// Nobody reads any more: the sender gets SIGPIPE, unless it said that it does not want it.
  rule broken_pipe
    cites kernel "net/core/stream.c:sk_stream_error",
          kernel "net/unix/af_unix.c:unix_stream_sendmsg", rule F9
    shows returned(t, _, error(EPIPE))
    do    let silent = MSG_NOSIGNAL in flags
          let told = fd.object in STREAM_SOCKETS
            and not silent
            and queued(t, SIGPIPE, private_queue)
          t.due := if told then t.due + {SIGPIPE} else t.due
          t.due_alone := if told then t.due_alone + {SIGPIPE} else t.due_alone
          t.raised := if silent and SIGPIPE not in t.blocked then t.raised - {SIGPIPE} else t.raised

  rule begins_to_fill (s: in Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_sendmsg"
    shows entered(_, _)
    do    s.filling := s.filling + 1

  rule fills (s: in Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_sendmsg"
    shows returned(_, _, value(_))
    do    s.filling := s.filling - 1
          s.filled := s.filled + amount
          s.uncounted := s.uncounted or flags & BESIDE_THE_STREAM != {}
          observer.shows_sending := true

  rule fills_nothing (s: in Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_sendmsg"
    shows returned(_, _, error(_) | code(_))
    do    s.filling := s.filling - 1
}

/// What goes along with a message: descriptors, for one.
record MessageHeader { control_length: int as "msg_controllen" }

/// Sends a message. All as sendto.
call sendmsg(fd: Fd, msg: MessageHeader, flags: set MsgFlag)
  nr x86_64 46
  by fd.object
  same fd, flags
  cites kernel "net/socket.c:__sys_sendmsg", man "send(2)"
{
  row full on SOCKETS when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "include/net/sock.h:sock_intr_errno", table T060 T065 T082 T085 T103 T106 T108
    verified "6.18"

  row with_timeout on SOCKETS when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno", table T057 T083 T106 T108
    verified "6.18"

  row partial on SOCKETS after transfer
    sleeps interruptible interrupted partial
    cites kernel "net/unix/af_unix.c:unix_stream_sendmsg", table T059 T084

  row packet_ring on socket_packet
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/packet/af_packet.c:tpacket_snd", table T100
    verified "6.1"

  /// The kernel looks for a free index of an IPsec state, and for signals between two tries. The
  /// code goes into the answer that the socket receives.
  row ipsec_index on socket_netlink
    sleeps running interrupted ERESTARTSYS
    cites kernel "net/xfrm/xfrm_state.c:xfrm_alloc_spi", table T109
    unobservable "the code is in the answer, which is not looked at"

  row crypto on socket_other
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "crypto/af_alg.c:af_alg_wait_for_wmem", table T107
    verified "6.1"

  /// What an interrupted recvmmsg left in the socket: see recvfrom.
  row after_recvmmsg on SOCKETS when not fd.receive_timeout, may_hold_code()
    interrupted ERESTARTSYS
    cites kernel "net/socket.c:do_recvmmsg", table T096
    verified "6.18"

  row after_recvmmsg_with_timeout on SOCKETS when fd.receive_timeout, may_hold_code()
    interrupted EINTR
    cites kernel "net/socket.c:do_recvmmsg", table T097
    verified "6.18"

  /// Whoever receives it may be a task that is not followed.
  rule gives_descriptors
    cites kernel "net/core/scm.c:scm_fp_copy", man "unix(7) SCM_RIGHTS"
    shows entered(t, _, _)
    when  msg.control_length != 0
    do    observer.moves_unseen := true

  rule gives_no_descriptors
    cites man "unix(7) SCM_RIGHTS"
    shows entered(t, _, _)
    when  msg.control_length = 0

  /// Nobody reads any more: the sender gets SIGPIPE, unless it said that it does not want it.
  rule broken_pipe
    cites kernel "net/core/stream.c:sk_stream_error",
          kernel "net/unix/af_unix.c:unix_stream_sendmsg", rule F9
    shows returned(t, _, error(EPIPE))
    do    let silent = MSG_NOSIGNAL in flags
          let told = fd.object in STREAM_SOCKETS
            and not silent
            and queued(t, SIGPIPE, private_queue)
          t.due := if told then t.due + {SIGPIPE} else t.due
          t.due_alone := if told then t.due_alone + {SIGPIPE} else t.due_alone
          t.raised := if silent and SIGPIPE not in t.blocked then t.raised - {SIGPIPE} else t.raised

  rule begins_to_fill (s: in Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_sendmsg"
    shows entered(_, _)
    do    s.filling := s.filling + 1

  rule fills (s: in Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_sendmsg"
    shows returned(_, _, value(_))
    do    s.filling := s.filling - 1
          s.filled := s.filled + amount
          s.uncounted := s.uncounted or flags & BESIDE_THE_STREAM != {}
          observer.shows_sent_messages := true

  rule fills_nothing (s: in Stream)
    cites kernel "net/unix/af_unix.c:unix_stream_sendmsg"
    shows returned(_, _, error(_) | code(_))
    do    s.filling := s.filling - 1
}

/// Sends several messages. signal(7) does not speak of it.
call sendmmsg(fd: Fd, msgs: out data, count: int, flags: set MsgFlag)
  nr x86_64 307
  by fd.object
  same fd, count, flags
  cites kernel "net/socket.c:__sys_sendmmsg", man "sendmmsg(2)"
{
  /// Not one message is out.
  row full on SOCKETS when not fd.send_timeout
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/socket.c:__sys_sendmmsg", rule N8, table T066
    verified "6.18"

  row with_timeout on SOCKETS when fd.send_timeout
    sleeps interruptible interrupted EINTR
    cites kernel "include/net/sock.h:sock_intr_errno", table T108

  /// The number of messages sent; what interrupted the call is forgotten.
  row partial on SOCKETS after transfer
    sleeps interruptible interrupted partial
    cites kernel "net/socket.c:__sys_sendmmsg", rule N8, table T067, live "sendmmsg_partial"
    verified "6.18"

  row other_family on socket_other | socket_packet
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "net/packet/af_packet.c:tpacket_snd", table T100 T107
    verified "6.1"

  /// What an interrupted recvmmsg left in the socket: see recvfrom.
  row after_recvmmsg on SOCKETS when not fd.receive_timeout, may_hold_code()
    interrupted ERESTARTSYS
    cites kernel "net/socket.c:do_recvmmsg", table T096
    verified "6.18"

  row after_recvmmsg_with_timeout on SOCKETS when fd.receive_timeout, may_hold_code()
    interrupted EINTR
    cites kernel "net/socket.c:do_recvmmsg", table T097
    verified "6.18"

  /// No more than was asked for.
  rule moves_no_more
    cites kernel "net/socket.c:__sys_sendmmsg", rule U7
    shows returned(t, _, value(_))
    with  fits(amount, count)

  rule may_give_descriptors
    cites kernel "net/core/scm.c:scm_fp_copy", man "unix(7) SCM_RIGHTS"
    shows entered(t, _, _)
    do    observer.moves_unseen := true

  /// From here on nobody counts what the stream holds.
  rule moves_messages (s: in Stream)
    cites kernel "net/socket.c:__sys_sendmmsg"
    shows entered(_, _)
    do    s.uncounted := true
}
