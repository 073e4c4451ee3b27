/// Waits for a signal. signal(7): never restarted.
call pause()
  nr x86_64 34
  nr i386 29
  cites kernel "kernel/signal.c:pause", man "pause(2)"
{
  row waiting
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "kernel/signal.c:pause", table T190
    verified "6.18"

  /// It only ends when a signal comes, and then it fails. Of a task that is being ended strace may
  /// show the result that it read last, of whichever task.
  rule never_succeeds
    cites man "pause(2)"
    unobservable "it says what never happens"
    shows returned(t, _, value(_))
    with  is_being_ended(t)
}

// i386 has an older form, sigsuspend, that takes one word of signals.
/// Waits for a signal with another mask. signal(7): never restarted.
call rt_sigsuspend, sigsuspend(mask: set Signal, ...)
  nr x86_64 130 -1
  nr i386 179 72
  cites kernel "kernel/signal.c:rt_sigsuspend", man "sigsuspend(2)"
{
  /// After a stop it begins again and puts its mask in place again.
  row waiting
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "kernel/signal.c:sigsuspend", table T191
    verified "6.18"

  /// It only ends when a signal comes, and then it fails. Of a task that is being ended strace may
  /// show the result that it read last, of whichever task.
  rule never_succeeds
    cites man "sigsuspend(2)"
    unobservable "it says what never happens"
    shows returned(t, _, value(_))
    with  is_being_ended(t)

  /// The mask that was in place while it waited stays for the delivery; the old one comes back with
  /// the handler, or without one when the call is issued again.
  rule keeps_mask_for_delivery
    cites kernel "kernel/signal.c:sigsuspend", rule D10 D13
    shows returned(t, _, code(_))
    do    t.restore := some(t.blocked)
          t.blocked := mask - KERNEL_ONLY
}

/// What sigtimedwait tells of the signal it took.
record Wanted {
  signal: Signal as "si_signo",
  code: SiCode as "si_code",
  named: CodeName as "si_code",
  pid: int as "si_pid",
  uid: int as "si_uid",
  status: int as "si_status",
  killer: Signal as "si_status",
  value: int as "si_ptr",
  number: int as "si_int",
  timer: TimerId as "si_timerid",
  overrun: int as "si_overrun",
}

/// Signals that nobody takes without a sign: that are shown when they are taken, or are blocked.
fn not_taken_unseen(t: Task) -> set Signal
  cites strace "strace(1) -e signal"
=
  observer.shown + t.blocked

fn siginfo_of(w: Wanted) -> Siginfo =
  {
    signal: w.signal,
    code: w.code,
    named: w.named,
    pid: w.pid,
    uid: w.uid,
    status: w.status,
    killer: w.killer,
    value: w.value,
    number: w.number,
    timer: w.timer,
    overrun: w.overrun
  }

/// Takes one of the wanted signals. signal(7): never restarted, and EINTR after a stop too.
call rt_sigtimedwait, rt_sigtimedwait_time64(wanted: set Signal, info: out option Wanted,
                                             timeout: option Timespec, size: int)
  nr x86_64 128 -1
  nr i386 177 421
  cites kernel "kernel/signal.c:do_sigtimedwait", man "sigtimedwait(2)"
{
  /// Another signal came; a timeout is relative, and lost.
  row other_signal
    sleeps interruptible interrupted EINTR
    cites kernel "kernel/signal.c:do_sigtimedwait", rule M21 P12, table T192 T193
    verified "6.18"

  /// A wanted signal that is not blocked and has a handler: the waiter takes it, no handler runs.
  row wanted_signal
    sleeps interruptible interrupted succeeds
    cites kernel "kernel/signal.c:do_sigtimedwait", rule P12, table T285
    verified "6.18"

  /// A wanted signal that is ignored and not blocked is dropped when it is sent, so the wait runs
  /// to its end. If it is blocked it is queued, and returned.
  row ignored_signal when timeout is some(_)
    sleeps interruptible interrupted EAGAIN
    cites kernel "kernel/signal.c:sig_ignored", rule P12 G9 N24, table T286
    verified "6.18"

  /// It may take one at any time from here on, which shows only when it has ended.
  rule waits
    cites kernel "kernel/signal.c:do_sigtimedwait", rule P12
    shows entered(t, _, _)
    do    t.awaited := t.awaited + wanted
          t.pending := maybe(t.pending, taken_unseen(wanted))
          t.shared_pending := maybe(t.shared_pending, taken_unseen(wanted))

  /// Which of the wanted signals it took stands in the info, which may not have been asked for. It
  /// was sent, as one that is delivered was. Where the info cannot be written it is lost.
  rule takes
    cites kernel "kernel/signal.c:do_sigtimedwait", rule P12 I2
    shows returned(t, _, value(_) | error(EFAULT))
    with  result is value(_) or info is some(_),
          result is value(_) implies numbered in wanted,
          result is value(_) and info is some(x) implies numbered = x.signal,
          info is some(x) implies x.signal in wanted,
          info is some(x) implies accounted_for(t, x.signal, siginfo_of(x)),
          info is some(x)
            implies in_order(t, x.signal, siginfo_of(x), t.due & wanted & not_taken_unseen(t)),
          info is some(x) implies in_turn(t, x.signal, siginfo_of(x)),
          info is some(x) implies is_of_its_timer(t, x.signal, siginfo_of(x)),
          info is some(x) implies timer_is_armed(t, x.signal, siginfo_of(x)),
          info is some(x) implies is_of_its_queue(t, x.signal, siginfo_of(x)),
          info is some(x) implies is_of_a_child(t, x.signal, siginfo_of(x)),
          info is some(x) implies says_itself(x.signal, siginfo_of(x))
    do    let told = if result is value(_) then info else none
          if told is some(x) and x.signal in STANDARD and x.code is SI_USER then {
            t.unseen[x.signal] := sends_left(t, x.signal, t.unseen[x.signal], t.early, t.threaded)
          }
          if told is some(x) and x.signal in STANDARD and x.code is SI_TKILL then {
            t.aimed[x.signal] := sends_left(t, x.signal, t.aimed[x.signal], t.early, false)
          }
          tell process_at(x.pid) reported(x.code, x.status, x.killer, x.uid)
            when told is some(x)
                   and x.code is CLD_EXITED | CLD_KILLED | CLD_DUMPED
                   and not observer.foreign
          tell process_at(x.pid) announced(x.signal, x.code, t.group, t.programs, t.hears_of_stops)
            when told is some(x)
                   and x.code is CLD_EXITED | CLD_KILLED | CLD_DUMPED | CLD_STOPPED
                   and not observer.foreign
          tell process_at(x.pid) paused(x.code, x.killer, true, t.threaded)
            when told is some(x) and x.code is CLD_STOPPED | CLD_CONTINUED and not observer.foreign
          if told is some(x) and x.signal not in STANDARD then {
            t.unseen[x.signal] := if x.code is SI_USER
                                       and is_checked(t, x.signal,
                                                      siginfo_of(x)) then t.unseen[x.signal] - 1
                                  else t.unseen[x.signal]
            t.aimed[x.signal] := if x.code is SI_TKILL
                                      and is_checked(t, x.signal,
                                                     siginfo_of(x)) then t.aimed[x.signal] - 1
                                 else t.aimed[x.signal]
          }
          let alone = told is some(x)
            and x.signal not in STANDARD
            and was_sent_alone(t, x.signal, siginfo_of(x))
          let to_all_gone = match told {
            some(x) => place_taken(t, t.sent_to_all, x.signal, siginfo_of(x), not alone)
            none => nowhere
          }
          let alone_gone = match told {
            some(x) => place_taken(t, t.sent_alone, x.signal, siginfo_of(x), alone)
            none => nowhere
          }
          if told is some(x) and to_all_gone is not nowhere then {
            t.sent_to_all := without(t.sent_to_all, to_all_gone, x.signal)
          }
          if told is some(x) and alone_gone is not nowhere then {
            t.sent_alone := without(t.sent_alone, alone_gone, x.signal)
          }
          if told is none then {
            t.sent_to_all := unknown
            t.sent_alone := unknown
          }
          let taken = match told {
            some(x) => {x.signal}
            none    => wanted
          }
          t.due_alone := match told {
            some(x) =>
              if another_waits(t, t.sent_alone, x.signal) then t.due_alone
              else t.due_alone - {x.signal}
            none => t.due_alone - wanted
          }
          t.due := match told {
            some(x) =>
              if another_waits(t, t.sent_to_all, x.signal) or x.signal in t.due_alone then t.due
              else t.due - {x.signal}
            none => t.due - wanted
          }
          t.overtaken := t.overtaken + taken
          t.pending := maybe(t.pending, taken_unseen(wanted))
          t.shared_pending := maybe(t.shared_pending, taken_unseen(wanted))
          t.awaited := if t.threaded then t.awaited else {}

  /// EAGAIN: none of the wanted signals was pending, and none came in all that time.
  rule finds_none
    cites kernel "kernel/signal.c:do_sigtimedwait", rule P12 U2
    shows returned(t, _, error(e))
    with  e = EFAULT implies info is none,
          e = EAGAIN implies may_be_early(t) or t.due & wanted & not_taken_unseen(t) = {},
          e = EAGAIN implies timeout is some(_),
          e = EAGAIN and timeout is some(asked) implies span(asked) <= spent
    do    t.awaited := if t.threaded then t.awaited else {}
}

/// Goes on with a call that was interrupted when no handler ran; the kernel makes the program call
/// it. restart_syscall(2) names stops only, but any wake without a handler does it.
call restart_syscall(...)
  nr x86_64 219
  nr i386 0
  cites kernel "kernel/signal.c:restart_syscall", man "restart_syscall(2)"
{
  /// There is nothing to go on with: called by hand, or after any handler has returned.
  row nothing_to_restart
    interrupted EINTR
    cites kernel "kernel/signal.c:do_no_restart_syscall",
          kernel "arch/x86/kernel/signal.c:restore_sigcontext", rule M8 V13, table T172
    refutes man "restart_syscall(2) returns what the restarted call returns"
    verified "6.18"

  /// Interrupted again.
  row again
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep_restart",
          kernel "fs/select.c:do_restart_poll", kernel "kernel/futex/waitwake.c:futex_wait_restart",
          table T144 T161 T173
    verified "6.18"

  /// Where there is nothing to go on with it fails. The call that goes on does not end before its
  /// time, unless its event came.
  rule timed_out
    cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep_restart",
          kernel "fs/select.c:do_restart_poll", rule R8 R12 U4
    shows returned(t, _, value(v))
    with  t.resumable,
          v = 0 implies may_have_come(t.deadline, seen)

  /// It is interrupted once more.
  rule waits_again
    cites kernel "kernel/signal.c:do_no_restart_syscall", rule R8
    shows returned(t, _, code(_))
    with  t.resumable

  /// A wait at a word of memory that goes on gives up after its time, and not before.
  rule gave_up
    cites kernel "kernel/futex/waitwake.c:futex_wait_restart", rule R8 R12 U4
    shows returned(t, _, error(ETIMEDOUT))
    with  t.resumable,
          may_have_come(t.gives_up, seen)
}
