/// Handlers come in between of each other, with any masks and flags: the mask always unwinds, and
/// the handler that was taken first alone decides about the interrupted call. The handlers are
/// built by the rule of Linux that recordings are judged by.
scenario handler_masks
  cites kernel "arch/x86/kernel/signal.c:handle_signal", kernel "kernel/signal.c:signal_delivered",
        rule A8 D9 D10 R2
{
  variant { linux, mask_leak, all_handlers_must_restart }
  uses deliver.handler with signals {SIGUSR1, SIGUSR2, SIGKILL, SIGSTOP}
  size Task 1 .. 1
  object Program {
    pending: set Signal,
    /// The mask it had before any handler.
    mask: set Signal,
    frames: 0 .. 2,
    /// The code of the interrupted call, and the handler that ran first after it.
    code: option RestartCode,
    first: option Signal,
    /// A handler has returned to the program since.
    decided: bool,
    /// A later handler overrules the first: not of Linux.
    overruled: bool,
  }
  initially do
    program.mask := unknown - KERNEL_ONLY
    task.blocked := program.mask
    task.life := alive
    task.actions[SIGUSR1] := stored({
                                      handler: caught(1),
                                      flags: {SA_RESTORER}
                                        + (if unknown then {SA_RESTART} else {})
                                        + (if unknown then {SA_NODEFER} else {}),
                                      mask: unknown
                                    })
    task.actions[SIGUSR2] := stored({
                                      handler: caught(2),
                                      flags: {SA_RESTORER} + (if unknown then {SA_RESTART} else {}),
                                      mask: unknown
                                    })

  rule program.gets_signal (s: Signal)
    cites kernel "kernel/signal.c:__send_signal_locked"
    when  s in {SIGUSR1, SIGUSR2},
          s not in program.pending
    do    program.pending := program.pending + {s}

  /// It asks for another mask, whatever is in it; SIGKILL and SIGSTOP are left out.
  rule program.sets_mask (mask: set Signal)
    cites kernel "kernel/signal.c:set_current_blocked"
    when  program.frames = 0,
          task.taken is none,
          task.resume is free
    do    program.mask := mask
          program.mask := program.mask - KERNEL_ONLY
          task.blocked := program.mask

  /// A blocked call is interrupted; it comes back with a code.
  rule program.is_interrupted (code: RestartCode)
    cites kernel "kernel/signal.c:get_signal"
    when  program.frames = 0,
          task.taken is none,
          task.resume is free,
          program.code is none,
          not program.decided,
          program.pending - task.blocked != {}
    do    task.resume := undecided(code)
          program.code := some(code)

  /// The next signal is taken; Linux settles what it does.
  rule program.takes_signal
    cites kernel "kernel/signal.c:dequeue_signal"
    when  task.taken is none,
          program.frames < 2,
          program.pending - task.blocked != {}
    do    let s = next_signal(program.pending - task.blocked)
          program.pending := program.pending - {s}
          program.frames := program.frames + 1
          program.decided := false
          program.first := if program.first is none and program.code is some(_) then some(s)
                           else program.first
          task.taken := some({ signal: s, code: SI_USER, action: task.actions[s] })

  /// rt_sigreturn: what the frame says comes back.
  rule program.returns
    cites kernel "arch/x86/kernel/signal_64.c:sys_rt_sigreturn"
    when  task.taken is none,
          not empty(task.frames)
    do    let overruled = variant = all_handlers_must_restart
            and program.frames > 1
            and SA_RESTART not in task.actions[top(task.frames).signal].flags
          task.blocked := if variant = mask_leak then task.blocked & top(task.frames).mask
                                                        + task.blocked
                          else top(task.frames).mask
          task.resume := if program.overruled and program.frames = 1 then fail
                         else top(task.frames).resume
          program.overruled := (program.overruled or overruled) and program.frames > 1
          program.decided := program.frames = 1
          program.frames := program.frames - 1
          pop task.frames

  /// The program goes on, and makes the next call.
  rule program.goes_on
    cites kernel "arch/x86/entry/common.c:do_syscall_64"
    when  program.frames = 0,
          program.decided
    do    program.decided := false
          program.code := none
          program.first := none
          task.resume := free

  property mask_unwinds: always program.frames = 0 implies task.blocked = program.mask

  property handler_mask_exact:
    always not empty(task.frames) and task.taken is none
             implies task.blocked
               = top(task.frames).mask
                 + handler_mask(top(task.frames).signal, task.actions[top(task.frames).signal])
                 - KERNEL_ONLY

  property kill_stop_never_blocked: always task.blocked & KERNEL_ONLY = {}

  property first_dequeued_decides:
    always program.decided and program.code is some(c) and program.first is some(s)
             implies match after_handler(c, task.actions[s]) {
               reissue => task.resume is reissue
               go_on   => task.resume is go_on
               fail(_) => task.resume is fail
             }

  expect linux: proved
  expect mask_leak for mask_unwinds: refuted
  expect all_handlers_must_restart for first_dequeued_decides: refuted
}
