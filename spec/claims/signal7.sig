// What signal(7) says of signals themselves: what they do by default, masks, queues and handlers.

claim signal7.default_terminates
  page "signal(7)" section "Standard signals"
  says "By default these end the process: SIGALRM, SIGHUP, SIGINT, SIGIO, SIGKILL, SIGPIPE,"
       "SIGPROF, SIGPWR, SIGSTKFLT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM."
  is forall s: Signal where s
                              in {SIGALRM, SIGHUP, SIGINT, SIGIO, SIGKILL, SIGPIPE, SIGPROF, SIGPWR,
                                  SIGSTKFLT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM}.
       default_action(s) is terminate
  expect holds

claim signal7.default_dumps_core
  page "signal(7)" section "Standard signals"
  says "By default these end the process with a core dump: SIGABRT, SIGBUS, SIGFPE, SIGILL,"
       "SIGQUIT, SIGSEGV, SIGSYS, SIGTRAP, SIGXCPU, SIGXFSZ; and no others do."
  is forall s: Signal.
       default_action(s) is dump_core
         implies s
           in {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGSYS, SIGTRAP, SIGXCPU,
               SIGXFSZ},
     forall s: Signal where s
                              in {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGSYS,
                                  SIGTRAP, SIGXCPU, SIGXFSZ}.
       default_action(s) is dump_core
  expect holds

claim signal7.default_ignores
  page "signal(7)" section "Standard signals"
  says "SIGCHLD, SIGURG and SIGWINCH are ignored by default, and no others are."
  is forall s: Signal. default_action(s) is ignore implies s in {SIGCHLD, SIGURG, SIGWINCH},
     forall s: Signal where s in {SIGCHLD, SIGURG, SIGWINCH}. default_action(s) is ignore
  litmus page_ignored_by_default always "A.got = 3 and A.end = done"
  expect holds

claim signal7.default_stops
  page "signal(7)" section "Standard signals"
  says "SIGSTOP, SIGTSTP, SIGTTIN and SIGTTOU stop the process by default, and no others do."
  is forall s: Signal. default_action(s) is stop implies s in {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU},
     forall s: Signal where s in {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU}. default_action(s) is stop
  expect holds

claim signal7.default_continues
  page "signal(7)" section "Standard signals"
  says "SIGCONT lets a process that is stopped go on; to one that runs it does nothing by default."
  is default_action(SIGCONT) is continue_
  litmus page_continue_while_running always "A.got = 0 and A.end = done"
  litmus page_stopped_and_continued always "A.got = 0 and A.end = done"
  expect holds

claim signal7.kill_and_stop_not_caught
  page "signal(7)" section "Standard signals"
  says "SIGKILL and SIGSTOP can be neither caught nor ignored."
  is forall s: Signal where s in {SIGKILL, SIGSTOP}. not accepts_action(s, 8, true)
  expect holds

claim signal7.kill_and_stop_not_blocked
  page "signal(7)" section "Standard signals"
  says "SIGKILL and SIGSTOP cannot be blocked."
  is forall s: Signal where s in {SIGKILL, SIGSTOP}. s not in changed({}, SIG_SETMASK, {s})
  litmus page_kill_is_not_blocked always "A.killed_by = SIGKILL and A.got = none"
  property handler_masks.kill_stop_never_blocked of linux
  expect holds

claim signal7.others_blocked
  page "signal(7)" section "Signal mask and pending signals"
  says "Every other signal can be blocked."
  is forall s: Signal where s not in KERNEL_ONLY. s in changed({}, SIG_BLOCK, {s})
  expect holds

claim signal7.sigunused
  page "signal(7)" section "Signal numbering for standard signals"
  says "SIGIOT is another name of SIGABRT, SIGPOLL one of SIGIO."
  expect beyond "names are the C library's; the specification reads both as one signal"

claim signal7.realtime_terminates
  page "signal(7)" section "Real-time signals"
  says "A real-time signal that is not handled ends the process."
  is forall s: Signal where s not in STANDARD. default_action(s) is terminate
  expect holds

claim signal7.realtime_range
  page "signal(7)" section "Real-time signals"
  says "There are 33 real-time signals, numbered 32 to 64."
  is (count s: Signal where s not in STANDARD) = 33
  expect holds

claim signal7.realtime_queued
  page "signal(7)" section "Real-time signals"
  says "Each instance of a real-time signal is queued."
  litmus page_realtime_queued always "A.handled = [SIGRTMIN, SIGRTMIN, SIGRTMIN]"
  expect holds

claim signal7.realtime_in_order
  page "signal(7)" section "Real-time signals"
  says "Instances of one real-time signal are delivered in the order in which they were sent."
  property pending_queues.realtime_fifo of linux
  expect holds

claim signal7.realtime_lowest_first
  page "signal(7)" section "Real-time signals"
  says "Of several real-time signals the one with the lowest number is delivered first."
  is next_signal({SIGRTMIN, SIGRT_1, SIGRT_2}) = SIGRTMIN,
     next_signal({SIGRT_31, SIGRT_32}) = SIGRT_31
  property pending_queues.lowest_first of linux
  expect holds

/// Only within one queue: what is sent to the thread itself goes before all that is sent to its
/// process, whatever their numbers.
claim signal7.standard_before_realtime
  page "signal(7)" section "Real-time signals"
  says "Linux gives standard signals priority over real-time signals."
  is forall s: Signal where s in STANDARD. next_taken({}, {s, SIGRTMIN}) = s,
     forall s: Signal where s in STANDARD. next_taken({s, SIGRTMIN}, {}) = s,
     forall s: Signal where s in STANDARD. next_taken({SIGRTMIN}, {s}) = s
  expect conditional
  seen in page_realtime_of_thread_first "A.handled = [SIGTERM, SIGRTMIN]"
  cites kernel "kernel/signal.c:dequeue_signal"

claim signal7.realtime_value
  page "signal(7)" section "Real-time signals"
  says "A handler with SA_SIGINFO gets the value that was sent with sigqueue(3)."
  expect beyond "litmus tests do not see what a handler gets; recordings are checked for it"

claim signal7.standard_does_not_queue
  page "signal(7)" section "Queueing and delivery semantics for standard signals"
  says "A standard signal that is sent several times while it is blocked is delivered once."
  litmus page_standard_coalesces always "A.handled = [SIGUSR1]"
  property pending_queues.standard_coalesce of linux
  expect holds

claim signal7.first_siginfo_kept
  page "signal(7)" section "Queueing and delivery semantics for standard signals"
  says "The siginfo of a standard signal is that of its first instance."
  expect beyond "litmus tests do not see what a handler gets; recordings are checked for it"

/// It is the same each time: what the thread itself was sent before what its process was; faults
/// before all others; then by number. Handlers run the other way round, for each is put on top of
/// the one before it.
claim signal7.order_unspecified
  page "signal(7)" section "Queueing and delivery semantics for standard signals"
  says "The order in which several pending standard signals are delivered is unspecified."
  litmus page_pending_together sometimes "A.handled = [SIGHUP, SIGUSR1, SIGTERM]"
  litmus page_pending_together sometimes "A.handled = [SIGUSR1, SIGTERM, SIGHUP]"
  expect refuted
  seen in page_pending_together "A.handled = [SIGTERM, SIGUSR1, SIGHUP]"
  cites kernel "kernel/signal.c:next_signal", kernel "kernel/signal.c:dequeue_signal"

claim signal7.mask_of_thread
  page "signal(7)" section "Signal mask and pending signals"
  says "Each thread has a signal mask of its own."
  litmus page_mask_of_thread always "A.handled = [SIGUSR1]"
  litmus page_mask_of_thread never "T.handled = [SIGUSR1]"
  expect holds

claim signal7.blocked_waits
  page "signal(7)" section "Signal mask and pending signals"
  says "A signal that is blocked is not delivered until it is unblocked."
  litmus page_blocked_waits always "A.before = 0 and A.got = 0 and A.handled = [SIGUSR1]"
  property pending_queues.no_signal_lost of linux
  expect holds

/// A stop takes back a SIGCONT that is pending, SIGCONT takes back the stops, and whoever ignores a
/// signal drops the ones that are pending.
claim signal7.pending_until_delivered
  page "signal(7)" section "Signal mask and pending signals"
  says "Once it is generated, a blocked signal is pending until it is unblocked and delivered."
  is forall s: Signal. cancelled_by(s) = {}
  litmus page_stop_is_taken_back always "A.end = stopped"
  expect conditional
  seen in page_stop_is_taken_back "A.end = done and A.got = 0"
  cites kernel "kernel/signal.c:prepare_signal"

claim signal7.process_directed
  page "signal(7)" section "Signal mask and pending signals"
  says "What is sent to a process any of its threads may take that does not block it."
  litmus page_mask_of_thread always "A.handled = [SIGUSR1]"
  litmus page_process_signal_once never "A.sleeps_in = pause and T.sleeps_in = pause"
  expect holds

claim signal7.thread_directed
  page "signal(7)" section "Signal mask and pending signals"
  says "What is sent to a thread with tgkill(2) that thread takes, and no other."
  litmus page_thread_signal always "T.handled = [SIGUSR1]"
  litmus page_thread_signal never "A.handled = [SIGUSR1]"
  expect holds

/// The leader is looked at first, and then the others in turn, from the one that was chosen last.
/// That thread is woken; another that comes by first may still take the signal.
claim signal7.arbitrary_thread
  page "signal(7)" section "Signal mask and pending signals"
  says "If several threads do not block a signal, the kernel chooses an arbitrary one."
  is asked_as(leader_of_all) = asked_as(one_of_the_others)
  expect refuted
  unseen "another thread that comes by may be faster: only a program whose threads sleep shows it"
  cites kernel "kernel/signal.c:complete_signal", live "pages"

/// Of that union only what the caller blocks is told: what is pending and not blocked is left out.
claim signal7.pending_union
  page "signal(7)" section "Signal mask and pending signals"
  says "sigpending(2) tells the union of what is pending for the process and for the thread."
  is forall s: Signal. s in told_as_pending({s}, {s}),
     forall s: Signal. s in told_as_pending({s}, {})
  expect conditional
  unseen "only a program shows it whose other thread is to take the signal and cannot yet"
  cites kernel "kernel/signal.c:do_sigpending", live "pages"

claim signal7.child_pending
  page "signal(7)" section "Signal mask and pending signals"
  says "A child begins without pending signals, and with a copy of the mask."
  litmus page_fork_keeps_mask never "C.handled = [SIGUSR1]"
  litmus page_fork_keeps_mask always "A.got.exited = 3"
  expect holds

/// Timers are gone with the program that made them, and so are the signals that they have queued.
claim signal7.pending_over_exec
  page "signal(7)" section "Signal mask and pending signals"
  says "Pending signals stay pending over execve(2)."
  is forall c: SiCode. stays_over_exec(c)
  expect conditional
  unseen "no litmus test runs another program"
  cites kernel "fs/exec.c:begin_new_exec", live "pages"

claim signal7.exec_resets_handlers
  page "signal(7)" section "Signal dispositions"
  says "execve(2) sets what was handled back to the default."
  is flushed({ handler: caught(unknown), flags: {SA_RESTART}, mask: {SIGUSR1} }).handler is default,
     flushed({ handler: default, flags: {}, mask: {} }).handler is default
  expect holds

claim signal7.exec_keeps_ignored
  page "signal(7)" section "Signal dispositions"
  says "What was ignored execve(2) leaves ignored."
  is flushed({ handler: ignore, flags: {}, mask: {} }).handler is ignore
  expect holds

claim signal7.dispositions_of_process
  page "signal(7)" section "Signal dispositions"
  says "What a signal does is the same for all threads of a process."
  litmus page_process_signal_once never "A.killed_by = SIGUSR1"
  litmus page_thread_signal always "T.handled = [SIGUSR1]"
  expect holds

claim signal7.handler_mask
  page "signal(7)" section "Execution of signal handlers"
  says "While a handler runs sa_mask is blocked, and the signal itself unless SA_NODEFER was given."
  is forall s: Signal. s in handler_mask(s, { handler: default, flags: {}, mask: {} }),
     forall s: Signal.
       s not in handler_mask(s, { handler: default, flags: {SA_NODEFER}, mask: {} }),
     forall s: Signal. SIGTERM in handler_mask(s, { handler: default, flags: {}, mask: {SIGTERM} })
  litmus page_handler_mask always "A.handled = [SIGUSR1, SIGUSR2] and A.inner = 0"
  property handler_masks.handler_mask_exact of linux
  expect holds

/// Under sigsuspend, ppoll, pselect6, epoll_pwait and io_pgetevents the frame holds the mask from
/// before the call, while the handler runs with the temporary mask and its own.
claim signal7.frame_holds_current_mask
  page "signal(7)" section "Execution of signal handlers"
  says "The thread's current mask is saved in the frame, and is the mask again after the handler."
  litmus page_blocked_waits always "A.handled = [SIGUSR1]"
  litmus page_frame_of_sigsuspend always "A.handled = [SIGUSR1, SIGUSR1]"
  expect conditional
  seen in page_frame_of_sigsuspend "A.handled = [SIGUSR1] and A.got = EINTR"
  cites kernel "kernel/signal.c:signal_delivered",
        kernel "include/linux/sched/signal.h:sigmask_to_save"

claim signal7.mask_comes_back
  page "signal(7)" section "Execution of signal handlers"
  says "When the handler returns the mask is what it was before."
  property handler_masks.mask_unwinds of linux
  expect holds

claim signal7.handlers_nest
  page "signal(7)" section "Execution of signal handlers"
  says "Handlers nest as deep as the stack allows."
  litmus page_handlers_nest always "A.handled = [SIGUSR1, SIGUSR2] and A.inner = 0 and A.got = 0"
  expect holds

claim signal7.handler_before_user_mode
  page "signal(7)" section "Execution of signal handlers"
  says "A signal that a thread sends itself and does not block is handled before the call returns."
  litmus page_raise always "A.handled = [SIGUSR1] and A.got = 0"
  expect holds

claim signal7.proc_status
  page "signal(7)" section "NOTES"
  says "/proc/[pid]/task/[tid]/status shows what is pending, blocked, caught and ignored."
  expect beyond "the specification does not describe /proc"
