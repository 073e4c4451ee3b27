/// The line that tells how a task ended after it called exit, or its process did.
rule exit.exited
  cites kernel "kernel/exit.c:do_exit", rule F6 V9
  shows exited(t, n)
  with  status < 0 or status > 255 or n = status
  when  t.life is leaving(status)
  do    t.life := dead

/// Another thread ended the process, or replaced its program.
rule exit.exited_with_group
  cites kernel "kernel/exit.c:do_group_exit", rule F5 F6 V9 V10
  shows exited(t, n)
  with  t.ending is by_exit(status) implies (status < 0 or status > 255 or n = status or t.threaded)
  when  t.life is alive | stopped | gone | doomed(_),
        t.threaded or t.ending is by_exit(_) | by_exec
  do    t.life := dead

/// SIGKILL ends a task wherever it is; it is never shown as delivered.
rule exit.killed
  cites kernel "kernel/signal.c:complete_signal", rule P6 V6 V9
  shows killed(t, s)
  when  t.life is alive | stopped | gone | doomed(_) | leaving(_),
        s = SIGKILL
  do    t.life := dead

/// A signal that was taken with no handler for it has ended the process.
rule exit.killed_by_signal
  cites kernel "kernel/signal.c:do_group_exit", rule D8 V9
  shows killed(t, s)
  with  t.life is doomed(s2) and s2 = s or t.ending is by_signal(s3) and s3 = s or t.threaded or s = SIGSYS
  when  t.life is alive | stopped | gone | doomed(_),
        s != SIGKILL
  do    t.life := dead

/// Another thread replaced the program and took over the id of this one, the leader.
rule exit.superseded
  cites kernel "fs/exec.c:de_thread", rule F5 V10
  shows superseded(t)
  when  t.life is alive | stopped | gone | leaving(_)

rule abi.changed
  cites strace "strace.c:update_personality"
  shows changed_abi(t, abi)
  do    t.abi := abi
