// What keeps a task from ending that its state tells by itself. What it waits for in the kernel is
// in the files beside this one.

// ---------------------------------------------------------------------- it has ended already

/// It has ended; what is left is its exit status, which its parent has not waited for. No signal
/// does anything to it.
hold dead.not_waited_for
  when  shown.letter is letter_Z,
        shown.others = 0,
        shown.tracer = 0
  for   "its parent to wait for it"
  on    parent
  by    wake_parent, end_parent
  cites kernel "kernel/exit.c:exit_notify", man "wait(2)", rule G4 C2

/// It has ended, and its tracer has to wait for it before its parent may.
hold dead.not_waited_for_by_tracer
  when  shown.letter is letter_Z,
        shown.others = 0,
        shown.tracer > 0
  for   "its tracer to wait for it"
  on    tracer
  by    continue_tracer, end_tracer
  cites kernel "kernel/exit.c:wait_consider_task", man "ptrace(2)"

/// The first thread of the process has ended and the others have not. Nobody can wait for the
/// process before all of them have.
hold dead.leader_before_others
  when  shown.letter is letter_Z,
        shown.others > 0
  for   "the other threads of its process to end"
  on    threads
  cites kernel "kernel/exit.c:wait_consider_task", rule F6

// -------------------------------------------------------------- it is stopped, traced or frozen

/// It is stopped. Of signals only SIGKILL and SIGCONT do anything before it is continued; the
/// others wait.
hold stop.by_signal
  sleeps stopped
  when  shown.letter is letter_T
  for   "SIGCONT"
  by    send_continue, send_kill
  cites kernel "kernel/signal.c:do_signal_stop", rule S3 S4 J7

/// Its tracer holds it. SIGKILL ends it all the same; anything else waits for the tracer.
hold stop.by_tracer
  sleeps traced
  when  shown.letter is letter_t,
        not shown.in_exit
  for   "its tracer to let it go on"
  on    tracer
  by    continue_tracer, end_tracer, send_kill
  cites kernel "kernel/signal.c:ptrace_stop", rule J9 V6

/// It is ending already, and its tracer has asked to see that (PTRACE_O_TRACEEXIT): it stands still
/// on the way. The SIGKILL that would wake it has been taken, and a process that ends gets no
/// other.
hold stop.by_tracer_at_exit
  when  shown.letter is letter_t,
        shown.in_exit,
        SIGKILL in shown.shared or shown.threads = 1 or unknown
  for   "its tracer to let it go on"
  on    tracer
  by    continue_tracer, end_tracer
  cites kernel "kernel/exit.c:do_exit", kernel "kernel/signal.c:prepare_signal", man "ptrace(2)",
        rule G6

/// It is traced: its tracer is shown every signal but SIGKILL before it has any effect, and may
/// keep it from the task.
hold trace.tracer_decides
  when  shown.tracer > 0,
        s != SIGKILL,
        shown.letter is letter_S | letter_R | letter_D,
        not is_exiting(shown),
        comes_to is ends and unknown
  for   "its tracer to pass the signal on"
  on    tracer
  by    end_tracer
  cites kernel "kernel/signal.c:ptrace_signal", rule S10

/// Its control group is frozen. A signal that ends the process without a dump comes as SIGKILL and
/// does so; every other one waits for the thaw.
hold freeze.by_group
  when  shown.frozen,
        shown.letter is letter_S | letter_D | letter_I,
        not is_exiting(shown),
        comes_as(s, comes_to, shown) is not fatal_signal
  for   "its control group to be thawed"
  by    thaw, send_kill
  cites kernel "kernel/signal.c:do_freezer_trap", rule W8

/// A control group of the first version is frozen with the task in it. It runs no more before it is
/// thawed, not even to end; where it slept it may have been frozen in its sleep.
hold freeze.in_place
  when  shown.frozen_in_place,
        shown.letter is letter_D,
        fatal_signal not in wakers(frozen)
  for   "its control group to be thawed"
  by    thaw
  cites kernel "kernel/freezer.c:__set_task_frozen", rule W8 J14

// --------------------------------------------------------------- what becomes of the signal

/// It blocks the signal, which waits until it does so no longer.
hold signal.blocked
  when  comes_to is stays_pending,
        s in shown.blocked,
        shown.letter is not letter_T
  for   "the task to unblock it"
  by    send_kill
  cites kernel "kernel/signal.c:recalc_sigpending_tsk", rule P3

/// It blocks the signal, and has a signalfd that hands it out: the program reads it there and
/// decides what to do.
hold signal.read_by_descriptor
  when  comes_to is stays_pending,
        s in shown.read_by_descriptor
  for   "the program to read the signal from a signalfd, and to act on it"
  by    send_kill
  cites kernel "fs/signalfd.c:signalfd_dequeue", man "signalfd(2)"

/// It waits for this very signal in a call that takes it (sigwait): the call returns, and the
/// program decides what to do.
hold signal.awaited
  when  s in shown.awaited,
        not s in KERNEL_ONLY,
        shown.letter is letter_S
  for   "the program to act on the signal"
  by    send_kill
  cites kernel "kernel/signal.c:do_sigtimedwait", man "sigtimedwait(2)", rule P12

/// It has a handler for the signal: the program decides what to do.
hold signal.caught
  when  comes_to is handled
  for   "the program's handler"
  by    send_kill
  cites kernel "kernel/signal.c:get_signal", rule D6

/// It ignores the signal, which is thrown away when it is sent.
hold signal.ignored
  when  comes_to is dropped,
        t.actions[s].handler is ignore,
        not is_exiting(shown),
        shown.letter is not letter_Z
  by    send_kill
  cites kernel "kernel/signal.c:sig_ignored", rule G9

/// The signal does nothing by default, and nobody has said otherwise.
hold signal.ignored_by_default
  when  comes_to is dropped,
        t.actions[s].handler is default,
        ignored_by_default(s),
        not is_exiting(shown),
        shown.letter is not letter_Z
  by    send_kill
  cites kernel "kernel/signal.c:sig_ignored", man "signal(7) Standard signals"

/// The signal stops the process, and ends nothing.
hold signal.stops_it
  when  comes_to is stops
  by    send_kill
  cites kernel "kernel/signal.c:do_signal_stop", rule D6

/// Does a signal that nobody ignores come to nothing?
fn is_lost(s: Signal, comes_to: Coming, shown: Shown) -> bool =
  comes_to is goes_on
    or comes_to is dropped
      and not ignored_by_default(s)
      and not is_exiting(shown)
      and shown.letter is not letter_Z

/// It is the init of a pid namespace: signals that it has no handler for do nothing to it.
hold signal.init_is_immune
  when  is_lost(s, comes_to, shown),
        t.init,
        t.actions[s].handler is default,
        shown.depth > 1
  for   "SIGKILL from outside of its namespace"
  by    send_kill
  cites kernel "kernel/signal.c:sig_task_ignored", rule G11, man "pid_namespaces(7)"

/// It is the init of the very pid namespace that we are in: signals that it has no handler for do
/// nothing to it, and from in here nor does SIGKILL. What runs outside can end it, if there is an
/// outside.
hold signal.own_init_is_immune
  when  is_lost(s, comes_to, shown),
        t.init,
        t.actions[s].handler is default,
        shown.depth = 1
  for   "SIGKILL from outside of its namespace"
  cites kernel "kernel/signal.c:sig_task_ignored", rule G11, man "pid_namespaces(7)"

/// It is the init of the very namespace that the signal comes from, which not even SIGKILL ends.
hold signal.own_init
  when  t.init,
        shown.depth = 1,
        s in KERNEL_ONLY
  cites kernel "kernel/signal.c:sig_task_ignored", rule G11

/// A thread of the kernel takes no signals unless it asks for them.
hold signal.kernel_thread
  when  PF_KTHREAD in shown.flags
  cites kernel "kernel/signal.c:sig_task_ignored", man "kthreads"

// ----------------------------------------------------------------------------- it is ending

/// It is on its way through do_exit, where no signal is aimed at it any more: it ends when what it
/// waits for there comes, and not before.
hold exit.under_way
  when  is_exiting(shown),
        is_asleep(shown)
  for   "the end of that sleep"
  in scenario sigkill_terminates
  cites kernel "kernel/exit.c:do_exit", kernel "kernel/signal.c:wants_signal", rule P5 W6

/// It is on its way through do_exit, and runs: it gives back its memory, say. It will be gone when
/// it is through; to signal it does not hurry it.
hold exit.runs
  when  is_exiting(shown),
        shown.letter is letter_R
  for   "its own end"
  cites kernel "kernel/exit.c:do_exit"

/// It has been killed already: SIGKILL is pending, and it ends as soon as it looks for signals.
hold exit.killed_already
  when  SIGKILL in shown.pending,
        not is_exiting(shown),
        is_asleep(shown),
        state is uninterruptible | idle | frozen
  for   "the end of its sleep"
  cites kernel "kernel/signal.c:complete_signal", rule P6
