/// The line that tells how a task ended after it called exit or exit_group.
rule exit.exited
  cites kernel "kernel/exit.c:do_exit", rule F6 V9 Z12 J11
  shows exited(t, n)
  when  t.life is leaving(status),
        not t.threaded
  with  status < 0 or status > 255 or n = status
  do    t.life := dead

/// A thread ends with its own status, or with that of its process, which another thread ended or
/// gave another program.
rule exit.exited_with_group
  cites kernel "kernel/exit.c:do_group_exit", kernel "kernel/exit.c:wait_task_zombie",
        rule F5 F6 V9 V10 Z12 O6
  shows exited(t, n)
  when  t.life is alive | stopped | faulting | gone | doomed(_) | leaving(_),
        t.threaded
  do    t.life := dead

/// SIGKILL ends a task wherever it is; it is never shown as delivered.
rule exit.killed
  cites kernel "kernel/signal.c:complete_signal", rule P6 V6 V9 W7 J3
  shows killed(t, s)
  when  t.life is alive | stopped | faulting | gone | doomed(_) | leaving(_) | dying,
        s = SIGKILL
  do    t.life := dead

/// A signal that was taken with no handler for it has ended the process. Of a process with threads
/// any of them may have taken it. A seccomp filter kills with SIGSYS, and the tracer is not asked.
rule exit.killed_by_signal
  cites kernel "kernel/signal.c:do_group_exit", kernel "kernel/seccomp.c:__seccomp_filter",
        rule D8 G21 V9 X6
  shows killed(t, s)
  when  t.life is alive | stopped | faulting | gone | doomed(_) | leaving(_),
        s != SIGKILL
  with  t.life is doomed(taken) and taken = s or t.threaded or s = SIGSYS
  do    t.life := dead

/// Another thread replaced the program and took over the id of this one, the leader.
rule exit.superseded
  cites kernel "fs/exec.c:de_thread", rule F5 V10
  shows superseded(t)
  when  t.life is alive | stopped | faulting | gone | leaving(_)

rule abi.changed
  cites strace "strace.c:update_personality"
  shows changed_abi(t, abi)
  do    t.abi := abi
