// Puts together what the rules and the holds say of a task.
#include "checker/stuck.h"

#include <sys/wait.h>

#include <algorithm>
#include <charconv>

#include "checker/stuck_asking.h"
#include "checker/stuck_shown.h"
#include "litmus/closed_event.h"
#include "litmus/words.h"

namespace sigspec {

namespace {

constexpr std::string_view kFilesType = "ShownFile";  // what is said there of files

}  // namespace

StuckJudge::StuckJudge(const Model& model, Version kernel)
    : model_(model),
      program_(model, kernel, std::string(litmus::kClosedView)),
      numbers_(model, kernel),
      signals_(model.types.find(litmus::kSignalType)),
      asking_(std::make_unique<StuckAsking>(model, program_, error_)) {}

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

const Type& StuckJudge::shown_type() const { return asking_->shown_type(); }

void StuckJudge::read_arguments(const stuck::Root& root, stuck::Task& task) const {
  if (task.value("syscall number").empty()) return;
  stuck::read_path(root, task);
  const std::string_view call = numbers_.name(numbers_.wide_abi(), task.number("syscall number"));
  bind_arguments(model_, shown_type(), call, root, task);
}

bool StuckJudge::may_take(const Judgement& judgement) {
  const std::vector<std::string>& comes_to = judgement.comes_to;
  return std::find_if(comes_to.begin(), comes_to.end(), [](const std::string& one) {
           return one != "stays_pending" && one != "dropped";
         }) != comes_to.end();
}

/// Whoever may not know it is shown 0.
std::string StuckJudge::end_of(const stuck::Task& task) const {
  const auto status = static_cast<int>(task.number("stat exit_code"));
  if (!has_ended(task) || status == 0) return {};
  if (WIFEXITED(status)) return "with status " + std::to_string(WEXITSTATUS(status));
  const int by = WIFSIGNALED(status) ? signal(std::to_string(WTERMSIG(status))) : -1;
  return by < 0 ? std::string() : "by " + signal_name(by);
}

Judgement StuckJudge::judge(const stuck::Task& task, int signal) {
  Judgement out;
  out.task = task;
  out.ended = end_of(task);
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
