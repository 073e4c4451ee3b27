/// Random numbers. signal(7): restarted with SA_RESTART; in fact that is so only at boot, and later
/// large requests are cut short by any signal.
call getrandom(buf: out data, size: int, flags: data)
  nr x86_64 318
  nr i386 355
  same size, flags
  cites kernel "drivers/char/random.c:getrandom", man "getrandom(2)"
{
  /// Signals are looked for at each page: a request of up to a page is never cut short.
  /// getrandom(2) says 256 bytes.
  row partial after transfer
    sleeps running interrupted partial
    cites kernel "drivers/char/random.c:get_random_bytes_user", rule M18 N20, table T233
    refutes man "getrandom(2) a request of more than 256 bytes may fail with EINTR"
    verified "6.18"

  /// The generator is not initialised yet.
  row at_boot
    sleeps interruptible interrupted ERESTARTSYS
    cites kernel "drivers/char/random.c:wait_for_random_bytes", table T235
    verified "6.1"

  /// No more than was asked for.
  rule moves_no_more
    cites kernel "drivers/char/random.c:get_random_bytes_user", rule U7
    shows returned(t, _, value(_))
    with  fits(amount, size)
}
