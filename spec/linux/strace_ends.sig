// What strace shows of tasks that are being ended, and cannot read any more.
view strace
  cites strace "strace.c:next_event"
{
  /// It was killed, and the line that tells so is left out, as those are that tell of signals; not
  /// those that tell of exits.
  rule killed_unseen
    cites strace "strace(1) -e signal"
    untested "its race is rare; a test exercises it"
    shows vanished(t)
    when  hides_signals(),
          observer.shows_exits

  /// SIGKILL is on its way, whoever sent it, and strace can no longer read the registers, nor the
  /// signal: it prints a stop, or the call that it read last, of whichever task. Such a call is not
  /// seen to end.
  rule killed_unread
    cites live "stale registers of a task killed at the entry of a call", rule V8 O6
    untested "its race is rare; a test exercises it"
    shows misread(t)
    when  t.life is alive | stopped
    do    t.life := dying

  /// So it does with results: the number is not the child's.
  rule number_unread
    cites live "a clone that returns the number of the call that its child is in", rule V8
    untested "asked only, where no rule is counted"
    shows misread_birth(t)
    when  is_being_ended(t)

  /// A SIGKILL that is on its way, or the end of another thread that ends all, came when the task
  /// was to tell of a signal: strace cannot read what it was, and takes it for a stop.
  rule unread_signal
    cites strace "strace.c:next_event", rule V8
    shows stopped(t, s)
    when  t.life is alive | stopped | dying,
          default_action(s) is not stop or t.stopping != some(s),
          t.life is dying
            or SIGKILL in t.due
            or t.coming[SIGKILL] > 0
            or t.threaded
            or not observer.complete
            or observer.filtered
            or observer.foreign and not observer.shows_exec
    do    t.life := unread

  /// The same, and what strace reads of the signal is of the stop that comes next, at the end of
  /// the task.
  rule unread_siginfo
    cites strace "strace.c:next_event", kernel "kernel/exit.c:do_exit", rule V8
    untested "its race is rare; a test exercises it"
    shows delivered(t, s, info)
    when  info.signal is SIGTRAP,
          s != SIGTRAP,
          info.code is other_code,
          t.life is alive | stopped,
          t.threaded or is_being_ended(t) or not observer.complete or observer.filtered
    do    t.life := dying

  /// What it did nobody sees.
  rule unread_to_the_end
    cites strace "strace.c:next_event", rule V8
    untested "its race is rare; a test exercises it"
    shows settled(t)
    when  t.life is dying,
          t.taken is none

  /// Of a task that is being ended strace may show the result that it read last, of whichever task:
  /// what the call came to nobody knows.
  rule killed_in_call (t: Task)
    internal
    cites live "a pselect6 that seems to time out early while another thread ends all", rule V8
    when  t.life is alive,
          is_being_ended(t)
    do    t.life := gone

  rule entered_while_dying
    cites live "stale registers of a task killed at the entry of a call", rule V8
    shows entered(t, any except unread_call, open)
    when  t.life is dying,
          open

  /// The same, and not even that could be read.
  rule unread_while_dying
    cites strace "syscall.c:syscall_entering_trace", rule V8
    untested "a recording of its race is too large to keep"
    shows entered(t, unread_call)
    when  t.life is dying

  /// A thread has run another program meanwhile, and goes on under the number of the leader, whose
  /// last call did not return: neither the call nor the line that tells so is shown.
  rule superseded_unseen (t: Task)
    internal
    cites kernel "fs/exec.c:de_thread", strace "strace(1) -e quiet=superseded, -qqq"
    when  t.life is alive | gone,
          t.leader,
          t.threaded,
          observer.follows_children or observer.meets_several,
          not observer.shows_exec,
          not observer.shows_exits
    do    t.life := alive
          t.resume := unknown
          t.passed := unknown
          t.blocked := unknown - KERNEL_ONLY
          t.frames := unknown
          t.strays := unknown
          t.restore := none
          t.altstack := unknown
          t.last := unknown
          t.due := {}
          t.due_alone := {}
          t.sent_to_all := unknown
          t.sent_alone := unknown
          t.lost_threads := true
          for s: Signal where s not in KERNEL_ONLY do t.actions[s] := unknown

  /// A thread has replaced the program and the leader, who was not in a call. Where strace stops at
  /// some calls only, it does not see execve end then: the new program takes signals, and makes its
  /// first call, which strace takes for that end.
  rule execve_unended
    cites strace "strace.c:dispatch_event", strace "strace(1) --seccomp-bpf"
    untested "its race is rare; a test exercises it"
    shows delivered(t, s, info, inside)
    when  t.life is alive,
          t.executes,
          t.lost_threads,
          inside
    with  s not in t.blocked or is_forced(s, info.code),
          says_itself(s, info)
    do    observer.shows_signals := true
          observer.shown := observer.shown + {s}
          t.taken := some({ signal: s, code: info.code, action: t.actions[s] })
          t.due := t.due - {s}
          t.due_alone := t.due_alone - {s}
          t.sent_to_all := unknown
          t.sent_alone := unknown
}
