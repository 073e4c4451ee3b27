enum RetryStep { has_not_called, waits_in_call, call_cut_short, has_result }

/// What the program makes of the call in the end.
enum RetryResult { no_result_yet, got_event, timed_out, got_eintr }

/// A runtime preempts its threads with signals, so that any blocking call may be interrupted.
/// A loop around the call is to hide that: the result depends on when the event comes, and on
/// nothing else.
scenario retry_loops
  cites paper "docker-eintr-analysis", man "signal(7) Interruption of system calls", rule R2 R3
{
  variant { plain, retry_on_eintr, retry_relative_timeout }
  object Retried {
    step: RetryStep,
    /// The code of the interrupted call, any that the restart table has; none: a literal EINTR.
    code: option RestartCode = unknown,
    /// When the event comes, and how long the program wants to wait.
    event_at: 1 .. 3,
    patience: int,
    has_timeout: bool,
    began: int,
    now: int,
    handler_flags: set SaFlag,
    result: RetryResult,
  }
  initially do
    retried.event_at := 3
    retried.has_timeout := variant = retry_relative_timeout
    retried.patience := 2

  /// What comes of the call when nobody is preempted.
  fn undisturbed() -> RetryResult =
    if retried.has_timeout and retried.patience < retried.event_at then timed_out else got_event

  fn is_restarted() -> bool =
    match retried.code {
      some(c) =>
        after_handler(c, { handler: default, flags: retried.handler_flags, mask: {} }) is reissue
          | go_on
      none => false
    }

  rule retried.calls
    fair
    cites man "signal(7)"
    when  retried.step is has_not_called
    do    retried.step := waits_in_call
          retried.began := retried.now

  /// Nothing that is due is put off.
  rule retried.time_passes
    fair
    cites man "time(7)"
    when  retried.step is waits_in_call | call_cut_short,
          retried.now < 5,
          retried.now < retried.event_at or retried.step is call_cut_short,
          retried.has_timeout and retried.step is waits_in_call
            implies retried.now < retried.began + retried.patience
    do    retried.now := retried.now + 1

  /// The signal that preempts; the runtime's handler may have SA_RESTART.
  rule retried.is_preempted (restarts: bool)
    cites paper "docker-eintr-analysis"
    when  retried.step is waits_in_call,
          retried.now < retried.event_at,
          retried.has_timeout implies retried.now < retried.began + retried.patience
    do    retried.step := call_cut_short
          retried.handler_flags := if restarts then {SA_RESTART} else {}

  /// The kernel restarts it: the same call, the same deadline.
  rule retried.is_restarted
    fair
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    when  retried.step is call_cut_short,
          is_restarted()
    do    retried.step := waits_in_call

  /// EINTR: the program gives up, or calls again; with a timeout that begins anew.
  rule retried.sees_eintr
    fair
    cites man "signal(7)"
    when  retried.step is call_cut_short,
          not is_restarted()
    do    retried.step := if variant = plain then has_result else waits_in_call
          retried.result := if variant = plain then got_eintr else no_result_yet
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

  expect plain, retry_relative_timeout: refuted
  expect retry_on_eintr: proved
}
