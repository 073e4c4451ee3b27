// Timers of timer_create(2): what their signals say.

/// What goes with a signal: a number or a pointer, in one place.
record Sigval { number: int as "sival_int", pointer: int as "sival_ptr" }

/// Which signal a timer sends, and what it says.
record Timer { signal: Signal as "sigev_signo", value: Sigval as "sigev_value" }

/// The timers of a process have numbers from 0 on. The first ones are followed.
enum TimerId {
  first_timer = 0 "[0]", second_timer = 1 "[1]", third_timer = 2 "[2]", fourth_timer = 3 "[3]",
  fifth_timer = 4 "[4]", sixth_timer = 5 "[5]", seventh_timer = 6 "[6]", eighth_timer = 7 "[7]",
  later_timer otherwise,
}

/// What number a timer has, where it is followed.
table number_of_timer(timer: TimerId) -> int
  cites kernel "kernel/time/posix-timers.c:posix_timer_add"
{
  first_timer   -> 0
  second_timer  -> 1
  third_timer   -> 2
  fourth_timer  -> 3
  fifth_timer   -> 4
  sixth_timer   -> 5
  seventh_timer -> 6
  eighth_timer  -> 7
  later_timer   -> unknown
}

/// Without an event a timer sends SIGALRM, and says its own number.
fn timer_of(event: option Timer, timer: TimerId) -> Timer
  cites kernel "kernel/time/posix-timers.c:do_timer_create", man "timer_create(2)"
=
  match event {
    some(x) => x
    none    => {
      signal: SIGALRM,
      value: { number: number_of_timer(timer), pointer: number_of_timer(timer) }
    }
  }

/// How often the timer came while its signal was pending. It used to overflow.
table may_be_overrun(times: int) -> bool
  cites kernel "kernel/time/posix-timers.c:timer_overrun_to_int", man "timer_getoverrun(2)"
{
  _         -> times >= 0  since 4.19
  otherwise -> true
}

/// Is the signal of a timer the one that it was made to send, and does it say the same? A number is
/// not given to another timer.
fn is_of_its_timer(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/time/posix-timers.c:do_timer_create",
        kernel "kernel/time/posix-timers.c:posix_timer_add", man "timer_create(2)"
=
  info.code is not SI_TIMER
    or may_be_overrun(info.overrun)
      and if info.timer is later_timer then t.later_timers
                                              or t.threaded
                                              or not observer.shows_timers and hides_causes()
          else match t.timers[info.timer] {
                 some(x) => x.signal = s and x.value.pointer = info.value
                 none => t.threaded or not observer.shows_timers and hides_causes()
               } or is_forged(t, s)
                 or (observer.unordered or observer.waiting) and t.threaded

/// Does the signal come of a timer that is set, or was when it came? What is set once comes once.
fn timer_is_armed(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/time/posix-timers.c:posix_timer_fn", man "timer_settime(2)"
=
  info.code is not SI_TIMER
    or info.timer is later_timer
    or info.timer in t.armed + t.stale
    or t.threaded
    or not observer.shows_arming and hides_causes()
    or is_forged(t, s)

/// What is set when the signal of that timer was taken.
fn armed_after(t: Task, timer: TimerId) -> set TimerId
  cites kernel "kernel/time/posix-timers.c:posixtimer_deliver_signal"
=
  if timer in t.stale + t.periodic then t.armed else t.armed - {timer}

/// Makes a timer.
call timer_create(clock_id: data, event: option Timer, timer: out TimerId)
  nr x86_64 222
  nr i386 259
  cites kernel "kernel/time/posix-timers.c:timer_create", man "timer_create(2)"
{
  rule makes_timer
    cites kernel "kernel/time/posix-timers.c:do_timer_create", man "timer_create(2)"
    shows returned(t, _, value(_))
    with  is_done(t, amount)
    do    observer.shows_timers := true
          t.later_timers := t.later_timers or timer is later_timer
          t.timers[timer] := some(timer_of(event, timer))
          t.timer_left[timer] := if observer.shows_arming then 0 else unknown
          t.timer_every[timer] := if observer.shows_arming then 0 else unknown
          t.armed := t.armed - {timer}
}

enum TimerFlag { TIMER_ABSTIME = 1 }

/// Can that much be left until the signal of a timer comes?
fn may_be_left_of(t: Task, timer: TimerId, left: int) -> bool
  cites kernel "kernel/time/posix-timers.c:common_timer_get",
        kernel "kernel/time/posix-cpu-timers.c:posix_cpu_timer_get", man "timer_settime(2)"
=
  left <= t.timer_left[timer] or timer is later_timer or t.threaded or t.mixed

/// Does the timer come again that often? That is kept as it was set.
fn may_come_again(t: Task, timer: TimerId, every: int) -> bool
  cites kernel "kernel/time/posix-timers.c:common_timer_get",
        kernel "kernel/time/posix-cpu-timers.c:posix_cpu_timer_get", man "timer_settime(2)"
=
  every = t.timer_every[timer]
    or t.timer_every[timer] >= LONGEST
    or timer is later_timer
    or t.threaded
    or t.mixed

/// Sets a timer.
call timer_settime, timer_settime64(timer: TimerId, flags: set TimerFlag, new_: option Itimerspec,
                                    old: out option Itimerspec)
  nr x86_64 223 -1
  nr i386 260 409
  cites kernel "kernel/time/posix-timers.c:do_timer_settime", man "timer_settime(2)"
{
  /// Its own task takes no signal before the call ends, and of those of others nothing is said.
  rule begins_to_arm
    cites kernel "kernel/time/posix-timers.c:do_timer_settime"
    shows entered(t, _, _)
    do    observer.shows_arming := true

  /// No more was left than was set. How far away a moment is that is named by the clock is not
  /// known. What came before may be pending. It is set even if what was left cannot be written, and
  /// by no call that fails otherwise. One that is switched off forgets how often it came.
  rule arms
    cites kernel "kernel/time/posix-timers.c:common_timer_set",
          kernel "kernel/time/posix-timers.c:sys_timer_settime", man "timer_settime(2)"
    shows returned(t, _, value(_) | error(EFAULT))
    with  result is value(_) implies is_done(t, amount),
          old is some(o) implies may_be_left_of(t, timer, span(o.first)),
          old is some(o) implies may_come_again(t, timer, span(o.every))
    do    let first = match new_ {
            some(n) => span(n.first)
            none    => 0
          }
          let every = match new_ {
            some(n) => span(n.every)
            none    => 0
          }
          t.timer_left[timer] := if TIMER_ABSTIME not in flags then longest(first, every)
                                 else unknown
          t.timer_every[timer] := if first = 0 and every != 0 then unknown else every
          t.stale := t.stale + t.armed & {timer}
          t.armed := if first = 0 then t.armed - {timer} else t.armed + {timer}
          t.periodic := if every = 0 then t.periodic - {timer} else t.periodic + {timer}
}

/// What it has sent may be pending still.
call timer_delete(timer: TimerId)
  nr x86_64 226
  nr i386 263
  cites kernel "kernel/time/posix-timers.c:timer_delete", man "timer_delete(2)"
{
  rule deletes
    cites kernel "kernel/time/posix-timers.c:posix_timer_delete"
    shows returned(t, _, value(_))
    with  is_done(t, amount)
    do    t.stale := t.stale + t.armed & {timer}
          t.armed := t.armed - {timer}
}

call timer_gettime, timer_gettime64(timer: TimerId, now: out Itimerspec)
  nr x86_64 224 -1
  nr i386 261 408
  cites kernel "kernel/time/posix-timers.c:do_timer_gettime", man "timer_settime(2)"
{
  /// No more is left than was set.
  rule tells
    cites kernel "kernel/time/posix-timers.c:common_timer_get", man "timer_settime(2)"
    shows returned(t, _, value(_))
    with  may_be_left_of(t, timer, span(now.first)),
          may_come_again(t, timer, span(now.every))
}
