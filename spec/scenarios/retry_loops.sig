enum RetryStep {
  has_not_called, waits_in_call,
  /// On its way back to user mode with a restart code.
  call_comes_back,
  /// The program has seen EINTR.
  sees_eintr,
  has_result,
}

/// What the program makes of the call in the end.
enum RetryResult {
  no_result_yet, got_event, timed_out, got_eintr,
  /// The call came back early with less, with another error, or as if all were well.
  got_something_else,
}

/// A runtime preempts its threads with SIGURG, so that any blocking call may be interrupted. A
/// loop around the call is to hide that: the result depends on when the event comes, and on
/// nothing else. The call is any row of the restart table; the signal is queued and taken, the
/// handler built and left, and the call made again, by the rules of Linux.
///
/// A loop that calls again on EINTR does hide it under two conditions. The call has no relative
/// timeout, for that begins anew each time. And its row ends in a restart code or in EINTR: a call
/// that returns what it has moved so far, or ends early without an error, is hidden by no loop of
/// that kind (`retry_any_context`). SA_RESTART alone hides half of the rows (`restart_flag_alone`).
scenario retry_loops
  cites paper "docker-eintr-analysis", man "signal(7) Interruption of system calls", rule R2 R3
{
  variant { plain, restart_flag_alone, retry_on_eintr, retry_relative_timeout, retry_any_context }
  uses closed, closed.send.queued, return.restart_code, deliver.taken, closed.deliver.next,
       deliver.handler, rt_sigreturn.from_handler, rt_sigreturn.from_handler_with_error,
       restart.reissued, restart.unhandled, restart.resumed with signals {SIGURG}
  size Task 1 .. 1
  object Retried {
    step: RetryStep,
    state: TaskState,
    interrupted: Interruption,
    /// When the event comes, and how long the program wants to wait.
    event_at: 0 .. 3,
    patience: 0 .. 2 = 2,
    has_timeout: bool,
    began: 0 .. 5,
    now: 0 .. 5,
    result: RetryResult,
    /// It has chosen the signal, and takes it out.
    locked: bool,
  }
  initially do
    retried.has_timeout := variant = retry_relative_timeout
    task.actions[SIGURG] := stored({
                                     handler: caught(1),
                                     flags: {SA_RESTORER, SA_ONSTACK}
                                       + (if variant = restart_flag_alone
                                               or unknown then {SA_RESTART}
                                          else {}),
                                     mask: {}
                                   })

  /// What comes of the call when nobody is preempted.
  fn undisturbed() -> RetryResult =
    if retried.has_timeout and retried.patience < retried.event_at then timed_out else got_event

  fn loops() -> bool =
    variant in {retry_on_eintr, retry_relative_timeout, retry_any_context}

  /// The rows that the claim is about.
  fn is_meant(r: Row) -> bool =
    variant = retry_any_context
      or not r.after_transfer and r.interrupted is comes_back(_) | fails(EINTR) | completes | never

  /// Neither the event nor the end of the timeout has come.
  fn waits() -> bool =
    retried.now < retried.event_at
      and (retried.has_timeout implies retried.now < retried.began + retried.patience)

  rule retried.calls (r: Row, state: TaskState, event_at: 1 .. 3)
    fair
    cites man "signal(7)"
    when  retried.step is has_not_called,
          is_meant(r),
          state in r.sleeps or r.sleeps = {} and state is running
    do    retried.step := waits_in_call
          retried.state := state
          retried.interrupted := r.interrupted
          retried.event_at := event_at
          retried.began := retried.now

  /// Nothing that is due is put off.
  rule retried.time_passes
    fair
    cites man "time(7)"
    when  retried.now < 5,
          retried.step is waits_in_call and waits() or retried.step is call_comes_back | sees_eintr
    do    retried.now := retried.now + 1

  /// The signal that preempts comes while the call waits. Another thread may have taken it: then
  /// the call comes back, and no handler runs.
  fn may_be_preempted() -> bool =
    retried.step is waits_in_call
      and waits()
      and (retried.state is running or interruptible_by_signals(retried.state))

  /// It is the one call that the program makes.
  rule retried.comes_back
    cites paper "docker-eintr-analysis", kernel "kernel/signal.c:signal_wake_up_state", rule R1
    shows returned(task, _, code(c))
    when  may_be_preempted(),
          syscall = task.last,
          retried.interrupted = comes_back(c)
    do    retried.step := call_comes_back

  rule retried.is_preempted
    cites paper "docker-eintr-analysis", kernel "kernel/signal.c:signal_wake_up_state", rule R1
    when  may_be_preempted(),
          retried.interrupted is not comes_back(_) | completes | never
    do    retried.step := if retried.interrupted is fails(EINTR) then sees_eintr else has_result
          retried.result := if retried.interrupted is fails(EINTR) then no_result_yet
                            else got_something_else

  rule retried.is_sent
    cites paper "docker-eintr-analysis"
    shows sending(task, s, how)
    when  not how.shared,
          retried.step is call_comes_back,
          task.resume is undecided(_),
          task.taken is none

  rule retried.chooses
    fair
    cites kernel "kernel/signal.c:get_signal"
    shows delivered(task, s, info)
    when  info.code is SI_TKILL,
          retried.step is call_comes_back,
          task.taken is none,
          s in waiting(task) - task.blocked
    do    retried.locked := true

  rule retried.takes
    fair
    cites kernel "kernel/signal.c:dequeue_signal"
    shows found(task)
    when  retried.locked
    do    retried.locked := false

  /// The handler of the runtime runs.
  rule retried.handles
    fair
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    shows settled(task)
    when  not retried.locked

  /// The handler has returned, and the call has failed.
  rule retried.fails
    fair
    cites kernel "arch/x86/kernel/signal.c:handle_signal", rule R2
    shows returned(task, rt_sigreturn, error(e))
    when  task.taken is none,
          top(task.frames).resume is fail
    do    retried.step := if e is EINTR then sees_eintr else has_result
          retried.result := if e is EINTR then no_result_yet else got_something_else

  /// The call is made again, or goes on: until the same moment as before.
  rule retried.calls_again
    fair
    cites kernel "arch/x86/kernel/signal.c:handle_signal", rule R4
    shows entered(task)
    when  retried.step is call_comes_back,
          task.taken is none,
          empty(task.frames)
    do    retried.step := waits_in_call

  /// EINTR: the program gives up, or calls again; a timeout begins anew.
  rule retried.looks_at_error
    fair
    cites man "signal(7)"
    when  retried.step is sees_eintr
    do    retried.step := if loops() then waits_in_call else has_result
          retried.result := if loops() then no_result_yet else got_eintr
          retried.began := retried.now

  rule retried.gets_event
    fair
    cites kernel "kernel/sched/core.c:try_to_wake_up"
    when  retried.step is waits_in_call,
          retried.now >= retried.event_at
    do    retried.step := has_result
          retried.result := got_event

  rule retried.times_out
    fair
    cites man "poll(2)"
    when  retried.step is waits_in_call,
          retried.has_timeout,
          retried.now >= retried.began + retried.patience,
          retried.now < retried.event_at
    do    retried.step := has_result
          retried.result := timed_out

  property result_independent_of_preemption:
    always retried.step is has_result implies retried.result = undisturbed()

  expect plain, restart_flag_alone, retry_relative_timeout, retry_any_context: refuted
  expect retry_on_eintr: proved
}
