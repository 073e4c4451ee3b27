/// Who has the number that the helper got at its birth.
enum PidHolder { helper_lives, helper_is_zombie, nobody_has_it, stranger_has_it }

enum RuntimeStep {
  opens_namespace, checks_helper, uses_namespace, kills_helper, waits_for_helper,
  is_done,
}

/// Whose namespace was opened.
enum OpenedNamespace { none_opened, helpers_namespace, strangers_namespace }

/// A container runtime makes a helper in a new user namespace and opens it by number in /proc.
/// Meanwhile the helper may be killed and waited for by somebody else, and its number given to a
/// stranger.
///
/// There may be as many numbers as one likes. Which of them the others have matters to nobody here;
/// of the helper's it matters only that it may be given again once it is free, sooner, later or
/// never, as however many there are decides. All of these runs are among those that are looked at.
///
/// A helper that does nothing may still end by itself, and one that is traced cannot: it stops
/// before its first instruction, until SIGKILL or its tracer lets it go (`helper_lasts`). That is
/// the difference of the last variants. With SIGTERM instead it would stay there for ever.
///
/// The tasks of Linux's rules never give their numbers to others, so that whoever has one is an
/// object of its own here; what wakes and ends the helper is asked of Linux's tables.
scenario userns_pidfd
  cites paper "containerd-userns-ptrace", man "pidfd_send_signal(2)", man "pid_namespaces(7)",
        man "ptrace(2)"
{
  variant { no_check, signal_by_pid, signal_by_pidfd, ptrace_and_pidfd, ptrace_and_sigterm }
  object Number { holder: PidHolder }
  object Helper {
    /// A tracee is stopped from the beginning.
    state: TaskState,
    /// Signals that have been sent to it.
    sent: set Signal,
  }
  object Runtime {
    step: RuntimeStep,
    opened: OpenedNamespace,
    /// The namespace that it goes on to use.
    used: OpenedNamespace,
    hit_stranger: bool,
  }
  initially do
    helper.state := if variant in {ptrace_and_pidfd, ptrace_and_sigterm} then traced else running

  fn by_descriptor() -> bool =
    variant in {signal_by_pidfd, ptrace_and_pidfd, ptrace_and_sigterm}

  /// What the runtime ends its helper with.
  fn last_signal() -> Signal =
    if variant = ptrace_and_sigterm then SIGTERM else SIGKILL

  /// What a signal without a handler does to it: in a stop only SIGKILL is taken.
  fn is_ended_by(s: Signal) -> bool =
    default_action(s) is terminate
      and (helper.state is running or s = SIGKILL and fatal_signal in wakers(helper.state))

  /// It runs, and ends.
  rule helper.ends
    cites kernel "kernel/exit.c:do_exit"
    when  number.holder is helper_lives,
          helper.state is running
    do    number.holder := helper_is_zombie

  /// Somebody kills it; or the thread that made it ends, for which it has asked to be killed.
  rule helper.is_killed
    cites kernel "kernel/signal.c:complete_signal", man "prctl(2) PR_SET_PDEATHSIG", rule F8
    when  number.holder is helper_lives,
          is_ended_by(SIGKILL)
    do    number.holder := helper_is_zombie
          helper.sent := helper.sent + {SIGKILL}

  /// Another part of the program waits for any child.
  rule helper.is_reaped_by_another
    cites kernel "kernel/exit.c:wait_task_zombie"
    when  number.holder is helper_is_zombie,
          runtime.step is not is_done
    do    number.holder := nobody_has_it

  rule number.is_given_again
    cites kernel "kernel/pid.c:alloc_pid"
    when  number.holder is nobody_has_it
    do    number.holder := stranger_has_it

  /// The number names whoever has it now. Of a zombie nothing can be opened.
  rule runtime.opens
    fair runtime
    cites man "namespaces(7)"
    when  runtime.step is opens_namespace
    do    runtime.opened := match number.holder {
            helper_lives                     => helpers_namespace
            stranger_has_it                  => strangers_namespace
            helper_is_zombie | nobody_has_it => none_opened
          }
          runtime.step := if variant = no_check then uses_namespace else checks_helper

  /// Signal 0: is the helper still there? By number this asks about whoever has it now.
  rule runtime.checks
    fair runtime
    cites man "kill(2)", man "pidfd_send_signal(2)"
    when  runtime.step is checks_helper
    do    runtime.opened := if by_descriptor() then if number.holder is helper_lives
                                                         | helper_is_zombie then runtime.opened
                                                    else none_opened
                            else if number.holder is nobody_has_it then none_opened
                            else runtime.opened
          runtime.step := uses_namespace

  rule runtime.uses
    fair runtime
    cites man "namespaces(7)"
    when  runtime.step is uses_namespace
    do    runtime.used := runtime.opened
          runtime.step := kills_helper

  rule runtime.kills
    fair runtime
    cites man "kill(2)", man "pidfd_send_signal(2)"
    when  runtime.step is kills_helper
    do    runtime.hit_stranger := number.holder is stranger_has_it and not by_descriptor()
          helper.sent := if number.holder is helper_lives then helper.sent + {last_signal()}
                         else helper.sent
          number.holder := if number.holder is helper_lives
                                and is_ended_by(last_signal()) then helper_is_zombie
                           else number.holder
          runtime.step := waits_for_helper

  /// waitid with P_PIDFD, or with the number: its own child when that has ended, or ECHILD when it
  /// is gone.
  rule runtime.waits
    fair runtime
    cites man "waitid(2)"
    when  runtime.step is waits_for_helper,
          number.holder is not helper_lives
    do    number.holder := if number.holder is helper_is_zombie then nobody_has_it
                           else number.holder
          runtime.step := is_done

  property namespace_is_the_childs: never runtime.used is strangers_namespace

  property no_signal_to_stranger: never runtime.hit_stranger

  property helper_always_reaped:
    number.holder is helper_lives leads to number.holder is nobody_has_it | stranger_has_it

  /// The helper is there until it is killed.
  property helper_lasts: always number.holder is not helper_lives implies helper.sent != {}

  invariant check_was_about_the_helper:
    (by_descriptor() implies not runtime.hit_stranger)
      and (by_descriptor() and runtime.opened is strangers_namespace
             implies runtime.step is checks_helper)
      and (runtime.opened is strangers_namespace implies number.holder is stranger_has_it)
      and (by_descriptor() implies runtime.used is not strangers_namespace)
  invariant tracee_lasts:
    helper.state is running | traced
      and (number.holder is not helper_lives and helper.state is traced implies helper.sent != {})
      and (variant = ptrace_and_pidfd implies helper.state is traced)

  invariant helper_is_gone_at_the_end:
    (runtime.step is waits_for_helper implies number.holder is not helper_lives)
      and (runtime.step is is_done implies number.holder is nobody_has_it | stranger_has_it)

  /// The steps that the runtime has left.
  rank steps_left for helper_always_reaped:
    match runtime.step {
      opens_namespace  => 5
      checks_helper    => 4
      uses_namespace   => 3
      kills_helper     => 2
      waits_for_helper => 1
      is_done          => 0
    }

  expect no_check, signal_by_pid for namespace_is_the_childs, no_signal_to_stranger: refuted
  expect no_check, signal_by_pid for helper_always_reaped: proved
  expect signal_by_pidfd, ptrace_and_pidfd for namespace_is_the_childs, no_signal_to_stranger,
                                               helper_always_reaped: proved
  expect signal_by_pidfd for helper_lasts: refuted
  expect ptrace_and_pidfd for helper_lasts: proved
  expect ptrace_and_sigterm for helper_always_reaped: refuted
}
