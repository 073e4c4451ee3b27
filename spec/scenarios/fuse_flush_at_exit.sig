/// Where a thread stands of the process that serves its own FUSE mount.
enum FlushPlace {
  /// In user mode, or on its way there.
  in_user,
  /// Asleep in a call, until its event or a signal.
  in_call,
  /// In do_exit, its descriptors not closed yet.
  leaving,
  /// It closes the file and waits for the answer to FLUSH.
  flushing,
  /// The answer does not matter any more.
  closed,
  ended,
}

/// The FLUSH request, as its server sees it.
enum FlushRequest { unasked, queued_up, taken_up, answered }

/// Who has a descriptor of /dev/fuse besides the process itself.
enum FuseHolder {
  nobody_else,
  /// Somebody who need not ever read from it.
  idle_holder,
  outside_server,
}

enum InitPlace { init_runs, init_dies, init_waits, init_ended }

/// A process serves a FUSE mount that it uses itself: killed, it waits for its own answer. It lives
/// in a pid namespace. Its last thread closes the file and waits for the answer to FLUSH that
/// nobody will give any more; the init of the namespace waits for that thread. Neither can be
/// killed (Netflix, 2023).
///
/// What /proc shows of the thread was measured on Linux 6.1 for each way in which it came to exit,
/// and is found again: the letter S or D, and the pending sets (`measured_`: refuted says that it
/// can be so). Aborting the connection, closing the last descriptor kept outside, or an answer
/// through one are ways out, as measured. In which order descriptors are closed does not matter,
/// and is left out; so are a server that lives in the same process and still answers, and more than
/// one FLUSH.
///
/// The steps are its own, for they are finer than those of the rules that recordings and litmus
/// tests are judged by: to these a task that SIGKILL has reached is `dying`, and that is all. Here
/// it matters in which set the SIGKILL lies, whether it was taken before the file is closed, and
/// where in do_exit a thread stands, which /proc shows and no recording does. What wakes whom, what
/// a signal does by default and which is taken first are functions and tables of Linux.
scenario fuse_flush_at_exit
  cites paper "netflix-fuse-deadlock", kernel "fs/fuse/dev.c:request_wait_answer",
        kernel "kernel/signal.c:complete_signal",
        kernel "kernel/pid_namespace.c:zap_pid_ns_processes"
  unobservable "it leaves tasks that no signal ends, which only a virtual machine bears"
{
  variant { linux_6_1, flush_async, abort_on_server_death, request_timeout, wake_exiting,
            wake_exiting_group, wake_exiting_unforced }
  signals {SIGKILL, SIGTERM, SIGQUIT}
  size Thread 2 .. 2
  object Thread { place: FlushPlace, state: TaskState, private: set Signal }
  object Group {
    shared: set Signal,
    exiting: bool,
    killed: bool,
    /// The threads share one table of descriptors, or the first has the file in one of its own.
    one_table: bool = unknown,
  }
  object Fuse {
    request: FlushRequest,
    /// The server is told that nobody needs the answer (FR_INTERRUPTED).
    interrupted: bool,
    aborted: bool,
    holder: FuseHolder = unknown,
    /// Who has the file, where each thread has a table of its own.
    user: Thread,
  }
  object Init { place: InitPlace }

  /// Is a signal pending for the thread? Then it does not fall asleep interruptibly.
  fn has_signal(t: Thread) -> bool =
    t.private + group.shared != {}

  /// In do_exit no thread of a process is chosen for a signal any more.
  fn exits(t: Thread) -> bool =
    t.place is leaving | flushing | closed | ended

  /// A signal that ends the process without a dump ends it when it is sent; each thread gets a
  /// SIGKILL of its own. One that dumps has to be taken first.
  fn ends_when_sent(s: Signal) -> bool =
    default_action(s) is terminate

  /// Once the process is ending, further signals are dropped (since 5.18); the wake_ variants queue
  /// a SIGKILL all the same.
  fn reaches(t: Thread, s: Signal) -> bool =
    t.place is not ended
      and if group.exiting then s = SIGKILL
                                  and variant
                                    in {wake_exiting, wake_exiting_group, wake_exiting_unforced}
          else ends_when_sent(s) and exists u: Thread. not exits(u)

  /// What ends a killable wait: by now a SIGKILL of the thread's own. It may have been taken before
  /// the wait begins; so the last two variants also ask whether the process was sent SIGKILL.
  fn fatal_is_pending(t: Thread) -> bool =
    SIGKILL in t.private or variant in {wake_exiting_group, wake_exiting_unforced} and group.killed

  /// FLUSH is a request that nothing may take back.
  fn waits_to_the_end() -> bool =
    variant != wake_exiting_unforced

  /// Is it the one whose end closes the file?
  fn closes(t: Thread) -> bool =
    if group.one_table then forall u: Thread where u != t. u.place is flushing | closed | ended
    else t = fuse.user

  // ------------------------------------------------------------------ the world outside

  /// Somebody sends a signal to the process.
  rule outside.sends (s: Signal)
    cites kernel "kernel/signal.c:__send_signal_locked", kernel "kernel/signal.c:complete_signal"
    when  exists t: Thread. t.place is not ended
    do    let fresh = not group.exiting
          for t: Thread where reaches(t, s) do {
            t.private := t.private + {SIGKILL}
            t.state := woken(t.state, fatal_signal)
          }
          for t: Thread where fresh and not ends_when_sent(s) and not exits(t) do {
            t.state := woken(t.state, signal)
          }
          group.killed := group.killed or s = SIGKILL
          group.exiting := group.exiting or ends_when_sent(s) and exists u: Thread. not exits(u)
          group.shared := if fresh then group.shared + {s} else group.shared

  /// Somebody kills the init of the namespace.
  rule outside.kills_init
    cites kernel "kernel/signal.c:complete_signal"
    when  init.place is init_runs
    do    init.place := init_dies

  /// Writing to the abort file of the connection, or umount with force.
  rule outside.aborts
    cites kernel "fs/fuse/control.c:fuse_conn_abort_write",
          kernel "fs/fuse/inode.c:fuse_umount_begin"
    when  not fuse.aborted,
          exists t: Thread. t.place is flushing
    do    fuse.aborted := true

  /// The last descriptor of /dev/fuse that is kept outside is closed.
  rule outside.closes
    cites kernel "fs/fuse/dev.c:fuse_dev_release"
    when  fuse.holder is not nobody_else
    do    fuse.holder := nobody_else
          fuse.aborted := fuse.aborted or forall t: Thread. t.place is flushing | closed | ended

  /// Whoever has a descriptor outside may answer, even when nobody waits for that.
  rule outside.helps
    cites kernel "fs/fuse/dev.c:fuse_dev_do_write"
    when  fuse.holder is idle_holder,
          fuse.request is queued_up | taken_up
    do    fuse.request := answered

  /// A server that lives answers.
  rule server.takes
    fair server
    cites kernel "fs/fuse/dev.c:fuse_dev_do_read"
    when  fuse.holder is outside_server,
          fuse.request is queued_up
    do    fuse.request := taken_up

  rule server.answers
    fair server
    cites kernel "fs/fuse/dev.c:fuse_dev_do_write"
    when  fuse.holder is outside_server,
          fuse.request is taken_up
    do    fuse.request := answered

  /// Not of Linux 6.1: a request that is not answered in time fails.
  rule server.times_out
    fair
    cites kernel "fs/fuse/dev.c:request_wait_answer"
    when  variant = request_timeout,
          fuse.request is queued_up | taken_up
    do    fuse.request := answered

  // ------------------------------------------------------------------ the init of the namespace

  /// The namespace is torn down: everybody in it is killed.
  rule init.kills
    fair init
    cites kernel "kernel/pid_namespace.c:zap_pid_ns_processes"
    when  init.place is init_dies
    do    let fresh = not group.exiting
          for t: Thread where reaches(t, SIGKILL) do {
            t.private := t.private + {SIGKILL}
            t.state := woken(t.state, fatal_signal)
          }
          group.killed := true
          group.exiting := group.exiting or exists u: Thread. not exits(u)
          group.shared := if fresh then group.shared + {SIGKILL} else group.shared
          init.place := init_waits

  /// It waits for all of them, and nothing wakes it before.
  rule init.ends
    fair init
    cites kernel "kernel/pid_namespace.c:zap_pid_ns_processes"
    when  init.place is init_waits,
          forall t: Thread. t.place is ended
    do    init.place := init_ended

  // ------------------------------------------------------------------ the process

  rule thread.sleeps (t: Thread)
    cites kernel "fs/pipe.c:pipe_read"
    when  t.place is in_user,
          not has_signal(t)
    do    t.place := in_call
          t.state := interruptible

  /// What it slept for has come.
  rule thread.gets_its_event (t: Thread)
    cites kernel "fs/pipe.c:pipe_read"
    when  t.place is in_call,
          event in wakers(t.state)
    do    t.state := running

  /// A call that is over goes back to user mode.
  rule thread.returns (t: Thread)
    fair t
    cites kernel "arch/x86/entry/common.c:syscall_exit_to_user_mode"
    when  t.place is in_call,
          t.state is running
    do    t.place := in_user

  /// A SIGKILL of its own: the thread leaves. What was sent to the process stays where it is.
  rule thread.is_killed (t: Thread)
    fair t
    cites kernel "kernel/signal.c:get_signal"
    when  t.place is in_user,
          SIGKILL in t.private
    do    t.private := t.private - {SIGKILL}
          t.place := leaving

  /// A signal that dumps is taken from the shared set; the others are killed.
  rule thread.takes (t: Thread)
    fair t
    cites kernel "kernel/signal.c:get_signal", kernel "fs/coredump.c:zap_threads"
    when  t.place is in_user,
          SIGKILL not in t.private,
          group.shared != {}
    do    for u: Thread where u != t and u.place is not ended do {
            u.private := u.private + {SIGKILL}
            u.state := woken(u.state, fatal_signal)
          }
          group.shared := group.shared - {next_signal(group.shared)}
          group.exiting := true
          t.place := leaving

  /// The thread calls exit_group.
  rule thread.exits_group (t: Thread)
    cites kernel "kernel/exit.c:do_group_exit"
    when  t.place is in_user,
          not has_signal(t)
    do    for u: Thread where u != t and u.place is not ended do {
            u.private := u.private + {SIGKILL}
            u.state := woken(u.state, fatal_signal)
          }
          group.exiting := true
          t.place := leaving

  /// The thread ends itself alone.
  rule thread.exits (t: Thread)
    cites kernel "kernel/exit.c:do_exit"
    when  t.place is in_user,
          not has_signal(t)
    do    t.place := leaving
          group.exiting := group.exiting or forall u: Thread where u != t. exits(u)

  /// The file is in another table, or another thread still uses this one.
  rule thread.leaves_table (t: Thread)
    fair t
    cites kernel "kernel/exit.c:do_exit", kernel "fs/file.c:put_files_struct"
    when  t.place is leaving,
          not closes(t)
    do    t.place := closed

  /// The last user of the table closes the file, and asks the server to flush it.
  rule thread.closes_file (t: Thread)
    fair t
    cites kernel "fs/fuse/file.c:fuse_flush"
    when  t.place is leaving,
          closes(t)
    do    group.exiting := group.exiting or forall u: Thread where u != t. exits(u)
          fuse.aborted := fuse.aborted or variant = abort_on_server_death
          if fuse.aborted or variant in {flush_async, abort_on_server_death} then {
            t.place := closed
          } else {
            t.place := flushing
            t.state := interruptible
            fuse.request := queued_up
          }

  /// A signal cuts the first part of the wait short. A forced request is then waited for whatever
  /// comes.
  rule flush.is_interrupted (t: Thread)
    fair t
    cites kernel "fs/fuse/dev.c:request_wait_answer"
    when  t.place is flushing,
          not fuse.interrupted,
          has_signal(t) or fatal_is_pending(t)
    do    fuse.interrupted := true
          t.state := if waits_to_the_end() then uninterruptible else killable

  /// The second part of the wait, which FLUSH has not, ends with a signal that ends the thread.
  rule flush.is_given_up (t: Thread)
    fair t
    cites kernel "fs/fuse/dev.c:request_wait_answer"
    when  t.place is flushing,
          fuse.interrupted,
          t.state is killable | running,
          fatal_is_pending(t)
    do    t.place := closed
          t.state := running

  rule flush.is_answered (t: Thread)
    fair t
    cites kernel "fs/fuse/dev.c:request_wait_answer"
    when  t.place is flushing,
          fuse.request is answered or fuse.aborted
    do    t.place := closed
          t.state := running

  rule thread.ends (t: Thread)
    fair t
    cites kernel "kernel/exit.c:exit_notify"
    when  t.place is closed
    do    t.place := ended
          t.state := zombie

  // ------------------------------------------------------------------ what is claimed

  /// Every thread of a process that is sent SIGKILL ends.
  property sigkill_is_fatal: forall t: Thread. group.killed leads to t.place is ended

  /// So does the init of the namespace.
  property init_can_be_killed: init.place is init_dies leads to init.place is init_ended

  /// In ps, a thread that waits for the answer shows D when a signal is pending that will never be
  /// taken.
  property flush_in_D_has_a_signal:
    always forall t: Thread.
             t.place is flushing and letter(t.state) = letter_D implies has_signal(t)

  /// A SIGKILL that comes after the process began to end leaves no trace: the thread shows S, and
  /// nothing is pending.
  property late_sigkill_shows:
    never exists t: Thread.
            t.place is flushing
              and letter(t.state) = letter_S
              and group.killed
              and not has_signal(t)

  /// It called exit_group, or took a signal that dumps: S, and nothing is pending; D never.
  property measured_after_exit_group:
    never exists t: Thread.
            t.place is flushing
              and letter(t.state) = letter_S
              and t.private + group.shared = {}
              and not group.killed

  /// SIGKILL, or another signal that ends the process, came first: D, and it is still in the shared
  /// set, for each thread was given a SIGKILL of its own to take.
  property measured_after_kill:
    never exists t: Thread.
            t.place is flushing
              and letter(t.state) = letter_D
              and t.private = {}
              and group.shared = {SIGKILL}

  property measured_after_term:
    never exists t: Thread.
            t.place is flushing
              and letter(t.state) = letter_D
              and t.private = {}
              and group.shared = {SIGTERM}

  /// A thread that ended itself alone is killed in the wait: D, and SIGKILL is pending twice.
  property measured_after_thread_exit:
    never exists t: Thread.
            t.place is flushing
              and letter(t.state) = letter_D
              and t.private = {SIGKILL}
              and group.shared = {SIGKILL}

  /// What dumps no core ends the process when it is sent, and not when it is taken.
  property sigterm_ends_at_once: always SIGTERM in group.shared implies group.exiting

  /// An answer that comes from outside is a way out.
  property answer_releases:
    forall t: Thread.
      fuse.request is answered and t.place is flushing leads to t.place is ended

  /// Aborting the connection is a way out, and so is closing the last descriptor that is kept
  /// outside.
  property abort_releases:
    forall t: Thread.
      fuse.aborted and t.place is flushing leads to t.place is ended

  expect linux_6_1 for sigkill_is_fatal, init_can_be_killed, late_sigkill_shows: refuted
  expect linux_6_1 for measured_after_exit_group, measured_after_kill, measured_after_term,
                       measured_after_thread_exit: refuted
  expect linux_6_1 for answer_releases, sigterm_ends_at_once: proved
  expect flush_async, abort_on_server_death for sigkill_is_fatal, init_can_be_killed: proved
  expect request_timeout for sigkill_is_fatal, init_can_be_killed, abort_releases: proved
  expect wake_exiting, wake_exiting_group for sigkill_is_fatal, init_can_be_killed: refuted
  expect wake_exiting_unforced for sigkill_is_fatal, init_can_be_killed, abort_releases: proved
  expect linux_6_1, wake_exiting, wake_exiting_group for abort_releases: proved
  expect linux_6_1, request_timeout, wake_exiting for flush_in_D_has_a_signal: proved
  expect wake_exiting_group for flush_in_D_has_a_signal: refuted
}
