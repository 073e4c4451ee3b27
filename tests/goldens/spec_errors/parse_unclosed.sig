scenario first {
  variant { a, b
  rule r
    when a

/// The scenario above is not closed; this one is.
scenario second {
  property p: always
  property q: a leads b
  property r: sometimes a
  expect a: maybe
  expect a proved
  size Task 3 to any
}

enum E { a, b
