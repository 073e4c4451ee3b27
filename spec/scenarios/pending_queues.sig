/// How signals wait to be taken: standard ones once, real-time ones in the order they were sent. A
/// process of two threads, and what is sent to it and to one of them. Signals are queued, dropped
/// and taken out by the rules of Linux; which thread is told of them is the scenario's.
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
  uses closed, closed.send.queued, closed.send.one_is_enough, closed.send.unnoticed,
       closed.wait.fetches, exit.exited_with_group with signals {SIGUSR1, SIGSEGV, SIGCHLD,
                                                                 SIGRTMIN}
  size Task 2 .. 2
  object Queues {
    /// Threads that were told that there is something to take (TIF_SIGPENDING), and that sleep.
    told: set Task,
    asleep: set Task,
    /// What threads were sent for themselves, each once.
    aimed: set Signal,
    /// Copies of one standard signal that wait in the shared queue.
    copies: 0 .. 2,
    /// The real-time signals that wait, by the numbers they were sent with.
    waits: Sends,
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
    task1.threaded := true
    // A signal that ends the process would do so when it is sent.
    task1.actions[SIGUSR1].handler := caught(1)
    task1.actions[SIGRTMIN].handler := caught(1)
    queues.waits := NO_SENDS
    if variant = traced_ignored then {
      task1.tracing := attached_to
      task2.tracing := attached_to
    }

  /// Does the thread take what the process is sent? Who ends does not.
  fn wants(t: Task, s: Signal) -> bool =
    t.life is alive and s not in t.blocked and t not in queues.told

  fn has_something(t: Task) -> bool =
    waiting(t) - t.blocked != {}

  fn is_told_instead(t: Task) -> bool =
    variant != lost_on_retarget and t.life is alive and t.shared_pending - t.blocked != {}

  /// Whom it wakes that sleeps until it is told of a signal.
  fn woken_by_signal(t: Task) -> set Task =
    if interruptible_by_signals(interruptible) then {t} else {}

  /// With which number what stands there was sent: no more than three are.
  fn number_in(q: Sends, place: Place) -> int =
    match if place is at_first then q.first else if place is at_second then q.second else q.third {
      some(x) => x.value
      none    => 0
    }

  /// To one thread.
  rule queue.is_sent_to_thread (t: Task, s: Signal)
    cites kernel "kernel/signal.c:complete_signal", rule G9 G10 G12
    shows sending(t, s, how)
    when  not how.shared,
          s != SIGRTMIN,
          s not in queues.aimed,
          t.life is alive
    do    let wakes = (how.fate is accepted or variant = ignored_wakes) and s not in t.blocked
          queues.interrupted_by_ignored := queues.interrupted_by_ignored
            or wakes and t in queues.asleep and ignored(s, t.actions[s])
          queues.aimed := if s = SIGCHLD then queues.aimed else queues.aimed + {s}
          if wakes then {
            queues.told := queues.told + {t}
            queues.asleep := queues.asleep - woken_by_signal(t)
          }

  /// To the process. A thread that wants it is told; if there is none, nobody is.
  rule queue.is_sent_to_process (t: Task, s: Signal)
    cites kernel "kernel/signal.c:complete_signal", rule G12
    shows sending(t, s, how)
    when  how.shared,
          s in {SIGUSR1, SIGRTMIN},
          t.life is alive,
          wants(t, s) or not exists u: Task. wants(u, s),
          s = SIGRTMIN implies queues.sent < 3
    do    let queued = how.fate is accepted or variant = copies_of_standard and queues.copies < 2
          queues.copies := if s = SIGUSR1 and queued then queues.copies + 1 else queues.copies
          if wants(t, s) then {
            queues.told := queues.told + {t}
            queues.asleep := queues.asleep - woken_by_signal(t)
          }
          if s = SIGRTMIN then {
            queues.sent := queues.sent + 1
            queues.waits := with_sent(queues.waits, free_place(queues.waits),
                                      nameless(SIGRTMIN) with { value: queues.sent + 1 })
          }

  /// On its way to user mode a thread takes what it does not block.
  rule queue.is_taken (t: Task, s: Signal)
    fair t
    cites kernel "kernel/signal.c:get_signal", kernel "kernel/signal.c:dequeue_signal"
    shows fetched(t, s, wanted, how)
    when  wanted = waiting(t) - t.blocked,
          t not in queues.asleep,
          t in queues.told
    do    let queue = (if how.shared then t.shared_pending else t.pending) - t.blocked
          let place = if variant = realtime_lifo then place_of_last(queues.waits, s)
                      else place_of_oldest(queues.waits, s)
          let taken = number_in(queues.waits, place)
          queues.own_waited := queues.own_waited or how.shared and t.pending - t.blocked != {}
          queues.fault_waited := queues.fault_waited or SIGSEGV in queue and s != SIGSEGV
          queues.lower_waited := queues.lower_waited
            or s != SIGSEGV and exists x: Signal where x in queue and x != s. first({x, s}) = x
          queues.copies := if s = SIGUSR1 and how.shared then 0 else queues.copies
          queues.waits := without(queues.waits, place, s)
          queues.out_of_order := queues.out_of_order
            or s = SIGRTMIN and taken != queues.last_taken + 1
          queues.last_taken := if s = SIGRTMIN then taken else queues.last_taken

  /// On its way to user mode it finds that there is nothing to take after all.
  rule thread.finds_nothing (t: Task)
    fair t
    cites kernel "kernel/signal.c:recalc_sigpending"
    when  t.life is alive,
          t not in queues.asleep,
          t in queues.told,
          not has_something(t)
    do    queues.told := queues.told - {t}

  rule thread.sleeps (t: Task)
    cites kernel "kernel/signal.c:signal_pending_state"
    when  t.life is alive,
          t not in queues.told
    do    queues.asleep := queues.asleep + {t}

  /// A thread blocks everything; what was to be its own to take, the others are told of.
  rule thread.blocks (t: Task)
    cites kernel "kernel/signal.c:retarget_shared_pending", rule P9
    when  t.life is alive,
          t not in queues.asleep,
          t.blocked = {}
    do    t.blocked := changed(t.blocked, SIG_SETMASK, ~{})
          queues.told := queues.told - {t}
          for u: Task where u != t and is_told_instead(u) do {
            queues.told := queues.told + {u}
            queues.asleep := queues.asleep - woken_by_signal(u)
          }

  /// So does a thread that ends.
  rule thread.ends (t: Task, n: 0 .. 0)
    cites kernel "kernel/signal.c:exit_signals", rule P9
    shows exited(t, n)
    when  t.life is alive,
          t not in queues.asleep
    do    t.pending := {}
          queues.told := queues.told - {t}
          for u: Task where u != t and is_told_instead(u) do {
            queues.told := queues.told + {u}
            queues.asleep := queues.asleep - woken_by_signal(u)
          }

  /// The mask is opened again: what waited is looked for. A wait with another mask (epoll_pwait)
  /// ends when one comes that was blocked, and is ignored all the same.
  rule thread.unblocks (t: Task)
    cites kernel "kernel/signal.c:__set_current_blocked"
    when  t.life is alive,
          t.blocked != {},
          t not in queues.asleep or variant = blocked_ignored
    do    queues.interrupted_by_ignored := queues.interrupted_by_ignored
            or t in queues.asleep and waiting(t) = {SIGCHLD}
          t.blocked := {}
          if waiting(t) != {} then {
            queues.told := queues.told + {t}
            queues.asleep := queues.asleep - woken_by_signal(t)
          }

  /// What waits for the process is taken, as long as a thread lives that does not block it.
  property no_signal_lost:
    forall t: Task.
      SIGUSR1 in t.shared_pending and SIGUSR1 not in t.blocked and t.life is alive
      leads to SIGUSR1 not in t.shared_pending or SIGUSR1 in t.blocked or t.life is not alive

  /// In one queue. The same signal may wait for a thread and for its process at once, and is then
  /// taken twice.
  property waits_in_one_place:
    never exists t: Task. SIGUSR1 in t.pending and SIGUSR1 in t.shared_pending

  property standard_coalesce: always queues.copies <= 1

  property realtime_fifo: never queues.out_of_order

  /// Each of them is kept until it is taken.
  property realtime_kept:
    always place_of_oldest(queues.waits, SIGRTMIN) is not nowhere
             implies SIGRTMIN in task1.shared_pending

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
