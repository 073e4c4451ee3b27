// Which group a process is in, as far as that is certain, and what is sent to all of a group.

/// Nobody knows which group it is.
const NO_GROUP = 0

/// The group that the first program began in, whatever its number.
const FIRST_GROUP = -1

/// Somebody is about to move the process to that group.
observation moving(t: Task, group: int)
/// That has ended; `done`: for certain it is as the call says.
observation moved(t: Task, done: bool)
observation not_moved(t: Task)
/// Somebody is about to signal a group. Which signal, unless it only asks; who does so, and which
/// process has been told by itself.
observation hailed(t: Task, group: int, what: option Sent, by: identity, told: identity)
/// That has ended: well, so that each whom the sender may signal has been sent it; or not at all.
/// `from`: the process of the sender. `found`: there was somebody.
observation hail_sent(t: Task, s: option Signal, by: identity, from: identity)
observation hail_failed(t: Task, s: option Signal, by: identity, found: bool)

/// How the group of this number is called here.
fn group_of_number(number: int) -> int =
  if observer.first_group is some(first) and first = number then FIRST_GROUP else number

/// Would all be seen that moves processes, and that becomes of their users? Each call is shown, in
/// its time, of all that are in the same namespaces. Taken for granted: no security module keeps
/// them from signalling each other.
fn shows_groups() -> bool
  cites strace "strace(1) -e trace, -z, -b", man "landlock(7)", man "pid_namespaces(7)"
=
  observer.complete
    and not observer.filtered
    and observer.shows_errors
    and not observer.holds_back
    and not observer.foreign
    and not observer.waiting
    and not observer.boxes
    and (observer.follows_programs or not observer.begins_programs)

/// Has nobody moved it unseen? A filter may hide just setpgid, or setsid. The leader of a session
/// cannot be moved; the leader of a group cannot begin a session.
fn stays_in_group(t: Task) -> bool
  cites kernel "kernel/sys.c:setpgid", kernel "kernel/sys.c:ksys_setsid",
        strace "strace(1) -e trace"
=
  not t.mixed
    and (t.moves <= 0 or t.moves_to = t.in_group)
    and (t.leads_session
           or observer.shows_moves
             and (observer.shows_sessions or process_at(t.in_group) = t.group))

/// Is it in this group for certain?
fn is_member(t: Task, group: int) -> bool =
  group != NO_GROUP and t.in_group = group and stays_in_group(t)

/// The group that is reached for certain by a signal to this number, from somebody who may signal
/// all of the same user.
fn group_reached(t: Task, pid: int) -> int
  cites kernel "kernel/signal.c:kill_something_info",
        kernel "kernel/signal.c:check_kill_permission", rule G2 G3
=
  if not t.keeps_user or is_made_up(t) or not shows_groups() then NO_GROUP
  else if pid = 0 then if is_member(t, t.in_group) then t.in_group else NO_GROUP
  else if pid < -1 then group_of_number(-pid)
  else NO_GROUP

/// Of several that move it at a time nobody knows who is the last, unless they agree.
rule group.moving
  cites kernel "kernel/sys.c:setpgid", rule G2
  shows moving(t, group)
  do    let to = if t.moves <= 0 or t.moves_to = group then group else NO_GROUP
        t.moves_to := to
        t.moves := t.moves + 1
        t.hailed_by := if to = t.in_group then t.hailed_by else none

/// A child that is being made meanwhile may be in either group.
rule group.moved
  cites kernel "kernel/sys.c:setpgid", rule G2
  shows moved(t, done)
  do    let to = if t.leads_session then t.in_group else if done then t.moves_to else NO_GROUP
        let changes = to != t.in_group
        t.in_group := to
        t.moves := t.moves - 1
        t.moved := t.moved or changes
        for u: Task do u.moved := u.moved or changes

rule group.not_moved
  cites kernel "kernel/sys.c:setpgid", rule G2
  shows not_moved(t)
  do    t.moves := t.moves - 1

/// Each member is sent it whom the sender may signal: who belongs to the same user. One that is
/// moved meanwhile may be reached or not; so may one that another hails at the time, as far as
/// anybody keeps track.
rule group.hailed
  cites kernel "kernel/signal.c:__kill_pgrp_info", kernel "kernel/signal.c:check_kill_permission",
        rule G2 G3
  shows hailed(t, group, what, by, told)
  when  is_member(t, group),
        t.keeps_user,
        t.group != told,
        t.hailed_by is some(other) implies other = by
  do    t.hailed_by := some(by)
        tell t.group coming(sent.signal, shared_queue, sent) when what is some(sent)

rule group.sent
  cites kernel "kernel/signal.c:__kill_pgrp_info", rule G1 G2
  shows hail_sent(t, which, by, from)
  when  t.hailed_by is some(sender) and sender = by
  do    t.hailed_by := none
        tell t.group sent(s, shared_queue, t.group != from) when which is some(s)

/// A group is there as long as one of its members is.
rule group.not_sent
  cites kernel "kernel/signal.c:__kill_pgrp_info", rule G2 G3
  shows hail_failed(t, which, by, found)
  when  t.hailed_by is some(sender) and sender = by
  do    t.hailed_by := none
        tell t.group not_sent(s, shared_queue) when which is some(s)
        tell t.group not_found() when not found
