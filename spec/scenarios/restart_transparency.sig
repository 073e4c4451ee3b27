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
/// That holds on Linux under three conditions. Every handler that may run has SA_RESTART; there are
/// two of them, and one may come in between of the other. The call's row is one that SA_RESTART
/// restarts: of the codes these are two of four, and the rows that give a literal EINTR are none.
/// And nothing had been moved when the signal came: otherwise the call comes back with a short
/// count, which no flag helps against. Signals are queued and taken, calls come back, and handlers
/// are built and left, and calls made again, by the rules of Linux that recordings and litmus tests
/// are judged by.
scenario restart_transparency
  cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart", man "signal(7)",
        rule R2 R3 R14 R15
{
  variant { linux, partial_transfer, recvmmsg_socket_error }
  uses closed, closed.send.queued, return.restart_code, deliver.taken, closed.deliver.next,
       deliver.handler, rt_sigreturn.from_handler, rt_sigreturn.from_handler_with_error,
       call.entered, restart.reissued, restart.unhandled, restart.resumed with signals {SIGUSR1,
                                                                                        SIGUSR2}
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
    /// It has chosen a signal, and takes it out: nothing comes in between.
    locked: bool,
    /// What was made again is another call.
    makes_another: bool,
    /// What an interrupted recvmmsg left in the error of its socket, for the next call to find.
    left_in_socket: option RestartCode,
  }
  initially do
    task.actions[SIGUSR1] := stored({
                                      handler: caught(1),
                                      flags: {SA_RESTORER} + (if unknown then {SA_RESTART} else {}),
                                      mask: {}
                                    })
    task.actions[SIGUSR2] := stored({
                                      handler: caught(2),
                                      flags: {SA_RESTORER} + (if unknown then {SA_RESTART} else {}),
                                      mask: {}
                                    })

  fn handlers_restart() -> bool =
    SA_RESTART in task.actions[SIGUSR1].flags & task.actions[SIGUSR2].flags

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
    shows entered(task)
    when  disturbed.step is not_called,
          syscall = task.last,
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

  /// May a signal end the wait now, or what looks like one? The row says with what. What has moved
  /// nothing yet is under the promise; what has is not.
  fn may_be_cut_short() -> bool =
    disturbed.step is in_context
      and (disturbed.moved = 0 or variant = partial_transfer)
      and disturbed.left_in_socket is none
      and disturbed.interruptions < 2
      and notices_signals()

  /// It is the one call that the program makes.
  rule disturbed.comes_back
    cites kernel "kernel/signal.c:signal_wake_up_state", rule R1
    shows returned(task, _, code(c))
    when  may_be_cut_short(),
          syscall = task.last,
          disturbed.interrupted = comes_back(c)
    do    disturbed.interruptions := disturbed.interruptions + 1
          disturbed.step := comes_back

  rule disturbed.is_cut_short
    cites kernel "kernel/signal.c:signal_wake_up_state", rule R1
    when  may_be_cut_short(),
          disturbed.interrupted is fails(_) | partial
    do    disturbed.step := has_returned
          disturbed.returned := match disturbed.interrupted {
            fails(e) => failed(e)
            _        => moved_things(disturbed.moved)
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

  /// Signals come; one that ended the wait may as well have come just after.
  rule disturbed.is_sent
    cites kernel "kernel/signal.c:__send_signal_locked"
    shows sending(task, s, how)
    when  how.shared,
          disturbed.step is comes_back,
          task.resume is undecided(_),
          task.taken is none

  /// On its way back the task takes a signal: what comes of it is left to Linux.
  rule disturbed.chooses
    fair disturbed
    cites kernel "kernel/signal.c:get_signal"
    shows delivered(task, s, info)
    when  info.code is SI_USER,
          disturbed.step is comes_back,
          task.taken is none,
          s in waiting(task) - task.blocked
    do    disturbed.locked := true

  rule disturbed.takes
    fair disturbed
    cites kernel "kernel/signal.c:dequeue_signal"
    shows found(task)
    when  disturbed.locked
    do    disturbed.locked := false

  rule disturbed.handles
    fair disturbed
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    shows settled(task)
    when  not disturbed.locked

  /// The handler has returned, and the call has failed.
  rule disturbed.sees_error
    fair disturbed
    cites kernel "arch/x86/kernel/signal.c:handle_signal", rule R2
    shows returned(task, rt_sigreturn, error(e))
    when  task.taken is none,
          top(task.frames).resume is fail
    do    disturbed.step := has_returned
          disturbed.returned := failed(e)

  /// It is made again, or goes on. Were another made in its place, the program would see how the
  /// interrupted one came back: with the code, if nobody has decided upon that.
  rule disturbed.calls_again
    fair disturbed
    cites kernel "arch/x86/kernel/signal.c:handle_signal", rule R4
    shows entered(task)
    when  disturbed.step is comes_back,
          task.taken is none,
          empty(task.frames)
    do    let goes_on = task.resume is undecided(c) and after_nothing(c) is go_on
          let another = syscall != task.last and not goes_on
          disturbed.makes_another := disturbed.makes_another or another
          disturbed.step := in_context
          if another and task.resume is undecided(c) then {
            disturbed.step := has_returned
            disturbed.returned := bare(c)
          }

  property same_results_as_uninterrupted:
    always disturbed.step is has_returned
               and undisturbed.returned is moved_things(_)
               and disturbed.promised
               and handlers_restart()
             implies disturbed.returned = undisturbed.returned

  property erestart_never_reaches_user: never disturbed.returned is bare(_)

  /// What SA_RESTART restarts never fails, whatever interrupts it.
  property promised_call_never_fails:
    always disturbed.promised and handlers_restart() implies not disturbed.returned is failed(_)

  /// It is the same call that is made again.
  property same_call_again: never disturbed.makes_another

  /// The code that a call came back with is decided upon once, by a handler or without one.
  property code_is_decided_once: task.resume is undecided(_) until task.resume is free

  /// Once the call is made again it waits as it did before: nothing is left of the interruption.
  property made_again_once: always disturbed.step is in_context implies task.resume is free

  property call_comes_back: eventually disturbed.step is has_returned

  expect linux: proved
  expect partial_transfer for same_results_as_uninterrupted: refuted
  expect recvmmsg_socket_error for erestart_never_reaches_user: refuted
}
