/// Submits requests to io_uring, and waits for completions. signal(7) does not speak of it.
call io_uring_enter(ring: Fd, submit: int, wait: int, flags: data, ...)
  nr x86_64 426
  nr i386 426
  same ring, wait
  cites kernel "io_uring/io_uring.c:io_uring_enter", man "io_uring_enter(2)"
{
  /// IORING_ENTER_GETEVENTS and nothing completed; with a timeout as well. The kernel's own work in
  /// the task's name does not end this wait.
  row waiting
    sleeps interruptible interrupted EINTR
    cites kernel "io_uring/io_uring.c:io_cqring_wait", rule M6 N6, table T209 T210
    verified "6.18"

  /// IORING_ENTER_SQ_WAIT, and the ring is full: any signal ends the wait, and the call succeeds.
  row full_ring
    sleeps interruptible interrupted succeeds
    cites kernel "io_uring/sqpoll.c:io_sqpoll_wait_sq", table T211
}

call io_uring_register(ring: Fd, operation: data, argument: data, count: int)
  nr x86_64 427
  nr i386 427
  same ring, count
  cites kernel "io_uring/register.c:io_uring_register", man "io_uring_register(2)"
{
  /// Requests still use what is to be taken away.
  row quiescing
    sleeps interruptible interrupted EINTR
    cites kernel "io_uring/rsrc.c:io_rsrc_ref_quiesce", table T212
    untested "needs requests that are under way"
}

call io_uring_setup(entries: int, parameters: data)
  nr x86_64 425
  nr i386 425
  makes io_uring
  cites kernel "io_uring/io_uring.c:io_uring_setup", man "io_uring_setup(2)"

/// A request itself. Not a call: an operation in it that would return a restart code completes
/// with EINTR.
call uring_request()
  abstract
  cites kernel "io_uring/io_uring.h:io_fixup_restart_res", man "io_uring(7)"
{
  row interrupted_inside
    interrupted EINTR
    cites kernel "io_uring/net.c:io_recv", table T213
    untested "no call: recordings of calls do not show it"

  /// Cancelled in a worker, splice and the opening of a FIFO forget to do so: the completion says
  /// -512. A fault of Linux.
  row code_in_completion
    interrupted ERESTARTSYS
    cites kernel "io_uring/splice.c:io_splice", kernel "io_uring/openclose.c:io_openat2",
          table T213, live "uring_cancelled"
    verified "6.18"
    untested "no call: recordings of calls do not show it"
}
