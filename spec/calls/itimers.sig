/// The interval timers of a process: which time they count.
enum Itimer { ITIMER_REAL = 0, ITIMER_VIRTUAL = 1, ITIMER_PROF = 2 }

/// SIGALRM of ITIMER_REAL, as far as it can be foretold.
record Alarm {
  /// It does not come before this.
  due: int,
  /// Nor the one after it before this, and so on: it comes again and again.
  next: int,
  every: int,
  /// What `due` was before the timer was set last. That alarm may be pending still.
  before: int,
}

/// When an alarm comes that is not set.
const NEVER = 4611686018427387904
  cites kernel "kernel/time/itimer.c:do_setitimer"

const NO_ALARM: Alarm = { due: NEVER, next: NEVER, every: 0, before: NEVER }
  cites kernel "kernel/fork.c:copy_signal", rule F1

/// From `began` on the timer runs for `first`; 0 switches it off.
fn first_alarm(began: int, first: int) -> int =
  if first = 0 then NEVER else began + first

fn alarm_after(at: int, every: int) -> int =
  if every = 0 or at = NEVER then NEVER else at + every

/// The alarm from the moment on that a call begins to set it: what was set before may come first.
/// What came again and again may come more than once, when each of several threads takes one.
fn alarm_set(old: Alarm, threaded: bool, began: int, first: int, every: int) -> Alarm
  cites kernel "kernel/time/itimer.c:do_setitimer", rule F10 U5
=
  let at = first_alarm(began, first) in
    if old.due = NEVER then { due: at, next: alarm_after(at, every), every: every, before: NEVER }
    else if threaded and old.every != 0 then unknown
    else { due: unknown, next: at, every: every, before: old.due }

/// The alarm when that call has ended: if what was set before was not due yet, it is gone.
fn alarm_replaced(now: Alarm, began: int, first: int, every: int, seen: int) -> Alarm
  cites kernel "kernel/time/itimer.c:do_setitimer", rule F10 U5
=
  let at = first_alarm(began, first) in
    if may_have_come(now.before, seen) then now
    else now with { due: at, next: alarm_after(at, every) }

/// The alarm when the call has ended, of several threads that set it. Of calls that are under way
/// at once any may be the last.
fn alarm_left(t: Task, began: int, first: int, every: int, seen: int) -> Alarm
  cites kernel "kernel/time/itimer.c:do_setitimer"
=
  if is_set_at_once(t, ITIMER_REAL) then unknown
  else alarm_replaced(t.alarm, began, first, every, seen)

/// The alarm when one has come. The timer goes on from where it should have ended, however late the
/// signal is taken.
fn alarm_taken(a: Alarm) -> Alarm
  cites kernel "kernel/signal.c:dequeue_signal", rule F10
=
  a with { due: a.next, next: alarm_after(a.next, a.every) }

/// The alarm where the last one may come once more, as who took it was ended for another program.
fn alarm_taken_again(a: Alarm) -> Alarm
  cites kernel "kernel/signal.c:ptrace_signal"
=
  { due: unknown, next: a.due, every: a.every, before: a.before }

/// Does the signal come from ITIMER_REAL? Nothing else in the kernel sends it.
fn is_alarm(s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/time/itimer.c:it_real_fn", rule F10
=
  s = SIGALRM and info.code is SI_KERNEL

/// What the interval timers send.
const OF_ITIMERS = {SIGALRM, SIGVTALRM, SIGPROF}
  cites man "setitimer(2)", rule F10

/// Does a signal that an interval timer seems to have sent come when one is set, and not too early?
/// What counts processor time cannot be foretold. Where errors are hidden, a thread is seen before
/// the call that made it, and is not known for one.
fn timer_was_set(t: Task, s: Signal, info: Siginfo, seen: int) -> bool
  cites kernel "kernel/time/itimer.c:it_real_fn",
        kernel "kernel/time/posix-cpu-timers.c:check_cpu_itimer", rule F10 U5
=
  s not in OF_ITIMERS
    or info.code is not SI_KERNEL
    or is_forged(t, s)
    or (observer.unordered or observer.waiting) and t.threaded
    or not observer.shows_errors and observer.foreign
    or if s = SIGALRM then t.alarm.due != NEVER and may_have_come(t.alarm.due, seen)
       else if s = SIGVTALRM then ITIMER_VIRTUAL in t.counting
       else ITIMER_PROF in t.counting

/// Was no timer ever seen to be set that sends this signal?
fn no_timer_shown(s: Signal) -> bool
  cites strace "strace(1) -e trace"
=
  match s {
    SIGALRM   => ITIMER_REAL not in observer.sets
    SIGVTALRM => ITIMER_VIRTUAL not in observer.sets
    SIGPROF   => ITIMER_PROF not in observer.sets
    _         => false
  }

/// Was it, or may what sets it be hidden?
fn timer_may_send(t: Task, s: Signal, info: Siginfo, seen: int) -> bool
  cites kernel "kernel/time/itimer.c:it_real_fn", strace "strace(1) -e trace", rule F10 U5
=
  timer_was_set(t, s, info, seen) or no_timer_shown(s) and hides_causes()

fn first_of(timer: option Itimerval) -> int =
  match timer {
    some(set_) => span_of_timeval(set_.first)
    none       => 0
  }

fn every_of(timer: option Itimerval) -> int =
  match timer {
    some(set_) => span_of_timeval(set_.every)
    none       => 0
  }

/// The longest of what a timer counts.
fn longest(first: int, every: int) -> int =
  if first = 0 then 0 else if first < every then every else first

/// Processor time is counted in ticks of at most this length, and one is added to what is set.
const TICK = 10000000
  cites kernel "kernel/time/itimer.c:set_cpu_itimer"

/// May another thread set the timer at the same time as a call that sets it? Where calls are shown
/// when they have ended, nothing tells.
fn is_set_at_once(t: Task, which: Itimer) -> bool
  cites kernel "kernel/time/itimer.c:do_setitimer", strace "strace(1) -z"
=
  t.threaded and (which is not ITIMER_REAL or t.set_at_once or observer.holds_back)

/// Can that much be left until the signal of an interval timer comes?
fn may_be_left(t: Task, which: Itimer, left: int) -> bool
  cites kernel "kernel/time/itimer.c:itimer_get_remtime",
        kernel "kernel/time/itimer.c:get_cpu_itimer", rule F10
=
  left <= t.most_left[which] + (if which is ITIMER_REAL then 0 else TICK)
    or which not in observer.sets
    or t.mixed

/// How often a timer comes that is set so. One of real time that is switched off forgets it.
fn every_kept(which: Itimer, first: int, every: int) -> int
  cites kernel "kernel/time/itimer.c:do_setitimer", kernel "kernel/time/itimer.c:set_cpu_itimer",
        live "what timers tell that are switched off"
=
  if which is ITIMER_REAL and first = 0 then 0 else every

/// Does the timer come that often? How often it comes is kept as it was set. What counts processor
/// time used to round it to ticks.
fn may_come_every(t: Task, which: Itimer, told: int) -> bool
  cites kernel "kernel/time/itimer.c:do_getitimer", kernel "kernel/time/itimer.c:get_cpu_itimer",
        rule F10
=
  t.comes_every[which] <= told + (if which is ITIMER_REAL then 0 else TICK)
    and told <= t.comes_every[which] + (if which is ITIMER_REAL then 0 else TICK)
    or t.comes_every[which] >= LONGEST
    or which not in observer.sets
    or t.mixed

/// Sets an interval timer.
call setitimer(which: Itimer, new_: option Itimerval, old: out option Itimerval)
  nr x86_64 38
  nr i386 104
  cites kernel "kernel/time/itimer.c:do_setitimer", man "setitimer(2)"
{
  rule begins_to_set
    cites kernel "kernel/time/itimer.c:do_setitimer", rule F10 U5
    shows entered(t, _, _)
    do    observer.sets := observer.sets + {which}
          t.counting := t.counting + {which}
          if which is ITIMER_REAL then {
            t.alarm := alarm_set(t.alarm, t.threaded, seen, first_of(new_), every_of(new_))
            t.set_at_once := t.setting > 0
            t.setting := t.setting + 1
          }

  rule arms
    cites kernel "kernel/time/itimer.c:do_setitimer", rule F10 U5
    shows returned(t, _, value(_))
    with  is_done(t, amount),
          old is some(o)
            implies may_be_left(t, which, span_of_timeval(o.first)) or is_set_at_once(t, which),
          old is some(o)
            implies may_come_every(t, which, span_of_timeval(o.every)) or is_set_at_once(t, which)
    do    let at_once = is_set_at_once(t, which)
          t.most_left[which] := if at_once then unknown else longest(first_of(new_), every_of(new_))
          t.comes_every[which] := if at_once then unknown
                                  else every_kept(which, first_of(new_), every_of(new_))
          if which is ITIMER_REAL then {
            t.alarm := alarm_left(t, began, first_of(new_), every_of(new_), seen)
            t.setting := t.setting - 1
          }

  /// It failed, or another thread ended it: it may have set the timer.
  rule may_arm
    cites kernel "kernel/time/itimer.c:sys_setitimer", kernel "fs/exec.c:de_thread"
    shows returned(t, _, error(_) | never | unavailable)
    do    t.alarm := unknown
          t.setting := if which is ITIMER_REAL then t.setting - 1 else t.setting
          t.most_left[which] := unknown
          t.comes_every[which] := unknown
}

/// Sets ITIMER_REAL, in seconds.
call alarm(seconds: int)
  nr x86_64 37
  nr i386 27
  cites kernel "kernel/time/itimer.c:alarm_setitimer", man "alarm(2)"
{
  rule begins_to_set
    cites kernel "kernel/time/itimer.c:alarm_setitimer", rule F10 U5
    shows entered(t, _, _)
    do    observer.sets := observer.sets + {ITIMER_REAL}
          t.alarm := alarm_set(t.alarm, t.threaded, seen, seconds * SECOND, 0)
          t.set_at_once := t.setting > 0
          t.setting := t.setting + 1

  rule arms
    cites kernel "kernel/time/itimer.c:alarm_setitimer", rule F10 U5
    shows returned(t, _, value(_))
    with  amount = 0
            or may_be_left(t, ITIMER_REAL, (amount - 1) * SECOND + 1)
            or is_set_at_once(t, ITIMER_REAL)
    do    let at_once = is_set_at_once(t, ITIMER_REAL)
          t.most_left[ITIMER_REAL] := if at_once then unknown else seconds * SECOND
          t.comes_every[ITIMER_REAL] := if at_once then unknown else 0
          t.alarm := alarm_left(t, began, seconds * SECOND, 0, seen)
          t.setting := t.setting - 1

  /// As setitimer(2).
  rule may_arm
    cites kernel "kernel/time/itimer.c:alarm_setitimer", kernel "fs/exec.c:de_thread"
    shows returned(t, _, never | unavailable)
    do    t.alarm := unknown
          t.setting := t.setting - 1
          t.most_left[ITIMER_REAL] := unknown
          t.comes_every[ITIMER_REAL] := unknown
}

call getitimer(which: Itimer, now: out Itimerval)
  nr x86_64 36
  nr i386 105
  cites kernel "kernel/time/itimer.c:do_getitimer", man "setitimer(2)"
{
  /// No more is left than was set.
  rule tells
    cites kernel "kernel/time/itimer.c:do_getitimer", rule F10
    shows returned(t, _, value(_))
    with  is_done(t, amount),
          may_be_left(t, which, span_of_timeval(now.first)) or t.threaded,
          may_come_every(t, which, span_of_timeval(now.every)) or t.threaded
}
