/// Where a call stands that signals interrupt.
enum DisturbedStep {
  not_called, in_context,
  /// On its way back to user mode with a restart code.
  comes_back,
  has_returned,
}

/// What the program gets to see of a call in the end.
union Returned {
  not_yet,
  /// The number of things that it moved.
  moved_things(0 .. 2),
  failed(Errno),
  /// A code that no program should see.
  bare(RestartCode),
}

/// Two runs of one program, in the same world. Both make the call of one row of the restart table,
/// any row, and wait for the same two things. Signals interrupt the one run, as often and whenever
/// they like, with any handlers or none; nothing disturbs the other. What both see in the end is
/// compared.
///
/// That holds on Linux under three conditions. Every handler that runs has SA_RESTART. The call's
/// row is one that SA_RESTART restarts: of the codes these are two of four, and the rows that give
/// a literal EINTR are none. And nothing had been moved when the signal came: otherwise the call
/// comes back with a short count, which no flag helps against. What happens after the interruption
/// are the rules of Linux that recordings are judged by.
scenario restart_transparency
  cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart", man "signal(7)",
        rule R2 R3 R14 R15
{
  variant { linux, partial_transfer, recvmmsg_socket_error }
  uses deliver.handler, rt_sigreturn.from_handler, restart.reissued, restart.unhandled,
       restart.resumed with signals {SIGUSR1, SIGUSR2}
  size Task 1 .. 1
  /// What both calls wait for, one after the other.
  object Supply { came: 0 .. 2 }
  object Undisturbed { moved: 0 .. 2, returned: Returned }
  object Disturbed {
    step: DisturbedStep,
    state: TaskState,
    /// What the row says of the call's present context.
    interrupted: Interruption,
    /// The row is one that SA_RESTART restarts, or that no signal ends.
    promised: bool,
    moved: 0 .. 2,
    returned: Returned,
    interruptions: 0 .. 2,
    /// What an interrupted recvmmsg left in the error of its socket, for the next call to find.
    left_in_socket: option RestartCode,
  }
  initially do
    task.life := alive
    for s: Signal where s in {SIGUSR1, SIGUSR2} do {
      task.actions[s] := stored({
                                  handler: caught(1),
                                  flags: {SA_RESTORER}
                                    + (if unknown then {SA_RESTART} else {})
                                    + (if unknown then {SA_NODEFER} else {}),
                                  mask: {}
                                })
    }

  fn all_handlers_restart() -> bool =
    forall s: Signal where s in {SIGUSR1, SIGUSR2}. SA_RESTART in task.actions[s].flags

  /// A signal is noticed by who sleeps interruptibly, and by who looks for signals while running.
  fn notices_signals() -> bool =
    disturbed.state is running or interruptible_by_signals(disturbed.state)

  rule supply.grows
    fair
    cites kernel "fs/pipe.c:pipe_write"
    when  supply.came < 2
    do    supply.came := supply.came + 1

  rule undisturbed.takes_one
    fair
    cites kernel "fs/pipe.c:pipe_read"
    when  undisturbed.returned is not_yet,
          undisturbed.moved < supply.came
    do    undisturbed.moved := undisturbed.moved + 1
          if undisturbed.moved = 2 then undisturbed.returned := moved_things(2)

  /// The call, in any context of the restart table, in any state that the row says.
  rule disturbed.calls (r: Row, state: TaskState)
    fair disturbed
    cites man "signal(7) Interruption of system calls"
    when  disturbed.step is not_called,
          not r.after_transfer,
          state in r.sleeps or r.sleeps = {} and state is running
    do    disturbed.step := in_context
          disturbed.state := state
          disturbed.interrupted := r.interrupted
          disturbed.promised := r.interrupted is comes_back(ERESTARTSYS | ERESTARTNOINTR)
            | completes | never

  /// One of the things has come. From then on the call may be in another context.
  rule disturbed.takes_one
    fair disturbed
    cites kernel "fs/pipe.c:pipe_read"
    when  disturbed.step is in_context,
          disturbed.left_in_socket is none,
          disturbed.moved < supply.came
    do    disturbed.moved := disturbed.moved + 1
          if disturbed.moved = 2 then {
            disturbed.step := has_returned
            disturbed.returned := moved_things(2)
          }

  rule disturbed.is_in_the_middle (r: Row)
    cites man "signal(7) Interruption of system calls"
    when  disturbed.step is in_context,
          variant = partial_transfer,
          disturbed.moved = 1,
          r.after_transfer
    do    disturbed.interrupted := r.interrupted

  /// A signal cuts it short: the row says with what. What has moved nothing yet is under the
  /// promise; what has is not.
  rule disturbed.is_cut_short
    cites kernel "kernel/signal.c:signal_wake_up_state", rule R1
    when  disturbed.step is in_context,
          disturbed.moved = 0 or variant = partial_transfer,
          disturbed.left_in_socket is none,
          disturbed.interruptions < 2,
          notices_signals(),
          disturbed.interrupted is comes_back(_) | fails(_) | partial
    do    disturbed.interruptions := disturbed.interruptions + 1
          if disturbed.interrupted is comes_back(c) then {
            disturbed.step := comes_back
            task.resume := undecided(c)
          } else {
            disturbed.step := has_returned
            disturbed.returned := match disturbed.interrupted {
              fails(e) => failed(e)
              _        => moved_things(disturbed.moved)
            }
          }

  /// A fault of the kernel: a recvmmsg that has got some messages returns their number, and leaves
  /// the code in the error of the socket. The next call on it finds that, and no signal.
  rule disturbed.leaves_code
    cites kernel "net/socket.c:do_recvmmsg", rule E1
    when  disturbed.step is in_context,
          variant = recvmmsg_socket_error,
          disturbed.moved = 1,
          notices_signals(),
          disturbed.interrupted is comes_back(c)
    do    disturbed.left_in_socket := some(c)

  rule disturbed.finds_code
    fair disturbed
    cites kernel "net/socket.c:sock_error", rule E1
    when  disturbed.step is in_context,
          disturbed.left_in_socket is some(c)
    do    disturbed.step := has_returned
          disturbed.returned := bare(c)

  /// On its way back the task takes a signal that has a handler, or none: that is left to Linux.
  rule disturbed.takes_signal (s: Signal)
    cites kernel "kernel/signal.c:dequeue_signal"
    when  disturbed.step is comes_back,
          task.resume is undecided(_),
          task.taken is none,
          empty(task.frames)
    do    task.taken := some({ signal: s, code: SI_USER, action: task.actions[s] })

  /// The handler has returned, and the call has failed.
  rule disturbed.sees_error
    fair disturbed
    cites kernel "arch/x86/kernel/signal.c:handle_signal", rule R2
    when  disturbed.step is comes_back,
          not empty(task.frames),
          top(task.frames).resume is fail
    do    disturbed.step := has_returned
          disturbed.returned := failed(EINTR)
          task.resume := free
          task.blocked := top(task.frames).mask
          pop task.frames

  /// The rules of Linux have made the call again, or it goes on.
  rule disturbed.is_back
    fair disturbed
    cites kernel "arch/x86/kernel/signal.c:handle_signal", rule R4
    when  disturbed.step is comes_back,
          task.resume is free,
          task.taken is none,
          empty(task.frames)
    do    disturbed.step := in_context

  property same_results_as_uninterrupted:
    always disturbed.step is has_returned
               and undisturbed.returned is moved_things(_)
               and disturbed.promised
               and all_handlers_restart()
             implies disturbed.returned = undisturbed.returned

  property erestart_never_reaches_user: never disturbed.returned is bare(_)

  /// What SA_RESTART restarts never fails, whatever interrupts it.
  property promised_call_never_fails:
    always disturbed.promised and all_handlers_restart() implies not disturbed.returned is failed(_)

  /// The code that a call came back with is decided upon once, by a handler or without one.
  property code_is_decided_once: task.resume is undecided(_) until task.resume is free

  property call_comes_back: eventually disturbed.step is has_returned

  expect linux: proved
  expect partial_transfer for same_results_as_uninterrupted: refuted
  expect recvmmsg_socket_error for erestart_never_reaches_user: refuted
}
