/// The observer made up the result of a call.
observation injected(t: Task)
/// Nothing else explains the call that the task is seen to begin or to end, or that it stops.
observation misread(t: Task)
/// The task was misread, and nothing else was seen of it afterwards.
observation vanished(t: Task)
/// The task makes a call, and the one before was not seen to end.
observation unended(t: Task)
/// The task has made another one, as a call says that is shown from its beginning; and that one was
/// seen before.
observation made_before(t: Task)
/// Tasks have taken turns for a while, and none was seen in the middle of a call.
observation held_back(t: Task)

/// What strace shows, and what its tracing changes.
view strace
  cites strace "strace(1)"
{
  line call_entered   "read(3 <unfinished ...>"                  shows entered
  line call_returned  "<... read resumed>\"\", 4) = 0"           shows returned
  line signal         "--- SIGCHLD {si_signo=SIGCHLD, ...} ---"  shows delivered
  /// The next line of the task that a signal line spoke of.
  line goes_on        "rt_sigreturn({mask=[]}) = 0"              shows settled
  line stopped        "--- stopped by SIGSTOP ---"               shows stopped
  line exited         "+++ exited with 0 +++"                    shows exited
  line killed         "+++ killed by SIGKILL +++"                shows killed
  line superseded     "+++ superseded by execve in pid 7 +++"    shows superseded
  line detached       "strace: Process 7 detached"               shows released
  line personality    "[ Process PID=7 runs in 32 bit mode. ]"   shows changed_abi
  line injected       "getppid() = -1 EPERM (...) (INJECTED)"    shows injected
  /// A call that the task cannot make, if it is the last that is seen of it.
  line misread        "read(3 <unfinished ...>"                  shows misread
  /// The last line of a task, which it cannot have shown.
  line vanished       "read(3, \"\", 4) = 5"                     shows vanished
  /// A call that the same task makes before its last one has ended.
  line unended        "read(3 <unfinished ...>"                  shows unended
  /// 7 was seen before.
  line made_before    "clone(...) = 7"                           shows made_before
  /// Many a call of several tasks, and no half of one.
  line held_back      "read(3, \"\", 4) = 0"                     shows held_back
  /// The first line of a task whose maker is known.
  line born           "clone(...) = 7"                           shows born
  line first_seen     "[pid 7] set_robust_list(...) = 0"         shows first_seen
  /// 7 was not seen before; nobody may have made it.
  line made_unseen    "clone(...) = 7"                           shows made_unseen
  line misread_birth  "clone(...) = 7"                           shows misread_birth

  /// A task is in one call at a time, and vfork(2) is one until the child has gone its way. Where
  /// the ends of tasks are hidden, another one may have got the number.
  rule one_call_at_a_time
    cites kernel "arch/x86/entry/common.c:do_syscall_64", man "vfork(2)", strace "strace(1) -f"
    untested "parts of recordings exercise it, in a test"
    shows unended(t)
    when  not observer.shows_exits

  /// Calls are held back until it is known what they came to.
  rule holds_back
    cites strace "strace(1) -z, -e status"
    shows held_back(t)
    do    observer.holds_back := true

  rule holds_back_births
    cites strace "strace(1) -z, -e status"
    untested "its race is rare; a test exercises it"
    shows made_before(t)
    do    observer.holds_back := true
          observer.holds_births := true

  /// Who puts results into a recording puts signals into it, too, which look like the kernel's.
  rule injects
    cites strace "strace(1) -e inject"
    shows injected(t)
    when  t.life is not leaving(_)
    do    observer.injects := true

  /// A call that was to end the task was not made.
  rule injects_in_place_of_leaving
    cites strace "strace(1) -e inject"
    shows injected(t)
    when  t.life is leaving(_)
    do    observer.injects := true
          t.life := alive
          t.borrows := t.vforked
          t.ends := if t.threaded then unknown else none
          t.left_with := if t.threaded then unknown else none
          t.leader_left := false

  /// A traced task is woken by signals it ignores; the tracer sees them before they are dropped.
  /// Calls that were waiting see a pending signal and no handler.
  rule ignored_signal_shown
    cites kernel "kernel/signal.c:sig_ignored", rule G10 V6 X1 R6 E4 X6
    shows settled(t)
    when  t.taken is some(x),
          not is_forced(x.signal, x.code) or x.signal not in t.blocked,
          ignored(x.signal, x.action)
    do    observer.keeps_ignored := true
          t.actions[x.signal] := if t.threaded or t.mixed then t.actions[x.signal] else x.action
          t.life := alive
          t.passed := unknown
          t.resumable := t.resumable or unknown
          t.taken := none

  /// Where calls are missing, nobody can follow what a signal does.
  rule unfollowed
    cites strace "strace(1) -e trace, -z"
    shows settled(t)
    when  not observer.complete or observer.filtered or loses_track(t)
    do    t.taken := none
          t.life := unknown
          t.blocked := unknown - KERNEL_ONLY
          t.restore := none
          t.frames := unknown
          t.altstack := unknown
          t.deadline := unknown
          t.gives_up := unknown
          t.resumable := unknown
          t.alarm := unknown
          t.armed := unknown
          t.most_left := unknown
          t.comes_every := unknown
          t.counting := unknown
          t.left := unknown
          t.strays := unknown
          t.threaded := unknown
          t.init := unknown
          t.child_is_init := unknown
          t.resume := unknown
          t.last := unknown
          t.passed := unknown
          t.due := t.due & {SIGKILL}
          t.due_alone := {}
          t.sent_to_all := unknown
          t.sent_alone := unknown
          t.raised := unknown
          t.early := unknown
          t.came_back := unknown
          for s: Signal where s not in KERNEL_ONLY do t.actions[s] := unknown
          for u: Task do u.changed_meanwhile := unknown - KERNEL_ONLY

  /// With a filter (strace -e trace=..., -z) calls are missing that change masks and actions,
  /// return from handlers, or are issued again. Until a call is seen that only an unfiltered
  /// recording shows, anything may have happened between two lines, but that SIGKILL was survived.
  rule hidden_calls (t: Task)
    internal
    cites strace "strace(1) -e trace, -z"
    when  not observer.complete or observer.filtered
    do    t.blocked := unknown - KERNEL_ONLY
          t.restore := none
          t.frames := unknown
          t.altstack := unknown
          t.deadline := unknown
          t.gives_up := unknown
          t.resumable := unknown
          t.alarm := unknown
          t.armed := unknown
          t.most_left := unknown
          t.comes_every := unknown
          t.counting := unknown
          t.left := unknown
          t.strays := unknown
          t.resume := unknown
          t.last := unknown
          t.passed := unknown
          t.life := match t.life {
            dead       => dead
            leaving(n) => leaving(n)
            _          => unknown
          }
          t.threaded := unknown
          t.asked := unknown
          t.due := t.due & {SIGKILL}
          t.due_alone := {}
          t.sent_to_all := unknown
          t.sent_alone := unknown
          t.raised := unknown
          t.early := unknown
          t.came_back := unknown
          for s: Signal where s not in KERNEL_ONLY do t.actions[s] := unknown

  /// No action was ever asked for, and the program lives on after a signal that should have ended
  /// it: a filter hides the handlers.
  rule hidden_handler_of_fatal_signal (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  not observer.shows_actions,
          t.life is doomed(_)
    do    t.life := alive
          observer.filtered := true

  /// No action was ever asked for, and a signal seemed to be ignored.
  rule hidden_handler_of_ignored_signal (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  not observer.shows_actions,
          t.passed
    do    observer.filtered := true

  /// No handler is known to run that could return here: -e signal=SET hides where it began, unless
  /// this is a fault. How often that happens before the recording is judged tells.
  rule hidden_handler
    cites strace "strace(1) -e signal"
    untested "read ahead only, where no rule is counted"
    shows entered(t, rt_sigreturn | sigreturn, _)
    when  observer.ahead,
          t.life is alive,
          empty(t.frames),
          not t.strays,
          not t.skipped
    do    observer.hidden_handlers := observer.hidden_handlers
            or observer.hidden_handler and not observer.hidden_handler_returns
          observer.hidden_handler := true
          observer.hidden_handler_returns := true
          push t.frames {
            signal: unknown,
            mask: unknown,
            resume: unknown,
            last: unknown,
            editable: true,
            stack: unknown
          }
          t.resume := free
          t.restore := none

  /// It ends, and was not seen to leave: a filter hides that, if no process is seen to.
  rule hidden_leaving
    cites strace "strace(1) -e status, -e trace"
    shows exited(t, n)
    when  not observer.shows_leaving,
          observer.shows_errors,
          t.life is alive | dying,
          not t.threaded
    do    observer.hidden_leaving := true
          t.life := dead
          observer.ended := observer.ended + 1
          observer.shows_exits := true
          t.fate := exited_with(n)
          tell t.parent child_ended(t.exit_signal, t.group)

  /// No task was shown to be made, and there are others: with threads among them anything goes.
  rule hidden_births (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  observer.foreign,
          not observer.shows_births,
          not t.threaded
    do    t.threaded := true
          t.due := t.due & {SIGKILL}
          t.due_alone := {}
          t.sent_to_all := unknown

  /// A child that lives to all appearance is said to have been killed: as above.
  rule hidden_death
    cites strace "strace(1) -e signal"
    untested "read ahead only, where no rule is counted"
    shows waited(t, status, _, _)
    when  observer.ahead,
          not t.doubtful,
          t.fate is running,
          killer_of(status) is some(s),
          s not in observer.shown
    do    observer.hidden_deaths := observer.hidden_deaths
            or observer.hidden_death is some(other) and other != t.group
            or s in observer.untold
          observer.hidden_death := some(t.group)
          observer.untold := observer.untold + {s} - KERNEL_ONLY
          t.reaped := true

  /// The same, told by a signal or by waitid(2).
  rule hidden_death_told
    cites strace "strace(1) -e signal"
    untested "read ahead only, where no rule is counted"
    shows reported(t, CLD_KILLED | CLD_DUMPED, _, s)
    when  observer.ahead,
          not t.doubtful,
          t.fate is running,
          s not in observer.shown
    do    observer.hidden_deaths := observer.hidden_deaths
            or observer.hidden_death is some(other) and other != t.group
            or s in observer.untold
          observer.hidden_death := some(t.group)
          observer.untold := observer.untold + {s} - KERNEL_ONLY

  /// A child is said to have been stopped by a signal that nobody is seen to take.
  rule hidden_stop
    cites strace "strace(1) -e signal"
    untested "read ahead only, where no rule is counted"
    shows waited(t, stopped(s), _, _)
    when  observer.ahead,
          default_action(s) is stop,
          not t.doubtful,
          s not in observer.shown,
          s not in t.stops

  /// The same, told by a signal and by a wait, of a child that none is seen to stop: once may be a
  /// fault.
  rule hidden_stop_told
    cites strace "strace(1) -e signal"
    untested "read ahead only, where no rule is counted"
    shows paused(t, CLD_STOPPED, s, _, _)
    when  observer.ahead,
          default_action(s) is stop,
          not t.doubtful,
          s not in observer.shown,
          t.stops = {}
    do    observer.hidden_stops := observer.hidden_stops or s in observer.untold
          observer.untold := observer.untold + {s}

  /// A call was to be issued again, and another one is made: a handler has begun unseen, unless
  /// this is a fault.
  rule hidden_handler_of_call (t: Task)
    internal
    cites strace "strace(1) -e signal"
    untested "read ahead only, where no rule is counted"
    when  observer.ahead,
          t.life is alive,
          t.resume is undecided(_)
    do    observer.hidden_begun := observer.hidden_begun + 1
          observer.hidden_handlers := observer.hidden_handlers
            or observer.hidden_begun >= ENOUGH_HIDDEN
          push t.frames {
            signal: unknown,
            mask: unknown,
            resume: unknown,
            last: unknown,
            editable: true,
            stack: unknown
          }
          t.resume := free
          t.restore := none
          t.blocked := t.blocked + unknown - KERNEL_ONLY

  /// A SIGCONT wakes a traced task even where it blocks it, to tell the tracer. Nothing is there to
  /// be taken: the call is to be issued again, and its mask has been put back, before what it held
  /// back comes.
  rule woken_to_tell (t: Task)
    internal
    cites kernel "kernel/signal.c:ptrace_trap_notify",
          kernel "arch/x86/kernel/signal.c:arch_do_signal_or_restart",
          live "SIGCONT to a traced task in a ppoll whose mask blocks it", rule P8 X6
    when  t.life is alive,
          t.taken is none,
          t.resume is undecided(code),
          t.restore is some(mask)
    do    t.blocked := mask - KERNEL_ONLY
          t.restore := none
          t.resume := match after_nothing(code) {
            reissue => reissue
            go_on   => go_on
            fail(_) => fail
          }

  /// With -e signal=none, or with some signals only, handlers begin unseen, and stops end so.
  rule hidden_signal (t: Task)
    internal
    cites strace "strace(1) -e signal"
    when  not observer.shows_signals or observer.hidden_handlers or observer.hidden_stops
    do    t.life := match t.life {
            stopped => alive
            _       => t.life
          }
          t.due := t.due & {SIGKILL}
          t.due_alone := {}
          t.sent_to_all := unknown
          t.sent_alone := unknown
          t.frames := unknown
          t.strays := unknown
          t.altstack := unknown
          for s: Signal where SA_RESETHAND in t.actions[s].flags do {
            t.actions[s] := unknown
          }
          t.blocked := unknown - KERNEL_ONLY
          t.restore := none
          t.asked := if t.asked is some(x) and SA_RESETHAND in x.found.flags then unknown
                     else t.asked
          t.resume := unknown
          t.last := unknown

  /// A filter hides what goes on, and another thread took the signal that woke it.
  rule hidden_restart (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  t.threaded,
          observer.goes_on != ~{},
          not t.resumable
    do    t.resumable := unknown
          t.deadline := unknown
          t.gives_up := unknown

  /// A task that was running already may have set up a filter of calls, and have a supervisor.
  rule hidden_supervisor (t: Task)
    internal
    cites strace "strace(1) -p", man "seccomp_unotify(2)"
    when  t.met_late
    do    t.met_late := false
          t.supervised := true
          t.sandboxed := true

  /// No call was ever shown to fail: -z hides those, and exit_group, which does not return. Or no
  /// process was ever shown to leave: a filter hides how.
  rule hidden_exit (t: Task)
    internal
    cites strace "strace(1) -z, -e status, -e trace"
    when  not observer.shows_errors or observer.hidden_leaving and not observer.shows_leaving,
          t.life is alive | dying
    do    t.life := leaving(unknown)

  /// As above: a handler that returns to a call that failed is not seen to return.
  rule hidden_return (t: Task)
    internal
    cites strace "strace(1) -z"
    when  not observer.shows_errors,
          not empty(t.frames),
          top(t.frames).resume is fail | free
    do    t.blocked := top(t.frames).mask - KERNEL_ONLY
          pop t.frames

  /// No handler was ever seen to return, and that more than once: a filter hides it, and what the
  /// call came to. How long ago it returned is not known, nor what has been done since to the mask
  /// that came back.
  rule hidden_sigreturn (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  hides_returns(),
          not empty(t.frames)
    do    observer.hidden_returns := observer.hidden_returns + 1
          t.blocked := t.blocked & top(t.frames).mask
            + (t.blocked + top(t.frames).mask) & unknown
            - KERNEL_ONLY
          t.altstack := either top(t.frames).stack or t.altstack when true
          t.last := if t.resume is free then top(t.frames).last else t.last
          t.resume := if t.resume is not free then t.resume
                      else match top(t.frames).resume {
                             reissue => either reissue or free when true,
                             go_on   => either go_on or free when true,
                             _       => free
                           }
          pop t.frames

  /// As above: a fault that seemed to come in the handler of the last one came after it.
  rule hidden_sigreturn_before_fault (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  hides_returns(),
          t.life is doomed(s),
          s in SYNCHRONOUS,
          t.actions[s].handler is caught(_),
          not empty(t.frames)
    do    observer.hidden_returns := observer.hidden_returns + 1
          t.blocked := handler_mask(s, t.actions[s]) + unknown - KERNEL_ONLY
          t.life := alive
          t.restore := none
          t.altstack := unknown
          t.resume := free

  /// No mask was ever seen to be set, or not by some call, and a signal comes that seemed to be
  /// blocked, or does not come that seemed not to be: a filter hides what sets masks, unless this
  /// is a fault. How often that happens before the recording is judged tells.
  rule hidden_mask (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  hides_masks()
    do    observer.hidden_masks := observer.hidden_masks + mask_oddities(t)
          observer.hidden_mask := some(t.group)
          // One that does not come counts once.
          let missing = due_now(t) - {SIGKILL}
          t.due := t.due - missing
          t.due_alone := t.due_alone - missing
          t.blocked := unknown - KERNEL_ONLY
          t.restore := if t.restore is some(_) then some(unknown) else none

  /// As above; a handler gives back the mask that was set before.
  rule hidden_mask_of_frame (t: Task)
    internal
    cites strace "strace(1) -e trace"
    when  hides_masks(),
          not empty(t.frames)
    do    observer.hidden_masks := observer.hidden_masks + mask_oddities(t)
          observer.hidden_mask := some(t.group)
          let frame = top(t.frames)
          pop t.frames
          push t.frames {
            signal: frame.signal,
            mask: unknown - KERNEL_ONLY,
            resume: frame.resume,
            last: frame.last,
            editable: frame.editable,
            stack: frame.stack
          }

  /// Where calls that fail are hidden, signals seem to come in a handler that came after it.
  rule hidden_frames (t: Task)
    internal
    cites strace "strace(1) -z"
    when  not observer.shows_errors,
          t.life is alive,
          t.resume is free,
          not empty(t.frames)
    do    t.frames := unknown
          t.strays := unknown
          t.blocked := unknown - KERNEL_ONLY
          t.restore := none
          t.altstack := unknown
          t.resume := unknown
          t.last := unknown
          t.passed := unknown

  /// As above: the call that failed may have had a mask of its own, and a signal come by it.
  rule hidden_wait (t: Task)
    internal
    cites strace "strace(1) -z"
    when  not observer.shows_errors,
          t.life is alive,
          t.resume is free,
          t.restore is none,
          empty(t.frames)
    do    t.restore := some(t.blocked)
          t.blocked := unknown - KERNEL_ONLY

  /// As above: a restart code is a failure too.
  rule hidden_code (t: Task)
    internal
    cites strace "strace(1) -z"
    when  not observer.shows_errors,
          t.resume is free
    do    t.resume := unknown
          t.resumable := unknown
          t.last := unknown
          t.passed := unknown

  /// A call that failed.
  rule first_error
    cites strace "strace(1) -z"
    untested "known beforehand where a recording can be read twice"
    shows returned(t, any except rt_sigreturn, sigreturn, error(e))
    when  t.life is alive,
          e != EINTR,
          not observer.shows_errors
    do    observer.shows_errors := true
          if e = EPIPE then t.raised := t.raised + {SIGPIPE}

  /// A filter may hide what writes, and so what raises SIGPIPE.
  rule first_write
    cites strace "strace(1) -e trace"
    shows entered(t, write, _)
    when  not observer.shows_writes,
          t.life is alive,
          t.resume is free,
          t.restore is none
    do    observer.shows_writes := true
}
