// Asks each hold whether it applies to the task, and whether the signal leaves the task in it.
#include <algorithm>
#include <tuple>

#include "checker/stuck_asking.h"
#include "checker/stuck_frames.h"
#include "model/holds.h"

namespace sigspec {

namespace {

Certainty answer_of(std::uint64_t truth) {
  return truth == kTrue ? Certainty::Yes : truth == kFalse ? Certainty::No : Certainty::Unknown;
}

bool find_frames(const ast::HoldDecl& hold, const stuck::Task& task, Reason& reason,
                 std::size_t& depth) {
  const FrameMatch match = match_frames(hold.frames, task);
  reason.frames = match.frames;
  reason.applies = match.applies;
  depth = match.depth;
  return match.applies != Certainty::No && !match.frames.empty();
}

}  // namespace

void StuckAsking::ask_holds(Judgement& out) {
  std::vector<Wait> waits;
  const bool asleep = truth(*asleep_) != kFalse;
  for (std::size_t i = 0; i < model_.holds.size(); ++i) {
    const ast::HoldDecl& hold = *model_.holds[i].declaration;
    if (hold.otherwise || (!hold.frames.empty() && !asleep)) continue;
    Wait wait{{&model_.holds[i], Certainty::Yes, Certainty::Yes, {}, {}}, 0};
    // Where nothing is known of the stack every wait might be it: that tells nothing.
    if (!hold.frames.empty() && !find_frames(hold, out.task, wait.reason, wait.depth)) continue;
    let_be_in(hold, wait.reason);
    wait.reason.applies = std::min(answer_of(truth(*conditions_[i])), wait.reason.applies);
    if (wait.reason.applies == Certainty::No) continue;
    if (hold.frames.empty()) {
      if (!hold.sleeps.empty()) wait.reason.holds = withstands(hold);
      out.reasons.push_back(std::move(wait.reason));
      continue;
    }
    wait.reason.holds = withstands(hold);
    waits.push_back(std::move(wait));
  }
  keep_innermost(waits);
  for (Wait& wait : waits) out.reasons.push_back(std::move(wait.reason));
  if (waits.empty() && asleep) add_otherwise(out);
}

/// Lets the state be one of those that a task held so may be asleep in, as its letter tells.
void StuckAsking::let_be_in(const ast::HoldDecl& hold, Reason& reason) {
  std::uint64_t said = 0, possible = 0;
  for (const ast::Name& sleep : hold.sleeps) said |= states_of(sleep);
  for (std::size_t i = 0; i < states_->members.size(); ++i) {
    const bool is_said = (said >> i & 1) != 0;
    if ((said != 0 && !is_said) || !may_be_in(i)) continue;
    possible |= 1ULL << i;
    if (is_said) reason.states.push_back(states_->members[i].name);
  }
  set_state(possible != 0 ? possible : states_->leaves[0].choices);
}

std::uint64_t StuckAsking::states_of(const ast::Name& sleep) const {
  std::uint64_t found = 0;
  for (const std::string& state : alternatives(sleep.text))
    if (const int i = states_->member(state); i >= 0) found |= 1ULL << i;
  return found;
}

bool StuckAsking::may_be_in(std::size_t state) {
  set_state(1ULL << state);
  return truth(*may_be_in_) != kFalse;
}

/// Does a wait go on in spite of the signal? Whoever is woken in one of its states goes on to the
/// next.
Certainty StuckAsking::withstands(const ast::HoldDecl& hold) {
  bool any = false, always = true, never = true;
  for (std::size_t i = 0; i < hold.sleeps.size(); ++i)
    for (std::uint64_t rest = states_of(hold.sleeps[i]); rest != 0; rest &= rest - 1) {
      const auto state = static_cast<std::size_t>(__builtin_ctzll(rest));
      if (!may_be_in(state)) continue;
      any = true;
      const Certainty from_here = withstands_from(hold, i, state);
      always = always && from_here == Certainty::Yes;
      never = never && from_here == Certainty::No;
    }
  if (any) return always ? Certainty::Yes : never ? Certainty::No : Certainty::Unknown;
  // Frozen in its sleep, or the letter is not known.
  set_state(states_->leaves[0].choices);
  return answer_of(truth(*not_woken_));
}

Certainty StuckAsking::withstands_from(const ast::HoldDecl& hold, std::size_t at,
                                       std::size_t state) {
  set_state(1ULL << state);
  const Certainty here = answer_of(truth(*not_woken_));
  if (here != Certainty::No || at + 1 == hold.sleeps.size()) return here;
  bool always = true, never = true;
  for (std::uint64_t rest = states_of(hold.sleeps[at + 1]); rest != 0; rest &= rest - 1) {
    const Certainty later =
        withstands_from(hold, at + 1, static_cast<std::size_t>(__builtin_ctzll(rest)));
    always = always && later == Certainty::Yes;
    never = never && later == Certainty::No;
  }
  return always ? Certainty::Yes : never ? Certainty::No : Certainty::Unknown;
}

/// What is certain goes before what is not; then the innermost function tells most, and of those
/// that begin with it who asks for most.
void StuckAsking::keep_innermost(std::vector<Wait>& waits) {
  const auto rank = [](const Wait& wait) {
    const ast::HoldDecl& hold = *wait.reason.hold->declaration;
    return std::tuple(wait.reason.applies == Certainty::Yes, -static_cast<long>(wait.depth),
                      hold.frames.size() + hold.when.size());
  };
  if (waits.empty()) return;
  const auto best = rank(*std::max_element(
      waits.begin(), waits.end(), [&](const Wait& a, const Wait& b) { return rank(a) < rank(b); }));
  std::erase_if(waits, [&](const Wait& wait) { return rank(wait) != best; });
}

void StuckAsking::add_otherwise(Judgement& out) {
  for (std::size_t i = 0; i < model_.holds.size(); ++i) {
    if (!model_.holds[i].declaration->otherwise) continue;
    Reason reason;
    reason.hold = &model_.holds[i];
    let_be_in(*model_.holds[i].declaration, reason);
    reason.applies = answer_of(truth(*conditions_[i]));
    const ast::HoldDecl& hold = *reason.hold->declaration;
    reason.holds = hold.sleeps.empty() ? answer_of(truth(*not_woken_)) : withstands(hold);
    reason.frames = out.task.stack;
    if (reason.applies != Certainty::No) out.reasons.push_back(std::move(reason));
  }
}

}  // namespace sigspec
