// Calls that send signals. What a signal does that has been sent stands in linux/generation.sig.

/// The signal to be sent; 0 only asks whether it could be, and no signal has a negative number.
union SentSignal { probe "0", no_signal "-*", signal(Signal) otherwise }

/// What a signal says that kill(2) or tkill(2) sends.
fn sent_by(t: Task, s: Signal, code: SiCode) -> Sent
  cites kernel "kernel/signal.c:prepare_kill_siginfo", rule G16
=
  { signal: s, code: code, by: t.group, uid: unknown, value: unknown }

/// Which signal it is, and what it says; none, if it only asks.
fn which(sig: SentSignal) -> option Signal =
  if sig is signal(s) then some(s) else none

fn said_by(t: Task, sig: SentSignal) -> option Sent =
  if sig is signal(s) then some(sent_by(t, s, SI_USER)) else none

fn signals_of(sig: SentSignal) -> set Signal =
  if sig is signal(s) then {s} else {}

/// What a signal says is for its sender to choose, within limits.
fn sent_with(s: Signal, info: Siginfo) -> Sent
  cites kernel "kernel/signal.c:do_rt_sigqueueinfo", rule G5
=
  { signal: s, code: info.code, by: process_at(info.pid), uid: info.uid, value: info.value }

/// Does it say that it was queued, and by whom?
fn says_who_sent(t: Task, info: Siginfo) -> bool
  cites kernel "kernel/signal.c:do_rt_sigqueueinfo", rule G5 G16
=
  info.code is SI_QUEUE and process_at(info.pid) = t.group

/// What its sender made up: another code than that of its call, another process than its own.
fn forged_by(t: Task, sig: SentSignal, info: Siginfo) -> set Signal
  cites kernel "kernel/signal.c:do_rt_sigqueueinfo", rule G5 G16
=
  if says_who_sent(t, info) then {} else signals_of(sig)

/// What is sent to whom the number does not tell.
fn broadcast_by(sig: SentSignal, pid: int) -> set Signal
  cites kernel "kernel/signal.c:kill_something_info", rule G2
=
  if reaches_unnamed(pid) then signals_of(sig) else {}

/// The process that is reached for certain: of the sender's own group the sender itself.
fn process_reached(t: Task, pid: int) -> identity
  cites kernel "kernel/signal.c:kill_something_info", rule G2
=
  if pid = 0 then t.group else process_at(pid)

/// May a signal be refused to whoever has this number? Nobody is refused one to himself.
fn may_be_refused(t: Task, pid: int) -> bool
  cites kernel "kernel/signal.c:check_kill_permission", rule G3 G4
=
  process_reached(t, pid) != t.group
    or pid != 0 and reaches_unnamed(pid)
    or t.mixed
    or observer.foreign
    or is_made_up(t)

/// May there be no task of this number? The one that asks is there.
fn may_be_missing(t: Task, pid: int) -> bool
  cites kernel "kernel/signal.c:do_send_specific", rule G3
=
  task_at(pid) != t.self or reaches_unnamed(pid) or observer.foreign or is_made_up(t)

/// Can what sends a signal with this code fail so? For want of room only real-time signals are
/// refused, and not those that kill(2) sends. A security module has errors of its own.
fn is_of_sending(t: Task, e: Errno, sig: SentSignal, code: SiCode) -> bool
  cites kernel "kernel/signal.c:__send_signal_locked",
        kernel "kernel/signal.c:check_kill_permission", man "kill(2)", rule G14
=
  match e {
    EINVAL | EPERM | ESRCH | EFAULT | other_error | unreadable_error => true
    EAGAIN => code is not SI_USER and (sig is signal(s) implies s not in STANDARD)
    _ => false
  } or is_made_up(t)

/// Sends a signal to a process, or to many.
call kill(pid: int, sig: SentSignal)
  nr x86_64 62
  nr i386 37
  cites kernel "kernel/signal.c:kill", man "kill(2)"
{
  rule starts
    cites kernel "kernel/signal.c:kill_something_info", rule G1 G2
    shows entered(t, _, _)
    do    observer.sends := observer.sends + {SI_USER}
          t.sent := t.sent + signals_of(sig)
          observer.broadcast := observer.broadcast + broadcast_by(sig, pid)
          tell process_reached(t, pid) coming(s, shared_queue, sent_by(t, s, SI_USER))
            when sig is signal(s) and not observer.foreign
          tell everyone hailed(group_reached(t, pid), said_by(t, sig), t.self,
                               process_reached(t, pid))
            when pid <= 0 and group_reached(t, pid) != NO_GROUP

  rule sends
    cites kernel "kernel/signal.c:group_send_sig_info", rule G1 E5 G6
    shows returned(t, _, value(_))
    with  is_done(t, amount)
    do    tell process_reached(t, pid) sent(s, shared_queue, process_reached(t, pid) != t.group)
            when sig is signal(s) and tells_result(t, process_reached(t, pid))
          tell everyone hail_sent(which(sig), t.self, t.group) when pid <= 0

  rule refuses
    cites kernel "kernel/signal.c:check_kill_permission", rule G3 G4
    shows returned(t, _, error(e))
    with  e = EPERM implies may_be_refused(t, pid),
          is_of_sending(t, e, sig, SI_USER)
    do    tell process_reached(t, pid) not_sent(s, shared_queue)
            when sig is signal(s)
                   and e is not unreadable_error
                   and tells_result(t, process_reached(t, pid))
          tell process_reached(t, pid) not_found()
            when e = ESRCH and tells_result(t, process_reached(t, pid))
          tell everyone hail_failed(which(sig), t.self, e != ESRCH)
            when pid <= 0 and e is not unreadable_error
}

/// Sends a signal with a value to a process.
call rt_sigqueueinfo(pid: int, sig: SentSignal, info: Siginfo)
  nr x86_64 129
  nr i386 178
  cites kernel "kernel/signal.c:do_rt_sigqueueinfo", man "rt_sigqueueinfo(2)"
{
  /// What comes may look as if it had been sent in another way, or by somebody else.
  rule starts
    cites kernel "kernel/signal.c:do_rt_sigqueueinfo", rule G1 G5
    shows entered(t, _, _)
    do    observer.sends := observer.sends + {SI_QUEUE}
          t.sent := t.sent + signals_of(sig)
          observer.forged := observer.forged + forged_by(t, sig, info)
          observer.broadcast := observer.broadcast
            + broadcast_by(sig, pid)
            + forged_by(t, sig, info)
          tell process_at(pid) tells(sent_with(s, info))
            when sig is signal(s) and not observer.foreign
          tell process_at(pid) coming(s, shared_queue, sent_with(s, info))
            when sig is signal(s) and not observer.foreign

  rule sends
    cites kernel "kernel/signal.c:do_rt_sigqueueinfo", rule G1 G5
    shows returned(t, _, value(_))
    with  is_done(t, amount)
    do    tell process_at(pid) sent(s, shared_queue, process_at(pid) != t.group)
            when sig is signal(s) and tells_result(t, process_at(pid))

  rule refuses
    cites kernel "kernel/signal.c:do_rt_sigqueueinfo", rule G5 G14
    shows returned(t, _, error(e))
    with  is_of_sending(t, e, sig, SI_QUEUE)
    do    tell process_at(pid) not_sent(s, shared_queue)
            when sig is signal(s) and e is not unreadable_error and tells_result(t, process_at(pid))
}

/// Sends a signal to a thread.
call tkill(pid: int, sig: SentSignal)
  nr x86_64 200
  nr i386 238
  cites kernel "kernel/signal.c:do_tkill", man "tkill(2)"
{
  rule starts
    cites kernel "kernel/signal.c:do_send_specific", rule G1
    shows entered(t, _, _)
    do    t.sent := t.sent + signals_of(sig)
          observer.broadcast := observer.broadcast + broadcast_by(sig, pid)
          tell task_at(pid) coming(s, private_queue, sent_by(t, s, SI_TKILL))
            when sig is signal(s) and not observer.foreign

  /// A thread that is being ended may have done that itself, by SIGKILL to another of its process.
  rule sends
    cites kernel "kernel/signal.c:do_send_specific", rule G1
    shows returned(t, _, value(_))
    with  is_done(t, amount)
    do    tell task_at(pid) sent(s, private_queue, task_at(pid) != t.self)
            when sig is signal(s)
                   and (tells_result(t, task_at(pid)) or s = SIGKILL and not observer.foreign)

  rule refuses
    cites kernel "kernel/signal.c:do_send_specific", rule G3 G4
    shows returned(t, _, error(e))
    with  e = EPERM implies may_be_refused(t, pid),
          e = ESRCH implies may_be_missing(t, pid),
          is_of_sending(t, e, sig, SI_TKILL)
    do    tell task_at(pid) not_sent(s, private_queue)
            when sig is signal(s) and e is not unreadable_error and tells_result(t, task_at(pid))
}

/// Sends a signal to a thread of a process.
call tgkill(process: int, pid: int, sig: SentSignal)
  nr x86_64 234
  nr i386 270
  cites kernel "kernel/signal.c:do_tkill", man "tkill(2)"
{
  rule starts
    cites kernel "kernel/signal.c:do_send_specific", rule G1
    shows entered(t, _, _)
    do    observer.sends := observer.sends + {SI_TKILL}
          t.sent := t.sent + signals_of(sig)
          observer.broadcast := observer.broadcast + broadcast_by(sig, pid)
          tell task_at(pid) coming(s, private_queue, sent_by(t, s, SI_TKILL))
            when sig is signal(s) and not observer.foreign

  rule sends
    cites kernel "kernel/signal.c:do_send_specific", rule G1
    shows returned(t, _, value(_))
    with  is_done(t, amount)
    do    tell task_at(pid) sent(s, private_queue, task_at(pid) != t.self)
            when sig is signal(s) and tells_result(t, process_at(process))

  rule refuses
    cites kernel "kernel/signal.c:do_send_specific", rule G3 G4
    shows returned(t, _, error(e))
    with  e = EPERM implies may_be_refused(t, pid),
          e = ESRCH implies may_be_missing(t, pid) or process_at(process) != t.group,
          is_of_sending(t, e, sig, SI_TKILL)
    do    tell task_at(pid) not_sent(s, private_queue)
            when sig is signal(s)
                   and e is not unreadable_error
                   and tells_result(t, process_at(process))
}

/// Sends a signal with a value to a thread of a process.
call rt_tgsigqueueinfo(process: int, pid: int, sig: SentSignal, info: Siginfo)
  nr x86_64 297
  nr i386 335
  cites kernel "kernel/signal.c:do_rt_tgsigqueueinfo", man "rt_sigqueueinfo(2)"
{
  rule starts
    cites kernel "kernel/signal.c:do_rt_tgsigqueueinfo", rule G1 G5
    shows entered(t, _, _)
    do    observer.queues_otherwise := true
          t.sent := t.sent + signals_of(sig)
          observer.forged := observer.forged + forged_by(t, sig, info)
          observer.broadcast := observer.broadcast
            + broadcast_by(sig, pid)
            + forged_by(t, sig, info)
          tell task_at(pid) tells(sent_with(s, info)) when sig is signal(s) and not observer.foreign
          tell task_at(pid) coming(s, private_queue, sent_with(s, info))
            when sig is signal(s) and not observer.foreign

  rule sends
    cites kernel "kernel/signal.c:do_rt_tgsigqueueinfo", rule G1 G5
    shows returned(t, _, value(_))
    with  is_done(t, amount)
    do    tell task_at(pid) sent(s, private_queue, task_at(pid) != t.self)
            when sig is signal(s) and tells_result(t, process_at(process))

  rule refuses
    cites kernel "kernel/signal.c:do_rt_tgsigqueueinfo", rule G5 G14
    shows returned(t, _, error(e))
    with  is_of_sending(t, e, sig, SI_QUEUE)
    do    tell task_at(pid) not_sent(s, private_queue)
            when sig is signal(s)
                   and e is not unreadable_error
                   and tells_result(t, process_at(process))
}

/// How far a signal goes that is sent to a descriptor of a process.
enum PidfdScope {
  PIDFD_SIGNAL_THREAD = 1, PIDFD_SIGNAL_THREAD_GROUP = 2,
  PIDFD_SIGNAL_PROCESS_GROUP = 4,
}

/// May the sender say so? Before 6.9 the flags had to be 0.
table is_pidfd_scope(scope: PidfdScope) -> bool
  cites kernel "kernel/signal.c:pidfd_send_signal", rule M22
{
  _         -> true  since 6.9
  otherwise -> false
}

/// What it says where its sender may choose.
fn sent_as(t: Task, s: Signal, info: option Siginfo) -> Sent
  cites kernel "kernel/signal.c:pidfd_send_signal", rule G19
=
  match info {
    some(x) => sent_with(s, x)
    none    => sent_by(t, s, SI_USER)
  }

/// Is it sent to one process, whose number is known?
fn reaches_process(fd: Fd, flags: int) -> bool
  cites kernel "kernel/signal.c:pidfd_send_signal", rule G19 M22
=
  flags = 0 and not observer.sends_to_threads and not reaches_unnamed(fd.pid)

/// Sends a signal to the process that a descriptor stands for.
call pidfd_send_signal(fd: Fd, sig: SentSignal, info: option Siginfo, flags: int)
  nr x86_64 424
  nr i386 424
  cites kernel "kernel/signal.c:pidfd_send_signal", man "pidfd_send_signal(2)"
{
  rule starts
    cites kernel "kernel/signal.c:pidfd_send_signal", rule G1 G19 M22
    shows entered(t, _, _)
    do    observer.queues_otherwise := observer.queues_otherwise or info is some(_)
          t.sent := t.sent + signals_of(sig)
          if info is some(x) then {
            observer.forged := observer.forged + forged_by(t, sig, x)
            observer.broadcast := observer.broadcast + forged_by(t, sig, x)
          }
          if not reaches_process(fd, flags) then {
            observer.broadcast := observer.broadcast + signals_of(sig)
          }
          tell process_at(fd.pid) tells(sent_as(t, s, info))
            when sig is signal(s)
                   and info is some(_)
                   and reaches_process(fd, flags)
                   and not observer.foreign
          tell process_at(fd.pid) coming(s, shared_queue, sent_as(t, s, info))
            when sig is signal(s) and reaches_process(fd, flags) and not observer.foreign

  rule sends
    cites kernel "kernel/signal.c:pidfd_send_signal", rule G1 G19
    shows returned(t, _, value(_))
    with  is_done(t, amount)
    do    tell process_at(fd.pid) sent(s, shared_queue, process_at(fd.pid) != t.group)
            when sig is signal(s)
                   and reaches_process(fd, flags)
                   and tells_result(t, process_at(fd.pid))

  rule refuses
    cites kernel "kernel/signal.c:pidfd_send_signal", rule G3 G4 G14
    shows returned(t, _, error(e))
    do    tell process_at(fd.pid) not_sent(s, shared_queue)
            when sig is signal(s)
                   and e is not unreadable_error
                   and reaches_process(fd, flags)
                   and tells_result(t, process_at(fd.pid))
}

/// What a caller with this mask is told of the signals that are pending for it and its process.
fn told_as_pending(pending: set Signal, blocked: set Signal) -> set Signal
  cites kernel "kernel/signal.c:do_sigpending", rule P1 M15
=
  pending & blocked

/// The signals that are pending and blocked.
call rt_sigpending(pending: out set Signal, size: int)
  nr x86_64 127
  nr i386 176
  cites kernel "kernel/signal.c:do_sigpending", man "sigpending(2)"
{
  /// What is not blocked would have been taken; what is known to be pending, and is blocked, shows.
  rule tells
    cites kernel "kernel/signal.c:do_sigpending", rule P1 M15
    shows returned(t, _, value(_))
    with  is_done(t, amount),
          pending <= t.blocked,
          may_be_early(t) or told_as_pending(t.due, t.blocked) <= pending
}
