// With SECCOMP_FILTER_FLAG_NEW_LISTENER it makes a seccomp_notify.
/// Sets up a filter of calls.
call seccomp(operation: data, flags: data, argument: data)
  nr x86_64 317
  nr i386 354
  cites kernel "kernel/seccomp.c:do_seccomp", man "seccomp(2)"
{
  /// For all threads, and another one is running another program.
  row all_threads
    sleeps killable interrupted completes
    cites kernel "kernel/seccomp.c:seccomp_set_mode_filter", table T250
    unobservable "nothing in a recording tells that it waited here"
}

/// Taken for granted: no supervisor answers for the program's calls. For one that has a seccomp
/// filter with a listener any call can be interrupted: `unknown` or `true` here admits that.
const SUPERVISED: bool = false
  cites man "seccomp_unotify(2)"
