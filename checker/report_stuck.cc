// What holds tasks, as text and as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "checker/command_stuck.h"
#include "checker/report_escape.h"
#include "checker/report_rules.h"

namespace sigspec {

namespace {

using Json = nlohmann::ordered_json;

std::string_view answer_word(Certainty answer) {
  switch (answer) {
    case Certainty::No: return "no";
    case Certainty::Unknown: return "unknown";
    case Certainty::Yes: return "yes";
  }
  return {};
}

std::string verdict_words(const Judgement& judgement, const std::string& signal) {
  const bool gone = !judgement.reasons.empty() && judgement.task.value("status State") == "Z";
  if (gone) return "it has ended" + (judgement.ended.empty() ? "" : " " + judgement.ended);
  switch (judgement.ends) {
    case Certainty::Yes: return signal + " would end it";
    case Certainty::No: return signal + " does not end it";
    case Certainty::Unknown: break;
  }
  return "whether " + signal + " would end it is not known";
}

std::string task_name(const stuck::Task& task) {
  std::string name = fmt::format("{} ({}) {}", task.thread, printable(task.value("status Name")),
                                 printable(task.value("status State")));
  if (task.thread != task.process) name += fmt::format(", thread of {}", task.process);
  return name;
}

/// A paragraph behind `head`, broken where the terminal's reader would; further lines begin with so
/// many blanks.
std::string wrapped(const std::string& head, const std::string& text, std::size_t hang) {
  constexpr std::size_t kColumns = 100;
  std::string out = head;
  std::size_t column = head.size();
  bool first = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (!first && column + 1 + word.size() > kColumns) {
      out += "\n" + std::string(hang, ' ');
      column = hang;
      first = true;
    }
    out += (first ? "" : " ") + word;
    column += word.size() + (first ? 0 : 1);
    first = false;
  }
  return out + "\n";
}

std::string numbers_text(const std::vector<int>& numbers) {
  constexpr std::size_t kShownMax = 12;
  std::vector<std::string> words;
  for (const int number : numbers) words.push_back(std::to_string(number));
  const bool cut = words.size() > kShownMax;
  if (cut) words.resize(kShownMax);
  return joined(words, ", ") + (cut ? " ..." : "");
}

/// On whom it waits: each by its name and in what state it is.
std::string whom_text(const CaseReason& one) {
  const Whom& whom = one.whom;
  std::string out;
  for (const Somebody& who : one.people)
    out += wrapped("    on       ",
                   fmt::format("{} ({}){}{}{}", who.thread, printable(who.name),
                               who.is_itself ? ", its own process" : "",
                               who.state.empty() ? "" : ": ", who.state),
                   13);
  if (whom.threads.size() > one.people.size())
    out += fmt::format("    on       {} more\n", whom.threads.size() - one.people.size());
  if (whom.hidden)
    out += "    on       somebody outside of the pid namespace that this /proc shows\n";
  const std::string has = whom.object.empty() ? "" : " has " + printable(whom.object) + " open";
  if (whom.sought && whom.threads.empty())
    out += wrapped("    on       ", "nobody that can be seen" + has, 13);
  if (whom.unread)
    out += wrapped("    not read ",
                   fmt::format("what {} other processes have open; it may be one of them that is "
                               "waited for",
                               whom.unread),
                   13);
  return out;
}

std::string reason_text(const CaseReason& one) {
  const Reason& reason = one.reason;
  const ast::HoldDecl& hold = *reason.hold->declaration;
  std::string out = "  " + hold.name.text;
  if (reason.applies == Certainty::Unknown) out += " (perhaps)";
  out += "\n";
  if (!reason.hold->doc.empty()) out += wrapped("    ", reason.hold->doc, 4);
  if (!hold.awaited.empty()) {
    std::string line = hold.awaited;
    if (!reason.states.empty()) line += fmt::format(" ({})", joined(reason.states, " or "));
    out += wrapped("    waits for ", line, 6);
  }
  out += whom_text(one);
  if (!reason.frames.empty()) {
    std::vector<std::string> frames;
    for (const std::string& frame : reason.frames) frames.push_back(printable(frame));
    out += wrapped("    in ", joined(frames, " < "), 6);
  }
  for (const Way& way : one.ways) {
    out += "    release  " + printable(way.command) + "\n";
    out += wrapped("    price    ", printable(way.price), 13);
  }
  if (!hold.scenario.text.empty()) out += "    see      sigspec prove " + hold.scenario.text + "\n";
  out += wrapped("    cites    ", joined(citation_texts(hold.clauses.cites), "; "), 13);
  return out;
}

std::vector<std::string> rules_of(const Judgement& judgement) {
  std::vector<std::string> rules;
  for (const SignalStep& step : judgement.steps)
    rules.insert(rules.end(), step.rules.begin(), step.rules.end());
  return rules;
}

std::string case_text(const Case& one, const std::string& signal) {
  const Judgement& judgement = one.judgement;
  const stuck::Task& task = judgement.task;
  std::string out = task_name(task) + ": " + verdict_words(judgement, signal);
  if (one.asked_by != 0) out += fmt::format("; {} waits for it", one.asked_by);
  out += "\n";
  if (!one.alike.empty())
    out += wrapped("  ", "the same is true of its threads " + numbers_text(one.alike), 4);
  for (const CaseReason& reason : one.reasons) out += reason_text(reason);
  if (one.takers.size() > 1 && task.thread == task.process)
    out +=
        wrapped("  ", fmt::format("{} could be taken by {}", signal, numbers_text(one.takers)), 4);
  if (const std::vector<std::string> rules = rules_of(judgement); !rules.empty())
    out += wrapped("  ",
                   fmt::format("{}, once it is looked at: {} ({})", signal,
                               joined(judgement.comes_to, " or "), joined(rules, ", ")),
                   4);
  for (const Gap& gap : judgement.gaps) {
    std::string line = fmt::format("not read: {} ({})", gap.unread.file, gap.unread.why);
    if (!gap.costs.empty()) line += "; so it is not known: " + joined(gap.costs, ", ");
    out += wrapped("  ", line, 4);
  }
  return out;
}

std::string format_text(const Cases& cases, const StuckHead& head) {
  if (cases.none_found) return "no task that should be gone\n";
  std::string out;
  for (const Case& one : cases.list) out += (out.empty() ? "" : "\n") + case_text(one, head.signal);
  return out;
}

Json reason_json(const CaseReason& one) {
  const Reason& reason = one.reason;
  const ast::HoldDecl& hold = *reason.hold->declaration;
  Json releases = Json::array();
  for (const Way& way : one.ways)
    releases.push_back({{"name", way.release->declaration->name.text},
                        {"command", printable(way.command)},
                        {"price", printable(way.price)},
                        {"cites", citation_texts(way.release->declaration->clauses.cites)}});
  Json people = Json::array();
  for (const Somebody& who : one.people)
    people.push_back({{"tid", who.thread}, {"name", printable(who.name)}, {"state", who.state}});
  Json frames = Json::array();
  for (const std::string& frame : reason.frames) frames.push_back(printable(frame));
  return {{"name", hold.name.text},
          {"applies", answer_word(reason.applies)},
          {"holds", answer_word(reason.holds)},
          {"because", reason.hold->doc},
          {"waits_for", hold.awaited},
          {"states", reason.states},
          {"frames", frames},
          {"whom", one.whom.threads},
          {"people", people},
          {"hidden", one.whom.hidden},
          {"object", printable(one.whom.object)},
          {"unread", one.whom.unread},
          {"releases", releases},
          {"scenario", hold.scenario.text},
          {"cites", citation_texts(hold.clauses.cites)}};
}

Json case_json(const Case& one) {
  const Judgement& judgement = one.judgement;
  const stuck::Task& task = judgement.task;
  Json reasons = Json::array(), unread = Json::array();
  for (const CaseReason& reason : one.reasons) reasons.push_back(reason_json(reason));
  for (const Gap& gap : judgement.gaps)
    unread.push_back({{"file", gap.unread.file}, {"why", gap.unread.why}, {"costs", gap.costs}});
  return {{"pid", task.process},
          {"tid", task.thread},
          {"name", printable(task.value("status Name"))},
          {"state", printable(task.value("status State"))},
          {"ends", answer_word(judgement.ends)},
          {"ended", judgement.ended},
          {"comes_to", judgement.comes_to},
          {"rules", rules_of(judgement)},
          {"holds", reasons},
          {"alike", one.alike},
          {"takers", one.takers},
          {"asked_by", one.asked_by},
          {"unread", unread}};
}

std::string format_json(const Cases& cases, const StuckHead& head) {
  Json tasks = Json::array();
  for (const Case& one : cases.list) tasks.push_back(case_json(one));
  const Json document{
      {"schema", "sigspec-stuck-1"},     {"kernel", head.kernel}, {"signal", head.signal},
      {"ends", answer_word(cases.ends)}, {"tasks", tasks},        {"missing", cases.missing}};
  return document.dump(2) + "\n";
}

}  // namespace

std::string format_stuck(const Cases& cases, StuckFormat format, const StuckHead& head) {
  switch (format) {
    case StuckFormat::Text: return format_text(cases, head);
    case StuckFormat::Json: return format_json(cases, head);
  }
  return {};
}

}  // namespace sigspec
