const A = (a + b
const B = a +
const C = {a: 1, b}
const D = if a then b
const E = match a { b = c }
const F = forall x Task. a
const G = either a when b
const H = let x = a = b in c
const I = f(a b)
const J = a is not
const K = a with b
const L = a.1
const M = [a]
