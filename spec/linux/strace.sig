/// What strace shows, and what its tracing changes.
view strace
  cites strace "strace(1)"
{
  line call_entered  "read(3 <unfinished ...>"                  shows entered
  line call_returned "<... read resumed>\"\", 4) = 0"           shows returned
  line signal        "--- SIGCHLD {si_signo=SIGCHLD, ...} ---"  shows delivered
  line stopped       "--- stopped by SIGSTOP ---"               shows stopped
  line exited        "+++ exited with 0 +++"                    shows exited
  line killed        "+++ killed by SIGKILL +++"                shows killed
  line superseded    "+++ superseded by execve in pid 7 +++"    shows superseded
  line personality   "[ Process PID=7 runs in 32 bit mode. ]"   shows changed_abi
  line born          "clone(...) = 7, and a first line of 7"    shows born

  /// A traced task is woken by signals it ignores; the tracer sees them before they are dropped.
  /// Calls that were waiting see a pending signal and no handler.
  rule ignored_signal_shown
    cites kernel "kernel/signal.c:sig_ignored", rule G10 V6 X1
    shows delivered(t, s, info, inside)
    when  takes_signals(t),
          not inside,
          s not in t.blocked,
          ignored(s, t.actions[s])
    do    t.life := alive;
          t.passed := unknown
}
