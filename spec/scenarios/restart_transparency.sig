enum TransparentStep { blocks_in_call, comes_back, runs_handlers, is_finished }

/// What the program gets to see of the call.
enum Seen { nothing_seen, whole_result, short_count, failed_with_eintr, bare_code }

/// A call that signals interrupt again and again, with handlers that all have SA_RESTART, brings
/// what it would have brought undisturbed, if its code is one that SA_RESTART restarts. A call that
/// had moved something comes back with less: no flag helps against that.
scenario restart_transparency
  cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart", man "signal(7)",
        rule R2 R3 R14 R15
{
  variant { linux, partial_transfer, recvmmsg_socket_error }
  object Transparent {
    step: TransparentStep,
    code: RestartCode = unknown,
    /// Something was moved before the signal came.
    moved: bool,
    /// The code lies in the error of the socket, and a later call will find it.
    kept_in_socket: bool,
    restarts: 0 .. 2,
    seen: Seen,
  }

  /// The action of every handler here.
  fn under_restart() -> Outcome =
    after_handler(transparent.code, { handler: default, flags: {SA_RESTART}, mask: {} })

  /// Is it a call that SA_RESTART is for?
  fn can_be_restarted() -> bool =
    under_restart() is reissue

  rule restarted.moves_something
    cites kernel "fs/pipe.c:pipe_read"
    when  transparent.step is blocks_in_call,
          variant = partial_transfer
    do    transparent.moved := true

  rule restarted.is_over
    fair kernel_side
    cites kernel "arch/x86/entry/common.c:syscall_exit_to_user_mode"
    when  transparent.step is blocks_in_call
    do    transparent.step := is_finished
          transparent.seen := if transparent.kept_in_socket then bare_code else whole_result

  /// A signal cuts it short. What was moved is returned; otherwise the code. recvmmsg, when it has
  /// got some messages, keeps the code as the error of its socket: a fault of the kernel.
  rule restarted.is_cut_short
    cites kernel "net/socket.c:do_recvmmsg"
    when  transparent.step is blocks_in_call,
          interruptible_by_signals(interruptible),
          transparent.restarts < 2
    do    transparent.restarts := transparent.restarts + 1
          transparent.step := if transparent.moved then is_finished else comes_back
          transparent.seen := if transparent.moved then short_count else nothing_seen
          transparent.kept_in_socket := variant = recvmmsg_socket_error

  /// The handler is built, or there is none.
  rule restarted.meets_handler (handler: bool)
    fair kernel_side
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    when  transparent.step is comes_back
    do    let outcome = if handler then under_restart() else after_nothing(transparent.code)
          transparent.step := if outcome is fail(_) then is_finished else runs_handlers
          transparent.seen := if outcome is fail(_) then failed_with_eintr else nothing_seen

  rule restarted.is_made_again
    fair kernel_side
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    when  transparent.step is runs_handlers
    do    transparent.step := blocks_in_call

  property same_results_as_uninterrupted:
    always transparent.step is is_finished and can_be_restarted()
             implies transparent.seen = whole_result

  /// Whatever the program sees in the end is no restart code.
  property erestart_never_reaches_user:
    always transparent.step is is_finished implies transparent.seen not in {bare_code, nothing_seen}

  property call_comes_back: eventually transparent.step is is_finished

  expect linux: proved
  expect partial_transfer for same_results_as_uninterrupted: refuted
  expect recvmmsg_socket_error for erestart_never_reaches_user: refuted
}
