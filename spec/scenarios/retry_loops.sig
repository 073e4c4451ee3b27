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

/// A runtime preempts its threads with SIGURG, so that any blocking call may be interrupted. A loop
/// around the call is to hide that: the result depends on when the event comes, and on nothing
/// else. The call is any row of the restart table, and what becomes of it are the rules of Linux.
///
/// A loop that calls again on EINTR does hide it under two conditions. The call has no relative
/// timeout, for that begins anew each time. And its row ends in a restart code or in EINTR: a call
/// that returns what it has moved so far, or ends early without an error, is hidden by no loop of
/// that kind (`retry_any_context`). SA_RESTART alone hides half of the rows (`restart_flag_alone`).
scenario retry_loops
  cites paper "docker-eintr-analysis", man "signal(7) Interruption of system calls", rule R2 R3
{
  variant { plain, restart_flag_alone, retry_on_eintr, retry_relative_timeout, retry_any_context }
  uses deliver.handler, rt_sigreturn.from_handler, restart.reissued, restart.unhandled,
       restart.resumed with signals {SIGURG}
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
  }
  initially do
    retried.has_timeout := variant = retry_relative_timeout
    task.life := alive
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

  /// The signal that preempts comes while the call waits.
  rule retried.is_preempted
    cites paper "docker-eintr-analysis", kernel "kernel/signal.c:signal_wake_up_state", rule R1
    when  retried.step is waits_in_call,
          waits(),
          retried.state is running or interruptible_by_signals(retried.state),
          retried.interrupted is not completes | never
    do    retried.step := match retried.interrupted {
            comes_back(_) => call_comes_back
            fails(EINTR)  => sees_eintr
            _             => has_result
          }
          retried.result := if retried.interrupted is comes_back(_)
                                 | fails(EINTR) then no_result_yet
                            else got_something_else
          if retried.interrupted is comes_back(c) then task.resume := undecided(c)

  /// The handler of the runtime runs. Another thread may have taken the signal: then none does.
  rule retried.takes_signal
    cites kernel "kernel/signal.c:dequeue_signal"
    when  retried.step is call_comes_back,
          task.resume is undecided(_),
          task.taken is none
    do    task.taken := some({ signal: SIGURG, code: SI_TKILL, action: task.actions[SIGURG] })

  /// The handler has returned, and the call has failed.
  rule retried.fails
    fair
    cites kernel "arch/x86/kernel/signal.c:handle_signal", rule R2
    when  retried.step is call_comes_back,
          not empty(task.frames),
          top(task.frames).resume is fail
    do    retried.step := sees_eintr
          task.blocked := top(task.frames).mask
          pop task.frames

  /// The rules of Linux have made the call again, or it goes on: until the same moment as before.
  rule retried.is_back
    fair
    cites kernel "arch/x86/kernel/signal.c:handle_signal", rule R4
    when  retried.step is call_comes_back,
          task.resume is free,
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
