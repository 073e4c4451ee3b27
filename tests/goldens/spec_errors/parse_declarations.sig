/// Nothing but declarations stands at the top of a file.
x := 1

rulle deliver.handler
  when a

const A 1

const = 2

fn f(a: Action, b) -> bool = a

fn g(a: Action) bool = a

kernel 2.6.22 6.18

observation delivered(t: Task

record R { a: set, b: array Signal Action, c: stack of Frame }

/// A doc for nobody.
