/// Handlers come in between of each other, with any masks and flags: the mask
/// always unwinds, and the handler that was taken first alone decides about the interrupted call.
/// Signals are queued, taken and handled, masks changed and calls interrupted by the rules of Linux
/// that recordings and litmus tests are judged by; the scenario says when.
///
/// Masks are symbolic, and the flags that have to do with masks and restarts: SA_RESTART,
/// SA_NODEFER and SA_RESETHAND. SA_ONSTACK and SA_SIGINFO change neither, except that a handler
/// with SA_SIGINFO may write another mask into its frame: such handlers are left out. So are
/// handlers that are left by a jump.
scenario handler_masks
  cites kernel "arch/x86/kernel/signal.c:handle_signal", kernel "kernel/signal.c:signal_delivered",
        rule A8 A9 D9 D10 R2 R5
{
  variant { linux, mask_leak, all_handlers_must_restart }
  uses closed, closed.send.queued, closed.send.one_is_enough, return.restart_code, deliver.taken,
       closed.deliver.next, deliver.handler, rt_sigreturn.from_handler,
       rt_sigreturn.from_handler_with_error, rt_sigprocmask.changes_mask with signals {SIGUSR1,
                                                                                       SIGUSR2,
                                                                                       SIGKILL,
                                                                                       SIGSTOP}
  size Task 1 .. 1
  object Program {
    /// The mask that it asked for.
    mask: set Signal,
    /// It has chosen a signal, and takes it out: nothing comes in between.
    locked: bool,
    /// Handlers taken since the program itself ran last.
    taken: 0 .. 2,
    /// The code of the interrupted call, and the signal that was taken first after it.
    code: option RestartCode,
    first: option Signal,
    /// A later handler has no SA_RESTART.
    unwilling: bool,
  }
  initially do
    let restarts = if unknown then {SA_RESTART} else {}
    task.actions[SIGUSR1] := stored({
                                      handler: caught(1),
                                      flags: {SA_RESTORER}
                                        + restarts
                                        + (if unknown then {SA_NODEFER} else {})
                                        + (if unknown then {SA_RESETHAND} else {}),
                                      mask: unknown
                                    })
    // Where they are alike in that, nobody can tell which of them decides: of no use to the others.
    let alike = variant = linux and unknown
    task.actions[SIGUSR2] := stored({
                                      handler: caught(2),
                                      flags: {SA_RESTORER}
                                        + (if alike then restarts else {SA_RESTART} - restarts),
                                      mask: {}
                                    })

  /// The program itself runs, and not a handler.
  fn runs_itself() -> bool =
    task.taken is none and empty(task.frames)

  rule program.is_sent (s: Signal)
    cites kernel "kernel/signal.c:__send_signal_locked"
    shows sending(task, s, how)
    when  how.shared,
          s in {SIGUSR1, SIGUSR2},
          task.taken is none

  /// It asks for another mask, whatever is in it.
  rule program.changes_mask
    cites kernel "kernel/signal.c:set_current_blocked"
    shows returned(task, rt_sigprocmask, value(_))
    when  set_ is some(given),
          old is none,
          size = 8,
          amount = 0,
          runs_itself(),
          task.resume is free,
          waiting(task) = {}
    do    program.mask := match how {
            SIG_BLOCK   => program.mask + given
            SIG_UNBLOCK => program.mask - given
            SIG_SETMASK => given
            no_how      => program.mask
          } - KERNEL_ONLY

  /// A blocked call is interrupted; it comes back with a code.
  rule program.is_interrupted (c: RestartCode)
    cites kernel "kernel/signal.c:get_signal"
    shows returned(task, _, code(x))
    when  x = c,
          runs_itself(),
          task.resume is free,
          program.code is none,
          waiting(task) - task.blocked != {}
    do    program.code := some(c)

  /// The next signal is taken, if it has a handler; Linux settles what it does.
  rule program.chooses (s: Signal)
    cites kernel "kernel/signal.c:get_signal"
    shows delivered(task, s, info)
    when  info.code is SI_USER,
          task.taken is none,
          program.taken < 2,
          s in waiting(task),
          task.actions[s].handler is caught(_)
    do    program.locked := true
          program.taken := program.taken + 1
          program.unwilling := program.unwilling
            or program.first is some(_) and SA_RESTART not in task.actions[s].flags
          program.first := if program.first is none and program.code is some(_) then some(s)
                           else program.first

  rule program.takes
    cites kernel "kernel/signal.c:dequeue_signal"
    shows found(task)
    when  program.locked
    do    program.locked := false

  rule program.obeys
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    shows settled(task)
    when  not program.locked

  /// A handler returns; what it blocked is let in then, and not before.
  rule program.returns
    cites kernel "arch/x86/kernel/signal_64.c:sys_rt_sigreturn"
    shows returned(task, rt_sigreturn, _)
    when  task.taken is none

  /// Not of Linux: a handler returns, and what it blocked stays blocked.
  rule program.leaks_mask
    cites paper "shadow-signals-design"
    when  variant = mask_leak,
          task.taken is none,
          not empty(task.frames)
    do    task.resume := match top(task.frames).resume {
            fail => free
            _    => top(task.frames).resume
          }
          pop task.frames

  /// Not of Linux: a later handler overrules the first.
  rule program.is_overruled
    cites paper "shadow-signals-design"
    when  variant = all_handlers_must_restart,
          runs_itself(),
          task.resume is reissue,
          program.unwilling
    do    task.resume := free

  /// The program goes on, and makes the next call.
  rule program.goes_on
    cites kernel "arch/x86/entry/common.c:do_syscall_64"
    when  runs_itself(),
          program.taken > 0,
          task.resume is not undecided(_)
    do    program.taken := 0
          program.unwilling := false
          program.code := none
          program.first := none
          task.resume := free

  /// Whatever handlers have done, the program has the mask that it asked for.
  property mask_unwinds: always runs_itself() implies task.blocked = program.mask

  /// While a handler runs exactly that is blocked which was before, the
  /// mask of its action, and its own signal unless SA_NODEFER says otherwise.
  property handler_mask_exact:
    always not empty(task.frames) and task.taken is none
             implies task.blocked
               = top(task.frames).mask
                 + task.actions[top(task.frames).signal].mask
                 + (if SA_NODEFER in task.actions[top(task.frames).signal].flags then {}
                    else {top(task.frames).signal})
                 - KERNEL_ONLY

  /// Nothing that happened before is due in a handler: that waits in its frame.
  property handler_begins_afresh:
    always not empty(task.frames) and task.taken is none implies task.resume is free

  /// Whoever reads an action back finds neither of them in its mask.
  property actions_spare_kill_stop:
    always forall s: Signal. task.actions[s].mask & {SIGKILL, SIGSTOP} = {}

  property kill_stop_never_blocked: always task.blocked & {SIGKILL, SIGSTOP} = {}

  property blocked_is_not_taken: never task.taken is some(x) and x.signal in task.blocked

  property lowest_is_taken_first:
    always task.taken is some(x) and not program.locked
             implies first(waiting(task) - task.blocked + {x.signal}) = x.signal

  /// With SA_RESETHAND the handler is gone when it runs.
  property reset_before_it_runs:
    always not empty(task.frames) and SA_RESETHAND in task.actions[top(task.frames).signal].flags
             implies task.actions[top(task.frames).signal].handler is default

  property first_dequeued_decides:
    always runs_itself()
               and program.code is some(c)
               and program.first is some(s)
               and task.resume is not undecided(_)
             implies match after_handler(c, task.actions[s]) {
               reissue => task.resume is reissue
               go_on   => task.resume is go_on
               fail(_) => task.resume is free
             }

  expect linux: proved
  expect mask_leak for mask_unwinds: refuted
  expect all_handlers_must_restart for first_dequeued_decides: refuted
}
