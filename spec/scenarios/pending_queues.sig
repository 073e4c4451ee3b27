/// How signals wait to be taken: standard ones once, real-time ones in the order they were sent. A
/// process of two threads, and what is sent to it and to one of them.
///
/// No signal is lost: what waits for the process is taken while a thread lives that does not block
/// it. A thread that blocks it, or ends, before it has taken it hands it on. What is sent to a
/// thread itself goes before; were that sent again and again, the rest would wait for ever. An
/// ignored signal interrupts no wait on two conditions: it is not blocked when it is sent, for then
/// it is kept, and a wait that opens the mask (epoll_pwait) ends with it (`blocked_ignored`); and
/// no tracer is to be shown it (`traced_ignored`). Both are so on Linux.
scenario pending_queues
  cites kernel "kernel/signal.c:__send_signal_locked", kernel "kernel/signal.c:dequeue_signal",
        rule G9 G10 G12 D3 D4 D5 P3 P4 P5 P9
{
  variant { linux, realtime_lifo, lost_on_retarget, ignored_wakes, blocked_ignored, traced_ignored,
            copies_of_standard }
  signals {SIGUSR1, SIGSEGV, SIGCHLD, SIGRTMIN}
  size Receiver 2 .. 2
  object Receiver {
    state: TaskState,
    blocked: set Signal,
    /// What is sent to this thread alone.
    private: set Signal,
    /// It was told that there is something to take (TIF_SIGPENDING).
    has_work: bool,
  }
  object Queues {
    shared: set Signal,
    /// What threads were sent for themselves, each once.
    aimed: set Signal,
    /// Copies of one standard signal that wait in the shared queue.
    copies: 0 .. 2,
    /// The real-time signals that wait, by the numbers they were sent with: oldest and youngest.
    oldest: int,
    youngest: int,
    sent: int,
    last_taken: int,
    out_of_order: bool,
    /// Something was taken although this was there to be taken before it.
    own_waited: bool,
    fault_waited: bool,
    lower_waited: bool,
    interrupted_by_ignored: bool,
  }
  initially do
    queues.oldest := 1

  /// The action of every signal here.
  fn action() -> Action =
    { handler: default, flags: {}, mask: {} }

  /// Does the thread take what the process is sent? Who ends does not.
  fn wants(r: Receiver, s: Signal) -> bool =
    r.state is running | interruptible and s not in r.blocked and not r.has_work

  fn has_something(r: Receiver, blocked: set Signal) -> bool =
    r.private + queues.shared - blocked != {}

  /// To one thread.
  rule queue.is_sent_to_thread (r: Receiver, s: Signal)
    cites kernel "kernel/signal.c:prepare_signal", rule G9 G10 G12
    when  s != SIGRTMIN,
          s not in queues.aimed,
          r.state is running | interruptible
    do    let dropped = is_dropped(s, action(), r.blocked, variant = traced_ignored)
          let wakes = (not dropped or variant = ignored_wakes) and s not in r.blocked
          let asleep = r.state is interruptible
          queues.aimed := if s = SIGCHLD then queues.aimed else queues.aimed + {s}
          r.private := if dropped then r.private else r.private + {s}
          r.has_work := r.has_work or wakes
          r.state := if wakes then woken(r.state, signal) else r.state
          queues.interrupted_by_ignored := queues.interrupted_by_ignored
            or wakes and asleep and ignored(s, action())

  /// To the process: one standard signal of a kind is enough. A thread that wants it is told; if
  /// there is none, nobody is.
  rule queue.is_sent_to_process (r: Receiver)
    cites kernel "kernel/signal.c:complete_signal", kernel "kernel/signal.c:legacy_queue", rule G12
    when  wants(r, SIGUSR1) or not exists u: Receiver. wants(u, SIGUSR1),
          queues.copies < 2
    do    let chosen = wants(r, SIGUSR1)
          queues.copies := if SIGUSR1 in queues.shared
                                and SIGUSR1 in STANDARD
                                and variant != copies_of_standard then queues.copies
                           else queues.copies + 1
          queues.shared := queues.shared + {SIGUSR1}
          r.has_work := r.has_work or chosen
          r.state := if chosen then woken(r.state, signal) else r.state

  /// Real-time signals are kept one by one.
  rule queue.is_sent_realtime (r: Receiver)
    cites kernel "kernel/signal.c:__send_signal_locked", rule G12
    when  queues.sent < 3,
          SIGRTMIN not in STANDARD,
          wants(r, SIGRTMIN) or not exists u: Receiver. wants(u, SIGRTMIN)
    do    let chosen = wants(r, SIGRTMIN)
          queues.sent := queues.sent + 1
          queues.youngest := queues.sent
          queues.shared := queues.shared + {SIGRTMIN}
          r.has_work := r.has_work or chosen
          r.state := if chosen then woken(r.state, signal) else r.state

  /// Its own before those of its process; the lowest number first; of one number the oldest.
  rule queue.is_taken (r: Receiver)
    fair r
    cites kernel "kernel/signal.c:dequeue_signal", kernel "kernel/signal.c:collect_signal",
          rule D3 D4 D5
    when  r.state is running,
          r.has_work,
          has_something(r, r.blocked)
    do    let s = next_taken(r.private - r.blocked, queues.shared - r.blocked)
          let own = s in r.private - r.blocked
          let realtime = s = SIGRTMIN and not own
          let taken = if variant = realtime_lifo then queues.youngest else queues.oldest
          let is_last = if realtime then queues.oldest = queues.youngest else queues.copies <= 1
          queues.out_of_order := queues.out_of_order or realtime and taken != queues.last_taken + 1
          let queue = if own then r.private - r.blocked else queues.shared - r.blocked
          queues.own_waited := queues.own_waited or not own and r.private - r.blocked != {}
          queues.fault_waited := queues.fault_waited or SIGSEGV in queue and s != SIGSEGV
          queues.lower_waited := queues.lower_waited
            or s != SIGSEGV and exists x: Signal where x in queue and x != s. first({x, s}) = x
          queues.last_taken := if realtime then taken else queues.last_taken
          queues.oldest := if realtime and variant != realtime_lifo then queues.oldest + 1
                           else queues.oldest
          queues.youngest := if realtime and variant = realtime_lifo then queues.youngest - 1
                             else queues.youngest
          queues.copies := if own or realtime then queues.copies else queues.copies - 1
          queues.shared := if not own and is_last then queues.shared - {s} else queues.shared
          r.private := if own then r.private - {s} else r.private
          r.has_work := has_something(r, r.blocked)

  /// On its way to user mode it finds that there is nothing to take after all.
  rule receiver.finds_nothing (r: Receiver)
    fair r
    cites kernel "kernel/signal.c:recalc_sigpending"
    when  r.state is running,
          r.has_work,
          not has_something(r, r.blocked)
    do    r.has_work := false

  rule receiver.sleeps (r: Receiver)
    cites kernel "kernel/signal.c:signal_pending_state"
    when  r.state is running,
          not r.has_work
    do    r.state := interruptible

  /// A thread blocks everything; what was to be its own to take, the others are told of.
  rule receiver.blocks (r: Receiver)
    cites kernel "kernel/signal.c:retarget_shared_pending", rule P9
    when  r.state is running,
          r.blocked = {}
    do    r.blocked := ~{} - KERNEL_ONLY
          r.has_work := false
          for u: Receiver where u != r
                                  and variant != lost_on_retarget
                                  and queues.shared - u.blocked != {}
                                  and u.state is running | interruptible do {
            u.has_work := true
            u.state := woken(u.state, signal)
          }

  /// So does a thread that ends.
  rule receiver.ends (r: Receiver)
    cites kernel "kernel/signal.c:exit_signals", rule P9
    when  r.state is running
    do    r.state := zombie
          r.has_work := false
          r.private := {}
          for u: Receiver where u != r
                                  and variant != lost_on_retarget
                                  and queues.shared - u.blocked != {}
                                  and u.state is running | interruptible do {
            u.has_work := true
            u.state := woken(u.state, signal)
          }

  /// The mask is opened again: what waited is looked for. A wait with another mask (epoll_pwait)
  /// ends when one comes that was blocked, and is ignored all the same.
  rule receiver.unblocks (r: Receiver)
    cites kernel "kernel/signal.c:__set_current_blocked"
    when  r.blocked != {},
          r.state is running or r.state is interruptible and variant = blocked_ignored
    do    let found = has_something(r, {})
          queues.interrupted_by_ignored := queues.interrupted_by_ignored
            or r.state is interruptible and r.private = {SIGCHLD} and queues.shared = {}
          r.blocked := {}
          r.has_work := found
          r.state := if found then woken(r.state, signal) else r.state

  /// What waits for the process is taken, as long as a thread lives that does not block it.
  property no_signal_lost:
    forall r: Receiver.
      SIGUSR1 in queues.shared and SIGUSR1 not in r.blocked and r.state is not zombie
      leads to SIGUSR1 not in queues.shared or SIGUSR1 in r.blocked or r.state is zombie

  /// In one queue. The same signal may wait for a thread and for its process at once, and is then
  /// taken twice.
  property waits_in_one_place:
    never exists r: Receiver. SIGUSR1 in r.private and SIGUSR1 in queues.shared

  property standard_coalesce: always queues.copies <= 1

  property realtime_fifo: never queues.out_of_order

  /// What was sent to the thread itself goes before what was sent to its process.
  property own_before_those_of_process: never queues.own_waited

  /// In one queue the signals of faults go first.
  property faults_first: never queues.fault_waited

  /// And the others by their numbers.
  property lowest_first: never queues.lower_waited

  /// A signal that was ignored and not blocked when it was sent ends no wait.
  property ignored_never_interrupts: never queues.interrupted_by_ignored

  expect linux: proved
  expect linux for waits_in_one_place: refuted
  expect realtime_lifo for realtime_fifo: refuted
  expect lost_on_retarget for no_signal_lost: refuted
  expect ignored_wakes, blocked_ignored, traced_ignored for ignored_never_interrupts: refuted
  expect copies_of_standard for standard_coalesce: refuted
}
