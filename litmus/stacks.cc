// On which stack handlers run: a thread may have one for those that ask for it.
#include <algorithm>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

/// Who is on it keeps it; else it is refused if the effect names an error for that, or is set.
Result Steps::set_stack(ThreadPlan& at, const PreparedStep& step) const {
  const std::vector<Name>& operands = step.effect->operands;
  if (at.levels.back().on_stack) return error(operands[1].text);
  if (operands.size() > 2) return error(operands[2].text);
  const Argument* given = step.operand(0);
  const Value* flags = given && given->value ? field_of(*given->value, kFlags) : nullptr;
  const auto says = [&](std::string_view constant) {
    const std::string flag = only_member(model_, constant, kStackFlagType);
    return flags && std::any_of(flags->names.begin(), flags->names.end(),
                                [&](const Name& name) { return name.text == flag; });
  };
  const Value* base = given && given->value ? field_of(*given->value, kBase) : nullptr;
  at.stack = says(kTakesAway)                                ? AltStack::None
             : !base || base->kind == Value::Kind::Number ? AltStack::Nowhere
             : says(kDisarms)                                ? AltStack::Disarms
                                                             : AltStack::Stays;
  return {};
}

bool Steps::asks_for_stack(const PreparedHandler& handles) const {
  return (handles.flags & members_named(model_, kRunsOnIt, kFlagType)) != 0;
}

/// Is there memory for the handler's frame?
bool Steps::has_room(const ThreadPlan& at, const PreparedHandler& handles) const {
  return at.stack != AltStack::Nowhere || at.levels.back().on_stack || !asks_for_stack(handles);
}

/// On the alternate stack if it asks for that and there is one; or where the last one runs. One
/// that is taken away meanwhile counts as none.
void Steps::begin_handler(ThreadPlan& at, const PreparedHandler& handles, int signal) const {
  const bool asks = asks_for_stack(handles);
  Level level;
  level.steps = &handles.body;
  level.signal = signal;
  level.on_stack = at.levels.back().on_stack || (asks && at.stack == AltStack::Stays);
  level.stack_before = at.stack;
  if (at.stack == AltStack::Disarms) at.stack = AltStack::None;
  at.levels.push_back(level);
}

/// The stack that it began with comes back, unless the thread goes on on the one that it has.
void Steps::end_handler(ThreadPlan& at) {
  const AltStack before = at.levels.back().stack_before;
  at.levels.pop_back();
  if (at.levels.back().on_stack || at.stack == before) return;
  at.stack = before == AltStack::Never ? AltStack::None : before;
}

}  // namespace sigspec::litmus
