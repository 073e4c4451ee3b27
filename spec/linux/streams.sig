// What goes through a pipe, or through a pair of sockets: what was put in comes out, once, and
// nothing else does.

/// What goes through a pipe, or one way through a pair of sockets, from the call on that made it.
/// It is known by what is printed behind its descriptors.
entity Stream {
  /// More than one call puts something into a socket, or takes something out.
  of_sockets: bool,
  /// Bytes that were put in, and taken out, by calls that have ended.
  filled: int,
  drained: int,
  /// Calls that are doing so at this moment, or that never came back from it.
  filling: int,
  draining: int,
  /// Bytes have moved that no count tells of.
  uncounted: bool,
}

/// It was just made.
begins made(s: Stream)
  cites kernel "fs/pipe.c:alloc_pipe_info", kernel "net/socket.c:__sys_socketpair"
do
  s.filled := 0
  s.drained := 0
  s.filling := 0
  s.draining := 0
  s.uncounted := false

/// Does the recording show all that goes into this stream and comes out of it? Whoever may have it
/// is followed, and no call is left out, nor told only once it has ended.
fn counts(s: Stream) -> bool
  cites strace "strace(1) -f, -e trace, -z"
=
  not s.uncounted
    and observer.complete
    and observer.shows_errors
    and observer.shows_writing
    and observer.follows_children
    and not observer.moves_unseen
    and not observer.filtered
    and not observer.injects

/// What was put in, as far as that is known. A call that has not ended may have put in a part.
fn all_filled(s: Stream) -> int
  cites kernel "fs/pipe.c:pipe_write", kernel "net/unix/af_unix.c:unix_stream_sendmsg"
=
  if counts(s)
       and s.filling = 0
       and (s.of_sockets
              implies observer.shows_sending and observer.shows_sent_messages) then s.filled
  else unknown

/// What was taken out, as far as that is known. Of several that take at the same time others may
/// have got the rest.
fn all_drained(s: Stream) -> int
  cites kernel "fs/pipe.c:pipe_read"
=
  if counts(s)
       and s.draining = 1
       and (s.of_sockets
              implies observer.shows_reading
                and observer.shows_receiving
                and observer.shows_received_messages) then s.drained
  else unknown

/// What comes out was put in, and has not come out before.
fn may_come_out(s: Stream, amount: int) -> bool
  cites kernel "fs/pipe.c:pipe_read", kernel "net/unix/af_unix.c:unix_stream_read_generic",
        man "pipe(7)"
=
  s.drained + amount <= all_filled(s)

/// The end comes when all has come out that was put in.
fn may_be_at_its_end(s: Stream) -> bool
  cites kernel "fs/pipe.c:pipe_read", kernel "net/unix/af_unix.c:unix_stream_read_generic",
        man "pipe(7)"
=
  all_drained(s) >= s.filled

/// So much goes into a pipe at once.
const PIPE_BUF = 4096
  cites man "pipe(7)", kernel "fs/pipe.c:pipe_write"

/// Packets, or messages of the kernel's own, in place of a stream of bytes.
const KEEPS_NO_STREAM = {O_DIRECT, O_NOTIFICATION_PIPE}
  cites man "pipe(2)"

/// What these let out, or in, does not stand in the stream.
const BESIDE_THE_STREAM = {MSG_OOB, MSG_ERRQUEUE}
  cites man "recv(2)", kernel "net/unix/af_unix.c:unix_stream_recv_urg"
