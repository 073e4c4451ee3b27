/// What a handler's frame on the stack shows of itself when it is given back.
record Sigframe { mask: set Signal as "mask" }

/// The number of restart_syscall(2).
fn restart_number(abi: Abi) -> opaque =
  match abi {
    x86_64 => 219
    i386   => 0
    x32    => 0x400000db
  }

/// May somebody else have said what a call came to: a filter of calls, or the observer?
fn is_made_up(t: Task) -> bool
  cites man "seccomp(2)", strace "strace(1) -e inject", rule M24
=
  t.sandboxed or observer.injects

/// Does a call that has nothing to tell but that it was done say so?
fn is_done(t: Task, told: int) -> bool
  cites man "syscalls(2)"
=
  told = 0 or is_made_up(t)

/// Does the kernel take the request for an action, of signal sets of `size` bytes? SIGKILL and
/// SIGSTOP keep theirs, and tell it.
fn accepts_action(sig: Signal, size: int, changes: bool) -> bool
  cites kernel "kernel/signal.c:sys_rt_sigaction", kernel "kernel/signal.c:do_sigaction",
        rule A1 M9 M10
=
  size = 8 and (changes implies sig not in KERNEL_ONLY)

/// Does the kernel take the request for a mask?
fn accepts_mask(how: MaskHow, size: int, changes: bool) -> bool
  cites kernel "kernel/signal.c:sys_rt_sigprocmask", kernel "kernel/signal.c:sigprocmask"
=
  size = 8 and (changes implies how is not no_how)

/// Can a call fail so that only looks at its arguments, and at the memory that they point to?
fn is_of_arguments(t: Task, e: Errno) -> bool
  cites kernel "kernel/signal.c:sys_rt_sigprocmask", kernel "kernel/signal.c:sys_rt_sigaction",
        kernel "kernel/signal.c:do_sigaltstack"
=
  e is EINVAL | EFAULT | unreadable_error or is_made_up(t)

/// May another thread's call have come in between that is shown later, as it ended later?
fn may_be_passed(t: Task) -> bool
  cites strace "strace(1) -z, -e status"
=
  t.threaded and observer.holds_back

/// sigaction(2): sets and reads what a signal does.
call rt_sigaction(sig: Signal, act: option Action, old: out option Action, size: int)
  nr x86_64 13
  nr i386 174
  same sig
  cites kernel "kernel/signal.c:sys_rt_sigaction", man "sigaction(2)"
{
  /// From here on other threads find the old action or the new one, and so does this call itself if
  /// they change it first; of SIGCHLD so does a child that ends or stops. A change that is under
  /// way already may come after this one is seen to end.
  rule begins_to_change
    cites kernel "kernel/signal.c:do_sigaction"
    shows entered(t, _, _)
    do    observer.shows_actions := true
          t.asked := some({ signal: sig, found: t.actions[sig], changes: act is some(_) })
          t.changed_meanwhile := t.changed_meanwhile - {sig}
          for u: Task where u.asked is some(x) and x.signal = sig and x.changes do {
            t.changed_meanwhile := t.changed_meanwhile + {sig}
          }
          if act is some(_) then t.once := t.once - {sig}
          for u: Task where u.taken is some(x) and x.signal = sig do {
            t.once := t.once + {sig}
          }
          if act is some(new) then {
            t.actions[sig] := either t.actions[sig] or stored(new) when t.threaded or sig = SIGCHLD
          }
          for u: Task where u.taken is some(x) and x.signal = sig and act is some(new) do {
            u.taken := some(x with { action: either x.action or stored(new) when true })
          }
          for u: Task where u.asked is some(x) and x.signal = sig and act is some(new) do {
            u.asked := some(x with { found: either x.found or t.actions[sig] when true })
          }
          for u: Task where act is some(_) do {
            u.changed_meanwhile := u.changed_meanwhile + {sig}
          }

  /// The old action comes back and the new one is stored, without what the kernel does not keep. It
  /// stays where the old one cannot be written. Of two threads that store one at the same time
  /// nobody sees who was the last.
  rule changes_action
    cites kernel "kernel/signal.c:do_sigaction", kernel "kernel/signal.c:sys_rt_sigaction",
          rule A1 A2 M9 A12 P10
    shows returned(t, _, value(_) | error(EFAULT))
    with  result is value(_) or act is some(_) and old is some(_),
          result is value(_) implies is_done(t, amount),
          old is some(told) implies told.mask & KERNEL_ONLY = {},
          t.asked is some(x)
            implies old is none
              or old = some(x.found)
              or sig in t.once and old = some(used_up(x.found))
              or may_be_passed(t),
          accepts_action(sig, size, act is some(_))
    do    if act is some(new) then {
            t.actions[sig] := either (either stored(new) or used_up(stored(new)) when sig in t.once)
                              or     t.actions[sig]
                              when   sig in t.changed_meanwhile or may_be_passed(t)
          } else if t.asked is some(x) then {
            t.actions[sig] := either x.found or t.actions[sig] when t.threaded
          }
          t.asked := none
          // What is pending and now ignored is dropped.
          if act is some(new) and ignored(sig, stored(new)) then {
            t.due := t.due - {sig}
            t.due_alone := t.due_alone - {sig}
            t.sent_to_all := without(t.sent_to_all, everywhere, sig)
            t.sent_alone := without(t.sent_alone, everywhere, sig)
            t.overtaken := t.overtaken + {sig}
            t.pending := t.pending - {sig}
            t.shared_pending := t.shared_pending - {sig}
          }
          for u: Task where act is some(new) and ignored(sig, stored(new)) do {
            u.due := u.due - {sig}
            u.due_alone := u.due_alone - {sig}
            u.sent_alone := without(u.sent_alone, everywhere, sig)
            u.pending := u.pending - {sig}
          }
          for u: Task where act is some(_) do {
            u.changed_meanwhile := u.changed_meanwhile + {sig}
          }

  /// SIGKILL and SIGSTOP keep their actions. What is as it should be is not refused; a number that
  /// is no signal's is not known to be what was asked for.
  rule refuses
    cites kernel "kernel/signal.c:do_sigaction", kernel "kernel/signal.c:valid_signal",
          rule A1 M9 M10
    shows returned(t, _, error(e))
    with  e = EINVAL
            implies not accepts_action(sig, size, act is some(_))
              or is_made_up(t)
              or t.asked is some(x) and x.signal != sig,
          is_of_arguments(t, e)
    do    if t.asked is some(x) then {
            t.actions[sig] := either x.found or t.actions[sig] when t.threaded
          }
          t.asked := none
}

/// sigprocmask(2), and pthread_sigmask(3): sets and reads the mask of one thread.
call rt_sigprocmask(how: MaskHow, set_: option set Signal, old: out option set Signal, size: int)
  nr x86_64 14
  nr i386 175
  cites kernel "kernel/signal.c:sys_rt_sigprocmask", man "sigprocmask(2)"
{
  /// The old mask comes back; the new one never holds SIGKILL or SIGSTOP. It stays where the old
  /// one cannot be written.
  rule changes_mask
    cites kernel "kernel/signal.c:sigprocmask", kernel "kernel/signal.c:sys_rt_sigprocmask", rule P2
    shows returned(t, _, value(_) | error(EFAULT))
    with  result is value(_) or set_ is some(_) and old is some(_),
          result is value(_) implies is_done(t, amount),
          old is none or old = some(t.blocked),
          accepts_mask(how, size, set_ is some(_)) or is_made_up(t)
    do    observer.shows_masks := true
          if set_ is some(given) then t.blocked := changed(t.blocked, how, given)

  rule refuses
    cites kernel "kernel/signal.c:sigprocmask"
    shows returned(t, _, error(e))
    with  e = EINVAL implies not accepts_mask(how, size, set_ is some(_)) or is_made_up(t),
          is_of_arguments(t, e)
}

/// What there was before signals above 31. Only i386 has them still, and the C library uses none:
/// what they set is not followed.
call sigprocmask, ssetmask, sgetmask, sigaction, signal, sigpending(...)
  nr i386 126 69 68 67 48 73
  cites kernel "kernel/signal.c:sys_ssetmask", man "syscalls(2)"
{
  rule changes_old_mask
    cites kernel "kernel/signal.c:sys_sigprocmask", rule P2
    shows returned(t, sigprocmask | ssetmask, value(_) | error(EFAULT))
    do    t.blocked := unknown - KERNEL_ONLY

  rule changes_old_action
    cites kernel "kernel/signal.c:sys_signal", rule A1
    shows returned(t, sigaction | signal, value(_) | error(EFAULT))
    do    for s: Signal where s not in KERNEL_ONLY do t.actions[s] := unknown

  rule only_reads
    cites kernel "kernel/signal.c:sys_sgetmask"
    shows returned(t, sgetmask | sigpending, value(_))
}

/// Is this the way back from an old frame? Only i386 makes them, for handlers without SA_SIGINFO.
fn is_old(way_back: Call) -> bool =
  way_back.nr_i386 = 119

/// The way back from a handler; the C library calls it, never the program.
call rt_sigreturn, sigreturn(frame: Sigframe)
  nr x86_64 15
  nr i386 173 119
  cites kernel "arch/x86/kernel/signal_64.c:sys_rt_sigreturn", man "sigreturn(2)"
{
  /// The mask and the registers are those of the frame; the value is the interrupted call's, or its
  /// number when it is to be issued again.
  rule from_handler
    cites kernel "arch/x86/kernel/signal_64.c:restore_sigcontext", rule D9 D10 R10 V4 V3 Y3 Y4
    shows returned(t, _, value(v))
    when  not empty(t.frames) or t.strays
    with  frame.mask = top(t.frames).mask,
          top(t.frames).resume is not fail,
          top(t.frames).resume is reissue implies v = number_of(top(t.frames).last, t.abi),
          top(t.frames).resume is go_on implies v = restart_number(t.abi)
    do    t.blocked := frame.mask
          if may_change_stack(top(t.frames), t.altstack) then {
            t.altstack := stack_after_handler(top(t.frames), t.altstack, is_old(syscall))
          }
          t.last := top(t.frames).last
          t.resumable := false
          t.resume := match top(t.frames).resume {
            reissue => reissue
            go_on   => go_on
            _       => free
          }
          pop t.frames
          t.strays := t.strays or t.skipped
          observer.hidden_handler_returns := false
          observer.shows_returns := true

  /// The interrupted call failed, with EINTR if it was the signal that ended it.
  rule from_handler_with_error
    cites kernel "arch/x86/kernel/signal_64.c:restore_sigcontext", rule D9 D10 R2 R10 V4 V3 Y2 Y3 Y4
    shows returned(t, _, error(e))
    when  not empty(t.frames) or t.strays
    with  frame.mask = top(t.frames).mask,
          top(t.frames).resume is free | fail,
          top(t.frames).resume is fail implies e = EINTR
    do    t.blocked := frame.mask
          if may_change_stack(top(t.frames), t.altstack) then {
            t.altstack := stack_after_handler(top(t.frames), t.altstack, is_old(syscall))
          }
          t.resume := free
          t.resumable := false
          pop t.frames
          t.strays := t.strays or t.skipped
          observer.hidden_handler_returns := false
          observer.shows_returns := true

  /// A handler that was given the frame has changed what comes back: the mask shows it. Then the
  /// place may be another, too, where the program goes on: what was interrupted need not begin
  /// again.
  rule from_editing_handler
    cites man "sigaction(2) SA_SIGINFO", man "getcontext(3)",
          kernel "arch/x86/kernel/signal_64.c:restore_sigcontext", rule D9 R10
    shows returned(t, _, value(_) | error(_))
    when  not empty(t.frames),
          top(t.frames).editable,
          not observer.keeps_frames,
          frame.mask != top(t.frames).mask
    do    t.blocked := frame.mask
          t.altstack := unknown
          t.resume := free
          t.resumable := false
          pop t.frames
          t.strays := t.strays or t.skipped
          observer.hidden_handler_returns := false
          observer.shows_returns := true

  /// A SIGKILL that is on its way, whoever sent it, came when the result was to be read.
  rule result_of_killed
    cites strace "syscall.c:print_syscall_resumed", rule V8
    shows returned(t, _, error(unreadable_error))
    do    t.life := unread
}
