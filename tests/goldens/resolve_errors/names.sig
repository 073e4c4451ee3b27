enum Signal { SIGINT, SIGTERM }
entity Process { ending: Signal }
entity Task in Process { blocked: set Signal }
observation delivered(t: Task, s: Signal)

/// Names that nobody declared, in every place that has names.
rule deliver.unknown_names
  cites rule D6
  shows delivered(t, s)
  when  s in KEPT, t.actions[s]
  do    t.blocked := t.blocked + mask_of(s)
