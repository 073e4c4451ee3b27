enum Signal { SIGINT, SIGTERM, SIGCHLD }
union Handler { nobody, caught(Signal) }

table default_action(s: Signal) -> bool
  cites rule D1
{
  SIGINT             -> true
  SIGTERM, SIGTERM   -> true
}

fn is_handled(h: Handler) -> bool =
  match h {
    nobody         => false
    caught(SIGINT) => true
  }

fn circle(s: Signal) -> Signal = circle(circle(s))
