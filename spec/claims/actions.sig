// What sigaction(2), sigaltstack(2), sigprocmask(2), sigpending(2) and their kin say.

claim sigaction2.any_but_kill_and_stop
  page "sigaction(2)" section "DESCRIPTION"
  says "The action of any signal but SIGKILL and SIGSTOP can be set."
  is forall s: Signal where s not in {SIGKILL, SIGSTOP}. accepts_action(s, 8, true),
     forall s: Signal where s in {SIGKILL, SIGSTOP}. not accepts_action(s, 8, true)
  expect holds

/// Only changing them is refused. Asking for their actions works.
claim sigaction2.kill_cannot_be_named
  page "sigaction(2)" section "DESCRIPTION"
  says "The signal can be any but SIGKILL and SIGSTOP."
  is forall s: Signal where s in {SIGKILL, SIGSTOP}. not accepts_action(s, 8, false)
  expect refuted
  seen in page_action_of_kill "A.got = 0"
  cites kernel "kernel/signal.c:do_sigaction"

/// A wrong size of the signal set is EINVAL, too, and so is a change of an action that a forced
/// signal has made immutable.
claim sigaction2.einval
  page "sigaction(2)" section "ERRORS"
  says "EINVAL is for signals that are not valid, and for changes of SIGKILL and SIGSTOP."
  is forall s: Signal where s not in {SIGKILL, SIGSTOP}. accepts_action(s, 4, true)
  expect refuted
  unseen "litmus tests make calls that succeed or wait"
  cites kernel "kernel/signal.c:do_sigaction", kernel "kernel/signal.c:sys_rt_sigaction",
        live "pages"

claim sigaction2.set_size
  page "sigaction(2)" section "NOTES, C library/kernel differences"
  says "rt_sigaction wants the size of the signal set, and gives EINVAL for any other."
  is forall s: Signal where s not in {SIGKILL, SIGSTOP}. accepts_action(s, 8, true),
     forall s: Signal. not accepts_action(s, 4, true)
  expect holds

claim sigaction2.query
  page "sigaction(2)" section "NOTES"
  says "With a null pointer in place of an action the present one is told, and none is set."
  is forall s: Signal. accepts_action(s, 8, false)
  litmus page_action_of_kill always "A.got = 0"
  expect holds

claim sigaction2.mask
  page "sigaction(2)" section "DESCRIPTION"
  says "sa_mask is blocked while the handler runs, together with what was blocked before."
  litmus page_handler_mask always "A.handled = [SIGUSR1, SIGUSR2] and A.inner = 0"
  property handler_masks.handler_mask_exact of linux
  expect holds

claim sigaction2.kill_in_mask
  page "sigaction(2)" section "NOTES"
  says "SIGKILL and SIGSTOP in sa_mask are left out without a word."
  is forall s: Signal where s in {SIGKILL, SIGSTOP}.
       s not in stored({ handler: default, flags: {}, mask: {s} }).mask
  property handler_masks.actions_spare_kill_stop of linux
  expect holds

claim sigaction2.nodefer
  page "sigaction(2)" section "SA_NODEFER"
  says "With SA_NODEFER the signal is not added to the mask, unless sa_mask has it."
  is forall s: Signal.
       s not in handler_mask(s, { handler: default, flags: {SA_NODEFER}, mask: {} }),
     forall s: Signal. s in handler_mask(s, { handler: default, flags: {SA_NODEFER}, mask: {s} })
  litmus page_nodefer_nests always "A.killed_by = SIGUSR1 and A.inner = none"
  expect holds

claim sigaction2.without_nodefer
  page "sigaction(2)" section "DESCRIPTION"
  says "The signal that is handled is blocked until its handler returns."
  litmus page_own_signal_waits always "A.inner = 0 and A.killed_by = SIGUSR1"
  expect holds

claim sigaction2.resethand
  page "sigaction(2)" section "SA_RESETHAND"
  says "With SA_RESETHAND the action is the default again from the handler's beginning on."
  litmus page_resethand_once always "A.first = 0 and A.second = none and A.killed_by = SIGUSR1"
  property handler_masks.reset_before_it_runs of linux
  expect holds

claim sigaction2.restart
  page "sigaction(2)" section "SA_RESTART"
  says "With SA_RESTART certain calls begin again."
  is after_handler(ERESTARTSYS, { handler: default, flags: {SA_RESTART}, mask: {} }) is reissue,
     after_handler(ERESTARTSYS, { handler: default, flags: {}, mask: {} }) = fail(EINTR)
  litmus page_read_restarts always "A.got = 1 and A.handled = [SIGUSR1]"
  litmus page_read_fails always "A.got = EINTR and A.handled = [SIGUSR1]"
  expect holds

claim sigaction2.first_action_decides
  page "sigaction(2)" section "SA_RESTART"
  says "Whether a call restarts the flag of the signal's own handler decides, whatever other"
       "handlers run before the call is looked at again."
  property handler_masks.first_dequeued_decides of linux
  expect holds

claim sigaction2.nocldstop
  page "sigaction(2)" section "SA_NOCLDSTOP"
  says "With SA_NOCLDSTOP there is no SIGCHLD when a child stops or goes on."
  is not is_told_of_stops({ handler: caught(unknown), flags: {SA_NOCLDSTOP}, mask: {} }),
     is_told_of_stops({ handler: caught(unknown), flags: {}, mask: {} })
  property job_control.unwilling_parent_is_spared of linux
  expect holds

claim sigaction2.nocldwait_sends
  page "sigaction(2)" section "SA_NOCLDWAIT"
  says "With SA_NOCLDWAIT Linux sends SIGCHLD all the same."
  litmus page_nocldwait always "A.handled = [SIGCHLD]"
  expect holds

claim sigaction2.nocldwait
  page "sigaction(2)" section "SA_NOCLDWAIT"
  says "With SA_NOCLDWAIT children leave no zombies."
  litmus page_nocldwait always "A.got = ECHILD"
  expect holds

claim sigaction2.unsupported
  page "sigaction(2)" section "SA_UNSUPPORTED"
  says "Since Linux 5.11 SA_UNSUPPORTED comes back cleared, and with it every flag that the kernel"
       "does not know."
  is SA_UNSUPPORTED not in kept_flags({SA_UNSUPPORTED, SA_RESTART}),
     SA_RESTART in kept_flags({SA_UNSUPPORTED, SA_RESTART}),
     forall f: SaFlag where f not in {SA_UNSUPPORTED, SA_INTERRUPT}. f in kept_flags({f})
  expect holds

claim sigaction2.kept_flags
  page "sigaction(2)" section "Dynamically probing for flag bit support"
  says "The flags that the kernel knows come back as they were given."
  is forall f: SaFlag where f
                              in {SA_NOCLDSTOP, SA_NOCLDWAIT, SA_SIGINFO, SA_ONSTACK, SA_RESTART,
                                  SA_NODEFER, SA_RESETHAND}.
       f in kept_flags({f})
  expect holds

/// The C library gives SA_RESTORER always; without it the first signal ends in SIGSEGV on x86-64.
claim sigaction2.restorer_not_needed
  page "sigaction(2)" section "SA_RESTORER"
  says "SA_RESTORER is a matter of C libraries, and a handler can do without."
  is has_way_back({ handler: caught(unknown), flags: {}, mask: {} }, i386),
     has_way_back({ handler: caught(unknown), flags: {}, mask: {} }, x86_64)
  expect conditional
  unseen "the runner of litmus tests gives every handler its way back"
  cites kernel "arch/x86/kernel/signal_64.c:x64_setup_rt_frame", live "pages"

claim sigaction2.fork_inherits
  page "sigaction(2)" section "NOTES"
  says "A child has a copy of its parent's dispositions."
  litmus page_fork_keeps_handlers always "C.handled = [SIGUSR1] and A.got.exited = 3"
  expect holds

claim sigaction2.exec
  page "sigaction(2)" section "NOTES"
  says "Over execve(2) handlers become the default, and what is ignored stays ignored."
  is flushed({ handler: caught(unknown), flags: {SA_RESTART}, mask: {SIGUSR1} }).handler is default,
     flushed({ handler: ignore, flags: {SA_RESTART}, mask: {} }).handler is ignore
  expect holds

claim sigaction2.ignoring_drops
  page "sigaction(2)" section "DESCRIPTION"
  says "What is ignored, and not blocked, is dropped when it is sent."
  is forall s: Signal. is_dropped(s, { handler: ignore, flags: {}, mask: {} }, {}, false)
  litmus page_ignored_interrupts_nothing always "A.got = 3"
  property pending_queues.ignored_never_interrupts of linux
  expect holds

claim sigaction2.fault_in_restorer
  page "sigaction(2)" section "BUGS"
  says "Not all fields of a siginfo are always filled in."
  expect beyond "of siginfo only the sender and the code are followed"

claim sigaltstack2.ss_onstack_no_op
  page "sigaltstack(2)" section "BUGS"
  says "SS_ONSTACK given in ss_flags means nothing, and is taken."
  is is_stack_mode({SS_ONSTACK}), is_stack_mode({})
  expect holds

/// SS_ONSTACK is taken, too, as the same page says in BUGS.
claim sigaltstack2.only_autodisarm
  page "sigaltstack(2)" section "DESCRIPTION"
  says "ss_flags is 0, SS_AUTODISARM or SS_DISABLE, and nothing else."
  is is_stack_mode({}), is_stack_mode({SS_AUTODISARM}), is_stack_mode({SS_DISABLE}),
     not is_stack_mode({SS_ONSTACK})
  expect conditional
  seen in page_stack_mode "A.got = 0"
  cites kernel "kernel/signal.c:do_sigaltstack"

/// SS_AUTODISARM may stand beside it. With a flag that Linux does not know, and with SS_ONSTACK, it
/// is EINVAL.
claim sigaltstack2.disable_ignores_others
  page "sigaltstack(2)" section "DESCRIPTION"
  says "With SS_DISABLE all other flags are ignored."
  is forall f: StackFlag. is_stack_mode({SS_DISABLE, f})
  expect conditional
  unseen "litmus tests make calls that succeed or wait"
  cites kernel "kernel/signal.c:do_sigaltstack", live "pages"

claim sigaltstack2.unknown_flag
  page "sigaltstack(2)" section "ERRORS"
  says "A flag that is not valid is EINVAL."
  is not is_stack_mode({other_stack_flag})
  expect holds

claim sigaltstack2.autodisarm
  page "sigaltstack(2)" section "DESCRIPTION"
  says "With SS_AUTODISARM the stack is taken away while a handler runs."
  is stack_in_handler({ base: unknown, flags: {SS_AUTODISARM}, size: 8192 }).size = 0,
     stack_in_handler({ base: unknown, flags: {}, size: 8192 }).size = 8192
  expect holds

claim sigaltstack2.minimum
  page "sigaltstack(2)" section "ERRORS"
  says "A stack of less than MINSIGSTKSZ bytes is refused."
  is MINSIGSTKSZ = 2048
  expect holds

claim sigaltstack2.fork
  page "sigaltstack(2)" section "NOTES"
  says "A child of fork(2) has a copy of its parent's alternate stack."
  is stack_of_child({ base: unknown, flags: {}, size: 8192 }, {}).size = 8192
  expect holds

claim sigaltstack2.clone
  page "sigaltstack(2)" section "NOTES"
  says "A child of clone(2) with CLONE_VM and without CLONE_VFORK has none; others have a copy."
  is stack_of_child({ base: unknown, flags: {}, size: 8192 }, {CLONE_VM}).size = 0,
     stack_of_child({ base: unknown, flags: {}, size: 8192 }, {CLONE_VM, CLONE_VFORK}).size = 8192
  expect holds

claim sigaltstack2.exec
  page "sigaltstack(2)" section "NOTES"
  says "execve(2) takes the alternate stack away."
  is no_stack().size = 0
  expect holds

claim sigaltstack2.active
  page "sigaltstack(2)" section "ERRORS"
  says "A stack that the thread is on cannot be changed."
  expect beyond "where a thread's stack pointer is nothing shows"

claim sigprocmask2.block
  page "sigprocmask(2)" section "DESCRIPTION"
  says "SIG_BLOCK adds the set to the mask."
  is forall s: Signal where s not in KERNEL_ONLY. changed({SIGHUP}, SIG_BLOCK, {s}) = {SIGHUP, s}
  expect holds

claim sigprocmask2.unblock
  page "sigprocmask(2)" section "DESCRIPTION"
  says "SIG_UNBLOCK takes the set away; signals that are not blocked do no harm."
  is forall s: Signal where s not in KERNEL_ONLY. s not in changed({SIGHUP, s}, SIG_UNBLOCK, {s}),
     changed({SIGHUP}, SIG_UNBLOCK, {SIGINT}) = {SIGHUP}
  expect holds

claim sigprocmask2.set
  page "sigprocmask(2)" section "DESCRIPTION"
  says "SIG_SETMASK makes the set the mask."
  is forall s: Signal where s not in KERNEL_ONLY. changed({SIGHUP}, SIG_SETMASK, {s}) = {s}
  expect holds

claim sigprocmask2.kill_and_stop
  page "sigprocmask(2)" section "NOTES"
  says "To block SIGKILL or SIGSTOP is ignored without a word."
  is forall s: Signal where s in {SIGKILL, SIGSTOP}. changed({}, SIG_BLOCK, {s}) = {}
  litmus page_kill_is_not_blocked always "A.killed_by = SIGKILL"
  expect holds

claim sigprocmask2.delivered_before_return
  page "sigprocmask(2)" section "NOTES"
  says "What becomes unblocked is delivered before the call returns, one signal at least."
  litmus page_unblock_handles always "A.handled = [SIGUSR1] and A.got = 0"
  expect holds

claim sigprocmask2.fault_while_blocked
  page "sigprocmask(2)" section "NOTES"
  says "SIGBUS, SIGFPE, SIGILL and SIGSEGV of a fault are not held back by the mask: they end the"
       "process."
  is is_forced(SIGSEGV, SI_KERNEL), not is_forced(SIGSEGV, SI_USER)
  expect holds

/// What is blocked is kept, whatever its action: it may have a handler by the time it is unblocked.
claim sigpending2.ignored_not_added
  page "sigpending(2)" section "NOTES"
  says "A signal that is blocked and ignored is not added to the pending ones."
  is forall s: Signal. is_dropped(s, { handler: ignore, flags: {}, mask: {} }, {s}, false)
  expect refuted
  seen in page_blocked_and_ignored_is_kept "A.handled = [SIGCHLD]"
  cites kernel "kernel/signal.c:sig_ignored"

claim sigpending2.raised_while_blocked
  page "sigpending(2)" section "DESCRIPTION"
  says "The signals that are pending are those that came while they were blocked."
  is forall s: Signal. s in told_as_pending({s}, {s})
  expect holds

claim sigpending2.union
  page "sigpending(2)" section "NOTES"
  says "The set is the union of what is pending for the thread and for the process."
  is forall s: Signal. s in told_as_pending({s}, {})
  expect refuted
  unseen "only a program shows it whose other thread is to take the signal and cannot yet"
  cites kernel "kernel/signal.c:do_sigpending", live "pages"

claim sigpending2.exec
  page "sigpending(2)" section "NOTES"
  says "The pending signals are the same after execve(2)."
  is forall c: SiCode. stays_over_exec(c)
  expect conditional
  unseen "no litmus test runs another program"
  cites kernel "fs/exec.c:begin_new_exec", live "pages"
