// How much calls say that they moved. What is asked for may be more than can be told in 63 bits.

/// Is this no more than was asked for? What is moved at once never is.
fn fits(amount: int, asked: int) -> bool
  cites kernel "fs/read_write.c:rw_verify_area", man "read(2)", rule U7
=
  asked < 0 or amount <= asked
