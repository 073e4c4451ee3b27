/// The options of the wait calls.
enum WaitOption {
  WNOHANG = 0x1, WUNTRACED = 0x2 "WUNTRACED" "WSTOPPED", WEXITED = 0x4, WCONTINUED = 0x8,
  WNOWAIT = 0x1000000,
  __WNOTHREAD = 0x20000000, __WALL = 0x40000000, __WCLONE = 0x80000000,
  other_wait_option otherwise,
}

/// What wait tells of a child, as the macros of wait(2) have it.
union WaitStatus {
  exited(int) "[{WIFEXITED(s) && WEXITSTATUS(s) == *}]",
  killed(Signal) "[{WIFSIGNALED(s) && WTERMSIG(s) == *}]",
  dumped(Signal) "[{WIFSIGNALED(s) && WTERMSIG(s) == * && WCOREDUMP(s)}]",
  stopped(Signal) "[{WIFSTOPPED(s) && WSTOPSIG(s) == *}]",
  continued "[{WIFCONTINUED(s)}]",
  other_status otherwise,
}

/// The signal that ended the child.
fn killer_of(status: WaitStatus) -> option Signal =
  match status {
    killed(s) => some(s)
    dumped(s) => some(s)
    _         => none
  }

/// Is a child's stop or going on told to who does not ask for it? To its tracer.
fn is_waited_for(status: WaitStatus, options: set WaitOption) -> bool
  cites kernel "kernel/exit.c:wait_task_stopped", kernel "kernel/exit.c:wait_task_continued",
        rule C2
=
  match status {
    stopped(_) => WUNTRACED in options or observer.traces or observer.foreign
    continued => WCONTINUED in options
    _         => true
  }

/// The same of waitid, which has to be asked for ends, too.
fn is_asked_for(code: SiCode, options: set WaitOption) -> bool
  cites kernel "kernel/exit.c:kernel_waitid", rule C2
=
  match code {
    CLD_EXITED | CLD_KILLED | CLD_DUMPED => WEXITED in options
    CLD_STOPPED                          => WUNTRACED in options
    CLD_CONTINUED                        => WCONTINUED in options
    CLD_TRAPPED                          => may_be_traced()
    _                                    => true
  }

/// So many tasks that have ended are remembered at least, for others to hear of them.
const REMEMBERED = 256
  cites strace "strace(1) -f"

/// Is there such a child at all? Where all that is born is followed, it was seen. The program that
/// the observer starts may have children from before; they have lower numbers than its others.
/// Where another makes one, whose child it is may not be known yet.
fn may_be_a_child(t: Task, pid: int) -> bool
  cites kernel "kernel/exit.c:wait_consider_task", rule C1
=
  traced(pid)
    or observer.ended >= REMEMBERED
    or t.doubtful
    or t.mixed
    or t.threaded
    or not observer.complete
    or observer.filtered
    or observer.foreign
    or observer.waiting
    or observer.traces
    or observer.injects
    or not observer.shows_errors
    or not observer.shows_exits
    or not observer.follows_children
    or t.exit_signal is none and pid < observer.first_child

/// Waits for a child. signal(7): restarted with SA_RESTART. A child that is ready wins over a
/// signal.
call wait4, waitpid(pid: int, status: out option WaitStatus, options: set WaitOption, ...)
  nr x86_64 61 -1
  nr i386 114 7
  same pid, options
  cites kernel "kernel/exit.c:kernel_wait4", man "wait(2)"
{
  /// No child has changed its state. A SIGCHLD that is ignored wakes the sleeper too, to look
  /// again.
  row waiting when WNOHANG not in options
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/exit.c:do_wait", rule C1, table T115 T116
    verified "6.18"

  /// A child that ended before the last call did has ended by now.
  rule looks
    cites kernel "kernel/exit.c:do_wait", rule O3
    shows entered(t, _, _)
    do    t.early := may_be_early(t)

  /// With WNOHANG there may be nothing to return yet, unless a child is waiting to be waited for,
  /// and no other thread can have come first.
  rule returns
    cites kernel "kernel/exit.c:wait_task_zombie", rule C1 C2 F6
    shows returned(t, _, value(v))
    with  v = 0 implies WNOHANG in options,
          amount = 0 or pid <= 0 or pid > INT_MAX or amount = pid,
          amount = 0 or may_be_a_child(t, amount),
          status is some(x) implies is_waited_for(x, options),
          status is some(exited(n)) implies is_exit_status(n),
          v = 0 and pid = -1 and options & {__WCLONE, __WNOTHREAD} = {}
            implies t.zombies <= 0 or may_be_early(t) or t.mixed or t.threaded
    do    t.zombies := if t.zombies > 0 and v != 0 then t.zombies - 1 else t.zombies
          let is_known = tells_result(t, process_at(v))
          tell process_at(pid) overlooked()
            when v = 0
                   and pid > 0
                   and not t.early
                   and WNOHANG in options
                   and options & {__WCLONE, __WNOTHREAD} = {}
                   and is_known
          tell process_at(v) waited(x, WNOWAIT in options, t.group)
            when status is some(x) and is_known
          tell process_at(v) paused(CLD_STOPPED, s, false, WNOWAIT in options or t.threaded)
            when status is some(stopped(s)) and is_known
          tell process_at(v) paused(CLD_CONTINUED, SIGCONT, false, WNOWAIT in options or t.threaded)
            when status is some(continued) and is_known
          tell process_at(v) came_back(t.group)
            when status is none and v != 0 and options & {WUNTRACED, WCONTINUED} = {} and is_known
          // Ended, stopped or gone on: that is not asked for.
          tell process_at(v) collected(unknown, WNOWAIT in options, t.group)
            when status is none and v != 0 and options & {WUNTRACED, WCONTINUED} != {} and is_known

  /// There is no child at all; one that lives would be waited for.
  rule finds_none
    cites kernel "kernel/exit.c:do_wait", rule A4 E8
    shows returned(t, _, error(e))
    with  e != EFAULT,
          e = ECHILD and pid = -1 and options & {__WCLONE, __WNOTHREAD} = {}
            implies t.children <= 0
              or t.mixed
              or t.threaded
              or observer.foreign
              or not observer.follows
              or not observer.shows_exits
              or hides_signals(),
          e = ECHILD and pid = -1 and options & {__WCLONE, __WNOTHREAD} = {}
            implies t.zombies <= 0 or t.mixed or t.threaded
    do    tell process_at(pid) denied(t.group)
            when e = ECHILD
                   and pid > 0
                   and options & {__WCLONE, __WNOTHREAD} = {}
                   and not t.mixed
                   and not t.threaded
                   and not t.lost_waits
                   and tells_result(t, process_at(pid))

  /// The child has been waited for before that can be told.
  rule cannot_tell
    cites kernel "kernel/exit.c:sys_wait4"
    shows returned(t, _, error(EFAULT))
    do    t.zombies := if t.zombies > 0 then t.zombies - 1 else t.zombies
          let is_known = pid > 0 and options & {WUNTRACED, WCONTINUED} = {} and not is_made_up(t)
          t.lost_waits := t.lost_waits or not is_known
          tell process_at(pid) came_back(t.group) when is_known and not observer.foreign
}

/// Whom waitid waits for.
enum Waited { P_ALL = 0, P_PID = 1, P_PGID = 2, P_PIDFD = 3, other_waited otherwise }

/// Waits for a child, with all the choices.
call waitid(which: Waited, id: int, info: out option Siginfo, options: set WaitOption,
            usage: out data)
  nr x86_64 247
  nr i386 284
  same which, id, options
  cites kernel "kernel/exit.c:kernel_waitid", man "wait(2)"
{
  row waiting when WNOHANG not in options
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/exit.c:do_wait", rule C1, table T117 T118
    verified "6.18"

  /// P_PIDFD. A pidfd with O_NONBLOCK fails with EAGAIN instead (since 5.10).
  row for_pidfd when WNOHANG not in options
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "kernel/exit.c:do_wait", rule N10, table T119
    since 5.4 verified "6.18"

  /// It returns nothing else than 0.
  rule returns
    cites kernel "kernel/exit.c:wait_task_zombie", kernel "kernel/exit.c:wait_task_stopped",
          rule C2 F6
    shows returned(t, _, value(_))
    with  amount = 0 or is_made_up(t),
          info is some(x) and which is P_PID implies x.pid = id or x.pid = 0,
          info is some(x) implies x.pid = 0 or may_be_a_child(t, x.pid),
          info is some(x) implies x.pid = 0 or is_asked_for(x.code, options)
    do    t.zombies := 0
          tell process_at(x.pid) reported(x.code, x.status, x.killer, x.uid)
            when info is some(x)
                   and x.code is CLD_EXITED | CLD_KILLED | CLD_DUMPED
                   and not observer.foreign
          tell process_at(x.pid) paused(x.code, x.killer, false, WNOWAIT in options or t.threaded)
            when info is some(x) and x.code is CLD_STOPPED | CLD_CONTINUED and not observer.foreign
          // Of two threads one may leave it, and the other wait for it: either is shown first.
          tell process_at(x.pid) collected(x.code, WNOWAIT in options, t.group)
            when info is some(x)
                   and not (t.threaded and WNOWAIT in options)
                   and not observer.foreign
          // It may ask for no info.
          tell process_at(id) collected(unknown, WNOWAIT in options, t.group)
            when info is none
                   and which is P_PID
                   and WEXITED in options
                   and (WNOHANG in options implies unknown)
                   and not observer.foreign
          t.lost_waits := t.lost_waits or info is none and which is not P_PID and WEXITED in options

  /// Whether a child has been waited for nobody can tell, nor whether there was one.
  rule cannot_tell
    cites kernel "kernel/exit.c:sys_waitid"
    shows returned(t, _, error(EFAULT))
    do    t.zombies := 0
          t.lost_waits := t.lost_waits or which is not P_PID and WEXITED in options
          tell process_at(id) collected(unknown, WNOWAIT in options, t.group)
            when which is P_PID and info is some(_) and unknown and not observer.foreign
}
