// What observing teaches: narrowing partly known slots until a condition holds.
#pragma once

#include "model/eval.h"

namespace sigspec {

/// Narrows the slots that `node` reads to what is possible when it is `value`. Writes go onto the
/// context's trail. Returns false on a contradiction; the caller then undoes to its mark.
/// Sound, not complete: what an operator cannot teach is left as it is.
bool assume(const Node& node, bool value, Context<Partly>& context);

/// Meets a slot-like node (or the arms of an `if`) with `value`.
bool assume_equal(const Node& node, Cell value, Context<Partly>& context);

/// Takes back every write since the trail had `mark` entries.
void undo(Context<Partly>& context, std::size_t mark);

}  // namespace sigspec
