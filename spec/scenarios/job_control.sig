/// A process of two threads is stopped and continued, in any order.
scenario job_control
  cites kernel "kernel/signal.c:prepare_signal", kernel "kernel/signal.c:do_signal_stop",
        rule G7 G8 S1 S2 S3 S4
{
  variant { linux, cont_keeps_stop, stop_keeps_cont, any_signal_wakes, parent_forgotten }
  signals {SIGSTOP, SIGTSTP, SIGCONT, SIGUSR1}
  size Member 2 .. 2
  object Member { state: TaskState }
  object Job {
    pending: set Signal,
    last_sent: option Signal,
    /// A stop signal was taken: every thread is to stop.
    stopping: bool,
    /// All of them have, and no SIGCONT came since.
    stopped: bool,
    continued: bool,
    parent_told: bool,
  }

  rule job.is_sent (s: Signal)
    cites kernel "kernel/signal.c:prepare_signal", rule G7 G8
    do    job.pending := job.pending
            - (if variant = cont_keeps_stop and s = SIGCONT then {}
               else if variant = stop_keeps_cont and s in STOPS then {}
               else cancelled_by(s))
            + {s}
          job.last_sent := some(s)
          if s = SIGCONT then {
            job.stopping := job.stopping and variant = cont_keeps_stop
            job.stopped := false
            job.continued := true
            job.parent_told := false
          }
          let wakes = s = SIGCONT or variant = any_signal_wakes
          for m: Member where wakes and continue_signal in wakers(m.state) do {
            m.state := running
          }

  /// A thread that runs takes what is pending. A stop signal stops the process, any other is done
  /// with here.
  rule job.takes (m: Member)
    fair m
    cites kernel "kernel/signal.c:get_signal", rule D4 D5 D7
    when  m.state is running,
          not job.stopping,
          job.pending != {}
    do    let s = next_signal(job.pending)
          job.pending := job.pending - {s}
          if default_action(s) is stop then {
            job.stopping := true
            job.continued := false
            job.parent_told := false
          }

  /// Each thread stops; the last one tells the parent.
  rule job.stops (m: Member)
    fair m
    cites kernel "kernel/signal.c:do_signal_stop", rule S2 S3
    when  m.state is running,
          job.stopping
    do    let is_last = forall n: Member where n != m. n.state is stopped
          m.state := stopped
          if is_last then {
            job.stopping := false
            job.stopped := true
            job.parent_told := variant != parent_forgotten
          }

  /// A thread that stopped goes on when SIGCONT comes, and not before.
  property stopped_tasks_do_not_run: forall m: Member. m.state is stopped until job.continued

  /// After a SIGCONT no stop from before it is pending or under way.
  property cont_cancels_stop: always job.last_sent = some(SIGCONT) implies job.pending & STOPS = {}

  /// After a stop signal no SIGCONT from before it is pending.
  property stop_cancels_cont:
    always job.last_sent is some(s) and s in STOPS implies SIGCONT not in job.pending

  property parent_told: job.stopped leads to job.parent_told or not job.stopped

  expect linux: proved
  expect cont_keeps_stop for cont_cancels_stop: refuted
  expect stop_keeps_cont for stop_cancels_cont: refuted
  expect any_signal_wakes for stopped_tasks_do_not_run: refuted
  expect parent_forgotten for parent_told: refuted
}
