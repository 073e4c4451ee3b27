enum DeadlineStep { not_begun, asleep, cut_short, over_in_time, gave_eintr }

/// A sleep is interrupted, by stops or handlers, and goes on. It must not end before its time, nor
/// after. Time goes in steps.
///
/// A call that has a restart block, as nanosleep, poll and a futex wait have, goes on up to the
/// moment it was to end at. select, pselect6 and ppoll have none: they write down what is left of
/// their timeout, and are made again with that, so that the time they were stopped is added. Linux
/// does both. With a handler either ends with EINTR, whatever its flags.
scenario sleep_deadline
  cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep", kernel "fs/select.c:poll_select_finish",
        rule M6 M7
{
  variant { linux, relative_restart, select_after_stop }
  size Length 1 .. any
  size Horizon 6 .. any
  object Sleep {
    step: DeadlineStep,
    /// When the timer fires, and when the program wanted it to.
    timer: int,
    wanted: int,
    /// What was left of the timeout when it was interrupted.
    left: int,
    handler_ran: bool,
  }
  object TimeOfDay { now: int }

  /// The code that the call asks for when it is interrupted.
  fn code_of_call() -> RestartCode =
    if variant = select_after_stop then ERESTARTNOHAND else ERESTART_RESTARTBLOCK

  rule sleep.begins
    cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep"
    when  sleep.step is not_begun
    do    sleep.step := asleep
          sleep.timer := timeOfDay.now + Length
          sleep.wanted := timeOfDay.now + Length

  /// A timer fires before time goes on.
  rule time.ticks
    cites kernel "kernel/time/hrtimer.c:hrtimer_interrupt"
    when  timeOfDay.now < Horizon,
          sleep.step is asleep implies timeOfDay.now < sleep.timer
    do    timeOfDay.now := timeOfDay.now + 1

  rule sleep.is_over
    fair
    cites kernel "kernel/time/hrtimer.c:do_nanosleep"
    when  sleep.step is asleep,
          timeOfDay.now >= sleep.timer
    do    sleep.step := over_in_time

  /// A stop, or a signal that no handler is run for, cuts it short.
  rule sleep.is_interrupted (handler: bool)
    cites kernel "kernel/time/hrtimer.c:do_nanosleep"
    when  sleep.step is asleep,
          interruptible_by_signals(interruptible),
          timeOfDay.now < sleep.timer
    do    sleep.step := cut_short
          sleep.handler_ran := handler
          sleep.left := sleep.timer - timeOfDay.now

  /// The call goes on with the time it was to end at, or is made again: for what is left, or for
  /// the whole time, which is not Linux's.
  rule sleep.goes_on
    fair
    cites kernel "kernel/signal.c:sys_restart_syscall"
    when  sleep.step is cut_short,
          not sleep.handler_ran
    do    sleep.step := asleep
          sleep.timer := if variant = relative_restart then timeOfDay.now + Length
                         else if after_nothing(code_of_call()) is go_on then sleep.timer
                         else timeOfDay.now + sleep.left

  /// A handler ran: the program sees EINTR.
  rule sleep.fails
    fair
    cites man "nanosleep(2)"
    when  sleep.step is cut_short,
          sleep.handler_ran,
          after_handler(code_of_call(),
                        { handler: default, flags: {SA_RESTART}, mask: {} }) is fail(_)
    do    sleep.step := gave_eintr

  property never_early: always sleep.step is over_in_time implies timeOfDay.now >= sleep.wanted

  /// A call that sleeps does so for no longer than it was asked to.
  property deadline_kept: always sleep.step is asleep implies sleep.timer <= sleep.wanted

  invariant timer_is_not_early:
    (sleep.step is asleep | cut_short
       implies sleep.timer >= sleep.wanted and sleep.wanted <= timeOfDay.now + Length)
      and (sleep.step is cut_short implies sleep.wanted <= timeOfDay.now + sleep.left)
      and (sleep.step is over_in_time implies timeOfDay.now >= sleep.wanted)
  invariant timer_is_kept:
    variant = linux implies sleep.step is asleep | cut_short implies sleep.timer = sleep.wanted

  expect linux: proved
  expect relative_restart, select_after_stop for never_early: proved
  expect relative_restart, select_after_stop for deadline_kept: refuted
}
