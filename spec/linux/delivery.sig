/// Nothing but a live task takes signals; a stopped one only after it was woken.
fn takes_signals(t: Task) -> bool =
  t.life is alive | stopped

/// A fault of the program raises its signal whether it is blocked or not.
fn is_forced(s: Signal, code: SiCode) -> bool =
  s in SYNCHRONOUS and code is fault | SI_KERNEL

/// What becomes of the call that a frame comes in between of. Only the first frame decides; one
/// that was prepared on the way to user mode already keeps its restart.
fn resume_of_frame(t: Task, a: Action) -> Resume =
  match t.resume {
    undecided(code) =>
      either match after_handler(code, a) { reissue => reissue, go_on => go_on, fail(_) => fail }
      or     match after_nothing(code) { reissue => reissue, go_on => go_on, fail(_) => fail }
      when   t.passed
    free    => free
    reissue => reissue
    go_on   => go_on
    fail    => fail
  }

/// Is each stop of the task shown? A tracer is told of it, when the task comes to it.
fn shows_its_stops(t: Task) -> bool
  cites kernel "kernel/signal.c:do_jobctl_trap", rule V7
=
  observer.keeps_ignored and shows_stops() and not t.threaded and not t.mixed and not t.doubtful

/// Did it take a signal to stop, and not stop? A SIGCONT that comes before takes the stop back.
fn missed_its_stop(t: Task) -> bool
  cites kernel "kernel/signal.c:prepare_signal", kernel "kernel/signal.c:do_signal_stop", rule S4
=
  t.about_to_stop and shows_its_stops(t)

/// A stop that a wait has told of was shown before the task takes its next signal.
fn was_seen_to_stop(t: Task) -> bool
  cites kernel "kernel/exit.c:wait_task_stopped", rule C2 V7
=
  missed_its_stop(t) implies t.pauses_waited < t.pauses_kept

/// A pending signal is taken, if it is not blocked; the tracer is told. What it does is settled
/// when the task goes on: until then another thread may change the action.
rule deliver.taken
  cites kernel "kernel/signal.c:get_signal", kernel "kernel/signal.c:ptrace_signal",
        rule D2 D3 V6 D1 X6 O2 P12
  shows delivered(t, s, info, inside)
  when  takes_signals(t),
        not inside
  with  s = SIGKILL implies not observer.keeps_ignored,
        s not in t.blocked or is_forced(s, info.code),
        accounted_for(t, s, info),
        kernel_may_send(t, s, info),
        in_order(t, s, info, due_now(t)),
        in_turn(t, s, info),
        timer_may_send(t, s, info, seen),
        is_of_its_timer(t, s, info),
        timer_is_armed(t, s, info),
        is_of_its_queue(t, s, info),
        is_of_a_child(t, s, info),
        says_itself(s, info),
        was_seen_to_stop(t)
  do    observer.shows_signals := true
        observer.shown := observer.shown + {s}
        if observer.ahead and comes_from_nowhere(t, s, info, seen) then {
          observer.hidden_causes := observer.hidden_causes + 1
        }
        // Somebody who is not followed sends them, too: which of them are left nobody can tell.
        if s not in STANDARD
             and t.unseen[s] + t.aimed[s] > 0
             and is_of_program(info.code)
             and not is_checked(t, s, info) then {
          observer.broadcast := observer.broadcast + {s}
        }
        t.taken := some({ signal: s, code: info.code, action: t.actions[s] })
        if t.threaded and SA_RESETHAND in t.actions[s].flags then {
          t.actions[s] := either t.actions[s] or used_up(t.actions[s]) when true
          t.once := t.once + {s}
          t.changed_meanwhile := t.changed_meanwhile - {s}
        }
        let late = was_early(t)
        t.came_back := t.came_back or late
        let missed = missed_its_stop(t)
        t.stopping := if default_action(s) is stop then some(s) else t.stopping
        t.stops := if default_action(s) is stop then t.stops + {s} else t.stops
        let stops = default_action(s) is stop and t.actions[s].handler is default
        t.stopped_before := if stops then t.stopped_last else t.stopped_before
        t.stopped_last := if stops then some(s) else t.stopped_last
        t.about_to_stop := stops
        t.pauses := if stops then t.pauses + 1 else t.pauses
        t.pauses_kept := t.pauses_kept - (if missed then 1 else 0) + (if stops then 1 else 0)
        t.raised := t.raised - {s}
        if is_alarm(s, info) then t.alarm := alarm_taken(t.alarm)
        if info.code is SI_TIMER then {
          t.armed := armed_after(t, info.timer)
          t.stale := t.stale - {info.timer}
        }
        if s not in STANDARD then {
          t.unseen[s] := if info.code is SI_USER and is_checked(t, s, info) then t.unseen[s] - 1
                         else t.unseen[s]
          t.aimed[s] := if info.code is SI_TKILL and is_checked(t, s, info) then t.aimed[s] - 1
                        else t.aimed[s]
        }
        let alone = s not in STANDARD and was_sent_alone(t, s, info)
        let to_all_gone = place_taken(t, t.sent_to_all, s, info, not alone)
        let alone_gone = place_taken(t, t.sent_alone, s, info, alone)
        if to_all_gone is not nowhere then {
          t.sent_to_all := without(t.sent_to_all, to_all_gone, s)
        }
        if alone_gone is not nowhere then {
          t.sent_alone := without(t.sent_alone, alone_gone, s)
        }
        let gone = cancelled_unseen(t, s, info)
        t.due_alone := if another_waits(t, t.sent_alone, s) then t.due_alone
                       else t.due_alone - {s} - gone
        t.due := if another_waits(t, t.sent_to_all, s) or s in t.due_alone then t.due
                 else t.due - {s} - gone
        for u: Task where cancelled_by(s) != {} do {
          u.due := u.due - gone
          u.due_alone := u.due_alone - gone
        }
        t.overtaken := if t.coming[s] > 0 then t.overtaken + {s} else t.overtaken
        // What was queued may have been sent to the thread or to its process.
        let of_thread = s in STANDARD
          and (is_of_thread(t, s, info) or info.code is SI_QUEUE and t.unseen[s] <= 0)
        let of_process = s in STANDARD
          and not of_thread
          and (info.code is SI_USER or info.code is SI_QUEUE and t.aimed[s] <= 0)
        t.unseen[s] := if of_process then sends_left(t, s, t.unseen[s], late, t.threaded)
                       else t.unseen[s]
        t.aimed[s] := if of_thread then sends_left(t, s, t.aimed[s], late, false) else t.aimed[s]
        tell process_at(info.pid) reported(info.code, info.status, info.killer, info.uid)
          when info.code is CLD_EXITED | CLD_KILLED | CLD_DUMPED and not observer.foreign
        tell process_at(info.pid) announced(s, info.code, t.group, t.programs, t.hears_of_stops)
          when info.code is CLD_EXITED | CLD_KILLED | CLD_DUMPED | CLD_STOPPED
                 and not t.lost_threads
                 and not observer.foreign
        tell process_at(info.pid) paused(info.code, info.killer, true, t.threaded or t.lost_threads)
          when info.code is CLD_STOPPED | CLD_CONTINUED and not observer.foreign
        tell t.parent child_stopped() when default_action(s) is stop
        tell process_at(info.pid) named(s, info.uid) when is_signed(t, s, info)

/// A caught signal runs its handler before the task goes back to its program.
rule deliver.handler
  cites kernel "kernel/signal.c:get_signal", kernel "arch/x86/kernel/signal.c:handle_signal",
        rule D6 D9 D10 D12 R2 R5 D11 V5 A5 A7 A9 E2 M11
  shows settled(t)
  when  t.taken is some(x),
        x.signal not in t.blocked,
        x.action.handler is caught(_),
        has_way_back(x.action, t.abi),
        not (t.threaded and SA_RESETHAND in x.action.flags)
  do    push t.frames {
          signal: x.signal,
          mask: (t.restore otherwise t.blocked) - KERNEL_ONLY,
          resume: resume_of_frame(t, x.action),
          last: t.last,
          editable: SA_SIGINFO in x.action.flags,
          stack: t.altstack
        }
        t.altstack := stack_in_handler(t.altstack)
        t.life := alive
        t.resume := free
        t.restore := none
        t.blocked := t.blocked + handler_mask(x.signal, x.action) - KERNEL_ONLY
        if SA_RESETHAND in x.action.flags then t.actions[x.signal].handler := default
        // What is caught does not stop it, and what was taken before has not stopped it either.
        t.stopping := if t.threaded or t.mixed then t.stopping else none
        t.taken := none

/// As above, of a handler that runs once, in a process with threads: who takes the same signal may
/// find it gone. Where another thread changes the action, nobody sees which one is gone.
rule deliver.handler_once
  cites kernel "kernel/signal.c:get_signal", kernel "arch/x86/kernel/signal.c:handle_signal",
        rule D9 A7 A9
  shows settled(t)
  when  t.taken is some(x),
        x.signal not in t.blocked,
        x.action.handler is caught(_),
        has_way_back(x.action, t.abi),
        t.threaded,
        SA_RESETHAND in x.action.flags
  do    push t.frames {
          signal: x.signal,
          mask: (t.restore otherwise t.blocked) - KERNEL_ONLY,
          resume: resume_of_frame(t, x.action),
          last: t.last,
          editable: SA_SIGINFO in x.action.flags,
          stack: t.altstack
        }
        t.altstack := stack_in_handler(t.altstack)
        t.life := alive
        t.resume := free
        t.restore := none
        t.blocked := t.blocked + handler_mask(x.signal, x.action) - KERNEL_ONLY
        let whole = t.actions[x.signal]
        t.actions[x.signal] := either used_up(whole) or whole when x.signal in t.changed_meanwhile
        for u: Task where u.asked is some(y) and y.signal = x.signal and y.changes do {
          t.actions[x.signal] := either t.actions[x.signal] or whole when true
        }
        for u: Task where u.taken is some(y) and y.signal = x.signal do {
          u.taken := some(y with { action: either y.action or used_up(y.action) when true })
        }
        for u: Task do u.changed_meanwhile := u.changed_meanwhile + {x.signal}
        t.taken := none

/// Signals whose default action is to end the process end it.
rule deliver.fatal
  cites kernel "kernel/signal.c:get_signal", rule D8
  shows settled(t)
  when  t.taken is some(x),
        x.action.handler is default,
        default_action(x.signal) is terminate | dump_core,
        not t.init or x.signal in KERNEL_ONLY or is_forced(x.signal, x.code)
  do    t.life := doomed(x.signal)
        t.taken := none

/// The init of a pid namespace does not get signals it has no handler for, except SIGKILL from
/// outside. A fault of its own ends it, unless it is traced: then it faults again and again.
rule deliver.dropped_by_init
  cites kernel "kernel/signal.c:get_signal", kernel "kernel/signal.c:force_sig_info_to_task",
        live "a traced init that has no handler for its fault", rule G11 D6
  shows settled(t)
  when  t.taken is some(x),
        x.action.handler is default,
        default_action(x.signal) is terminate | dump_core,
        x.signal not in KERNEL_ONLY,
        t.init
  do    t.life := alive
        t.passed := unknown
        t.resumable := t.resumable or unknown
        t.taken := none

/// A fault that the program blocks or ignores ends it all the same.
rule deliver.forced
  cites kernel "kernel/signal.c:force_sig_info_to_task", rule G21
  shows settled(t)
  when  t.taken is some(x),
        is_forced(x.signal, x.code),
        x.signal in t.blocked or x.action.handler is ignore
  do    t.life := doomed(x.signal)
        t.taken := none

/// A signal that stops the process by default is about to; an orphaned process group or a SIGCONT
/// that came meanwhile keeps it running. But of what SIGSTOP does nobody is spared, and the SIGCONT
/// is taken next.
rule deliver.stop
  cites kernel "kernel/signal.c:do_signal_stop", rule D7 S1 R6
  shows settled(t)
  when  t.taken is some(x),
        x.action.handler is default,
        default_action(x.signal) is stop
  do    t.life := if x.signal = SIGSTOP and shows_its_stops(t) then stopped else alive
        t.passed := unknown
        t.resumable := t.resumable or unknown
        t.taken := none

/// The whole process stops; each of its threads says so.
rule stop.group
  cites kernel "kernel/signal.c:do_signal_stop", rule S2 S3 V7 J5 J6 S9 J15 O1 S6
  shows stopped(t, s)
  when  t.life is alive | stopped | faulting
  with  default_action(s) is stop,
        t.stopping is some(k) and k = s or observer.foreign and t.threaded
  do    t.life := stopped
        t.passed := unknown
        t.resumable := t.resumable or unknown
        t.stopping := if t.threaded then t.stopping else none
        t.about_to_stop := false
        tell t.parent child_stopped()

/// A stopped task that is woken without showing SIGCONT: it blocks it, or another thread took it.
/// Or a signal to stop that it blocks took the SIGCONT back.
rule stop.continued (t: Task)
  internal
  cites kernel "kernel/signal.c:prepare_signal", rule G8 S4 J7 W7
  when  t.life is stopped,
        t.blocked & (STOPS + {SIGCONT}) != {} or t.threaded
  do    t.life := alive

/// A handler was left by a jump: its frame never comes back.
rule frame.left (t: Task)
  internal
  cites rule R11, man "sigsetjmp(3)"
  when  not empty(t.frames)
  do    pop t.frames
        t.skipped := true
