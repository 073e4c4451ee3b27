enum WaiterStep {
  looks_at_flag,
  /// Not atomic: it changes the mask first, and waits then.
  opens_mask, begins_to_wait, is_asleep,
  /// A signal has come, or something that looks like one; what becomes of the wait is Linux's.
  is_woken, is_satisfied,
}

/// A program blocks a signal, looks whether it has come, and waits for it with another mask.
/// rt_sigsuspend changes the mask and waits in one; two calls leave a gap. The handler is built,
/// and returns, by the rules of Linux that recordings are judged by.
///
/// The signal comes once, some time. It is caught, by a handler with any of SA_RESTART and
/// SA_NODEFER: the wait ends all the same, for its code is ERESTARTNOHAND. Stops may wake it for
/// nothing, and then it begins again.
scenario temporary_mask
  cites kernel "kernel/signal.c:sigsuspend", man "sigsuspend(2)", rule D10 D13 D14 M14
{
  variant { linux, set_then_pause }
  uses deliver.handler, rt_sigreturn.from_handler,
       rt_sigreturn.from_handler_with_error with signals {SIGUSR1, SIGUSR2, SIGKILL}
  size Task 1 .. 1
  object Waiter {
    step: WaiterStep,
    pending: set Signal,
    sent: bool,
    /// What the handler tells the program.
    flag: bool,
    woken_for_nothing: 0 .. 2,
  }
  initially do
    task.life := alive
    task.blocked := {SIGUSR1}
    task.actions[SIGUSR1] := stored({
                                      handler: caught(1),
                                      flags: {SA_RESTORER}
                                        + (if unknown then {SA_RESTART} else {})
                                        + (if unknown then {SA_NODEFER} else {}),
                                      mask: if unknown then {SIGUSR2} else {}
                                    })

  /// The code of the row of rt_sigsuspend, and of pause.
  fn code_of_wait() -> RestartCode =
    ERESTARTNOHAND

  fn in_program() -> bool =
    task.taken is none and empty(task.frames)

  rule signal.is_sent
    fair
    cites kernel "kernel/signal.c:__send_signal_locked"
    when  not waiter.sent
    do    waiter.sent := true
          waiter.pending := waiter.pending + {SIGUSR1}

  rule waiter.looks
    fair waiter
    cites man "sigsuspend(2)"
    when  waiter.step is looks_at_flag,
          in_program()
    do    waiter.step := if waiter.flag then is_satisfied
                         else if variant = set_then_pause then opens_mask
                         else begins_to_wait

  /// rt_sigprocmask first, pause after it. A signal in between runs its handler.
  rule waiter.opens_mask
    fair waiter
    cites man "sigprocmask(2)"
    when  waiter.step is opens_mask,
          in_program(),
          SIGUSR1 in task.blocked
    do    task.blocked := changed(task.blocked, SIG_SETMASK, {})

  rule waiter.handles_in_the_gap
    fair waiter
    cites kernel "kernel/signal.c:get_signal"
    when  waiter.step is opens_mask,
          in_program(),
          SIGUSR1 in waiter.pending - task.blocked
    do    waiter.pending := waiter.pending - {SIGUSR1}
          waiter.flag := true
          task.taken := some({ signal: SIGUSR1, code: SI_USER, action: task.actions[SIGUSR1] })

  rule waiter.pauses
    fair waiter
    cites man "pause(2)"
    when  waiter.step is opens_mask,
          in_program(),
          SIGUSR1 not in waiter.pending + task.blocked
    do    waiter.step := is_asleep

  /// The mask changes, and the wait begins, in one call: what is pending and let in is taken.
  rule waiter.suspends
    fair waiter
    cites kernel "kernel/signal.c:sigsuspend", rule D13
    when  waiter.step is begins_to_wait
    do    task.restore := some(task.blocked)
          task.blocked := {} - KERNEL_ONLY
          waiter.step := is_asleep

  rule waiter.takes_signal
    fair waiter
    cites kernel "kernel/signal.c:get_signal"
    when  waiter.step is is_asleep,
          interruptible_by_signals(interruptible),
          SIGUSR1 in waiter.pending - task.blocked
    do    waiter.pending := waiter.pending - {SIGUSR1}
          waiter.flag := true
          waiter.step := is_woken
          task.resume := undecided(code_of_wait())
          task.taken := some({ signal: SIGUSR1, code: SI_USER, action: task.actions[SIGUSR1] })

  /// It is stopped and continued: no handler runs, the old mask is back, and the call made again.
  rule waiter.is_woken_for_nothing
    cites kernel "kernel/signal.c:do_signal_stop", rule D13 R3
    when  waiter.step is is_asleep,
          waiter.woken_for_nothing < 2,
          SIGUSR1 not in waiter.pending - task.blocked,
          after_nothing(code_of_wait()) is reissue
    do    waiter.woken_for_nothing := waiter.woken_for_nothing + 1
          waiter.step := if variant = linux then begins_to_wait else is_asleep
          task.blocked := task.restore otherwise task.blocked
          task.restore := none

  /// The handler has returned. Is the call made again, or does the program see that it failed?
  rule waiter.returns
    fair waiter
    cites kernel "arch/x86/kernel/signal_64.c:sys_rt_sigreturn"
    when  waiter.step is is_woken,
          in_program()
    do    waiter.step := if task.resume is reissue and variant = linux then begins_to_wait
                         else if task.resume is reissue then is_asleep
                         else looks_at_flag
          task.resume := free

  property no_lost_wakeup: eventually waiter.step is is_satisfied

  /// Outside of the wait and its handler the mask is the program's own.
  property mask_restored:
    always waiter.step is looks_at_flag | begins_to_wait | is_satisfied and in_program()
             implies task.blocked = {SIGUSR1}

  /// During the wait the signal is let in, and afterwards the program looks again.
  property wait_opens_the_mask: always waiter.step is is_asleep implies SIGUSR1 not in task.blocked

  expect linux: proved
  expect set_then_pause for no_lost_wakeup: refuted
}
