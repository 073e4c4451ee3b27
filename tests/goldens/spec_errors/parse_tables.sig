table after(code: Code) -> Outcome
  cites kernel "x"
{
  A -> b
}

table outcomes(code: Code) -> Outcome
{
  A > b
  B => c
  C when -> d
  /// A row that is right.
  D -> e
  E | -> f
  F -> fail(EINTR
  G -> a
  otherwise b
}
