// An explanation of one line for people.
#include <fmt/format.h>

#include <map>
#include <set>

#include "checker/report_escape.h"
#include "checker/report_formats.h"

namespace sigspec {

namespace {

/// Wider than this the text of a row is broken.
constexpr std::size_t kWidth = 100;
constexpr std::size_t kLabelWidth = 11;

class Writer {
 public:
  explicit Writer(ColorUse color) : color_(color) {}

  std::string bold(const std::string& text) const {
    return color_ == ColorUse::Colored ? fmt::format("\033[1m{}\033[0m", text) : text;
  }
  void line(const std::string& text) { out_ += text + "\n"; }

  /// A row of a block: the label once, then rows under it.
  void row(const std::string& label, const std::string& text) {
    std::string head = label == last_label_ ? "" : label;
    last_label_ = label;
    for (const std::string& part : broken(printable(text))) {
      out_ += fmt::format("    {:<{}}{}\n", head, kLabelWidth, part);
      head.clear();
    }
  }
  void end_block() { last_label_.clear(); }

  std::string take() { return std::move(out_); }

 private:
  static std::vector<std::string> broken(const std::string& text) {
    constexpr std::size_t width = kWidth - kLabelWidth - 4;
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (text.size() - begin > width) {
      std::size_t end = text.rfind(' ', begin + width);
      if (end == std::string::npos || end <= begin) break;
      parts.push_back((parts.empty() ? "" : "  ") + text.substr(begin, end - begin));
      begin = end + 1;
    }
    parts.push_back((parts.empty() ? "" : "  ") + text.substr(begin));
    return parts;
  }

  ColorUse color_;
  std::string out_, last_label_;
};

std::string with_doc(std::string text, const std::string& doc) {
  return doc.empty() ? text : text + ": " + doc;
}

/// Does the state say of it no more than that there is nothing?
bool is_blank(const StateFact& fact) {
  static const std::set<std::string, std::less<>> kBlank{"{}", "0", "false", "none", "unknown"};
  return fact.line == 0 && kBlank.contains(fact.value);
}

/// What there is not, in few words: of a state that is most of it.
void write_blanks(Writer& out, const std::vector<StateFact>& facts) {
  std::map<std::string, std::vector<std::string>> names;
  for (const StateFact& fact : facts)
    if (is_blank(fact)) names[fact.value].push_back(fact.name);
  for (const auto& [value, of] : names)
    out.row("and", fmt::format("{}: {}", value, joined(of, ", ")));
}

void write_facts(Writer& out, const char* label, const std::vector<StateFact>& facts) {
  for (const StateFact& fact : facts) {
    if (is_blank(fact)) continue;
    std::string text = fact.name + " is " + fact.value;
    if (fact.line != 0) text += fmt::format(" (line {})", fact.line);
    out.row(label, with_doc(std::move(text), fact.doc));
  }
}

void write_changes(Writer& out, const char* label, const std::vector<StateChange>& changes) {
  for (const StateChange& change : changes)
    out.row(label, fmt::format("{}: {} -> {}", change.name, change.before, change.after));
}

void write_rule(Writer& out, const FiredRule& rule) {
  const char* label = rule.unseen ? "unseen" : "rule";
  out.row(label, fmt::format("{}{}", rule.name,
                             rule.cites.empty() ? "" : " (" + joined(rule.cites, "; ") + ")"));
  for (const std::string& doc : rule.docs) out.row(label, doc);
  write_changes(out, "learned", rule.learned);
  write_changes(out, "done", rule.done);
  if (rule.learned.empty() && rule.done.empty()) out.row("done", "nothing changes");
  out.end_block();
}

void write_step(Writer& out, const StepExplanation& step) {
  out.line(with_doc(fmt::format("  task {}, {}", step.task, out.bold(step.observation)),
                    printable(step.doc)));
  write_facts(out, "event", step.event);
  write_facts(out, "before", step.state);
  write_blanks(out, step.state);
  if (step.states > 1)
    out.row("before", fmt::format("one of {} states that the task may be in", step.states));
  for (std::size_t i = 0; i < step.explanations.size(); ++i) {
    if (i > 0) out.row("or", "the task may also have come to it in another way:");
    for (const FiredRule& rule : step.explanations[i]) write_rule(out, rule);
  }
  for (const Alternative& other : step.others)
    out.row("allowed", fmt::format("{} ({})", other.what, other.rule));
  for (const std::string& change : step.legal_if) out.row("legal if", change);
  out.end_block();
}

}  // namespace

std::string format_explanation_text(const LineExplanation& e, ColorUse color) {
  Writer out(color);
  std::string head = out.bold(fmt::format("{}:{}", printable(e.path), e.line));
  using Outcome = LineExplanation::Outcome;
  switch (e.outcome) {
    case Outcome::Conforms: head += ": conforms"; break;
    case Outcome::Diverges: head += ": diverges"; break;
    case Outcome::NotUnderstood: head += ": not understood"; break;
    case Outcome::NoEvent: head += ": shows nothing that a task did"; break;
  }
  out.line(head);
  if (!e.text.empty()) out.line("  | " + shortened(e.text, kShownTextMax));
  if (e.entry_line != 0 && e.entry_line != e.line)
    out.line(fmt::format("  The call began on line {}.", e.entry_line));
  if (!e.first_sight.empty()) out.line("  " + printable(e.first_sight));
  for (const StepExplanation& step : e.steps) {
    out.line("");
    write_step(out, step);
  }
  std::string text = out.take();
  if (!e.divergences.empty()) text += "\n";
  FileReport file;
  file.path = e.path;
  for (const Divergence& d : e.divergences) text += format_divergence_text(file, d, color);
  return text;
}

}  // namespace sigspec
