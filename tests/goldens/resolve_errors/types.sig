enum Signal { SIGINT, SIGTERM }
record Action { flags: set Signal, count_: int }
entity Process { actions: array Signal of Action }
entity Task in Process { blocked: set Signal, n: int }
observation delivered(t: Task, s: Signal)

rule deliver.types
  cites rule D6
  shows delivered(t, s)
  with  s = 2
  when  t.blocked,
        t.n in t.blocked
  do    t.n := s;
        t.actions[s] := { flags: {}, count: 1 };
        t.actions[t.n].count_ := 3
