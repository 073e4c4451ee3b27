// Calls that never wait for anything a signal could end. They are declared so that a restart code
// or an EINTR on them is known to be wrong; a call that stands nowhere is one of which nothing is
// known. How they change signals, processes and masks stands elsewhere.

/// Who one is.
call getpid, getppid, gettid, getsid, getuid, geteuid, getgid, getegid, getuid32, geteuid32,
     getgid32, getegid32, getresuid, getresgid, getresuid32, getresgid32, getgroups, setgroups,
     getgroups32, setgroups32, capget, capset, personality(...)
  nr x86_64 39 110 186 124 102 107 104 108 -1 -1 -1 -1 118 120 -1 -1 115 116 -1 -1 125 126 135
  nr i386 20 64 224 147 24 49 47 50 199 201 200 202 165 171 209 211 80 81 205 206 184 185 136
  cites kernel "kernel/sys.c:getpid", man "credentials(7)"

/// Becomes another user.
call setuid, setreuid, setresuid, setuid32, setreuid32, setresuid32(...)
  nr x86_64 105 113 117 -1 -1 -1
  nr i386 23 70 164 213 203 208
  cites kernel "kernel/sys.c:__sys_setresuid", man "credentials(7)"
{
  /// From here on it may sign otherwise than those it comes from, and its maker's end is not told
  /// any more, unless it was that user already.
  rule changes_user
    cites kernel "kernel/sys.c:__sys_setresuid", kernel "kernel/cred.c:commit_creds",
          man "credentials(7)", man "prctl(2) PR_SET_PDEATHSIG"
    shows returned(t, _, value(_))
    do    t.keeps_user := false
          t.death_signal := maybe(t.death_signal, ~{})
}

/// Becomes another group's, or another user where files are concerned.
call setgid, setregid, setresgid, setfsuid, setfsgid, setgid32, setregid32, setresgid32(...)
  nr x86_64 106 114 119 122 123 -1 -1 -1
  nr i386 46 71 170 138 139 214 204 210
  cites kernel "kernel/sys.c:__sys_setresgid", man "credentials(7)"
{
  rule changes_rights
    cites kernel "kernel/cred.c:commit_creds", man "prctl(2) PR_SET_PDEATHSIG"
    shows returned(t, _, value(_))
    do    t.death_signal := maybe(t.death_signal, ~{})
}

/// Time, and timers.
call time, gettimeofday, settimeofday, times, clock_gettime, clock_settime, clock_getres,
     clock_adjtime, adjtimex, clock_gettime64, clock_settime64, clock_getres_time64,
     clock_adjtime64, timer_getoverrun(...)
  nr x86_64 201 96 164 100 228 227 229 305 159 -1 -1 -1 -1 225
  nr i386 13 78 79 43 265 264 266 343 124 403 404 406 405 262
  cites kernel "kernel/time/posix-timers.c:timer_getoverrun", man "time(7)"

/// Another number for a descriptor; an open file at that number is closed, and what it says is
/// lost.
call dup(fd: Fd)
  nr x86_64 32
  nr i386 41
  same fd
  cites kernel "fs/file.c:ksys_dup", man "dup(2)"
{
  /// One object now has two numbers: what is set through the other one is not seen at this one.
  rule shares_object
    cites kernel "fs/file.c:ksys_dup", man "dup(2)"
    shows returned(t, _, value(_))
    do    fd.receive_timeout := unknown
          fd.send_timeout := unknown
          fd.shared := true
}

call dup2, dup3(fd: Fd, onto: Fd, ...)
  nr x86_64 33 292
  nr i386 63 330
  same fd
  cites kernel "fs/file.c:ksys_dup3", man "dup(2)"
{
  /// What the other number stood for is gone; it now stands for the same object.
  rule shares_object
    cites kernel "fs/file.c:do_dup2", man "dup(2)"
    shows entered(t, _, _)
    do    fd.receive_timeout := unknown
          fd.send_timeout := unknown
          fd.shared := true
          onto.object := unknown
          onto.receive_timeout := unknown
          onto.send_timeout := unknown
          onto.shared := true
          onto.pid := unknown
}

call close_range(...)
  nr x86_64 436
  nr i386 436
  makes Nothing
  cites kernel "fs/file.c:close_range", man "close_range(2)"

/// Sockets, without waiting for the other side.
call listen, getsockname, getpeername, shutdown(fd: Fd, ...)
  nr x86_64 50 51 52 48
  same fd
  cites kernel "net/socket.c:__sys_listen", man "socket(7)"

/// Processors and priorities.
call sched_yield, sched_setaffinity, sched_setscheduler, sched_getscheduler, sched_setparam,
     sched_getparam, sched_setattr, sched_getattr, sched_get_priority_max, sched_get_priority_min,
     sched_rr_get_interval, getpriority, setpriority, nice, ioprio_get, ioprio_set, getcpu(...)
  nr x86_64 24 203 144 145 142 143 314 315 146 147 148 140 141 -1 252 251 309
  nr i386 158 241 156 157 154 155 351 352 159 160 161 96 97 34 290 289 318
  cites kernel "kernel/sched/syscalls.c:sched_yield", man "sched(7)"

/// Limits and accounts.
call getrlimit, ugetrlimit, getrusage, sysinfo(...)
  nr x86_64 97 -1 98 99
  nr i386 76 191 77 116
  cites kernel "kernel/sys.c:do_prlimit", man "getrlimit(2)"

/// What the C library asks for when a thread begins.
call set_tid_address, set_robust_list, rseq, sched_getaffinity, set_thread_area,
     get_thread_area(...)
  nr x86_64 218 273 334 204 205 211
  nr i386 258 311 386 242 243 244
  cites kernel "kernel/futex/syscalls.c:set_robust_list", man "set_robust_list(2)"
{
  /// No class of calls holds these: a filter by class shows none of them, so a recording that shows
  /// one was made without such a filter.
  rule shown
    cites strace "strace(1) -e trace"
    shows returned(t, any except set_tid_address, value(_))
    when  observer.complete

  rule shown_first
    cites strace "strace(1) -e trace"
    untested "known beforehand where a recording can be read twice"
    shows returned(t, any except set_tid_address, value(_))
    when  not observer.complete
    do    observer.complete := true

  /// The library of a program does this first, and once. Where that was done already, this is
  /// another program: a filter, such as `-e trace=!%file`, hides execve. Or the program that
  /// begins is one within another, an emulator, which keeps its handlers.
  rule begins_program
    cites strace "strace(1) -e trace", man "set_tid_address(2)", kernel "fs/exec.c:begin_new_exec"
    shows returned(t, set_tid_address, value(_))
    do    observer.complete := true
          let replaced = t.set_up and not observer.shows_exec
          for s: Signal where replaced do {
            t.actions[s] := either t.actions[s] or flushed(t.actions[s]) when true
          }
          for n: TimerId where replaced do {
            t.timers[n] := either t.timers[n] or none when true
          }
          if replaced then {
            t.frames := none
            t.strays := false
            t.skipped := false
            t.altstack := either t.altstack or no_stack() when true
          }
          t.set_up := true
}

call arch_prctl(...)
  nr x86_64 158
  nr i386 384
  cites kernel "arch/x86/kernel/process_64.c:do_arch_prctl_64", man "arch_prctl(2)"

/// The machine, and names.
call uname, olduname, sethostname, setdomainname, getcwd, umask, iopl, ioperm, vhangup(...)
  nr x86_64 63 -1 170 171 79 95 172 173 153
  nr i386 122 109 74 121 183 60 110 101 111
  cites kernel "kernel/sys.c:newuname", man "uname(2)"

/// Leaves what it shared with others.
call unshare(flags: set CloneFlag)
  nr x86_64 272
  nr i386 310
  cites kernel "kernel/fork.c:ksys_unshare", man "unshare(2)"
{
  /// From here on some may count processes otherwise. A pid namespace begins with the next child.
  rule makes_namespace
    cites kernel "kernel/pid_namespace.c:create_pid_namespace", rule G17 G11
    shows returned(t, _, value(_))
    do    observer.foreign := true
          t.keeps_user := false
          t.death_signal := maybe(t.death_signal, ~{})
          t.child_is_init := t.child_is_init or CLONE_NEWPID in flags
}

/// Enters the namespaces of others.
call setns(...)
  nr x86_64 308
  nr i386 346
  cites kernel "kernel/nsproxy.c:setns", man "setns(2)"
{
  /// A pid namespace that can be entered has its init already.
  rule enters_namespace
    cites kernel "kernel/pid_namespace.c:pidns_install", rule G17 G11
    shows returned(t, _, value(_))
    do    observer.foreign := true
          t.death_signal := maybe(t.death_signal, ~{})
          t.child_is_init := if t.child_is_init then unknown else false
}

/// Barriers and boxes.
call membarrier, landlock_create_ruleset, landlock_add_rule(...)
  nr x86_64 324 444 445
  nr i386 375 444 445
  cites kernel "kernel/sched/membarrier.c:membarrier", man "landlock(7)"

call landlock_restrict_self(...)
  nr x86_64 446
  nr i386 446
  cites kernel "security/landlock/syscalls.c:landlock_restrict_self", man "landlock(7)"
{
  /// From here on it may not signal whom others of its user may.
  rule boxes_itself
    cites kernel "security/landlock/task.c:hook_task_kill", rule G3
    shows returned(t, _, value(_))
    do    observer.boxes := true
}

call futex_wake, futex_requeue(...)
  nr x86_64 454 456
  nr i386 454 456
  cites kernel "kernel/futex/syscalls.c:futex_wake"
  since 6.7
