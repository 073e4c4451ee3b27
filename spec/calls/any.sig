// What can happen to any call. What can happen to any call on files stands in filesystems.sig.
call any()
  cites man "signal(7) Interruption of system calls"
{
  /// A supervisor has not answered for the call yet. Whatever the call, it is as if it had not
  /// begun: with SA_RESTART it begins again, also where it would never be restarted by itself, such
  /// as nanosleep and epoll_wait. signal(7) says so.
  row supervised when SUPERVISED
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/seccomp.c:seccomp_do_user_notification", man "seccomp_unotify(2)",
          rule M24 R13, table T243 T244 T245
    since 5.0 verified "6.18"
    unobservable "which task is supervised is not followed"

  /// With SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, once the supervisor has taken the request.
  row supervised_and_received when SUPERVISED
    sleeps killable interrupted completes
    cites kernel "kernel/seccomp.c:should_sleep_killable", rule M24 R13, table T246
    since 5.19 verified "6.18"
    unobservable "which task is supervised is not followed"

  /// The program's buffer lies on a page that userfaultfd looks after. A signal makes the task try
  /// again and again until the page comes; ps shows R.
  row buffer_of_userfaultfd
    sleeps interruptible then running interrupted completes
    cites kernel "fs/userfaultfd.c:handle_userfault",
          kernel "arch/x86/mm/fault.c:do_user_addr_fault", rule N18, table T225
    verified "6.18"
    unobservable "nothing in a recording tells that a buffer is watched"

  /// A filter of calls ends the process or the thread for this call, which is not done: where its
  /// result would stand, its number stands.
  rule killed_by_filter
    cites kernel "kernel/seccomp.c:__seccomp_filter", man "seccomp(2)", rule M24
    shows returned(t, any, value(v))
    when  t.life is alive,
          t.sandboxed,
          v = number_of(syscall, t.abi)
    do    t.life := doomed(SIGSYS)

  /// The same, and SIGSYS comes in place of the call.
  rule trapped_by_filter
    cites kernel "kernel/seccomp.c:__seccomp_filter", man "seccomp(2)", rule M24
    shows returned(t, any, value(v))
    when  t.life is alive,
          t.sandboxed,
          v = number_of(syscall, t.abi)
    do    t.due := t.due + {SIGSYS}
          t.due_alone := t.due_alone + {SIGSYS}

  /// It is being ended in its call, and what is shown of that may be the result of another task.
  rule ended_in_call
    cites live "a pselect6 that seems to time out early while another thread ends all", rule V8
    shows returned(t, any, value(_) | error(_) | code(_))
    when  t.life is gone,
          is_being_ended(t)
}

/// The number of a call in an ABI: it stands in the register of the result before the call has one.
fn number_of(made: Call, abi: Abi) -> opaque
  cites kernel "arch/x86/include/asm/syscall.h:syscall_rollback"
=
  match abi {
    x86_64 => made.nr_x86_64
    i386   => made.nr_i386
    x32    => unknown
  }

/// Not a call: a task whose registers strace could not read. SIGKILL is on its way to it.
call unread_call()
  as "???"
  cites strace "syscall.c:syscall_entering_trace"

/// Not a call: any interruptible wait may end as if a signal had come when none has. The system or
/// a control group is frozen, a tracer attaches, or the kernel has work to do in the task's name.
call wake_without_signal()
  abstract
  cites kernel "include/linux/sched/signal.h:signal_pending"
{
  /// A wait that returns a restart code begins again, or goes on.
  row restart_code
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/freezer.c:fake_signal_wake_up", rule W8 X9 X2 R14 J14, table T287
    verified "6.18"
    unobservable "no call: recordings of calls do not show it"

  /// A wait that returns a plain EINTR fails.
  row plain_eintr
    sleeps interruptible interrupted EINTR
    cites kernel "include/linux/sched/signal.h:signal_pending", rule E10 W8 X9 X2 R14, table T287
    verified "6.18"
    unobservable "no call: recordings of calls do not show it"
}
