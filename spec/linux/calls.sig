/// May what the task begins have begun before the last signal was sent? Not if it ended a call.
fn may_be_early(t: Task) -> bool =
  t.early and not t.came_back

/// A call begins in user mode, with nothing left to do from before: a signal that is pending and
/// not blocked is taken first.
rule call.entered
  cites kernel "arch/x86/entry/common.c:do_syscall_64", kernel "kernel/signal.c:get_signal",
        rule Y1 O1 O2 D1 P3
  shows entered(t, any, _)
  when  t.life is alive,
        t.resume is free,
        t.restore is none,
        not may_be_early(t),
        t.raised <= t.blocked + t.due
  with  due_now(t) = {}

/// As above, and the last call has raised no signal after all: it would have been taken first, as
/// would any other that is pending and not blocked.
rule call.entered_unraised
  cites kernel "kernel/signal.c:get_signal", rule Y1 F9
  shows entered(t, any, _)
  when  t.life is alive,
        t.resume is free,
        t.restore is none,
        not may_be_early(t),
        not t.raised <= t.blocked + t.due
  with  due_now(t) = {}
  do    t.raised := t.raised & t.blocked

/// The call may have begun before the last signal was sent, and be seen after the sending was.
rule call.entered_before_signal
  cites strace "strace.c:next_event", rule O3
  shows entered(t, any, _)
  when  t.life is alive,
        t.resume is free,
        t.restore is none,
        may_be_early(t)
  do    t.early := false

/// No handler ran after a call with a temporary mask: the old mask is back.
rule call.entered_with_mask_restored
  cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart", rule D14 R3
  shows entered(t, any, _)
  when  t.life is alive,
        t.resume is free,
        t.restore is some(mask)
  with  t.due & (observer.shown + {SIGKILL}) - mask = {} or may_be_early(t)
  do    t.blocked := mask - KERNEL_ONLY
        t.restore := none
        t.early := false

/// The promise of a restart is kept: the same call, the same arguments.
rule restart.reissued
  cites kernel "arch/x86/kernel/signal.c:handle_signal", rule R4 V3 Y1
  shows entered(t, any, _)
  when  t.life is alive,
        t.resume is reissue
  with  syscall = t.last,
        due_now(t) = {} or may_be_early(t)
  do    t.resume := free
        t.early := false

/// No handler ran, so the interrupted call is issued again.
rule restart.unhandled
  cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart", rule R3 R14 V3 Y1
  shows entered(t, any, _)
  when  t.life is alive,
        t.resume is undecided(code),
        after_nothing(code) is reissue
  with  syscall = t.last,
        t.due & (observer.shown + {SIGKILL}) - (t.restore otherwise t.blocked) = {}
          or may_be_early(t)
  do    t.resume := free
        t.blocked := (t.restore otherwise t.blocked) - KERNEL_ONLY
        t.restore := none
        t.early := false

/// Does the call move what comes or goes through a socket, so that it finds what is left there?
fn may_find_code(c: Call) -> bool
  cites kernel "net/core/sock.c:sock_error", man "recvmmsg(2)"
=
  match c.nr_x86_64 {
    0 | 1 | 19 | 20 | 44 | 45 | 46 | 47 | 299 | 307 => true
    _ => false
  }

/// No signal is there. A recvmmsg that was cut short left its code in the socket for the last call
/// to find, and so nothing turns it into something else: once. Where the same call follows, it may
/// as well have been restarted.
rule restart.leaked
  cites kernel "net/socket.c:do_recvmmsg", rule E1 V15
  finding "a recvmmsg that was cut short left its code in the socket: the program sees errno 512"
  shows entered(t, any, _)
  when  t.life is alive,
        t.resume is undecided(ERESTARTSYS),
        observer.codes_left > 0,
        may_find_code(t.last)
  with  syscall != t.last,
        due_now(t) = {} or may_be_early(t)
  do    let same = syscall.nr_x86_64 = t.last.nr_x86_64
        t.resume := free
        t.early := false
        observer.codes_left := if same then observer.codes_left else observer.codes_left - 1

/// The same, where nobody can tell whether another task's recvmmsg came before.
rule restart.leaked_by_another
  cites kernel "net/socket.c:do_recvmmsg", rule E1, strace "strace(1) -ff"
  shows entered(t, any, _)
  when  t.life is alive,
        t.resume is undecided(ERESTARTSYS),
        observer.unordered,
        not t.met_late,
        may_find_code(t.last)
  with  syscall != t.last
  do    t.resume := free
        t.early := false

/// No handler ran, so the call goes on where it was: restart_syscall, in the name of the call.
rule restart.resumed
  cites kernel "kernel/signal.c:sys_restart_syscall", rule R3 R8 M7 V3 V12 Y6
  shows entered(t, restart_syscall, _)
  when  t.life is alive,
        t.resume is undecided(code),
        after_nothing(code) is go_on
  with  t.due & (observer.shown + {SIGKILL}) - (t.restore otherwise t.blocked) = {}
          or may_be_early(t)
  do    t.resume := free
        t.blocked := (t.restore otherwise t.blocked) - KERNEL_ONLY
        t.restore := none
        t.early := false

/// The restart of a call that had a restart block was prepared before a handler came in between:
/// restart_syscall follows the handler, and can only fail.
rule restart.resumed_after_handler
  cites kernel "kernel/signal.c:do_no_restart_syscall", rule R7 R9 V13
  shows entered(t, restart_syscall, _)
  when  t.life is alive,
        t.resume is go_on
  with  due_now(t) = {} or may_be_early(t)
  do    t.resume := free
        t.early := false

/// Is the end of a call the one thing that the task may have done before the last signal was sent,
/// although it is seen later? The observer holds a task from each thing that it does to the next.
/// Elsewhere the order of what several tasks do is not as certain.
fn was_early(t: Task) -> bool
  cites strace "strace.c:next_event", rule O3
=
  t.early and not t.came_back and not observer.unordered and not observer.shows_sends

/// A call came to its end with a value.
rule return.value
  cites kernel "arch/x86/entry/common.c:syscall_exit_to_user_mode"
  shows returned(t, any, value(_))
  when  t.life is alive,
        not was_early(t)

/// The same, and it may have ended before the last signal was sent. What comes next comes later.
rule return.value_before_signal
  cites kernel "arch/x86/entry/common.c:syscall_exit_to_user_mode", strace "strace.c:next_event",
        rule O3
  shows returned(t, any, value(_))
  when  t.life is alive,
        was_early(t)
  do    t.came_back := true

/// A call failed.
rule return.error
  cites kernel "arch/x86/entry/common.c:syscall_exit_to_user_mode"
  shows returned(t, any, error(e))
  when  t.life is alive,
        e != EINTR
  do    if e = EPIPE then t.raised := t.raised + {SIGPIPE}
        t.came_back := t.came_back or was_early(t)

/// A call failed with a literal EINTR: only those do that the table says it of.
rule return.interrupted
  cites man "signal(7) Interruption of system calls", rule R2
  shows returned(t, any except rt_sigreturn, sigreturn, error(EINTR))
  when  t.life is alive
  with  EINTR in syscall.fails
  do    t.came_back := t.came_back or was_early(t)

/// A filter of calls may answer with any error.
rule return.filtered
  cites kernel "kernel/seccomp.c:__seccomp_filter", man "seccomp(2)", rule M24
  shows returned(t, any except rt_sigreturn, sigreturn, error(EINTR))
  when  t.life is alive,
        t.sandboxed

/// A filter of calls keeps a task from leaving: whatever it answers, the task goes on, unless the
/// answer is SIGSYS. The call has not ended the other threads either.
rule return.kept_from_leaving
  cites kernel "kernel/seccomp.c:__seccomp_filter", man "seccomp(2)", rule M24
  shows returned(t, exit | exit_group, value(_) | error(_))
  when  t.life is leaving(_),
        t.sandboxed or not observer.complete or observer.filtered
  do    t.life := alive
        t.borrows := t.vforked
        t.ends := if t.threaded then unknown else none
        t.left_with := if t.threaded then unknown else none
        t.leader_left := false

/// rt_sigreturn gives back what the interrupted call came to, and that may be EINTR.
rule return.of_frame
  cites kernel "arch/x86/kernel/signal_64.c:sys_rt_sigreturn", rule R10 V3
  shows returned(t, rt_sigreturn | sigreturn, error(EINTR))
  when  t.life is alive

/// A blocked call was interrupted: it shows one of the codes that its context in the table has.
rule return.restart_code
  cites rule R15 V2 R1 Y1, strace "syscall.c:print_syscall_resumed"
  shows returned(t, any, code(c))
  when  t.life is alive
  with  c in syscall.interrupted
  do    t.resumable := t.resumable or c is ERESTART_RESTARTBLOCK
        t.came_back := t.came_back or was_early(t)
        t.resume := undecided(c)
        t.last := syscall
        t.passed := either false or true when t.threaded

/// Any call can wait for a supervisor, who did not answer before a signal came.
rule return.supervised
  cites kernel "kernel/seccomp.c:seccomp_do_user_notification", man "seccomp_unotify(2)", rule M24
  shows returned(t, any, code(ERESTARTSYS))
  when  t.life is alive,
        t.supervised
  do    t.resume := undecided(ERESTARTSYS)
        t.last := syscall
        t.passed := either false or true when t.threaded

/// Where a call ends its task, a thread that it was making may have taken what ends both.
fn may_have_made_thread(t: Task) -> bool
  cites kernel "kernel/fork.c:copy_process"
=
  CLONE_THREAD in t.clone_flags and unknown

/// A call did not return: its task ends.
rule return.never
  cites rule V8 D8, strace "strace.c:print_event_exit"
  shows returned(t, any, never)
  when  t.life is alive | stopped | leaving(_) | doomed(_) | gone | dying
  do    if t.life is alive | stopped then t.life := gone
        t.threaded := t.threaded or may_have_made_thread(t)

/// The observer could not read the result.
rule return.unavailable
  cites strace "syscall.c:syscall_exiting_trace"
  shows returned(t, any, unavailable)
  when  t.life is alive | gone
  do    t.threaded := t.threaded or may_have_made_thread(t)
