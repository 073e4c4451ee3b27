/// Where a reader of a pipe stands.
enum StreamPlace {
  /// In its program; nothing is on its way.
  in_program,
  copying,
  /// Asleep, for the pipe is empty.
  waiting_for_bytes,
  /// The call comes back with the number of bytes it has moved.
  returns_count,
  /// The call was interrupted and comes back with a restart code.
  returns_code,
  /// What the program gets to see of the interrupted call is settled.
  settled_outcome,
}

/// A program reads a stream from a pipe while signals come at any moment: no byte is lost, none
/// comes twice. Bytes are known by their place in the stream, so that counting them is enough.
/// What a signal makes of a call says the restart table, of a call that has moved something and of
/// one that has not: any row of each kind.
scenario byte_stream
  cites paper "shadow-signals-design", kernel "fs/pipe.c:pipe_read"
{
  variant { linux, restart_after_partial, eintr_after_partial, cancel_after_copy }
  size Capacity 1 .. any
  size Request 1 .. any
  size Length 3 .. any
  /// Bytes written and bytes taken out, since the beginning.
  object Pipe { written: int, taken: int }
  object Reader {
    place: StreamPlace,
    /// How much the call asks for, and whether it waits for all of it.
    asked: int,
    wait_all: bool,
    /// What it has moved, and where in the stream that begins.
    copied: int,
    begin: int,
    /// How many bytes the program has seen.
    seen: int,
    /// A signal with a handler is pending.
    signal_pending: bool,
    flags: set SaFlag,
    /// The code that an interrupted call comes back with.
    code: RestartCode,
    outcome: Outcome,
  }

  fn is_blocked() -> bool =
    reader.place is copying
      and pipe.taken = pipe.written
      and reader.copied < reader.asked
      and (reader.copied = 0 or reader.wait_all)

  rule stream.writes
    cites kernel "fs/pipe.c:pipe_write"
    when  pipe.written < Length,
          pipe.written - pipe.taken < Capacity
    do    pipe.written := pipe.written + 1

  /// A signal comes; its handler has SA_RESTART, or not.
  rule stream.signal_comes (restarts: bool)
    cites kernel "kernel/signal.c:__send_signal_locked"
    when  not reader.signal_pending
    do    reader.signal_pending := true
          reader.flags := if restarts then {SA_RESTART} else {}

  rule stream.reads (n: 1 .. Request, wait_all: bool)
    cites kernel "fs/read_write.c:ksys_read"
    when  reader.place is in_program
    do    reader.place := copying
          reader.asked := n
          reader.wait_all := wait_all
          reader.copied := 0

  rule stream.copies
    fair reader
    cites kernel "fs/pipe.c:pipe_read"
    when  reader.place is copying,
          pipe.taken < pipe.written,
          reader.copied < reader.asked
    do    reader.begin := if reader.copied = 0 then pipe.taken else reader.begin
          reader.copied := reader.copied + 1
          pipe.taken := pipe.taken + 1

  rule stream.has_enough
    fair reader
    cites kernel "fs/pipe.c:pipe_read"
    when  reader.place is copying,
          reader.copied = reader.asked
            or reader.copied > 0 and pipe.taken = pipe.written and not reader.wait_all
    do    reader.place := returns_count

  rule stream.sleeps
    fair reader
    cites kernel "fs/pipe.c:pipe_read"
    when  is_blocked(),
          not reader.signal_pending
    do    reader.place := waiting_for_bytes

  rule stream.wakes
    fair reader
    cites kernel "fs/pipe.c:pipe_write"
    when  reader.place is waiting_for_bytes,
          pipe.taken < pipe.written
    do    reader.place := copying

  /// A row for what has moved something, or one for what has not, says what becomes of the call.
  rule stream.is_interrupted (r: Row)
    fair reader
    cites kernel "fs/pipe.c:pipe_read"
    when  reader.signal_pending,
          interruptible_by_signals(interruptible),
          is_blocked() or reader.place is waiting_for_bytes,
          r.after_transfer = (reader.copied > 0),
          r.interrupted is comes_back(_) | fails(_) | partial
    do    reader.place := if reader.copied > 0 and variant = restart_after_partial then returns_code
                          else if reader.copied > 0
                                    and variant = eintr_after_partial then settled_outcome
                          else match r.interrupted {
                                 comes_back(_) => returns_code,
                                 fails(_)      => settled_outcome,
                                 _             => returns_count
                               }
          reader.code := if r.interrupted is comes_back(c) then c else ERESTARTSYS
          reader.outcome := if r.interrupted is fails(e) then fail(e)
                            else if variant = eintr_after_partial then fail(EINTR)
                            else reissue

  /// Not of Linux: a call is called off although it has moved something.
  rule stream.is_cancelled
    fair reader
    cites paper "shadow-signals-design"
    when  variant = cancel_after_copy,
          reader.signal_pending,
          reader.place is copying,
          reader.copied > 0
    do    reader.place := returns_code
          reader.code := ERESTARTSYS

  /// The handler is built; its action decides what becomes of the call.
  rule stream.handler_runs
    fair reader
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    when  reader.place is returns_code,
          reader.signal_pending
    do    reader.signal_pending := false
          reader.outcome := after_handler(reader.code,
                                          { handler: default, flags: reader.flags, mask: {} })
          reader.code := ERESTARTSYS
          reader.place := settled_outcome

  /// Another thread took the signal, or it was ignored.
  rule stream.no_handler_runs
    cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart"
    when  reader.place is returns_code
    do    reader.signal_pending := false
          reader.outcome := after_nothing(reader.code)
          reader.code := ERESTARTSYS
          reader.place := settled_outcome

  /// A handler may run between two calls as well.
  rule stream.handler_runs_between
    cites kernel "kernel/signal.c:get_signal"
    when  reader.place is in_program | returns_count,
          reader.signal_pending
    do    reader.signal_pending := false

  /// The same call again, with the same arguments, or on where it was: it begins to fill the same
  /// buffer.
  rule stream.is_reissued
    fair reader
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    when  reader.place is settled_outcome,
          reader.outcome is reissue | go_on
    do    reader.place := copying
          reader.copied := 0
          reader.outcome := reissue

  /// EINTR: the program takes it that nothing was moved.
  rule stream.fails
    fair reader
    cites man "read(2)"
    when  reader.place is settled_outcome,
          reader.outcome is fail(_)
    do    reader.place := in_program
          reader.outcome := reissue

  /// The program takes what is in its buffer for the bytes that come next.
  rule stream.returns
    fair reader
    cites man "read(2)"
    when  reader.place is returns_count
    do    reader.place := in_program
          reader.seen := reader.seen + reader.copied

  /// Between calls the program has seen every byte that was taken out of the pipe.
  property no_byte_lost: always reader.place is in_program implies reader.seen >= pipe.taken

  property no_byte_twice: always reader.seen <= pipe.taken

  /// What a call brings is what follows the bytes seen so far.
  property in_order: always reader.place is returns_count implies reader.begin = reader.seen

  /// A call that has moved something never fails.
  property transfer_never_eintr:
    never reader.place is settled_outcome and reader.outcome is fail(_) and reader.copied > 0

  invariant counts:
    0 <= pipe.taken
      and pipe.taken <= pipe.written
      and 0 <= reader.copied
      and reader.copied <= reader.asked
      and (reader.place is not in_program implies reader.asked > 0)
  /// Every byte taken out of the pipe was seen, or lies in the buffer of the call.
  invariant accounts:
    match reader.place {
      in_program => pipe.taken = reader.seen
      copying | waiting_for_bytes =>
        pipe.taken = reader.seen + reader.copied
          and (reader.copied = 0 or reader.begin = reader.seen)
      returns_count =>
        pipe.taken = reader.seen + reader.copied
          and reader.copied > 0
          and reader.begin = reader.seen
      returns_code => pipe.taken = reader.seen and reader.copied = 0
      settled_outcome => pipe.taken = reader.seen and reader.copied = 0
    }

  expect linux: proved
  expect restart_after_partial, eintr_after_partial, cancel_after_copy for no_byte_lost: refuted
  expect restart_after_partial, eintr_after_partial, cancel_after_copy for in_order: refuted
  expect restart_after_partial, eintr_after_partial,
         cancel_after_copy for transfer_never_eintr: refuted
  expect restart_after_partial, eintr_after_partial, cancel_after_copy for no_byte_twice: proved
}
