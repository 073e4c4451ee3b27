/// What clock_nanosleep(2) sleeps by.
enum ClockId {
  CLOCK_REALTIME = 0, CLOCK_MONOTONIC = 1, CLOCK_PROCESS_CPUTIME_ID = 2,
  CLOCK_THREAD_CPUTIME_ID = 3,
  CLOCK_BOOTTIME = 7, CLOCK_TAI = 11, other_clock otherwise,
}

/// The flags of clock_nanosleep(2).
enum ClockFlag { TIMER_ABSTIME = 1, other_clock_flag otherwise }

/// Sleeps. signal(7): never restarted; EINTR after any handler. Without one it goes on to the same
/// deadline, and the time it was stopped counts.
call nanosleep(request: option Timespec, remain: out option Timespec)
  nr x86_64 35
  nr i386 162
  cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep", man "nanosleep(2)"
{
  /// What remains is written at each interruption.
  row relative
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep", table T161
    verified "6.18"

  /// It never ends early.
  rule slept
    cites kernel "kernel/time/hrtimer.c:do_nanosleep", rule U1
    shows returned(t, _, value(0))
    with  request is some(asked) implies span(asked) <= spent

  /// It has nothing else to tell.
  rule tells_nothing
    cites man "nanosleep(2)"
    unobservable "it says what never happens"
    shows returned(t, _, value(n))
    when  n != 0
    with  is_made_up(t)

  /// What remains is what was asked for without what has passed; the slack may come on top. When it
  /// goes on, it goes on to the same end.
  rule tells_the_rest
    cites kernel "kernel/time/hrtimer.c:do_nanosleep", rule R8 R12 U3
    shows returned(t, _, code(_))
    with  request is some(asked) and remain is some(rest)
            implies span(rest) <= span(asked) + SLACK_MAX and span(asked) <= span(rest) + spent
    do    t.deadline := if request is some(asked) then began + span(asked) else unknown
          observer.goes_on := observer.goes_on + {for_time}
}

call clock_nanosleep, clock_nanosleep_time64(clock_id: ClockId, flags: set ClockFlag,
                                             request: option Timespec, remain: out option Timespec)
  nr x86_64 230 -1
  nr i386 267 407
  same clock_id, flags
  cites kernel "kernel/time/posix-timers.c:clock_nanosleep", man "clock_nanosleep(2)"
{
  row relative when TIMER_ABSTIME not in flags
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep", table T162 T163 T164
    verified "6.18"

  /// Until a point in time. What remains is not written; the call can simply be made again.
  row absolute when TIMER_ABSTIME in flags
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep", table T165 T166
    verified "6.18"

  row cpu_clock_relative when TIMER_ABSTIME not in flags
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "kernel/time/posix-cpu-timers.c:posix_cpu_nsleep", table T167
    verified "6.18"

  row cpu_clock_absolute when TIMER_ABSTIME in flags
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "kernel/time/posix-cpu-timers.c:posix_cpu_nsleep", table T168
    verified "6.18"

  /// CLOCK_REALTIME_ALARM and CLOCK_BOOTTIME_ALARM, which can wake the machine.
  row alarm_clock_relative when TIMER_ABSTIME not in flags
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "kernel/time/alarmtimer.c:alarm_timer_nsleep", table T169
    verified "6.1"

  row alarm_clock_absolute when TIMER_ABSTIME in flags
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "kernel/time/alarmtimer.c:alarm_timer_nsleep", table T170
    verified "6.1"

  /// sleep(3) returns the seconds that are left, and does not fail.
  row sleep_in_the_library when TIMER_ABSTIME not in flags library "sleep(3)" library "usleep(3)"
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep", man "sleep(3)", table T171
    verified "6.18"

  /// It never ends early. A relative sleep is measured by the monotonic clock, whichever is named;
  /// an absolute one ends when its own clock says so.
  rule slept
    cites kernel "kernel/time/hrtimer.c:do_nanosleep", kernel "kernel/time/hrtimer.c:hrtimer_init",
          rule U1 U6
    shows returned(t, _, value(0))
    with  request is some(asked)
              and TIMER_ABSTIME not in flags
              and clock_id is CLOCK_REALTIME | CLOCK_MONOTONIC
            implies span(asked) <= spent,
          request is some(until_)
              and TIMER_ABSTIME in flags
              and clock_id is CLOCK_REALTIME
              and clock is wall
            implies may_have_come(span(until_), seen)

  /// It has nothing else to tell.
  rule tells_nothing
    cites man "clock_nanosleep(2)"
    unobservable "it says what never happens"
    shows returned(t, _, value(n))
    when  n != 0
    with  is_made_up(t)

  /// As of nanosleep; what remains of an absolute sleep is not told.
  rule tells_the_rest
    cites kernel "kernel/time/hrtimer.c:do_nanosleep", rule R8 R12 U3
    shows returned(t, _, code(_))
    with  request is some(asked)
              and remain is some(rest)
              and TIMER_ABSTIME not in flags
              and clock_id is CLOCK_REALTIME | CLOCK_MONOTONIC
            implies span(rest) <= span(asked) + SLACK_MAX and span(asked) <= span(rest) + spent
    do    t.deadline := if request is some(asked)
                             and clock_id is CLOCK_REALTIME | CLOCK_MONOTONIC then began
                                                                                     + span(asked)
                        else unknown
          observer.goes_on := observer.goes_on + {for_time}
}
