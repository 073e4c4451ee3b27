// The report for people: a verdict line a trace, then each divergence as a block.
#include <fmt/format.h>

#include "checker/report_escape.h"
#include "checker/report_formats.h"

namespace sigspec {

namespace {

constexpr std::size_t kShownUnparsedMax = 5;

constexpr const char* kBold = "1";
constexpr const char* kDim = "2";
constexpr const char* kRed = "1;31";
constexpr const char* kGreen = "1;32";
constexpr const char* kYellow = "1;33";

std::string painted(const std::string& text, const char* color, ColorUse use) {
  if (use == ColorUse::Plain) return text;
  return fmt::format("\033[{}m{}\033[0m", color, text);
}

const char* color_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Conforms: return kGreen;
    case Verdict::Diverges: return kRed;
    case Verdict::Inconclusive: return kYellow;
  }
  return kYellow;
}

std::string verdict_line(const FileReport& file, ColorUse color) {
  if (file.lines == 0 && !file.error.empty())
    return fmt::format("{}: {}\n", painted(printable(file.path), kBold, color),
                       painted("cannot be judged", kYellow, color));
  std::vector<std::string> facts{counted(file.lines, "line"), counted(file.tasks, "task"),
                                 counted(file.signals, "signal"),
                                 counted(file.restarts, "restart")};
  if (file.divergence_count) facts.push_back(counted(file.divergence_count, "divergence"));
  if (file.unparsed_count)
    facts.push_back(counted(file.unparsed_count, "line") + " not understood");
  if (file.times_capped) facts.push_back("too many possible states to follow them all");
  if (file.times_lost) facts.push_back("lines are missing");
  if (file.interrupted) facts.push_back("stopped before its end");
  return fmt::format("{}: {}  {}\n", painted(printable(file.path), kBold, color),
                     painted(verdict_word(file.verdict), color_of(file.verdict), color),
                     joined(facts, ", "));
}

std::string labelled(const char* label, const std::string& text) {
  return fmt::format("    {:<9}{}\n", label, text);
}

}  // namespace

std::string format_divergence_text(const FileReport& file, const Divergence& d, ColorUse color) {
  std::string out = fmt::format(
      "  {}: task {}: {}{}\n",
      painted(fmt::format("{}:{}", printable(file.path), d.line), kBold, color), d.task,
      d.known ? painted("known divergence", kYellow, color) : painted("divergence", kRed, color),
      d.known && !d.known_reason.empty() ? " (" + printable(d.known_reason) + ")" : "");
  if (!d.text.empty())
    out += fmt::format("    {}\n", painted("| " + shortened(d.text, kShownTextMax), kDim, color));
  out += labelled("observed", printable(d.observed));
  for (std::size_t i = 0; i < d.allowed.size(); ++i)
    out += labelled(i == 0 ? "allowed" : "or", printable(d.allowed[i]));
  if (!d.because.empty()) out += labelled("because", printable(d.because));
  std::string source = painted(printable(d.rule), kBold, color);
  if (!d.cites.empty()) source += fmt::format(" ({})", printable(joined(d.cites, "; ")));
  out += labelled("rule", source);
  if (!d.related_lines.empty())
    out += labelled("related", fmt::format("line{} {}", d.related_lines.size() == 1 ? "" : "s",
                                           fmt::join(d.related_lines, ", ")));
  return out;
}

std::string format_file_text(const FileReport& file, ColorUse color) {
  std::string out = verdict_line(file, color);
  if (!file.error.empty())
    out += fmt::format("  {}: {}\n", painted("error", kRed, color), printable(file.error));
  for (const Divergence& d : file.divergences) out += format_divergence_text(file, d, color);
  if (file.divergence_count > file.divergences.size())
    out += fmt::format("  and {} that are not shown\n",
                       counted(file.divergence_count - file.divergences.size(), "divergence"));
  std::size_t shown = 0;
  for (const Unparsed& line : file.unparsed) {
    if (shown++ == kShownUnparsedMax) break;
    out += fmt::format("  {}: not understood: {}\n",
                       painted(fmt::format("{}:{}", printable(file.path), line.line), kBold, color),
                       shortened(line.text, kShownTextMax));
  }
  if (file.unparsed_count > kShownUnparsedMax)
    out += fmt::format("  and {} that are not shown\n",
                       counted(file.unparsed_count - kShownUnparsedMax, "line"));
  for (const std::string& note : file.notes)
    out += fmt::format("  {}: {}\n", painted("note", kBold, color), printable(note));
  return out;
}

std::string format_summary_text(const CheckReport& report, ColorUse color) {
  const Totals totals = count_totals(report);
  const Verdict verdict = overall(report);
  std::vector<std::string> outcomes;
  if (totals.conform) outcomes.push_back(fmt::format("{} conform", totals.conform));
  if (totals.diverge) outcomes.push_back(fmt::format("{} diverge", totals.diverge));
  if (totals.inconclusive) outcomes.push_back(fmt::format("{} inconclusive", totals.inconclusive));
  std::vector<std::string> facts{counted(totals.lines, "line"), counted(totals.signals, "signal"),
                                 counted(totals.restarts, "restart"),
                                 counted(totals.divergences, "divergence")};
  if (totals.known) facts.push_back(fmt::format("{} of them known", totals.known));
  if (totals.unparsed) facts.push_back(counted(totals.unparsed, "line") + " not understood");
  return fmt::format("{} (Linux {}): {}: {}; {}\n", counted(totals.files, "trace"), report.kernel,
                     painted(verdict_word(verdict), color_of(verdict), color),
                     joined(outcomes, ", "), joined(facts, ", "));
}

std::string format_text(const CheckReport& report, ColorUse color) {
  std::string out;
  for (const FileReport& file : report.files) out += format_file_text(file, color);
  return out + format_summary_text(report, color);
}

}  // namespace sigspec
