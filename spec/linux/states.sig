/// What a task is doing, as its sleep state tells: whether it runs, and what can wake it.
enum TaskState {
  /// On a processor, or waiting for one. A call that is running can still look for signals itself.
  running,
  /// Asleep until its event, or until a signal: what "slow" calls do.
  interruptible,
  /// Asleep until its event, or until a signal that ends the task; ps shows D. The children's
  /// vfork parent, a read of a page from a disk, most answers of network file systems.
  killable,
  /// Asleep until its event, and nothing else.
  uninterruptible,
  /// As uninterruptible, for those whom the load average does not count.
  idle,
  /// In a group stop.
  stopped,
  /// Held by its tracer.
  traced,
  /// A kernel thread that was set aside.
  parked,
  /// Put on ice by the freezer.
  frozen,
  /// Being made.
  new,
  /// Ended, and not yet waited for.
  zombie,
  /// Ended, and waited for.
  dead,
}

/// The letter of a state in /proc/PID/stat and in ps.
enum Letter prefix "letter_" {
  /// it runs, or would if there were a processor for it
  letter_R,
  /// it sleeps
  letter_S,
  /// it sleeps, and not every signal wakes it
  letter_D,
  /// it sleeps, and no signal wakes it
  letter_I,
  /// it is stopped
  letter_T,
  /// its tracer holds it
  letter_t,
  /// it is parked
  letter_P,
  /// it has ended, and nobody has waited for it
  letter_Z,
  /// it is gone
  letter_X,
  /// Nobody gets to see a task in this state.
  letter_unseen,
}

/// What ps shows. D can be three things: killable, uninterruptible or frozen.
table letter(state: TaskState) -> Letter
  cites kernel "fs/proc/array.c:get_task_state", man "proc(5)",
        rule B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 B12 B13 B14 B15
{
  running                             -> letter_R
  interruptible                       -> letter_S
  killable | uninterruptible | frozen -> letter_D
  idle                                -> letter_I
  stopped                             -> letter_T
  traced                              -> letter_t
  parked                              -> letter_P
  new                                 -> letter_unseen
  zombie                              -> letter_Z
  dead                                -> letter_X
}

/// What can make a sleeping task run.
enum Waker {
  /// What it waits for, or the end of its timeout.
  event,
  /// A signal that it does not block and that is not ignored. A traced task
  /// also wakes for ignored ones.
  signal,
  /// A signal that ends the task: SIGKILL, or the end of its process.
  fatal_signal,
  /// SIGCONT, even when it is blocked or ignored.
  continue_signal,
  /// A tracer that attaches, or lets go.
  tracer,
  /// Work of the kernel's in the task's name, such as the completion of an io_uring request (since
  /// 5.11). It looks like a signal to the sleeper, and there is none.
  task_work,
  /// The freezer of the system or of a control group. It, too, looks like a signal.
  freezer,
  /// The end of a freeze.
  thaw,
}

/// What wakes a task from each state.
table wakers(state: TaskState) -> set Waker
  cites kernel "kernel/signal.c:signal_wake_up_state", kernel "kernel/sched/core.c:try_to_wake_up",
        rule W1 W2 W4 W7 W8 P8 J2 J3 J4 J7 J9 J14
{
  running         -> {}
  interruptible   -> {event, signal, fatal_signal, tracer, task_work, freezer}
  killable        -> {event, fatal_signal}
  uninterruptible -> {event}
  idle            -> {event}
  stopped         -> {continue_signal, fatal_signal, tracer}
  traced          -> {tracer, fatal_signal}
  parked          -> {event}
  frozen          -> {thaw}
  new             -> {event}
  zombie          -> {}
  dead            -> {}
}

/// The state of a task after one of these came for it.
fn woken(state: TaskState, by: Waker) -> TaskState =
  if by in wakers(state) then running else state

/// May a signal that does not end the task cut its sleep short?
fn interruptible_by_signals(state: TaskState) -> bool =
  signal in wakers(state)
