enum Signal { SIGINT, SIGTERM, SIGCHLD }
enum RestartCode { again, never_again }
enum Errno { EINTR }
entity Process { ending: Signal }
entity Task in Process { blocked: set Signal }
observation delivered(t: Task, s: Signal)

rule deliver.without_source
  shows delivered(t, s)

call read()
  cites rule R1
{
  row somehow
    interrupted somehow
    cites rule R1

  row without_source
    interrupted again
}

table letter(code: RestartCode) -> Signal {
  again       -> SIGINT
  never_again -> SIGTERM
}
