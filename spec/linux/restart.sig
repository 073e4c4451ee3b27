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
