// Sends a signal to the state that /proc shows, and asks each hold whether it applies.
#include "checker/stuck.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "checker/stuck_shown.h"
#include "litmus/words.h"
#include "litmus/world.h"
#include "model/holds.h"

namespace sigspec {

namespace {

// The words by which the way is found in the specification; what they stand for is said there.
constexpr std::string_view kFoundLine = "in_proc", kEndingLine = "ending",
                           kTooLateLine = "too_late";
constexpr std::string_view kComingType = "Coming", kStateType = "TaskState",
                           kFilesType = "ShownFile";
constexpr std::string_view kNotWoken = "is_not_woken", kMayBeIn = "may_be_in",
                           kAsleep = "is_asleep", kShouldBeGone = "should_be_gone";
constexpr std::int64_t kNumber = 1000;  // of the only task that the model has here

Certainty answer_of(std::uint64_t truth) {
  return truth == kTrue ? Certainty::Yes : truth == kFalse ? Certainty::No : Certainty::Unknown;
}

/// `a*|b`: is the function one of them?
bool fits_one(std::string_view pattern, std::string_view function) {
  const std::size_t star = pattern.find('*');
  if (star == pattern.npos) return pattern == function;
  const std::string_view head = pattern.substr(0, star), rest = pattern.substr(star + 1);
  if (!function.starts_with(head)) return false;
  for (std::size_t at = head.size(); at <= function.size(); ++at)
    if (fits_one(rest, function.substr(at))) return true;
  return false;
}

bool fits(std::string_view patterns, std::string_view function) {
  const std::vector<std::string> parts = alternatives(patterns);
  return std::any_of(parts.begin(), parts.end(),
                     [&](const std::string& pattern) { return fits_one(pattern, function); });
}

/// Where a hold's functions are on the stack.
struct Match {
  Certainty applies = Certainty::No;
  std::size_t depth = 0;  // of the first of them
  std::vector<std::string> frames;
};

/// Each function stands further out than the one before it, or is the same one. Of a stack of which
/// only the innermost is known the rest may be anything.
Match match_frames(const std::vector<std::string>& patterns, const stuck::Task& task) {
  Match match;
  std::size_t from = 0;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    std::size_t at = from;
    while (at < task.stack.size() && !fits(patterns[i], task.stack[at])) ++at;
    if (at == task.stack.size()) {
      const bool may_be = !task.stack_is_whole && (i > 0 || task.stack.empty());
      match.applies = may_be ? Certainty::Unknown : Certainty::No;
      return match;
    }
    if (i == 0) match.depth = at;
    if (match.frames.empty() || match.frames.back() != task.stack[at])
      match.frames.push_back(task.stack[at]);
    from = at;
  }
  match.applies = Certainty::Yes;
  return match;
}

}  // namespace

/// One question at a time: the interpreter, and the nodes of conditions made once.
class StuckJudge::Asking {
 public:
  Asking(const Model& model, Program& program, std::string& error)
      : model_(model),
        program_(program),
        interpreter_(program),
        lowering_(model, program.kernel(), nullptr) {
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

  const Type& shown_type() const { return *shown_; }

  void begin(const stuck::Task& task) {
    if (task_.group) interpreter_.end(task_);
    task_ = interpreter_.begin(std::string(litmus::kClosedView));
    interpreter_.name(task_, kNumber);
    interpreter_.seen(task_);
    slots_.assign(static_cast<std::size_t>(observation(why_).size), Cell{});
    unknown(why_, slots_.data());
    bind_shown(*shown_, task, slots_.data() + shown_at_);
    std::vector<Cell> found = cells_of(found_);
    for (std::size_t i = 0; i < observation(found_).parameters.size(); ++i)
      if (observation(found_).parameters[i] == shown_)
        std::copy_n(slots_.begin() + shown_at_, shown_->size(),
                    found.begin() + observation(found_).offsets[i]);
    interpreter_.step(program_.class_of(found_), task_, found.data(), 1);
  }

  /// What the signal comes to, and by which rules.
  void ask_model(int signal, Judgement& out) {
    slots_[static_cast<std::size_t>(signal_at_)] = {1ULL << signal, 0};
    const Interpreter::Saved before = interpreter_.save(task_);
    std::uint64_t possible = 0;
    for (std::size_t fate = 0; fate < fates_->members.size(); ++fate) {
      fired_ = interpreter_.fired();
      if (happens(sending_, signal, static_cast<int>(fate))) {
        note_rules(out);
        possible |= fates_->members[fate].name == litmus::kDropped ? coming("dropped")
                                                                   : follow(signal, out);
      }
      interpreter_.restore(task_, before);
    }
    if (possible == 0) possible = coming_->leaves[0].choices;
    slots_[static_cast<std::size_t>(coming_at_)] = {possible, 0};
    for (std::size_t i = 0; i < coming_->members.size(); ++i)
      if ((possible >> i & 1) != 0) out.comes_to.push_back(coming_->members[i].name);
  }

  void ask_holds(Judgement& out) {
    std::vector<Wait> waits;
    const bool asleep = truth(*asleep_) != kFalse;
    for (std::size_t i = 0; i < model_.holds.size(); ++i) {
      const ast::HoldDecl& hold = *model_.holds[i].declaration;
      if (hold.otherwise || (!hold.frames.empty() && !asleep)) continue;
      Wait wait{{&model_.holds[i], Certainty::Yes, Certainty::Yes, {}, {}}, 0};
      // Where nothing is known of the stack every wait might be it: that tells nothing.
      if (!hold.frames.empty() && !find_frames(hold, out.task, wait)) continue;
      let_be_in(hold, wait.reason);
      wait.reason.applies = std::min(answer_of(truth(*conditions_[i])), wait.reason.applies);
      if (wait.reason.applies == Certainty::No) continue;
      if (hold.frames.empty()) {
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

  bool should_be_gone() { return truth(*should_be_gone_) == kTrue; }
  std::uint64_t coming(std::string_view name) const {
    const int i = coming_->member(name);
    return i < 0 ? 0 : 1ULL << i;
  }

 private:
  const ObservationInfo& observation(int id) const {
    return model_.observations[static_cast<std::size_t>(id)];
  }
  int line(std::string_view name) const {
    for (const LineInfo& info : model_.lines)
      if (info.view == litmus::kClosedView && info.line == name) return info.observation;
    return -1;
  }

  /// A function of the specification, applied to parameters of the same names as its own.
  const Node* question(std::string_view name) {
    const auto fn = model_.functions.find(name);
    if (fn == model_.functions.end())
      return model_.nodes.unknown(model_.types.boolean()->leaves[0]);
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

  std::uint64_t truth(const Node& node) { return interpreter_.truth(node, task_, slots_.data()); }

  void unknown(int id, Cell* out) const {
    const ObservationInfo& info = observation(id);
    for (std::size_t i = 0; i < info.parameters.size(); ++i) {
      const Type* type = info.parameters[i];
      if (type->kind == TypeKind::Entity) continue;
      for (std::size_t k = 0; k < type->leaves.size(); ++k)
        out[static_cast<std::size_t>(info.offsets[i]) + k] =
            Partly::unknown(type->leaves[k].kind, type->leaves[k].choices);
    }
  }
  std::vector<Cell> cells_of(int id) {
    const EventClass& event_class = program_.class_of(id);
    std::vector<Cell> cells(
        static_cast<std::size_t>(std::max(event_class.event_slots, observation(id).size)));
    unknown(id, cells.data());
    return cells;
  }

  /// An observation of the task and of a signal, which was sent to its process.
  bool happens(int id, int signal, int fate = -1) {
    std::vector<Cell> cells = cells_of(id);
    const ObservationInfo& info = observation(id);
    for (std::size_t i = 0; i < info.parameters.size(); ++i) {
      const Type* type = info.parameters[i];
      Cell* at = cells.data() + info.offsets[i];
      if (type->kind == TypeKind::Enum && type->name == litmus::kSignalType)
        *at = {1ULL << signal, 0};
      else if (type->kind == TypeKind::Bool) *at = Partly::truth(kFalse);
      else if (type->kind == TypeKind::Record)
        for (const RecordField& field : type->fields) {
          Cell& cell = at[field.offset];
          if (field.type->kind == TypeKind::Bool) cell = Partly::truth(kTrue);
          if (field.type->name == litmus::kFateType && fate >= 0) cell = {1ULL << fate, 0};
          if (field.type->name == litmus::kCodeType)
            cell = {litmus::members_named(model_, litmus::kByKill, litmus::kCodeType), 0};
        }
    }
    return interpreter_.step(program_.class_of(id), task_, cells.data(), 1);
  }

  /// Where a signal that was accepted leads. Changes the state.
  std::uint64_t follow(int signal, Judgement& out) {
    const auto step = [&](int id) {
      fired_ = interpreter_.fired();
      const bool explained = happens(id, signal);
      if (explained) note_rules(out);
      return explained;
    };
    if (step(ending_)) return coming("ends");
    if (step(too_late_)) return coming("dropped");
    if (!step(taken_)) return coming("stays_pending");
    if (!step(settled_)) return coming_->leaves[0].choices;
    if (step(ending_)) return coming("ends");
    if (step(handling_)) return coming("handled");
    if (step(stopped_)) return coming("stops");
    return coming("goes_on");
  }

  void note_rules(Judgement& out) {
    const std::vector<std::uint64_t>& fired = interpreter_.fired();
    for (std::size_t rule = 0; rule < fired.size(); ++rule)
      if (fired[rule] > fired_[rule]) out.rules.push_back(model_.rules[rule].name);
  }

  /// A wait that the stack may tell of, and how deep in the kernel it is.
  struct Wait {
    Reason reason;
    std::size_t depth = 0;
  };

  static bool find_frames(const ast::HoldDecl& hold, const stuck::Task& task, Wait& wait) {
    const Match match = match_frames(hold.frames, task);
    wait.reason.frames = match.frames;
    wait.reason.applies = match.applies;
    wait.depth = match.depth;
    return match.applies != Certainty::No && !match.frames.empty();
  }

  /// Lets the state be one of those that a task held so may be asleep in, as its letter tells.
  void let_be_in(const ast::HoldDecl& hold, Reason& reason) {
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
  std::uint64_t states_of(const ast::Name& sleep) const {
    std::uint64_t found = 0;
    for (const std::string& state : alternatives(sleep.text))
      if (const int i = states_->member(state); i >= 0) found |= 1ULL << i;
    return found;
  }
  void set_state(std::uint64_t states) {
    slots_[static_cast<std::size_t>(state_at_)] = {states, 0};
  }
  bool may_be_in(std::size_t state) {
    set_state(1ULL << state);
    return truth(*may_be_in_) != kFalse;
  }

  /// Does a wait go on in spite of the signal? Whoever is woken in one of its states goes on to the
  /// next.
  Certainty withstands(const ast::HoldDecl& hold) {
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
  Certainty withstands_from(const ast::HoldDecl& hold, std::size_t at, std::size_t state) {
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
  static void keep_innermost(std::vector<Wait>& waits) {
    const auto rank = [](const Wait& wait) {
      const ast::HoldDecl& hold = *wait.reason.hold->declaration;
      return std::tuple(wait.reason.applies == Certainty::Yes, -static_cast<long>(wait.depth),
                        hold.frames.size() + hold.when.size());
    };
    if (waits.empty()) return;
    const auto best =
        rank(*std::max_element(waits.begin(), waits.end(),
                               [&](const Wait& a, const Wait& b) { return rank(a) < rank(b); }));
    std::erase_if(waits, [&](const Wait& wait) { return rank(wait) != best; });
  }

  void add_otherwise(Judgement& out) {
    for (std::size_t i = 0; i < model_.holds.size(); ++i) {
      if (!model_.holds[i].declaration->otherwise) continue;
      Reason reason;
      reason.hold = &model_.holds[i];
      let_be_in(*reason.hold->declaration, reason);
      reason.applies = answer_of(truth(*conditions_[i]));
      reason.holds = answer_of(truth(*not_woken_));
      reason.frames = out.task.stack;
      if (reason.applies != Certainty::No) out.reasons.push_back(std::move(reason));
    }
  }

  const Model& model_;
  Program& program_;
  Interpreter interpreter_;
  Lowering lowering_;
  int found_, ending_, too_late_, why_, sending_, taken_, settled_, handling_, stopped_;
  const Type *coming_ = nullptr, *states_ = nullptr, *shown_ = nullptr, *fates_ = nullptr;
  int coming_at_ = 0, state_at_ = 0, shown_at_ = 0, signal_at_ = 0;
  std::vector<const Node*> conditions_;  // of the holds, in their order
  const Node *not_woken_ = nullptr, *may_be_in_ = nullptr, *asleep_ = nullptr,
             *should_be_gone_ = nullptr;
  TaskState task_;
  std::vector<Cell> slots_;  // of the observation that holds speak of
  std::vector<std::uint64_t> fired_;
};

StuckJudge::StuckJudge(const Model& model, Version kernel)
    : model_(model),
      program_(model, kernel, std::string(litmus::kClosedView)),
      signals_(model.types.find(litmus::kSignalType)),
      asking_(std::make_unique<Asking>(model, program_, error_)) {}

StuckJudge::~StuckJudge() = default;

int StuckJudge::signal(const std::string& word) const {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  const bool is_number = error == std::errc() && rest == word.data() + word.size();
  for (std::size_t i = 0; i < signals_->members.size(); ++i) {
    const EnumMember& member = signals_->members[i];
    if (member.name == word || member.name == signals_->prefix + word ||
        (is_number && member.number == number))
      return static_cast<int>(i);
  }
  return -1;
}

const std::string& StuckJudge::signal_name(int signal) const {
  return signals_->members[static_cast<std::size_t>(signal)].name;
}

std::vector<std::string> StuckJudge::signal_names() const {
  std::vector<std::string> names;
  for (const EnumMember& member : signals_->members) names.push_back(member.name);
  return names;
}

int StuckJudge::unstoppable() const {
  const std::uint64_t members =
      litmus::members_named(model_, litmus::kUnstoppable, litmus::kSignalType);
  return members == 0 ? 0 : __builtin_ctzll(members);
}

Judgement StuckJudge::judge(const stuck::Task& task, int signal) {
  Judgement out;
  out.task = task;
  asking_->begin(task);
  asking_->ask_model(signal, out);
  asking_->ask_holds(out);
  for (const stuck::Unread& unread : task.unread)
    out.gaps.push_back(
        {unread, costs_of(asking_->shown_type(), model_.types.find(kFilesType), unread.file)});
  const bool may_end =
      std::find(out.comes_to.begin(), out.comes_to.end(), "ends") != out.comes_to.end();
  out.ends = !may_end                  ? Certainty::No
             : out.comes_to.size() > 1 ? Certainty::Unknown
                                       : Certainty::Yes;
  for (const Reason& reason : out.reasons) {
    if (reason.holds == Certainty::No) continue;
    const bool certain = reason.applies == Certainty::Yes && reason.holds == Certainty::Yes;
    out.ends = std::min(out.ends, certain ? Certainty::No : Certainty::Unknown);
  }
  return out;
}

bool StuckJudge::should_be_gone(const stuck::Task& task) {
  asking_->begin(task);
  return asking_->should_be_gone();
}

}  // namespace sigspec
