/// The run states of gVisor's sentry: where a task stands between two points at which it may be
/// saved. `after_` are those behind a stop.
enum SentryState {
  at_app, at_interrupt, after_delivery_stop, at_syscall, after_seccomp_event, at_syscall_enter,
  after_enter_stop, after_sysemu_stop, at_syscall_invoke, after_clone_event, after_exec_stop,
  after_vfork_stop, at_syscall_reinvoke, at_syscall_exit, at_vsyscall, after_vsyscall_event,
  at_vsyscall_invoke, at_exit, at_exit_main, at_exit_notify, at_exit_done,
}

/// What a call is, as far as it matters where it leads.
enum WalkedCall { plain_call, exits_call, execs_call, forks_call, vforks_call }

/// What a seccomp filter says of a call: RET_ALLOW; RET_ERRNO and RET_TRAP; RET_KILL; RET_TRACE.
enum FilterVerdict { allows_call, skips_call, kills_task, asks_tracer }

/// Where the drawing of the run states has arrows to. The states of execve have the one name that
/// they had when the text was written.
table drawn_after(s: SentryState) -> set SentryState
  cites paper "gvisor-kernel-readme"
{
  at_app               -> {at_app, at_interrupt, at_syscall, at_vsyscall}
  at_interrupt         -> {at_interrupt, at_exit, after_delivery_stop}
  after_delivery_stop  -> {at_interrupt}
  at_syscall           -> {at_syscall_enter, after_seccomp_event, at_app}
  after_seccomp_event  -> {at_syscall_enter, at_syscall_exit, at_app}
  at_syscall_enter     -> {at_syscall_invoke, after_enter_stop, after_sysemu_stop}
  after_enter_stop     -> {at_syscall_invoke, at_syscall_exit, at_app}
  after_sysemu_stop    -> {at_syscall_exit, at_app}
  at_syscall_invoke -> {at_syscall_exit, at_exit, after_exec_stop, after_clone_event,
                        after_vfork_stop, at_syscall_reinvoke}
  after_clone_event    -> {at_syscall_exit, after_vfork_stop}
  after_exec_stop      -> {at_syscall_exit, at_app}
  after_vfork_stop     -> {at_syscall_exit}
  at_syscall_reinvoke  -> {at_syscall_invoke}
  at_syscall_exit      -> {at_app}
  at_vsyscall          -> {at_vsyscall_invoke, after_vsyscall_event, at_app}
  after_vsyscall_event -> {at_vsyscall_invoke, at_app}
  at_vsyscall_invoke   -> {at_app}
  at_exit              -> {at_exit_main}
  at_exit_main         -> {at_exit_notify}
  at_exit_notify       -> {at_exit_done}
  at_exit_done         -> {}
}

/// Where the code of the sentry goes: what its run states return, or call in place of returning it,
/// read in 2018 and later.
table coded_after(s: SentryState) -> set SentryState
  cites paper "gvisor-kernel-readme"
{
  at_app               -> {at_app, at_interrupt, at_syscall, at_vsyscall, at_exit}
  at_interrupt         -> {at_interrupt, at_app, at_exit, after_delivery_stop}
  after_delivery_stop  -> {at_interrupt, at_exit}
  at_syscall           -> {at_syscall_enter, after_seccomp_event, at_syscall_exit, at_exit}
  after_seccomp_event  -> {at_syscall_enter, at_syscall_exit, at_interrupt}
  at_syscall_enter     -> {at_syscall_invoke, after_enter_stop, after_sysemu_stop}
  after_enter_stop     -> {at_syscall_invoke, at_syscall_exit, at_interrupt}
  after_sysemu_stop    -> {at_syscall_exit, at_interrupt}
  at_syscall_invoke -> {at_syscall_exit, at_exit, after_exec_stop, after_clone_event,
                        after_vfork_stop, at_syscall_reinvoke}
  after_clone_event    -> {at_syscall_exit, after_vfork_stop}
  after_exec_stop      -> {at_syscall_exit, at_interrupt}
  after_vfork_stop     -> {at_syscall_exit}
  at_syscall_reinvoke  -> {at_syscall_invoke, at_interrupt}
  at_syscall_exit      -> {at_app}
  at_vsyscall          -> {at_vsyscall_invoke, after_vsyscall_event, at_app, at_exit}
  after_vsyscall_event -> {at_vsyscall_invoke, at_app, at_interrupt, at_exit}
  at_vsyscall_invoke   -> {at_app}
  at_exit              -> {at_exit_main}
  at_exit_main         -> {at_exit_notify}
  at_exit_notify       -> {at_exit_done}
  at_exit_done         -> {}
}

/// The run states of gVisor's sentry against Linux, arrow by arrow. A task walks from state to
/// state: in the first two variants by what Linux does at these points, in the last as the sentry's
/// code does. Each property says that one arrow is never taken. `refuted` is an arrow that is
/// taken, and the story tells how; `proved` one that is not.
///
/// Neither takes five arrows that are drawn, from seccomp and from stops back to App. The one from
/// Interrupt to App, which every handler and every ignored signal takes, is not drawn. Since Linux
/// 4.8 seccomp comes after the tracer, and the filter is asked again when the tracer has answered;
/// drawn, and coded, is the order of before. The reinvocation is the sentry's own.
scenario run_state_graph
  cites paper "gvisor-kernel-readme", kernel "kernel/entry/common.c:syscall_trace_enter",
        kernel "kernel/entry/common.c:exit_to_user_mode_loop"
  unobservable "through which states a kernel goes on its way no program sees"
{
  variant { linux, linux_before_4_8, sentry_code }
  signals {SIGKILL, SIGTERM, SIGCHLD, SIGTSTP}
  object Walker {
    before: SentryState,
    at: SentryState,
    moved: bool,
    traced: bool = unknown,
    call: WalkedCall,
  }

  fn goes(from: SentryState, to: SentryState) -> bool =
    walker.moved and walker.before = from and walker.at = to

  fn in_linux() -> bool =
    variant in {linux, linux_before_4_8}

  /// Where a call goes once nothing stands in its way any more.
  fn after_filter(v: FilterVerdict, onward: SentryState) -> SentryState =
    match v {
      allows_call => onward
      skips_call  => at_syscall_exit
      kills_task  => at_exit
      asks_tracer => if walker.traced then after_seccomp_event else at_syscall_exit
    }

  /// Is a signal with this action the end of the task?
  fn ends_task(s: Signal, caught: bool) -> bool =
    (not caught or s in KERNEL_ONLY) and default_action(s) is terminate | dump_core

  // ------------------------------------------------------------------ Linux

  /// An interrupt, or a fault that the kernel mends.
  rule walk.stays_in_program
    cites kernel "kernel/entry/common.c:irqentry_exit_to_user_mode"
    when  in_linux(),
          walker.at is at_app
    do    walker.before := walker.at
          walker.at := at_app
          walker.moved := true

  /// On the way back to user mode there is something to do.
  rule walk.has_work
    cites kernel "kernel/entry/common.c:exit_to_user_mode_loop"
    when  in_linux(),
          walker.at is at_app | at_syscall_exit | at_vsyscall_invoke
    do    walker.before := walker.at
          walker.at := at_interrupt
          walker.moved := true

  rule walk.has_no_work
    cites kernel "kernel/entry/common.c:exit_to_user_mode_prepare"
    when  in_linux(),
          walker.at is at_syscall_exit | at_interrupt | at_vsyscall_invoke
    do    walker.before := walker.at
          walker.at := at_app

  rule walk.calls (call: WalkedCall)
    cites kernel "arch/x86/entry/common.c:do_syscall_64"
    when  in_linux(),
          walker.at is at_app
    do    walker.before := walker.at
          walker.at := at_syscall
          walker.moved := true
          walker.call := call

  rule walk.calls_vsyscall
    cites kernel "arch/x86/entry/vsyscall/vsyscall_64.c:emulate_vsyscall"
    when  in_linux(),
          walker.at is at_app
    do    walker.before := walker.at
          walker.at := at_vsyscall
          walker.moved := true

  /// Since 4.8 the tracer is asked first.
  rule walk.enters
    cites kernel "kernel/entry/common.c:syscall_trace_enter"
    when  variant = linux,
          walker.at is at_syscall
    do    walker.before := walker.at
          walker.at := at_syscall_enter

  rule walk.stops_at_entry (sysemu: bool)
    cites kernel "include/linux/ptrace.h:ptrace_report_syscall_entry"
    when  in_linux(),
          walker.at is at_syscall_enter,
          walker.traced
    do    walker.before := walker.at
          walker.at := if sysemu then after_sysemu_stop else after_enter_stop

  /// Before 4.8 the filter was asked before the tracer, and not again after it.
  rule walk.is_filtered (verdict: FilterVerdict)
    cites kernel "kernel/seccomp.c:__seccomp_filter"
    when  variant = linux and walker.at is at_syscall_enter | after_enter_stop
            or variant = linux_before_4_8 and walker.at is at_syscall
    do    walker.before := walker.at
          walker.at := after_filter(verdict,
                                    if variant = linux then at_syscall_invoke else at_syscall_enter)

  rule walk.is_not_filtered_again
    cites kernel "arch/x86/entry/common.c:syscall_trace_enter_phase2"
    when  variant = linux_before_4_8,
          walker.at is at_syscall_enter | after_enter_stop
    do    walker.before := walker.at
          walker.at := at_syscall_invoke

  /// The tracer of RET_TRACE lets the call go on. The filter is asked about it again.
  rule walk.is_filtered_again (verdict: FilterVerdict)
    cites kernel "kernel/seccomp.c:__seccomp_filter"
    when  in_linux(),
          walker.at is after_seccomp_event
    do    walker.before := walker.at
          walker.at := if variant = linux_before_4_8 then at_syscall_enter
                       else match verdict {
                              skips_call => at_syscall_exit,
                              kills_task => at_exit,
                              _          => at_syscall_invoke
                            }

  /// The tracer has the call skipped; when the task is killed in the stop it is skipped as well.
  rule walk.skips_call (killed: bool)
    cites kernel "kernel/entry/common.c:syscall_trace_enter", kernel "kernel/signal.c:ptrace_stop"
    when  in_linux(),
          walker.at is after_enter_stop | after_sysemu_stop | after_seccomp_event,
          killed implies fatal_signal in wakers(traced)
    do    walker.before := walker.at
          walker.at := at_syscall_exit

  /// The call is made.
  rule walk.is_in_call
    cites kernel "arch/x86/entry/common.c:do_syscall_x64"
    when  in_linux(),
          walker.at is at_syscall_invoke
    do    walker.before := walker.at
          walker.at := match walker.call {
            exits_call => at_exit
            execs_call => after_exec_stop
            forks_call => if walker.traced then after_clone_event else at_syscall_exit
            vforks_call => if walker.traced then after_clone_event else after_vfork_stop
            plain_call => at_syscall_exit
          }

  /// What it waited for has come, or a fatal signal: the wait is killable, and so is a stop.
  rule walk.leaves_stop_in_call (killed: bool)
    cites kernel "kernel/fork.c:wait_for_vfork_done", kernel "fs/exec.c:de_thread",
          kernel "include/linux/ptrace.h:ptrace_event"
    when  in_linux(),
          walker.at is after_exec_stop | after_vfork_stop | after_clone_event,
          killed implies fatal_signal in wakers(killable)
    do    walker.before := walker.at
          walker.at := if walker.at is after_clone_event
                            and walker.call is vforks_call then after_vfork_stop
                       else at_syscall_exit

  /// A signal is taken. A tracer sees it first, unless it is SIGKILL.
  rule walk.takes (s: Signal, caught: bool)
    cites kernel "kernel/signal.c:get_signal", rule D2 D6
    when  in_linux(),
          walker.at is at_interrupt
    do    walker.before := walker.at
          walker.at := if walker.traced and s != SIGKILL then after_delivery_stop
                       else if ends_task(s, caught) then at_exit
                       else at_interrupt

  rule walk.is_delivered (s: Signal, caught: bool, dropped: bool)
    cites kernel "kernel/signal.c:ptrace_signal", rule S10
    when  in_linux(),
          walker.at is after_delivery_stop
    do    walker.before := walker.at
          walker.at := if not dropped and ends_task(s, caught) then at_exit else at_interrupt

  /// A page of vsyscalls is emulated where it faults. A bad address raises SIGSEGV.
  rule walk.emulates (verdict: FilterVerdict, bad_address: bool)
    cites kernel "arch/x86/entry/vsyscall/vsyscall_64.c:emulate_vsyscall"
    when  in_linux(),
          walker.at is at_vsyscall
    do    walker.before := walker.at
          walker.at := if bad_address then at_interrupt
                       else match verdict {
                              allows_call => at_vsyscall_invoke,
                              skips_call  => at_app,
                              kills_task  => at_exit,
                              asks_tracer => if walker.traced then after_vsyscall_event else at_app
                            }

  /// The tracer has it made, or skipped, or has meddled with it: then SIGSYS comes.
  rule walk.goes_on_emulating (skipped: bool, meddled: bool)
    cites kernel "arch/x86/entry/vsyscall/vsyscall_64.c:emulate_vsyscall"
    when  in_linux(),
          walker.at is after_vsyscall_event
    do    walker.before := walker.at
          walker.at := if meddled then at_interrupt
                       else if skipped then at_app
                       else at_vsyscall_invoke

  rule walk.exits
    cites kernel "kernel/exit.c:do_exit"
    when  in_linux(),
          walker.at is at_exit | at_exit_main | at_exit_notify
    do    walker.before := walker.at
          walker.at := match walker.at {
            at_exit      => at_exit_main
            at_exit_main => at_exit_notify
            _            => at_exit_done
          }

  // ------------------------------------------------------------------ the sentry

  rule sentry.goes (to: SentryState)
    cites paper "gvisor-kernel-readme"
    when  variant = sentry_code,
          to in coded_after(walker.at)
    do    walker.before := walker.at
          walker.at := to
          walker.moved := true

  /// Every way that is gone is drawn.
  property drawing_is_complete: always walker.moved implies walker.at in drawn_after(walker.before)

  /// The program runs on only when nothing is left to be done: no task that is killed comes back.
  property killed_never_returns:
    never goes(after_enter_stop, at_app)
            or goes(after_sysemu_stop, at_app)
            or goes(after_seccomp_event, at_app)
            or goes(after_exec_stop, at_app)

  // Every arrow of the drawing.

  property app_to_app: never goes(at_app, at_app)
  property app_to_interrupt: never goes(at_app, at_interrupt)
  property app_to_syscall: never goes(at_app, at_syscall)
  property app_to_vsyscall: never goes(at_app, at_vsyscall)
  property interrupt_to_interrupt: never goes(at_interrupt, at_interrupt)
  property interrupt_to_exit: never goes(at_interrupt, at_exit)
  property interrupt_to_after_delivery_stop: never goes(at_interrupt, after_delivery_stop)
  property after_delivery_stop_to_interrupt: never goes(after_delivery_stop, at_interrupt)
  property syscall_to_syscall_enter: never goes(at_syscall, at_syscall_enter)
  property syscall_to_after_seccomp_event: never goes(at_syscall, after_seccomp_event)
  property syscall_to_app: never goes(at_syscall, at_app)
  property after_seccomp_event_to_syscall_enter: never goes(after_seccomp_event, at_syscall_enter)
  property after_seccomp_event_to_syscall_exit: never goes(after_seccomp_event, at_syscall_exit)
  property after_seccomp_event_to_app: never goes(after_seccomp_event, at_app)
  property syscall_enter_to_syscall_invoke: never goes(at_syscall_enter, at_syscall_invoke)
  property syscall_enter_to_after_enter_stop: never goes(at_syscall_enter, after_enter_stop)
  property syscall_enter_to_after_sysemu_stop: never goes(at_syscall_enter, after_sysemu_stop)
  property after_enter_stop_to_syscall_invoke: never goes(after_enter_stop, at_syscall_invoke)
  property after_enter_stop_to_syscall_exit: never goes(after_enter_stop, at_syscall_exit)
  property after_enter_stop_to_app: never goes(after_enter_stop, at_app)
  property after_sysemu_stop_to_syscall_exit: never goes(after_sysemu_stop, at_syscall_exit)
  property after_sysemu_stop_to_app: never goes(after_sysemu_stop, at_app)
  property syscall_invoke_to_syscall_exit: never goes(at_syscall_invoke, at_syscall_exit)
  property syscall_invoke_to_exit: never goes(at_syscall_invoke, at_exit)
  property syscall_invoke_to_after_exec_stop: never goes(at_syscall_invoke, after_exec_stop)
  property syscall_invoke_to_after_clone_event: never goes(at_syscall_invoke, after_clone_event)
  property syscall_invoke_to_after_vfork_stop: never goes(at_syscall_invoke, after_vfork_stop)
  property syscall_invoke_to_syscall_reinvoke: never goes(at_syscall_invoke, at_syscall_reinvoke)
  property after_clone_event_to_syscall_exit: never goes(after_clone_event, at_syscall_exit)
  property after_clone_event_to_after_vfork_stop: never goes(after_clone_event, after_vfork_stop)
  property after_exec_stop_to_syscall_exit: never goes(after_exec_stop, at_syscall_exit)
  property after_exec_stop_to_app: never goes(after_exec_stop, at_app)
  property after_vfork_stop_to_syscall_exit: never goes(after_vfork_stop, at_syscall_exit)
  property syscall_reinvoke_to_syscall_invoke: never goes(at_syscall_reinvoke, at_syscall_invoke)
  property syscall_exit_to_app: never goes(at_syscall_exit, at_app)
  property vsyscall_to_vsyscall_invoke: never goes(at_vsyscall, at_vsyscall_invoke)
  property vsyscall_to_after_vsyscall_event: never goes(at_vsyscall, after_vsyscall_event)
  property vsyscall_to_app: never goes(at_vsyscall, at_app)
  property after_vsyscall_event_to_vsyscall_invoke:
    never goes(after_vsyscall_event, at_vsyscall_invoke)
  property after_vsyscall_event_to_app: never goes(after_vsyscall_event, at_app)
  property vsyscall_invoke_to_app: never goes(at_vsyscall_invoke, at_app)
  property exit_to_exit_main: never goes(at_exit, at_exit_main)
  property exit_main_to_exit_notify: never goes(at_exit_main, at_exit_notify)
  property exit_notify_to_exit_done: never goes(at_exit_notify, at_exit_done)

  // Ways that Linux or the code of the sentry goes, and that are not drawn.

  property interrupt_to_app: never goes(at_interrupt, at_app)
  property after_delivery_stop_to_exit: never goes(after_delivery_stop, at_exit)
  property syscall_exit_to_interrupt: never goes(at_syscall_exit, at_interrupt)
  property syscall_to_syscall_exit: never goes(at_syscall, at_syscall_exit)
  property syscall_to_exit: never goes(at_syscall, at_exit)
  property syscall_enter_to_after_seccomp_event: never goes(at_syscall_enter, after_seccomp_event)
  property syscall_enter_to_syscall_exit: never goes(at_syscall_enter, at_syscall_exit)
  property syscall_enter_to_exit: never goes(at_syscall_enter, at_exit)
  property after_enter_stop_to_after_seccomp_event:
    never goes(after_enter_stop, after_seccomp_event)
  property after_enter_stop_to_exit: never goes(after_enter_stop, at_exit)
  property after_seccomp_event_to_syscall_invoke: never goes(after_seccomp_event, at_syscall_invoke)
  property after_seccomp_event_to_exit: never goes(after_seccomp_event, at_exit)
  property vsyscall_to_interrupt: never goes(at_vsyscall, at_interrupt)
  property vsyscall_to_exit: never goes(at_vsyscall, at_exit)
  property vsyscall_invoke_to_interrupt: never goes(at_vsyscall_invoke, at_interrupt)
  property after_vsyscall_event_to_interrupt: never goes(after_vsyscall_event, at_interrupt)
  property after_vsyscall_event_to_exit: never goes(after_vsyscall_event, at_exit)
  property app_to_exit: never goes(at_app, at_exit)
  property after_seccomp_event_to_interrupt: never goes(after_seccomp_event, at_interrupt)
  property after_enter_stop_to_interrupt: never goes(after_enter_stop, at_interrupt)
  property after_sysemu_stop_to_interrupt: never goes(after_sysemu_stop, at_interrupt)
  property after_exec_stop_to_interrupt: never goes(after_exec_stop, at_interrupt)
  property syscall_reinvoke_to_interrupt: never goes(at_syscall_reinvoke, at_interrupt)

  expect linux, linux_before_4_8 for syscall_invoke_to_syscall_reinvoke,
                                     syscall_reinvoke_to_syscall_invoke,
                                     after_vsyscall_event_to_exit, app_to_exit,
                                     after_seccomp_event_to_interrupt,
                                     after_enter_stop_to_interrupt, after_sysemu_stop_to_interrupt,
                                     after_exec_stop_to_interrupt,
                                     syscall_reinvoke_to_interrupt: proved
  expect linux_before_4_8, sentry_code for syscall_enter_to_after_seccomp_event,
                                           syscall_enter_to_syscall_exit, syscall_enter_to_exit,
                                           after_enter_stop_to_after_seccomp_event,
                                           after_enter_stop_to_exit,
                                           after_seccomp_event_to_syscall_invoke,
                                           after_seccomp_event_to_exit: proved
  expect linux, linux_before_4_8, sentry_code for killed_never_returns, syscall_to_app,
                                                  after_seccomp_event_to_app,
                                                  after_enter_stop_to_app, after_sysemu_stop_to_app,
                                                  after_exec_stop_to_app: proved
  expect linux for syscall_to_after_seccomp_event, after_seccomp_event_to_syscall_enter,
                   syscall_to_syscall_exit, syscall_to_exit: proved
  expect sentry_code for syscall_exit_to_interrupt, vsyscall_to_interrupt,
                         vsyscall_invoke_to_interrupt: proved
  expect linux, linux_before_4_8, sentry_code for drawing_is_complete, app_to_app, app_to_interrupt,
                                                  app_to_syscall, app_to_vsyscall,
                                                  interrupt_to_interrupt, interrupt_to_exit,
                                                  interrupt_to_after_delivery_stop,
                                                  after_delivery_stop_to_interrupt,
                                                  syscall_to_syscall_enter,
                                                  after_seccomp_event_to_syscall_exit,
                                                  syscall_enter_to_syscall_invoke,
                                                  syscall_enter_to_after_enter_stop,
                                                  syscall_enter_to_after_sysemu_stop,
                                                  after_enter_stop_to_syscall_invoke,
                                                  after_enter_stop_to_syscall_exit,
                                                  after_sysemu_stop_to_syscall_exit,
                                                  syscall_invoke_to_syscall_exit,
                                                  syscall_invoke_to_exit,
                                                  syscall_invoke_to_after_exec_stop,
                                                  syscall_invoke_to_after_clone_event,
                                                  syscall_invoke_to_after_vfork_stop,
                                                  after_clone_event_to_syscall_exit,
                                                  after_clone_event_to_after_vfork_stop,
                                                  after_exec_stop_to_syscall_exit,
                                                  after_vfork_stop_to_syscall_exit,
                                                  syscall_exit_to_app, vsyscall_to_vsyscall_invoke,
                                                  vsyscall_to_after_vsyscall_event, vsyscall_to_app,
                                                  after_vsyscall_event_to_vsyscall_invoke,
                                                  after_vsyscall_event_to_app,
                                                  vsyscall_invoke_to_app, exit_to_exit_main,
                                                  exit_main_to_exit_notify,
                                                  exit_notify_to_exit_done, interrupt_to_app,
                                                  after_delivery_stop_to_exit, vsyscall_to_exit,
                                                  after_vsyscall_event_to_interrupt: refuted
  expect sentry_code for syscall_invoke_to_syscall_reinvoke, syscall_reinvoke_to_syscall_invoke,
                         after_vsyscall_event_to_exit, app_to_exit,
                         after_seccomp_event_to_interrupt, after_enter_stop_to_interrupt,
                         after_sysemu_stop_to_interrupt, after_exec_stop_to_interrupt,
                         syscall_reinvoke_to_interrupt: refuted
  expect linux for syscall_enter_to_after_seccomp_event, syscall_enter_to_syscall_exit,
                   syscall_enter_to_exit, after_enter_stop_to_after_seccomp_event,
                   after_enter_stop_to_exit, after_seccomp_event_to_syscall_invoke,
                   after_seccomp_event_to_exit: refuted
  expect linux_before_4_8, sentry_code for syscall_to_after_seccomp_event,
                                           after_seccomp_event_to_syscall_enter,
                                           syscall_to_syscall_exit, syscall_to_exit: refuted
  expect linux, linux_before_4_8 for syscall_exit_to_interrupt, vsyscall_to_interrupt,
                                     vsyscall_invoke_to_interrupt: refuted
}
