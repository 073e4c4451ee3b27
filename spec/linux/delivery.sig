/// Nothing but a live task takes signals; a stopped one only after it was woken.
fn takes_signals(t: Task) -> bool =
  t.life is alive | stopped

/// What becomes of the call that a frame comes in between of. Only the first frame decides; one
/// that was prepared on the way to user mode already keeps its restart.
fn resume_of_frame(t: Task, a: Action) -> Resume =
  match t.resume {
    undecided(code) =>
      either (match after_handler(code, a) { reissue => reissue, go_on => go_on, fail(_) => fail })
      or     (match after_nothing(code) { reissue => reissue, go_on => go_on, fail(_) => fail })
      when   t.passed
    free    => free
    reissue => reissue
    go_on   => go_on
    fail    => free
  }

/// A caught signal runs its handler before the task goes back to its program.
rule deliver.handler
  cites kernel "kernel/signal.c:get_signal", kernel "arch/x86/kernel/signal.c:handle_signal", rule D6 D9 D10 D12 R2 R5
  shows delivered(t, s, info, inside)
  when  takes_signals(t),
        not inside,
        s not in t.blocked,
        t.actions[s].handler is caught(_)
  do    push t.frames { signal: s, mask: t.restore otherwise t.blocked,
                        resume: resume_of_frame(t, t.actions[s]), last: t.last };
        t.life := alive;
        t.resume := free;
        t.restore := none;
        t.blocked := t.blocked + handler_mask(s, t.actions[s]);
        if SA_RESETHAND in t.actions[s].flags then { t.actions[s].handler := default }

/// Signals whose default action is to end the process end it.
rule deliver.fatal
  cites kernel "kernel/signal.c:get_signal", rule D8
  shows delivered(t, s, info, inside)
  when  takes_signals(t),
        not inside,
        s not in t.blocked,
        t.actions[s].handler is default,
        default_action(s) is terminate | dump_core,
        not t.init
  do    t.life := doomed(s);
        t.ending := by_signal(s)

/// The init of a pid namespace does not get signals it has no handler for.
rule deliver.dropped_by_init
  cites kernel "kernel/signal.c:get_signal", rule G11 D6
  shows delivered(t, s, info, inside)
  when  takes_signals(t),
        not inside,
        s not in t.blocked,
        t.actions[s].handler is default,
        default_action(s) is terminate | dump_core,
        t.init
  do    t.life := alive;
        t.passed := unknown

/// A fault that the program blocks or ignores ends it all the same.
rule deliver.forced
  cites kernel "kernel/signal.c:force_sig_info_to_task", rule G21
  shows delivered(t, s, info, inside)
  when  takes_signals(t),
        not inside,
        s in SYNCHRONOUS,
        info.code is fault | SI_KERNEL,
        s in t.blocked or t.actions[s].handler is ignore
  do    t.life := doomed(s);
        t.ending := by_signal(s)

/// There was no room for the frame of a SIGSEGV handler: the default action takes its place.
rule deliver.no_room_for_frame
  cites kernel "kernel/signal.c:force_sigsegv", rule G22 K3
  shows delivered(t, s, info, inside)
  when  takes_signals(t),
        not inside,
        s = SIGSEGV,
        info.code is SI_KERNEL,
        t.actions[s].handler is caught(_)
  do    t.life := doomed(s);
        t.ending := by_signal(s)

/// A signal that stops the process by default is about to; an orphaned process group or a SIGCONT
/// that came meanwhile keeps it running.
rule deliver.stop
  cites kernel "kernel/signal.c:do_signal_stop", rule D7 S1
  shows delivered(t, s, info, inside)
  when  takes_signals(t),
        not inside,
        s not in t.blocked,
        t.actions[s].handler is default,
        default_action(s) is stop
  do    t.life := alive;
        t.passed := unknown

/// The whole process stops; each of its threads says so.
rule stop.group
  cites kernel "kernel/signal.c:do_signal_stop", rule S2 S3 V7
  shows stopped(t, s)
  with  s in {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU}
  when  t.life is alive | stopped
  do    t.life := stopped;
        t.passed := unknown

/// A stopped task that is woken without showing SIGCONT: it blocks it, or another thread took it.
rule stop.continued (t: Task)
  internal
  cites kernel "kernel/signal.c:prepare_signal", rule G8 S4
  when  t.life is stopped,
        SIGCONT in t.blocked or t.threaded
  do    t.life := alive

/// The handler returns: the mask comes back, and the call is failed, issued again or left as it was.
rule frame.left (t: Task)
  internal
  cites rule R11
  when  not empty(t.frames)
  do    pop t.frames;
        t.strays := true
