/// Of the status that a task ends with only the last eight bits count.
fn is_exit_status(n: int) -> bool
  cites kernel "kernel/exit.c:sys_exit_group"
=
  0 <= n and n <= 255

/// Does a task that ends with `status` show `n`?
fn may_end_as(status: int, n: int) -> bool
  cites kernel "kernel/exit.c:sys_exit_group"
=
  is_exit_status(n) and (n = status or not is_exit_status(status))

/// The line that tells how a task ended after it called exit or exit_group.
rule exit.exited
  cites kernel "kernel/exit.c:do_exit", rule F6 V9 Z12 J11
  shows exited(t, n)
  when  t.life is leaving(status),
        not t.threaded
  with  may_end_as(status, n)
  do    t.life := dead
        observer.ended := observer.ended + 1
        observer.shows_exits := true
        t.fate := exited_with(n)
        tell t.parent child_ended(t.exit_signal, t.group)

/// A thread ends with its own status, or with that of its process, which another thread ended or
/// gave another program; or was the last to leave.
rule exit.exited_with_group
  cites kernel "kernel/exit.c:do_group_exit", kernel "kernel/exit.c:wait_task_zombie",
        kernel "kernel/exit.c:synchronize_group_exit", rule F5 F6 V9 V10 Z12 O6
  shows exited(t, n)
  when  t.life is alive | stopped | faulting | gone | doomed(_) | leaving(_) | dying,
        t.threaded
  with  t.life is leaving(own) and may_end_as(own, n)
          or t.ends is some(status) and may_end_as(status, n)
          or t.ends is none and t.left_with is some(last) and may_end_as(last, n)
          or n = 0
          or t.mixed
          or not observer.shows_leaving
          or not observer.follows_children
          or not observer.complete
          or observer.filtered
          or observer.foreign
  do    t.life := dead
        observer.ended := observer.ended + 1
        observer.shows_exits := true
        t.fate := if t.leader then exited_with(n) else t.fate
        tell t.parent child_ended(t.exit_signal, t.group) when t.leader

/// One signal ends a process with all of its threads. A filter of calls may end one of them alone,
/// by SIGSYS.
fn may_end_all(t: Task, s: Signal) -> bool
  cites kernel "kernel/signal.c:do_group_exit", kernel "kernel/exit.c:wait_task_zombie", rule F6
=
  t.ended_by is none or t.ended_by = some(s) or s = SIGSYS or t.mixed

/// SIGKILL ends a task wherever it is; it is never shown as delivered.
rule exit.killed
  cites kernel "kernel/signal.c:complete_signal", rule P6 V6 V9 W7 J3
  shows killed(t, s, core)
  when  t.life is alive | stopped | faulting | gone | doomed(_) | leaving(_) | dying | unread,
        s = SIGKILL
  with  not core,
        may_end_all(t, s)
  do    t.life := dead
        if t.threaded then t.ended_by := some(s)
        observer.ended := observer.ended + 1
        observer.shows_signals := true
        t.fate := if t.leader then killed_by(s) else t.fate
        tell t.parent child_ended(t.exit_signal, t.group) when t.leader

/// A signal that was taken with no handler for it has ended the process. Of a process with threads
/// any of them may have taken it. A seccomp filter kills with SIGSYS, and the tracer is not asked.
rule exit.killed_by_signal
  cites kernel "kernel/signal.c:do_group_exit", kernel "kernel/seccomp.c:__seccomp_filter",
        rule D8 G21 V9 X6
  shows killed(t, s, core)
  when  t.life is alive | stopped | faulting | gone | doomed(_) | leaving(_) | dying | unread,
        s != SIGKILL
  with  t.life is doomed(taken) and taken = s
          or t.threaded
          or s = SIGSYS and t.life is not dying | unread,
        core implies default_action(s) is dump_core,
        may_end_all(t, s)
  do    t.life := dead
        if t.threaded and s != SIGSYS then t.ended_by := some(s)
        observer.ended := observer.ended + 1
        observer.shows_signals := true
        t.dumped := if t.leader then core else t.dumped
        t.fate := if t.leader then killed_by(s) else t.fate
        tell t.parent child_ended(t.exit_signal, t.group) when t.leader

/// The observer lets go of a task, and sees no more of it.
observation released(t: Task)
/// A child of the process has ended, and this signal is to tell it.
observation child_ended(t: Task, told_by: option Signal, child: identity)
/// Nobody waits for it: no zombie stays. `told`: its maker still gets the signal.
observation left_to_nobody(t: Task, told: bool, at_exec: bool)
/// A signal tells a process of its end, or that it stopped. `programs`: that the process has run;
/// `hears`: it was to be told of children that stop.
observation announced(t: Task, s: Signal, code: SiCode, to: identity, programs: int, hears: bool)
/// A signal or a wait says what stopped it, or that it goes on.
/// `by_signal`: it is a signal. `again`: it may be told once more.
observation paused(t: Task, code: SiCode, s: Signal, by_signal: bool, again: bool)
/// It stops, and its maker may hear of it.
observation child_stopped(t: Task)
/// A SIGCHLD says how its child ended.
observation reported(t: Task, code: SiCode, status: int, killer: Signal, uid: int)
/// A wait of process `by` returned this child.
observation waited(t: Task, status: WaitStatus, keeps: bool, by: identity)
/// waitid returned it, and told why.
observation collected(t: Task, code: SiCode, keeps: bool, by: identity)
/// Another process than the one that made it has waited for its child, or was told of it.
observation child_taken(t: Task)
/// A wait of the parent returned this child, and asked for no status.
observation came_back(t: Task, by: identity)
/// A wait for this child has found no such child; has found nothing to tell of it.
observation denied(t: Task, parent: identity)
observation overlooked(t: Task)
/// The maker of a process goes on; and before the process was seen to do anything.
observation maker_went_on(t: Task)
observation made_unseen(t: Task)

/// A task that is let go of may end any time, and is not remembered.
rule exit.released
  cites strace "strace.c:detach"
  shows released(t)
  do    observer.ended := observer.ended + REMEMBERED
        tell t.parent child_ended(none, t.group) when t.leader

/// Does a child that ends stay until it is waited for?
fn leaves_zombie(a: Action) -> bool
  cites kernel "kernel/signal.c:do_notify_parent", rule A4
=
  a.handler is not ignore and SA_NOCLDWAIT not in a.flags

/// The parent is told by a signal, unless it ignores that, and the child stays until it is waited
/// for, unless the parent does not care for that.
rule exit.child_ended
  cites kernel "kernel/signal.c:do_notify_parent", rule A4 F7 Z10
  shows child_ended(t, told_by, child)
  do    let queued_now = told_by is some(SIGCHLD)
          and queued(t, SIGCHLD, shared_queue)
          and t.actions[SIGCHLD].handler is not ignore
        t.due := if queued_now then t.due + {SIGCHLD} else t.due
        t.early := true
        t.came_back := false
        for u: Task do {
          u.early := true
          u.came_back := false
        }
        observer.follows := observer.follows or told_by is some(_)
        t.children := t.children - 1
        t.zombies := if told_by is some(SIGCHLD)
                          and leaves_zombie(t.actions[SIGCHLD]) then t.zombies + 1
                     else t.zombies
        // Where it may have ended itself another has the child now, and may wait for it.
        tell child left_to_nobody(t.actions[SIGCHLD].handler is not ignore,
                                  t.executes and t.actions[SIGCHLD].handler is not ignore)
          when told_by is some(SIGCHLD)
                 and not leaves_zombie(t.actions[SIGCHLD])
                 and not t.mixed
                 and not t.threaded
                 and t.life is alive | stopped
                 and not is_being_ended(t)
                 and not hides_signals()

/// The flags are gone some time before execve is seen to return.
rule exit.left_to_nobody
  cites kernel "kernel/signal.c:do_notify_parent", kernel "kernel/signal.c:flush_signal_handlers",
        rule A4 F4
  shows left_to_nobody(t, told, at_exec)
  do    t.reaped := either true or t.reaped when at_exec
        t.announced_to := if told then t.announced_to else some(t.parent)

/// Does this signal tell its maker of its end? The one that was asked for, or SIGCHLD once one of
/// the two has run another program. What clone was asked for is known if it is SIGCHLD.
fn may_end_with(t: Task, s: Signal, programs: int) -> bool
  cites kernel "fs/exec.c:de_thread", kernel "kernel/signal.c:do_notify_parent", man "clone(2)",
        rule F7
=
  match t.exit_signal {
    some(x) => s = x
    none    => s != SIGCHLD
  } or s = SIGCHLD
      and (t.executes or t.threaded or programs != t.programs_of_maker or not observer.shows_exec)

/// One signal tells the maker of a process of its end, and another whoever comes to be its parent
/// then. With SA_NOCLDSTOP no signal tells of a stop.
rule exit.announced
  cites kernel "kernel/signal.c:do_notify_parent",
        kernel "kernel/signal.c:do_notify_parent_cldstop", kernel "kernel/exit.c:reparent_leader",
        rule A3 A4 F7
  shows announced(t, s, code, to, programs, hears)
  with  t.doubtful
          or t.mixed
          or code is CLD_STOPPED
          or t.announced_to != some(to) and (t.parent != to or may_end_with(t, s, programs)),
        t.doubtful
          or t.mixed
          or t.parent != to
          or code is not CLD_STOPPED
          or hears
          or not shows_stops(),
        t.doubtful
          or t.mixed
          or t.parent = to
          or not t.reaped
          or t.waited_by = some(to)
          or observer.traces
  do    tell t.parent child_ended(none, t.group) when code is not CLD_STOPPED and ends_unseen(t)
        t.announced_to := if code is CLD_STOPPED then t.announced_to else some(to)
        tell t.parent child_taken() when t.parent != to and not t.doubtful and not t.mixed

/// How many stops have been told of at least, when one more was: who waits may be told late, of the
/// last but one. A signal that tells of that may be pending while the last one comes to be.
fn told_once_more(pauses: int, told: int, by_signal: bool) -> int
  cites kernel "kernel/signal.c:do_notify_parent_cldstop", kernel "kernel/exit.c:wait_task_stopped"
=
  let least = (if by_signal then pauses - 2 else pauses - 1) in
    if told + 1 < least then least else told + 1

/// A child is told to be stopped by a signal that it took, or by a SIGKILL that met the stop, and
/// to go on after it had stopped. Each stop is told once by a signal and once by a wait, and so is
/// that it goes on. Of a stop that a SIGCONT takes back while it begins a signal tells, a wait does
/// not.
rule exit.paused
  cites kernel "kernel/signal.c:do_notify_parent_cldstop", kernel "kernel/signal.c:complete_signal",
        kernel "kernel/exit.c:wait_task_stopped", kernel "kernel/exit.c:wait_task_continued",
        rule A3 C2
  shows paused(t, code, s, by_signal, again)
  with  code is not CLD_CONTINUED or s = SIGCONT,
        t.doubtful
          or t.mixed
          or slipped_away(t)
          or not shows_stops()
          or if code is CLD_CONTINUED or s = SIGKILL then t.stops != {}
             else if by_signal or t.threaded then s in t.stops
             else t.stopped_last = some(s) or t.stopped_before = some(s),
        t.doubtful
          or t.mixed
          or t.threaded
          or slipped_away(t)
          or not shows_stops()
          or (if by_signal then if code is CLD_CONTINUED then t.ends_announced
                                else t.pauses_announced
              else if code is CLD_CONTINUED then t.ends_waited
              else t.pauses_waited)
            < (if by_signal or code is CLD_CONTINUED then t.pauses else t.pauses_kept)
  do    let last = t.pauses
        if not again and code is CLD_CONTINUED and by_signal then {
          t.ends_announced := told_once_more(last, t.ends_announced, true)
        }
        if not again and code is CLD_STOPPED and by_signal then {
          t.pauses_announced := told_once_more(last, t.pauses_announced, true)
        }
        if not again and code is CLD_CONTINUED and not by_signal then {
          t.ends_waited := told_once_more(last, t.ends_waited, false)
        }
        if not again and code is CLD_STOPPED and not by_signal then {
          t.pauses_waited := told_once_more(t.pauses_kept, t.pauses_waited, false)
        }

/// Does a signal tell a process that its child stopped, or goes on? A wait tells it in any case.
fn is_told_of_stops(a: Action) -> bool
  cites kernel "kernel/signal.c:do_notify_parent_cldstop", rule A3
=
  a.handler is not ignore and SA_NOCLDSTOP not in a.flags

/// The flags are gone some time before execve is seen to return.
rule exit.child_stopped
  cites kernel "kernel/signal.c:do_notify_parent_cldstop",
        kernel "kernel/signal.c:flush_signal_handlers", rule A3 F4
  shows child_stopped(t)
  do    let hears = is_told_of_stops(t.actions[SIGCHLD])
        let hears_then = is_told_of_stops(flushed(t.actions[SIGCHLD]))
        t.hears_of_stops := t.hears_of_stops or hears or t.executes and hears_then
        for u: Task where u.executes do {
          u.hears_of_stops := u.hears_of_stops or hears_then
        }

/// Is SIGKILL on its way to the task? Who ends its process sends it to the other threads.
fn is_being_ended(t: Task) -> bool
  cites kernel "kernel/signal.c:zap_other_threads", rule V8 P6
=
  t.ends is some(_) or t.ended_by is some(_) or SIGKILL in t.due or t.coming[SIGKILL] > 0

/// Is it known what a call came to that somebody is told of? Of a task that is being ended strace
/// may show what another's call came to; but not of one that ends itself.
fn tells_result(t: Task, whom: identity) -> bool
  cites live "a wait4 that returns what the gettid of another thread did", strace "strace(1) -f"
=
  not observer.foreign and (whom = t.group or whom = t.self or not is_being_ended(t))

/// Are there signals that are not shown when they are taken, nor when they kill? None was ever
/// shown, or some were missed: once is a fault of what was observed, twice is the way it was
/// observed.
fn hides_signals() -> bool
  cites strace "strace(1) -e signal"
=
  not observer.shows_signals
    or observer.hidden_handlers
    or observer.hidden_deaths
    or observer.hidden_stops

/// Is it a child that a signal tells of, and not a stranger?
fn is_of_a_child(t: Task, s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:do_notify_parent",
        kernel "kernel/signal.c:do_notify_parent_cldstop", rule F7
=
  s != SIGCHLD
    or match info.code {
      CLD_EXITED | CLD_KILLED | CLD_DUMPED | CLD_STOPPED | CLD_CONTINUED =>
        may_be_a_child(t, info.pid) or t.threaded
      CLD_TRAPPED => may_be_traced()
      _           => true
    }
    or is_forged(t, s)

/// May a task of the recording trace another?
fn may_be_traced() -> bool
  cites kernel "kernel/signal.c:ptrace_stop", man "ptrace(2)"
=
  observer.traces or may_be_unseen()

/// May the observer have let go of the task in the middle of its call, and have said so elsewhere?
fn slipped_away(t: Task) -> bool
  cites strace "strace(1) -b"
=
  t.executes and not observer.follows_programs

/// Is somebody told of an end that was not seen, nor told before? So its maker has a child less.
fn ends_unseen(t: Task) -> bool
  cites strace "strace(1) -b"
=
  (slipped_away(t) or t.doubtful) and t.fate is running and not t.reaped and t.announced_to is none

/// How a process ended. Where the lines are left out that tell of exits (`strace -qqq`), by the
/// status that it asked for. Without signals (`strace -e signal=none`) any may have ended it. Where
/// calls are held back (`strace -z`) the line is lost that tells of an end within one.
fn known_fate(t: Task) -> Fate
  cites strace "strace(1) -q, -z, -e signal", kernel "kernel/exit.c:do_exit"
=
  let told = (if hides_signals() then killed_by(unknown) else t.fate) in
    if t.fate is not running then t.fate
    else if slipped_away(t) or not observer.shows_errors or observer.holds_back then unknown
    else if observer.shows_exits then told
    else if t.threaded then unknown
    else match t.life {
           leaving(n) =>
             if 0 <= n and n <= 255 and not hides_signals() then exited_with(n) else unknown,
           gone => unknown,
           _    => told
         }

/// Did a line tell how it ended, and is that all there is to tell?
fn ended_in_sight(t: Task) -> bool =
  t.fate is not running and not t.threaded

/// Does the recording show that a signal stops a process? Where only some signals are shown, or
/// some are missing, it may not.
fn shows_stops() -> bool
  cites strace "strace(1) -e signal"
=
  observer.shown & STOPS != {} and not observer.hidden_stops

/// May the leader have ended before the process did, and otherwise? Only where a thread left alone.
fn may_end_apart(t: Task) -> bool
  cites kernel "kernel/exit.c:do_group_exit", kernel "kernel/signal.c:do_notify_parent"
=
  t.threaded and (t.leader_left or not observer.complete or observer.filtered)

/// What the parent is told agrees with how the child ended. Of threads the leader's own end counts,
/// which the end of the process may differ from; but it does not die alone, unless a filter of
/// calls kills it.
rule exit.reported
  cites kernel "kernel/signal.c:do_notify_parent", rule F6 F7 O3
  shows reported(t, code, status, killer, uid)
  with  t.doubtful
          or t.mixed
          or may_end_apart(t) and (code is CLD_EXITED or killer = SIGSYS)
          or match code {
            CLD_EXITED => known_fate(t) is exited_with(n) and n = status
            CLD_KILLED =>
              known_fate(t) is killed_by(s)
                and s = killer
                and (not t.dumped or not ended_in_sight(t))
            CLD_DUMPED =>
              known_fate(t) is killed_by(s)
                and s = killer
                and default_action(s) is dump_core
                and (t.dumped or not ended_in_sight(t))
            _ => true
          },
        signs_as(t, uid)
  do    if observer.ahead and t.keeps_user and not t.doubtful then observer.uid := uid

/// A child is waited for after it has ended, and with the status that it ended with.
rule exit.waited
  cites kernel "kernel/exit.c:wait_task_zombie", rule C1 C2 F6 O3 J13
  shows waited(t, status, keeps, by)
  with  t.doubtful
          or t.mixed
          or match status {
            exited(n) => known_fate(t) is exited_with(m) and m = n
            killed(s) =>
              known_fate(t) is killed_by(k) and k = s and (not t.dumped or not ended_in_sight(t))
            dumped(s) =>
              known_fate(t) is killed_by(k)
                and k = s
                and default_action(s) is dump_core
                and (t.dumped or not ended_in_sight(t))
            stopped(s) => s in t.stops or not shows_stops() or slipped_away(t)
            continued => t.stops != {} or not shows_stops() or slipped_away(t)
            _ => true
          },
        t.doubtful or t.mixed or not t.reaped or status is stopped(_) | continued
  do    tell t.parent child_ended(none, t.group)
          when ends_unseen(t) and status is exited(_) | killed(_) | dumped(_)
        t.reaped := t.reaped or status is exited(_) | killed(_) | dumped(_) and not keeps
        tell t.parent child_taken() when t.parent != by and not t.doubtful and not t.mixed
        t.waited_by := if t.reaped then some(by) else none

/// As above; how it ended is told like a SIGCHLD does.
rule exit.collected
  cites kernel "kernel/exit.c:kernel_waitid", rule C1 C2
  shows collected(t, code, keeps, by)
  with  t.doubtful or t.mixed or not t.reaped or code is CLD_STOPPED | CLD_CONTINUED | CLD_TRAPPED
  do    t.reaped := t.reaped or code is CLD_EXITED | CLD_KILLED | CLD_DUMPED and not keeps
        tell t.parent child_taken() when t.parent != by and not t.doubtful and not t.mixed
        t.waited_by := if t.reaped then some(by) else none

/// Nobody but its parent can wait for a child, or is told of it. Whose parent has ended, or is
/// about to, gets another.
rule exit.child_taken
  cites kernel "kernel/exit.c:wait_consider_task", kernel "kernel/exit.c:find_new_reaper",
        rule C1 Z10
  shows child_taken(t)
  with  t.doubtful
          or t.mixed
          or t.threaded
          or observer.traces
          or known_fate(t) is not running
          or t.life is not alive | stopped
          or is_being_ended(t)

/// As above, of a wait that asks neither how the child ended nor for those that stopped.
rule exit.came_back
  cites kernel "kernel/exit.c:wait_task_zombie", rule C1 C2
  shows came_back(t, by)
  with  t.doubtful or t.mixed or not t.reaped and known_fate(t) is not running
  do    tell t.parent child_ended(none, t.group) when ends_unseen(t)
        t.reaped := true
        t.waited_by := some(by)
        tell t.parent child_taken() when t.parent != by and not t.doubtful and not t.mixed

/// A child is no stranger to its parent until it has been waited for. Other children than those
/// that end with SIGCHLD have to be asked for.
rule exit.denied
  cites kernel "kernel/exit.c:eligible_child", rule C1
  shows denied(t, parent)
  with  t.doubtful
          or t.mixed
          or t.reaped
          or known_fate(t) is not running and not (observer.shows_exits and not hides_signals())
          or t.parent != parent
          or t.exit_signal is not some(SIGCHLD)
          or slipped_away(t)
  do    let gone = t.parent = parent and t.exit_signal is some(SIGCHLD) and ends_unseen(t)
        tell t.parent child_ended(none, t.group) when gone
        t.reaped := t.reaped or gone

/// A child that has ended is either waited for now, or no child any more.
rule exit.overlooked
  cites kernel "kernel/exit.c:wait_consider_task", rule C1
  shows overlooked(t)
  with  t.doubtful or t.mixed or t.fate is running

/// The maker of a vfork child goes on when the child has run another program or ends. If it does
/// neither to all appearance, it has been killed.
rule birth.maker_went_on
  cites kernel "kernel/fork.c:wait_for_vfork_done", rule F3 O5
  shows maker_went_on(t)
  do    if t.borrows and t.life is alive | stopped and not t.doubtful then {
          t.life := dying
        }

/// Is every program shown when it is run, by whomever?
fn shows_programs() -> bool
  cites strace "strace(1) -e trace, -z"
=
  observer.shows_exec
    and observer.complete
    and observer.shows_errors
    and not observer.filtered
    and not observer.foreign
    and not observer.unordered
    and not observer.holds_back

/// So, too, when nothing was seen of it until its maker went on.
rule birth.unseen
  cites kernel "kernel/fork.c:wait_for_vfork_done", rule F3 O5
  shows made_unseen(t)
  do    if t.borrows and shows_programs() then t.life := dying

/// May there be tasks that nobody was seen to make?
fn may_be_unseen() -> bool
  cites strace "strace(1) -f, -p, -e trace"
=
  observer.foreign
    or observer.unordered
    or not observer.follows_children
    or not observer.complete
    or observer.filtered

/// Another thread replaced the program and took over the id of this one, the leader. It is not
/// remembered after its end.
rule exit.superseded
  cites kernel "fs/exec.c:de_thread", rule F5 V10
  shows superseded(t)
  when  t.life is alive | stopped | faulting | gone | leaving(_) | dying | unread
  with  t.threaded or may_be_unseen()
  do    observer.ended := observer.ended + REMEMBERED
        t.lost_threads := true
        for s: Signal do t.actions[s] := flushed(t.actions[s])
        for u: Task where u.executes do {
          u.leader := true
          u.frames := none
          u.strays := false
        }

rule abi.changed
  cites strace "strace.c:update_personality"
  shows changed_abi(t, abi)
  do    t.abi := abi
