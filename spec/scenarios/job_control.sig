/// A process of two threads is stopped and continued, in any order, and killed. Its parent has any
/// action for SIGCHLD; its process group may be orphaned.
///
/// The parent is told of a stop by a wait in any case, and by a signal unless it ignores SIGCHLD or
/// has SA_NOCLDSTOP. A SIGCONT that comes before all threads have stopped takes the stop back, and
/// what is told then is not looked at here; nor are tracers.
scenario job_control
  cites kernel "kernel/signal.c:prepare_signal", kernel "kernel/signal.c:do_signal_stop",
        rule G7 G8 S1 S2 S3 S4 S5 A3
  unobservable "the explorer knows no process groups, and so none that is orphaned"
{
  variant { linux, cont_keeps_stop, stop_keeps_cont, any_signal_wakes, parent_forgotten,
            nocldstop_hides_all, orphans_stop }
  signals {SIGSTOP, SIGTSTP, SIGCONT, SIGUSR1, SIGKILL}
  size Member 2 .. 2
  object Member { state: TaskState }
  object Job {
    pending: set Signal,
    last_sent: option Signal,
    /// A stop signal was taken: every thread is to stop.
    stopping: bool,
    stopped_by: option Signal,
    /// All of them have, and no SIGCONT came since.
    stopped: bool,
    /// A SIGCONT has come to a process that had stopped: the parent is to hear of that.
    continued: bool,
    killed: bool,
    /// What a wait of the parent can report.
    wait_reports_stop: bool,
    wait_reports_continue: bool,
    orphaned: bool = unknown,
  }
  object Parent { action: Action, signalled: bool }
  initially do
    parent.action := {
      handler: if unknown then ignore else if unknown then default else caught(1),
      flags: if unknown then {SA_NOCLDSTOP} else {},
      mask: {}
    }

  /// Only SIGSTOP stops what nobody could continue.
  fn stops(s: Signal) -> bool =
    default_action(s) is stop and (s in KERNEL_ONLY or not job.orphaned or variant = orphans_stop)

  rule job.is_sent (s: Signal)
    cites kernel "kernel/signal.c:prepare_signal", rule G7 G8
    when  s != SIGKILL,
          not job.killed
    do    job.pending := job.pending
            - (if variant = cont_keeps_stop and s = SIGCONT then {}
               else if variant = stop_keeps_cont and s in STOPS then {}
               else cancelled_by(s))
            + {s}
          job.last_sent := some(s)
          if s = SIGCONT then {
            job.continued := job.continued or job.stopped
            job.stopping := job.stopping and variant = cont_keeps_stop
            job.stopped := false
            job.wait_reports_stop := false
          }
          let waker = if s = SIGCONT or variant = any_signal_wakes then continue_signal else signal
          for m: Member do m.state := woken(m.state, waker)

  /// SIGKILL ends the stop as well.
  rule job.is_killed
    cites kernel "kernel/signal.c:complete_signal", rule P6 S4
    when  not job.killed
    do    job.killed := true
          job.stopping := false
          job.stopped := false
          for m: Member do m.state := woken(m.state, fatal_signal)

  rule job.ends (m: Member)
    fair m
    cites kernel "kernel/exit.c:do_exit"
    when  job.killed,
          m.state is running
    do    m.state := zombie

  /// A thread that runs takes what is pending. A stop signal stops the process, any other is done
  /// with here. First of all the parent hears that the process goes on.
  rule job.takes (m: Member)
    fair m
    cites kernel "kernel/signal.c:get_signal", rule D4 D5 D7
    when  m.state is running,
          not job.stopping,
          not job.killed,
          not job.continued,
          job.pending != {}
    do    let s = next_signal(job.pending)
          job.pending := job.pending - {s}
          if stops(s) then {
            job.stopping := true
            job.stopped_by := some(s)
          }

  rule job.tells_of_continue (m: Member)
    fair m
    cites kernel "kernel/signal.c:get_signal", rule S5
    when  m.state is running,
          not job.killed,
          job.continued
    do    job.continued := false
          job.wait_reports_continue := true
          parent.signalled := parent.signalled or is_told_of_stops(parent.action)

  /// Each thread stops; the last one tells the parent.
  rule job.stops (m: Member)
    fair m
    cites kernel "kernel/signal.c:do_signal_stop", rule S2 S3
    when  m.state is running,
          job.stopping
    do    let is_last = forall n: Member where n != m. n.state is stopped
          let tells = variant != parent_forgotten
            and (variant = nocldstop_hides_all implies is_told_of_stops(parent.action))
          m.state := stopped
          if is_last then {
            job.stopping := false
            job.stopped := true
            job.wait_reports_stop := tells
            job.wait_reports_continue := false
            parent.signalled := parent.signalled or tells and is_told_of_stops(parent.action)
          }

  /// The parent looks: the handler of SIGCHLD is done, and it may wait as well.
  rule parent.looks (waits: bool)
    cites man "wait(2)"
    when  parent.signalled or job.wait_reports_stop or job.wait_reports_continue
    do    parent.signalled := false
          job.wait_reports_stop := job.wait_reports_stop and not waits
          job.wait_reports_continue := job.wait_reports_continue and not waits

  /// A thread that stopped goes on when SIGCONT or SIGKILL comes, and not before.
  property stopped_tasks_do_not_run:
    forall m: Member.
      m.state is stopped until job.last_sent = some(SIGCONT) or job.killed

  /// After a SIGCONT no stop from before it is pending or under way.
  property cont_cancels_stop:
    always job.last_sent = some(SIGCONT) implies job.pending & STOPS = {} and not job.stopped

  /// After a stop signal no SIGCONT from before it is pending.
  property stop_cancels_cont:
    always job.last_sent is some(s) and s in STOPS implies SIGCONT not in job.pending

  /// A stop that comes to pass the parent can learn by a wait.
  property parent_told:
    job.stopping leads to job.wait_reports_stop or not job.stopping and not job.stopped

  /// And by a signal, if it wants that.
  property parent_signalled:
    job.stopping and is_told_of_stops(parent.action)
    leads to parent.signalled or not job.stopping and not job.stopped

  /// It can want none: neither of stops nor of their end.
  property unwilling_parent_is_spared:
    never parent.signalled
            and (SA_NOCLDSTOP in parent.action.flags or parent.action.handler is ignore)

  property continue_is_told:
    job.continued leads to job.wait_reports_continue or job.stopping or job.killed

  property orphans_run_on:
    always job.orphaned and job.stopped_by is some(s) implies s in KERNEL_ONLY

  expect linux: proved
  expect cont_keeps_stop for cont_cancels_stop: refuted
  expect stop_keeps_cont for stop_cancels_cont: refuted
  expect any_signal_wakes for stopped_tasks_do_not_run: refuted
  expect parent_forgotten for parent_told, parent_signalled: refuted
  expect nocldstop_hides_all for parent_told: refuted
  expect nocldstop_hides_all for parent_signalled: proved
  expect orphans_stop for orphans_run_on: refuted
}
