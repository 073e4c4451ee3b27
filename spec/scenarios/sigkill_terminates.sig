/// SIGKILL ends a task whatever it waits in: in any row of the restart table that sleeps
/// interruptibly or killably, in a group stop, held by a tracer. Of an uninterruptible sleep the
/// event has to come first, and something has to see to that.
///
/// That holds for a wait that begins before the task is in do_exit. In do_exit no SIGKILL is aimed
/// at it any more, so that whoever waits there for what never comes, waits for ever.
scenario sigkill_terminates
  cites kernel "kernel/signal.c:complete_signal", kernel "kernel/signal.c:signal_wake_up_state",
        rule W2 W4 W6
  unobservable "a task that nothing wakes any more outlives its test"
{
  variant { linux, exiting_never_woken_sleep }
  object Victim {
    state: TaskState,
    /// A SIGKILL of its own is pending.
    kill_pending: bool,
    killed: bool,
    /// It is in do_exit: no signal is aimed at it any more.
    exits: bool,
    /// What it sleeps for has come.
    event_came: bool,
    /// In do_exit it waits for something that nobody will do.
    forgotten: bool,
  }

  /// It falls asleep in a call, unless a signal says not to. The states of a row that it goes
  /// through one after the other it may sleep in one after the other.
  rule victim.sleeps (r: Row, state: TaskState)
    cites kernel "kernel/signal.c:signal_pending_state"
    when  victim.state is running,
          not victim.exits,
          not victim.kill_pending,
          state in r.sleeps
    do    victim.state := state
          victim.event_came := false

  rule victim.is_stopped
    cites kernel "kernel/signal.c:do_signal_stop"
    when  victim.state is running,
          not victim.exits,
          not victim.kill_pending
    do    victim.state := stopped

  rule victim.is_traced
    cites kernel "kernel/signal.c:ptrace_stop"
    when  victim.state is running | stopped,
          not victim.exits,
          not victim.kill_pending
    do    victim.state := traced

  rule victim.goes_on
    cites kernel "kernel/signal.c:prepare_signal", kernel "kernel/ptrace.c:ptrace_resume"
    when  victim.state is stopped and continue_signal in wakers(victim.state)
            or victim.state is traced and tracer in wakers(victim.state)
    do    victim.state := running

  /// What an interruptible or killable sleep is for may never come.
  rule victim.gets_event
    cites kernel "kernel/sched/core.c:try_to_wake_up"
    when  event in wakers(victim.state),
          victim.state is interruptible | killable,
          not victim.forgotten
    do    victim.event_came := true
          victim.state := running

  /// What an uninterruptible one is for comes: a disk answers.
  rule victim.disk_answers
    fair disk
    cites kernel "kernel/sched/core.c:try_to_wake_up"
    when  event in wakers(victim.state),
          victim.state is uninterruptible
    do    victim.event_came := true
          victim.state := running

  /// Everybody may send SIGKILL, as often as they like.
  rule outside.sends_kill
    cites kernel "kernel/signal.c:complete_signal"
    when  victim.state is not zombie
    do    victim.killed := true
          victim.kill_pending := victim.kill_pending or not victim.exits
          victim.state := if victim.exits then victim.state else woken(victim.state, fatal_signal)

  /// On its way to user mode it takes the signal, and none is pending after that.
  rule victim.takes_kill
    fair victim
    cites kernel "kernel/signal.c:get_signal"
    when  victim.state is running,
          victim.kill_pending,
          not victim.exits
    do    victim.kill_pending := false
          victim.exits := true

  /// While it exits it waits interruptibly for what never happens: nothing wakes it.
  rule victim.is_forgotten
    cites paper "netflix-fuse-deadlock"
    when  variant = exiting_never_woken_sleep,
          victim.exits,
          victim.state is running
    do    victim.state := interruptible
          victim.forgotten := true

  rule victim.ends
    fair victim
    cites kernel "kernel/exit.c:do_exit"
    when  victim.state is running,
          victim.exits
    do    victim.state := zombie

  property sigkill_is_fatal: victim.killed leads to victim.state is zombie

  property uninterruptible_waits_for_its_event:
    victim.state is uninterruptible until victim.event_came

  expect linux: proved
  expect exiting_never_woken_sleep for sigkill_is_fatal: refuted
  expect exiting_never_woken_sleep for uninterruptible_waits_for_its_event: proved
}
