/// Waits for descriptors. signal(7): never restarted; EINTR after any handler. Without one it goes
/// on to the same deadline, and the time it was stopped counts.
call poll(fds: data, count: int, timeout: int)
  nr x86_64 7
  nr i386 168
  same count, timeout
  cites kernel "fs/select.c:poll", man "poll(2)"
{
  row waiting
    sleeps interruptible interrupted ERESTART_RESTARTBLOCK
    cites kernel "fs/select.c:do_restart_poll", table T173 T174 T175
    verified "6.18"

  /// Nothing was ready in all that time.
  rule timed_out
    cites kernel "fs/select.c:do_poll", rule U2
    since 2.6.28
    shows returned(t, _, value(0))
    with  timeout >= 0,
          timeout * MILLISECOND <= spent

  /// It goes on to the same end.
  rule keeps_deadline
    cites kernel "fs/select.c:do_sys_poll", rule R8
    shows returned(t, _, code(_))
    do    t.deadline := if timeout >= 0 then began + timeout * MILLISECOND else unknown
          observer.goes_on := observer.goes_on + {for_descriptors}
}

/// poll with a signal mask for its time. When it is made again without a handler it waits for the
/// time that was left when it was interrupted: the time it was stopped does not count.
call ppoll, ppoll_time64(fds: data, count: int, timeout: option Timespec, mask: option set Signal,
                         size: int, rest: out option Timespec as "left")
  nr x86_64 271 -1
  nr i386 309 414
  same count, timeout, mask, size
  cites kernel "fs/select.c:ppoll", man "poll(2)"
{
  row waiting
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "fs/select.c:poll_select_finish", rule N26, table T176 T177
    verified "6.18"

  /// The time that is left could not be written back, into memory that is read-only or under the
  /// STICKY_TIMEOUTS personality: a restart would wait too long, so there is none.
  row sticky_timeout when timeout is some(_)
    sleeps interruptible interrupted EINTR
    cites kernel "fs/select.c:poll_select_finish", rule M6, table T181
    verified "6.18"

  /// A descriptor is ready, and a signal that only the temporary mask lets in is pending: the count
  /// is returned, the old mask comes back, and no handler runs.
  row ready_and_signal
    interrupted succeeds
    cites kernel "fs/select.c:do_poll", rule D14, table T189
    verified "6.18"
    unobservable "nothing in a recording tells that a signal was pending"

  /// The mask that was in place while it waited stays for the delivery of what ended the wait; the
  /// old one comes back with the handler, or without one on the way to user mode.
  rule keeps_mask_for_delivery
    cites kernel "kernel/signal.c:restore_saved_sigmask_unless", kernel "fs/select.c:ppoll",
          rule D10 D14 M11
    shows returned(t, _, code(_) | error(EINTR))
    do    t.left := if timeout is some(asked) then rest_of(span(asked), spent) else unknown
          if mask is some(given) then {
            t.restore := some(t.blocked)
            t.blocked := given - KERNEL_ONLY
          }

  /// On every other result the old mask is back before a signal can be delivered.
  rule restores_mask
    cites kernel "kernel/signal.c:restore_saved_sigmask_unless", rule D14
    shows returned(t, _, error(e))
    when  e != EINTR

  /// Nothing was ready in all that time.
  rule timed_out
    cites kernel "fs/select.c:do_poll", rule U2
    shows returned(t, _, value(0))
    with  timeout is some(asked),
          timeout is some(asked) implies span(asked) <= spent

  /// Begun again without a handler, it waits for what was left of its time.
  rule waits_for_the_rest
    cites kernel "fs/select.c:poll_select_finish", rule R12
    shows entered(t, _, _)
    when  t.resume is undecided(_)
    with  timeout is some(asked) implies span(asked) = t.left

  rule waits_anew
    cites kernel "fs/select.c:sys_ppoll"
    shows entered(t, _, _)
    when  t.resume is not undecided(_)

  /// What is left of the time is told.
  rule tells_the_rest
    cites kernel "fs/select.c:poll_select_finish", rule R12 U3
    shows returned(t, _, value(n))
    when  n != 0
    with  amount <= count,
          timeout is some(asked) and rest is some(still)
            implies span(still) <= span(asked) and span(asked) <= span(still) + spent
}

/// Waits for descriptors. When it is made again without a handler it waits for the time that was
/// left when it was interrupted.
call select, _newselect(count: int, readfds: data, writefds: data, exceptfds: data,
                        timeout: option Timeval, rest: out option Timeval as "left")
  nr x86_64 23 -1
  nr i386 82 142
  same count, readfds, writefds, exceptfds, timeout
  cites kernel "fs/select.c:core_sys_select", man "select(2)"
{
  row waiting
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "fs/select.c:core_sys_select", rule N26, table T178 T179
    verified "6.18"

  /// The time that is left could not be written back: EINTR, with no handler as well. signal(7)
  /// leaves it out of the calls that fail after a stop.
  row sticky_timeout when timeout is some(_)
    sleeps interruptible interrupted EINTR
    cites kernel "fs/select.c:poll_select_finish", rule M6, table T180 T181
    verified "6.18"

  /// Nothing was ready in all that time.
  rule timed_out
    cites kernel "fs/select.c:do_select", rule U2
    shows returned(t, _, value(0))
    with  timeout is some(asked),
          timeout is some(asked) implies span_of_timeval(asked) <= spent

  /// Begun again without a handler, it waits for what was left of its time.
  rule waits_for_the_rest
    cites kernel "fs/select.c:poll_select_finish", rule R12
    shows entered(t, _, _)
    when  t.resume is undecided(_)
    with  timeout is some(asked) implies span_of_timeval(asked) = t.left

  rule waits_anew
    cites kernel "fs/select.c:core_sys_select"
    shows entered(t, _, _)
    when  t.resume is not undecided(_)

  rule keeps_the_rest
    cites kernel "fs/select.c:poll_select_finish", rule R12
    shows returned(t, _, code(_))
    do    t.left := if timeout is some(asked) then rest_of(span_of_timeval(asked), spent)
                    else unknown

  /// What is left of the time is told.
  rule tells_the_rest
    cites kernel "fs/select.c:poll_select_finish", rule R12 U3
    shows returned(t, _, value(n))
    when  n != 0
    with  amount <= 3 * count,
          timeout is some(asked) and rest is some(still)
            implies span_of_timeval(still) <= span_of_timeval(asked)
              and span_of_timeval(asked) <= span_of_timeval(still) + spent + MICROSECOND
}

/// select with a signal mask for its time.
call pselect6, pselect6_time64(count: int, readfds: data, writefds: data, exceptfds: data,
                               timeout: option Timespec, mask: option MaskArgument,
                               rest: out option Timespec as "left")
  nr x86_64 270 -1
  nr i386 308 413
  same count, readfds, writefds, exceptfds, timeout, mask
  cites kernel "fs/select.c:do_pselect", man "select(2)"
{
  /// The mask comes back when the handler returns, or at once when there is none.
  row waiting
    sleeps interruptible interrupted ERESTARTNOHAND
    cites kernel "fs/select.c:do_pselect", rule N26, table T182
    verified "6.18"

  row sticky_timeout when timeout is some(_)
    sleeps interruptible interrupted EINTR
    cites kernel "fs/select.c:poll_select_finish", rule M6, table T181
    verified "6.18"

  row ready_and_signal
    interrupted succeeds
    cites kernel "fs/select.c:do_select", table T189
    verified "6.18"
    unobservable "nothing in a recording tells that a signal was pending"

  /// The mask that was in place while it waited stays for the delivery of what ended the wait; the
  /// old one comes back with the handler, or without one on the way to user mode.
  rule keeps_mask_for_delivery
    cites kernel "kernel/signal.c:restore_saved_sigmask_unless", kernel "fs/select.c:do_pselect",
          rule D10 D14 M11
    shows returned(t, _, code(_) | error(EINTR))
    do    t.left := if timeout is some(asked) then rest_of(span(asked), spent) else unknown
          if mask is some(given) then {
            t.restore := some(t.blocked)
            t.blocked := (given.mask otherwise t.blocked) - KERNEL_ONLY
          }

  /// On every other result the old mask is back before a signal can be delivered.
  rule restores_mask
    cites kernel "kernel/signal.c:restore_saved_sigmask_unless", rule D14
    shows returned(t, _, error(e))
    when  e != EINTR

  /// Nothing was ready in all that time.
  rule timed_out
    cites kernel "fs/select.c:do_select", rule U2
    shows returned(t, _, value(0))
    with  timeout is some(asked),
          timeout is some(asked) implies span(asked) <= spent

  /// Begun again without a handler, it waits for what was left of its time.
  rule waits_for_the_rest
    cites kernel "fs/select.c:poll_select_finish", rule R12
    shows entered(t, _, _)
    when  t.resume is undecided(_)
    with  timeout is some(asked) implies span(asked) = t.left

  rule waits_anew
    cites kernel "fs/select.c:do_pselect"
    shows entered(t, _, _)
    when  t.resume is not undecided(_)

  /// What is left of the time is told.
  rule tells_the_rest
    cites kernel "fs/select.c:poll_select_finish", rule R12 U3
    shows returned(t, _, value(n))
    when  n != 0
    with  amount <= 3 * count,
          timeout is some(asked) and rest is some(still)
            implies span(still) <= span(asked) and span(asked) <= span(still) + spent
}

/// Waits for events of an epoll instance. signal(7): never restarted, and EINTR after a stop too:
/// it returns a plain EINTR.
call epoll_wait(epfd: Fd, events: out data, count: int, timeout: int)
  nr x86_64 232
  nr i386 256
  same epfd, count, timeout
  cites kernel "fs/eventpoll.c:do_epoll_wait", man "epoll_wait(2)"
{
  row waiting when timeout != 0
    sleeps interruptible interrupted EINTR
    cites kernel "fs/eventpoll.c:ep_poll", rule M21, table T183 T184 T185
    verified "6.18"

  /// A request of this thread to io_uring was completed meanwhile: EINTR with no signal at all.
  row without_signal when timeout != 0
    sleeps interruptible interrupted EINTR
    cites kernel "fs/eventpoll.c:ep_poll", kernel "include/linux/sched/signal.h:set_notify_signal",
          rule E10 W4 X9, table T288
    since 5.11 verified "6.18"

  /// Nothing was ready in all that time.
  rule timed_out
    cites kernel "fs/eventpoll.c:ep_poll", rule U2
    since 2.6.37
    shows returned(t, _, value(0))
    with  timeout >= 0,
          timeout * MILLISECOND <= spent
}

/// epoll_wait with a signal mask for its time.
call epoll_pwait(epfd: Fd, events: out data, count: int, timeout: int, mask: option set Signal,
                 size: int)
  nr x86_64 281
  nr i386 319
  same epfd, count, timeout
  cites kernel "fs/eventpoll.c:do_epoll_pwait", man "epoll_wait(2)"
{
  row waiting when timeout != 0
    sleeps interruptible interrupted EINTR
    cites kernel "fs/eventpoll.c:do_epoll_pwait", table T186
    verified "6.18"

  /// A timeout of zero, and a signal that only the temporary mask lets in is pending: zero is
  /// returned, the signal stays pending. ppoll looks at signals first and fails with EINTR.
  row no_time_and_signal when timeout = 0
    interrupted succeeds
    cites kernel "fs/eventpoll.c:ep_poll", rule N25 D15, table T188
    verified "6.18"
    unobservable "nothing in a recording tells that a signal was pending"

  /// The mask that was in place while it waited stays for the delivery of what ended the wait; the
  /// old one comes back with the handler, or without one on the way to user mode.
  rule keeps_mask_for_delivery
    cites kernel "kernel/signal.c:restore_saved_sigmask_unless",
          kernel "fs/eventpoll.c:do_epoll_pwait", rule D10 D14 M11
    shows returned(t, _, code(_) | error(EINTR))
    do    if mask is some(given) then {
            t.restore := some(t.blocked)
            t.blocked := given - KERNEL_ONLY
          }

  /// On every other result the old mask is back before a signal can be delivered.
  rule restores_mask
    cites kernel "kernel/signal.c:restore_saved_sigmask_unless", rule D14
    shows returned(t, _, error(e))
    when  e != EINTR

  /// Nothing was ready in all that time.
  rule timed_out
    cites kernel "fs/eventpoll.c:ep_poll", rule U2
    since 2.6.37
    shows returned(t, _, value(0))
    with  timeout >= 0,
          timeout * MILLISECOND <= spent
}

/// epoll_pwait with a finer timeout. signal(7) does not name it.
call epoll_pwait2(epfd: Fd, events: out data, count: int, timeout: option Timespec,
                  mask: option set Signal, size: int)
  nr x86_64 441
  nr i386 441
  same epfd, count
  cites kernel "fs/eventpoll.c:do_epoll_pwait", man "epoll_wait(2)"
  since 5.11
{
  row waiting when timeout is some(asked) implies span(asked) != 0
    sleeps interruptible interrupted EINTR
    cites kernel "fs/eventpoll.c:do_epoll_pwait", rule M6 N6, table T187
    verified "6.18"

  /// The mask that was in place while it waited stays for the delivery of what ended the wait; the
  /// old one comes back with the handler, or without one on the way to user mode.
  rule keeps_mask_for_delivery
    cites kernel "kernel/signal.c:restore_saved_sigmask_unless",
          kernel "fs/eventpoll.c:do_epoll_pwait", rule D10 D14 M11
    shows returned(t, _, code(_) | error(EINTR))
    do    if mask is some(given) then {
            t.restore := some(t.blocked)
            t.blocked := given - KERNEL_ONLY
          }

  /// On every other result the old mask is back before a signal can be delivered.
  rule restores_mask
    cites kernel "kernel/signal.c:restore_saved_sigmask_unless", rule D14
    shows returned(t, _, error(e))
    when  e != EINTR

  /// Nothing was ready in all that time.
  rule timed_out
    cites kernel "fs/eventpoll.c:ep_poll", rule U2
    shows returned(t, _, value(0))
    with  timeout is some(asked),
          timeout is some(asked) implies span(asked) <= spent
}
