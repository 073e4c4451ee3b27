// Calls that tell or change the group of a process. What is sent to a group stands in
// linux/groups.sig.

/// The process that is moved: 0 is the caller's own.
fn moved_process(t: Task, pid: int) -> identity
  cites kernel "kernel/sys.c:setpgid", man "setpgid(2)"
=
  if pid = 0 then t.group else process_at(pid)

/// The group that it is moved to: 0 is the one that has its own number.
fn moved_to(t: Task, pid: int, group: int) -> int
  cites kernel "kernel/sys.c:setpgid", man "setpgid(2)"
=
  if group != 0 then group_of_number(group)
  else if pid != 0 then pid
  else if t.leader then t.id
  else NO_GROUP

/// Moves a process to another group: one's own, or a child that has not begun to run another
/// program. The leader of a session stays where it is.
call setpgid(pid: int, group: int)
  nr x86_64 109
  nr i386 57
  cites kernel "kernel/sys.c:setpgid", man "setpgid(2)"
{
  rule asks
    cites kernel "kernel/sys.c:setpgid", rule G2
    shows entered(t, _, _)
    do    tell moved_process(t, pid) moving(moved_to(t, pid, group))

  rule moves
    cites kernel "kernel/sys.c:setpgid", rule G2
    shows returned(t, _, value(_))
    with  is_done(t, amount)
    do    observer.shows_moves := true
          tell moved_process(t, pid) moved(not is_made_up(t))

  rule refuses
    cites kernel "kernel/sys.c:setpgid", rule G2
    shows returned(t, _, error(_))
    do    tell moved_process(t, pid) not_moved()
}

/// Begins a session, and in it a group, unless there is a group of the caller's number.
call setsid()
  nr x86_64 112
  nr i386 66
  cites kernel "kernel/sys.c:ksys_setsid", man "setsid(2)"
{
  rule asks
    cites kernel "kernel/sys.c:ksys_setsid", rule G2
    shows entered(t, _, _)
    do    t.moves := t.moves + 1
          t.moves_to := NO_GROUP
          t.hailed_by := none

  rule moves
    cites kernel "kernel/sys.c:ksys_setsid", rule G2
    shows returned(t, _, value(_))
    do    observer.shows_sessions := true
          let done = not is_made_up(t)
          t.moves := t.moves - 1
          t.leads_session := t.leads_session or done
          t.in_group := if done then amount else NO_GROUP
          t.moved := true
          for u: Task do u.moved := true

  rule refuses
    cites kernel "kernel/sys.c:ksys_setsid", rule G2
    shows returned(t, _, error(_))
    do    t.moves := t.moves - 1
}

/// Does its own group's number tell which one the first program began in?
fn knows_first_group(t: Task) -> bool
  cites kernel "kernel/sys.c:do_getpgid"
=
  is_member(t, FIRST_GROUP) and shows_groups() and not is_made_up(t)

/// The group of the caller, or of another process.
call getpgrp, getpgid(pid: int)
  nr x86_64 111 121
  nr i386 65 132
  cites kernel "kernel/sys.c:do_getpgid", man "getpgrp(2)"
{
  /// Where nobody has been moved it tells which group the first process began in.
  rule tells
    cites kernel "kernel/sys.c:do_getpgid", rule G2
    shows returned(t, getpgrp, value(_))
    do    if knows_first_group(t) then observer.first_group := some(amount)

  rule tells_own
    cites kernel "kernel/sys.c:do_getpgid", rule G2
    shows returned(t, getpgid, value(_))
    do    if moved_process(t, pid) = t.group and knows_first_group(t) then {
            observer.first_group := some(amount)
          }
}
