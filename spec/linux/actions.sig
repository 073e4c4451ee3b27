/// The flags of sigaction(2) that Linux keeps.
enum SaFlag {
  /// No SIGCHLD when a child stops or goes on.
  SA_NOCLDSTOP = 0x1,
  /// Children leave no zombie.
  SA_NOCLDWAIT = 0x2,
  SA_SIGINFO = 0x4,
  SA_UNSUPPORTED = 0x400,
  SA_EXPOSE_TAGBITS = 0x800,
  SA_RESTORER = 0x04000000,
  SA_ONSTACK = 0x08000000 "SA_ONSTACK" "SA_STACK",
  SA_RESTART = 0x10000000,
  SA_INTERRUPT = 0x20000000,
  SA_NODEFER = 0x40000000 "SA_NODEFER" "SA_NOMASK",
  SA_RESETHAND = 0x80000000 "SA_RESETHAND" "SA_ONESHOT",
}

/// Who handles a signal: the kernel's default, nobody, or a function of the program.
union Handler { default "SIG_DFL" "0" "0x0", ignore "SIG_IGN" "1" "0x1", caught(opaque) otherwise }

/// What a signal does in a process: one slot of sigaction(2).
record Action {
  handler: Handler as "sa_handler",
  flags: set SaFlag as "sa_flags",
  mask: set Signal as "sa_mask",
}

/// The flags that Linux knows.
const KEPT_FLAGS = {SA_NOCLDSTOP, SA_NOCLDWAIT, SA_SIGINFO, SA_EXPOSE_TAGBITS, SA_RESTORER,
                    SA_ONSTACK, SA_RESTART, SA_NODEFER, SA_RESETHAND}
  cites kernel "kernel/signal.c:do_sigaction", rule A2

/// Before 5.11 all flags read back as they were given.
table kept_flags(given: set SaFlag) -> set SaFlag
  cites kernel "kernel/signal.c:do_sigaction", man "sigaction(2)", rule A2
{
  _         -> given & KEPT_FLAGS  since 5.11
  otherwise -> given
}

/// What the kernel stores of an action that a program asks for, whoever is to handle the signal.
fn stored(a: Action) -> Action
  cites kernel "kernel/signal.c:do_sigaction", rule A1 A2 A11
=
  a with { flags: kept_flags(a.flags), mask: a.mask - KERNEL_ONLY }

/// What a new program, or a child with CLONE_CLEAR_SIGHAND, finds: nothing but what was ignored.
fn flushed(a: Action) -> Action
  cites kernel "kernel/signal.c:flush_signal_handlers", rule F1 F4
=
  { handler: if a.handler is ignore then ignore else default, flags: {}, mask: {} }

/// The signals blocked while a handler for `s` runs, on top of those blocked before.
fn handler_mask(s: Signal, a: Action) -> set Signal
  cites kernel "kernel/signal.c:signal_delivered", rule A8 D9
=
  a.mask + (if SA_NODEFER in a.flags then {} else {s})

/// What is left of an action once it was obeyed.
fn used_up(a: Action) -> Action
  cites kernel "kernel/signal.c:get_signal", rule A9
=
  a with {
    handler: if SA_RESETHAND in a.flags and a.handler is caught(_) then default else a.handler
  }

/// Is the signal dropped when it comes to its delivery?
fn ignored(s: Signal, a: Action) -> bool =
  a.handler is ignore or a.handler is default and ignored_by_default(s)

/// How a mask is to be changed. Other words than these are refused.
enum MaskHow { SIG_BLOCK = 0, SIG_UNBLOCK = 1, SIG_SETMASK = 2, no_how = 3 otherwise }

/// The mask after rt_sigprocmask(2).
fn changed(old: set Signal, how: MaskHow, given: set Signal) -> set Signal =
  match how {
    SIG_BLOCK   => old + given
    SIG_UNBLOCK => old - given
    SIG_SETMASK => given
    no_how      => old
  } - KERNEL_ONLY
