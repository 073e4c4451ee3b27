/// How signals wait to be taken: standard ones once, real-time ones in the order they were sent.
/// A process of two threads, and what is sent to it and to one of them.
scenario pending_queues
  cites kernel "kernel/signal.c:__send_signal_locked", kernel "kernel/signal.c:dequeue_signal",
        rule G9 G10 G12 D3 D4 D5
{
  variant { linux, realtime_lifo, lost_on_retarget, ignored_wakes, blocked_ignored }
  signals {SIGUSR1, SIGCHLD, SIGRTMIN}
  size Receiver 2 .. 2
  object Receiver {
    state: TaskState,
    blocked: set Signal,
    /// What is sent to this thread alone.
    private: set Signal,
    interrupted_by_ignored: bool,
  }
  object Queues {
    shared: set Signal,
    /// Copies of one standard signal that wait in the shared queue.
    copies: 0 .. 3,
    /// The real-time signals that wait, by the numbers they were sent with: oldest and youngest.
    oldest: int,
    youngest: int,
    sent: int,
    last_taken: int,
    out_of_order: bool,
    /// A signal was sent to the process, and nobody has taken it.
    owed: bool,
  }
  initially do
    queues.oldest := 1

  /// A signal with the default action of being ignored is dropped when it is sent, unless the
  /// thread blocks it: it may be let in again with another action.
  fn drops(r: Receiver, s: Signal) -> bool =
    s not in r.blocked and ignored(s, { handler: default, flags: {}, mask: {} })

  /// To one thread.
  rule queue.is_sent_to_thread (r: Receiver, s: Signal)
    cites kernel "kernel/signal.c:prepare_signal", rule G9 G10 G12
    when  s != SIGRTMIN
    do    let dropped = drops(r, s)
          let is_ignored = ignored(s, { handler: default, flags: {}, mask: {} })
          let wakes = (not dropped or variant = ignored_wakes)
            and s not in r.blocked
            and signal in wakers(r.state)
          r.private := if dropped then r.private else r.private + {s}
          r.interrupted_by_ignored := r.interrupted_by_ignored or wakes and is_ignored
          r.state := if wakes then running else r.state

  /// To the process: one standard signal of a kind is enough.
  rule queue.is_sent_to_process
    cites kernel "kernel/signal.c:legacy_queue", rule G12
    do    queues.copies := if SIGUSR1 in queues.shared and SIGUSR1 in STANDARD then queues.copies
                           else queues.copies + 1
          queues.shared := queues.shared + {SIGUSR1}
          queues.owed := true
          for r: Receiver where SIGUSR1 not in r.blocked and signal in wakers(r.state) do {
            r.state := running
          }

  /// Real-time signals are kept one by one.
  rule queue.is_sent_realtime
    cites kernel "kernel/signal.c:__send_signal_locked", rule G12
    when  queues.sent < 3,
          SIGRTMIN not in STANDARD
    do    queues.sent := queues.sent + 1
          queues.youngest := queues.sent
          queues.shared := queues.shared + {SIGRTMIN}

  rule queue.is_taken_realtime (r: Receiver)
    fair r
    cites kernel "kernel/signal.c:collect_signal", rule D5
    when  r.state is running,
          SIGRTMIN in queues.shared - r.blocked
    do    let taken = if variant = realtime_lifo then queues.youngest else queues.oldest
          queues.out_of_order := queues.out_of_order
            or taken < queues.last_taken
            or taken > queues.last_taken + 1
          queues.last_taken := taken
          queues.oldest := if variant = realtime_lifo then queues.oldest else queues.oldest + 1
          queues.youngest := if variant = realtime_lifo then queues.youngest - 1
                             else queues.youngest
          if queues.oldest > queues.youngest then {
            queues.shared := queues.shared - {SIGRTMIN}
          }

  /// Its own before those of its process; the lowest number first.
  rule queue.is_taken (r: Receiver)
    fair r
    cites kernel "kernel/signal.c:dequeue_signal", rule D3 D4
    when  r.state is running,
          r.private + queues.shared & {SIGUSR1} - r.blocked != {}
    do    let own = r.private - r.blocked
          let s = next_signal(if own != {} then own else queues.shared & {SIGUSR1})
          let from_own = own != {}
          r.private := if from_own then r.private - {s} else r.private
          queues.shared := if from_own then queues.shared else queues.shared - {s}
          queues.owed := queues.owed and from_own
          queues.copies := if from_own then queues.copies else queues.copies - 1

  rule receiver.sleeps (r: Receiver)
    cites kernel "kernel/signal.c:signal_pending_state"
    when  r.state is running,
          r.private + queues.shared - r.blocked = {}
    do    r.state := interruptible

  /// A thread blocks everything; what was to be its own to take, another thread is told of.
  rule receiver.blocks (r: Receiver)
    cites kernel "kernel/signal.c:retarget_shared_pending"
    when  r.state is running,
          r.blocked = {}
    do    r.blocked := ~{} - KERNEL_ONLY
          let kept = variant != lost_on_retarget
          queues.copies := if kept then queues.copies else 0
          for u: Receiver where u != r
                                  and queues.shared - u.blocked != {}
                                  and signal in wakers(u.state) do {
            u.state := running
          }
          queues.shared := if kept then queues.shared else {}

  /// The mask is opened again: what waited is looked for. A wait with another mask (epoll_pwait)
  /// ends when one comes that was blocked, and is ignored all the same.
  rule receiver.unblocks (r: Receiver)
    cites kernel "kernel/signal.c:__set_current_blocked"
    when  r.blocked != {}
    do    let stale = r.private & {SIGCHLD} != {}
          r.interrupted_by_ignored := r.interrupted_by_ignored
            or variant = blocked_ignored and stale and r.state is interruptible
          r.blocked := {}
          r.state := if r.private + queues.shared != {} then running else r.state

  property no_signal_lost: always queues.owed implies SIGUSR1 in queues.shared

  property standard_coalesce: always queues.copies <= 1

  property realtime_fifo: never queues.out_of_order

  /// A signal that was ignored and not blocked when it was sent ends no wait.
  property ignored_never_interrupts: never exists r: Receiver. r.interrupted_by_ignored

  expect linux: proved
  expect realtime_lifo for realtime_fifo: refuted
  expect lost_on_retarget for no_signal_lost: refuted
  expect ignored_wakes, blocked_ignored for ignored_never_interrupts: refuted
}
