// What the pages of calls that wait say of signals.

/// A call goes on by it whenever nothing was handled: a tracer that attaches, the freezer, and work
/// in the task's name wake it, too.
claim restart_syscall2.after_stop
  page "restart_syscall(2)" section "DESCRIPTION"
  says "It restarts calls after a stop: that is what it is for."
  is wakers(interruptible) & {tracer, task_work, freezer} = {}
  expect refuted
  unseen "no outcome tells by which call a wait went on"
  cites kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart", live "pages"

claim restart_syscall2.which_calls
  page "restart_syscall(2)" section "DESCRIPTION"
  says "poll, nanosleep, clock_nanosleep, FUTEX_WAIT and FUTEX_WAIT_BITSET with a timeout go on by"
       "it."
  interrupted poll, nanosleep unhandled go_on
  interrupted clock_nanosleep when TIMER_ABSTIME not in flags unhandled go_on
  interrupted futex on FUTEX_WAIT | FUTEX_WAIT_BITSET when timeout is some(_) unhandled go_on
  expect holds

/// One that sleeps until a given time needs no adjustment, and is issued again.
claim restart_syscall2.only_those
  page "restart_syscall(2)" section "DESCRIPTION"
  says "All sleeps of clock_nanosleep go on by it."
  interrupted clock_nanosleep unhandled go_on
  expect conditional
  unseen "issued again or gone on with, a sleep ends at the same time"
  cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep", live "pages"

claim restart_syscall2.time_of_stop_counts
  page "restart_syscall(2)" section "DESCRIPTION"
  says "The time that a sleeper was stopped counts against its timeout."
  property sleep_deadline.deadline_kept of linux
  property sleep_deadline.never_early of linux
  litmus page_stopped_sleeper always "A.got = 0"
  expect holds

claim restart_syscall2.select_not_counted
  page "restart_syscall(2)" section "NOTES"
  says "select, pselect and ppoll are issued again in its place, with the time that was left."
  interrupted select row select.waiting unhandled reissue
  interrupted pselect6 row pselect6.waiting unhandled reissue
  interrupted ppoll row ppoll.waiting unhandled reissue
  expect holds

/// If there is nothing to go on with it is EINTR: a program that calls it itself gets that, and so
/// does a call in between of which a handler ran.
claim restart_syscall2.returns_of_restarted
  page "restart_syscall(2)" section "RETURN VALUE"
  says "It returns what the call returns that is restarted."
  interrupted restart_syscall row restart_syscall.nothing_to_restart handled reissue | go_on
  interrupted restart_syscall row restart_syscall.again unhandled go_on
  expect conditional
  seen in page_restart_syscall "A.got = EINTR"
  cites kernel "kernel/signal.c:do_no_restart_syscall"

claim pause2.until_caught
  page "pause(2)" section "DESCRIPTION"
  says "It sleeps until a signal ends the process or runs a handler."
  litmus page_pause_handled always "A.got = EINTR and A.handled = [SIGUSR1]"
  litmus page_pause_killed always "A.killed_by = SIGUSR1"
  litmus page_pause_stopped always "A.sleeps_in = pause"
  expect holds

claim pause2.returns_only_after_handler
  page "pause(2)" section "RETURN VALUE"
  says "It returns only after a handler has returned, and with EINTR."
  interrupted pause handled EINTR restarted EINTR unhandled reissue
  litmus page_pause_killed always "A.got = none"
  expect holds

claim sigsuspend2.until_caught
  page "sigsuspend(2)" section "DESCRIPTION"
  says "It waits with another mask until a signal ends the process or runs a handler."
  interrupted rt_sigsuspend handled EINTR restarted EINTR unhandled reissue
  property temporary_mask.no_lost_wakeup of linux
  expect holds

claim sigsuspend2.mask_restored
  page "sigsuspend(2)" section "DESCRIPTION"
  says "When it returns the mask is what it was before the call."
  litmus page_sigsuspend always "A.got = EINTR and A.handled = [SIGUSR1]"
  litmus page_frame_of_sigsuspend always "A.handled = [SIGUSR1]"
  property temporary_mask.mask_restored of linux
  expect holds

claim sigsuspend2.kill_and_stop
  page "sigsuspend(2)" section "DESCRIPTION"
  says "SIGKILL and SIGSTOP in its mask do nothing."
  is forall s: Signal where s in {SIGKILL, SIGSTOP}. changed({}, SIG_SETMASK, {s}) = {}
  property handler_masks.kill_stop_never_blocked of linux
  expect holds

claim sigsuspend2.always_fails
  page "sigsuspend(2)" section "RETURN VALUE"
  says "It always returns an error, and normally that is EINTR."
  interrupted rt_sigsuspend handled EINTR restarted EINTR
  expect holds

claim sigwaitinfo2.takes_pending
  page "sigwaitinfo(2)" section "DESCRIPTION"
  says "It returns as soon as one of its signals is pending."
  interrupted rt_sigtimedwait row rt_sigtimedwait.wanted_signal handled succeeds
  expect holds

claim sigwaitinfo2.order
  page "sigwaitinfo(2)" section "DESCRIPTION"
  says "If several are pending, the usual order says which one is taken."
  is next_signal({SIGHUP, SIGRTMIN}) = SIGHUP, next_taken({SIGTERM}, {SIGHUP}) = SIGTERM
  property pending_queues.lowest_first of linux
  expect holds

claim sigwaitinfo2.eintr_by_handler
  page "sigwaitinfo(2)" section "ERRORS"
  says "EINTR comes when a handler ran for a signal that is not in the set."
  interrupted rt_sigtimedwait row rt_sigtimedwait.other_signal handled EINTR restarted EINTR
  expect holds

/// A stop is enough.
claim sigwaitinfo2.eintr_only_by_handler
  page "sigwaitinfo(2)" section "ERRORS"
  says "Without a handler it does not fail with EINTR."
  interrupted rt_sigtimedwait row rt_sigtimedwait.other_signal unhandled reissue | go_on
  expect refuted
  seen in page_sigtimedwait_stopped "A.got = EINTR"
  cites kernel "kernel/signal.c:do_sigtimedwait"

claim sigwaitinfo2.timeout
  page "sigwaitinfo(2)" section "ERRORS"
  says "If none comes in time it fails with EAGAIN, also where one came that is ignored and not"
       "blocked."
  interrupted rt_sigtimedwait row rt_sigtimedwait.ignored_signal handled EAGAIN unhandled EAGAIN
  expect holds

claim nanosleep2.eintr
  page "nanosleep(2)" section "DESCRIPTION"
  says "It fails with EINTR when a handler ran, whatever its flags."
  interrupted nanosleep handled EINTR restarted EINTR
  litmus page_nanosleep always "A.got = EINTR and A.handled = [SIGUSR1]"
  expect holds

claim nanosleep2.never_early
  page "nanosleep(2)" section "DESCRIPTION"
  says "It sleeps at least as long as it was asked to."
  property sleep_deadline.never_early of linux
  expect holds

claim nanosleep2.stop
  page "nanosleep(2)" section "BUGS"
  says "A stop does not end it: since Linux 2.6 it goes on afterwards."
  interrupted nanosleep unhandled go_on
  litmus page_stopped_sleeper always "A.got = 0"
  expect holds

claim clock_nanosleep2.eintr
  page "clock_nanosleep(2)" section "ERRORS"
  says "A handler ends it with EINTR."
  interrupted clock_nanosleep handled EINTR restarted EINTR
  expect holds

claim clock_nanosleep2.absolute_goes_on
  page "clock_nanosleep(2)" section "NOTES"
  says "With TIMER_ABSTIME it can simply be called again."
  interrupted clock_nanosleep when TIMER_ABSTIME in flags handled EINTR unhandled reissue
  expect holds

/// A stop is no end: it sleeps on.
claim sleep3.until_handler
  page "sleep(3)" section "DESCRIPTION"
  says "It sleeps until its time is over, or until a signal comes that is not ignored."
  interrupted clock_nanosleep row clock_nanosleep.sleep_in_the_library handled EINTR restarted EINTR
    unhandled EINTR
  expect conditional
  seen in page_stopped_sleeper "A.got = 0"
  cites kernel "kernel/time/hrtimer.c:hrtimer_nanosleep"

claim poll2.eintr
  page "poll(2)" section "ERRORS"
  says "poll fails with EINTR when a handler ran, whatever its flags."
  interrupted poll handled EINTR restarted EINTR
  expect holds

claim poll2.ppoll_mask
  page "poll(2)" section "ppoll()"
  says "ppoll puts another mask in place for the time that it waits, with no gap in between."
  property temporary_mask.wait_opens_the_mask of linux
  property temporary_mask.no_lost_wakeup of linux
  expect holds

claim poll2.stop
  page "poll(2)" section "ERRORS"
  says "After a stop poll goes on."
  interrupted poll unhandled go_on
  expect holds

claim select2.eintr
  page "select(2)" section "ERRORS"
  says "select and pselect fail with EINTR when a handler ran."
  interrupted select handled EINTR restarted EINTR
  interrupted pselect6 row pselect6.waiting | pselect6.sticky_timeout handled EINTR restarted EINTR
  expect holds

claim select2.ready_wins
  page "select(2)" section "DESCRIPTION"
  says "If something is ready it returns so, though a signal is pending as well."
  interrupted pselect6 row pselect6.ready_and_signal handled succeeds
  expect holds

claim epoll_wait2.eintr
  page "epoll_wait(2)" section "ERRORS"
  says "EINTR comes when a handler ran before an event or the timeout."
  interrupted epoll_wait row epoll_wait.waiting handled EINTR restarted EINTR
  interrupted epoll_pwait row epoll_pwait.waiting handled EINTR restarted EINTR
  expect holds

/// A stop is enough; and since Linux 5.11 so is work in the name of the task, with no signal at
/// all.
claim epoll_wait2.eintr_only_by_handler
  page "epoll_wait(2)" section "ERRORS"
  says "Without a handler it does not fail with EINTR."
  interrupted epoll_wait unhandled reissue | go_on
  expect refuted
  seen in page_epoll_stopped "A.got = EINTR"
  cites kernel "fs/eventpoll.c:ep_poll"

/// With a timeout of 0 it looks at no signals: it returns 0, and what the mask let in stays
/// pending. ppoll fails with EINTR there.
claim epoll_wait2.pwait_atomic
  page "epoll_wait(2)" section "epoll_pwait()"
  says "epoll_pwait is as if the mask were set, epoll_wait called, and the mask set back, in one."
  interrupted epoll_pwait row epoll_pwait.waiting handled EINTR restarted EINTR
  interrupted epoll_pwait row epoll_pwait.no_time_and_signal handled EINTR restarted EINTR
  expect conditional
  unseen "what becomes of the signal afterwards is the same"
  cites kernel "fs/eventpoll.c:ep_poll", live "pages"

claim epoll_wait2.pwait2
  page "epoll_wait(2)" section "epoll_pwait2()"
  says "epoll_pwait2 is like epoll_pwait but for its timeout."
  interrupted epoll_pwait2 handled EINTR restarted EINTR unhandled EINTR
  expect holds

claim semop2.eintr
  page "semop(2)" section "ERRORS"
  says "EINTR comes when a handler ran while it waited."
  interrupted semop, semtimedop handled EINTR restarted EINTR
  expect holds

/// A stop is enough.
claim semop2.eintr_only_by_handler
  page "semop(2)" section "ERRORS"
  says "Without a handler it does not fail with EINTR."
  interrupted semop, semtimedop unhandled reissue | go_on
  expect refuted
  seen in page_semop_stopped "A.got = EINTR"
  cites kernel "ipc/sem.c:__do_semtimedop"

claim semop2.never_restarts
  page "semop(2)" section "NOTES"
  says "It is never restarted, whatever the flags of the handler."
  interrupted semop, semtimedop restarted EINTR
  expect holds

claim msgop2.eintr
  page "msgop(2)" section "ERRORS"
  says "msgsnd and msgrcv fail with EINTR when a handler ran."
  interrupted msgsnd, msgrcv handled EINTR
  expect holds

claim msgop2.never_restarts
  page "msgop(2)" section "NOTES"
  says "They are never restarted, whatever the flags of the handler."
  interrupted msgsnd, msgrcv restarted EINTR
  expect holds

claim io_getevents2.eintr
  page "io_getevents(2)" section "ERRORS"
  says "EINTR comes when a handler ran."
  interrupted io_getevents handled EINTR restarted EINTR
  expect holds

/// A stop is enough.
claim io_getevents2.eintr_only_by_handler
  page "io_getevents(2)" section "ERRORS"
  says "Without a handler it does not fail with EINTR."
  interrupted io_getevents unhandled reissue | go_on
  expect refuted
  unseen "no litmus test makes asynchronous requests"
  cites kernel "fs/aio.c:read_events", live "pages"

claim io_getevents2.partial
  page "io_getevents(2)" section "RETURN VALUE"
  says "What has come before the interruption is returned."
  interrupted io_getevents after transfer handled partial restarted partial
  expect holds

claim mq_receive3.eintr
  page "mq_receive(3)" section "ERRORS"
  says "A handler interrupts it with EINTR, and with SA_RESTART it begins again."
  interrupted mq_timedreceive handled EINTR restarted reissue unhandled reissue
  expect holds

claim mq_send3.eintr
  page "mq_send(3)" section "ERRORS"
  says "A handler interrupts it with EINTR, and with SA_RESTART it begins again."
  interrupted mq_timedsend handled EINTR restarted reissue unhandled reissue
  expect holds

claim sem_wait3.eintr
  page "sem_wait(3)" section "ERRORS"
  says "sem_wait fails with EINTR when a handler without SA_RESTART ran."
  interrupted futex row futex.sem_wait handled EINTR restarted reissue
  expect holds

claim sem_wait3.timed_eintr
  page "sem_wait(3)" section "ERRORS"
  says "sem_timedwait fails with EINTR when a handler ran."
  interrupted futex row futex.sem_timedwait handled EINTR restarted EINTR
  expect holds
