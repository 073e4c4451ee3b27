/// A process of two threads is stopped and continued, in any order, and killed. Its parent, the
/// third task, may ignore SIGCHLD or not want to hear of stops; its process group may be orphaned.
/// Signals are sent, taken and obeyed by the rules of Linux; the scenario says who does so when,
/// and what the parent can learn.
///
/// The parent is told of a stop by a wait in any case, and by a signal unless it ignores SIGCHLD or
/// has SA_NOCLDSTOP. A SIGCONT that comes before all threads have stopped takes the stop back, and
/// what is told then is not looked at here; nor are tracers.
scenario job_control
  cites kernel "kernel/signal.c:prepare_signal", kernel "kernel/signal.c:do_signal_stop",
        rule G7 G8 S1 S2 S3 S4 S5 A3
  unobservable "the processes of a litmus test begin in a group that is not orphaned"
{
  variant { linux, cont_keeps_stop, stop_keeps_cont, any_signal_wakes, parent_forgotten,
            nocldstop_hides_all, orphans_stop }
  uses closed, closed.send.queued, closed.send.one_is_enough, closed.send.unnoticed,
       closed.send.ends_it, deliver.taken, closed.deliver.next, deliver.stop, stop.group,
       exit.killed, closed.child.changed with signals {SIGSTOP, SIGTSTP, SIGCONT, SIGKILL, SIGCHLD}
  size Process 2 .. 2
  size Task 3 .. 3
  object Job {
    /// The last that was sent.
    last_sent: option Signal,
    /// A thread has the lock of the queues: it has chosen a signal, and takes it out.
    locked: bool,
    killed: bool,
    /// What a wait of the parent can report, and what it is still to hear of.
    stop_is_new: bool,
    continue_is_new: bool,
    wait_reports_stop: bool,
    wait_reports_continue: bool,
    orphaned: bool = unknown,
    /// What a broken variant does not cancel.
    kept: set Signal,
    signalled: bool,
  }
  initially do
    task1.threaded := true
    // Blocked, it continues all the same, and waits to be taken.
    let blocked = if unknown then {SIGCONT} else {}
    task1.blocked := blocked
    task2.blocked := blocked
    task3.actions[SIGCHLD] := if unknown then { handler: ignore, flags: {}, mask: {} }
                              else {
                                     handler: default,
                                     flags: if unknown then {SA_NOCLDSTOP} else {},
                                     mask: {}
                                   }

  fn in_job(t: Task) -> bool =
    t != task3

  /// Only SIGSTOP stops what nobody could continue.
  fn stops(s: Signal) -> bool =
    default_action(s) is stop and (s in KERNEL_ONLY or not job.orphaned or variant = orphans_stop)

  fn all_stopped() -> bool =
    task1.life is stopped and task2.life is stopped

  /// A stop signal was taken: every thread is to stop.
  fn is_stopping() -> bool =
    task1.stopping is some(s) and stops(s) and not job.killed and not all_stopped()

  /// Somebody sends the process a signal. A stop or its end that the parent has not heard of may be
  /// over by then.
  rule job.is_sent (s: Signal)
    cites kernel "kernel/signal.c:prepare_signal", kernel "kernel/signal.c:complete_signal"
    shows sending(task1, s, how)
    when  how.shared,
          s != SIGCHLD,
          not job.locked,
          not job.killed
    do    job.kept := if variant = cont_keeps_stop and s = SIGCONT
                           or variant = stop_keeps_cont and s in STOPS then task1.shared_pending
                                                                              & cancelled_by(s)
                      else {}
          job.last_sent := some(s)
          job.killed := s = SIGKILL
          job.continue_is_new := job.continue_is_new and s != SIGKILL
            or s = SIGCONT and all_stopped()
          job.stop_is_new := job.stop_is_new and s in STOPS
          job.wait_reports_stop := job.wait_reports_stop and s in STOPS

  /// A thread that runs chooses a signal, unless it is to stop. First of all the parent hears that
  /// the process goes on.
  rule job.chooses (t: Task, s: Signal)
    fair t
    cites kernel "kernel/signal.c:get_signal", rule D4 D5 D7
    shows delivered(t, s, info)
    when  in_job(t),
          info.code is SI_USER,
          t.life is alive,
          t.taken is none,
          s in waiting(t),
          s = taken_next(t),
          not job.locked,
          not job.killed,
          not job.continue_is_new,
          not is_stopping()
    do    job.locked := true

  rule job.takes (t: Task)
    fair t
    cites kernel "kernel/signal.c:dequeue_signal"
    shows found(t)
    when  in_job(t),
          job.locked
    do    job.locked := false

  /// It stops, or goes on: a SIGCONT may have come meanwhile.
  rule job.obeys (t: Task)
    fair t
    cites kernel "kernel/signal.c:do_signal_stop", rule S1
    shows settled(t)
    when  in_job(t),
          t.life is alive,
          not job.locked

  /// Each thread stops; of the last one the parent is to hear.
  rule job.stops (t: Task, s: Signal)
    fair
    cites kernel "kernel/signal.c:do_signal_stop", rule S2 S3
    shows stopped(t, s)
    when  in_job(t),
          stops(s),
          t.stopping = some(s),
          t.life is alive,
          t.taken is none,
          not job.killed
    do    job.stop_is_new := exists u: Task where in_job(u) and u != t. u.life is stopped
          job.wait_reports_continue := job.wait_reports_continue and not job.stop_is_new

  rule job.ends (t: Task, s: Signal)
    fair t
    cites kernel "kernel/exit.c:do_exit"
    shows killed(t, s, core)
    when  in_job(t),
          t.life is dying,
          not job.locked,
          not core

  rule parent.hears_of_stop (t: Task)
    fair
    cites kernel "kernel/signal.c:do_notify_parent_cldstop", rule A3
    shows child_changed(t, ends, told, stays)
    when  not in_job(t),
          not ends,
          job.stop_is_new,
          variant != parent_forgotten
    do    job.stop_is_new := false
          job.wait_reports_stop := stays and (variant = nocldstop_hides_all implies told)
          job.signalled := job.signalled or told

  rule parent.hears_of_continue (t: Task)
    fair
    cites kernel "kernel/signal.c:get_signal", rule S5
    shows child_changed(t, ends, told, stays)
    when  not in_job(t),
          not ends,
          job.continue_is_new,
          not job.killed
    do    job.continue_is_new := false
          job.wait_reports_continue := stays
          job.signalled := job.signalled or told

  /// The parent looks: the handler of SIGCHLD is done, and it may wait as well.
  rule parent.looks (waits: bool)
    cites man "wait(2)"
    when  job.signalled or job.wait_reports_stop or job.wait_reports_continue
    do    job.signalled := false
          job.wait_reports_stop := job.wait_reports_stop and not waits
          job.wait_reports_continue := job.wait_reports_continue and not waits

  /// Not of Linux: what was cancelled comes back.
  rule job.is_not_cancelled
    cites kernel "kernel/signal.c:prepare_signal"
    when  job.kept != {}
    do    task1.shared_pending := task1.shared_pending + job.kept
          job.kept := {}

  /// Not of Linux: whatever is sent wakes who has stopped.
  rule job.is_woken (t: Task)
    cites kernel "kernel/signal.c:signal_wake_up_state"
    when  variant = any_signal_wakes,
          in_job(t),
          t.life is stopped,
          t.shared_pending != {}
    do    t.life := alive

  /// A thread that stopped goes on when SIGCONT or SIGKILL comes, and not before.
  property stopped_tasks_do_not_run:
    forall t: Task.
      t.life is stopped until job.last_sent = some(SIGCONT) or job.killed

  /// After a SIGCONT no stop from before it is pending or under way, for any thread.
  property cont_cancels_stop:
    always job.last_sent = some(SIGCONT)
             implies task1.shared_pending & STOPS = {}
               and forall t: Task. in_job(t) implies t.life is not stopped

  /// After a stop signal no SIGCONT from before it is pending.
  property stop_cancels_cont:
    always job.last_sent is some(s) and s in STOPS implies SIGCONT not in task1.shared_pending

  /// A stop that comes to pass the parent can learn by a wait.
  property parent_told:
    is_stopping() leads to job.wait_reports_stop or not is_stopping() and not all_stopped()

  /// And by a signal, if it wants that.
  property parent_signalled:
    is_stopping() and is_told_of_stops(task3.actions[SIGCHLD])
    leads to job.signalled or not is_stopping() and not all_stopped()

  /// It can want none: neither of stops nor of their end.
  property unwilling_parent_is_spared:
    never job.signalled
            and (SA_NOCLDSTOP in task3.actions[SIGCHLD].flags
                   or task3.actions[SIGCHLD].handler is ignore)

  property continue_is_told:
    job.continue_is_new leads to job.wait_reports_continue or is_stopping() or job.killed

  /// SIGKILL ends all of them.
  property kill_ends_all: forall t: Task. job.killed and in_job(t) leads to t.life is dead

  property orphans_run_on:
    always job.orphaned and all_stopped() and task1.stopping is some(s) implies s in KERNEL_ONLY

  expect linux: proved
  expect cont_keeps_stop for cont_cancels_stop: refuted
  expect stop_keeps_cont for stop_cancels_cont: refuted
  expect any_signal_wakes for stopped_tasks_do_not_run: refuted
  expect parent_forgotten for parent_told, parent_signalled: refuted
  expect nocldstop_hides_all for parent_told: refuted
  expect nocldstop_hides_all for parent_signalled: proved
  expect orphans_stop for orphans_run_on: refuted
}
