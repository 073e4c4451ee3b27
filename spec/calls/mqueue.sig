/// Takes a message from a POSIX queue: mq_receive(3), mq_timedreceive(3). signal(7): restarted with
/// SA_RESTART. A timeout is absolute, so a restart keeps it.
call mq_timedreceive, mq_timedreceive_time64(queue_: Fd, buf: out data, len: int,
                                             priority: out data, timeout: option Timespec)
  nr x86_64 243 -1
  nr i386 280 419
  same queue_, len, timeout
  cites kernel "ipc/mqueue.c:do_mq_timedreceive", man "mq_receive(3)"
{
  row empty when timeout is none
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "ipc/mqueue.c:wq_sleep", table T139
    verified "6.18"

  row empty_with_timeout when timeout is some(_)
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "ipc/mqueue.c:wq_sleep", table T140
    verified "6.18"

  /// Until a point in time, and no shorter.
  rule timed_out
    cites kernel "ipc/mqueue.c:wq_sleep", rule U6
    shows returned(t, _, error(ETIMEDOUT))
    with  timeout is some(until_) and clock is wall implies may_have_come(span(until_), seen)

  /// No more than was asked for.
  rule moves_no_more
    cites kernel "ipc/mqueue.c:do_mq_timedreceive", rule U7
    shows returned(t, _, value(_))
    with  fits(amount, len)
}

/// Puts a message into a POSIX queue: mq_send(3), mq_timedsend(3). signal(7): restarted with
/// SA_RESTART.
call mq_timedsend, mq_timedsend_time64(queue_: Fd, buf: data, len: int, priority: data,
                                       timeout: option Timespec)
  nr x86_64 242 -1
  nr i386 279 418
  same queue_, len, priority, timeout
  cites kernel "ipc/mqueue.c:do_mq_timedsend", man "mq_send(3)"
{
  row full when timeout is none
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "ipc/mqueue.c:wq_sleep", table T141
    verified "6.18"

  row full_with_timeout when timeout is some(_)
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "ipc/mqueue.c:wq_sleep", table T142
    verified "6.18"

  /// Until a point in time, and no shorter.
  rule timed_out
    cites kernel "ipc/mqueue.c:wq_sleep", rule U6
    shows returned(t, _, error(ETIMEDOUT))
    with  timeout is some(until_) and clock is wall implies may_have_come(span(until_), seen)
}

/// Opens a POSIX queue; the kernel's own file system of queues never waits.
call mq_open(name: data, flags: data, ...)
  nr x86_64 240
  nr i386 277
  makes mqueue
  cites kernel "ipc/mqueue.c:do_mq_open", man "mq_open(3)"

call mq_unlink(name: data)
  nr x86_64 241
  nr i386 278
  cites kernel "ipc/mqueue.c:mq_unlink", man "mq_unlink(3)"

/// Is the signal of a queue the one that was asked for, and does it say the same? Where several
/// were asked for, nobody can tell which it is.
fn is_of_its_queue(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "ipc/mqueue.c:__do_notify", man "mq_notify(3)"
=
  info.code is not SI_MESGQ
    or not observer.shows_notices
    or t.later_notices
    or t.notice is some(x) and x.signal = s and x.value.pointer = info.value
    or t.threaded
    or t.lost_threads
    or observer.holds_back
    or is_forged(t, s)

/// Asks for a signal when a message comes to the queue, which was empty: once. Without an event it
/// asks for none any more.
call mq_notify(queue_: Fd, event: option Timer)
  nr x86_64 244
  nr i386 281
  cites kernel "ipc/mqueue.c:do_mq_notify", man "mq_notify(3)"
{
  rule asks
    cites kernel "ipc/mqueue.c:do_mq_notify"
    shows entered(t, _, _)
    do    observer.shows_notices := true
          t.later_notices := t.later_notices or t.notice is some(_) and event is some(_)
          t.notice := if event is some(_) then event else t.notice
}

call mq_getsetattr(queue_: Fd, new_: data, old: out data)
  nr x86_64 245
  nr i386 282
  cites kernel "ipc/mqueue.c:do_mq_getsetattr", man "mq_getsetattr(2)"
