enum UringFlag {
  IORING_ENTER_GETEVENTS = 1, IORING_ENTER_SQ_WAKEUP = 2, IORING_ENTER_SQ_WAIT = 4,
  /// The mask is one of several things behind the pointer.
  IORING_ENTER_EXT_ARG = 8,
  other_uring_flag otherwise,
}

/// May a temporary mask have been in place?
fn masks(flags: set UringFlag, mask: option set Signal) -> bool
  cites kernel "io_uring/io_uring.c:io_get_ext_arg", rule D14
=
  IORING_ENTER_GETEVENTS in flags and mask is some(_)

/// Submits requests to io_uring, and waits for completions. signal(7) does not speak of it.
call io_uring_enter(ring: Fd, submit: int, wait: int, flags: set UringFlag, mask: option set Signal,
                    ...)
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

  rule reaps
    cites kernel "io_uring/io_uring.c:io_cqring_wait", rule D14
    shows returned(t, _, value(_))

  /// The wait was cut short, and the call all the same has something to tell: the signal is
  /// delivered under the temporary mask.
  rule reaps_before_signal
    cites kernel "io_uring/io_uring.c:io_cqring_wait", rule D10 D14
    shows returned(t, _, value(_))
    with  masks(flags, mask)
    do    t.restore := some(t.blocked)
          t.blocked := if IORING_ENTER_EXT_ARG in flags then unknown - KERNEL_ONLY
                       else (mask otherwise t.blocked) - KERNEL_ONLY

  /// The mask that was in place while it waited stays for the delivery of what ended the wait.
  rule keeps_mask_for_delivery
    cites kernel "kernel/signal.c:restore_saved_sigmask_unless",
          kernel "io_uring/io_uring.c:io_cqring_wait", rule D10 D14 M11
    shows returned(t, _, error(EINTR))
    do    if masks(flags, mask) then {
            t.restore := some(t.blocked)
            t.blocked := if IORING_ENTER_EXT_ARG in flags then unknown - KERNEL_ONLY
                         else (mask otherwise t.blocked) - KERNEL_ONLY
          }
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
    until 6.13

  /// A request that is to be cancelled goes on: IORING_REGISTER_SYNC_CANCEL waits for its end.
  row cancelling
    sleeps interruptible interrupted EINTR
    cites kernel "io_uring/cancel.c:io_sync_cancel", table T212
    since 6.0 verified "6.18"
}

enum RingFlag { IORING_SETUP_IOPOLL = 1, IORING_SETUP_SQPOLL = 2, other_ring_flag otherwise }

/// What a ring is to be like.
record RingParameters {
  flags: set RingFlag as "flags",
}

call io_uring_setup(entries: int, parameters: RingParameters)
  nr x86_64 425
  nr i386 425
  makes io_uring
  cites kernel "io_uring/io_uring.c:io_uring_setup", man "io_uring_setup(2)"
{
  /// The thread that takes the requests is made like a child: not while a signal is pending.
  row making_thread when IORING_SETUP_SQPOLL in parameters.flags
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "io_uring/sqpoll.c:io_sq_offload_create", kernel "kernel/fork.c:copy_process",
          rule F2
    since 5.12 verified "6.18"

  /// Its requests may write to a broken pipe in the name of the task at any time, and read or write
  /// any pipe unseen.
  rule may_break_pipes
    cites kernel "io_uring/rw.c:io_write", rule F9
    shows entered(t, _, _)
    do    observer.broadcast := observer.broadcast + {SIGPIPE}
          observer.moves_unseen := true
}

/// A request itself. Not a call: an operation in it that would return a restart code completes
/// with EINTR.
call uring_request()
  abstract
  cites kernel "io_uring/io_uring.h:io_fixup_restart_res", man "io_uring(7)"
{
  row interrupted_inside
    interrupted EINTR
    cites kernel "io_uring/net.c:io_recv", table T213
    unobservable "no call: recordings of calls do not show it"

  /// Cancelled in a worker, splice and the opening of a FIFO forget to do so: the completion says
  /// -512. A fault of Linux.
  row code_in_completion
    interrupted ERESTARTSYS
    cites kernel "io_uring/splice.c:io_splice", kernel "io_uring/openclose.c:io_openat2",
          table T213, live "uring_cancelled"
    verified "6.18"
    unobservable "no call: recordings of calls do not show it"
}
