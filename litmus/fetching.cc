// Calls that take signals themselves, instead of having them delivered.
#include <utility>

#include "litmus/plan.h"
#include "litmus/words.h"

namespace sigspec::litmus {

/// The members of a set that a call is given.
std::uint64_t Steps::signals_of(const Argument* set) const {
  const Type* signals = model_.types.find(kSignalType);
  std::uint64_t members = 0;
  if (!set || !set->value) return members;
  for (const Name& name : set->value->names)
    if (const int member = signals->member(name.text); member >= 0) members |= 1ULL << member;
  return members;
}

/// The signals that a call takes if they are there.
std::uint64_t Steps::looked_for(const Plan& plan, const PreparedStep& step) const {
  const Argument* first = step.operand(0);
  if (!step.effect || !first) return 0;
  if (step.effect->verb.text == kTakesSignal) return signals_of(first);
  const bool reads = step.effect->verb.text == kReadsSignals && first->slot >= 0;
  return reads ? plan.held[static_cast<std::size_t>(first->slot)].signals : 0;
}

/// Which of them are pending, in the order in which they are taken: the rules know that. The state
/// stays as it is.
std::vector<Fetched> Steps::would_fetch(int thread, std::uint64_t wanted, std::size_t most) {
  std::vector<Fetched> taken;
  if (wanted == 0) return taken;
  const World::Saved before = world_.save();
  const std::vector<std::uint64_t> fired = world_.fired();
  const auto fetch_next = [&] {
    for (int signal = 0; signal < world_.signals(); ++signal)
      for (const bool shared : {true, false}) {
        if ((wanted >> signal & 1) == 0 || !world_.fetches(thread, wanted, {signal, shared}))
          continue;
        taken.push_back({signal, shared});
        return true;
      }
    return false;
  };
  while (taken.size() < most && fetch_next()) {
  }
  world_.restore(before);
  world_.discount(fired);
  return taken;
}

std::optional<Result> Steps::take_signal(int thread, const PreparedStep& step) {
  std::vector<Fetched> taken = would_fetch(thread, signals_of(step.operand(0)), 1);
  if (taken.empty()) return std::nullopt;
  const Type* signals = model_.types.find(kSignalType);
  Result result;
  result.value = signals->members[static_cast<std::size_t>(taken.front().signal)].number;
  result.fetched = std::move(taken);
  return result;
}

std::optional<Result> Steps::read_signals(const Plan& plan, int thread, const PreparedStep& step) {
  const Argument* room = step.operand(1);
  const std::int64_t each = constant(step, 2);
  if (!room || each <= 0) return Result{};
  std::vector<Fetched> taken = would_fetch(thread, looked_for(plan, step),
                                           static_cast<std::size_t>(room->word / each));
  if (taken.empty()) return std::nullopt;
  Result result;
  result.value = std::ssize(taken) * each;
  result.fetched = std::move(taken);
  return result;
}

/// The call returns, and what it took is pending no more.
bool Steps::returns(const Plan& plan, int thread, const PreparedStep& step, const Result& result) {
  const int call = called_as(plan.threads[static_cast<std::size_t>(thread)]);
  if (!world_.returns(thread, step, call, result)) return false;
  for (const Fetched& taken : result.fetched)
    if (!world_.fetches(thread, looked_for(plan, step), taken)) return false;
  return true;
}

}  // namespace sigspec::litmus
