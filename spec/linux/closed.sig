// A closed system, of which everything is known: what a litmus test comes to. Nobody disturbs it,
// and nothing that happens is hidden.

/// What is pending for the task, whoever it was sent to.
fn waiting(t: Task) -> set Signal =
  t.pending + t.shared_pending

/// A wait of the task ends because of a signal.
observation cut_short(t: Task)
/// A handler for this signal has begun.
observation handling(t: Task, s: Signal)

/// A call that looks for signals has taken this one; `how` tells whether it was the process's.
observation fetched(t: Task, s: Signal, wanted: set Signal, how: Sending)

/// A signal that the task has taken is its end.
observation about_to_end(t: Task)
/// The task is in a group stop.
observation standing(t: Task)
/// A thread that stops tells the others of its process to stop as well, for this signal. Each does
/// so before it takes signals; if something has let them all go on by then, it does not.
observation told_to_stop(t: Task, s: Signal)
observation joined_stop(t: Task)
observation missed_stop(t: Task)
/// The way back to the interrupted call is prepared, for no signal is left; one that comes now
/// finds it so.
observation prepared(t: Task)
/// There is no memory for the frame of the handler of the signal that was taken.
observation without_room(t: Task)
/// A frame could not be built, and what comes of that is next.
observation about_to_fault(t: Task)
/// It leaves its handler by a jump; the handler changes the mask that comes back.
observation left_handler(t: Task)
observation edited_frame(t: Task, mask: set Signal)
/// The task runs its program: there is nothing that it has to do first.
observation running_free(t: Task)

/// A child of the process has ended, or else stopped or gone on. `told`: a signal tells so.
/// `stays`: there is something to wait for.
observation child_changed(t: Task, ends: bool, told: bool, stays: bool)

/// Somebody traces the task from now on, by PTRACE_ATTACH or PTRACE_SEIZE.
observation attached(t: Task)
observation seized(t: Task)
/// It stops in its tracer's hands, who is told this signal.
observation held(t: Task, s: Signal)
/// Its tracer has asked it to stop.
observation asked_to_stop(t: Task)
/// Its tracer lets it go on with this signal, in place of the one that it has taken; or would, if
/// it did not block that one; or with none.
observation let_through(t: Task, s: Signal)
observation put_back(t: Task, s: Signal)
observation spared(t: Task)

/// What is pending and has to be taken before a task goes on in user mode: of several threads any
/// one may take what is sent to their process.
fn to_be_taken(t: Task) -> set Signal =
  t.pending + (if t.threaded then {} else t.shared_pending)

/// What is left of a queue when one of this number has been taken, of so many.
fn without_one(pending: set Signal, s: Signal, count: int) -> set Signal
  cites kernel "kernel/signal.c:collect_signal"
=
  if s in STANDARD or count <= 1 then pending - {s} else pending

/// How many of a number are pending in a queue when one more is, or one has been taken. Standard
/// signals need no count.
fn one_more(s: Signal, count: int) -> int
  cites kernel "kernel/signal.c:legacy_queue", rule G12
=
  if s in STANDARD then count else count + 1

fn one_less(s: Signal, count: int) -> int
  cites kernel "kernel/signal.c:collect_signal"
=
  if s in STANDARD then count else count - 1

/// Does the sending of a signal stop a task for its tracer? To go on is told as a stop of its own.
fn traps(t: Task, s: Signal) -> bool
  cites kernel "kernel/signal.c:ptrace_trap_notify"
=
  s = SIGCONT and t.tracing is seized_by_tracer

/// What is sent continues a task before anybody takes it, whatever becomes of it.
fn life_after_sending(life: Life, s: Signal) -> Life
  cites kernel "kernel/signal.c:prepare_signal", rule G8
=
  let waker = (if s = SIGCONT then continue_signal else signal) in
    if life is stopped and waker in wakers(stopped) then alive else life

/// Is a signal dropped when it is sent? The init of a namespace gets none that it does not handle.
fn goes_unnoticed(t: Task, s: Signal) -> bool
  cites kernel "kernel/signal.c:sig_task_ignored", rule G11
=
  is_dropped(s, t.actions[s], t.blocked, t.tracing is not nobody_traces)
    or t.init
      and t.actions[s].handler is default
      and s not in KERNEL_ONLY + t.blocked
      and t.tracing is nobody_traces

/// Such a signal ends its process as it is sent, whoever of it waits to take it. One that was
/// blocked before the wait does not, nor one that leaves a core or is shown to a tracer first.
fn ends_at_once(t: Task, s: Signal) -> bool
  cites kernel "kernel/signal.c:complete_signal", rule P6
=
  t.actions[s].handler is default
    and default_action(s) is terminate
    and s not in t.blocked
    and t.tracing is nobody_traces

/// A process of a litmus test, before its first step.
begins closed(t: Task)
  cites kernel "kernel/fork.c:copy_process"
do
  t.life := alive
  t.blocked := {}
  t.restore := none
  t.frames := none
  t.taken := none
  t.asked := none
  t.resume := free
  t.passed := false
  t.strays := false
  t.skipped := false
  t.resumable := false
  t.altstack := unknown
  t.leader := true
  t.threaded := false
  t.lost_threads := false
  t.init := false
  t.mixed := false
  t.child_is_init := false
  t.fate := running
  t.dumped := false
  t.ended_by := none
  t.ends := none
  t.left_with := none
  t.leader_left := false
  t.reaped := false
  t.programs := 0
  t.programs_of_maker := 0
  t.waited_by := none
  t.announced_to := none
  t.exit_signal := some(SIGCHLD)
  t.children := 0
  t.zombies := 0
  t.sent := {}
  t.stopping := none
  t.stops := {}
  t.stopped_last := none
  t.stopped_before := none
  t.hears_of_stops := false
  t.overtaken := {}
  t.taken_back := {}
  t.once := {}
  t.pending := {}
  t.shared_pending := {}
  t.awaited := {}
  t.due := {}
  t.due_alone := {}
  t.raised := {}
  t.early := false
  t.came_back := false
  t.vforked := false
  t.borrows := false
  t.executes := false
  t.sandboxed := false
  t.supervised := false
  t.met_late := false
  t.tracing := nobody_traces
  t.trap := false
  t.halted := none
  t.alarm := NO_ALARM
  t.setting := 0
  t.set_at_once := false
  for i: Itimer do {
    t.most_left[i] := 0
    t.comes_every[i] := 0
  }
  t.later_timers := false
  t.armed := {}
  t.stale := {}
  t.of_timers := {}
  t.keeps_user := true
  t.in_group := NO_GROUP
  t.leads_session := false
  t.moves := 0
  t.moves_to := NO_GROUP
  t.hailed_by := none
  t.moved := false
  t.counting := {}
  t.abi := x86_64
  for s: Signal do {
    t.actions[s] := { handler: default, flags: {}, mask: {} }
    t.coming[s] := 0
    t.unseen[s] := 0
    t.aimed[s] := 0
  }
  observer.shown := ~{}
  observer.shows_errors := true
  observer.shows_leaving := true
  observer.shows_opening := true
  observer.shows_births := true
  observer.foreign := true
  observer.keeps_frames := true
  observer.shows_taking := true
  observer.shows_sends := true
  observer.codes_left := 0
  observer.limits_signals := false
  observer.keeps_ignored := false

/// Everything that happens, with everything that is known of it.
view closed
  cites man "signal(7)"
{
  line call_entered   "A enters read"             shows entered
  line call_returned  "read returns 1"            shows returned
  line cut_short      "A is interrupted"          shows cut_short
  line sending        "SIGUSR1 is sent to A"      shows sending
  line signal         "A takes SIGUSR1"           shows delivered
  line action         "it was the next"           shows found
  line goes_on        "and goes on"               shows settled
  line fetched        "A fetches SIGUSR1"         shows fetched
  line handling       "A handles SIGUSR1"         shows handling
  line no_room        "A has no room for it"      shows without_room
  line faulting       "A is about to fault"       shows about_to_fault
  line left           "A leaves its handler"      shows left_handler
  line edited         "A changes its frame"       shows edited_frame
  line stopped        "A stops"                   shows stopped
  line prepared       "A is about to call again"  shows prepared
  line running        "A runs"                    shows running_free
  line standing       "A is stopped"              shows standing
  line told           "A is to stop with others"  shows told_to_stop
  line joined         "A stops with others"       shows joined_stop
  line missed         "A need not stop"           shows missed_stop
  line superseded     "B runs a program for A"    shows superseded
  line exited         "A exits"                   shows exited
  line doomed         "A is about to end"         shows about_to_end
  line killed         "SIGUSR1 kills A"           shows killed
  line making         "A makes B"                 shows making
  line born           "B is made"                 shows born
  line child          "a child of A ends"         shows child_changed
  line attached       "A is traced"               shows attached
  line seized         "A is seized"               shows seized
  line held           "A stops for its tracer"    shows held
  line asked          "A is to stop"              shows asked_to_stop
  line let_through    "A gets SIGUSR1"            shows let_through
  line put_back       "A gets SIGUSR1 later"      shows put_back
  line spared         "A gets no signal"          shows spared

  /// Only a signal that the task does not block ends a wait before its time, or its tracer.
  rule wait.interrupted
    cites kernel "include/linux/sched/signal.h:signal_pending"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows cut_short(t)
    when  t.life is alive
    with  waiting(t) - t.blocked != {} or t.trap
    do    t.passed := false

  /// What a call came to the program sees when no signal is left to be taken.
  rule run.free
    cites kernel "kernel/entry/common.c:exit_to_user_mode_loop"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows running_free(t)
    when  t.life is alive
    with  to_be_taken(t) - t.blocked = {},
          not t.trap

  rule birth.asked
    cites kernel "kernel/fork.c:copy_process"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows making(t, flags)
    when  t.life is alive
    do    t.clone_flags := flags
          t.exit_asked := some(SIGCHLD)

  /// Who ignores SIGCHLD hears of no child; who ignores it or has SA_NOCLDWAIT keeps no zombie.
  rule child.changed
    cites kernel "kernel/signal.c:do_notify_parent",
          kernel "kernel/signal.c:do_notify_parent_cldstop"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows child_changed(t, ends, told, stays)
    with  told
            = (if ends then t.actions[SIGCHLD].handler is not ignore
               else is_told_of_stops(t.actions[SIGCHLD])),
          stays = (not ends or leaves_zombie(t.actions[SIGCHLD]))
    do    t.children := if ends then t.children - 1 else t.children
          t.zombies := if ends and stays then t.zombies + 1 else t.zombies

  /// With the mask that a call has put back: what that blocks does not come in between any more.
  rule restart.prepared
    cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows prepared(t)
    when  t.life is alive,
          t.resume is undecided(_),
          not t.passed
    with  waiting(t) - t.blocked = {},
          not t.trap
    do    t.passed := true
          t.blocked := (t.restore otherwise t.blocked) - KERNEL_ONLY
          t.restore := none

  rule deliver.handling
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows handling(t, s)
    when  not empty(t.frames),
          t.life is alive
    with  top(t.frames).signal = s

  /// Of several threads any one may have taken what ends all. Which one has, is known here.
  rule deliver.ends
    cites kernel "kernel/signal.c:get_signal", rule D8
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows about_to_end(t)
    when  t.life is doomed(_)

  /// Then nothing leads to the handler, nor back from it.
  rule deliver.without_room
    cites kernel "arch/x86/kernel/signal.c:get_sigframe",
          kernel "arch/x86/kernel/signal_64.c:x64_setup_rt_frame", rule K3
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows without_room(t)
    when  t.taken is some(x)
    do    t.taken := some(x with {
                            action: x.action with { flags: x.action.flags - {SA_RESTORER} }
                          })

  rule deliver.about_to_fault
    cites kernel "kernel/signal.c:force_sigsegv"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows about_to_fault(t)
    when  t.life is faulting

  /// The mask stays as it was in the handler, and what that came in between of does not come back.
  rule frame.left_by_jump
    cites man "sigsetjmp(3)", rule R11
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows left_handler(t)
    when  not empty(t.frames),
          t.life is alive
    do    pop t.frames

  rule frame.edited
    cites man "sigaction(2) SA_SIGINFO", man "getcontext(3)"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows edited_frame(t, mask)
    when  not empty(t.frames),
          t.life is alive
    do    let frame = top(t.frames)
          pop t.frames
          push t.frames frame with { mask: mask - KERNEL_ONLY }

  /// What is the task's own is taken before what is its process's; of one queue the faults come
  /// first, and then the lowest number.
  rule deliver.next
    cites kernel "kernel/signal.c:dequeue_signal"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows found(t, _)
    when  t.taken is some(x),
          t.life is alive,
          not t.trap
    with  x.signal in waiting(t),
          x.signal = taken_next(t)
    do    let own = x.signal in t.pending
          if own then {
            t.pending := without_one(t.pending, x.signal, t.aimed[x.signal])
            t.aimed[x.signal] := one_less(x.signal, t.aimed[x.signal])
          }
          if not own then {
            t.shared_pending := without_one(t.shared_pending, x.signal, t.unseen[x.signal])
            t.unseen[x.signal] := one_less(x.signal, t.unseen[x.signal])
          }
          t.due := to_be_taken(t)
          t.due_alone := t.pending

  /// A call that looks for signals takes them in the same order, whether they are blocked or not.
  rule wait.fetches
    cites kernel "kernel/signal.c:do_sigtimedwait", kernel "fs/signalfd.c:signalfd_dequeue",
          kernel "kernel/signal.c:dequeue_signal"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows fetched(t, s, wanted, how)
    when  t.life is alive
    with  s in waiting(t) & wanted - KERNEL_ONLY,
          not ends_at_once(t, s),
          s = next_taken(t.pending & wanted - KERNEL_ONLY, t.shared_pending & wanted - KERNEL_ONLY),
          how.shared = (s not in t.pending)
    do    if not how.shared then {
            t.pending := without_one(t.pending, s, t.aimed[s])
            t.aimed[s] := one_less(s, t.aimed[s])
          }
          if how.shared then {
            t.shared_pending := without_one(t.shared_pending, s, t.unseen[s])
            t.unseen[s] := one_less(s, t.unseen[s])
          }
          t.due := to_be_taken(t)
          t.due_alone := t.pending

  /// A signal that was blocked when it was sent, and is ignored, is dropped when it is taken.
  rule deliver.dropped
    cites kernel "kernel/signal.c:get_signal"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows settled(t)
    when  t.taken is some(x),
          ignored(x.signal, x.action)
    do    t.taken := none
          t.stopping := none

  /// It waits to be taken. To continue takes back to stop, and the other way round.
  rule send.queued
    cites kernel "kernel/signal.c:__send_signal_locked", kernel "kernel/signal.c:prepare_signal"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows sending(t, s, how, _)
    when  how.fate is accepted,
          s != SIGKILL,
          t.life is alive | stopped | faulting
    with  not goes_unnoticed(t, s),
          s in STANDARD implies s not in (if how.shared then t.shared_pending else t.pending)
    do    let gone = cancelled_by(s)
          t.shared_pending := (if how.shared then t.shared_pending + {s} else t.shared_pending)
            - gone
          t.pending := (if how.shared then t.pending else t.pending + {s}) - gone
          if how.shared then t.unseen[s] := one_more(s, t.unseen[s])
          if not how.shared then t.aimed[s] := one_more(s, t.aimed[s])
          t.due := to_be_taken(t)
          t.due_alone := t.pending
          t.life := life_after_sending(t.life, s)
          t.trap := t.trap or traps(t, s)
          t.halted := if s = SIGCONT then none else t.halted
          t.stopping := if s = SIGCONT then none else t.stopping
          for u: Task do {
            u.pending := u.pending - gone
            u.due := u.due - gone
            u.life := life_after_sending(u.life, s)
            u.halted := if s = SIGCONT then none else u.halted
          }

  /// One of a kind is enough.
  rule send.one_is_enough
    cites kernel "kernel/signal.c:legacy_queue"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows sending(t, s, how, _)
    when  how.fate is already_pending,
          s != SIGKILL
    with  s in STANDARD and s in (if how.shared then t.shared_pending else t.pending)
    do    let gone = cancelled_by(s)
          t.shared_pending := t.shared_pending - gone
          t.pending := t.pending - gone
          t.due := to_be_taken(t)
          t.due_alone := t.pending
          t.life := life_after_sending(t.life, s)
          t.trap := t.trap or traps(t, s)
          t.halted := if s = SIGCONT then none else t.halted
          t.stopping := if s = SIGCONT then none else t.stopping
          for u: Task do {
            u.pending := u.pending - gone
            u.due := u.due - gone
            u.life := life_after_sending(u.life, s)
            u.halted := if s = SIGCONT then none else u.halted
          }

  /// Nobody would notice it; SIGCONT continues all the same.
  rule send.unnoticed
    cites kernel "kernel/signal.c:sig_ignored", kernel "kernel/signal.c:prepare_signal"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows sending(t, s, how, _)
    when  how.fate is dropped,
          s != SIGKILL
    with  goes_unnoticed(t, s) or t.life is not alive | stopped | faulting
    do    let gone = cancelled_by(s)
          t.shared_pending := t.shared_pending - gone
          t.pending := t.pending - gone
          t.due := to_be_taken(t)
          t.due_alone := t.pending
          t.life := life_after_sending(t.life, s)
          t.trap := t.trap or traps(t, s)
          t.halted := if s = SIGCONT then none else t.halted
          t.stopping := if s = SIGCONT then none else t.stopping
          for u: Task do {
            u.pending := u.pending - gone
            u.due := u.due - gone
            u.life := life_after_sending(u.life, s)
            u.halted := if s = SIGCONT then none else u.halted
          }

  /// SIGKILL ends it wherever it is, and all of its threads.
  rule send.ends_it
    cites kernel "kernel/signal.c:complete_signal"
    unobservable "litmus tests exercise it, recordings do not have this view"
    shows sending(t, s, how, _)
    when  how.fate is accepted,
          s = SIGKILL
    do    t.life := if t.life is alive | stopped | faulting then dying else t.life
          for u: Task do {
            u.life := if u.life is alive | stopped | faulting then dying else u.life
          }
}
