// What is known of a task when the observer first meets it, and of the recording.

/// The program that the observer starts: it is about to execve. Its mask and the signals it ignores
/// come from whoever started the observer. Taken for granted, unless its number says so: it is no
/// init of a pid namespace.
begins started(t: Task)
  cites strace "strace.c:startup_child"
do
  t.life := alive
  t.restore := none
  t.frames := none
  t.resume := free
  t.passed := false
  t.strays := false
  t.skipped := false
  t.resumable := false
  t.taken := none
  t.asked := none
  t.threaded := false
  t.lost_threads := false
  t.init := false
  t.child_is_init := false
  t.mixed := false
  t.leader := true
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
  t.exit_signal := none
  t.alarm := NO_ALARM
  t.setting := 0
  t.set_at_once := false
  for i: Itimer do {
    t.most_left[i] := 0
    t.comes_every[i] := 0
  }
  t.keeps_user := true
  t.counting := {}
  for n: TimerId do t.timers[n] := none
  t.later_timers := false
  t.armed := {}
  t.periodic := {}
  t.clone_flags := {}
  t.stale := {}
  t.of_timers := {}
  t.notice := none
  t.later_notices := false
  t.said := none
  t.set_up := false
  t.in_group := FIRST_GROUP
  t.leads_session := false
  t.moves := 0
  t.moves_to := NO_GROUP
  t.hailed_by := none
  t.moved := false
  t.due := {}
  t.due_alone := {}
  t.sent_to_all := NO_SENDS
  t.sent_alone := NO_SENDS
  t.overtaken := {}
  t.taken_back := {}
  t.once := {}
  t.children := 0
  t.zombies := 0
  t.lost_waits := false
  t.sent := {}
  t.stopping := none
  t.about_to_stop := false
  t.stops := {}
  t.stopped_last := none
  t.stopped_before := none
  t.pauses := 0
  t.pauses_kept := 0
  t.pauses_waited := 0
  t.pauses_announced := 0
  t.ends_waited := 0
  t.ends_announced := 0
  t.hears_of_stops := false
  t.raised := {}
  t.early := false
  t.came_back := false
  t.sandboxed := false
  t.supervised := false
  t.met_late := false
  t.executes := false
  t.vforked := false
  t.borrows := false
  for s: Signal do {
    t.coming[s] := 0
    t.unseen[s] := 0
    t.aimed[s] := 0
  }
  t.abi := either x86_64 or i386 when true

/// A task met in the middle of its life.
begins attached(t: Task)
  cites strace "strace.c:startup_attach", rule I4 I5
do
  t.life := either alive or stopped when true
  t.abi := either x86_64 or i386 when true
  t.taken := none
  t.asked := none
  t.exit_signal := none
  t.lost_threads := false
  t.ended_by := none
  t.ends := none
  t.left_with := none
  t.leader_left := unknown
  t.due := {}
  t.due_alone := {}
  t.overtaken := {}
  t.taken_back := {}
  t.once := {}
  t.early := false
  t.came_back := false
  t.keeps_user := true
  t.sandboxed := false
  t.supervised := false
  t.met_late := true
  t.executes := false
  t.vforked := false
  t.borrows := false
  t.in_group := NO_GROUP
  t.leads_session := false
  t.moves := 0
  t.moves_to := NO_GROUP
  t.hailed_by := none
  t.moved := false
  for s: Signal do t.coming[s] := 0
  observer.meets_several := observer.meets_several or observer.foreign
  observer.foreign := true
  observer.by_descriptor := ~{} - KERNEL_ONLY
  observer.moves_unseen := true

/// Nobody: the recording is read from its beginning again, and what it has shown of how it was made
/// is known. What was concluded because that was not known is not. When that happens once more all
/// of it has been read, because something diverged.
begins again(t: Task)
  cites strace "strace(1) -e trace, -e signal, -z"
do
  let left_out = observer.read and observer.mute
  observer.foreign := left_out
  observer.moves_unseen := left_out
  observer.by_descriptor := if left_out then ~{} - KERNEL_ONLY else observer.by_descriptor
  observer.read := true
  observer.ahead := false
  observer.filtered := false
  observer.waiting := false

/// Nobody: another recording stands behind the first in the same file, or the same one is read
/// again. Nothing has happened yet.
begins appended(t: Task)
  cites strace "strace(1) -A"
do
  observer.foreign := false
  observer.broadcast := {}
  observer.by_descriptor := {}
  observer.sends_to_threads := false
  observer.limits_signals := false
  observer.ended := 0
  observer.codes_left := 0
  observer.moves_unseen := false
  observer.first_group := none
  observer.boxes := false

/// Taken for granted: whoever is followed does something before so many more events.
const EVENTS_UNSEEN = 20
  cites strace "strace(1) -f"

/// Taken for granted: where tasks took turns so often, one was seen in the middle of a call; unless
/// calls are not shown before they have ended.
const TURNS_UNSPLIT = 16
  cites strace "strace(1) -z"

/// Nobody: the recording is over, and somebody who was made was never seen to do anything.
begins mute(t: Task)
  cites strace "strace(1) -f"
do
  observer.mute := true

/// Nobody: each task has a file of its own.
begins unordered(t: Task)
  cites strace "strace(1) -ff"
do
  observer.unordered := true

/// Nobody: the beginning of the recording is read once before it is judged.
begins ahead(t: Task)
  cites strace "strace(1) -e signal"
do
  observer.ahead := true
  observer.mute := false
  observer.hidden_leaving := false
  observer.hidden_handler := false
  observer.hidden_handlers := false
  observer.hidden_handler_returns := false
  observer.hidden_death := none
  observer.hidden_deaths := false
  observer.hidden_stops := false
  observer.untold := {}
  observer.hidden_causes := 0
  observer.hidden_begun := 0
  observer.hidden_returns := 0
  observer.hidden_masks := 0
  observer.hidden_mask := none

/// A task that was met in the middle of its life, and has ended: whatever it is seen to do is too
/// much.
begins ended(t: Task)
  cites kernel "kernel/exit.c:do_task_dead", rule Y7
do
  t.life := dead
