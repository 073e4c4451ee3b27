// Times are numbers of nanoseconds. What an observer measures is never shorter than what happened:
// it looks before a call begins and after it has ended.

/// What the times of a recording count from.
enum Clock {
  /// Some moment before the recording, by a clock that nobody sets.
  monotonic,
  /// 1970, by a clock that can be set.
  wall "epoch",
  /// Some midnight, by a clock that can be set.
  time_of_day "time of day",
}

record Timespec { seconds: int as "tv_sec", nanoseconds: int as "tv_nsec" }

record Timeval { seconds: int as "tv_sec", microseconds: int as "tv_usec" }

record Itimerval { every: Timeval as "it_interval", first: Timeval as "it_value" }

record Itimerspec { every: Timespec as "it_interval", first: Timespec as "it_value" }

const SECOND = 1000000000
  cites man "time(7)"

const MILLISECOND = 1000000
  cites man "time(7)"

const MICROSECOND = 1000
  cites man "time(7)"

/// Timers cannot be set further than this: 292 years.
const LONGEST = 9223372036000000000
  cites kernel "include/linux/ktime.h:KTIME_SEC_MAX"

fn span(t: Timespec) -> int =
  t.seconds * SECOND + t.nanoseconds

fn span_of_timeval(t: Timeval) -> int =
  t.seconds * SECOND + t.microseconds * MICROSECOND

/// Taken for granted of stamps on lines: while a recording is made nobody sets the clock back by
/// more than this, and no more than this passes between the stamp and what it stands beside.
const STAMP_MARGIN = 1000000000
  cites strace "strace.c:printleader"

/// Can the moment `due` have come when the observer's clock showed `seen`?
fn may_have_come(due: int, seen: int) -> bool =
  due <= seen + STAMP_MARGIN

/// A timer may be asked to come a little later, so that several come at once. The slack is 50
/// microseconds unless somebody has set another; taken for granted is no more than this.
const SLACK_MAX = 50000000
  cites man "prctl(2) PR_SET_TIMERSLACK"

/// What is left of a timeout after a call that took no longer than `spent`. It is rounded down to a
/// microsecond.
fn rest_of(asked: int, spent: int) -> int =
  asked - (either 0 or spent + MICROSECOND)
