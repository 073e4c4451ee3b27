// The kernel's own tracepoints as text: what they show, and what they leave open.

/// Arguments of more than 32 bits are those of a call of this ABI; all others have narrow registers
/// only.
const WIDE_ABIS = {x86_64}
  cites kernel "arch/x86/include/asm/syscall.h:syscall_get_arguments"

/// What became of a signal when it was sent.
enum SendFate {
  accepted = 0,
  /// It was ignored, or the process is ending.
  dropped = 1,
  /// One like it waits already, and one is enough.
  already_pending = 2,
  /// The queue is full: the sender is told so.
  refused = 3,
  /// The queue is full: it is pending, without what came with it.
  accepted_bare = 4,
}

record Sending {
  code: SiCode as "si_code",
  /// To the process, not to one of its threads.
  shared: bool as "grp",
  fate: SendFate as "res",
}

/// The action that the process had for a signal when it was taken.
observation found(t: Task, action: Action)
/// A signal was sent to a task, or to its process. `by_itself`: by the task, or in its time.
observation sending(t: Task, s: Signal, how: Sending, by_itself: bool)
/// The recording shows all sends. `new`: and the task since it was made.
observation all_sends(t: Task, new: bool)
/// A task is about to make another one, which will share with it what the flags say.
observation making(t: Task, flags: set CloneFlag)
/// A task is no more; how it ended is not told.
observation ended(t: Task)
/// The task makes calls of this ABI.
observation told_abi(t: Task, abi: Abi)

/// Do the sets of pending signals hold all there is, and nothing else? A tracer can change them;
/// and tasks that share actions without being of one process are taken for one here.
fn knows_pending(t: Task) -> bool =
  observer.shows_sends and not observer.traces and not t.mixed

/// May a signal that is sent be gone again, and nobody is seen to take it? A timer may take back
/// what it has sent, when it is set again; and some take signals without a sign.
fn may_vanish(t: Task, s: Signal, how: Sending) -> bool =
  how.code is SI_TIMER or s in t.awaited or s in observer.by_descriptor

/// What is pending of `signals` after `s` was taken: of a real-time signal there may be more, and
/// what a timer sends is queued beside another of the same number.
fn after_taking(t: Task, signals: set Signal, s: Signal) -> set Signal
  cites kernel "kernel/signal.c:send_sigqueue", rule G20
=
  if s in STANDARD and s not in t.of_timers then signals - {s} else maybe(signals, {s})

/// The signal that a task takes next: what is its own comes first.
fn taken_next(t: Task) -> Signal =
  next_taken(t.pending - t.blocked, t.shared_pending - t.blocked)

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
  line sending        "signal_generate: sig=17 ... pid=7 grp=1 res=0"        shows sending
  /// What a recorder says that records whoever sends signals.
  line every_sender   "# signals of every sender"                            shows all_sends
  line making         "task_newtask: pid=7 comm=sh clone_flags=1200000 ..."  shows making
  line born           "sched_process_fork: ... child_comm=sh child_pid=7"    shows born
  line ended          "sched_process_exit: comm=sh pid=7 ..."                shows ended
  /// The end of an execve has the number that execve has in the new program's ABI.
  line personality    "sys_exit: NR 11 = 0"                                  shows told_abi

  /// The action that the line shows is the one that was last asked for; a fault that the program
  /// blocks or ignores takes the handler away. The signal has been sent, and no other had to be
  /// taken first. SIGKILL comes by itself to each thread that is to end, and says nothing else.
  rule action.found
    cites kernel "kernel/signal.c:get_signal", kernel "kernel/signal.c:dequeue_signal",
          rule D1 D2 D4 D5 P3 P9 G13 M14
    shows found(t, action)
    when  t.taken is some(x)
    with  action.handler = x.action.handler
            or action.handler is default and is_forced(x.signal, x.code),
          action.flags = x.action.flags,
          knows_pending(t) implies x.signal = SIGKILL or x.signal in t.pending + t.shared_pending,
          knows_pending(t) implies x.signal = SIGKILL or x.signal = taken_next(t),
          x.signal = SIGKILL implies x.code is SI_USER
    do    let shown = x.action with { handler: action.handler, flags: action.flags }
          t.taken := some(x with { action: shown })
          if not t.threaded then t.actions[x.signal] := shown
          t.shared_pending := if x.signal in t.pending then t.shared_pending
                              else after_taking(t, t.shared_pending, x.signal)
          t.pending := after_taking(t, t.pending, x.signal)

  /// A signal that is sent is pending from then on. Of a standard one there was none before. To
  /// continue takes back to stop, and the other way round. A single thread has to take it before it
  /// goes on.
  rule send.accepted
    cites kernel "kernel/signal.c:__send_signal_locked", kernel "kernel/signal.c:prepare_signal",
          rule G1 G7 G8 G12 I1 I3 M16 E9
    shows sending(t, s, how, by_itself)
    when  how.fate is accepted | accepted_bare,
          s != SIGKILL
    with  knows_pending(t) and s in STANDARD and not may_vanish(t, s, how)
            implies s not in (if how.shared then t.shared_pending else t.pending)
    do    let gone = cancelled_by(s)
          let come = if may_vanish(t, s, how) then {s} & unknown else {s}
          let certain = not may_vanish(t, s, how)
            and not t.mixed
            and not (how.shared and t.threaded)
          t.shared_pending := (if how.shared then t.shared_pending + come else t.shared_pending)
            - gone
          t.pending := (if how.shared then t.pending else t.pending + come) - gone
          t.due := (if certain then t.due + {s} else t.due) - gone
          t.due_alone := (if certain and not how.shared then t.due_alone + {s} else t.due_alone)
            - gone
          t.of_timers := if how.code is SI_TIMER then t.of_timers + {s} else t.of_timers
          t.early := t.early or not by_itself
          for u: Task do {
            u.pending := u.pending - gone
            u.due := u.due - gone
            u.due_alone := u.due_alone - gone
          }

  /// SIGKILL ends every thread.
  rule send.kills
    cites kernel "kernel/signal.c:complete_signal", rule P6 D8
    shows sending(t, s, how, by_itself)
    when  how.fate is accepted | accepted_bare,
          s = SIGKILL
    do    t.due := if t.mixed then t.due else t.due + {SIGKILL}
          t.early := t.early or not by_itself
          for u: Task where not t.mixed do {
            u.due := u.due + {SIGKILL}
            u.early := true
          }

  /// Of a standard signal one is enough.
  rule send.already_pending
    cites kernel "kernel/signal.c:legacy_queue", rule G12 I1
    shows sending(t, s, how, _)
    when  how.fate is already_pending
    with  knows_pending(t)
            implies may_vanish(t, s, how)
              or s in (if how.shared then t.shared_pending else t.pending)
    do    let gone = cancelled_by(s)
          t.shared_pending := t.shared_pending - gone
          t.pending := t.pending - gone
          for u: Task do u.pending := u.pending - gone

  /// A signal is dropped when it is ignored and not blocked; when it would end the init of a pid
  /// namespace; or when the process is ending, which may be for a signal that is yet to be taken.
  rule send.dropped
    cites kernel "kernel/signal.c:prepare_signal", kernel "kernel/signal.c:sig_ignored",
          rule G6 G9 G11 Z1
    shows sending(t, s, how, _)
    when  how.fate is dropped
    with  is_dropped(s, t.actions[s], t.blocked, false)
            or t.init and t.actions[s].handler is default
            or t.life is not alive
            or t.threaded
            or t.pending + t.shared_pending + t.due != {}
    do    let gone = cancelled_by(s)
          t.shared_pending := t.shared_pending - gone
          t.pending := t.pending - gone
          t.due := t.due - gone
          t.due_alone := t.due_alone - gone
          for u: Task do {
            u.pending := u.pending - gone
            u.due := u.due - gone
            u.due_alone := u.due_alone - gone
          }

  /// Only real-time signals that come with a value can be refused.
  rule send.refused
    cites kernel "kernel/signal.c:__send_signal_locked", rule G14 E6
    shows sending(t, s, how, _)
    when  how.fate is refused
    with  s not in STANDARD

  rule send.shown
    cites kernel "kernel/trace/trace_events.c:trace_event_ignore_this_pid"
    shows all_sends(t, new)
    do    observer.shows_sends := true
          if new then {
            t.pending := {}
            t.shared_pending := {}
          }

  /// No event is missing from the recording but those of other tasks. The numbers of tasks are the
  /// kernel's own; those in arguments and results are of the task's namespace.
  rule abi.told
    cites kernel "arch/x86/include/asm/elf.h:set_personality_ia32"
    shows told_abi(t, abi)
    do    t.abi := abi
          observer.complete := true
          observer.shows_errors := true
          observer.shown := ~{SIGKILL} + {SIGKILL}
          observer.foreign := true

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
