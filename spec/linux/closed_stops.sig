// How tasks of a closed system stop: with the others of their process, or in their tracer's hands.
view closed
  cites man "signal(7)", man "ptrace(2)"
{
  /// Whoever stops looks for signals when it goes on, before it does anything else.
  rule stop.standing
    cites kernel "kernel/signal.c:do_signal_stop"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows standing(t)
    when  t.life is stopped
    do    t.passed := false

  rule stop.told
    cites kernel "kernel/signal.c:do_signal_stop"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows told_to_stop(t, s)
    when  t.life is alive,
          t.tracing is nobody_traces
    do    t.trap := true
          t.halted := some(s)

  rule stop.joined
    cites kernel "kernel/signal.c:get_signal", kernel "kernel/signal.c:do_signal_stop", rule S2
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows joined_stop(t)
    when  t.trap,
          t.halted is some(_),
          t.life is alive,
          t.tracing is nobody_traces
    do    t.trap := false
          t.halted := none
          t.life := stopped
          t.passed := false
          t.resumable := t.resumable or unknown

  /// SIGCONT has come: whoever was woken finds nothing to do.
  rule stop.missed
    cites kernel "kernel/signal.c:prepare_signal", rule G8
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows missed_stop(t)
    when  t.trap,
          t.halted is none,
          t.life is alive,
          t.tracing is nobody_traces
    do    t.trap := false

  rule trace.attached
    cites kernel "kernel/ptrace.c:ptrace_attach", man "ptrace(2)"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows attached(t)
    when  t.life is alive | stopped,
          t.tracing is nobody_traces
    do    t.tracing := attached_to

  rule trace.seized
    cites kernel "kernel/ptrace.c:ptrace_attach", man "ptrace(2)"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows seized(t)
    when  t.life is alive | stopped,
          t.tracing is nobody_traces
    do    t.tracing := seized_by_tracer

  /// Before anything is done about a signal that was taken the tracer is told, even if it is
  /// ignored.
  rule trace.signal_stop
    cites kernel "kernel/signal.c:ptrace_signal", man "ptrace(2) Signal-delivery-stop"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows held(t, s)
    when  t.tracing is not nobody_traces,
          t.life is alive,
          t.taken is some(x)
    with  s = x.signal

  /// A group stop is a stop for the tracer, who may let the task go on all the same.
  rule trace.group_stop
    cites kernel "kernel/signal.c:do_signal_stop", man "ptrace(2) Group-stop"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows held(t, s)
    when  t.tracing is not nobody_traces,
          t.life is stopped
    do    t.life := alive
          t.halted := some(s)

  /// Who was asked to stop, or is to tell that its group goes on, does so before it takes signals.
  rule trace.event_stop
    cites kernel "kernel/signal.c:do_jobctl_trap", man "ptrace(2) PTRACE_EVENT stops"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows held(t, s)
    when  t.trap,
          t.life is alive,
          t.taken is none
    with  s = t.halted otherwise SIGTRAP
    do    t.trap := false
          t.passed := false

  rule trace.asked
    cites kernel "kernel/ptrace.c:ptrace_request", man "ptrace(2) PTRACE_INTERRUPT"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows asked_to_stop(t)
    when  t.tracing is seized_by_tracer
    do    t.trap := true

  /// The tracer may give it another signal than the one that it has taken.
  rule trace.let_through
    cites kernel "kernel/signal.c:ptrace_signal", man "ptrace(2) Signal injection and suppression"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows let_through(t, s)
    when  t.taken is some(x)
    with  s not in t.blocked
    do    t.taken := some({ signal: s, code: x.code, action: t.actions[s] })
          t.stopping := if default_action(s) is stop then some(s) else none

  rule trace.put_back
    cites kernel "kernel/signal.c:ptrace_signal"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows put_back(t, s)
    when  t.taken is some(_)
    with  s in t.blocked
    do    t.taken := none
          t.stopping := none
          t.pending := t.pending + {s}
          t.aimed[s] := one_more(s, t.aimed[s])
          t.due_alone := t.pending
          t.due := to_be_taken(t)

  rule trace.spared
    cites kernel "kernel/signal.c:ptrace_signal", man "ptrace(2) Signal injection and suppression"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows spared(t)
    when  t.taken is some(_)
    do    t.taken := none
          t.stopping := none
}
