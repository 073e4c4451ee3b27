// What filters of strace hide, and when a recording seems to have been made with one.

/// A fault in what was observed may look so often as if a call were hidden, in one process.
const ENOUGH_HIDDEN = 3
  cites strace "strace(1) -e trace"

/// May a filter hide handlers that return? One that seems to is a fault of what was observed.
fn hides_returns() -> bool
  cites strace "strace(1) -e trace"
=
  not observer.shows_returns and (observer.ahead or observer.hidden_returns >= 2)

/// May a filter hide what sets masks? Some calls that do may be left out, and others not.
fn hides_masks() -> bool
  cites strace "strace(1) -e trace"
=
  observer.ahead
    or observer.hidden_masks >= (if observer.shows_masks then 2 * ENOUGH_HIDDEN else ENOUGH_HIDDEN)

/// How much one more mask that seems to be wrong counts: in a second process it is no fault.
fn mask_oddities(t: Task) -> int
  cites strace "strace(1) -e trace"
=
  if observer.hidden_mask is some(other) and other != t.group then ENOUGH_HIDDEN else 1
