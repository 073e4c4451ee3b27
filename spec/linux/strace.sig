/// What strace shows, and what its tracing changes.
view strace
  cites strace "strace(1)"
{
  line call_entered  "read(3 <unfinished ...>"                  shows entered
  line call_returned "<... read resumed>\"\", 4) = 0"           shows returned
  line signal        "--- SIGCHLD {si_signo=SIGCHLD, ...} ---"  shows delivered
  /// The next line of the task that a signal line spoke of.
  line goes_on       "rt_sigreturn({mask=[]}) = 0"              shows settled
  line stopped       "--- stopped by SIGSTOP ---"               shows stopped
  line exited        "+++ exited with 0 +++"                    shows exited
  line killed        "+++ killed by SIGKILL +++"                shows killed
  line superseded    "+++ superseded by execve in pid 7 +++"    shows superseded
  line personality   "[ Process PID=7 runs in 32 bit mode. ]"   shows changed_abi
  /// The first line of a task whose maker is known.
  line born          "clone(...) = 7"                           shows born

  /// A traced task is woken by signals it ignores; the tracer sees them before they are dropped.
  /// Calls that were waiting see a pending signal and no handler.
  rule ignored_signal_shown
    cites kernel "kernel/signal.c:sig_ignored", rule G10 V6 X1
    shows settled(t)
    when  t.taken is some(x),
          not (is_forced(x.signal, x.code)) or x.signal not in t.blocked,
          ignored(x.signal, x.action)
    do    t.life := alive;
          t.passed := unknown;
          t.taken := none

  /// Where calls are missing, nobody can follow what a signal does.
  rule unfollowed
    cites strace "strace(1) -e trace, -z"
    shows settled(t)
    when  not t.complete or t.filtered
    do    t.taken := none;
          t.life := unknown;
          t.blocked := unknown - KERNEL_ONLY;
          t.restore := unknown;
          t.frames := unknown;
          t.strays := unknown;
          t.threaded := unknown;
          t.init := unknown;
          t.resume := unknown;
          t.last := unknown;
          t.passed := unknown;
          for s: Signal where s not in KERNEL_ONLY do { t.actions[s] := unknown }

  /// With a filter (strace -e trace=..., -z) calls are missing that change masks and actions, return
  /// from handlers, or are issued again. Until a call is seen that only an unfiltered recording shows,
  /// anything may have happened between two lines.
  rule hidden_calls (t: Task)
    internal
    cites strace "strace(1) -e trace, -z"
    when  not t.complete or t.filtered
    do    t.blocked := unknown - KERNEL_ONLY;
          t.restore := unknown;
          t.frames := unknown;
          t.strays := true;
          t.resume := unknown;
          t.last := unknown;
          t.passed := unknown;
          t.life := either alive or stopped when true;
          t.threaded := unknown;
          t.asked := unknown;
          for s: Signal where s not in KERNEL_ONLY do { t.actions[s] := unknown }

  /// No rt_sigaction was ever shown, and the program lives on after a signal that should have ended it:
  /// a filter hides the handlers.
  rule hidden_handler (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  not t.shows_actions,
          t.life is doomed(_)
    do    t.filtered := true;
          t.life := alive;
          t.resume := unknown;
          t.strays := true;
          t.blocked := if t.shows_masks then t.blocked else unknown;
          for s: Signal where s not in KERNEL_ONLY do { t.actions[s] := unknown }

  /// No rt_sigprocmask was ever shown: the mask may be any.
  rule hidden_mask (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  not t.shows_masks
    do    t.blocked := unknown - KERNEL_ONLY

  /// No rt_sigreturn was ever shown: the handler may have returned.
  rule hidden_return (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  not t.shows_returns,
          not empty(t.frames)
    do    t.filtered := true;
          t.blocked := top(t.frames).mask;
          t.last := top(t.frames).last;
          t.resume := match top(t.frames).resume {
            reissue => reissue
            go_on   => go_on
            _       => free
          };
          pop t.frames
}
