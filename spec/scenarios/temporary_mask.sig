enum WaiterStep { blocks_signal, looks_at_flag, opens_mask, is_asleep, in_handler, is_satisfied }

/// A program blocks a signal, looks whether it has come, and waits for it with another mask.
/// rt_sigsuspend changes the mask and waits in one; two calls leave a gap.
scenario temporary_mask
  cites kernel "kernel/signal.c:sigsuspend", man "sigsuspend(2)", rule D14 M14
{
  variant { linux, set_then_pause }
  signals {SIGUSR1, SIGKILL}
  object Waiter {
    step: WaiterStep,
    blocked: set Signal = {SIGUSR1},
    /// The mask that comes back when the call does, and when the handler does.
    restore: option set Signal,
    frame: option set Signal,
    pending: set Signal,
    /// What the handler tells the program.
    flag: bool,
  }

  fn can_take() -> bool =
    SIGUSR1 in waiter.pending - waiter.blocked

  /// It comes once.
  rule signal.is_sent
    fair
    cites kernel "kernel/signal.c:__send_signal_locked"
    when  SIGUSR1 not in waiter.pending,
          not waiter.flag,
          waiter.step is not in_handler
    do    waiter.pending := waiter.pending + {SIGUSR1}

  rule waiter.looks
    fair waiter
    cites man "sigsuspend(2)"
    when  waiter.step is blocks_signal
    do    waiter.step := if waiter.flag then is_satisfied
                         else if variant = set_then_pause then opens_mask
                         else looks_at_flag

  /// Not atomic: rt_sigprocmask first, pause after it. A signal in between runs its handler.
  rule waiter.opens_mask
    fair waiter
    cites man "sigprocmask(2)"
    when  waiter.step is opens_mask,
          SIGUSR1 in waiter.blocked
    do    waiter.blocked := changed(waiter.blocked, SIG_SETMASK, {})

  rule waiter.handles_in_the_gap
    fair waiter
    cites kernel "kernel/signal.c:get_signal"
    when  waiter.step is opens_mask,
          can_take()
    do    waiter.pending := waiter.pending - {SIGUSR1}
          waiter.flag := true

  rule waiter.pauses
    fair waiter
    cites man "pause(2)"
    when  waiter.step is opens_mask,
          SIGUSR1 not in waiter.blocked,
          not can_take()
    do    waiter.step := is_asleep

  /// The mask changes, and the wait begins, in one call: what is pending and let in is taken.
  rule waiter.suspends
    fair waiter
    cites kernel "kernel/signal.c:sigsuspend"
    when  waiter.step is looks_at_flag
    do    waiter.restore := some(waiter.blocked)
          waiter.blocked := {} - KERNEL_ONLY
          waiter.step := is_asleep

  /// The handler runs with the temporary mask and its own; the old mask comes back after it.
  rule waiter.handles
    fair waiter
    cites kernel "kernel/signal.c:get_signal", rule D14
    when  waiter.step is is_asleep,
          interruptible_by_signals(interruptible),
          can_take()
    do    waiter.pending := waiter.pending - {SIGUSR1}
          waiter.frame := some(waiter.restore otherwise waiter.blocked)
          waiter.restore := none
          waiter.blocked := waiter.blocked
            + handler_mask(SIGUSR1, { handler: default, flags: {}, mask: {} })
            - KERNEL_ONLY
          waiter.flag := true
          waiter.step := in_handler

  rule waiter.returns
    fair waiter
    cites kernel "arch/x86/kernel/signal_64.c:sys_rt_sigreturn"
    when  waiter.step is in_handler
    do    waiter.blocked := waiter.frame otherwise waiter.blocked
          waiter.step := blocks_signal

  property no_lost_wakeup: eventually waiter.step is is_satisfied

  /// Outside of the wait and its handler the mask is the program's own.
  property mask_restored:
    always waiter.step is blocks_signal | looks_at_flag | is_satisfied
             implies waiter.blocked = {SIGUSR1}

  invariant mask_is_kept:
    variant = linux
      implies match waiter.step {
        is_asleep  => waiter.restore = some({SIGUSR1})
        in_handler => waiter.frame = some({SIGUSR1})
        _          => waiter.blocked = {SIGUSR1}
      } and waiter.step is not opens_mask

  expect linux: proved
  expect set_then_pause for no_lost_wakeup: refuted
}
