/// A handler whose frame cannot be built: its action has no SA_RESTORER.
///
/// SIGSEGV comes in its place, and its handler says how it returns. What the first handler has
/// decided about the interrupted call stands, although it never ran.
scenario frame_faults
  cites kernel "arch/x86/kernel/signal.c:handle_signal", kernel "kernel/signal.c:signal_setup_done",
        rule A10 E7 G22 R2
{
  variant { linux, fault_forgets_call, fault_is_blocked }
  uses deliver.handler, deliver.fatal, deliver.no_way_back, deliver.fault_of_frame,
       rt_sigreturn.from_handler, rt_sigreturn.from_handler_with_error with signals {SIGUSR1,
                                                                                     SIGSEGV}
  size Task 1 .. 1
  object Caller {
    /// The code of the interrupted call.
    code: option RestartCode,
  }
  initially do
    task.life := alive
    task.actions[SIGUSR1] := stored({
                                      handler: caught(1),
                                      flags: if unknown then {SA_RESTART} else {},
                                      mask: {}
                                    })
    task.actions[SIGSEGV] := stored({
                                      handler: if unknown then caught(2) else default,
                                      flags: {SA_RESTORER} + (if unknown then {SA_RESTART} else {}),
                                      mask: {}
                                    })

  rule caller.is_interrupted (code: RestartCode)
    cites kernel "kernel/signal.c:get_signal"
    when  task.life is alive,
          task.resume is free,
          caller.code is none
    do    task.resume := undecided(code)
          caller.code := some(code)
          task.taken := some({ signal: SIGUSR1, code: SI_USER, action: task.actions[SIGUSR1] })

  /// Not of Linux: the fault begins with nothing.
  rule caller.forgets
    cites kernel "kernel/signal.c:signal_setup_done"
    when  variant = fault_forgets_call,
          task.life is faulting
    do    task.resume := free

  /// Not of Linux: the mask of the handler that never ran is in place.
  rule caller.blocks_fault
    cites kernel "kernel/signal.c:signal_setup_done"
    when  variant = fault_is_blocked,
          task.life is faulting
    do    task.blocked := task.blocked + {SIGSEGV}

  /// A call that failed is told so by the frame of the handler that does run.
  property failed_call_stays_failed:
    task.resume is fail
    until not empty(task.frames) and top(task.frames).resume is fail or task.life is doomed(_)

  /// Where SIGSEGV is handled, its handler runs.
  property fault_is_handled:
    task.life is faulting and task.actions[SIGSEGV].handler is caught(_)
    leads to not empty(task.frames)

  /// A handler that could not be reached is there still, unless its action says otherwise.
  property handler_stays: always task.actions[SIGUSR1].handler is caught(_)

  property first_action_decides:
    always caller.code is some(c) and not empty(task.frames) and task.taken is none
             implies match after_handler(c, task.actions[SIGUSR1]) {
               reissue => top(task.frames).resume is reissue
               go_on   => top(task.frames).resume is go_on
               fail(_) => top(task.frames).resume is fail
             }

  expect linux: proved
  expect fault_forgets_call for failed_call_stays_failed, first_action_decides: refuted
  expect fault_is_blocked for fault_is_handled: refuted
}
