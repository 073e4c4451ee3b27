// How a signal comes to be pending, and until when. A recording of calls shows signals when they
// are taken. When they were sent shows where the sender is followed too; its call tells the target.

/// Where a pending signal waits: with the process, for any thread, or with one thread.
enum Queue { shared_queue, private_queue }

/// Signals of which one at most is pending in a queue; of real-time signals each is kept.
const STANDARD = {SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL,
                  SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGSTKFLT, SIGCHLD, SIGCONT,
                  SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF,
                  SIGWINCH, SIGIO, SIGPWR, SIGSYS}
  cites kernel "kernel/signal.c:legacy_queue", rule G12

/// Signals that stop a process by default.
const STOPS = {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU}
  cites kernel "include/linux/signal.h:SIG_KERNEL_STOP_MASK"

/// Signals that the kernel sends a task in the task's own name, where a write goes too far.
const IN_OWN_NAME = {SIGPIPE, SIGXFSZ}
  cites kernel "fs/pipe.c:pipe_write", kernel "fs/read_write.c:generic_write_check_limits", rule F9

/// What the generation of `s` does to signals that are pending already: to stop undoes to continue,
/// and the other way round.
fn cancelled_by(s: Signal) -> set Signal
  cites kernel "kernel/signal.c:prepare_signal", rule G7 G8 M16
=
  if s = SIGCONT then STOPS else if s in STOPS then {SIGCONT} else {}

/// Is none of those on its way that the generation of `s` undoes? Of two that cross either may be
/// the later one.
fn crosses_none(t: Task, s: Signal) -> bool
  cites kernel "kernel/signal.c:prepare_signal", rule G7 G8
=
  if s = SIGCONT then t.coming[SIGSTOP] <= 0
                        and t.coming[SIGTSTP] <= 0
                        and t.coming[SIGTTIN] <= 0
                        and t.coming[SIGTTOU] <= 0
  else t.coming[SIGCONT] <= 0

/// The signal that is taken first of those pending in one queue: faults before others, then by
/// number.
fn next_signal(pending: set Signal) -> Signal
  cites kernel "kernel/signal.c:next_signal", rule D4 D5 M14
=
  if pending & SYNCHRONOUS != {} then first(pending & SYNCHRONOUS) else first(pending)

/// The signal that is taken next by a thread of what it does not block: its own go before those of
/// its process.
fn next_taken(private: set Signal, shared: set Signal) -> Signal
  cites kernel "kernel/signal.c:dequeue_signal", rule D3
=
  if private != {} then next_signal(private) else next_signal(shared)

/// The threads of a process, as one looks for somebody to wake.
enum ThreadRole { leader_of_all, one_of_the_others }

/// In which order threads are looked at for a signal that is sent to their process: the leader,
/// then the others in turn from the one that was chosen last. The first one that wants it is woken;
/// another that comes by may still be faster.
table asked_as(role: ThreadRole) -> int
  cites kernel "kernel/signal.c:complete_signal", rule M13
{
  leader_of_all     -> 1
  one_of_the_others -> 2
}

/// Is a signal dropped when it is sent? What is blocked, or shown to a tracer, is kept although it
/// is ignored.
fn is_dropped(s: Signal, a: Action, blocked: set Signal, traced: bool) -> bool
  cites kernel "kernel/signal.c:sig_ignored", rule G9 G10
=
  ignored(s, a) and s not in blocked and not traced

/// What is left of pending signals when some of `which` may have been taken.
fn maybe(pending: set Signal, which: set Signal) -> set Signal =
  pending - which + pending & which & unknown

/// What of these a call may have taken while it was waiting, and nobody saw it.
fn taken_unseen(which: set Signal) -> set Signal =
  if observer.shows_taking then {} else which

/// Signals that are known to be pending and have to be taken before the task goes on in user mode.
/// SIGKILL is never seen to be taken; of others only those count that this recording shows at all.
fn due_now(t: Task) -> set Signal
  cites kernel "kernel/signal.c:recalc_sigpending_tsk", rule P3
=
  t.due & (observer.shown + {SIGKILL}) - t.blocked

/// Is a signal that is sent certainly pending for this task? Any thread of a process may take what
/// is sent to the process. What is ignored is dropped, unless the observer traces the task. Where
/// calls are missing, nobody can tell what became of a signal.
fn queued(t: Task, s: Signal, queue: Queue) -> bool
  cites kernel "kernel/signal.c:sig_ignored", rule G9 G10 I1 P4
=
  observer.complete
    and not observer.filtered
    and not t.mixed
    and (queue is private_queue or not t.threaded)
    and not is_dropped(s, t.actions[s], t.blocked, observer.keeps_ignored)
    and not observer.holds_back

/// A signal is being sent: it may come from now on.
observation coming(t: Task, s: Signal, queue: Queue, what: Sent)
/// What a signal will say that is about to be sent.
observation tells(t: Task, what: Sent)
/// The sending has ended well: the signal is pending, or has been taken already. `elsewhere`: by
/// another process, so that the target may not have seen it yet.
observation sent(t: Task, s: Signal, queue: Queue, elsewhere: bool)
/// Nothing was sent.
observation not_sent(t: Task, s: Signal, queue: Queue)
/// No such process was found.
observation not_found(t: Task)
/// A signal names this process as its sender.
observation named(t: Task, s: Signal, uid: int)

/// Is it not known whom a send to this number reaches? Numbers below 1 are groups. On a terminal
/// strace tells no number while there is one task only: the target may be that one.
fn reaches_unnamed(pid: int) -> bool
  cites strace "strace.c:printleader", kernel "kernel/signal.c:kill_something_info", rule G2
=
  pid <= 0 or pid = observer.first_id and not traced(pid)

/// From here on the target may take the signal.
rule send.begins
  cites kernel "kernel/signal.c:send_signal_locked", rule G1 O3
  shows coming(t, s, queue, what)
  do    let to_all = if queue is shared_queue then place_for(t, t.sent_to_all, s, queue, what)
                     else everywhere
        let alone = if queue is private_queue then place_for(t, t.sent_alone, s, queue, what)
                    else everywhere
        if t.coming[s] > 0 and to_all is not everywhere then {
          t.sent_to_all := in_some_order(t.sent_to_all, s)
        }
        if t.coming[s] > 0 and alone is not everywhere then {
          t.sent_alone := in_some_order(t.sent_alone, s)
        }
        let said = if t.coming[s] > 0 then nameless(s) else what
        if to_all is not everywhere then {
          t.sent_to_all := with_sent(t.sent_to_all, to_all, said)
        }
        if alone is not everywhere then {
          t.sent_alone := with_sent(t.sent_alone, alone, said)
        }
        let none_before = t.coming[s] <= 0
        // One that crosses it may undo it.
        let crossed = not crosses_none(t, s)
        t.overtaken := (if crossed then t.overtaken + {s}
                        else if none_before then t.overtaken - {s}
                        else t.overtaken)
          + cancelled_by(s)
        // Of another task's signals it may be told late that they came before.
        let takes_back = what.by = t.group and not t.threaded and not crossed
        t.taken_back := t.taken_back - {s} + (if takes_back then cancelled_by(s) else {})
        t.coming[s] := t.coming[s] + 1
        t.unseen[s] := if queue is shared_queue then t.unseen[s] + 1 else t.unseen[s]
        t.aimed[s] := if queue is private_queue then t.aimed[s] + 1 else t.aimed[s]
        t.due := t.due - cancelled_by(s)
        t.due_alone := t.due_alone - cancelled_by(s)
        for u: Task where cancelled_by(s) != {} do {
          u.due := u.due - cancelled_by(s)
          u.due_alone := u.due_alone - cancelled_by(s)
        }

/// A standard signal says what the first says that is sent; others are dropped as long as it is
/// pending. One that was sent before, to the thread or to the process, may still be. A stop and a
/// SIGCONT take back one another.
rule send.tells
  cites kernel "kernel/signal.c:__send_signal_locked", rule G5 G12
  shows tells(t, what)
  do    t.said := if what.signal in STANDARD
                       and cancelled_by(what.signal) = {}
                       and what.code is SI_QUEUE
                       and queued(t, what.signal, shared_queue)
                       and t.coming[what.signal] <= 0
                       and t.unseen[what.signal] <= 0
                       and t.aimed[what.signal] <= 0
                       and what.signal not in t.due
                       and what.signal not in t.overtaken then some(what)
                  else none

/// A signal that nobody took while it was being sent is pending. Of several threads any may take
/// what is sent to their process; what is sent to one of them is that one's.
rule send.ends
  cites kernel "kernel/signal.c:__send_signal_locked", rule G1 G7 G8 G9 G10 G12 P4 P9
  shows sent(t, s, queue, elsewhere)
  when  s != SIGKILL
  do    let reaches = queued(t, s, queue)
        let pending = (s not in t.overtaken or is_still_queued(t, s, queue)) and reaches
        t.due := (if pending then t.due + {s} else t.due) - cancelled_by(s)
        t.due_alone := (if pending and queue is private_queue then t.due_alone + {s}
                        else t.due_alone)
          - cancelled_by(s)
        t.came_back := t.came_back and not (elsewhere and reaches)
        t.early := t.early or elsewhere and reaches
        t.overtaken := if t.coming[s] <= 1 then t.overtaken - {s} else t.overtaken
        t.coming[s] := t.coming[s] - 1

/// SIGKILL ends every thread, whatever it does. Only the init of a pid namespace is spared.
rule send.kills
  cites kernel "kernel/signal.c:complete_signal", rule G11 P6 D8
  shows sent(t, s, _, elsewhere)
  when  s = SIGKILL
  do    t.due := if t.init or t.mixed then t.due else t.due + {SIGKILL}
        t.early := t.early or elsewhere or t.threaded
        t.came_back := t.came_back and not elsewhere and not t.threaded
        for u: Task where not t.init and not t.mixed do {
          u.due := u.due + {SIGKILL}
          u.early := true
          u.came_back := false
        }
        t.coming[s] := t.coming[s] - 1

rule send.refused
  cites kernel "kernel/signal.c:check_kill_permission", rule G3 G4 G14
  shows not_sent(t, s, queue)
  do    t.coming[s] := t.coming[s] - 1
        t.taken_back := t.taken_back - cancelled_by(s)
        t.unseen[s] := if queue is shared_queue then t.unseen[s] - 1 else t.unseen[s]
        t.aimed[s] := if queue is private_queue then t.aimed[s] - 1 else t.aimed[s]
        t.overtaken := if t.coming[s] <= 0 then t.overtaken - {s} else t.overtaken
        if s not in STANDARD and queue is shared_queue then {
          t.sent_to_all := without(t.sent_to_all, place_of_last(t.sent_to_all, s), s)
        }
        if s not in STANDARD and queue is private_queue then {
          t.sent_alone := without(t.sent_alone, place_of_last(t.sent_alone, s), s)
        }

/// A process is there until it has ended and has been waited for.
rule send.not_found
  cites kernel "kernel/signal.c:kill_proc_info", rule G3
  shows not_found(t)
  with  t.doubtful or t.mixed or known_fate(t) is not running

/// Is this the user in whose name the process signs? All that are followed belong to the same one,
/// unless they have changed theirs; running a program with the set-user-ID bit does not.
fn signs_as(t: Task, uid: int) -> bool
  cites kernel "kernel/signal.c:prepare_kill_siginfo", kernel "kernel/signal.c:do_notify_parent",
        rule G16 F7
=
  t.doubtful
    or t.mixed
    or not t.keeps_user
    or observer.ahead
    or observer.foreign
    or not observer.complete
    or observer.filtered
    or observer.uid = uid

/// What the generation of a signal has done to others, where nobody was seen to send it.
fn cancelled_unseen(t: Task, s: Signal, info: Siginfo) -> set Signal
  cites kernel "kernel/signal.c:prepare_signal", rule G7 G8
=
  if observer.shows_sends or is_checked(t, s, info) then {} else cancelled_by(s)

/// Who is named as the sender has sent such a signal, to whomever.
rule send.named
  cites kernel "kernel/signal.c:prepare_kill_siginfo", rule G16 I2
  shows named(t, s, uid)
  with  t.doubtful or t.mixed or slipped_away(t) or s in t.sent or s in IN_OWN_NAME,
        signs_as(t, uid)
  do    if observer.ahead and t.keeps_user and not t.doubtful then observer.uid := uid

/// Does the signal name a sender whose sends all show?
fn names_shown_sender(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:prepare_kill_siginfo", rule G15 G16 G17 I2
=
  match info.code {
    SI_USER  => s not in IN_OWN_NAME
    SI_TKILL => true
    SI_QUEUE => true
    _        => false
  } and observer.complete
    and not observer.filtered
    and observer.shows_errors
    and (not observer.holds_back or process_at(info.pid) = t.group and not t.threaded)
    and not observer.foreign
    and traced(info.pid)
    and (not observer.waiting or process_at(info.pid) = t.group and not t.threaded)
    and (observer.follows_programs or not observer.begins_programs)
    and (observer.follows_children or process_at(info.pid) = t.group and not t.threaded)

/// And one by one? Sends to whole groups are not told to each of them.
fn names_known_sender(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:kill_something_info", rule G2
=
  names_shown_sender(t, s, info) and s not in observer.broadcast

/// Must the sender that is named have sent such a signal, to whomever?
fn is_signed(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:prepare_kill_siginfo", rule G15 G16 I2
=
  names_shown_sender(t, s, info)
    and info.code is not SI_QUEUE
    and s not in observer.forged
    and (info.code in observer.sends or not hides_sending())

/// May a filter hide calls that send, or set timers? One signal that comes from nowhere is a fault
/// of what was observed; two, before it is judged, are the way it was observed.
fn hides_causes() -> bool
  cites strace "strace(1) -e trace"
=
  observer.ahead or observer.hidden_causes >= 2

/// May it hide those that send? Where no mask and no action is ever seen to be set, no call is
/// shown that has to do with signals.
fn hides_sending() -> bool
  cites strace "strace(1) -e trace=!%signal"
=
  hides_causes() or not observer.shows_masks and not observer.shows_actions

/// Does it name such a sender, and is what sends so not hidden?
fn is_checked(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:prepare_kill_siginfo", rule G15 G16 G17 I2
=
  names_known_sender(t, s, info) and (info.code in observer.sends or not hides_sending())

/// Has it been sent, and not been taken back? What a thread had taken that was ended for another
/// program is sent to the process again.
fn was_sent(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:__send_signal_locked", kernel "kernel/signal.c:ptrace_signal",
        rule G7 G8 G16 I3
=
  t.mixed
    or t.lost_threads
    or s not in t.taken_back
      and match info.code {
        SI_TKILL => t.aimed[s] > 0
        SI_USER  => t.unseen[s] > 0
        _        =>
          (info.code in observer.sends or observer.queues_otherwise or observer.unordered)
            and (t.aimed[s] > 0 or t.unseen[s] > 0)
      }

/// Has it been, if its sender is one of those?
fn accounted_for(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:__send_signal_locked", rule G7 G8 G16 I3
=
  (not is_checked(t, s, info) or was_sent(t, s, info))
    and (not is_of_broken_pipe(t, s, info)
           or SIGPIPE in t.raised
           or SI_USER not in observer.sends and hides_sending())

/// Has nobody been seen to send it, or to set the timer, nor ever to do so at all?
fn comes_from_nowhere(t: Task, s: Signal, info: Siginfo, seen: int) -> bool
  cites strace "strace(1) -e trace"
=
  info.code not in observer.sends and names_known_sender(t, s, info) and not was_sent(t, s, info)
    or no_timer_shown(s) and not timer_was_set(t, s, info, seen)
    or info.code is SI_TIMER and not (observer.shows_timers and observer.shows_arming)

/// Is it a SIGPIPE that only a call of the task itself can have raised?
fn is_of_broken_pipe(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "fs/pipe.c:pipe_write", kernel "net/core/stream.c:sk_stream_error", rule F9
=
  s = SIGPIPE
    and info.code is SI_USER
    and process_at(info.pid) = t.group
    and s not in t.sent
    and s not in observer.broadcast
    and observer.complete
    and not observer.filtered
    and observer.shows_errors
    and observer.shows_writes
    and not observer.foreign
    and not t.mixed

/// Signals that the kernel never sends of its own accord, or only in the name of somebody.
const SENT_BY_PROGRAMS = {SIGUSR1, SIGUSR2, SIGPIPE, SIGSTKFLT, SIGCHLD, SIGXFSZ, SIGRTMIN, SIGRT_1,
                          SIGRT_2, SIGRT_3, SIGRT_4, SIGRT_5, SIGRT_6, SIGRT_7, SIGRT_8, SIGRT_9,
                          SIGRT_10, SIGRT_11, SIGRT_12, SIGRT_13, SIGRT_14, SIGRT_15, SIGRT_16,
                          SIGRT_17, SIGRT_18, SIGRT_19, SIGRT_20, SIGRT_21, SIGRT_22, SIGRT_23,
                          SIGRT_24, SIGRT_25, SIGRT_26, SIGRT_27, SIGRT_28, SIGRT_29, SIGRT_30,
                          SIGRT_31, SIGRT_32}
  cites kernel "include/linux/sched/signal.h:SEND_SIG_PRIV"

/// May somebody have made up what the signal says?
fn is_forged(t: Task, s: Signal) -> bool
  cites kernel "kernel/signal.c:do_rt_sigqueueinfo", rule G5
=
  s in observer.forged or t.mixed or not observer.complete or observer.filtered or observer.injects

/// Can the kernel be the sender that the signal names? A program can send itself what looks so.
fn kernel_may_send(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "include/linux/sched/signal.h:SEND_SIG_PRIV", rule G16
=
  info.code is not SI_KERNEL or s not in SENT_BY_PROGRAMS or is_forged(t, s)

/// Was there no room to keep who sent it? Taken for granted: there is, unless a limit is set.
fn says_nothing(info: Siginfo) -> bool
  cites kernel "kernel/signal.c:__send_signal_locked", kernel "kernel/signal.c:collect_signal",
        rule G14
=
  info.pid = 0 and observer.limits_signals

/// Was it sent to the thread alone? One that says nothing may have been, and would come first.
fn is_of_thread(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:dequeue_signal", rule D3
=
  info.code is SI_TKILL or info.code is SI_USER and says_nothing(info) and t.aimed[s] > 0

/// Does it not come before another of those that are `pending`, which had to be taken first? A
/// signal sent to the thread goes before those sent to its process. Of the kernel's own signals the
/// queue is not known, but that children tell their parents in that of the process. SIGKILL goes
/// before all.
fn in_order(t: Task, s: Signal, info: Siginfo, pending: set Signal) -> bool
  cites kernel "kernel/signal.c:dequeue_signal", kernel "kernel/signal.c:get_signal",
        kernel "kernel/signal.c:do_notify_parent", rule D3 D4 D5 D8 I3 M14
=
  may_be_early(t)
    or s = SIGKILL
    or SIGKILL not in pending
      and match info.code {
        CLD_EXITED | CLD_KILLED | CLD_DUMPED | CLD_STOPPED | CLD_CONTINUED =>
          pending & t.due_alone - {s} = {} and next_signal(pending - t.due_alone + {s}) = s
        SI_TKILL => next_signal(pending & t.due_alone + {s}) = s
        SI_USER =>
          s in IN_OWN_NAME
            or pending & t.due_alone - {s} = {} and next_signal(pending - t.due_alone + {s}) = s
            or is_of_thread(t, s, info) and next_signal(pending & t.due_alone + {s}) = s
        SI_QUEUE =>
          next_signal(pending & t.due_alone + {s}) = s
            and (pending & t.due_alone - {s} = {} and next_signal(pending - t.due_alone + {s}) = s
                   or not was_sent_to_all(t, s))
        _ => true
      }

/// A signal was read from a descriptor. Which it was, the bytes tell, and they are not looked at.
rule generate.read_from_descriptor (t: Task)
  internal
  cites kernel "fs/signalfd.c:signalfd_dequeue", rule P11
  when  t.due & observer.by_descriptor != {}
  do    t.due := t.due - observer.by_descriptor
        t.due_alone := t.due_alone - observer.by_descriptor
