enum Signal {
  SIGHUP = 1
  SIGINT = 2,
  SIGQUIT = ,
  SIGILL = 0x,
  SIGTRAP = 99999999999999999999,
  SIGBUS = 9223372036854775808,
  when,
  SIGFPE = 8, SIGKILL 9, SIGUSR1,
}

union Handler { default SIG_DFL, caught(, ignore }

record Action { handler Handler, flags: set SaFlag as sa_flags }

entity Task on Process { a: int }
