enum ShimStep { program_runs, simulator_works, result_arrives, in_shims_handler, call_resolved }

/// A simulator (Shadow) carries out the calls of a program, asked by a library in it, the shim. Its
/// signals are emulated: when a call's result arrives, the shim looks for signals, calls their
/// handlers and then resolves the call, again or with EINTR. It has steps of its own for what a
/// kernel does, as it is none: Linux's order of signals and outcomes are what it is compared with.
scenario shim
  cites paper "shadow-signals-design", rule R2 D9 D10
{
  variant { design, first_handler_decides, all_handlers_must_restart, naive_signal }
  signals {SIGUSR1, SIGUSR2}
  object Shim {
    step: ShimStep,
    /// Requests to the simulator that it has not answered.
    outstanding: 0 .. 2,
    pending: set Signal,
    blocked: set Signal,
    /// The handler that runs, and the mask that comes back after it.
    handles: option Signal,
    saved: set Signal,
    flags: array Signal of set SaFlag,
    /// The signals that Linux would build frames for at this interruption, one upon the other, and
    /// what comes of the call then.
    batch: set Signal,
    linux: Outcome,
    /// What the shim makes of it so far.
    outcome: Outcome,
    handled_any: bool,
    differs: bool,
  }
  initially do
    shim.flags[SIGUSR1] := if unknown then {SA_RESTART} else {}
    shim.flags[SIGUSR2] := if unknown then {SA_RESTART} else {}

  fn action_of(s: Signal) -> Action =
    { handler: default, flags: shim.flags[s], mask: {} }

  fn outcome_of(s: Signal) -> Outcome =
    after_handler(ERESTARTSYS, action_of(s))

  rule shim.is_sent (s: Signal)
    cites paper "shadow-signals-design"
    when  s not in shim.pending
    do    shim.pending := shim.pending + {s}
          // A real signal interrupts the shim's own wait; its handler makes a call of its own.
          if variant = naive_signal and shim.step is simulator_works then {
            shim.outstanding := shim.outstanding + 1
          }

  rule shim.calls
    fair shim
    cites paper "shadow-signals-design"
    when  shim.step is program_runs
    do    shim.step := simulator_works
          shim.outstanding := shim.outstanding + 1
          shim.batch := {}

  /// The call is over, or was interrupted by what is pending now.
  rule simulator.answers
    fair simulator
    cites paper "shadow-signals-design"
    when  shim.step is simulator_works,
          shim.outstanding = 1
    do    let now = shim.pending - shim.blocked
          shim.outstanding := 0
          shim.handled_any := false
          shim.step := if now != {} then result_arrives else program_runs
          // What is left of a batch was decided already, by its first.
          shim.differs := shim.differs
            or now & shim.batch != {}
              and shim.linux is reissue
              and outcome_of(next_signal(now & shim.batch)) is not reissue
          shim.linux := if now != {} then outcome_of(next_signal(now)) else reissue
          shim.batch := now

  rule shim.calls_handler
    fair shim
    cites paper "shadow-signals-design", kernel "kernel/signal.c:signal_delivered"
    when  shim.step is result_arrives,
          shim.pending & shim.batch != {}
    do    let s = next_signal(shim.pending & shim.batch)
          shim.outcome := if variant = all_handlers_must_restart
                               and shim.handled_any
                               and shim.outcome is not reissue then shim.outcome
                          else if variant = first_handler_decides
                                    and shim.handled_any then shim.outcome
                          else outcome_of(s)
          shim.handled_any := true
          shim.pending := shim.pending - {s}
          shim.batch := shim.batch - {s}
          shim.handles := some(s)
          shim.saved := shim.blocked
          shim.blocked := shim.blocked + handler_mask(s, action_of(s)) - KERNEL_ONLY
          shim.step := in_shims_handler

  /// A handler may make calls as well; each is answered before it goes on.
  rule shim.calls_from_handler
    cites paper "shadow-signals-design"
    when  shim.step is in_shims_handler,
          shim.outstanding = 0
    do    shim.outstanding := 1

  rule simulator.answers_handler
    fair simulator
    cites paper "shadow-signals-design"
    when  shim.step is in_shims_handler,
          shim.outstanding = 1
    do    shim.outstanding := 0

  /// The design resolves the call after each handler; the others look for further signals first.
  rule shim.handler_returns
    fair shim
    cites paper "shadow-signals-design"
    when  shim.step is in_shims_handler,
          shim.outstanding = 0
    do    shim.blocked := shim.saved
          shim.handles := none
          shim.step := if variant in {design, naive_signal}
                            or shim.pending & shim.batch = {} then call_resolved
                       else result_arrives

  rule shim.resolves
    fair shim
    cites paper "shadow-signals-design"
    when  shim.step is call_resolved
    do    shim.differs := shim.differs
            or shim.outcome is reissue and shim.linux is not reissue
            or shim.outcome is not reissue and shim.linux is reissue
          shim.step := if shim.outcome is reissue then simulator_works else program_runs
          shim.outstanding := if shim.outcome is reissue then 1 else 0

  property ipc_machine_undisturbed: always shim.outstanding <= 1

  property same_restart_as_linux: never shim.differs

  property masks_as_linux:
    always match shim.handles {
             some(s) => shim.blocked = shim.saved + {s}
             none    => shim.blocked = {}
           }

  expect design for ipc_machine_undisturbed, masks_as_linux: proved
  expect design for same_restart_as_linux: refuted
  expect first_handler_decides: proved
  expect all_handlers_must_restart for same_restart_as_linux: refuted
  expect naive_signal for ipc_machine_undisturbed: refuted
}
