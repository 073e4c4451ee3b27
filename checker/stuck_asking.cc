// Sends a signal to the state that /proc shows, and sees which rules fire.
#include "checker/stuck_asking.h"

#include <algorithm>

#include "checker/stuck_shown.h"
#include "litmus/closed_event.h"
#include "litmus/words.h"
#include "model/holds.h"

namespace sigspec {

namespace {

// The words by which the way is found in the specification; what they stand for is said there.
constexpr std::string_view kFoundLine = "in_proc", kEndingLine = "ending",
                           kTooLateLine = "too_late";
constexpr std::string_view kComingType = "Coming", kStateType = "TaskState";
constexpr std::string_view kNotWoken = "is_not_woken", kMayBeIn = "may_be_in",
                           kAsleep = "is_asleep", kShouldBeGone = "should_be_gone";
constexpr std::int64_t kNumber = 1000;  // of the only task that the model has here

}  // namespace

StuckAsking::StuckAsking(const Model& model, Program& program, std::string& error)
    : model_(model),
      program_(program),
      interpreter_(program),
      lowering_(model, program.kernel(), nullptr) {
  const auto line = [&](std::string_view name) {
    return model.observation_of_line(litmus::kClosedView, name);
  };
  found_ = line(kFoundLine);
  ending_ = line(kEndingLine);
  too_late_ = line(kTooLateLine);
  why_ = line(kWhyLine);
  sending_ = line("sending");
  taken_ = line("signal");
  settled_ = line("goes_on");
  handling_ = line("handling");
  stopped_ = line("stopped");
  if (std::min({found_, ending_, too_late_, why_, sending_, taken_, settled_, handling_,
                stopped_}) < 0) {
    error = "the specification does not say what /proc shows";
    return;
  }
  const ObservationInfo& why = observation(why_);
  bind_parameters(model, why, lowering_);
  for (std::size_t i = 0; i < why.parameters.size(); ++i) {
    const Type* type = why.parameters[i];
    if (type->kind == TypeKind::Entity) continue;
    const int at = why.offsets[i];
    if (type->name == kComingType) coming_ = type, coming_at_ = at;
    else if (type->name == kStateType) states_ = type, state_at_ = at;
    else if (type->kind == TypeKind::Record) shown_ = type, shown_at_ = at;
    else signal_at_ = at;
  }
  fates_ = model.types.find(litmus::kFateType);
  if (!coming_ || !states_ || !shown_ || !fates_) {
    error = "the specification does not say what /proc shows";
    return;
  }
  for (const HoldInfo& hold : model.holds)
    conditions_.push_back(condition_of(model, *hold.declaration, lowering_));
  not_woken_ = question(kNotWoken);
  may_be_in_ = question(kMayBeIn);
  asleep_ = question(kAsleep);
  should_be_gone_ = question(kShouldBeGone);
}

void StuckAsking::begin(const stuck::Task& task) {
  if (task_.group) interpreter_.end(task_);
  task_ = interpreter_.begin(std::string(litmus::kClosedView));
  interpreter_.name(task_, kNumber);
  interpreter_.seen(task_);
  slots_ = litmus::unknown_event(program_.class_of(why_), observation(why_));
  bind_shown(*shown_, task, slots_.data() + shown_at_);
  EventClass& found_class = program_.class_of(found_);
  std::vector<Cell> found = litmus::unknown_event(found_class, observation(found_));
  for (std::size_t i = 0; i < observation(found_).parameters.size(); ++i)
    if (observation(found_).parameters[i] == shown_)
      std::copy_n(slots_.begin() + shown_at_, shown_->size(),
                  found.begin() + observation(found_).offsets[i]);
  interpreter_.step(found_class, task_, found.data(), 1);
}

void StuckAsking::ask_model(int signal, Judgement& out) {
  slots_[static_cast<std::size_t>(signal_at_)] = {1ULL << signal, 0};
  const Interpreter::Saved before = interpreter_.save(task_);
  std::uint64_t possible = 0;
  for (std::size_t fate = 0; fate < fates_->members.size(); ++fate) {
    fired_ = interpreter_.fired();
    if (happens(sending_, signal, static_cast<int>(fate))) {
      const std::string& name = fates_->members[fate].name;
      note_step(kSent, name, out);
      possible |= name == litmus::kDropped ? coming("dropped") : follow(signal, name, out);
    }
    interpreter_.restore(task_, before);
  }
  if (possible == 0) possible = coming_->leaves[0].choices;
  slots_[static_cast<std::size_t>(coming_at_)] = {possible, 0};
  for (std::size_t i = 0; i < coming_->members.size(); ++i)
    if ((possible >> i & 1) != 0) out.comes_to.push_back(coming_->members[i].name);
}

std::uint64_t StuckAsking::coming(std::string_view name) const {
  const int i = coming_->member(name);
  return i < 0 ? 0 : 1ULL << i;
}

/// A function of the specification, applied to parameters of the same names as its own.
const Node* StuckAsking::question(std::string_view name) {
  const auto fn = model_.functions.find(name);
  if (fn == model_.functions.end()) return model_.nodes.unknown(model_.types.boolean()->leaves[0]);
  ast::Expr apply;
  apply.kind = ast::Expr::Kind::Apply;
  apply.text = std::string(name);
  for (const ast::Param& param : fn->second->params) {
    ast::Expr argument;
    argument.kind = ast::Expr::Kind::Name;
    argument.text = param.name.text;
    apply.args.push_back(std::move(argument));
  }
  return lowering_.condition(apply);
}

/// An observation of the task and of a signal, which was sent to its process.
bool StuckAsking::happens(int id, int signal, int fate) {
  EventClass& event_class = program_.class_of(id);
  std::vector<Cell> cells =
      litmus::closed_event(model_, event_class, observation(id), {{signal}, fate, true});
  return interpreter_.step(event_class, task_, cells.data(), 1);
}

/// Where a signal that was accepted leads. Changes the state.
std::uint64_t StuckAsking::follow(int signal, const std::string& from, Judgement& out) {
  fired_ = interpreter_.fired();
  const auto comes_to = [&](const std::string& at, const char* word) {
    note_step(at, word, out);
    return coming(word);
  };
  if (happens(ending_, signal)) return comes_to(from, "ends");
  if (happens(too_late_, signal)) return comes_to(from, "dropped");
  if (!happens(taken_, signal)) return comes_to(from, "stays_pending");
  note_step(from, kTaken, out);
  fired_ = interpreter_.fired();
  if (!happens(settled_, signal)) return coming_->leaves[0].choices;
  if (happens(ending_, signal)) return comes_to(kTaken, "ends");
  if (happens(handling_, signal)) return comes_to(kTaken, "handled");
  if (happens(stopped_, signal)) return comes_to(kTaken, "stops");
  return comes_to(kTaken, "goes_on");
}

/// By the rules that have fired since the step before.
void StuckAsking::note_step(const std::string& from, const std::string& to, Judgement& out) {
  out.steps.push_back({from, to, {}});
  const std::vector<std::uint64_t>& fired = interpreter_.fired();
  for (std::size_t rule = 0; rule < fired.size(); ++rule)
    if (fired[rule] > fired_[rule]) out.steps.back().rules.push_back(model_.rules[rule].name);
  fired_ = fired;
}

}  // namespace sigspec
