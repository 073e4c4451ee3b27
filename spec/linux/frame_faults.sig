// What becomes of a handler whose frame cannot be built.

/// Can a frame be built at all? Except on i386 the program itself must say how its handlers return.
fn has_way_back(a: Action, abi: Abi) -> bool
  cites kernel "arch/x86/kernel/signal_64.c:x64_setup_rt_frame", rule A10
=
  SA_RESTORER in a.flags or abi is i386

/// No frame can be built for the handler: SIGSEGV takes its place. What becomes of the interrupted
/// call is settled all the same, and SA_RESETHAND was obeyed; nothing is blocked. The fault of a
/// handler for SIGSEGV itself cannot be handled.
rule deliver.no_way_back
  cites kernel "arch/x86/kernel/signal.c:handle_signal", kernel "kernel/signal.c:signal_setup_done",
        rule A10 D9 E7 G22
  shows settled(t)
  when  t.taken is some(x),
        x.signal not in t.blocked,
        x.action.handler is caught(_),
        not has_way_back(x.action, t.abi)
  do    t.life := faulting
        t.resume := resume_of_frame(t, x.action)
        if SA_RESETHAND in x.action.flags or x.signal = SIGSEGV then {
          t.actions[x.signal].handler := default
        }
        t.taken := none

/// The fault of a frame is taken before all else.
rule deliver.fault_of_frame
  cites kernel "kernel/signal.c:force_sigsegv", kernel "kernel/signal.c:dequeue_synchronous_signal",
        rule A10 E7 G22
  shows delivered(t, s, info, inside)
  when  t.life is faulting,
        not inside
  with  s = SIGSEGV,
        info.code is SI_KERNEL
  do    observer.shows_signals := true
        t.life := alive
        t.taken := some({ signal: s, code: info.code, action: t.actions[s] })
        t.due := if s in t.due_alone then t.due - {s} else t.due
        t.due_alone := t.due_alone - {s}

/// Has a frame been begun of which nothing was seen yet? Asked only of the fault that tells.
fn may_lack_room(t: Task, s: Signal) -> bool
  cites kernel "kernel/signal.c:force_sigsegv"
=
  s = SIGSEGV and t.resume is free and not empty(t.frames)

/// There was no room for the frame, which only shows now: the handler never ran, and what it had
/// decided about the interrupted call stands all the same.
rule deliver.fault_without_room
  cites kernel "kernel/signal.c:force_sigsegv", kernel "kernel/signal.c:signal_setup_done",
        rule G22 K3
  shows delivered(t, s, info, inside)
  when  s = SIGSEGV,
        info.code is SI_KERNEL,
        t.life is alive,
        t.taken is none,
        may_lack_room(t, s),
        not inside
  do    observer.shows_signals := true
        t.blocked := top(t.frames).mask
        t.altstack := top(t.frames).stack
        t.resume := top(t.frames).resume
        t.last := top(t.frames).last
        if top(t.frames).signal = SIGSEGV then t.actions[SIGSEGV].handler := default
        t.taken := some({ signal: s, code: info.code, action: t.actions[s] })
        t.due := if s in t.due_alone then t.due - {s} else t.due
        t.due_alone := t.due_alone - {s}
        pop t.frames
