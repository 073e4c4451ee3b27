// What the pages of processes and of sending say, and POSIX where they cite it.

claim kill2.to_process
  page "kill(2)" section "DESCRIPTION"
  says "The signal is sent to the process: one of its threads takes it."
  litmus page_process_signal_once never "A.sleeps_in = pause and T.sleeps_in = pause"
  litmus page_process_signal_once never "A.handled = [SIGUSR1] and T.handled = [SIGUSR1]"
  expect holds

claim kill2.to_itself
  page "kill(2)" section "NOTES"
  says "A signal that a thread sends its own process, and that nobody else takes, is delivered"
       "before kill returns."
  litmus page_handlers_nest always "A.handled = [SIGUSR1, SIGUSR2] and A.got = 0"
  expect holds

claim kill2.zombie
  page "kill(2)" section "NOTES"
  says "A process that has ended and was not waited for is still there to be sent to."
  litmus page_zombie always "A.sent = 0 and A.late = ESRCH"
  expect holds

claim kill2.kill_ends
  page "kill(2)" section "DESCRIPTION"
  says "SIGKILL ends the process."
  property sigkill_terminates.sigkill_is_fatal of linux
  litmus page_kill_is_not_blocked always "A.killed_by = SIGKILL"
  expect holds

claim kill2.everyone
  page "kill(2)" section "DESCRIPTION"
  says "With -1 it goes to every process that may be sent to, but init."
  expect beyond "sends to groups are not told to each of their members"

claim kill2.init
  page "kill(2)" section "NOTES"
  says "The init of a system is only sent what it handles."
  expect beyond "litmus tests have no init of their own"

claim tkill2.to_thread
  page "tkill(2)" section "DESCRIPTION"
  says "tgkill sends to one thread, and no other takes the signal."
  litmus page_thread_signal always "T.handled = [SIGUSR1]"
  litmus page_thread_signal never "A.handled = [SIGUSR1]"
  expect holds

claim tkill2.own_first
  page "tkill(2)" section "DESCRIPTION"
  says "What was sent to a thread itself it takes before what was sent to its process."
  is forall s: Signal where s not in {SIGHUP}. next_taken({s}, {SIGHUP}) = s
  property pending_queues.own_before_those_of_process of linux
  expect holds

/// Since Linux 6.9 they say how far the signal goes: to the thread, its process, or its process
/// group.
claim pidfd_send_signal2.flags
  page "pidfd_send_signal(2)" section "DESCRIPTION"
  says "The flags must be 0."
  is forall f: PidfdScope. not is_pidfd_scope(f)
  expect refuted
  unseen "litmus tests have no descriptors of processes"
  cites kernel "kernel/signal.c:pidfd_send_signal", live "pages"

/// Since Linux 6.9 also to one thread, or to a process group.
claim pidfd_send_signal2.sends_to_process
  page "pidfd_send_signal(2)" section "DESCRIPTION"
  says "The signal goes to the process."
  is not is_pidfd_scope(PIDFD_SIGNAL_THREAD), not is_pidfd_scope(PIDFD_SIGNAL_PROCESS_GROUP)
  expect refuted
  unseen "litmus tests have no descriptors of processes"
  cites kernel "kernel/signal.c:pidfd_send_signal", live "pages"

claim pidfd_send_signal2.no_stranger
  page "pidfd_send_signal(2)" section "NOTES"
  says "Other than kill(2) by number it never reaches a process that got the number later."
  property userns_pidfd.no_signal_to_stranger of ptrace_and_pidfd
  expect holds

claim sigqueue3.limit
  page "sigqueue(3)" section "ERRORS"
  says "Past RLIMIT_SIGPENDING it fails with EAGAIN."
  expect beyond "how many signals a user has queued is not followed"

claim raise3.returns_after_handler
  page "raise(3)" section "DESCRIPTION"
  says "If the signal has a handler, it returns only after the handler has."
  litmus page_raise always "A.handled = [SIGUSR1] and A.got = 0"
  expect holds

claim fork2.never_eintr
  page "fork(2)" section "ERRORS"
  says "fork and clone do not fail with EINTR: a signal that is pending has them begin again."
  interrupted fork, clone, clone3 row fork.signal_pending | clone.signal_pending
                                      | clone3.signal_pending handled reissue restarted reissue
    unhandled reissue
  expect holds

claim fork2.pending
  page "fork(2)" section "DESCRIPTION"
  says "The child's set of pending signals is empty."
  litmus page_fork_keeps_mask never "C.handled = [SIGUSR1]"
  expect holds

claim fork2.timers
  page "fork(2)" section "DESCRIPTION"
  says "The child inherits no timers."
  expect beyond "litmus tests set no timers but timerfd; recordings are checked for it"

claim vfork2.delayed
  page "vfork(2)" section "DESCRIPTION"
  says "Signals to the parent come only after the child has let its memory go."
  interrupted vfork row vfork.waiting_for_child handled completes restarted completes
  expect holds

claim clone2.vfork
  page "clone(2)" section "CLONE_VFORK"
  says "With CLONE_VFORK the caller waits for the child, as with vfork."
  interrupted clone row clone.waiting_for_child handled completes restarted completes
  expect holds

claim execve2.handlers_reset
  page "execve(2)" section "Effect on process attributes"
  says "What was handled is set to the default."
  is flushed({ handler: caught(unknown), flags: {SA_RESTART}, mask: {SIGUSR1} }).handler is default,
     flushed({ handler: caught(unknown), flags: {SA_RESTART}, mask: {SIGUSR1} }).flags = {}
  expect holds

claim execve2.altstack_gone
  page "execve(2)" section "Effect on process attributes"
  says "An alternate signal stack is not kept."
  is no_stack().size = 0
  expect holds

claim execve2.no_eintr
  page "execve(2)" section "ERRORS"
  says "execve does not fail with EINTR."
  interrupted execve row execve.credentials | execve.copying_arguments | execve.waiting_for_threads
    handled reissue | completes restarted reissue | completes
  expect holds

/// On FUSE, on NFS and for a file that is leased it can.
claim execve2.no_eintr_anywhere
  page "execve(2)" section "ERRORS"
  says "execve does not fail with EINTR, whatever file it is given."
  interrupted execve handled reissue | completes
  expect conditional
  unseen "no litmus test runs another program"
  cites kernel "fs/fuse/dev.c:request_wait_answer", kernel "fs/locks.c:__break_lease", live "pages"

/// They are removed with their timers.
claim execve2.timers
  page "execve(2)" section "Effect on process attributes"
  says "Timers of timer_create(2) are gone; the signals they have sent are not named."
  is stays_over_exec(SI_TIMER)
  expect refuted
  unseen "no litmus test runs another program"
  cites kernel "kernel/signal.c:flush_itimer_signals", live "pages"

claim ptrace2.attach_no_eintr
  page "ptrace(2)" section "ERRORS"
  says "To attach does not fail with EINTR: it begins again."
  interrupted ptrace row ptrace.credentials handled reissue restarted reissue
  expect holds

claim ptrace2.ignored_are_seen
  page "ptrace(2)" section "Signal-delivery-stop"
  says "A tracer is also told of signals that its tracee ignores."
  is forall s: Signal. not is_dropped(s, { handler: ignore, flags: {}, mask: {} }, {}, true)
  expect holds

claim ptrace2.kill_not_stopped
  page "ptrace(2)" section "Signal-delivery-stop"
  says "SIGKILL ends a tracee that is stopped."
  is fatal_signal in wakers(traced)
  expect holds

/// Only its tracer, and its end, do. The page says so elsewhere.
claim ptrace2.cont_wakes
  page "ptrace(2)" section "Group-stop"
  says "SIGCONT lets a tracee in a ptrace stop go on."
  is continue_signal in wakers(traced), continue_signal in wakers(stopped)
  expect conditional
  seen in page_continued_tracee "C.end = stopped"
  cites kernel "kernel/signal.c:prepare_signal"

claim proc5.state_letters
  page "proc(5)" section "/proc/[pid]/stat"
  says "The letters are R running, S sleeping, D in an uninterruptible sleep, Z zombie, T stopped,"
       "t traced."
  is letter(running) is letter_R, letter(interruptible) is letter_S,
     letter(uninterruptible) is letter_D, letter(zombie) is letter_Z, letter(stopped) is letter_T,
     letter(traced) is letter_t
  expect holds

/// It is three things: killable, which SIGKILL ends, uninterruptible, and frozen.
claim proc5.d_is_disk_sleep
  page "proc(5)" section "/proc/[pid]/stat"
  says "D is a sleep that no signal ends."
  is forall s: TaskState where letter(s) is letter_D. not fatal_signal in wakers(s)
  expect conditional
  unseen "no outcome tells in which state a task sleeps"
  cites kernel "fs/proc/array.c:get_task_state", live "pages"

claim setpgid2.orphans
  page "setpgid(2)" section "NOTES"
  says "The stops of the terminal do not stop what belongs to an orphaned process group."
  property job_control.orphans_run_on of linux
  expect holds

claim credentials7.who_may_send
  page "credentials(7)" section "User and group identifiers"
  says "Who may send a signal to whom its user decides."
  expect beyond "who a process runs as is not followed"

claim pthread_sigmask3.own_mask
  page "pthread_sigmask(3)" section "DESCRIPTION"
  says "It changes the mask of the calling thread alone."
  litmus page_mask_of_thread always "A.handled = [SIGUSR1]"
  litmus page_mask_of_thread never "T.handled = [SIGUSR1]"
  expect holds

claim setitimer2.delivered_late
  page "setitimer(2)" section "NOTES"
  says "A timer does not expire before its time, but may be told of later."
  expect beyond "litmus tests set no timers but timerfd; recordings are checked for it"

claim timer_create2.one_signal
  page "timer_create(2)" section "NOTES"
  says "One signal at most is queued for a timer; how many expiries were missed is the overrun."
  expect beyond "how many times a timer came while its signal was pending is not followed"

claim exit2.not_interrupted
  page "_exit(2)" section "DESCRIPTION"
  says "It does not return."
  interrupted exit_group row exit.ending handled never restarted never
  expect holds

claim exit2.sigchld
  page "_exit(2)" section "DESCRIPTION"
  says "The parent is sent SIGCHLD."
  litmus page_exit_tells_parent always "A.handled = [SIGCHLD]"
  expect holds

/// The freezer wakes whoever sleeps: what returns EINTR itself, as epoll_wait and semop do, fails.
claim cgroups7.freezer
  page "cgroups(7)" section "Cgroups version 2"
  says "A freeze and a thaw are not noticed by calls that wait."
  is freezer not in wakers(interruptible)
  expect refuted
  unseen "no litmus test has a freezer"
  cites kernel "kernel/cgroup/freezer.c:cgroup_freeze_task", live "pages"

claim posix_sigaction.restart
  page "POSIX.1 sigaction()" section "DESCRIPTION"
  says "With SA_RESTART a function that may be interrupted restarts, unless it is said otherwise."
  is after_handler(ERESTARTSYS, { handler: default, flags: {SA_RESTART}, mask: {} }) is reissue
  litmus page_read_restarts always "A.got = 1"
  expect holds

claim posix_sigaction.sa_mask
  page "POSIX.1 sigaction()" section "DESCRIPTION"
  says "The mask while a handler runs is the union of the present one, sa_mask, and the signal"
       "itself."
  property handler_masks.handler_mask_exact of linux
  expect holds

claim posix_sigaction.ignored_sigchld_pending
  page "POSIX.1 sigaction()" section "DESCRIPTION"
  says "To ignore a signal that is pending discards it, whether or not it is blocked."
  expect beyond "litmus tests have no signal that a program ignores later"

claim posix_signals.sigcont_discards
  page "POSIX.1 Signal Concepts" section "Signal Generation and Delivery"
  says "SIGCONT discards the stops that are pending, and a stop the SIGCONT."
  is cancelled_by(SIGCONT) = {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU},
     forall s: Signal where s in STOPS. cancelled_by(s) = {SIGCONT}
  litmus page_stop_is_taken_back always "A.end = done"
  property job_control.cont_cancels_stop of linux
  property job_control.stop_cancels_cont of linux
  expect holds

claim posix_signals.sigcont_continues
  page "POSIX.1 Signal Concepts" section "Signal Generation and Delivery"
  says "SIGCONT continues a stopped process though it is blocked or ignored."
  is continue_signal in wakers(stopped)
  expect holds

claim posix_signals.stopped_takes_none
  page "POSIX.1 Signal Concepts" section "Signal Generation and Delivery"
  says "While a process is stopped no signal but SIGKILL and SIGCONT does anything."
  is signal not in wakers(stopped), fatal_signal in wakers(stopped)
  property job_control.stopped_tasks_do_not_run of linux
  expect holds

claim posix_signals.unspecified_order
  page "POSIX.1 Signal Concepts" section "Signal Generation and Delivery"
  says "Which of two pending signals of different kinds is delivered first is unspecified, except"
       "that of real-time signals the lowest is."
  is next_signal({SIGRTMIN, SIGRT_1}) = SIGRTMIN
  expect holds

/// What signal(7) lists does, and some more.
claim posix_signals.no_eintr_by_stop
  page "POSIX.1 Signal Concepts" section "Signal Actions"
  says "A function does not fail with EINTR because the process was stopped and continued."
  interrupted read, write on PIPES unhandled reissue
  interrupted nanosleep, poll unhandled go_on | reissue
  interrupted epoll_wait, semop unhandled go_on | reissue
  expect conditional
  seen in page_epoll_stopped "A.got = EINTR"
  seen in page_semop_stopped "A.got = EINTR"
