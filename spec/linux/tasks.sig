/// A call that failed returns the negative number of the error, at most this one.
const MAX_ERRNO = 4095
  cites kernel "include/linux/err.h:MAX_ERRNO"

/// Errors that the rules speak of; all others are one.
enum Errno {
  EINTR = 4, EAGAIN = 11 "EAGAIN" "EWOULDBLOCK", EIO = 5, EINVAL = 22, ECHILD = 10, EPERM = 1,
  ENOENT = 2, ESRCH = 3, ENOMEM = 12, EPIPE = 32, EFAULT = 14, ETIMEDOUT = 110,
  /// What strace shows of registers that it could not read: no call fails with such a number.
  unreadable_error "18446744073709*",
  other_error = 0 otherwise,
}

/// What a call brings back, as an observer at the end of the call sees it.
union Result {
  value(opaque),
  error(Errno),
  /// A restart code: the program has not seen it and, if all goes well, never will.
  code(RestartCode),
  /// The call did not return: the task ended in it.
  never,
  /// The observer could not read it.
  unavailable,
}

/// What the next thing must be that a task does in user mode.
union Resume {
  /// Anything.
  free,
  /// A call came back with a restart code, and no signal has been handled since.
  undecided(RestartCode),
  /// The call `last` again, with the same arguments.
  reissue,
  /// restart_syscall(2).
  go_on,
  /// Nothing: the call failed with EINTR. Only in a frame, or where one could not be built.
  fail,
}

/// Where a task stands between its birth and its end.
union Life {
  alive,
  /// In a group stop.
  stopped,
  /// It called exit or exit_group with this status.
  leaving(int),
  /// The frame of a handler could not be built: SIGSEGV comes next.
  faulting,
  /// It took a signal that ends its process.
  doomed(Signal),
  /// SIGKILL is on its way: the observer cannot read the task's registers any more.
  dying,
  /// SIGKILL came when it was to tell of a signal or of a result, which the observer could not read
  /// any more.
  unread,
  /// Its call did not return: it is about to end.
  gone,
  dead,
}

/// A handler that has not returned, and what it came in between of.
record Frame {
  signal: Signal,
  /// The mask that comes back when the handler returns.
  mask: set Signal,
  /// What becomes of the interrupted call.
  resume: Resume,
  last: Call,
  /// SA_SIGINFO: the handler gets the frame, and may change what comes back.
  editable: bool,
  /// The alternate stack that comes back.
  stack: AltStack,
}

/// A signal taken, and the action that will settle it: another thread may be changing it meanwhile.
record Taken { signal: Signal, code: SiCode, action: Action }

/// A signal whose action a task asks for, and what it may find; whether it changes it.
record Asked { signal: Signal, found: Action, changes: bool }

enum Abi { x86_64 "64 bit" "x86_64", i386 "32 bit" "i386", x32 "x32" }

/// How a task is traced: PTRACE_SEIZE tells more, and stops nobody.
enum Tracing { nobody_traces, attached_to, seized_by_tracer }

/// How a process ended.
union Fate { running, exited_with(int), killed_by(Signal) }

/// Processes: what their threads share.
entity Process {
  /// Which process it is.
  group: identity,
  actions: array Signal of Action,
  /// It has, or had, more than one thread.
  threaded: bool,
  /// Its threads were ended for another program: what they had taken may come again.
  lost_threads: bool,
  /// Init of a pid namespace: signals with the default action do not reach it.
  init: bool,
  /// Tasks of another process share its actions (CLONE_SIGHAND without CLONE_THREAD).
  mixed: bool,
  /// Who made it, or has come to be its parent since, and the signal that tells of its end.
  parent: identity,
  exit_signal: option Signal,
  fate: Fate,
  /// A core was dumped when it ended.
  dumped: bool,
  /// The signal that ended one of its threads, which ends them all.
  ended_by: option Signal,
  /// The status that exit_group(2) was called with.
  ends: option int,
  /// The status of the thread that called exit(2) last, as far as the order is known.
  left_with: option int,
  /// Its first thread called exit(2), and its own end is another than that of the process.
  leader_left: bool,
  /// How many programs it has run, and how many its maker had when it made this process.
  programs: int,
  programs_of_maker: int,
  /// Somebody has waited for it, or nobody has to; and who has.
  reaped: bool,
  waited_by: option identity,
  /// Who has been told of its end by a signal, or never will be.
  announced_to: option identity,
  /// Its children that are certainly alive, and those that ended and have not been waited for: at
  /// least so many.
  children: int,
  zombies: int,
  /// A call of its own has waited for a child, and could not tell for which.
  lost_waits: bool,
  /// Neither it nor those it comes from were seen to change to another user.
  keeps_user: bool,
  /// The longest time that the signal of each interval timer can be away.
  most_left: array Itimer of int,
  /// How often each comes again.
  comes_every: array Itimer of int,
  /// The signals that its threads have sent so far.
  sent: set Signal,
  /// The signal that last stopped it, or is about to.
  stopping: option Signal,
  /// It took one that stops it by default, and was not seen to stop since.
  about_to_stop: bool,
  /// The signals that ever did, or were about to.
  stops: set Signal,
  /// The last two that did, or were about to.
  stopped_last: option Signal,
  stopped_before: option Signal,
  /// How often one of those was taken, and how often it may have stopped of that; of how many of
  /// these stops a wait has told, and a signal; and of how many that the process went on from them.
  /// Those that are too long ago to be told of count, too.
  pauses: int,
  pauses_kept: int,
  pauses_waited: int,
  pauses_announced: int,
  ends_waited: int,
  ends_announced: int,
  /// A child may have stopped while the process was to be told of that.
  hears_of_stops: bool,
  /// Sends that have begun and not ended, to the process or one of its threads.
  coming: array Signal of int,
  /// Signals taken while another of the same was being sent: whether one is left is not known.
  overtaken: set Signal,
  /// Signals that were cancelled by one that was sent later, and not sent again since.
  taken_back: set Signal,
  /// Signals that one of several threads has taken, whose handler is gone then or will be.
  once: set Signal,
  /// What is pending for the process, for any thread to take. Known where sends are shown.
  shared_pending: set Signal,
  /// Signals that a thread waits for with sigtimedwait(2), or one of several may: it takes them
  /// before its call is seen to end.
  awaited: set Signal,
  /// Sends to the process, by tasks that are followed, that were not seen to be taken: at most so
  /// many.
  unseen: array Signal of int,
  /// Real-time signals that were sent to the process and not taken yet, while it has one thread.
  sent_to_all: Sends,
  alarm: Alarm,
  /// Calls under way that set it; and whether another was when the last of them began.
  setting: int,
  set_at_once: bool,
  /// The interval timers that may have been set since it began.
  counting: set Itimer,
  /// The timers that it has made.
  timers: array TimerId of option Timer,
  /// The longest time that the signal of each can be away.
  timer_left: array TimerId of int,
  /// How often each comes again.
  timer_every: array TimerId of int,
  /// It has made more than those.
  later_timers: bool,
  /// Those that are set and may come.
  armed: set TimerId,
  /// Those that come again and again when they are set.
  periodic: set TimerId,
  /// Those of which a signal may be pending that came before they were set last.
  stale: set TimerId,
  /// Signals that such timers were seen to send: one may be pending beside another one.
  of_timers: set Signal,
  /// What a queue of messages is to send, and whether it has asked for more of that.
  notice: option Timer,
  later_notices: bool,
  /// A standard signal that was queued for it when none of its number was pending.
  said: option Sent,
  /// Its program, or the one it comes from, has called set_tid_address(2).
  set_up: bool,
  /// The number of the group that it is in, as calls have shown.
  in_group: int,
  /// It leads a session, and so its group: it stays there.
  leads_session: bool,
  /// Calls that are about to move it to another group, and that group if they agree.
  moves: int,
  moves_to: int,
  /// Who is signalling its group.
  hailed_by: option identity,
}

/// Threads, in the kernel's word.
entity Task in Process {
  /// Which task it is, and the number it goes by.
  self: identity,
  id: int,
  /// It was never seen itself, or its number was another's before.
  doubtful: bool,
  /// The thread whose end is that of the process.
  leader: bool,
  life: Life,
  blocked: set Signal,
  /// The mask that a call with a temporary mask will put back.
  restore: option set Signal,
  frames: stack 8 of Frame,
  /// A signal was taken from the pending ones, and what it does is not settled.
  taken: option Taken,
  /// The action of a signal is being asked for.
  asked: option Asked,
  resume: Resume,
  /// The call that `resume` speaks of.
  last: Call,
  /// The way back to user mode may already have been prepared without a handler: another thread
  /// took the signal, or it was ignored. A handler that comes then finds the restart set up.
  passed: bool,
  clone_flags: set CloneFlag,
  /// Actions that other threads have changed since it began to make its last child, which may have
  /// the old ones.
  changed_meanwhile: set Signal,
  /// Its process was moved to another group since it began to make its last child.
  moved: bool,
  /// Its next child begins a pid namespace: it called unshare for one.
  child_is_init: bool,
  altstack: AltStack,
  /// The signal that the child it is making is to send it at its end.
  exit_asked: option Signal,
  /// When the call ends that was interrupted and goes on through restart_syscall: not before.
  deadline: int,
  /// When a wait at a word of memory that goes on has waited for long enough. It may be woken at
  /// any time before.
  gives_up: int,
  /// A call that goes on through restart_syscall was interrupted, and no handler has returned
  /// since. Perhaps it was where a filter hides the call, and a signal came that nothing handled.
  resumable: bool,
  /// What was left of the timeout of a call that is to be made again.
  left: int,
  /// A handler was left other than by returning, so frames may come back in any order.
  strays: bool,
  /// A frame was skipped, but none has come back out of order yet.
  skipped: bool,
  /// Signals that are certainly pending for it, and those of them sent to it alone.
  due: set Signal,
  due_alone: set Signal,
  /// Signals that calls of its own may have raised in its name, and that were not seen yet.
  raised: set Signal,
  /// What is pending for it alone. Known where sends are shown.
  pending: set Signal,
  /// As `unseen`, of sends to this thread alone.
  aimed: array Signal of int,
  /// Real-time signals that were sent to this thread alone, and not taken yet.
  sent_alone: Sends,
  /// What it is seen to do next may have happened before the last signal was sent.
  early: bool,
  /// It is seen to have ended a call, or to have taken a signal, since then.
  came_back: bool,
  /// The signal that tells it of its maker's end, if one does.
  death_signal: set Signal,
  /// A filter of calls (seccomp) may answer its calls. Taken for granted: none that nobody is seen
  /// to set up says what looks like a signal.
  sandboxed: bool,
  /// A filter has a listener, who may answer for it.
  supervised: bool,
  /// It was running already when the observer came to it.
  met_late: bool,
  /// Does a task of the recording trace it? Whether it is to stop for its tracer; the group stop
  /// that it is in then.
  tracing: Tracing,
  trap: bool,
  halted: option Signal,
  /// Made by vfork: its maker waits for it to run another program, or to end.
  vforked: bool,
  /// It has not come to that yet.
  borrows: bool,
  /// It is running another program, and its call was not seen to end.
  executes: bool,
  /// Whose numbers its calls have. A recording in a file does not say; the first restart does.
  abi: Abi,
}

/// The part of a siginfo that the rules look at.
record Siginfo {
  signal: Signal as "si_signo",
  code: SiCode as "si_code",
  named: CodeName as "si_code",
  pid: int as "si_pid",
  uid: int as "si_uid",
  status: int as "si_status",
  /// The status again, of a child that a signal ended.
  killer: Signal as "si_status",
  /// What a sender says besides: a pointer, whose lower half is a number.
  value: int as "si_ptr",
  number: int as "si_int",
  timer: TimerId as "si_timerid",
  overrun: int as "si_overrun",
}

/// Which signal a code belongs to that goes by a name. Codes that any signal may have are one.
enum CodeName {
  of_fault "SEGV_*", of_bus "BUS_*", of_instruction "ILL_*", of_arithmetic "FPE_*",
  of_trap "TRAP_*", of_filter "SYS_*", of_child "CLD_*", of_input "POLL_*", of_any otherwise,
}

/// Does a signal say of itself which it is, and why it came, as that one does? What a code means
/// that is printed as a number, the signal tells.
fn says_itself(s: Signal, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:copy_siginfo", strace "printsiginfo.c:print_si_code", rule G15
=
  info.signal = s
    and match info.named {
      of_fault       => s = SIGSEGV
      of_bus         => s = SIGBUS
      of_instruction => s = SIGILL
      of_arithmetic  => s = SIGFPE
      of_trap        => s = SIGTRAP
      of_filter      => s = SIGSYS
      of_child       => s = SIGCHLD
      of_input       => s = SIGIO
      of_any         => true
    }
    and (s in SYNCHRONOUS
           implies info.code is not CLD_EXITED | CLD_KILLED | CLD_DUMPED | CLD_TRAPPED
             | CLD_STOPPED | CLD_CONTINUED | poll_event)
    and (s = SIGCHLD implies info.code is not fault | poll_event)

/// Why a signal was sent. What a small number means depends on the signal: as a text it is one of
/// several.
enum SiCode {
  SI_USER = 0, SI_QUEUE = -1, SI_TIMER = -2, SI_MESGQ = -3, SI_ASYNCIO = -4, SI_SIGIO = -5,
  SI_TKILL = -6, SI_KERNEL = 0x80,
  CLD_EXITED = 1 "CLD_EXITED" "1", CLD_KILLED = 2 "CLD_KILLED" "2", CLD_DUMPED = 3 "CLD_DUMPED" "3",
  CLD_TRAPPED = 4 "CLD_TRAPPED" "4", CLD_STOPPED = 5 "CLD_STOPPED" "5",
  CLD_CONTINUED = 6 "CLD_CONTINUED" "6",
  /// A fault of the program, or a seccomp filter's verdict.
  fault = 1000 "SEGV_*" "BUS_*" "ILL_*" "FPE_*" "TRAP_*" "SYS_*" "1" "2" "3" "4" "5" "6" "7" "8"
      "9" "10" "11" "12" "13" "14" "15",
  poll_event = 1001 "POLL_*" "1" "2" "3" "4" "5" "6",
  other_code = 1002 otherwise,
}

/// A task enters a system call. `open`: the end of the call is told by a later line.
observation entered(t: Task, syscall: Call, open: bool, seen: int, clock: Clock)
/// A system call comes to its end. It began at `began` and took no longer than `spent`; `amount` is
/// the result as a number, `numbered` the signal that has this number.
observation returned(t: Task, syscall: Call, result: Result, spent: int, began: int, seen: int,
                     clock: Clock, amount: int, numbered: Signal)
/// A signal was taken from the pending ones; what it does is not decided yet. `inside`: while a
/// call of the task is in progress, as far as the observer can tell.
observation delivered(t: Task, s: Signal, info: Siginfo, inside: bool, seen: int, clock: Clock)
/// The task goes on from the signal it has taken: the action is read only now.
observation settled(t: Task)
/// A task stopped, with all of its process.
observation stopped(t: Task, s: Signal)
observation exited(t: Task, status: int)
observation killed(t: Task, s: Signal, core: bool)
/// A task made another one.
observation born(t: Task, child: Task)
/// Another thread's execve took over the task's id.
observation superseded(t: Task)
/// From here on the task makes the calls of another ABI.
observation changed_abi(t: Task, abi: Abi)
/// A task that another has made is seen for the first time.
observation first_seen(t: Task)
/// What a call that makes tasks seems to have come to may be what another's call came to.
observation misread_birth(t: Task)

always forall t: Task. t.actions[SIGKILL].handler is default
  cites kernel "kernel/signal.c:do_sigaction", rule A1

always forall t: Task. t.actions[SIGSTOP].handler is default
  cites kernel "kernel/signal.c:do_sigaction", rule A1

always forall t: Task. not SIGKILL in t.blocked and not SIGSTOP in t.blocked
  cites kernel "kernel/signal.c:set_current_blocked", rule P2
