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
/// stranger. Other numbers do not matter to anyone here, so there may be as many as one likes.
scenario userns_pidfd
  cites paper "containerd-userns-ptrace", man "pidfd_send_signal(2)", man "pid_namespaces(7)"
{
  variant { no_check, signal_by_pid, signal_by_pidfd, ptrace_and_pidfd }
  object Number { holder: PidHolder }
  object Runtime {
    step: RuntimeStep,
    opened: OpenedNamespace,
    /// The namespace that it goes on to use.
    used: OpenedNamespace,
    hit_stranger: bool,
  }

  fn by_descriptor() -> bool =
    variant in {signal_by_pidfd, ptrace_and_pidfd}

  /// Somebody kills the helper; one that is traced and stopped cannot end by itself.
  rule helper.dies
    cites kernel "kernel/exit.c:do_exit"
    when  number.holder is helper_lives
    do    number.holder := helper_is_zombie

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
          number.holder := if number.holder is helper_lives then helper_is_zombie else number.holder
          runtime.step := waits_for_helper

  /// waitid with P_PIDFD, or with the number: its own child, or ECHILD when that is gone.
  rule runtime.waits
    fair runtime
    cites man "waitid(2)"
    when  runtime.step is waits_for_helper
    do    number.holder := if number.holder is helper_is_zombie then nobody_has_it
                           else number.holder
          runtime.step := is_done

  property namespace_is_the_childs: never runtime.used is strangers_namespace

  property no_signal_to_stranger: never runtime.hit_stranger

  property helper_always_reaped:
    number.holder is helper_lives leads to number.holder is nobody_has_it | stranger_has_it

  invariant check_was_about_the_helper:
    (by_descriptor() implies not runtime.hit_stranger)
      and (by_descriptor() and runtime.opened is strangers_namespace
             implies runtime.step is checks_helper)
      and (runtime.opened is strangers_namespace implies number.holder is stranger_has_it)
      and (by_descriptor() implies runtime.used is not strangers_namespace)

  expect no_check, signal_by_pid for namespace_is_the_childs, no_signal_to_stranger: refuted
  expect signal_by_pidfd, ptrace_and_pidfd: proved
}
