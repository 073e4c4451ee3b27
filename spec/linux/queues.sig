// What was sent to a process or a thread and is not taken yet, one by one. Of real-time signals
// each is kept, with what its sender says; those of one number come in the order of the sends.

/// A signal that was sent, and what it will say of that.
record Sent { signal: Signal, code: SiCode, by: identity, uid: int, value: int }

/// Those that were sent first. There may be more of them than are followed.
record Sends {
  first: option Sent,
  second: option Sent,
  third: option Sent,
  fourth: option Sent,
  fifth: option Sent,
  sixth: option Sent,
  seventh: option Sent,
  eighth: option Sent,
  more: bool,
}

/// A place in the queue; or none of them; or all that have a signal of some number.
enum Place {
  nowhere, at_first, at_second, at_third, at_fourth, at_fifth, at_sixth, at_seventh, at_eighth,
  everywhere,
}

const NO_SENDS: Sends = {
                          first: none,
                          second: none,
                          third: none,
                          fourth: none,
                          fifth: none,
                          sixth: none,
                          seventh: none,
                          eighth: none,
                          more: false
                        }
  cites kernel "kernel/fork.c:copy_process", rule F1

fn is_of(e: option Sent, s: Signal) -> bool =
  e is some(x) and x.signal = s

/// Where the one of this number stands that is taken next.
fn place_of_oldest(q: Sends, s: Signal) -> Place
  cites kernel "kernel/signal.c:collect_signal", rule D5
=
  if is_of(q.first, s) then at_first
  else if is_of(q.second, s) then at_second
  else if is_of(q.third, s) then at_third
  else if is_of(q.fourth, s) then at_fourth
  else if is_of(q.fifth, s) then at_fifth
  else if is_of(q.sixth, s) then at_sixth
  else if is_of(q.seventh, s) then at_seventh
  else if is_of(q.eighth, s) then at_eighth
  else nowhere

/// Where the one of this number stands that was sent last.
fn place_of_last(q: Sends, s: Signal) -> Place =
  if is_of(q.eighth, s) then at_eighth
  else if is_of(q.seventh, s) then at_seventh
  else if is_of(q.sixth, s) then at_sixth
  else if is_of(q.fifth, s) then at_fifth
  else if is_of(q.fourth, s) then at_fourth
  else if is_of(q.third, s) then at_third
  else if is_of(q.second, s) then at_second
  else if is_of(q.first, s) then at_first
  else nowhere

/// Where the next one goes that is sent: behind all others.
fn free_place(q: Sends) -> Place =
  if q.more then nowhere
  else if q.eighth is some(_) then nowhere
  else if q.seventh is some(_) then at_eighth
  else if q.sixth is some(_) then at_seventh
  else if q.fifth is some(_) then at_sixth
  else if q.fourth is some(_) then at_fifth
  else if q.third is some(_) then at_fourth
  else if q.second is some(_) then at_third
  else if q.first is some(_) then at_second
  else at_first

/// The one of this number that is taken next.
fn oldest(q: Sends, s: Signal) -> option Sent
  cites kernel "kernel/signal.c:collect_signal", rule D5
=
  if is_of(q.first, s) then q.first
  else if is_of(q.second, s) then q.second
  else if is_of(q.third, s) then q.third
  else if is_of(q.fourth, s) then q.fourth
  else if is_of(q.fifth, s) then q.fifth
  else if is_of(q.sixth, s) then q.sixth
  else if is_of(q.seventh, s) then q.seventh
  else if is_of(q.eighth, s) then q.eighth
  else none

/// The queue with one more in a place that is free.
fn with_sent(q: Sends, place: Place, e: Sent) -> Sends =
  {
    first: if place is at_first then some(e) else q.first,
    second: if place is at_second then some(e) else q.second,
    third: if place is at_third then some(e) else q.third,
    fourth: if place is at_fourth then some(e) else q.fourth,
    fifth: if place is at_fifth then some(e) else q.fifth,
    sixth: if place is at_sixth then some(e) else q.sixth,
    seventh: if place is at_seventh then some(e) else q.seventh,
    eighth: if place is at_eighth then some(e) else q.eighth,
    more: q.more or place is nowhere
  }

/// What stands in a place is gone, and what is behind it comes up.
fn without(q: Sends, place: Place, s: Signal) -> Sends =
  {
    first: if place is at_first then q.second
           else if place is everywhere then left_of(q.first, s)
           else q.first,
    second: if place is at_first | at_second then q.third
            else if place is everywhere then left_of(q.second, s)
            else q.second,
    third: if place is at_first | at_second | at_third then q.fourth
           else if place is everywhere then left_of(q.third, s)
           else q.third,
    fourth: if place is at_first | at_second | at_third | at_fourth then q.fifth
            else if place is everywhere then left_of(q.fourth, s)
            else q.fourth,
    fifth: if place is at_first | at_second | at_third | at_fourth | at_fifth then q.sixth
           else if place is everywhere then left_of(q.fifth, s)
           else q.fifth,
    sixth: if place is at_first | at_second | at_third | at_fourth | at_fifth
                | at_sixth then q.seventh
           else if place is everywhere then left_of(q.sixth, s)
           else q.sixth,
    seventh: if place is at_first | at_second | at_third | at_fourth | at_fifth | at_sixth
                  | at_seventh then q.eighth
             else if place is everywhere then left_of(q.seventh, s)
             else q.seventh,
    eighth: if place is at_first | at_second | at_third | at_fourth | at_fifth | at_sixth
                 | at_seventh | at_eighth then none
            else if place is everywhere then left_of(q.eighth, s)
            else q.eighth,
    more: q.more
  }

fn left_of(e: option Sent, s: Signal) -> option Sent =
  if is_of(e, s) then none else e

/// Which of this number came first is not known, and so not what each of them says.
fn in_some_order(q: Sends, s: Signal) -> Sends =
  {
    first: if is_of(q.first, s) then some(nameless(s)) else q.first,
    second: if is_of(q.second, s) then some(nameless(s)) else q.second,
    third: if is_of(q.third, s) then some(nameless(s)) else q.third,
    fourth: if is_of(q.fourth, s) then some(nameless(s)) else q.fourth,
    fifth: if is_of(q.fifth, s) then some(nameless(s)) else q.fifth,
    sixth: if is_of(q.sixth, s) then some(nameless(s)) else q.sixth,
    seventh: if is_of(q.seventh, s) then some(nameless(s)) else q.seventh,
    eighth: if is_of(q.eighth, s) then some(nameless(s)) else q.eighth,
    more: q.more
  }

fn nameless(s: Signal) -> Sent =
  { signal: s, code: unknown, by: unknown, uid: unknown, value: unknown }

/// Codes of signals whose senders are programs.
fn is_of_program(code: SiCode) -> bool
  cites man "sigaction(2)", rule G15
=
  code is SI_USER | SI_QUEUE | SI_TKILL

/// Will this be queued, and in its turn be told from all others? Where there is no room for more,
/// what kill(2) sends is as good as one that is pending already. Taken for granted: there is room,
/// unless a limit is set.
fn is_queued_in_order(t: Task, s: Signal, queue: Queue, what: Sent) -> bool
  cites kernel "kernel/signal.c:__send_signal_locked", rule G12 G13 G14
=
  queued(t, s, queue)
    and s not in observer.broadcast
    and is_of_program(what.code)
    and not (what.code is SI_USER and observer.limits_signals)

/// Where a signal goes that is being sent. Everywhere: it is dropped, or none is kept in order.
fn place_for(t: Task, q: Sends, s: Signal, queue: Queue, what: Sent) -> Place
  cites kernel "kernel/signal.c:__send_signal_locked", rule G9 G12 G13
=
  if s in STANDARD then everywhere
  else if is_dropped(s, t.actions[s], t.blocked, observer.keeps_ignored) then everywhere
  else if is_queued_in_order(t, s, queue, what) then free_place(q)
  else nowhere

/// The largest number of 32 bits with a sign.
const INT_MAX = 2147483647
  cites man "limits.h(0p)"

/// Does this say what was sent? A pointer and a number lie in one place.
fn agrees(e: Sent, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:do_rt_sigqueueinfo", rule G5 G16
=
  e.code = info.code
    and e.by = process_at(info.pid)
    and e.uid = info.uid
    and e.value = info.value
    and (info.value < 0 or info.value > INT_MAX or info.number = info.value)

/// May the oldest of this number be what was taken?
fn is_oldest(q: Sends, s: Signal, info: Siginfo) -> bool =
  match oldest(q, s) {
    some(x) => agrees(x, info)
    none    => q.more
  }

/// Does a standard signal say what it was sent with? Only the last that was queued is followed.
fn says_what_was_said(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:do_rt_sigqueueinfo", rule G5
=
  info.code is not SI_QUEUE
    or match t.said {
      some(x) => x.signal != s or agrees(x, info)
      none    => true
    }
    or not is_checked(t, s, info)
    or s in observer.by_descriptor

/// Is it the oldest of its number in its queue? What is sent to the thread goes before what is sent
/// to its process.
fn in_turn(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:dequeue_signal", kernel "kernel/signal.c:collect_signal",
        rule D3 D5 G13 I3
=
  if s in STANDARD then says_what_was_said(t, s, info)
  else not is_checked(t, s, info)
         or s in observer.by_descriptor
         or match info.code {
           SI_TKILL => is_oldest(t.sent_alone, s, info)
           SI_QUEUE =>
             is_oldest(t.sent_alone, s, info)
               or is_oldest(t.sent_to_all, s, info)
                 and (place_of_oldest(t.sent_alone, s) is nowhere
                        or may_be_early(t)
                        or t.coming[s] > 0)
           SI_USER  => is_oldest(t.sent_to_all, s, info)
           _        => true
         }

/// Was what is taken sent to the thread alone? Where more was sent to the thread than is followed,
/// and to its process what looks the same, nobody can tell.
fn was_sent_alone(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:dequeue_signal", rule D3
=
  info.code is SI_TKILL
    or info.code is SI_QUEUE
      and is_oldest(t.sent_alone, s, info)
      and if place_of_oldest(t.sent_alone, s) is nowhere
               and is_oldest(t.sent_to_all, s, info) then unknown
          else true

/// Was it sent to the whole process, for certain?
fn was_sent_to_all(t: Task, s: Signal) -> bool
  cites kernel "kernel/signal.c:dequeue_signal", rule D3
=
  s not in STANDARD and t.aimed[s] <= 0 and place_of_oldest(t.sent_to_all, s) is not nowhere

/// Where what is taken stands in one of the queues.
fn place_taken(t: Task, q: Sends, s: Signal, info: Siginfo, of_queue: bool) -> Place
  cites kernel "kernel/signal.c:collect_signal", rule D5
=
  if s in STANDARD then nowhere
  else if not is_of_program(info.code) then nowhere
  else if not is_checked(t, s, info) or s in observer.by_descriptor then everywhere
  else if of_queue then place_of_oldest(q, s)
  else nowhere

/// Is another of the same number pending for certain?
fn another_waits(t: Task, q: Sends, s: Signal) -> bool
  cites kernel "kernel/signal.c:collect_signal", rule D5 G13
=
  s not in STANDARD
    and t.coming[s] <= 0
    and s not in observer.broadcast
    and s not in observer.by_descriptor
    and place_of_oldest(q, s) is not nowhere

/// Is the last one that was sent certainly not taken yet? Nobody else sends one at that time.
fn is_still_queued(t: Task, s: Signal, queue: Queue) -> bool
  cites kernel "kernel/signal.c:collect_signal", rule D5 G13
=
  s not in STANDARD
    and t.coming[s] <= 1
    and s not in observer.broadcast
    and s not in observer.by_descriptor
    and place_of_oldest(if queue is shared_queue then t.sent_to_all else t.sent_alone,
                        s) is not nowhere

/// So many sends of a standard signal are left at most when one has been taken. While it is pending
/// others come to nothing. But what was seen late (`late`) may have happened before the last of
/// them; and of the threads of a process (`by_any`) each may have taken one.
fn sends_left(t: Task, s: Signal, sends: int, late: bool, by_any: bool) -> int
  cites kernel "kernel/signal.c:legacy_queue", strace "strace.c:next_event", rule G5 O3
=
  if sends - t.coming[s] < 2 then t.coming[s]
  else if by_any then sends - 1
  else if late then t.coming[s] + 1
  else t.coming[s]
