/// The flags of clone(2) that decide what a child shares.
enum CloneFlag {
  CLONE_VM = 0x100, CLONE_SIGHAND = 0x800, CLONE_THREAD = 0x10000, CLONE_VFORK = 0x4000,
  CLONE_NEWPID = 0x20000000, CLONE_NEWUSER = 0x10000000, CLONE_CLEAR_SIGHAND = 0x100000000,
  /// The child tells its maker of its end by SIGCHLD.
  ends_with_SIGCHLD = 17 "SIGCHLD",
  CLONE_PARENT = 0x8000, CLONE_UNTRACED = 0x800000, other_clone_flag otherwise,
}

/// A thread: it shares the actions, and begins with its maker's mask and no handler of its own.
rule birth.thread
  cites kernel "kernel/fork.c:copy_process", rule F1 A12
  shows born(t, child)
  when  CLONE_SIGHAND in t.clone_flags
  do    observer.shows_births := true
        child.process := t.process
        child.life := alive
        child.resume := free
        child.resumable := false
        child.restore := none
        child.frames := none
        child.strays := false
        child.skipped := false
        child.passed := false
        child.altstack := stack_of_child(t.altstack, t.clone_flags)
        child.leader := false
        child.death_signal := {}
        child.moved := false
        child.child_is_init := false
        child.pending := {}
        child.due := {}
        child.due_alone := {}
        child.sent_alone := NO_SENDS
        child.raised := {}
        child.early := false
        child.came_back := false
        child.vforked := false
        child.borrows := false
        child.executes := false
        for s: Signal do child.aimed[s] := 0
        t.threaded := true
        // Any of them may take what was sent to all.
        t.sent_to_all := NO_SENDS with { more: true }
        t.mixed := t.mixed or CLONE_THREAD not in t.clone_flags
        // A process that shares them is not remembered after its end.
        observer.ended := observer.ended + (if t.mixed then REMEMBERED else 0)
        t.due := t.due & (t.due_alone + {SIGKILL})

/// Whoever is made is followed.
rule birth.followed
  cites strace "strace(1) -f"
  shows first_seen(t)
  do    observer.first_child := if observer.follows_children then observer.first_child else t.id
        observer.follows_children := true

/// May another thread have changed this action before it was copied, or after? A handler that runs
/// once is gone then. Where each task has a file of its own, nobody sees when that was, nor where
/// calls are held back.
fn changed_by_others(t: Task, s: Signal) -> bool
  cites kernel "kernel/fork.c:copy_sighand", strace "strace(1) -ff, -z", rule A7
=
  t.threaded
    and ((observer.unordered or observer.holds_back) and s not in KERNEL_ONLY
           or s in t.changed_meanwhile
           or SA_RESETHAND in t.actions[s].flags)

/// A process: copies of actions and mask, nothing pending. Other threads may change the actions
/// while they are copied. A child made inside a handler returns
/// from that handler too.
rule birth.process
  cites kernel "kernel/fork.c:copy_sighand", rule F1
  shows born(t, child)
  when  CLONE_SIGHAND not in t.clone_flags
  do    observer.shows_births := true
        child.life := alive
        child.resume := free
        child.resumable := false
        child.restore := none
        child.passed := false
        child.threaded := false
        child.lost_threads := false
        child.init := CLONE_NEWPID in t.clone_flags or t.child_is_init
        child.child_is_init := false
        t.child_is_init := false
        child.altstack := stack_of_child(t.altstack, t.clone_flags)
        child.leader := true
        child.death_signal := {}
        child.mixed := false
        child.in_group := if t.moved or t.moves > 0 and t.moves_to != t.in_group then NO_GROUP
                          else t.in_group
        child.leads_session := false
        child.moves := 0
        child.moves_to := NO_GROUP
        child.hailed_by := none
        child.moved := false
        child.parent := if CLONE_PARENT in t.clone_flags then t.parent else t.group
        child.exit_signal := if CLONE_PARENT in t.clone_flags then t.exit_signal else t.exit_asked
        child.fate := running
        child.dumped := false
        child.ended_by := none
        child.ends := none
        child.left_with := none
        child.leader_left := false
        child.reaped := false
        child.programs_of_maker := if CLONE_PARENT in t.clone_flags then t.programs_of_maker
                                   else t.programs
        child.waited_by := none
        child.announced_to := none
        child.shared_pending := {}
        child.awaited := {}
        child.pending := {}
        child.due := {}
        child.due_alone := {}
        child.sent_alone := NO_SENDS
        child.sent_to_all := NO_SENDS
        child.overtaken := {}
        child.taken_back := {}
        child.once := {}
        child.children := 0
        child.zombies := 0
        child.lost_waits := false
        child.alarm := NO_ALARM
        child.setting := 0
        child.set_at_once := false
        for i: Itimer do {
          child.most_left[i] := 0
          child.comes_every[i] := 0
        }
        child.keeps_user := t.keeps_user and CLONE_NEWUSER not in t.clone_flags
        child.counting := {}
        for n: TimerId do child.timers[n] := none
        child.later_timers := false
        child.armed := {}
        child.periodic := {}
        child.stale := {}
        child.of_timers := {}
        child.notice := none
        child.later_notices := false
        child.said := none
        child.sent := {}
        child.stopping := none
        child.about_to_stop := false
        child.stops := {}
        child.stopped_last := none
        child.stopped_before := none
        child.pauses := 0
        child.pauses_kept := 0
        child.pauses_waited := 0
        child.pauses_announced := 0
        child.ends_waited := 0
        child.ends_announced := 0
        child.hears_of_stops := false
        child.raised := {}
        let waits = CLONE_PARENT not in t.clone_flags and t.exit_asked is some(SIGCHLD)
        t.children := if waits then t.children + 1 else t.children
        child.early := false
        child.came_back := false
        child.vforked := CLONE_VFORK in t.clone_flags
        child.borrows := CLONE_VFORK in t.clone_flags
        child.executes := false
        for s: Signal do {
          child.coming[s] := 0
          child.unseen[s] := 0
          child.aimed[s] := 0
        }
        for s: Signal where changed_by_others(t, s) do child.actions[s] := unknown
        for s: Signal where CLONE_CLEAR_SIGHAND in t.clone_flags do {
          child.actions[s] := flushed(t.actions[s])
        }
