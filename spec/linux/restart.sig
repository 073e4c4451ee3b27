/// What an interrupted call returns inside the kernel, and no program should ever see.
enum RestartCode {
  /// Restarted when the handler has SA_RESTART.
  ERESTARTSYS = 512,
  /// Restarted always.
  ERESTARTNOINTR = 513,
  /// Restarted when no handler ran.
  ERESTARTNOHAND = 514,
  /// Goes on through restart_syscall(2) when no handler ran.
  ERESTART_RESTARTBLOCK = 516,
}

/// What a program gets to see of a call that a signal interrupted.
union Outcome {
  /// The same call is issued again with the same arguments.
  reissue,
  /// The call goes on where it was, through restart_syscall(2).
  go_on,
  fail(Errno),
}

/// A handler was built for the signal that was dequeued first: its action decides.
table after_handler(code: RestartCode, a: Action) -> Outcome
  cites kernel "arch/x86/kernel/signal.c:handle_signal", rule R2 R1 R15 A7 Y2 E3
{
  ERESTARTSYS when SA_RESTART in a.flags -> reissue
  ERESTARTSYS                            -> fail(EINTR)
  ERESTARTNOINTR                         -> reissue
  ERESTARTNOHAND                         -> fail(EINTR)
  ERESTART_RESTARTBLOCK                  -> fail(EINTR)
}

/// Nothing was handled: the signal was ignored, a stop was continued, the tracer attached.
table after_nothing(code: RestartCode) -> Outcome
  cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart", rule R3 R14 R15
{
  ERESTARTSYS           -> reissue
  ERESTARTNOINTR        -> reissue
  ERESTARTNOHAND        -> reissue
  ERESTART_RESTARTBLOCK -> go_on
}

/// What a signal makes of a call in one context, as a row of the restart table says it.
union Interruption {
  /// It comes back with a code inside the kernel, and the action decides.
  comes_back(RestartCode),
  fails(Errno),
  /// It returns what it has moved.
  partial,
  /// It waits on, as if no signal had come.
  completes,
  succeeds,
  never,
}

/// A row of the restart table. Scenarios range over all of them.
record Row {
  /// The states that it waits in, one after the other; none: it does not sleep.
  sleeps: set TaskState,
  interrupted: Interruption,
  /// Something was moved already.
  after_transfer: bool,
}
