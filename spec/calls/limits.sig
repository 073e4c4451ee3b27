/// What can be limited.
enum Resource { RLIMIT_SIGPENDING = 11, other_resource otherwise }

record Limit { soft: int as "rlim_cur", hard: int as "rlim_max" }

call setrlimit(which: Resource, limit: Limit)
  nr x86_64 160
  nr i386 75
  cites kernel "kernel/sys.c:do_prlimit", man "getrlimit(2)"
{
  rule limits
    cites kernel "kernel/sys.c:do_prlimit", rule G14
    shows returned(t, _, value(_))
    do    if which is RLIMIT_SIGPENDING then observer.limits_signals := true
}

/// Sets and tells a limit, of any process.
call prlimit64(pid: int, which: Resource, limit: option Limit, old: out option Limit)
  nr x86_64 302
  nr i386 340
  cites kernel "kernel/sys.c:do_prlimit", man "getrlimit(2)"
{
  rule limits
    cites kernel "kernel/sys.c:do_prlimit", rule G14
    shows returned(t, _, value(_))
    do    if which is RLIMIT_SIGPENDING and limit is some(_) then {
            observer.limits_signals := true
          }
}
