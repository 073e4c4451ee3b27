/// Waits for completions of asynchronous I/O. signal(7): never restarted; it fails after a stop
/// too, which signal(7) leaves out.
call io_getevents(context: address, least: int, most: int, events: out data,
                  timeout: option Timespec)
  nr x86_64 208
  nr i386 247
  same context, least, most
  cites kernel "fs/aio.c:io_getevents", man "io_getevents(2)"
{
  row waiting
    sleeps interruptible interrupted EINTR
    cites kernel "fs/aio.c:io_getevents", rule M6 M21, table T203 T204
    verified "6.18"

  /// Some events were taken already: their number is returned.
  row partial after transfer
    sleeps interruptible interrupted partial
    cites kernel "fs/aio.c:read_events", table T206, live "aio"
    verified "6.18"

  /// Nothing was completed in all that time.
  rule timed_out
    cites kernel "fs/aio.c:read_events", rule U2
    shows returned(t, _, value(0))
    with  least > 0 implies timeout is some(_),
          least > 0 and timeout is some(asked) implies span(asked) <= spent
}

/// io_getevents with a signal mask for its time: here a call that no
/// handler interrupted begins again.
call io_pgetevents, io_pgetevents_time64(context: address, least: int, most: int, events: out data,
                                         timeout: option Timespec, mask: option MaskArgument)
  nr x86_64 333 -1
  nr i386 385 416
  same context, least, most, timeout, mask
  cites kernel "fs/aio.c:io_pgetevents", man "io_getevents(2)"
  since 4.18
{
  row waiting
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "fs/aio.c:io_pgetevents", rule N7, table T205
    verified "6.18"

  /// Nothing was completed in all that time. No signal was pending, or it would have been
  /// interrupted: the old mask is back.
  rule timed_out
    cites kernel "fs/aio.c:io_pgetevents", rule D14 U2
    shows returned(t, _, value(0))
    with  least > 0 implies timeout is some(_),
          least > 0 and timeout is some(asked) implies span(asked) <= spent

  /// Some were completed. The old mask is back.
  rule counts
    cites kernel "fs/aio.c:io_pgetevents", rule D14
    shows returned(t, _, value(n))
    when  n != 0

  /// The same, and a signal is pending that only the temporary mask may let in: it is delivered
  /// under that mask. Other calls put the old one back when they have something to tell.
  rule counts_before_signal
    cites kernel "fs/aio.c:io_pgetevents", rule D10 D14
    shows returned(t, _, value(n))
    when  n != 0
    with  mask is some(_)
    do    if mask is some(given) then {
            t.restore := some(t.blocked)
            t.blocked := (given.mask otherwise t.blocked) - KERNEL_ONLY
          }

  /// The mask that was in place while it waited stays for the delivery of what ended the wait; the
  /// old one comes back with the handler, or without one on the way to user mode.
  rule keeps_mask_for_delivery
    cites kernel "kernel/signal.c:restore_saved_sigmask_unless", kernel "fs/aio.c:io_pgetevents",
          rule D10 D14 M11
    shows returned(t, _, code(_))
    do    if mask is some(given) then {
            t.restore := some(t.blocked)
            t.blocked := (given.mask otherwise t.blocked) - KERNEL_ONLY
          }
}

call io_setup(count: int, context: out data)
  nr x86_64 206
  nr i386 245
  cites kernel "fs/aio.c:io_setup", man "io_setup(2)"
{
  row contended
    sleeps killable interrupted completes
    cites kernel "fs/aio.c:aio_setup_ring", table T207
    unobservable "nothing in a recording tells that it waited here"
}

call io_submit(context: address, number: int, requests: data)
  nr x86_64 209
  nr i386 248
  cites kernel "fs/aio.c:io_submit", man "io_submit(2)"
{
  /// What a request moves is not shown.
  rule moves_unseen
    cites kernel "fs/aio.c:aio_write"
    shows entered(t, _, _)
    do    observer.moves_unseen := true
}

/// Waits for the requests that are under way, whatever comes.
call io_destroy(context: address)
  nr x86_64 207
  nr i386 246
  cites kernel "fs/aio.c:io_destroy", man "io_destroy(2)"
{
  row requests_under_way
    sleeps uninterruptible interrupted completes
    cites kernel "fs/aio.c:exit_aio", rule L1, table T208
    unobservable "nothing in a recording tells that it waited here"
}

/// A request itself. Not a call: an operation in it that would return a restart code completes
/// with EINTR.
call aio_request()
  abstract
  cites kernel "fs/aio.c:aio_rw_done", man "io_submit(2)"
{
  row interrupted_inside
    interrupted EINTR
    cites kernel "fs/aio.c:aio_rw_done", table T214, live "aio"
    verified "6.18"
    unobservable "no call: recordings of calls do not show it"
}
