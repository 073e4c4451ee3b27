// Follows who waits for whom, from the tasks that were asked about.
#include "checker/stuck_cases.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "checker/stuck_ways.h"
#include "checker/stuck_whom.h"
#include "stuck/holders.h"

namespace sigspec {

namespace {

constexpr std::size_t kCasesMax = 256;
constexpr std::size_t kPeopleMax = 12;  // of those whose move it is, who are told of

class Finder {
 public:
  Finder(StuckJudge& judge, const Model& model, const stuck::Root& root,
         const CaseQuestion& question)
      : judge_(judge), model_(model), root_(root), question_(question) {}

  Cases run() {
    const std::vector<int> wanted = question_.all ? those_that_should_be_gone() : question_.numbers;
    out_.none_found = question_.all && wanted.empty();
    for (const int number : wanted) {
      const int process = stuck::process_of(root_, number);
      if (process == 0) out_.missing.push_back(number);
      else take_process(process, process == number ? 0 : number, 0);
    }
    // The list grows while it is walked: those that are waited for are asked about in turn.
    for (std::size_t i = 0; i < out_.list.size() && out_.list.size() < kCasesMax; ++i) follow(i);
    return std::move(out_);
  }

 private:
  /// Judges a process and keeps what there is to tell of its threads. `only`: one of them.
  void take_process(int process, int only, int asked_by) {
    if (!seen_.insert({process, only}).second) return;
    std::vector<Case> cases;
    Certainty all = Certainty::Yes, any = Certainty::No;
    for (const int thread : stuck::threads(root_, process)) {
      if (only != 0 && thread != only) continue;
      stuck::Task task = stuck::read_task(root_, process, thread);
      if (task.values.empty()) continue;
      stuck::read_descriptors(root_, task);
      judge_.read_arguments(root_, task);
      Case found;
      found.judgement = judge_.judge(task, question_.signal);
      found.asked_by = asked_by;
      for (const Reason& reason : found.judgement.reasons) add_reason(task, reason, found);
      all = std::min(all, found.judgement.ends);
      any = std::max(any, found.judgement.ends);
      cases.push_back(std::move(found));
    }
    if (cases.empty()) return;
    std::vector<int> takers;
    for (const Case& one : cases)
      if (judge_.may_take(one.judgement)) takers.push_back(one.judgement.task.thread);
    for (Case& one : cases) one.takers = takers;
    // SIGKILL has to reach each thread; another signal is taken by one of them.
    const bool by_one = question_.signal != judge_.unstoppable();
    if (asked_by == 0) out_.ends = std::min(out_.ends, by_one && any == Certainty::Yes ? any : all);
    keep(std::move(cases));
  }

  /// The first thread is always told, of the others those that are held otherwise than one before.
  void keep(std::vector<Case> cases) {
    const std::size_t first = out_.list.size();
    for (Case& found : cases) {
      const auto alike =
          std::find_if(out_.list.begin() + static_cast<std::ptrdiff_t>(first), out_.list.end(),
                       [&](const Case& other) { return is_alike(other, found); });
      if (alike != out_.list.end()) alike->alike.push_back(found.judgement.task.thread);
      else out_.list.push_back(std::move(found));
    }
  }
  static bool is_alike(const Case& a, const Case& b) {
    if (a.judgement.ends != b.judgement.ends || a.reasons.size() != b.reasons.size() ||
        has_ended(a.judgement.task) != has_ended(b.judgement.task))
      return false;
    for (std::size_t i = 0; i < a.reasons.size(); ++i)
      if (a.reasons[i].reason.hold != b.reasons[i].reason.hold ||
          a.reasons[i].reason.applies != b.reasons[i].reason.applies)
        return false;
    return true;
  }

  void add_reason(const stuck::Task& task, const Reason& reason, Case& out) {
    CaseReason added{reason, {}, {}, {}};
    const ast::HoldDecl& hold = *reason.hold->declaration;
    if (reason.applies == Certainty::Yes) {
      added.whom = find_whom(model_, root_, task, hold.on.text);
      std::vector<int> first = added.whom.threads;
      if (first.size() > kPeopleMax) first.resize(kPeopleMax);
      added.people = introduce(judge_.shown_type(), root_, task, first);
    }
    // Whoever keeps others waiting is to go on, not only to end.
    if (reason.holds != Certainty::No ||
        (out.asked_by != 0 && reason.hold->declaration->frames.empty()))
      added.ways = ways_out(model_, root_, task, hold, added.whom.threads);
    out.reasons.push_back(std::move(added));
  }

  void follow(std::size_t at) {
    const int thread = out_.list[at].judgement.task.thread;
    std::vector<int> next;
    for (const CaseReason& reason : out_.list[at].reasons)
      for (const Somebody& one : reason.people) next.push_back(one.thread);
    for (const int number : next) {
      const int process = stuck::process_of(root_, number);
      if (process == 0 || out_.list.size() >= kCasesMax) continue;
      if (process == out_.list[at].judgement.task.process) continue;
      if (!seen_.contains({process, 0})) take_process(process, 0, thread);
    }
  }

  /// Those in D are looked at twice: whoever has run in between does not sleep for long.
  std::vector<int> those_that_should_be_gone() {
    std::vector<int> found;
    std::map<int, std::string> asleep;
    const auto switches = [](const stuck::Task& task) {
      return std::string(task.value("status voluntary_ctxt_switches"));
    };
    for (const int process : stuck::processes(root_)) {
      bool gone = false;
      for (const int thread : stuck::threads(root_, process)) {
        const stuck::Task task = stuck::read_task(root_, process, thread);
        if (task.values.empty() || gone || !judge_.should_be_gone(task)) continue;
        gone = true;
        if (task.value("status State") == "D" && !root_.is_copy()) asleep[thread] = switches(task);
      }
      if (gone) found.push_back(process);
    }
    if (asleep.empty()) return found;
    std::this_thread::sleep_for(std::chrono::duration<double>(question_.patience));
    for (const auto& [thread, before] : asleep) {
      const int process = stuck::process_of(root_, thread);
      if (process != 0 && switches(stuck::read_task(root_, process, thread)) == before) continue;
      std::erase(found, process == 0 ? thread : process);
    }
    return found;
  }

  StuckJudge& judge_;
  const Model& model_;
  const stuck::Root& root_;
  const CaseQuestion& question_;
  Cases out_;
  std::set<std::pair<int, int>> seen_;
};

}  // namespace

Cases find_cases(StuckJudge& judge, const Model& model, const stuck::Root& root,
                 const CaseQuestion& question) {
  return Finder(judge, model, root, question).run();
}

}  // namespace sigspec
