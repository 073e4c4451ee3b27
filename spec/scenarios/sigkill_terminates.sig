/// SIGKILL ends a task whatever it waits in: in any row of the restart table that sleeps
/// interruptibly or killably, in a group stop, held by a tracer. Of an uninterruptible sleep the
/// event has to come first, and something has to see to that. Signals are sent, taken and obeyed,
/// and a tracer stops the task, by the rules of Linux; the scenario has the sleep, of which these
/// know nothing, and do_exit, which comes between the signal and the end.
///
/// That holds for a wait that begins before the task is in do_exit. In do_exit no SIGKILL is aimed
/// at it any more, so that whoever waits there for what never comes, waits for ever.
scenario sigkill_terminates
  cites kernel "kernel/signal.c:complete_signal", kernel "kernel/signal.c:signal_wake_up_state",
        rule W2 W4 W6
  unobservable "a task that nothing wakes any more outlives its test"
{
  variant { linux, exiting_never_woken_sleep }
  uses closed, closed.send.queued, closed.send.one_is_enough, closed.send.unnoticed,
       closed.send.ends_it, deliver.taken, closed.deliver.next, deliver.stop, stop.group,
       closed.trace.seized, closed.trace.asked, closed.trace.event_stop,
       exit.killed with signals {SIGKILL, SIGSTOP, SIGCONT, SIGTRAP}
  size Task 1 .. 1
  object Victim {
    /// How it sleeps, or stands.
    state: TaskState,
    /// It has chosen a signal, and takes it out: nothing comes in between.
    locked: bool,
    killed: bool,
    /// It is in do_exit: no signal is aimed at it any more.
    exits: bool,
    /// What it sleeps for has come.
    event_came: bool,
    /// In do_exit it waits for something that nobody will do.
    forgotten: bool,
  }

  /// It runs, and not in do_exit.
  fn runs() -> bool =
    victim.state is running and not victim.exits and not victim.locked

  /// It is not about to end.
  fn goes_on() -> bool =
    task.life is alive

  /// What a signal is to a sleep that it may end.
  fn as_waker(s: Signal) -> Waker =
    if s = SIGKILL then fatal_signal else if s = SIGCONT then continue_signal else signal

  /// It falls asleep in a call, unless a signal says not to. The states of a row that it goes
  /// through one after the other it may sleep in one after the other.
  rule victim.sleeps (r: Row, state: TaskState)
    cites kernel "kernel/signal.c:signal_pending_state"
    when  runs(),
          goes_on(),
          waiting(task) = {},
          state in r.sleeps
    do    victim.state := state
          victim.event_came := false

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

  /// Everybody may send SIGKILL, a stop or its end, as often as they like.
  rule outside.sends (s: Signal)
    cites kernel "kernel/signal.c:complete_signal"
    shows sending(task, s, how)
    when  how.shared,
          s != SIGTRAP,
          not victim.locked,
          task.life is not dead
    do    victim.killed := victim.killed or s = SIGKILL
          victim.state := if victim.exits then victim.state else woken(victim.state, as_waker(s))

  rule outside.traces
    cites kernel "kernel/ptrace.c:ptrace_attach"
    shows seized(task)

  /// The tracer asks it to stop, which wakes it.
  rule outside.asks_to_stop
    cites kernel "kernel/ptrace.c:ptrace_request"
    shows asked_to_stop(task)
    when  not victim.exits
    do    victim.state := woken(victim.state, signal)

  /// On its way to user mode it stops for its tracer, who may let it go on.
  rule victim.is_held
    cites kernel "kernel/ptrace.c:ptrace_stop"
    shows held(task, s)
    when  runs()
    do    victim.state := traced

  rule victim.is_let_go
    cites kernel "kernel/ptrace.c:ptrace_resume"
    when  victim.state is traced
    do    victim.state := woken(victim.state, tracer)

  /// It takes a stop signal.
  rule victim.chooses
    cites kernel "kernel/signal.c:get_signal"
    shows delivered(task, s, info)
    when  info.code is SI_USER,
          runs(),
          goes_on(),
          task.taken is none,
          task.stopping is none,
          s in waiting(task)
    do    victim.locked := true

  rule victim.takes
    cites kernel "kernel/signal.c:dequeue_signal"
    shows found(task)
    when  victim.locked
    do    victim.locked := false

  rule victim.obeys
    cites kernel "kernel/signal.c:do_signal_stop"
    shows settled(task)
    when  runs(),
          goes_on()

  rule victim.stops
    cites kernel "kernel/signal.c:do_signal_stop"
    shows stopped(task, s)
    when  runs(),
          goes_on(),
          task.taken is none
    do    victim.state := stopped

  /// On its way to user mode it finds that SIGKILL has come, and begins to exit.
  rule victim.begins_to_exit
    fair victim
    cites kernel "kernel/signal.c:get_signal"
    when  runs(),
          not goes_on()
    do    victim.exits := true

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
    shows killed(task, s, core)
    when  victim.state is running,
          victim.exits
    do    victim.state := zombie

  property sigkill_is_fatal: victim.killed leads to task.life is dead

  property uninterruptible_waits_for_its_event:
    victim.state is uninterruptible until victim.event_came

  /// Nothing else ends it here: what stops it, or asks it to, leaves it alive.
  property only_sigkill_is_fatal: always task.life is dead implies victim.killed

  expect linux: proved
  expect exiting_never_woken_sleep for sigkill_is_fatal: refuted
  expect exiting_never_woken_sleep for uninterruptible_waits_for_its_event: proved
}
