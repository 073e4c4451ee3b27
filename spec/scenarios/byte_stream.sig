/// Where a program stands that reads from a pipe, or writes to it.
enum StreamPlace {
  /// In its program; nothing is on its way.
  in_program,
  copying,
  /// Asleep, for the pipe is empty, or full.
  waiting_for_pipe,
  /// The call comes back with the number of bytes it has moved.
  returns_count,
  /// The call was interrupted and comes back with a restart code.
  returns_code,
  /// What the program gets to see of the interrupted call is settled.
  settled_outcome,
}

/// A program reads a stream from a pipe, or writes one, while signals come at any moment: no byte
/// is lost, none comes twice. Bytes are known by their place in the stream, so that counting them
/// is enough. What a signal makes of a call says the restart table, of a call that has moved
/// something and of one that has not: any row of each kind.
///
/// Of a read that is made again although it has moved something a part is lost; of a write it goes
/// into the pipe twice.
scenario byte_stream
  cites paper "shadow-signals-design", kernel "fs/pipe.c:pipe_read"
{
  variant { linux, restart_after_partial, eintr_after_partial, cancel_after_copy }
  size Capacity 1 .. any
  size Request 1 .. any
  size Length 3 .. any
  /// Bytes written and bytes taken out, since the beginning.
  object Pipe { written: int, taken: int }
  object Mover {
    place: StreamPlace,
    writes: bool = unknown,
    /// How much the call asks for, and whether it waits for all of it.
    asked: int,
    wait_all: bool,
    /// What it has moved, and where in the stream that begins.
    copied: int,
    begin: int,
    /// How many bytes the program has seen, or takes for written.
    seen: int,
    /// A signal with a handler is pending.
    signal_pending: bool,
    flags: set SaFlag,
    /// The code that an interrupted call comes back with.
    code: RestartCode,
    outcome: Outcome,
  }

  /// What went through its end of the pipe, and whether more can.
  fn moved() -> int =
    if mover.writes then pipe.written else pipe.taken

  fn has_room() -> bool =
    pipe.written < Length and pipe.written - pipe.taken < Capacity

  fn has_bytes() -> bool =
    pipe.taken < pipe.written

  fn can_move() -> bool =
    if mover.writes then has_room() else has_bytes()

  fn is_blocked() -> bool =
    mover.place is copying
      and not can_move()
      and mover.copied < mover.asked
      and (mover.copied = 0 or mover.wait_all)

  /// Somebody else is at the other end.
  rule stream.is_filled
    cites kernel "fs/pipe.c:pipe_write"
    when  not mover.writes,
          has_room()
    do    pipe.written := pipe.written + 1

  rule stream.is_emptied
    cites kernel "fs/pipe.c:pipe_read"
    when  mover.writes,
          has_bytes()
    do    pipe.taken := pipe.taken + 1

  /// A signal comes; its handler has SA_RESTART, or not.
  rule stream.signal_comes (restarts: bool)
    cites kernel "kernel/signal.c:__send_signal_locked"
    when  not mover.signal_pending
    do    mover.signal_pending := true
          mover.flags := if restarts then {SA_RESTART} else {}

  rule stream.calls (n: 1 .. Request, wait_all: bool)
    cites kernel "fs/read_write.c:ksys_read", kernel "fs/read_write.c:ksys_write"
    when  mover.place is in_program
    do    mover.place := copying
          mover.asked := n
          mover.wait_all := wait_all
          mover.copied := 0

  rule stream.copies
    fair mover
    cites kernel "fs/pipe.c:pipe_read", kernel "fs/pipe.c:pipe_write"
    when  mover.place is copying,
          can_move(),
          mover.copied < mover.asked
    do    mover.begin := if mover.copied = 0 then moved() else mover.begin
          mover.copied := mover.copied + 1
          if mover.writes then pipe.written := pipe.written + 1
          if not mover.writes then pipe.taken := pipe.taken + 1

  rule stream.has_enough
    fair mover
    cites kernel "fs/pipe.c:pipe_read"
    when  mover.place is copying,
          mover.copied = mover.asked or mover.copied > 0 and not can_move() and not mover.wait_all
    do    mover.place := returns_count

  rule stream.sleeps
    fair mover
    cites kernel "fs/pipe.c:pipe_read"
    when  is_blocked(),
          not mover.signal_pending
    do    mover.place := waiting_for_pipe

  rule stream.wakes
    fair mover
    cites kernel "fs/pipe.c:pipe_write", kernel "fs/pipe.c:pipe_read"
    when  mover.place is waiting_for_pipe,
          can_move()
    do    mover.place := copying

  /// A row for what has moved something, or one for what has not, says what becomes of the call.
  rule stream.is_interrupted (r: Row)
    fair mover
    cites kernel "fs/pipe.c:pipe_read"
    when  mover.signal_pending,
          interruptible_by_signals(interruptible),
          is_blocked() or mover.place is waiting_for_pipe,
          r.after_transfer = (mover.copied > 0),
          r.interrupted is comes_back(_) | fails(_) | partial
    do    mover.place := if mover.copied > 0 and variant = restart_after_partial then returns_code
                         else if mover.copied > 0
                                   and variant = eintr_after_partial then settled_outcome
                         else match r.interrupted {
                                comes_back(_) => returns_code,
                                fails(_)      => settled_outcome,
                                _             => returns_count
                              }
          mover.code := if r.interrupted is comes_back(c) then c else ERESTARTSYS
          mover.outcome := if r.interrupted is fails(e) then fail(e)
                           else if variant = eintr_after_partial then fail(EINTR)
                           else reissue

  /// Not of Linux: a call is called off although it has moved something.
  rule stream.is_cancelled
    fair mover
    cites paper "shadow-signals-design"
    when  variant = cancel_after_copy,
          mover.signal_pending,
          mover.place is copying,
          mover.copied > 0
    do    mover.place := returns_code
          mover.code := ERESTARTSYS

  /// The handler is built; its action decides what becomes of the call.
  rule stream.handler_runs
    fair mover
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    when  mover.place is returns_code,
          mover.signal_pending
    do    mover.signal_pending := false
          mover.outcome := after_handler(mover.code,
                                         { handler: default, flags: mover.flags, mask: {} })
          mover.code := ERESTARTSYS
          mover.place := settled_outcome

  /// Another thread took the signal, or it was ignored.
  rule stream.no_handler_runs
    cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart"
    when  mover.place is returns_code
    do    mover.signal_pending := false
          mover.outcome := after_nothing(mover.code)
          mover.code := ERESTARTSYS
          mover.place := settled_outcome

  /// A handler may run between two calls as well.
  rule stream.handler_runs_between
    cites kernel "kernel/signal.c:get_signal"
    when  mover.place is in_program | returns_count,
          mover.signal_pending
    do    mover.signal_pending := false

  /// The same call again, with the same arguments, or on where it was: it begins to fill the same
  /// buffer.
  rule stream.is_reissued
    fair mover
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    when  mover.place is settled_outcome,
          mover.outcome is reissue | go_on
    do    mover.place := copying
          mover.copied := 0
          mover.outcome := reissue

  /// EINTR: the program takes it that nothing was moved.
  rule stream.fails
    fair mover
    cites man "read(2)", man "write(2)"
    when  mover.place is settled_outcome,
          mover.outcome is fail(_)
    do    mover.place := in_program
          mover.outcome := reissue

  /// The program takes what is in its buffer for the bytes that come next, or goes on to write
  /// what follows those that were written.
  rule stream.returns
    fair mover
    cites man "read(2)", man "write(2)"
    when  mover.place is returns_count
    do    mover.place := in_program
          mover.seen := mover.seen + mover.copied

  /// Between calls the program has seen every byte that was taken out of the pipe, and takes none
  /// for written that is not.
  property no_byte_lost:
    always mover.place is in_program
             implies if mover.writes then mover.seen <= pipe.written else mover.seen >= pipe.taken

  /// It sees none that was not taken out, and knows of each that it has written: that one it would
  /// write again.
  property no_byte_twice:
    always if mover.writes then mover.place is in_program implies mover.seen >= pipe.written
           else mover.seen <= pipe.taken

  /// What a call moves is what follows the bytes moved so far.
  property in_order: always mover.place is returns_count implies mover.begin = mover.seen

  /// A call that has moved something never fails.
  property transfer_never_eintr:
    never mover.place is settled_outcome and mover.outcome is fail(_) and mover.copied > 0

  invariant counts:
    0 <= pipe.taken
      and pipe.taken <= pipe.written
      and 0 <= mover.copied
      and mover.copied <= mover.asked
      and (mover.place is not in_program implies mover.asked > 0)
  /// Every byte that was moved the program knows of, or the call that moves it is not over.
  invariant accounts:
    match mover.place {
      in_program => moved() = mover.seen
      copying | waiting_for_pipe =>
        moved() = mover.seen + mover.copied and (mover.copied = 0 or mover.begin = mover.seen)
      returns_count =>
        moved() = mover.seen + mover.copied and mover.copied > 0 and mover.begin = mover.seen
      returns_code => moved() = mover.seen and mover.copied = 0
      settled_outcome => moved() = mover.seen and mover.copied = 0
    }

  expect linux: proved
  expect restart_after_partial, eintr_after_partial, cancel_after_copy for no_byte_lost: refuted
  expect restart_after_partial, eintr_after_partial, cancel_after_copy for in_order: refuted
  expect restart_after_partial, eintr_after_partial,
         cancel_after_copy for transfer_never_eintr: refuted
  expect restart_after_partial, eintr_after_partial, cancel_after_copy for no_byte_twice: refuted
}
