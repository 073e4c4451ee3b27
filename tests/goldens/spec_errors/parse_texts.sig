const A = "not closed
const B = "a \n b"
const C = 'single'
const D = a # b
const E = 12ab
/// A doc for F.
const F = {a, /// a doc where none can stand
  b}
const G = a ! b
claim c page signal section "s" says "t" expect holds
claim d page "p" section "s" says "t" expect true
