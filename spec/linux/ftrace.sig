// The kernel's own tracepoints as text: what they show, and what they leave open.

/// Arguments of more than 32 bits are those of a call of this ABI; all others have narrow registers
/// only.
const WIDE_ABIS = {x86_64}
  cites kernel "arch/x86/include/asm/syscall.h:syscall_get_arguments"

/// A call that failed returns the negative number of the error, at most this one.
const MAX_ERRNO = 4095
  cites kernel "include/linux/err.h:MAX_ERRNO"

/// The action that the process had for a signal when it was taken.
observation found(t: Task, action: Action)
/// A task is about to make another one, which will share with it what the flags say.
observation making(t: Task, flags: set CloneFlag)
/// A task is no more; how it ended is not told.
observation ended(t: Task)

/// Tracefs: raw_syscalls, signal, task_newtask and the births, execs and ends of sched. Nothing is
/// disturbed: a signal that is ignored is dropped when it is sent, wakes nobody and is never
/// delivered. Arguments are registers: what a pointer leads to, such as a mask or an action, is not
/// shown. Nor are stops, continuations, and with which status a task ends.
view ftrace
  cites kernel "Documentation/trace/events.rst"
{
  line call_entered   "sys_enter: NR 0 (3, 7ffe7c00c12f, 1, 0, 0, 0)"        shows entered
  line call_returned  "sys_exit: NR 0 = -512"                                shows returned
  line signal         "signal_deliver: sig=14 errno=0 code=128 ..."          shows delivered
  /// The same line: the action that is in force, which no thread can change any more.
  line action         "... sa_handler=5584a0bd91d9 sa_flags=14000000"        shows found
  line goes_on        "... sa_handler=5584a0bd91d9 sa_flags=14000000"        shows settled
  line making         "task_newtask: pid=7 comm=sh clone_flags=1200000 ..."  shows making
  line born           "sched_process_fork: ... child_comm=sh child_pid=7"    shows born
  line ended          "sched_process_exit: comm=sh pid=7 ..."                shows ended
  /// The end of an execve has the number that execve has in the new program's ABI.
  line personality    "sys_exit: NR 11 = 0"                                  shows changed_abi

  /// The action that the line shows is the one that was last asked for.
  rule action.found
    cites kernel "kernel/signal.c:get_signal"
    shows found(t, action)
    when  t.taken is some(x)
    with  action.handler = x.action.handler,
          action.flags = x.action.flags
    do    let shown = x.action with { handler: action.handler, flags: action.flags }
          t.taken := some(x with { action: shown })
          if not t.threaded then t.actions[x.signal] := shown

  /// A signal that was blocked when it was sent is kept although it is ignored: who knows what the
  /// program will do with it. It is dropped when it is taken.
  rule deliver.kept_and_ignored
    cites kernel "kernel/signal.c:sig_ignored", kernel "kernel/signal.c:get_signal", rule G10
    shows settled(t)
    when  t.taken is some(x),
          not is_forced(x.signal, x.code) or x.signal not in t.blocked,
          ignored(x.signal, x.action)
    do    t.life := alive
          t.passed := unknown
          t.taken := none

  /// What the maker shares with the task that it makes.
  rule birth.flags
    cites kernel "kernel/fork.c:copy_process", rule F1
    shows making(t, flags)
    when  t.life is alive
    do    t.clone_flags := flags

  /// A task ends that has called exit or exit_group, or has taken a signal that ends it. Each
  /// thread of a process that ends takes SIGKILL, whatever it is that ends the process. Only a
  /// seccomp filter ends a thread without a sign, at the entry of a call that is not shown either.
  rule exit.ended
    cites kernel "kernel/exit.c:do_exit", kernel "kernel/signal.c:get_signal",
          kernel "kernel/seccomp.c:__seccomp_filter", rule F5 F6 D8
    shows ended(t)
    when  t.life is leaving(_) | doomed(_) or t.life is alive and t.threaded
    do    t.life := dead
}
