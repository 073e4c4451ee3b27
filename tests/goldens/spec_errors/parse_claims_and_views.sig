claim signal7.restarts
  page "signal(7)"
  says "restarts"
  expect holds

view strace {
  line entered shows entered
  line exited "x" show exited
  rule r
}

always forall t Task. a
begins started(t: Task)
  t.x := 1
