/// The flags of sigaltstack(2).
enum StackFlag {
  /// Given, it says nothing; read back, that the task is on the stack.
  SS_ONSTACK = 1,
  SS_DISABLE = 2,
  /// Taken away while a handler runs.
  SS_AUTODISARM = 0x80000000,
  other_stack_flag otherwise,
}

/// Where handlers with SA_ONSTACK run. A size of 0: nowhere else.
record AltStack {
  base: opaque as "ss_sp", flags: set StackFlag as "ss_flags", size: int as "ss_size",
}

/// No smaller stack is taken. With large vector registers the least is larger still.
const MINSIGSTKSZ = 2048
  cites kernel "kernel/signal.c:do_sigaltstack", rule K1

/// No alternate stack. What flags it has left is not followed.
fn no_stack() -> AltStack
  cites kernel "include/linux/sched/signal.h:sas_ss_reset", rule F4
=
  { base: unknown, flags: {}, size: 0 }

/// A new task has its maker's, unless both run in the same memory.
fn stack_of_child(s: AltStack, flags: set CloneFlag) -> AltStack
  cites kernel "kernel/fork.c:copy_process", rule F1
=
  if CLONE_VM in flags and CLONE_VFORK not in flags then no_stack() else s

/// May the task be on it? Where its stack pointer is no recording shows: a handler with SA_ONSTACK
/// begins there, but programs change stacks and leave handlers as they like.
fn may_be_on(s: AltStack) -> bool
  cites kernel "include/linux/sched/signal.h:on_sig_stack", rule A6 K1
=
  s.size != 0 and SS_AUTODISARM not in s.flags

/// While a handler runs: a frame, on whichever stack, takes away a stack that disarms itself.
fn stack_in_handler(s: AltStack) -> AltStack
  cites kernel "kernel/signal.c:signal_delivered", rule K2
=
  if SS_AUTODISARM in s.flags then no_stack() else s

/// May the return from a handler change the stack? Most programs have none.
fn may_change_stack(f: Frame, now: AltStack) -> bool =
  f.editable or f.stack.size != 0 or now.size != 0

/// What the return from a handler makes of the stack `now`. Of a frame that the handler could edit
/// nothing is known. The old frames of i386, for handlers without SA_SIGINFO, do not hold the
/// stack. What sigaltstack would refuse is not put back: while the task goes on on the present
/// stack, and when there was none that had not been switched off by name.
fn stack_after_handler(f: Frame, now: AltStack, from_old_frame: bool) -> AltStack
  cites kernel "kernel/signal.c:restore_altstack",
        kernel "arch/x86/kernel/signal_32.c:sys_sigreturn", rule K2 K4
=
  if f.editable then unknown
  else if from_old_frame then now
  else either f.stack or now when f.stack.size = 0 or may_be_on(now)

/// Is this a way of asking for a stack? SS_ONSTACK is one, whatever the manual says, and flags that
/// Linux does not know are refused beside SS_DISABLE too.
table is_stack_mode(flags: set StackFlag) -> bool
  cites kernel "kernel/signal.c:do_sigaltstack", man "sigaltstack(2)", rule K1 M20
{
  _ -> flags - {SS_AUTODISARM} = {}
         or flags - {SS_AUTODISARM} = {SS_ONSTACK}
         or flags - {SS_AUTODISARM} = {SS_DISABLE}
      since 4.7
  otherwise -> flags = {} or flags = {SS_ONSTACK} or flags = {SS_DISABLE}
}

/// Sets and reads where the handlers of one thread run that ask for a stack of their own.
call sigaltstack(new_: option AltStack, old: out option AltStack)
  nr x86_64 131
  nr i386 186
  cites kernel "kernel/signal.c:do_sigaltstack", man "sigaltstack(2)"
{
  /// The old stack comes back as it was set; only a task that is not on it can have another.
  /// That one stays where the old one cannot be written.
  rule changes_stack
    cites kernel "kernel/signal.c:do_sigaltstack", kernel "kernel/signal.c:sys_sigaltstack",
          rule A6 A12 K1 M20
    shows returned(t, _, value(_) | error(EFAULT))
    with  result is value(_) or new_ is some(_) and old is some(_),
          result is value(_) implies is_done(t, amount),
          old is some(x) implies x.base = t.altstack.base,
          old is some(x) implies x.size = t.altstack.size,
          old is some(x) implies (SS_DISABLE in x.flags) = (x.size = 0),
          old is some(x)
            implies x.size = 0 or (SS_AUTODISARM in x.flags) = (SS_AUTODISARM in t.altstack.flags),
          old is some(x) and SS_ONSTACK in x.flags implies new_ is none and may_be_on(t.altstack),
          new_ is some(n) implies is_stack_mode(n.flags),
          new_ is some(n)
            implies n.size >= MINSIGSTKSZ or SS_DISABLE in n.flags or n.size = t.altstack.size
    do    if new_ is some(n) then {
            t.altstack := if SS_DISABLE in n.flags then no_stack() else n
          }

  /// The task is on its alternate stack.
  rule not_while_on_it
    cites kernel "kernel/signal.c:do_sigaltstack", rule K1
    shows returned(t, _, error(EPERM))
    with  new_ is some(_),
          may_be_on(t.altstack)

  rule unknown_mode
    cites kernel "kernel/signal.c:do_sigaltstack", rule K1 M20
    shows returned(t, _, error(EINVAL))
    with  new_ is some(n) implies not is_stack_mode(n.flags),
          new_ is some(_)

  /// How much a frame needs depends on the processor.
  rule too_small
    cites kernel "arch/x86/kernel/signal.c:sigaltstack_size_valid", rule K1
    shows returned(t, _, error(ENOMEM))
    with  new_ is some(n) implies SS_DISABLE not in n.flags,
          new_ is some(_)

  rule bad_pointer
    cites kernel "kernel/signal.c:sys_sigaltstack"
    shows returned(t, _, error(EFAULT))

  /// Nothing else can be wrong with it.
  rule made_up
    cites kernel "kernel/signal.c:do_sigaltstack", man "seccomp(2)"
    shows returned(t, _, error(e))
    when  e is not EPERM | EINVAL | ENOMEM | EFAULT
    with  is_of_arguments(t, e)
}
