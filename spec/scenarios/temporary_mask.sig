enum WaiterStep {
  looks_at_flag,
  /// Not atomic: it changes the mask first, and waits then.
  opens_mask, begins_to_wait, is_asleep,
  /// A signal has come, or something that looks like one; what becomes of the wait is Linux's.
  is_woken, is_satisfied,
}

/// A program blocks a signal, looks whether it has come, and waits for it with another mask.
/// rt_sigsuspend changes the mask and waits in one; two calls leave a gap. Signals are queued and
/// taken, masks put in place and put back, handlers built and left, and the wait begun again, by
/// the rules of Linux that recordings and litmus tests are judged by; with which code it comes back
/// says the row of the call.
///
/// The signal comes once, some time. It is caught, by a handler with any of SA_RESTART and
/// SA_NODEFER: the wait ends all the same. Stops may wake it for nothing, and then it begins again.
scenario temporary_mask
  cites kernel "kernel/signal.c:sigsuspend", man "sigsuspend(2)", rule D10 D13 D14 M14
{
  variant { linux, set_then_pause }
  uses closed, closed.send.queued, call.entered, closed.restart.prepared, restart.unhandled,
       return.restart_code, rt_sigsuspend.keeps_mask_for_delivery, rt_sigprocmask.changes_mask,
       deliver.taken, closed.deliver.next, deliver.handler, rt_sigreturn.from_handler,
       rt_sigreturn.from_handler_with_error with signals {SIGUSR1, SIGUSR2, SIGKILL}
  size Task 1 .. 1
  object Waiter {
    step: WaiterStep,
    /// It has chosen a signal, and takes it out: nothing comes in between.
    locked: bool,
    sent: bool,
    /// What the handler tells the program.
    flag: bool,
    woken_for_nothing: 0 .. 2,
  }
  initially do
    task.blocked := {SIGUSR1}
    task.actions[SIGUSR1] := stored({
                                      handler: caught(1),
                                      flags: {SA_RESTORER}
                                        + (if unknown then {SA_RESTART} else {})
                                        + (if unknown then {SA_NODEFER} else {}),
                                      mask: if unknown then {SIGUSR2} else {}
                                    })

  fn in_program() -> bool =
    task.taken is none and empty(task.frames)

  /// It is to wait, for the first time or again.
  fn is_to_wait() -> bool =
    waiter.step is begins_to_wait
      or waiter.step is is_woken and task.resume is not free and waiting(task) - task.blocked = {}

  rule signal.is_sent
    fair
    cites kernel "kernel/signal.c:__send_signal_locked"
    shows sending(task, s, how)
    when  s = SIGUSR1,
          how.shared,
          not waiter.sent
    do    waiter.sent := true

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
    shows returned(task, rt_sigprocmask, value(_))
    when  how is SIG_SETMASK,
          set_ = some({}),
          old is none,
          size = 8,
          amount = 0,
          waiter.step is opens_mask,
          in_program()
    do    waiter.step := begins_to_wait

  /// The wait begins, or begins again.
  rule waiter.suspends
    fair waiter
    cites kernel "kernel/signal.c:sigsuspend", rule D13
    shows entered(task, rt_sigsuspend)
    when  variant = linux,
          is_to_wait(),
          in_program()
    do    waiter.step := is_asleep

  rule waiter.pauses
    fair waiter
    cites man "pause(2)"
    shows entered(task, pause)
    when  variant = set_then_pause,
          is_to_wait(),
          in_program()
    do    waiter.step := is_asleep

  /// A signal that the mask of the wait lets in ends it.
  rule waiter.is_cut_short
    fair waiter
    cites kernel "kernel/signal.c:sigsuspend", rule D13
    shows returned(task, rt_sigsuspend, code(_))
    when  mask = {},
          variant = linux,
          waiter.step is is_asleep,
          interruptible_by_signals(interruptible),
          waiting(task) - mask != {}
    do    waiter.step := is_woken

  rule waiter.is_cut_short_in_pause
    fair waiter
    cites kernel "kernel/signal.c:pause"
    shows returned(task, pause, code(_))
    when  variant = set_then_pause,
          waiter.step is is_asleep,
          interruptible_by_signals(interruptible),
          waiting(task) - task.blocked != {}
    do    waiter.step := is_woken

  /// It is stopped and continued.
  rule waiter.is_woken_for_nothing
    cites kernel "kernel/signal.c:do_signal_stop", rule D13 R3
    shows returned(task, rt_sigsuspend, code(_))
    when  mask = {},
          variant = linux,
          waiter.step is is_asleep,
          waiter.woken_for_nothing < 2
    do    waiter.woken_for_nothing := waiter.woken_for_nothing + 1
          waiter.step := is_woken

  /// Before it goes on in user mode it takes what it does not block.
  rule waiter.chooses
    fair waiter
    cites kernel "kernel/signal.c:get_signal"
    shows delivered(task, s, info)
    when  info.code is SI_USER,
          waiter.step is not is_asleep,
          task.taken is none,
          s in waiting(task) - task.blocked
    do    waiter.locked := true

  rule waiter.takes
    fair waiter
    cites kernel "kernel/signal.c:dequeue_signal"
    shows found(task)
    when  waiter.locked
    do    waiter.locked := false

  /// The handler tells the program.
  rule waiter.handles
    fair waiter
    cites man "sigsuspend(2)"
    shows settled(task)
    when  not waiter.locked
    do    waiter.flag := true

  /// No signal is left to be taken. One that comes now finds the mask put back.
  rule waiter.is_about_to_call_again
    cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart", rule D13 R3
    shows prepared(task)
    when  waiter.step is is_woken,
          in_program()

  /// The wait has failed, and the program looks again.
  rule waiter.returns
    fair waiter
    cites kernel "arch/x86/kernel/signal_64.c:sys_rt_sigreturn"
    when  waiter.step is is_woken,
          in_program(),
          task.resume is free
    do    waiter.step := looks_at_flag

  property no_lost_wakeup: eventually waiter.step is is_satisfied

  /// Outside of the wait and its handler the mask is the program's own.
  property mask_restored:
    always waiter.step is looks_at_flag | begins_to_wait | is_satisfied and in_program()
             implies task.blocked = {SIGUSR1}

  /// What the wait came to is settled with its mask in place: the signal is let in.
  property wait_opens_the_mask:
    always waiter.step is is_woken and task.resume is undecided(_) and not task.passed
             implies SIGUSR1 not in task.blocked

  /// The mask of the program lies in one place: from the handler on in its frame.
  property mask_is_kept_once:
    always not empty(task.frames) and task.taken is none implies task.restore is none

  /// What the handler did ends the wait that it came in between of, whatever its flags.
  property handler_ends_wait:
    waiter.step is is_woken and waiter.flag leads to waiter.step is looks_at_flag

  expect linux: proved
  expect set_then_pause for no_lost_wakeup: refuted
  expect set_then_pause for handler_ends_wait: proved
}
