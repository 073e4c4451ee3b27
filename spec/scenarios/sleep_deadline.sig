enum DeadlineStep { not_begun, asleep, cut_short, over_in_time, gave_eintr }

/// A sleep is interrupted, by stops or handlers, and goes on. It must not end before its time, nor
/// after. Time goes in steps of a nanosecond.
///
/// A call that has a restart block, as nanosleep, poll and a futex wait have, goes on up to the
/// moment it was to end at. select, pselect6 and ppoll have none: they write down what is left of
/// their timeout, and are made again with that, so that the time they were stopped is added. Linux
/// does both. With a handler either ends with EINTR, whatever its flags. With which code a call
/// comes back its row says; when it may end, up to when it is to go on, and how it is begun again,
/// the rules of Linux. The program makes no other call.
scenario sleep_deadline
  cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep", kernel "fs/select.c:poll_select_finish",
        rule M6 M7
{
  variant { linux, relative_restart, select_after_stop }
  uses closed, return.restart_code, nanosleep.slept, nanosleep.tells_the_rest,
       restart_syscall.timed_out, restart_syscall.waits_again, restart.unhandled,
       restart.resumed with signals {SIGUSR1}
  size Task 1 .. 1
  size Length 1 .. any
  size Horizon 6 .. any
  object Sleep {
    step: DeadlineStep,
    /// It goes on after it was cut short.
    goes_on: bool,
    /// When the call was made.
    began: int,
    /// When the timer fires, and when the program wanted it to.
    timer: int,
    wanted: int,
    /// What was left of the timeout when it was interrupted.
    left: int,
    handler_ran: bool,
  }
  object TimeOfDay { now: int }

  fn is_cut_short() -> bool =
    sleep.step is asleep and interruptible_by_signals(interruptible) and timeOfDay.now < sleep.timer

  /// What the program sees after a handler, whatever its flags.
  fn fails_after_handler() -> bool =
    task.resume is undecided(c)
      and after_handler(c, { handler: default, flags: {SA_RESTART}, mask: {} }) is fail(_)

  rule sleep.begins
    cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep"
    when  sleep.step is not_begun
    do    sleep.step := asleep
          sleep.began := timeOfDay.now
          sleep.timer := timeOfDay.now + Length
          sleep.wanted := timeOfDay.now + Length

  /// A timer fires before time goes on.
  rule time.ticks
    cites kernel "kernel/time/hrtimer.c:hrtimer_interrupt"
    when  timeOfDay.now < Horizon,
          sleep.step is asleep implies timeOfDay.now < sleep.timer
    do    timeOfDay.now := timeOfDay.now + 1

  /// It has slept for as long as it was asked to.
  rule sleep.is_over
    fair
    cites kernel "kernel/time/hrtimer.c:do_nanosleep"
    shows returned(task, nanosleep, value(0))
    when  variant != select_after_stop,
          sleep.step is asleep,
          not sleep.goes_on,
          request is some(asked),
          asked.seconds = 0,
          asked.nanoseconds = Length,
          spent = timeOfDay.now - sleep.began
    do    sleep.step := over_in_time

  /// The moment has come up to which it went on. The observer's clock may be as late as is taken
  /// for granted.
  rule sleep.is_over_after_all
    fair
    cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep_restart"
    shows returned(task, restart_syscall, value(0))
    when  sleep.step is asleep,
          sleep.goes_on,
          seen = timeOfDay.now - STAMP_MARGIN
    do    sleep.step := over_in_time

  rule select.is_over
    fair
    cites kernel "fs/select.c:do_select"
    when  variant = select_after_stop,
          sleep.step is asleep,
          timeOfDay.now >= sleep.timer
    do    sleep.step := over_in_time

  /// A stop, or a signal that no handler is run for, cuts it short.
  rule sleep.is_interrupted (handler: bool)
    cites kernel "kernel/time/hrtimer.c:do_nanosleep"
    shows returned(task, nanosleep, code(_))
    when  variant != select_after_stop,
          is_cut_short(),
          not sleep.goes_on,
          syscall = task.last,
          request is some(asked),
          asked.seconds = 0,
          asked.nanoseconds = Length,
          remain is none,
          began = sleep.began,
          seen = timeOfDay.now
    do    sleep.step := cut_short
          sleep.handler_ran := handler
          sleep.left := sleep.timer - timeOfDay.now

  rule sleep.is_interrupted_again (handler: bool)
    cites kernel "kernel/time/hrtimer.c:do_nanosleep"
    shows returned(task, restart_syscall, code(_))
    when  is_cut_short(),
          sleep.goes_on,
          syscall = task.last
    do    sleep.step := cut_short
          sleep.handler_ran := handler
          sleep.left := sleep.timer - timeOfDay.now

  rule select.is_interrupted (handler: bool)
    cites kernel "fs/select.c:core_sys_select"
    shows returned(task, select, code(_))
    when  variant = select_after_stop,
          is_cut_short(),
          syscall = task.last
    do    sleep.step := cut_short
          sleep.handler_ran := handler
          sleep.left := sleep.timer - timeOfDay.now

  /// The call goes on up to the moment it was to end at; for the whole time is not Linux's.
  rule sleep.goes_on
    fair
    cites kernel "kernel/signal.c:sys_restart_syscall"
    shows entered(task, restart_syscall)
    when  sleep.step is cut_short,
          task.resume is undecided(c) and after_nothing(c) is go_on,
          not sleep.handler_ran or not fails_after_handler()
    do    let deadline = if variant = relative_restart then timeOfDay.now + Length
                         else task.deadline
          task.deadline := deadline
          sleep.step := asleep
          sleep.goes_on := true
          sleep.timer := deadline

  /// It is made again: select for what is left.
  rule sleep.is_made_again
    fair
    cites kernel "fs/select.c:poll_select_finish"
    shows entered(task)
    when  sleep.step is cut_short,
          task.resume is undecided(c) and after_nothing(c) is reissue,
          not sleep.handler_ran or not fails_after_handler()
    do    sleep.step := asleep
          sleep.goes_on := false
          sleep.began := timeOfDay.now
          sleep.timer := timeOfDay.now
            + (if variant = select_after_stop then sleep.left else Length)

  /// A handler ran: the program sees EINTR.
  rule sleep.fails
    fair
    cites man "nanosleep(2)"
    when  sleep.step is cut_short,
          sleep.handler_ran,
          fails_after_handler()
    do    sleep.step := gave_eintr
          task.resume := free

  property never_early: always sleep.step is over_in_time implies timeOfDay.now >= sleep.wanted

  /// A call that sleeps does so for no longer than it was asked to.
  property deadline_kept: always sleep.step is asleep implies sleep.timer <= sleep.wanted

  /// A handler ends it with EINTR, whatever its flags.
  property handler_ends_it: never sleep.step is asleep and sleep.handler_ran

  invariant timer_is_not_early:
    (sleep.step is asleep | cut_short
       implies sleep.timer >= sleep.wanted and sleep.wanted <= timeOfDay.now + Length)
      and (sleep.step is cut_short implies sleep.wanted <= timeOfDay.now + sleep.left)
      and (sleep.step is over_in_time implies timeOfDay.now >= sleep.wanted)
      and (sleep.step is asleep and not sleep.goes_on and variant != select_after_stop
             implies sleep.wanted <= sleep.began + Length)
      and (sleep.step is asleep and sleep.goes_on
               or sleep.step is cut_short and variant != select_after_stop
             implies task.deadline >= sleep.wanted)
      and (variant = select_after_stop or sleep.step is not_begun implies not sleep.goes_on)
      and (sleep.step is not_begun | asleep implies not sleep.handler_ran)
  invariant code_is_of_the_row:
    sleep.step is cut_short
      implies task.resume
        = undecided(if variant = select_after_stop then ERESTARTNOHAND else ERESTART_RESTARTBLOCK)
  invariant timer_is_kept:
    variant = linux
      implies (sleep.step is asleep | cut_short implies sleep.timer = sleep.wanted)
        and (sleep.step is asleep and not sleep.goes_on implies sleep.wanted = sleep.began + Length)
        and (sleep.step is asleep and sleep.goes_on or sleep.step is cut_short
               implies task.deadline = sleep.wanted)

  expect linux: proved
  expect relative_restart, select_after_stop for never_early, handler_ends_it: proved
  expect relative_restart, select_after_stop for deadline_kept: refuted
}
