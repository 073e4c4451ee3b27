/// The run states of a task in gVisor's sentry, as its documentation draws them.
enum RunState {
  run_app,
  run_syscall,
  blocked_in_syscall,
  run_interrupt,
  run_syscall_after_restart,
  /// Saved; nothing of it runs until it is restored.
  in_checkpoint,
}

/// A kernel in user space, gVisor's sentry, saves all its tasks while one of them waits for a FUSE
/// server that is saved as well. To the tasks a checkpoint is an interruption without a signal. The
/// call may have any restart code, and wait interruptibly or killably. What holds for the sentry
/// holds on three conditions: interruptible waits are interrupted, killable ones are saved as they
/// stand, and an answer that is there is taken before anything else. The states that it goes
/// through are drawn in full, and checked arrow by arrow, in run_state_graph. Its steps are the
/// sentry's, of which no rule of Linux speaks; what a code comes to, and which sleeps a signal cuts
/// short, it has to do as Linux does, and is told by Linux's tables.
scenario run_states
  cites paper "gvisor-kernel-readme", rule R2 R3
{
  variant { sentry, interrupt_killable, wait_for_killable, cancel_finished_read, leak_restart_code }
  object Sentry { saves: bool, saved: bool }
  object Client {
    run: RunState,
    /// How it waits for the answer.
    state: TaskState = interruptible,
    asked: 0 .. 3,
    answer_there: bool,
    handler_ran: bool,
    saw_eintr: bool,
    got_answer: bool,
    lost_answer: bool,
    /// The code that the wait ends with when it is interrupted: whichever the call has.
    code: RestartCode = unknown,
    cut_short: bool,
  }
  object Answerer { in_checkpoint_too: bool }
  initially do
    client.state := either interruptible or killable

  rule client.calls
    fair client
    cites paper "gvisor-kernel-readme"
    when  client.run is run_app,
          not client.got_answer,
          not client.saw_eintr,
          not sentry.saves
    do    client.run := run_syscall

  /// The request is sent when the wait begins; one that goes on is not sent again.
  rule client.waits
    fair client
    cites paper "gvisor-kernel-readme"
    when  client.run is run_syscall | run_syscall_after_restart
    do    client.asked := if client.run is run_syscall
                               or variant = interrupt_killable then client.asked + 1
                          else client.asked
          client.run := blocked_in_syscall

  rule server.replies
    fair server
    cites paper "gvisor-kernel-readme"
    when  client.run is blocked_in_syscall,
          not answerer.in_checkpoint_too,
          not client.answer_there
    do    client.answer_there := true

  rule client.gets_answer
    fair client
    cites paper "gvisor-kernel-readme"
    when  client.run is blocked_in_syscall,
          client.answer_there
    do    client.run := run_app
          client.got_answer := true

  /// A signal with a handler interrupts the wait, if its state lets it.
  rule client.handles_signal (restarts: bool)
    cites kernel "arch/x86/kernel/signal.c:handle_signal"
    when  client.run is blocked_in_syscall,
          signal in wakers(client.state),
          not client.answer_there,
          not client.handler_ran,
          not sentry.saves
    do    let outcome = after_handler(client.code,
                                      {
                                        handler: default,
                                        flags: if restarts then {SA_RESTART} else {},
                                        mask: {}
                                      })
          client.run := if outcome is fail(_) then run_app else run_syscall_after_restart
          client.handler_ran := true
          client.saw_eintr := outcome is fail(_)

  rule sentry.begins_to_save
    cites paper "gvisor-kernel-readme"
    when  not sentry.saves,
          not sentry.saved
    do    sentry.saves := true

  /// The server stops at once: it waits for nobody.
  rule server.stops
    fair server
    cites paper "gvisor-kernel-readme"
    when  sentry.saves,
          not answerer.in_checkpoint_too
    do    answerer.in_checkpoint_too := true

  rule client.stops_in_program
    fair client
    cites paper "gvisor-kernel-readme"
    when  sentry.saves,
          client.run is run_app
    do    client.run := in_checkpoint

  /// An interruptible wait is interrupted; whoever waits killably stays where it is and is saved
  /// so, for its request was sent already.
  rule client.is_interrupted
    fair client
    cites paper "gvisor-kernel-readme"
    when  sentry.saves,
          client.run is blocked_in_syscall,
          signal in wakers(client.state) or variant = interrupt_killable,
          not client.answer_there or variant = cancel_finished_read
    do    client.run := run_interrupt
          client.cut_short := true
          client.lost_answer := client.lost_answer or client.answer_there

  rule client.is_saved_as_it_waits
    fair client
    cites paper "gvisor-kernel-readme"
    when  sentry.saves,
          client.run is blocked_in_syscall,
          signal not in wakers(client.state),
          variant not in {wait_for_killable, interrupt_killable}
    do    client.run := in_checkpoint

  rule client.stops_after_interrupt
    fair client
    cites paper "gvisor-kernel-readme"
    when  sentry.saves,
          client.run is run_interrupt
    do    client.run := in_checkpoint

  rule sentry.has_saved
    fair sentry
    cites paper "gvisor-kernel-readme"
    when  sentry.saves,
          client.run is in_checkpoint,
          answerer.in_checkpoint_too
    do    sentry.saves := false
          sentry.saved := true
          answerer.in_checkpoint_too := false
          client.run := if client.cut_short
                             and after_nothing(client.code) is reissue | go_on
                             and variant != leak_restart_code then run_syscall_after_restart
                        else if client.got_answer
                                  or client.saw_eintr
                                  or client.cut_short
                                  or client.asked = 0 then run_app
                        else blocked_in_syscall
          client.saw_eintr := client.saw_eintr or client.cut_short and variant = leak_restart_code

  property checkpoint_completes: sentry.saves leads to sentry.saved

  property request_sent_once: always client.asked <= 1

  property eintr_only_from_handler: always client.saw_eintr implies client.handler_ran

  property consumed_is_delivered: never client.lost_answer

  expect sentry: proved
  expect interrupt_killable for request_sent_once: refuted
  expect wait_for_killable for checkpoint_completes: refuted
  expect cancel_finished_read for consumed_is_delivered: refuted
  expect leak_restart_code for eintr_only_from_handler: refuted
}
