// What /proc shows of a task, and the state of the model that it is a picture of. Nothing of what
// is not shown is known: masks of handlers, the frames of those that run.

/// Flags of a task that /proc/PID/stat shows (field 9).
enum TaskFlag {
  /// It is in do_exit: no signal is aimed at it any more.
  PF_EXITING = 0x4,
  /// It has dumped a core.
  PF_DUMPCORE = 0x200,
  /// A signal ended it.
  PF_SIGNALED = 0x400,
  /// A thread of the kernel's own.
  PF_KTHREAD = 0x200000,
}

/// Whose move it is.
enum Whom {
  /// Whoever made it, or took it over.
  parent, tracer,
  children,
  /// The other threads of its process.
  threads,
  /// All that live in the pid namespace whose first process it is.
  namespace_,
  /// Whoever has the device of a FUSE connection open, and so may answer. Since 6.16 fdinfo tells
  /// which connection that is.
  fuse_server "/dev/fuse" "fuse_connection {connection:fuse|fuseblk}",
  /// Whoever may fill a page: of a userfaultfd fdinfo tells how many faults wait for that.
  fault_handler "anon_inode:[userfaultfd]" "total but 0",
  supervisor "anon_inode:seccomp notify",
  watcher "anon_inode:[fanotify]",
  /// Whoever has the pipe open that the call is about, to write into it, or to read from it.
  writers "{object}" "flags *1|*2",
  readers "{object}" "flags *0|*2",
  /// Whoever has the lock.
  lock_owner "locks",
}

/// What a signal that is sent now comes to, when the task looks for signals again.
enum Coming {
  /// It ends the process.
  ends,
  /// A handler runs.
  handled,
  /// The process stops.
  stops,
  /// It is thrown away when it is sent.
  dropped,
  /// It waits until it is blocked no longer.
  stays_pending,
  /// It is taken, and the program goes on.
  goes_on,
}

/// The names are those of the file beneath /proc/PID and of the value in it; `task` and `cgroup`
/// are found out of several files. The text of a field is what is not known without it.
record Shown {
  /// the state: whether it runs, sleeps, is stopped, traced or a zombie
  letter: Letter as "status State",
  /// signals pending for it alone
  pending: set Signal as "status SigPnd",
  /// signals pending for its process
  shared: set Signal as "status ShdPnd",
  /// which signals it blocks
  blocked: set Signal as "status SigBlk",
  /// which signals it ignores
  ignored: set Signal as "status SigIgn",
  /// which signals it has handlers for
  caught: set Signal as "status SigCgt",
  /// whether it is traced, and by whom
  tracer: int as "status TracerPid",
  /// who its parent is
  parent: int as "status PPid",
  /// its number in its own pid namespace
  number_inside: int as "status NSpid.inside",
  /// how many pid namespaces it has a number in
  depth: int as "status NSpid.depth",
  /// how many threads its process has
  threads: int as "status Threads",
  /// whether it has begun to end
  flags: set TaskFlag as "stat flags",
  leader: bool as "task leader",
  /// whether it is known in which function of the kernel it sleeps
  place: bool as "task place",
  /// whether it is on its way out
  in_exit: bool as "stack do_exit",
  /// how many other threads of its process have not ended
  others: int as "task alive",
  frozen: bool as "cgroup frozen.v2",
  /// whether a control group freezes it
  frozen_in_place: bool as "cgroup frozen.v1",
  /// which signals it waits for in a call that takes them
  awaited: set Signal as "argument rt_sigtimedwait.wanted",
  /// which signals its process reads from descriptors
  read_by_descriptor: set Signal as "fd anon_inode:[signalfd] sigmask",
}

/// Files beneath /proc/PID that no condition looks at. What is said of one is not known without it.
enum ShownFile {
  /// in which function of the kernel it sleeps: what it waits for, and whether SIGKILL ends that
  stack_file "stack",
  /// the function that it sleeps in, where its stack is not shown
  wchan_file "wchan",
  /// which call it is in, and on which file
  syscall_file "syscall",
  /// who its children are
  children_file "children",
  /// which mounts it sees: which connection would have to be aborted
  mountinfo_file "mountinfo",
  /// in which pid namespace it is: who lives there with it
  namespace_file "ns/pid",
  /// which signals its call waits for, and takes
  memory_file "mem",
  /// what it has open: whether it reads signals from a descriptor
  descriptor_files "fdinfo",
}

/// Is it asleep in the kernel?
fn is_asleep(shown: Shown) -> bool =
  shown.letter is letter_S | letter_D | letter_I

/// It is past the point in its exit from which on no signal is aimed at it.
fn is_exiting(shown: Shown) -> bool
  cites kernel "kernel/signal.c:exit_signals", rule P5 W6
=
  PF_EXITING in shown.flags

/// What a signal comes for a sleeper as.
fn waker_of(s: Signal) -> Waker
  cites kernel "kernel/signal.c:complete_signal", rule W1 W2 W7
=
  if s = SIGKILL then fatal_signal else if s = SIGCONT then continue_signal else signal

/// Signals that end a process when they are sent, without a dump, come as SIGKILL to each thread;
/// but while it is stopped no thread wants any of them.
fn comes_as(s: Signal, comes_to: Coming, shown: Shown) -> Waker
  cites kernel "kernel/signal.c:complete_signal", kernel "kernel/signal.c:wants_signal", rule P5 P6
=
  if comes_to is ends
       and default_action(s) is terminate
       and shown.tracer = 0
       and shown.letter is not letter_T then fatal_signal
  else waker_of(s)

/// May it be in that state, as far as its letter tells? Nobody falls asleep where a SIGKILL of his
/// own that is pending would wake him.
fn may_be_in(state: TaskState, shown: Shown) -> bool
  cites kernel "kernel/sched/core.c:__schedule", rule W3
=
  letter(state) = shown.letter and not (SIGKILL in shown.pending and fatal_signal in wakers(state))

/// Does the signal leave the task asleep in that state?
fn is_not_woken(s: Signal, comes_to: Coming, shown: Shown, state: TaskState) -> bool
  cites kernel "kernel/signal.c:wants_signal", kernel "kernel/signal.c:signal_wake_up_state"
=
  is_exiting(shown) or comes_as(s, comes_to, shown) not in wakers(state)

/// Tasks that should be gone, or that nobody would miss for so long: killed, ending, ended,
/// stopped, or in a sleep that not every signal ends.
fn should_be_gone(shown: Shown) -> bool
  cites man "proc_pid_status(5)"
=
  not PF_KTHREAD in shown.flags
    and (shown.letter is letter_Z | letter_T | letter_t | letter_D
           or SIGKILL in shown.pending + shown.shared
           or is_exiting(shown))

/// /proc shows the task like this.
observation found_in_proc(t: Task, shown: Shown)
/// The task is about to end.
observation ending(t: Task)
/// The task is past the point from which on signals do nothing to it.
observation too_late(t: Task)
/// Why does this signal not end it? It would come to that; the task may be asleep in that state.
observation asked_why(t: Task, s: Signal, shown: Shown, comes_to: Coming, state: TaskState)

view closed
  cites man "proc_pid_status(5)"
{
  line in_proc   "State: D (disk sleep)"  shows found_in_proc
  line ending    "A is about to end"      shows ending
  line too_late  "A has ended"            shows too_late
  line why       "kill -9 has no effect"  shows asked_why

  /// The state that /proc shows: dispositions, masks, what is pending, how far it has come with its
  /// end. Other signals may be taken before the one that is asked about.
  rule proc.found
    cites man "proc_pid_status(5)", kernel "fs/proc/array.c:proc_pid_status"
    unobservable "no recording shows /proc; tests of `stuck` exercise it"
    shows found_in_proc(t, shown)
    do    for s: Signal do {
            t.actions[s] := {
              handler: if s in shown.caught then caught(unknown)
                       else if s in shown.ignored then ignore
                       else default,
              flags: unknown + WAY_BACK,
              mask: unknown
            }
          }
          // What a call waits for does not show as blocked, but nothing else takes it.
          t.blocked := shown.blocked
            + (if shown.letter is letter_S then shown.awaited - KERNEL_ONLY else {})
          t.pending := shown.pending
          t.shared_pending := shown.shared
          t.threaded := shown.threads > 1
          t.leader := shown.leader
          t.init := shown.number_inside = 1
          t.early := true
          t.came_back := false
          t.life := if shown.letter is letter_Z | letter_X then dead
                    else if is_exiting(shown) then leaving(unknown)
                    else if shown.letter is letter_T then stopped
                    else alive

  rule proc.ending
    cites kernel "kernel/signal.c:get_signal"
    unobservable "no recording shows /proc; tests of `stuck` exercise it"
    shows ending(t)
    when  t.life is doomed(_) | dying

  rule proc.too_late
    cites kernel "kernel/signal.c:prepare_signal", rule G4 G6
    unobservable "no recording shows /proc; tests of `stuck` exercise it"
    shows too_late(t)
    when  t.life is dead | leaving(_)
}
