// With SECCOMP_FILTER_FLAG_NEW_LISTENER it makes a seccomp_notify.
enum SeccompOperation { SECCOMP_SET_MODE_FILTER = 1, other_operation otherwise }

enum SeccompFlag {
  SECCOMP_FILTER_FLAG_TSYNC = 1, SECCOMP_FILTER_FLAG_NEW_LISTENER = 8,
  other_seccomp_flag otherwise,
}

/// Sets up a filter of calls.
call seccomp(operation: SeccompOperation, flags: set SeccompFlag, argument: data)
  nr x86_64 317
  nr i386 354
  cites kernel "kernel/seccomp.c:do_seccomp", man "seccomp(2)"
{
  /// For all threads, and another one is running another program.
  row all_threads
    sleeps killable interrupted completes
    cites kernel "kernel/seccomp.c:seccomp_set_mode_filter", table T250
    unobservable "nothing in a recording tells that it waited here"

  /// From here on the filter may answer calls with any error, EINTR too, or leave the answer to a
  /// listener, whom a signal lets wait in vain.
  rule filters_calls
    cites kernel "kernel/seccomp.c:seccomp_set_mode_filter", rule M24
    shows returned(t, _, value(_))
    do    t.sandboxed := t.sandboxed or operation is SECCOMP_SET_MODE_FILTER
          t.supervised := t.supervised or SECCOMP_FILTER_FLAG_NEW_LISTENER in flags
          for u: Task where SECCOMP_FILTER_FLAG_TSYNC in flags do {
            u.sandboxed := true
            u.supervised := t.supervised
          }
}

/// Taken for granted: no supervisor answers for the program's calls. For one that has a seccomp
/// filter with a listener any call can be interrupted: `unknown` or `true` here admits that.
const SUPERVISED: bool = false
  cites man "seccomp_unotify(2)"
