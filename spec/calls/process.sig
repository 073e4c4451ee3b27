/// How clone3(2) is told what to do.
record CloneArguments {
  flags: set CloneFlag as "flags",
  stack: address as "stack",
  exit_signal: SentSignal as "exit_signal",
}

/// Do the numbers of processes or of users mean something else to the child?
fn counts_otherwise(flags: set CloneFlag) -> bool
  cites kernel "kernel/fork.c:copy_process", kernel "kernel/signal.c:prepare_kill_siginfo",
        rule G11 G16
=
  flags & {CLONE_NEWPID, CLONE_NEWUSER} != {}

/// Makes a process or a thread. It refuses to begin while a signal is pending, so that the signal
/// comes before the new process; the call is then made again, whatever the handler says.
call fork()
  nr x86_64 57
  nr i386 2
  makes Task
  cites kernel "kernel/fork.c:kernel_clone", man "fork(2)"
{
  row signal_pending
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "kernel/fork.c:copy_process", rule N13 F2, table T121
    verified "6.18"

  row copying
    sleeps killable interrupted completes
    cites kernel "kernel/fork.c:dup_mmap", table T122

  /// What the new task shares with its maker is settled by the flags.
  rule makes_task
    cites kernel "kernel/fork.c:copy_process", rule F1
    shows entered(t, _, _)
    do    t.clone_flags := {}
          t.changed_meanwhile := {}
          t.moved := false
          t.exit_asked := some(SIGCHLD)
}

/// fork whose maker waits until the new process runs another program or ends.
call vfork()
  nr x86_64 58
  nr i386 190
  makes Task
  cites kernel "kernel/fork.c:kernel_clone", man "vfork(2)"
{
  row signal_pending
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "kernel/fork.c:copy_process", rule N13 F2, table T121
    verified "6.18"

  /// The maker shows D in ps. Signals wait until the call returns the new id, unless they kill.
  row waiting_for_child
    sleeps killable interrupted completes
    cites kernel "kernel/fork.c:wait_for_vfork_done", rule N12 F3 Z7 L2, table T120
    verified "6.18"

  /// What the new task shares with its maker is settled by the flags.
  rule makes_task
    cites kernel "kernel/fork.c:copy_process", rule F1
    shows entered(t, _, _)
    do    t.clone_flags := {CLONE_VM, CLONE_VFORK}
          t.changed_meanwhile := {}
          t.moved := false
          t.exit_asked := some(SIGCHLD)

  rule returns
    cites kernel "kernel/fork.c:wait_for_vfork_done", rule F3
    shows returned(t, _, value(v))
    do    tell process_at(v) maker_went_on() when observer.shows_exec and not observer.foreign
}

call clone(flags: set CloneFlag as "flags", stack: address as "child_stack", ...)
  nr x86_64 56
  nr i386 120
  same stack, flags
  makes Task
  cites kernel "kernel/fork.c:kernel_clone", man "clone(2)"
{
  row signal_pending
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "kernel/fork.c:copy_process", rule N13 F2, table T121
    verified "6.18"

  row waiting_for_child when CLONE_VFORK in flags
    sleeps killable interrupted completes
    cites kernel "kernel/fork.c:wait_for_vfork_done", rule N12 F3 Z7 L2, table T120
    verified "6.18"

  row copying
    sleeps killable interrupted completes
    cites kernel "kernel/fork.c:dup_mmap", table T122

  /// What the new task shares with its maker is settled by the flags.
  rule makes_task
    cites kernel "kernel/fork.c:copy_process", rule F1
    shows entered(t, _, _)
    do    t.clone_flags := flags
          t.changed_meanwhile := {}
          t.moved := false
          t.exit_asked := if ends_with_SIGCHLD in flags then some(SIGCHLD) else none
          observer.foreign := observer.foreign or counts_otherwise(flags)

  rule returns
    cites kernel "kernel/fork.c:wait_for_vfork_done", rule F3
    shows returned(t, _, value(v))
    do    tell process_at(v) maker_went_on()
            when CLONE_VFORK in flags and observer.shows_exec and not observer.foreign
}

call clone3(arguments: CloneArguments, size: int, ...)
  nr x86_64 435
  nr i386 435
  makes Task
  cites kernel "kernel/fork.c:clone3", man "clone(2)"
  since 5.3
{
  row signal_pending
    sleeps running interrupted ERESTARTNOINTR
    cites kernel "kernel/fork.c:copy_process", rule N13 F2, table T121
    verified "6.18"

  row waiting_for_child when CLONE_VFORK in arguments.flags
    sleeps killable interrupted completes
    cites kernel "kernel/fork.c:wait_for_vfork_done", rule N12 F3 Z7 L2, table T120
    verified "6.18"

  /// Into a control group.
  row copying
    sleeps killable interrupted completes
    cites kernel "kernel/fork.c:copy_process", table T122

  /// What the new task shares with its maker is settled by the flags.
  rule makes_task
    cites kernel "kernel/fork.c:copy_process", rule F1
    shows entered(t, _, _)
    do    t.clone_flags := arguments.flags
          t.changed_meanwhile := {}
          t.moved := false
          t.exit_asked := if arguments.exit_signal is signal(s) then some(s) else none
          observer.foreign := observer.foreign or counts_otherwise(arguments.flags)

  rule returns
    cites kernel "kernel/fork.c:wait_for_vfork_done", rule F3
    shows returned(t, _, value(v))
    do    tell process_at(v) maker_went_on()
            when CLONE_VFORK in arguments.flags and observer.shows_exec and not observer.foreign
}

/// Runs another program.
call execve, execveat(...)
  nr x86_64 59 322
  nr i386 11 358
  makes Program
  cites kernel "fs/exec.c:do_execveat_common", man "execve(2)"
{
  /// Another thread of the process does the same, or a tracer is attaching.
  row credentials
    sleeps interruptible interrupted ERESTARTNOINTR
    cites kernel "fs/exec.c:prepare_bprm_creds", rule N14, table T123, live "exec_credentials"
    verified "6.18"

  /// Only a signal that ends the task stops the copying, and then nobody sees what it returns.
  row copying_arguments
    sleeps running interrupted completes
    cites kernel "fs/exec.c:copy_strings", table T124
    unobservable "nothing in a recording tells that it waited here"

  /// The other threads have to end first.
  row waiting_for_threads
    sleeps killable interrupted completes
    cites kernel "fs/exec.c:de_thread", table T125
    unobservable "nothing in a recording tells that it waited here"

  row not_permitted_yet
    sleeps killable interrupted completes
    cites kernel "fs/notify/fanotify/fanotify.c:fanotify_get_response", table T222
    unobservable "nothing in a recording tells that it waited here"

  row leased
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/locks.c:__break_lease", table T133
    verified "6.18"

  row remote_file
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "fs/nfs/nfs4proc.c:nfs4_delay_interruptible", table T269 T270
    verified "6.1"

  row fuse_file
    sleeps interruptible then killable interrupted EINTR
    cites kernel "fs/fuse/dev.c:request_wait_answer", table T272
    verified "6.18"

  /// The memory that a vfork child borrowed is given back before the new program runs. Who goes by
  /// the number 1 is the init of the namespace that the numbers are of.
  rule starts
    cites kernel "fs/exec.c:exec_mmap", man "pid_namespaces(7)", rule F3 O5 G11
    shows entered(t, _, _)
    do    t.borrows := false
          t.init := t.init or process_at(1) = t.group
          t.executes := true
          observer.begins_programs := observer.begins_programs or t.exit_signal is some(_)
          observer.first_id := if observer.shows_exec then observer.first_id else t.id
          observer.shows_exec := true

  rule keeps_program
    cites kernel "fs/exec.c:do_execveat_common"
    shows returned(t, _, error(_))
    do    t.borrows := t.vforked
          t.executes := false

  /// Handlers are gone with the program they were in; what was ignored stays ignored. The mask
  /// stays, and so do pending signals. Where errors or returns are hidden, one may have returned
  /// before.
  rule replaces_program
    cites kernel "fs/exec.c:begin_new_exec", kernel "kernel/signal.c:flush_signal_handlers",
          strace "strace(1) -z, -e trace", rule F4 M12
    shows returned(t, _, value(_))
    do    t.vforked := false
          t.executes := false
          t.programs := t.programs + 1
          t.lost_threads := t.threaded
          // The alarm that one of them had taken may come again.
          t.alarm := if t.threaded then alarm_taken_again(t.alarm) else t.alarm
          observer.follows_programs := observer.follows_programs or t.exit_signal is some(_)
          // Whoever has a maker.
          t.exit_signal := if t.exit_signal is some(_)
                                or t.id != observer.first_id and not t.threaded then some(SIGCHLD)
                           else none
          t.leader := true
          if not (observer.shows_errors and observer.shows_returns) and not empty(t.frames) then {
            t.blocked := unknown - KERNEL_ONLY
          }
          t.frames := none
          t.strays := false
          t.skipped := false
          t.abi := either x86_64 or i386 when true
          t.restore := none
          t.altstack := no_stack()
          t.setting := 0
          // A program with the set-user-ID bit begins without one.
          t.death_signal := maybe(t.death_signal, ~{})
          for s: Signal do t.actions[s] := flushed(t.actions[s])
          // Timers are gone, and what they have sent with them.
          if t.later_timers or t.armed + t.stale != {} then {
            t.pending := maybe(t.pending, ~{})
            t.shared_pending := maybe(t.shared_pending, ~{})
            t.due := {}
            t.due_alone := {}
          }
          for n: TimerId do t.timers[n] := none
          t.later_timers := false
          t.armed := {}
          t.stale := {}
          t.awaited := {}
}

/// Does a pending signal with this code stay over execve? Timers are gone then, and so are the
/// signals that they have queued.
fn stays_over_exec(code: SiCode) -> bool
  cites kernel "fs/exec.c:begin_new_exec", kernel "kernel/signal.c:flush_itimer_signals", rule M12
=
  code is not SI_TIMER

/// What may be asked of another task that is traced, or is to be.
enum PtraceRequest {
  PTRACE_CONT = 7, PTRACE_ATTACH = 16, PTRACE_SEIZE = 0x4206, PTRACE_INTERRUPT = 0x4207,
  PTRACE_LISTEN = 0x4208,
  other_ptrace_request otherwise,
}

/// Watches and controls another task.
call ptrace(request: PtraceRequest, pid: int, ...)
  nr x86_64 101
  nr i386 26
  same request, pid
  cites kernel "kernel/ptrace.c:ptrace", man "ptrace(2)"
{
  /// PTRACE_ATTACH, PTRACE_SEIZE: the other is running another program, or being attached to.
  row credentials
    sleeps interruptible interrupted ERESTARTNOINTR
    cites kernel "kernel/ptrace.c:ptrace_attach", rule N14, table T126, live "exec_credentials"
    verified "6.18"

  row stopping
    sleeps uninterruptible interrupted completes
    cites kernel "kernel/ptrace.c:ptrace_check_attach", table T127
    unobservable "nothing in a recording tells that it waited here"

  row trapping
    sleeps killable interrupted completes
    cites kernel "kernel/ptrace.c:ptrace_attach", table T128
    unobservable "nothing in a recording tells that it waited here"

  /// From here on somebody may get signals that nobody sent, or miss some.
  rule interferes
    cites kernel "kernel/ptrace.c:ptrace_resume", kernel "kernel/signal.c:ptrace_signal"
    shows entered(t, _, _)
    do    observer.traces := true
}

/// Ends a thread, or the process: they wait for this and that, and never return.
call exit, exit_group(status: int)
  nr x86_64 60 231
  nr i386 1 252
  cites kernel "kernel/exit.c:do_exit", man "exit_group(2)"
{
  row ending
    sleeps uninterruptible interrupted never
    cites kernel "kernel/exit.c:do_exit", rule Z8, table T129

  /// From here on the task runs no more of its program.
  rule leaves
    cites kernel "kernel/exit.c:do_exit", rule F6 V8
    shows entered(t, exit, _)
    do    t.life := leaving(status)
          t.borrows := false
          t.left_with := either some(status) or t.left_with when t.left_with is some(_)
          t.leader_left := t.leader_left or t.leader

  /// And so do the other threads; the first of several that call it decides the status. Of a task
  /// that is being killed it was read amiss.
  rule leaves_with_all
    cites kernel "kernel/exit.c:do_group_exit", rule F6 V8
    shows entered(t, exit_group, _)
    do    let leaves = t.life is not dying
          t.life := if leaves then leaving(status) else t.life
          t.borrows := false
          observer.shows_leaving := true
          t.ends := if not leaves then t.ends else if t.ends is none then some(status) else unknown

  /// Filters that hide failures hide this, too: almost all do. A program that has opened nothing
  /// runs without libraries, and so may fail in nothing.
  rule shows_what_fails
    cites strace "strace(1) -z, -e status"
    shows returned(t, exit_group, never)
    do    observer.shows_errors := observer.shows_errors
            or not observer.shows_opening and not observer.foreign
}
