/// The operations of futex(2). The flag FUTEX_PRIVATE_FLAG (0x80) shows as part of the name; as a
/// number, the flag FUTEX_CLOCK_REALTIME (0x100) may be in it as well.
enum FutexOp {
  FUTEX_WAIT = 0 "FUTEX_WAIT" "0x80" "0x100" "0x180" "FUTEX_WAIT_PRIVATE" "FUTEX_WAIT|*"
      "FUTEX_WAIT_PRIVATE|*",
  FUTEX_WAKE = 1 "FUTEX_WAKE" "0x81" "FUTEX_WAKE_PRIVATE" "FUTEX_WAKE|*" "FUTEX_WAKE_PRIVATE|*",
  FUTEX_FD = 2,
  FUTEX_REQUEUE = 3 "FUTEX_REQUEUE" "0x83" "FUTEX_REQUEUE_PRIVATE" "FUTEX_REQUEUE|*"
      "FUTEX_REQUEUE_PRIVATE|*",
  FUTEX_CMP_REQUEUE = 4 "FUTEX_CMP_REQUEUE" "0x84" "FUTEX_CMP_REQUEUE_PRIVATE"
      "FUTEX_CMP_REQUEUE|*" "FUTEX_CMP_REQUEUE_PRIVATE|*",
  FUTEX_WAKE_OP = 5 "FUTEX_WAKE_OP" "0x85" "FUTEX_WAKE_OP_PRIVATE" "FUTEX_WAKE_OP|*"
      "FUTEX_WAKE_OP_PRIVATE|*",
  FUTEX_LOCK_PI = 6 "FUTEX_LOCK_PI" "0x86" "FUTEX_LOCK_PI_PRIVATE" "FUTEX_LOCK_PI|*"
      "FUTEX_LOCK_PI_PRIVATE|*",
  FUTEX_UNLOCK_PI = 7 "FUTEX_UNLOCK_PI" "0x87" "FUTEX_UNLOCK_PI_PRIVATE" "FUTEX_UNLOCK_PI|*"
      "FUTEX_UNLOCK_PI_PRIVATE|*",
  FUTEX_TRYLOCK_PI = 8 "FUTEX_TRYLOCK_PI" "0x88" "FUTEX_TRYLOCK_PI_PRIVATE" "FUTEX_TRYLOCK_PI|*"
      "FUTEX_TRYLOCK_PI_PRIVATE|*",
  FUTEX_WAIT_BITSET = 9 "FUTEX_WAIT_BITSET" "0x89" "0x109" "0x189" "FUTEX_WAIT_BITSET_PRIVATE"
      "FUTEX_WAIT_BITSET|*" "FUTEX_WAIT_BITSET_PRIVATE|*",
  FUTEX_WAKE_BITSET = 10 "FUTEX_WAKE_BITSET" "0x8a" "FUTEX_WAKE_BITSET_PRIVATE"
      "FUTEX_WAKE_BITSET|*" "FUTEX_WAKE_BITSET_PRIVATE|*",
  FUTEX_WAIT_REQUEUE_PI = 11 "FUTEX_WAIT_REQUEUE_PI" "0x8b" "0x10b" "0x18b"
      "FUTEX_WAIT_REQUEUE_PI_PRIVATE" "FUTEX_WAIT_REQUEUE_PI|*" "FUTEX_WAIT_REQUEUE_PI_PRIVATE|*",
  FUTEX_CMP_REQUEUE_PI = 12 "FUTEX_CMP_REQUEUE_PI" "0x8c" "FUTEX_CMP_REQUEUE_PI_PRIVATE"
      "FUTEX_CMP_REQUEUE_PI|*" "FUTEX_CMP_REQUEUE_PI_PRIVATE|*",
  FUTEX_LOCK_PI2 = 13 "FUTEX_LOCK_PI2" "0x8d" "0x10d" "0x18d" "FUTEX_LOCK_PI2_PRIVATE"
      "FUTEX_LOCK_PI2|*" "FUTEX_LOCK_PI2_PRIVATE|*",
  /// An operation that is not understood, such as a bare number with flags in it: any may be meant.
  other_futex_op otherwise,
}

/// Waits for a word of memory to change, and wakes those that do. signal(7): FUTEX_WAIT and
/// FUTEX_WAIT_BITSET are restarted with SA_RESTART (before 2.6.22 they failed with EINTR); that is
/// so only where they have no timeout.
call futex, futex_time64(word: address, op: FutexOp, val: data, timeout: option Timespec,
                         more: data, ...)
  nr x86_64 202 -1
  nr i386 240 422
  by op
  same word, op, val, timeout, more
  cites kernel "kernel/futex/syscalls.c:do_futex", man "futex(2)"
{
  row wait on FUTEX_WAIT | other_futex_op when timeout is none
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/futex/waitwake.c:futex_wait", table T143
    verified "6.18"

  /// A relative timeout. Without a handler the call goes on to the same deadline, and looks at the
  /// word again: it may then fail with EAGAIN.
  row wait_with_timeout on FUTEX_WAIT | other_futex_op when timeout is some(_)
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "kernel/futex/waitwake.c:futex_wait_restart", rule M2, table T144
    refutes man "signal(7) FUTEX_WAIT restarts with SA_RESTART"
    verified "6.18"

  row bitset on FUTEX_WAIT_BITSET | other_futex_op when timeout is none
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/futex/waitwake.c:futex_wait", table T145
    verified "6.18"

  /// An absolute timeout, and all the same the call goes on through restart_syscall.
  row bitset_with_timeout on FUTEX_WAIT_BITSET | other_futex_op when timeout is some(_)
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "kernel/futex/waitwake.c:futex_wait", rule M2, table T146
    refutes man "signal(7) FUTEX_WAIT_BITSET restarts with SA_RESTART"
    verified "6.18"

  /// A mutex with priority inheritance: the handler runs, and the call always begins again. Its
  /// timeout is absolute, so nothing is lost.
  row lock_pi on FUTEX_LOCK_PI | other_futex_op
    sleeps interruptible interrupted ERESTARTNOINTR
    cites kernel "kernel/futex/pi.c:futex_lock_pi", rule N4, table T147 T148
    verified "6.18"

  row lock_pi2 on FUTEX_LOCK_PI2 | other_futex_op
    sleeps interruptible interrupted ERESTARTNOINTR
    cites kernel "kernel/futex/pi.c:futex_lock_pi", rule N4, table T149
    since 5.14 verified "6.18"

  /// Waiting on a condition variable, not yet moved to the mutex.
  row requeue_pi on FUTEX_WAIT_REQUEUE_PI | other_futex_op
    sleeps interruptible interrupted ERESTARTNOINTR
    cites kernel "kernel/futex/requeue.c:handle_early_requeue_pi_wakeup", rule N4, table T150 T151
    verified "6.18"

  /// Moved to the mutex, and waiting for that.
  row requeued_pi on FUTEX_WAIT_REQUEUE_PI | other_futex_op
    sleeps interruptible interrupted EAGAIN
    cites kernel "kernel/futex/requeue.c:futex_wait_requeue_pi", table T152, live "requeued_pi"
    verified "6.18"

  row sem_wait on FUTEX_WAIT_BITSET when timeout is none library "sem_wait(3)"
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/futex/waitwake.c:futex_wait", table T157
    verified "6.18"

  /// The library hands EINTR on, with SA_RESTART as well.
  row sem_timedwait on FUTEX_WAIT_BITSET when timeout is some(_) library "sem_timedwait(3)"
      library "sem_clockwait(3)"
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "kernel/futex/waitwake.c:futex_wait", rule M3, table T158
    refutes man "signal(7) sem_timedwait restarts with SA_RESTART"
    verified "6.18"

  /// The library waits again after EINTR, and never tells.
  row mutex on FUTEX_WAIT when timeout is none library "pthread_mutex_lock(3)"
      library "pthread_cond_wait(3)"
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/futex/waitwake.c:futex_wait", table T159
    verified "6.18"

  row mutex_with_timeout on FUTEX_WAIT_BITSET when timeout is some(_)
      library "pthread_mutex_timedlock(3)" library "pthread_cond_timedwait(3)"
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "kernel/futex/waitwake.c:futex_wait", table T160
    verified "6.18"

  /// A relative timeout, and that time has passed. The others are absolute.
  rule timed_out
    cites kernel "kernel/futex/waitwake.c:futex_wait", rule U2
    shows returned(t, _, error(ETIMEDOUT))
    with  op is FUTEX_WAIT and timeout is some(asked) implies span(asked) <= spent

  /// It goes on to the same end.
  rule keeps_deadline
    cites kernel "kernel/futex/waitwake.c:futex_wait_restart", rule R8 R12
    shows returned(t, _, code(_))
    do    t.gives_up := if op is FUTEX_WAIT and timeout is some(asked) then began + span(asked)
                        else unknown
          t.deadline := unknown
          observer.goes_on := observer.goes_on + {for_word}
}

/// Waits for any of several words. Unlike FUTEX_WAIT it has no restart block: with a timeout, which
/// is absolute, it is restarted as well.
call futex_waitv(waiters: data, count: int, flags: data, timeout: option Timespec, clock: data)
  nr x86_64 449
  nr i386 449
  same count, flags, timeout, clock
  cites kernel "kernel/futex/syscalls.c:futex_waitv", man "futex(2)"
  since 5.16
{
  row waiting
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/futex/waitwake.c:futex_wait_multiple", rule N5, table T153 T154
    verified "6.18"
}

// Old versions of strace show it as syscall_0x1c7.
/// Waits for one word; as futex_waitv.
call futex_wait(word: address, val: data, mask: data, flags: data, timeout: option Timespec,
                clock: data)
  nr x86_64 455
  nr i386 455
  same word, val, mask, flags, timeout, clock
  cites kernel "kernel/futex/syscalls.c:futex_wait"
  since 6.7
{
  row waiting
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/futex/syscalls.c:futex_wait", rule N5, table T155 T156
    verified "6.18"
}
